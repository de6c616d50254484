"""What became of one order line under a definition of "on time"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from troth.commitments.attribution import Attribution, attribute, claimed_days
from troth.commitments.outcomes import Side
from troth.orders.definitions import DEFAULT, Definition
from troth.orders.facts import LineFacts, Promise, Receipt

State = Literal["no_promise", "void", "cancelled", "open", "overdue", "kept", "early", "late", "excused", "short"]

_NOTHING = Decimal(0)


class QuantityError(ValueError):
    """Raised for a negative quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One line, settled.

    Attributes:
        state: "overdue" only where a day to look from was given; "excused" where lateness was wholly not the
            promisor's; "short" where the line was closed with less than was due.
        due_on: The promised day that counts, None where there is none.
        completed_on: Day on which the quantity was complete; of a line closed short, the last receipt.
        days_late: Calendar days after due_on, 0 or more: the sum of the four below.
        days_early: Calendar days before it, 0 or more.
        granted_days: Accepted days of others, used up or not; an open line is not overdue before they have passed.
        on_time: Inside the window; None while nobody can know.
        in_full: Quantity complete; None where ordered or received quantities are unknown.
        kept: On time and not short; None while open and for what leaves the figures.
        ordered: Quantity ordered, None where unknown.
        received: Quantity received, never more than was ordered.
        received_on_time: The part of it inside the window.
        promisor: Whose promise it was.
    """

    state: State
    due_on: date | None
    completed_on: date | None = None
    days_late: int = 0
    days_early: int = 0
    factory_days: int = 0
    buyer_days: int = 0
    excused_days: int = 0
    carrier_days: int = 0
    granted_days: int = 0
    on_time: bool | None = None
    in_full: bool | None = None
    kept: bool | None = None
    ordered: Decimal | None = None
    received: Decimal | None = None
    received_on_time: Decimal | None = None
    promisor: Side = "factory"

    @property
    def own_days(self) -> int:
        """Late days the promisor answers for."""
        return self.factory_days if self.promisor == "factory" else self.buyer_days


@dataclass(frozen=True, slots=True)
class _Completion:
    day: date
    in_full: bool | None
    closed_short: bool = False


def settle(facts: LineFacts, definition: Definition = DEFAULT, *, as_of: date | None = None) -> Settlement:
    """Say what became of a line.

    Args:
        facts: All facts given are used; facts_known_on cuts them to those recorded by a day.
        definition: What "on time" means.
        as_of: Day to look from: an open line after its day is then overdue, its late days counted to that day.

    Raises:
        QuantityError: A quantity is negative.

    Source: domain report b.1; anchors B2.

    >>> line = LineFacts(ordered_quantity=None, promises=[Promise(date(2026, 3, 2), date(2026, 1, 5))],
    ...                  receipts=[Receipt(date(2026, 3, 5), date(2026, 3, 6))])
    >>> settled = settle(line)
    >>> settled.state, settled.days_late, settled.kept
    ('late', 3, False)
    """
    due = due_day(facts, definition)
    ordered = facts.ordered_quantity
    if ordered is not None and ordered < 0:
        raise QuantityError(f"an ordered quantity of {ordered} is negative")
    if ordered == 0:
        return Settlement(state="void", due_on=due, ordered=ordered, promisor=facts.promisor)
    receipts = _counted_receipts(facts.receipts, definition)
    completion = _completion(facts, receipts, definition)
    if facts.cancelled_on is not None and (completion is None or completion.day > facts.cancelled_on):
        return Settlement(state="cancelled", due_on=due, ordered=ordered, promisor=facts.promisor)
    if due is None:
        return Settlement(state="no_promise", due_on=None, ordered=ordered, promisor=facts.promisor)
    if completion is None:
        return _open(facts, due, definition, receipts, as_of)
    return _closed(facts, due, definition, completion, receipts)


def due_day(facts: LineFacts, definition: Definition) -> date | None:
    """Return the promised day that counts under the definition, None where there is none.

    Under "last_agreed" a day moved by both, or by force majeure, replaces the first confirmed one. A day moved by the
    other side does so only where it gives the promisor longer: a pull-in nobody agreed to binds nobody.

    >>> first = Promise(date(2026, 3, 2), date(2026, 1, 5))
    >>> moved = Promise(date(2026, 3, 9), date(2026, 2, 1), "factory")
    >>> due_day(LineFacts(ordered_quantity=None, promises=[first, moved]), DEFAULT)
    datetime.date(2026, 3, 2)
    """
    if definition.basis == "requested":
        return facts.requested_on
    promises = facts.promises
    if not promises:
        return None
    if definition.basis == "first_promised" or len(promises) == 1:
        return promises[0].day
    if definition.basis == "last_promised":
        return promises[-1].day
    return _agreed_day(promises, promisor=facts.promisor)


def _agreed_day(promises: Sequence[Promise], *, promisor: Side) -> date:
    due = promises[0].day
    for promise in promises[1:]:
        if promise.moved_by in ("agreed", "force_majeure"):
            due = promise.day
        elif promise.moved_by is not None and promise.moved_by != promisor:
            due = max(due, promise.day)
    return due


def _counted_receipts(receipts: Sequence[Receipt], definition: Definition) -> list[Receipt]:
    counted = [receipt for receipt in receipts if receipt.event is None or receipt.event == definition.event]
    if any(receipt.quantity is not None and receipt.quantity < 0 for receipt in counted):
        raise QuantityError("a received quantity is negative: correct the receipt instead of adding a negative one")
    if len(counted) > 1:
        counted.sort(key=lambda receipt: receipt.day)
    return counted


def _completion(facts: LineFacts, receipts: Sequence[Receipt], definition: Definition) -> _Completion | None:
    ordered = facts.ordered_quantity
    needed = None if ordered is None else ordered * (1 - definition.short_share)
    received = _NOTHING
    for receipt in receipts:
        if receipt.quantity is None:
            return _Completion(receipt.day, in_full=True)
        received += receipt.quantity
        if needed is not None and received >= needed and received > 0:
            return _Completion(receipt.day, in_full=True)
    came = [receipt.day for receipt in receipts if receipt.quantity]
    if needed is None and came:
        return _Completion(came[-1], in_full=None)
    if facts.closed_on is not None:
        return _Completion(came[-1] if came else facts.closed_on, in_full=False, closed_short=True)
    return None


def _open(
    facts: LineFacts, due: date, definition: Definition, receipts: Sequence[Receipt], as_of: date | None
) -> Settlement:
    granted = _granted(facts)
    late = 0 if as_of is None else max(0, (as_of - due).days)
    received, received_on_time = _quantities(facts, receipts, due, definition, granted)
    settled = Settlement(
        state="open",
        due_on=due,
        granted_days=granted,
        ordered=facts.ordered_quantity,
        received=received,
        received_on_time=received_on_time,
        promisor=facts.promisor,
    )
    if late <= definition.late_days + granted:
        return settled
    parts = _parts(late, facts)
    return replace(
        settled,
        state="overdue",
        days_late=late,
        factory_days=parts.factory_days,
        buyer_days=parts.buyer_days,
        excused_days=parts.excused_days,
        carrier_days=parts.carrier_days,
        on_time=False,
        kept=False,
    )


def _closed(
    facts: LineFacts, due: date, definition: Definition, completion: _Completion, receipts: Sequence[Receipt]
) -> Settlement:
    days = (completion.day - due).days
    parts = _parts(days, facts)
    own_days = parts.of(facts.promisor)
    state = _state(days, own_days, definition, completion)
    early = definition.early_days is not None and -days > definition.early_days
    on_time = not early and own_days <= definition.late_days
    granted = _granted(facts)
    received, received_on_time = _quantities(facts, receipts, due, definition, granted)
    return Settlement(
        state=state,
        due_on=due,
        completed_on=completion.day,
        days_late=max(0, days),
        days_early=max(0, -days),
        factory_days=parts.factory_days,
        buyer_days=parts.buyer_days,
        excused_days=parts.excused_days,
        carrier_days=parts.carrier_days,
        granted_days=granted,
        on_time=on_time,
        in_full=completion.in_full,
        kept=on_time and not completion.closed_short,
        ordered=facts.ordered_quantity,
        received=received,
        received_on_time=received_on_time,
        promisor=facts.promisor,
    )


_NO_DAYS = Attribution()


def _parts(days: int, facts: LineFacts) -> Attribution:
    if days <= 0:
        return _NO_DAYS
    return attribute(days_late=days, delays=facts.delays, promisor=facts.promisor)


def _granted(facts: LineFacts) -> int:
    return claimed_days(facts.delays, promisor=facts.promisor).total if facts.delays else 0


def _state(days: int, own_days: int, definition: Definition, completion: _Completion) -> State:
    if completion.closed_short:
        return "short"
    if definition.early_days is not None and -days > definition.early_days:
        return "early"
    if days <= definition.late_days:
        return "kept"
    return "excused" if own_days <= definition.late_days else "late"


def _quantities(
    facts: LineFacts, receipts: Sequence[Receipt], due: date, definition: Definition, granted: int
) -> tuple[Decimal | None, Decimal | None]:
    ordered = facts.ordered_quantity
    if ordered is None:
        return None, None
    latest = due + timedelta(days=definition.late_days + granted)
    earliest = date.min if definition.early_days is None else due - timedelta(days=definition.early_days)
    received = on_time = _NOTHING
    for receipt in receipts:
        more = ordered - received if receipt.quantity is None else min(receipt.quantity, ordered - received)
        received += more
        if earliest <= receipt.day <= latest:
            on_time += more
    return received, on_time
