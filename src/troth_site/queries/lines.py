"""One order line with everything recorded of it: promised days, receipts, delays, ledger entries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from troth.commitments.attribution import Cause, Delay
from troth.orders.facts import LineFacts, Mover, Promise, Receipt
from troth_site import access
from troth_site.access import Actor
from troth_site.models import OrderLine
from troth_site.queries.partners import Partnership, partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedDay:
    """A promised day with who moved it and why; the first has no mover."""

    day: date
    recorded_on: date
    moved_by: str
    reason: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Goods that came; no quantity means the whole line."""

    day: date
    recorded_on: date
    quantity: Decimal | None
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayOfOthers:
    """Days of lateness that somebody else caused."""

    pk: int
    cause: str
    days: int
    reason: str
    accepted: bool
    recorded_on: date
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An order line as its page shows it."""

    pk: int
    partnership: Partnership
    side: str
    order: str
    order_key: int
    number: str
    item: str
    quantity: Decimal | None
    value: Decimal | None
    currency: str
    ordered_on: date | None
    due_on: date
    completed_on: date | None
    cancelled_on: date | None
    factory_days: int | None
    buyer_days: int
    excused_days: int
    state: str
    from_record: bool
    confirmed_on: date | None
    contested_on: date | None
    promises: tuple[PromisedDay, ...]
    receipts: tuple[Received, ...]
    delays: tuple[DelayOfOthers, ...]


def line(by: Actor, pk: int) -> Line:
    """Return one order line of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = (
        OrderLine.objects.filter(pk=pk, relationship__in=access.relationships(by))
        .select_related("order", "commitment")
        .prefetch_related("promises__person", "receipts__person", "delays__person")
        .first()
    )
    if row is None:
        raise access.NotThere
    return _line(row, partnership(by, row.relationship_id))


def is_line(by: Actor, pk: int) -> bool:
    """Tell whether a promise the person may see is an order line."""
    return OrderLine.objects.filter(pk=pk, relationship__in=access.relationships(by)).exists()


def facts_of(row: OrderLine) -> LineFacts:
    """Return the library's facts of a line whose promises, receipts and delays were read ahead."""
    promises = sorted(row.promises.all(), key=lambda each: (each.recorded_on, each.pk))
    receipts = sorted(row.receipts.all(), key=lambda each: (each.day, each.pk))
    delays = sorted((each for each in row.delays.all() if each.accepted), key=lambda each: each.pk)
    partial = any(each.quantity is not None for each in receipts)
    return LineFacts(
        ordered_quantity=row.quantity if partial else None,
        promises=tuple(Promise(each.day, each.recorded_on, _mover(each.moved_by), each.reason) for each in promises),
        receipts=tuple(Receipt(each.day, each.recorded_on, each.quantity) for each in receipts),
        delays=tuple(
            Delay(cause=cast(Cause, each.cause), days=each.days, accepted=True, recorded_on=each.recorded_on)
            for each in delays
        ),
        cancelled_on=row.cancelled_on,
        cancelled_recorded_on=row.cancelled_on,
    )


def _mover(stored: str) -> Mover | None:
    return cast(Mover | None, {"": None, "unknown": "factory"}.get(stored, stored))


def _line(row: OrderLine, found: Partnership) -> Line:
    commitment = row.commitment
    return Line(
        pk=row.pk,
        partnership=found,
        side=row.commitment.side,
        order=row.order.number,
        order_key=row.order_id,
        number=row.number,
        item=row.item,
        quantity=row.quantity,
        value=row.value,
        currency=row.currency,
        ordered_on=row.ordered_on,
        due_on=row.due_on,
        completed_on=row.completed_on,
        cancelled_on=row.cancelled_on,
        factory_days=row.factory_days,
        buyer_days=row.buyer_days,
        excused_days=row.excused_days,
        state=commitment.state,
        from_record=commitment.accepted_by == "record",
        confirmed_on=commitment.confirmed_on,
        contested_on=commitment.contested_on,
        promises=_promises(row),
        receipts=_receipts(row),
        delays=_delays(row),
    )


def _promises(row: OrderLine) -> tuple[PromisedDay, ...]:
    return tuple(
        PromisedDay(
            day=each.day,
            recorded_on=each.recorded_on,
            moved_by=each.moved_by,
            reason=each.reason,
            person=str(each.person or ""),
        )
        for each in sorted(row.promises.all(), key=lambda each: (each.recorded_on, each.pk))
    )


def _receipts(row: OrderLine) -> tuple[Received, ...]:
    return tuple(
        Received(day=each.day, recorded_on=each.recorded_on, quantity=each.quantity, person=str(each.person or ""))
        for each in sorted(row.receipts.all(), key=lambda each: (each.day, each.pk))
    )


def _delays(row: OrderLine) -> tuple[DelayOfOthers, ...]:
    return tuple(
        DelayOfOthers(
            pk=each.pk,
            cause=each.cause,
            days=each.days,
            reason=each.reason,
            accepted=each.accepted,
            recorded_on=each.recorded_on,
            person=str(each.person or ""),
        )
        for each in sorted(row.delays.all(), key=lambda each: each.pk)
    )
