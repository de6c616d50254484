"""Partners: the portfolio as rows, one relationship as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Model, QuerySet, Value, When

from troth.commitments.outcomes import SIDES, Side
from troth_site import access
from troth_site.access import Actor, Verb
from troth_site.models import Relationship
from troth_site.names import folded, search_text
from troth_site.prepared import given

_RELATIONSHIP = (
    "uid", "buyer_id", "factory_id", "phase", "started_on", "last_contact_on", "head_seq",
    *(f"{side}__{name}" for side in SIDES for name in ("name", "name_latin", "country", "zone")),
)  # fmt: skip
OF_RELATIONSHIP = ("relationship_id", *(f"relationship__{name}" for name in _RELATIONSHIP))
"""Columns of a row that belongs to a relationship, from which in_the_eyes_of tells of it."""


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
    """Return the visible relationship whose other side has this name: written in any script, whole or a part of it.

    Raises:
        access.NotThere: There is none, or more than one.
    """
    rows = [as_partnership(by, row) for row in visible(by)]
    asked = folded(name.strip())
    whole = [found for found in rows if asked in search_text(found.partner, found.partner_latin).split("\n")]
    known = whole or [found for found in rows if asked and asked in search_text(found.partner, found.partner_latin)]
    if len(known) != 1:
        raise access.NotThere
    return known[0]


def visible(by: Actor) -> QuerySet[Relationship]:
    """Return the relationships that pages list, with both organisations."""
    return access.relationships(by).filter(hidden=False).select_related("buyer", "factory").order_by("pk")


def side_seen_from(organisations: Sequence[Any]) -> Case:
    """Return the side of a row's relationship on which one of some organisations stands, empty where none does.

    A case and no condition: a list in the order of an index stays in it, however many partners there are.
    """
    # Who holds seats on both sides of a relationship stands on the buyer's.
    return Case(
        When(relationship__buyer__id__in=organisations, then=Value("buyer")),
        When(relationship__factory__id__in=organisations, then=Value("factory")),
        default=Value(""),
    )


def seen_by[Row: Model](rows: QuerySet[Row], organisations: Sequence[Any]) -> QuerySet[Row]:
    """Return the rows of relationships that pages list to members of some organisations, each with seen_from."""
    rows = rows.filter(relationship__hidden=False).annotate(seen_from=side_seen_from(organisations))
    return rows.exclude(seen_from="")


def seats_of(by: Actor, verb: Verb = "see") -> dict[str, int]:
    """Return the organisations in which a person may do this, as values of a prepared query with as many places."""
    return {f"seat{at}": organisation for at, organisation in enumerate(by.organisations(verb))}


def places(seats: int) -> list[Any]:
    """Return the places that seats_of fills."""
    return [given(f"seat{at}") for at in range(seats)]


def named(name: str | None, email: str | None) -> str:
    """Return how a person is called, empty where there is none."""
    return name or email or ""


def in_the_eyes_of(by: Actor, values: Mapping[str, Any]) -> Partnership:
    """Return a relationship from the values of OF_RELATIONSHIP, as its members see it."""
    of = {name: values[f"relationship__{name}"] for name in _RELATIONSHIP}
    side: Side = "buyer" if of["buyer_id"] in by.organisations() else "factory"
    ours, theirs = ("buyer", "factory") if side == "buyer" else ("factory", "buyer")
    return Partnership(
        pk=values["relationship_id"],
        uid=str(of["uid"]),
        our_side=side,
        our_name=of[f"{ours}__name"],
        partner=of[f"{theirs}__name"],
        partner_latin=of[f"{theirs}__name_latin"],
        buyer=of["buyer_id"],
        factory=of["factory_id"],
        buyer_name=of["buyer__name"],
        factory_name=of["factory__name"],
        country=of[f"{theirs}__country"],
        zone=of[f"{theirs}__zone"],
        phase=of["phase"],
        started_on=of["started_on"],
        last_contact_on=of["last_contact_on"],
        head_seq=of["head_seq"],
    )


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
