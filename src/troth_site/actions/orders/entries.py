"""What a reported line says, as rows and ledger entries need it: outcome, stake, names, content."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from troth.commitments.evidence import stake, weight
from troth.commitments.outcomes import Outcome
from troth.orders.definitions import AS_RECORDED
from troth.orders.delivery import outcome_of_settlement
from troth.orders.settlement import Settlement, settle
from troth_site.queries.orders import ReportedLine, facts_of_reported


def outcome_of_reported(line: ReportedLine, *, at_stake: float, entered_on: date) -> Outcome:
    """Return what a reported line says came of its promise, at the quality of an unconfirmed record."""
    facts = facts_of_reported(line, entered_on=entered_on)
    outcome = outcome_of_settlement(
        settle(facts, AS_RECORDED),
        AS_RECORDED,
        weight=weight(stake=at_stake, quality="unconfirmed"),
        recorded_on=recorded_on(line, entered_on),
    )
    if outcome is None:
        raise ValueError(f"row {line.number}: a line without a promised day has no outcome")
    return outcome


def recorded_on(line: ReportedLine, entered_on: date) -> date:
    """Return from which day the line was known: as the file says, else when it arrived, else when it was ordered."""
    if line.delivered is not None:
        return line.recorded or line.delivered
    return line.ordered or line.recorded or entered_on


def stake_of(line: ReportedLine, medians: Mapping[tuple[str, str], float]) -> float:
    """Return what is at stake in a line beside the factory's usual line in the same currency."""
    if line.value is None:
        return 1.0
    return stake(float(line.value), medians.get((line.factory, line.currency or "")))


def what_of(line: ReportedLine) -> str:
    """Return the line's name for people."""
    return " · ".join(part for part in (line.order, line.line, line.item) if part)[:300]


def commitment_state(settled: Settlement) -> str:
    """Return the life-cycle state of the promise behind a settled line."""
    states = {"kept": "kept", "late": "kept_late", "early": "kept_late", "short": "broken", "excused": "excused"}
    return states.get(settled.state, "waived" if settled.state in ("cancelled", "void") else "accepted")


def days_of(settled: Settlement) -> int | None:
    """Return the days by which a line was late (positive) or early (negative), None while it is open."""
    if settled.completed_on is None:
        return None
    return settled.factory_days if settled.days_late else -settled.days_early


def content_of(line: ReportedLine, outcome: Outcome) -> dict[str, Any]:
    """Return what the ledger's entry of a reported line says."""
    return {
        "order": line.order,
        "line": line.line,
        "key": line.key,
        "item": line.item,
        "promised": line.promised,
        "delivered": line.delivered,
        "recorded": line.recorded,
        "quantity": line.quantity,
        "value": line.value,
        "currency": line.currency,
        "reported_by": "buyer",
        "outcome": outcome_content(outcome),
    }


def outcome_content(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as the ledger writes it; weights as text, because a float has more than one written form."""
    return {
        "counted_on": outcome.counted_on,
        "counted_from": outcome.counted_from,
        "lines": outcome.lines,
        "kept": outcome.kept,
        "excused": outcome.excused,
        "scored_on": outcome.scored_on,
        "scored_from": outcome.scored_from,
        "weights": f"{outcome.kept_weight!r} {outcome.broken_weight!r} {outcome.excused_weight!r}",
    }
