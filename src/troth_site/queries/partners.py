"""Partners: the portfolio as rows, one relationship as a page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from troth.commitments.outcomes import SIDES, Side
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Relationship


@dataclass(frozen=True, slots=True)
class Partnership:
    """A relationship as its members see it.

    Attributes:
        our_side: The side the viewer stands on.
        partner: Name of the other side, in the order and script they gave.
    """

    pk: int
    uid: str
    our_side: Side
    our_name: str
    partner: str
    partner_latin: str
    buyer: int
    factory: int
    buyer_name: str
    factory_name: str
    country: str
    zone: str
    phase: int
    started_on: date | None
    last_contact_on: date | None
    head_seq: int

    @property
    def their_side(self) -> Side:
        """Return the other side."""
        return SIDES[1] if self.our_side == SIDES[0] else SIDES[0]

    def organisation(self, side: Side) -> int:
        """Return the organisation on a side."""
        return self.buyer if side == "buyer" else self.factory

    def name(self, side: Side) -> str:
        """Return the name of the organisation on a side."""
        return self.buyer_name if side == "buyer" else self.factory_name


def partnership(by: Actor, pk: int, verb: access.Verb = "see") -> Partnership:
    """Return one relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    return as_partnership(by, access.relationship(by, pk, verb))


def may(by: Actor, found: Partnership, verb: access.Verb) -> bool:
    """Tell whether the person may do something on their side of a relationship they see."""
    return found.organisation(found.our_side) in by.organisations(verb)


def partnership_by_name(by: Actor, name: str) -> Partnership:
    """Return the visible relationship whose other side has this name, in any case of letters.

    Raises:
        access.NotThere: There is none, or more than one.
    """
    rows = [row for row in visible(by) if _is_named(as_partnership(by, row), name)]
    if len(rows) != 1:
        raise access.NotThere
    return as_partnership(by, rows[0])


def visible(by: Actor) -> QuerySet[Relationship]:
    """Return the relationships that pages list, with both organisations."""
    return access.relationships(by).filter(hidden=False).select_related("buyer", "factory").order_by("pk")


def as_partnership(by: Actor, row: Relationship) -> Partnership:
    """Return a relationship's row as its members see it."""
    side = access.side_of(by, row)
    ours, theirs = (row.buyer, row.factory) if side == "buyer" else (row.factory, row.buyer)
    return Partnership(
        pk=row.pk,
        uid=str(row.uid),
        our_side=side,
        our_name=ours.name,
        partner=theirs.name,
        partner_latin=theirs.name_latin,
        buyer=row.buyer_id,
        factory=row.factory_id,
        buyer_name=row.buyer.name,
        factory_name=row.factory.name,
        country=theirs.country,
        zone=theirs.zone,
        phase=row.phase,
        started_on=row.started_on,
        last_contact_on=row.last_contact_on,
        head_seq=row.head_seq,
    )


def _is_named(found: Partnership, name: str) -> bool:
    return name.strip().casefold() in {found.partner.casefold(), found.partner_latin.casefold() or None}
