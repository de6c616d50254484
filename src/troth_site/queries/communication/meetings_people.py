"""Who can be asked to a meeting, and who was."""

from collections.abc import Iterable
from dataclasses import dataclass

from troth.commitments.outcomes import SIDES, Side
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Attendance, ContactRole, Membership, Relationship
from troth_site.models.choices import AttendanceState
from troth_site.queries.communication.messages_readers import READING_ROLES

ORDER = {"buyer": 0, "factory": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A person asked to a meeting.

    Attributes:
        state: asked, coming, declined, came or missed.
        is_verified: They said so here; otherwise a calendar file of the other side did.
        is_planner: They planned it, and answers go to them.
    """

    person: int
    name: str
    email: str
    side: Side
    state: str
    is_verified: bool
    commitment: int | None
    is_planner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person who can be asked to come."""

    person: int
    name: str
    side: Side


def asked_to(meeting: int) -> tuple[Asked, ...]:
    """Return everybody asked to a meeting, the buyer's side first."""
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("person"))
    first = min((row.pk for row in rows), default=0)
    found = [
        Asked(
            person=row.person_id, name=str(row.person), email=row.person.email, side=row.side,  # type: ignore[arg-type]
            state=row.state, is_verified=row.verified, commitment=row.commitment_id, is_planner=row.pk == first,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (ORDER[each.side], each.name)))


def is_agreed(people: Iterable[Asked]) -> bool:
    """Tell whether both sides have said that somebody of theirs comes."""
    coming = {
        each.side for each in people if each.is_verified and each.state not in {"asked", AttendanceState.DECLINED.value}
    }
    return coming == set(SIDES)


def candidates(row: Relationship, *, our_side: str) -> tuple[Candidate, ...]:
    """Return who can be asked: everybody of our side, of the other its named contacts, all of it where nobody is."""
    organisations = {row.buyer_id: "buyer", row.factory_id: "factory"}
    seats = (
        Membership.objects.filter(
            organisation__in=organisations, active=True, role__in=READING_ROLES, person__is_active=True,
            person__is_operator=False,
        )
        .select_related("person")
        .order_by("person__name", "person_id")
    )  # fmt: skip
    named: dict[str, set[int]] = {"buyer": set(), "factory": set()}
    contacts = ContactRole.objects.filter(relationship=row).exclude(side=our_side)
    for side, *people in contacts.values_list("side", "person", "deputy"):
        named[side].update(person for person in people if person)
    found = [
        Candidate(person=seat.person_id, name=str(seat.person), side=organisations[seat.organisation_id])  # type: ignore[arg-type]
        for seat in seats
    ]
    seated = {side: {each.person for each in found if each.side == side} for side in named}
    chosen = [each for each in found if not (named[each.side] & seated[each.side]) or each.person in named[each.side]]
    return tuple(sorted(chosen, key=lambda each: (ORDER[each.side], each.name)))


def candidates_of(by: Actor, relationship: int) -> tuple[Candidate, ...]:
    """Return who can be asked to a meeting of a relationship.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = access.relationship(by, relationship)
    return candidates(row, our_side=access.side_of(by, row))
