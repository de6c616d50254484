"""What asks for a second look at the inspections of one inspector, read by him and those who look after him."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from troth_site import access
from troth_site.access import ASSIGNED_ROLES, ROLE_MAY, Actor
from troth_site.models import Inspection, LookAnswer, Membership, Relationship, SecondLook
from troth_site.queries.quality.looks_compared import DAYS, DONE, compared, counts_of
from troth_site.queries.quality.second_looks import NamedInspector, NoticedInspection, noticed_in

HOUSES = ("agency", "service")
MOST_PARTNERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLooks:
    """One record of a buyer and a factory in which somebody inspected.

    Attributes:
        zones: Of the buyer and of the factory.
        looked_at: How many of his inspections of the last two years were compared.
    """

    relationship: int
    buyer: str
    factory: str
    zones: tuple[str, str]
    looked_at: int
    inspections: tuple[NoticedInspection, ...]
    inspectors: tuple[NamedInspector, ...]


def inspectors_of(by: Actor) -> frozenset[int]:
    """Return for whom somebody speaks: himself where he works for others, and those of a house he looks after."""
    mine = {by.person} if any(seat.role in ASSIGNED_ROLES for seat in by.seats) else set()
    houses = [seat.organisation for seat in by.seats if seat.kind in HOUSES and "people" in ROLE_MAY[seat.role]]
    if not houses:
        return frozenset(mine)
    seated = Membership.objects.filter(organisation__in=houses, active=True, role__in=ASSIGNED_ROLES)
    return frozenset(mine | set(seated.values_list("person", flat=True)))


def inspects_with(people: Collection[int], relationship: int) -> bool:
    """Tell whether any of some people inspected in a record."""
    done = Inspection.objects.filter(relationship=relationship, inspector__in=people, state__in=DONE)
    return bool(people) and done.exists()


def has_looks(by: Actor) -> bool:
    """Tell whether anything of those somebody speaks for was handed in."""
    people = inspectors_of(by)
    return bool(people) and Inspection.objects.filter(inspector__in=people, state__in=DONE).exists()


def waiting_looks(by: Actor) -> int:
    """Return how many inspections wait for an answer of somebody, or of those they look after, to a second look."""
    people = inspectors_of(by)
    answered = LookAnswer.objects.filter(
        inspection=OuterRef("inspection"), side="inspector", written_at__gte=OuterRef("asked_at")
    )
    asked = SecondLook.objects.filter(~Exists(answered), inspector__in=people, inspection__isnull=False)
    return asked.count() if people else 0


def relationship_of(by: Actor, inspection: int) -> int:
    """Return in which record an inspection stands whose looks somebody may read.

    Raises:
        access.NotThere: There is none for this person.
    """
    mine = Inspection.objects.filter(pk=inspection, inspector__in=inspectors_of(by))
    found = mine.values_list("relationship", flat=True).first()
    return access.inspection(by, inspection).relationship_id if found is None else found


def check_record(by: Actor, relationship: int, inspector: int) -> None:
    """Let through who may answer for an inspector in a record.

    Raises:
        access.NotThere: Nobody of that key inspected there, or the record is not this person's.
        access.NotAllowed: The person may read it only.
    """
    if not inspects_with([inspector], relationship):
        raise access.NotThere
    if inspector not in inspectors_of(by):
        access.relationship(by, relationship, "answer")


def own_looks(by: Actor, *, today: date) -> tuple[OwnLooks, ...]:
    """Return what is noticed about the inspections of those somebody speaks for, by the record they stand in."""
    people = inspectors_of(by)
    if not people:
        return ()
    done = Inspection.objects.filter(inspector__in=people, state__in=DONE, planned_on__gte=today - timedelta(days=DAYS))
    rows = Relationship.objects.filter(pk__in=done.values("relationship")).select_related("buyer", "factory")
    return tuple(_own(by, row, people, today) for row in rows.order_by("pk")[:MOST_PARTNERS])


def _own(by: Actor, row: Relationship, people: Collection[int], today: date) -> OwnLooks:
    rows = [each for each in compared(row.pk, today=today) if not by.unseen.hides(each)]
    noticed, named = noticed_in(row.pk, rows, counts_of([each.pk for each in rows]))
    return OwnLooks(
        relationship=row.pk, buyer=row.buyer.name, factory=row.factory.name,
        zones=(row.buyer.zone, row.factory.zone), looked_at=sum(each.inspector_id in people for each in rows),
        inspections=tuple(each for each in noticed if each.person in people),
        inspectors=tuple(each for each in named if each.person in people),
    )  # fmt: skip
