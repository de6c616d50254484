"""What a reported line says, as rows and ledger entries need it: outcome, stake, names, content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from troth.commitments.evidence import stake, weight
from troth.commitments.outcomes import Outcome
from troth.orders.definitions import AS_RECORDED
from troth.orders.delivery import outcome_of_settlement
from troth.orders.facts import LineFacts
from troth.orders.settlement import Settlement, settle
from troth_site.actions.ledger import outcome_content
from troth_site.queries.orders import ReportedLine, facts_of_reported


@dataclass(frozen=True, slots=True)
class Told:
    """What a reported line comes to: its facts, how they settle, what is at stake, and the outcome that follows."""

    facts: LineFacts
    settled: Settlement
    at_stake: float
    outcome: Outcome


def told(line: ReportedLine, *, at_stake: float, entered_on: date) -> Told:
    """Return what a reported line says came of its promise, at the quality of an unconfirmed record."""
    facts = facts_of_reported(line, entered_on=entered_on)
    settled = settle(facts, AS_RECORDED)
    outcome = outcome_of_settlement(
        settled,
        AS_RECORDED,
        weight=weight(stake=at_stake, quality="unconfirmed"),
        recorded_on=recorded_on(line, entered_on),
    )
    if outcome is None:
        raise ValueError(f"row {line.number}: a line without a promised day has no outcome")
    return Told(facts, settled, at_stake, outcome)


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
    """Return what the ledger's entry of a reported line says; days already as text, which a million lines notice."""
    return {
        "order": line.order,
        "line": line.line,
        "key": line.key,
        "item": line.item,
        "promised": line.promised.isoformat(),
        "delivered": None if line.delivered is None else line.delivered.isoformat(),
        "recorded": None if line.recorded is None else line.recorded.isoformat(),
        "quantity": None if line.quantity is None else format(line.quantity, "f"),
        "value": None if line.value is None else format(line.value, "f"),
        "currency": line.currency,
        "reported_by": "buyer",
        "outcome": outcome_content(outcome),
    }
