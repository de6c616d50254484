"""The ladder of a request: who is named on each step of the answering side, and in whose working time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from troth.basis.working_time import WorkCalendar
from troth.communication.charter import Charter
from troth.communication.escalation import STEPS, Rung, Step
from troth_site.models import ContactRole, Membership, Person, ReplyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A ladder as the library climbs it, and the person behind each of its steps."""

    rungs: tuple[Rung, ...]
    people: Mapping[Step, int]


def asked_from(row: ReplyRequest) -> datetime:
    """Return the moment from which the ladder of a request is climbed: both hours of its answer have passed."""
    return max(row.due_at, row.target_at)


def ladder_of(row: ReplyRequest, *, side: str, terms: Charter, calendar: WorkCalendar) -> Ladder:
    """Return the ladder of one request; whoever stands on a lower step already is not asked a second time.

    Args:
        row: With its relationship and thread.
        side: The side that answers.
        terms: Hours of each step.
        calendar: Working time of that side.
    """
    named = _named(row, side)
    people: dict[Step, int] = {}
    rungs = []
    for step in STEPS:
        person = named.get(step)
        if person is not None and person.pk in people.values():
            continue
        if person is not None:
            people[step] = person.pk
        name = str(person) if person is not None else ""
        rungs.append(Rung(step=step, name=name, calendar=calendar, hours=terms.ladder_hours[step]))
    return Ladder(rungs=tuple(rungs), people=people)


def _named(row: ReplyRequest, side: str) -> dict[Step, Person | None]:
    role = (
        ContactRole.objects.filter(relationship=row.relationship_id, side=side, topic=row.thread.topic)
        .select_related("person", "deputy")
        .first()
    )
    seats = _seats(getattr(row.relationship, f"{side}_id"))
    found: dict[Step, Person | None] = {
        "contact": row.assigned_to or (role.person if role else None),
        "deputy": role.deputy if role else None,
        "manager": _first(seats, "manager"),
        "owner": _first(seats, "owner"),
    }
    return {step: person if person is not None and person.is_active else None for step, person in found.items()}


def _seats(organisation: int) -> list[Membership]:
    seats = Membership.objects.filter(organisation=organisation, active=True, role__in=["manager", "owner"])
    return list(seats.filter(person__is_active=True).select_related("person").order_by("pk"))


def _first(seats: Sequence[Membership], role: str) -> Person | None:
    return next((seat.person for seat in seats if seat.role == role and not seat.person.is_operator), None)
