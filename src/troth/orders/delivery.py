"""On-time delivery: from the facts of an order line to the outcome that judgement reads."""

from datetime import date, timedelta

from troth.commitments.evidence import FULL_ZERO_DAYS, partial
from troth.commitments.outcomes import Outcome
from troth.orders.definitions import DEFAULT, Definition
from troth.orders.facts import LineFacts
from troth.orders.settlement import Settlement, settle


def outcome_of_line(
    facts: LineFacts, definition: Definition = DEFAULT, *, weight: float, recorded_on: date
) -> Outcome | None:
    """Turn the facts of a line into the outcome its ledger entry stands for.

    Args:
        facts: All facts this version knows.
        definition: What "on time" means.
        weight: Stake x severity x quality (troth.commitments.evidence.weight), 0 or more.
        recorded_on: Day this version was recorded.

    Returns:
        None where nothing was promised. A cancelled line, or one with nothing to deliver, gives an outcome that adds
        nothing, so that it takes back what an earlier version said.

    >>> from troth.orders.facts import Promise, Receipt
    >>> day = date(2026, 3, 2)
    >>> line = LineFacts(ordered_quantity=None, promises=[Promise(day, day)], receipts=[Receipt(date(2026, 3, 5), day)])
    >>> outcome = outcome_of_line(line, weight=1.0, recorded_on=date(2026, 3, 6))
    >>> outcome.lines, outcome.kept, round(outcome.kept_weight, 3), round(outcome.broken_weight, 3)
    (1, 0, 0.7, 0.3)
    """
    settled = settle(facts, definition)
    return outcome_of_settlement(settled, definition, weight=weight, recorded_on=recorded_on)


def outcome_of_settlement(
    settled: Settlement, definition: Definition, *, weight: float, recorded_on: date
) -> Outcome | None:
    """Turn a settled promise of either side into its outcome.

    An open promise gives the outcome it will have if nothing comes: it counts as late from the day after its grace,
    and weighs as broken from the day on which no partial credit would be left.

    Args:
        settled: Without a day to look from.
        definition: The definition it was settled under.
        weight: 0 or more.
        recorded_on: Day this version was recorded.
    """
    if settled.due_on is None:
        return None
    if settled.state in ("open", "overdue"):
        return _lapse(
            settled.due_on, settled.granted_days + definition.late_days, weight=weight, recorded_on=recorded_on
        )
    if settled.completed_on is None:
        return _nothing(settled.due_on, recorded_on=recorded_on)
    excused, kept_share = _shares(settled, definition)
    counted = 0 if settled.state == "excused" else 1
    known_on = max(recorded_on, settled.completed_on)
    return Outcome(
        recorded_on=recorded_on,
        counted_on=settled.due_on,
        counted_from=known_on,
        lines=counted,
        kept=counted if settled.kept else 0,
        excused=1 - counted,
        scored_on=settled.completed_on,
        scored_from=known_on,
        kept_weight=weight * (1 - excused) * kept_share,
        broken_weight=weight * (1 - excused) * (1 - kept_share),
        excused_weight=weight * excused,
    )


def _shares(settled: Settlement, definition: Definition) -> tuple[float, float]:
    """Return the excused share of the weight and the kept share of the rest."""
    if settled.state == "kept":
        return 0.0, 1.0
    if settled.state == "excused":
        return 1.0, 1.0
    own = settled.own_days
    if settled.state == "early":
        return 0.0, partial(settled.days_early - (definition.early_days or 0))
    kept_share = partial(own - definition.late_days)
    if settled.state == "short":
        return 0.0, kept_share * _received_share(settled)
    return 1 - own / settled.days_late, kept_share


def _received_share(settled: Settlement) -> float:
    if not settled.ordered or settled.received is None:
        return 0.0
    return float(settled.received / settled.ordered)


def _lapse(due_on: date, allowed_days: int, *, weight: float, recorded_on: date) -> Outcome:
    broken_on = max(recorded_on, due_on + timedelta(days=allowed_days + FULL_ZERO_DAYS))
    return Outcome(
        recorded_on=recorded_on,
        counted_on=due_on,
        counted_from=max(recorded_on, due_on + timedelta(days=allowed_days + 1)),
        lines=1,
        kept=0,
        excused=0,
        scored_on=broken_on,
        scored_from=broken_on,
        kept_weight=0.0,
        broken_weight=weight,
        excused_weight=0.0,
    )


def _nothing(due_on: date, *, recorded_on: date) -> Outcome:
    return Outcome(
        recorded_on=recorded_on,
        counted_on=due_on,
        counted_from=recorded_on,
        lines=0,
        kept=0,
        excused=0,
        scored_on=due_on,
        scored_from=recorded_on,
        kept_weight=0.0,
        broken_weight=0.0,
        excused_weight=0.0,
    )
