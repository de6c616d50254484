"""Capacity a buyer asks a factory to keep free: accepted, countered or refused; what is held binds both sides."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.basis.working_time import add_working_days
from troth.commitments.outcomes import Side
from troth.orders.reservations import ANSWER_WORKING_DAYS, MOVES, PROMISES, NotOpenTo, State, Step, after
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger, people
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.quality import promises
from troth_site.models import Commitment, Relationship, Reservation
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.messages_readers import people_for

OTHER = {"buyer": "factory", "factory": "buyer"}
LONGEST_AHEAD_DAYS = 1_100
NOT_NOW = gettext_noop("This is not open to you now. Read where the reservation stands.")


class ReservationRefused(Exception):
    """It cannot be asked for or answered like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReservation:
    """Capacity about to be asked for; `order_by` is the day until which the order comes, or it is given back."""

    quantity: Decimal
    first_day: date
    last_day: date
    order_by: date
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a side does next about a reservation.

    Attributes:
        step: A Step other than ordering, which placing the order does.
        text: Why; needed for another offer, a refusal, and for what is held no longer.
        quantity: What is offered instead, with its days; empty ones stay as they were asked for.
        order: The number of an order that was placed elsewhere.
    """

    step: str
    text: str = ""
    quantity: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None
    order: str = ""


def ask(*, by: Actor, relationship: int, given: NewReservation, on: date | None = None) -> int:
    """Ask a factory to keep capacity free; it owes an answer within five of its working days.

    Raises:
        ReservationRefused: The days or the quantity cannot be.
        access.NotAllowed: A factory reserves nothing with its buyer.
    """
    row = access.relationship(by, relationship, "record")
    if access.side_of(by, row) != "buyer":
        raise access.NotAllowed
    today = on or timezone.localdate()
    _check(given, today)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        calendar = work_calendar_of(locked.factory_id, today)
        due = add_working_days(today, count=ANSWER_WORKING_DAYS, calendar=calendar)
        made = Reservation.objects.create(
            relationship=locked, item=cleaned(given.item).strip()[:120], quantity=given.quantity,
            first_day=given.first_day, last_day=given.last_day, order_by=given.order_by,
            note=cleaned(given.note).strip(), asked_by_id=by.person, asked_on=today, answer_due_on=due, state="asked",
        )  # fmt: skip
        made.answer_promise = promises.make(locked, _new("answer", made, "factory", due), by=by, on=today)
        made.save(update_fields=["answer_promise"])
        _note(made, locked, "asked", by=by, side="buyer")
    return made.pk


def answer(*, by: Actor, reservation: int, given: Answer, on: date | None = None) -> None:
    """Take the next step about a reservation: whose it is, and what follows, the library says.

    Raises:
        ReservationRefused: The step is not open to this side now, or it lacks a reason or an offer.
    """
    seen = access.of_relationship(by, Reservation, reservation, "record")
    side, today = access.side_of(by, seen.relationship), on or timezone.localdate()
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = _row(seen.pk)
        if given.step in list(Step) and _stands(row, given):
            return
        step, to = _next(row, given, side, today)
        _say(row, given, step, by=by, on=today)
        _settle(locked, row, (step, side), by=by, on=today)
        row.state = to
        row.save()
        _note(row, locked, to, by=by, side=side)


def ordered(locked: Relationship, reservation: int, *, order: str, by: Actor, on: date) -> None:
    """Note inside the placing of an order that it was reserved before."""
    row = _row(reservation, relationship=locked.pk)
    to = _after(row, Step.ORDER, "buyer", on)
    row.order_number, row.closed_on = order, on
    _settle(locked, row, (Step.ORDER, "buyer"), by=by, on=on)
    row.state = to
    row.save()
    _note(row, locked, to, by=by, side="buyer")


def lapse(*, on: date | None = None) -> int:
    """Let reservations lapse that nobody ordered or gave back in time: the factory need not keep them free any more.

    Returns:
        How many.
    """
    today = on or timezone.localdate()
    late = Reservation.objects.filter(state="held", order_by__lt=today).order_by("pk")
    listed = list(late.values_list("pk", "relationship"))
    nobody = access.actor(people.local_operator(), as_operator=True)
    for pk, relationship in listed:
        with transaction.atomic():
            locked = ledger.lock(relationship)
            row = _row(pk)
            row.state, row.closed_on = _after(row, Step.LAPSE, "factory", today), today
            _drop(locked, row.hold_promise, by=nobody, on=today)
            row.save(update_fields=["state", "closed_on"])
            _note(row, locked, row.state, by=None, side="factory")
    return len(listed)


def _row(pk: int, **more: int) -> Reservation:
    rows = Reservation.objects.select_for_update(of=("self",)).filter(pk=pk, **more)
    row = rows.select_related("answer_promise", "hold_promise", "order_promise").first()
    if row is None:
        raise ReservationRefused(gettext_noop("There is no such reservation with this partner."))
    return row


def _check(given: NewReservation, today: date) -> None:
    if not given.quantity.is_finite() or not 0 < given.quantity < 10**14:
        raise ReservationRefused(gettext_noop("Reserve more than 0 units."))
    if not today <= given.first_day <= given.last_day:
        raise ReservationRefused(gettext_noop("The first day is today or later, the last day not before it."))
    if (given.last_day - today).days > LONGEST_AHEAD_DAYS:
        raise ReservationRefused(gettext_noop("Capacity is reserved three years ahead at most."))
    if not today <= given.order_by <= given.last_day:
        raise ReservationRefused(
            gettext_noop("Say until which day you order or give it back: today or later, before the capacity is gone.")
        )


def _next(row: Reservation, given: Answer, side: str, on: date) -> tuple[Step, str]:
    if given.step not in list(Step):
        raise ReservationRefused(NOT_NOW)
    step = Step(given.step)
    needs_reason = step in (Step.COUNTER, Step.REFUSE, Step.LOSE)
    if needs_reason and not given.text.strip():
        raise ReservationRefused(gettext_noop("Say why: the other side reads it, and plans with it."))
    if step is Step.ORDER and not given.order.strip():
        raise ReservationRefused(gettext_noop("Name the order that was placed."))
    return step, _after(row, step, side, on)


def _after(row: Reservation, step: Step, side: str, on: date) -> str:
    try:
        return after(State(row.state), step, side=cast(Side, side), is_overdue=row.order_by < on).value
    except NotOpenTo as error:
        raise ReservationRefused(NOT_NOW) from error


def _stands(row: Reservation, given: Answer) -> bool:
    """Tell whether what is asked was done before: the same form sent twice changes nothing."""
    reached = {move.to for move in MOVES if move.step == given.step}
    return State(row.state) in reached and row.state != "held"


def _say(row: Reservation, given: Answer, step: Step, *, by: Actor, on: date) -> None:
    """Put down what is offered, answered or ordered; an accepted offer takes the place of what was asked for."""
    text = cleaned(given.text).strip()
    if step is Step.COUNTER:
        row.offered_quantity = row.quantity if given.quantity is None else given.quantity
        row.offered_first_day = given.first_day or row.first_day
        row.offered_last_day = given.last_day or row.last_day
        _check_offer(row, on)
    if row.state == "countered" and step is Step.ACCEPT:
        row.quantity = row.offered_quantity or row.quantity
        row.first_day, row.last_day = row.offered_first_day or row.first_day, row.offered_last_day or row.last_day
        row.order_by = min(row.order_by, row.last_day)
    if step in (Step.COUNTER, Step.REFUSE, Step.LOSE) or (step is Step.ACCEPT and row.state == "asked"):
        row.answer, row.answered_by_id, row.answered_on = text or row.answer, by.person, on
    if step is Step.ORDER:
        row.order_number = cleaned(given.order).strip()[:120]
    if step in (Step.ORDER, Step.RELEASE, Step.LOSE, Step.WITHDRAW, Step.REFUSE):
        row.closed_on = on


def _check_offer(row: Reservation, on: date) -> None:
    quantity, first, last = row.offered_quantity, row.offered_first_day, row.offered_last_day
    fits = quantity is not None and quantity.is_finite() and 0 < quantity < 10**14
    if not fits or first is None or last is None or not on <= first <= last:
        raise ReservationRefused(gettext_noop("Offer more than 0 units, from today or later, in the order of days."))
    if (quantity, first, last) == (row.quantity, row.first_day, row.last_day):
        raise ReservationRefused(gettext_noop("Offer another quantity or other days, or accept what was asked for."))


def _settle(locked: Relationship, row: Reservation, taken: tuple[Step, str], *, by: Actor, on: date) -> None:
    """Keep, make or take back the promises that follow from a step."""
    step, side = taken
    if row.state == "asked" and side == "factory":
        _close(locked, row.answer_promise, by=by, on=on, told=row.answer)
    if row.state == "asked" and step is Step.WITHDRAW:
        _drop(locked, row.answer_promise, by=by, on=on)
    if step is Step.ACCEPT:
        row.held_on = on
        row.hold_promise = promises.make(locked, _new("hold", row, "factory", row.last_day), by=by, on=on)
        row.order_promise = promises.make(locked, _new("order", row, "buyer", max(row.order_by, on)), by=by, on=on)
    if step in (Step.ORDER, Step.RELEASE):
        _close(locked, row.order_promise, by=by, on=on, told=row.order_number)
    if step is Step.ORDER and row.hold_promise is not None and row.hold_promise.closed_on is None:
        # Whoever orders what was kept free says so: the factory's promise is kept, and confirmed.
        _close(locked, row.hold_promise, by=by, on=on, told=row.order_number)
        promises.confirm(locked, row.hold_promise, by=by, on=on)
    if step in (Step.RELEASE, Step.LAPSE):
        _drop(locked, row.hold_promise, by=by, on=on)
    if step is Step.LOSE:
        # What the factory no longer holds the buyer need not order; its own promise stays open, and breaks.
        _drop(locked, row.order_promise, by=by, on=on)


def _new(name: str, row: Reservation, side: str, due_on: date) -> promises.NewPromise:
    return promises.NewPromise(
        side=side, kind="reservation", what=f"{PROMISES[name]} #{row.pk}", due_on=due_on,
        dimension="communication" if name == "answer" else "delivery",
    )  # fmt: skip


def _close(locked: Relationship, made: Commitment | None, *, by: Actor, on: date, told: str) -> None:
    if made is not None and made.closed_on is None:
        promises.done(locked, made, by=by, on=on, told=told)


def _drop(locked: Relationship, made: Commitment | None, *, by: Actor, on: date) -> None:
    if made is not None and made.closed_on is None:
        promises.take_back(locked, made, by=by, on=on, reason="")


def _note(row: Reservation, locked: Relationship, verb: str, *, by: Actor | None, side: str) -> None:
    audit.record(f"reservation.{verb}", by=by, relationship=locked, subject=f"reservation {row.pk}")
    live.tell(locked.pk, "demand", f"reservation {row.pk}")
    notices.notify(
        event="reservation", relationship=locked.pk, subject=f"reservation {row.pk} {verb}",
        path=f"/reservations/{row.pk}/", to=people_for(locked, side=OTHER[side], topic="orders"),
        data={"who": by.name if by else ""},
    )  # fmt: skip
