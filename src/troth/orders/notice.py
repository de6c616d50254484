"""Bad news told early: a line that came late still shows whether the other side was told in time."""

from datetime import date

from troth.commitments.outcomes import Outcome
from troth.orders.definitions import DEFAULT, Definition
from troth.orders.facts import LineFacts
from troth.orders.settlement import due_day, settle

FULL_CREDIT_DAYS = 7


def told_on(facts: LineFacts, definition: Definition = DEFAULT) -> date | None:
    """Return the first day on which the promisor said that the promised day would not be met.

    That is the recording of the first day it moved to by itself, later than the day that counts; None where it never
    said so.

    >>> from troth.orders.facts import Promise
    >>> first = Promise(date(2026, 3, 20), date(2026, 1, 5))
    >>> moved = Promise(date(2026, 3, 27), date(2026, 3, 9), "factory")
    >>> told_on(LineFacts(ordered_quantity=None, promises=[first, moved]))
    datetime.date(2026, 3, 9)
    """
    due_on = due_day(facts, definition)
    if due_on is None:
        return None
    own = (promise for promise in facts.promises if promise.moved_by == facts.promisor)
    return min((promise.recorded_on for promise in own if promise.day > due_on), default=None)


def notice_share(*, due_on: date, told_on: date | None, full_credit_days: int = FULL_CREDIT_DAYS) -> float:
    """Return how far bad news came in time: 1 a week or more before the due day, 0 on it, after it, or never.

    Args:
        due_on: The day that will not be met.
        told_on: The day the other side was told; None if never.
        full_credit_days: Days before the due day that give full credit, 1 or more.

    Source: anchors D4; the earlier the news, the more the other side can still do about it.

    >>> day = date(2026, 3, 20)
    >>> [notice_share(due_on=day, told_on=told) for told in (date(2026, 3, 6), day, None)]
    [1.0, 0.0, 0.0]
    """
    if told_on is None:
        return 0.0
    return min(1.0, max(0.0, (due_on - told_on).days / full_credit_days))


def outcome_of_notice(
    facts: LineFacts, definition: Definition = DEFAULT, *, weight: float, recorded_on: date
) -> Outcome | None:
    """Turn how a late line was announced into an outcome of the dimension communication.

    Args:
        facts: All facts this version knows.
        definition: What "on time" means.
        weight: 0 or more.
        recorded_on: Day this version was recorded.

    Returns:
        None where there was no bad news to tell: nothing promised, nothing complete yet, or not late by the
        promisor's own doing. Kept means told with full credit.

    >>> from troth.orders.facts import Promise, Receipt
    >>> came = date(2026, 3, 27)
    >>> promises = [Promise(date(2026, 3, 20), date(2026, 1, 5)), Promise(came, date(2026, 3, 9), "factory")]
    >>> line = LineFacts(ordered_quantity=None, promises=promises, receipts=[Receipt(came, came)])
    >>> outcome_of_notice(line, weight=1.0, recorded_on=came).kept
    1
    """
    settled = settle(facts, definition)
    if settled.state != "late" or settled.due_on is None or settled.completed_on is None:
        return None
    share = notice_share(due_on=settled.due_on, told_on=told_on(facts, definition))
    known_on = max(recorded_on, settled.completed_on)
    return Outcome(
        recorded_on=recorded_on,
        counted_on=settled.due_on,
        counted_from=known_on,
        lines=1,
        kept=1 if share == 1 else 0,
        excused=0,
        scored_on=settled.completed_on,
        scored_from=known_on,
        kept_weight=weight * share,
        broken_weight=weight * (1 - share),
        excused_weight=0.0,
    )
