"""Capacity that was asked for: where each request stands, and what is promised because of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from troth.orders.reservations import State, Step, steps_open
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Reservation
from troth_site.queries.partners import Partnership, as_partnership, partnership

SHOWN = 200
OPEN = ("asked", "countered", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a factory offers instead."""

    quantity: Decimal
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationRow:
    """A reservation as both sides read it.

    Attributes:
        steps: What our side can do next.
    """

    pk: int
    partnership: Partnership
    item: str
    quantity: Decimal
    first_day: date
    last_day: date
    order_by: date
    note: str
    asked_by: str
    asked_on: date
    answer_due_on: date
    state: str
    state_name: str
    offer: Offer | None
    answer: str
    answered_by: str
    answered_on: date | None
    held_on: date | None
    closed_on: date | None
    order_number: str
    hold_promise: int | None
    order_promise: int | None
    steps: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done about it."""
        return self.state in OPEN


def reservations(by: Actor, relationship: int, *, today: date) -> tuple[Partnership, tuple[ReservationRow, ...]]:
    """Return the reservations with a partner, those still open first, then the newest.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    rows = _rows().filter(relationship=found.pk).order_by("-pk")[:SHOWN]
    listed = [_shown(row, found, today) for row in rows]
    return found, tuple(sorted(listed, key=lambda row: not row.is_open))


def reservation(by: Actor, pk: int, *, today: date) -> ReservationRow:
    """Return one reservation.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, Reservation, pk)
    return _shown(_rows().get(pk=seen.pk), as_partnership(by, seen.relationship), today)


def of_promise(by: Actor, commitment: int) -> int:
    """Return the reservation behind a promise.

    Raises:
        access.NotThere: There is none for this person.
    """
    behind = Q(answer_promise=commitment) | Q(hold_promise=commitment) | Q(order_promise=commitment)
    rows = Reservation.objects.filter(behind, relationship__in=access.relationships(by))
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise access.NotThere
    return found


def _rows() -> QuerySet[Reservation]:
    return Reservation.objects.select_related("asked_by", "answered_by")


def _shown(row: Reservation, found: Partnership, today: date) -> ReservationRow:
    names = (
        "pk", "item", "quantity", "first_day", "last_day", "order_by", "note", "asked_on", "answer_due_on", "state",
        "answer", "answered_on", "held_on", "closed_on", "order_number",
    )  # fmt: skip
    steps = steps_open(State(row.state), side=found.our_side, is_overdue=row.order_by < today)
    return ReservationRow(
        partnership=found, state_name=str(row.get_state_display()), asked_by=str(row.asked_by or ""),
        answered_by=str(row.answered_by or ""), offer=_offer(row), steps=tuple(step.value for step in _in_order(steps)),
        hold_promise=row.hold_promise_id, order_promise=row.order_promise_id,
        **{name: getattr(row, name) for name in names},
    )  # fmt: skip


def _in_order(steps: tuple[Step, ...]) -> list[Step]:
    return sorted(steps, key=list(Step).index)


def _offer(row: Reservation) -> Offer | None:
    if row.offered_quantity is None or row.offered_first_day is None or row.offered_last_day is None:
        return None
    return Offer(quantity=row.offered_quantity, first_day=row.offered_first_day, last_day=row.offered_last_day)
