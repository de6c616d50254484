"""What is known of one order line, or of a duty of the other side: promised days, what came, what held it up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from troth.commitments.attribution import Delay
from troth.commitments.outcomes import Side
from troth.orders.definitions import Event

Mover = Literal["factory", "buyer", "agreed", "force_majeure"]


@dataclass(frozen=True, slots=True)
class Promise:
    """One confirmed delivery day; the first has no mover, each later one says who moved it."""

    day: date
    recorded_on: date
    moved_by: Mover | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came on one day.

    Attributes:
        day: Whole day in the factory's zone (troth.basis.spans.local_day turns a moment into it).
        quantity: None for "the whole line".
        event: Which day this is; None where the record does not say, it then stands for whatever is asked.
    """

    day: date
    recorded_on: date
    quantity: Decimal | None = None
    event: Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """All that is recorded of one order line.

    Attributes:
        ordered_quantity: None where unknown; 0 leaves nothing to deliver.
        promises: In the order in which they were recorded.
        receipts: In any order; a correction replaces the receipt, it is not a negative one.
        cancelled_on: The line was called off; it leaves every figure unless it was complete by then.
        closed_on: Both hold the line for finished with what has come, so that nothing more will.
        requested_on: The day the buyer asked for.
        promisor: Who promised: the factory a delivery, the buyer its approvals and deposits.
    """

    ordered_quantity: Decimal | None
    promises: Sequence[Promise]
    receipts: Sequence[Receipt] = ()
    delays: Sequence[Delay] = ()
    cancelled_on: date | None = None
    cancelled_recorded_on: date | None = None
    closed_on: date | None = None
    closed_recorded_on: date | None = None
    requested_on: date | None = None
    promisor: Side = "factory"


def facts_known_on(facts: LineFacts, day: date) -> LineFacts:
    """Return the facts as far as they were recorded by a day.

    A receipt recorded before it happened is known from the day it happened.

    >>> first = Promise(date(2026, 3, 2), date(2026, 1, 5))
    >>> moved = Promise(date(2026, 3, 9), date(2026, 2, 20), "buyer")
    >>> facts = LineFacts(ordered_quantity=None, promises=(first, moved))
    >>> len(facts_known_on(facts, date(2026, 2, 1)).promises)
    1
    """
    cancelled = _known(facts.cancelled_on, facts.cancelled_recorded_on, day)
    closed = _known(facts.closed_on, facts.closed_recorded_on, day)
    return replace(
        facts,
        promises=tuple(promise for promise in facts.promises if promise.recorded_on <= day),
        receipts=tuple(receipt for receipt in facts.receipts if max(receipt.recorded_on, receipt.day) <= day),
        delays=tuple(delay for delay in facts.delays if delay.recorded_on <= day),
        cancelled_on=facts.cancelled_on if cancelled else None,
        closed_on=facts.closed_on if closed else None,
    )


def _known(happened_on: date | None, recorded_on: date | None, day: date) -> bool:
    return happened_on is not None and max(happened_on, recorded_on or happened_on) <= day
