"""Settling a line from all its facts: what became of it goes onto its rows, and its outcome into the ledger's entry."""

from datetime import date
from typing import Any

from troth.commitments.evidence import QUALITY, weight
from troth.commitments.outcomes import Outcome, recorded_anew
from troth.orders.definitions import AS_RECORDED
from troth.orders.delivery import outcome_of_settlement
from troth.orders.settlement import settle
from troth_site.access import Actor
from troth_site.actions import bulk
from troth_site.actions.ledger import NewEntry
from troth_site.actions.orders.entries import commitment_state, days_of
from troth_site.models import Commitment, OrderLine
from troth_site.queries.orders import facts_of_line, facts_of_line_by

_SETTLED = ("due_on", "completed_on", "factory_days", "buyer_days", "excused_days")


def known_since(standing: Outcome | None, recorded: date) -> date:
    """Return since when a line is known, as far as the version that stands tells it."""
    return recorded if standing is None else min(recorded, standing.recorded_on, standing.scored_on)


def settled_outcome(line: OrderLine, recorded: date, *, since: date, acts_by: date | None = None) -> Outcome | None:
    """Settle the line from all its facts, write what became of it onto its rows, and return its outcome.

    Args:
        line: As it is now.
        recorded: Day from which this version stands.
        since: Day from which the line is known: whatever is recorded of it later, what was broken long ago is no
            younger for that.
        acts_by: Leave out what people recorded after this day; None for nothing.
    """
    facts = facts_of_line(line) if acts_by is None else facts_of_line_by(line, acts_by)
    settled = settle(facts, AS_RECORDED)
    line.due_on = settled.due_on or line.due_on
    line.completed_on, line.factory_days = settled.completed_on, days_of(settled)
    line.buyer_days, line.excused_days = settled.buyer_days, settled.excused_days + settled.carrier_days
    bulk.update(
        OrderLine, "commitment_id", _SETTLED,
        [(line.due_on, line.completed_on, line.factory_days, line.buyer_days, line.excused_days, line.pk)],
    )  # fmt: skip
    commitment = line.commitment
    commitment.state, commitment.due_on = commitment_state(settled), line.due_on
    commitment.closed_on = settled.completed_on
    closing = (commitment.state, commitment.due_on, commitment.closed_on, commitment.pk)
    bulk.update(Commitment, "id", ("state", "due_on", "closed_on"), [closing])
    quality = next(name for name, share in QUALITY.items() if share == commitment.quality)
    outcome = outcome_of_settlement(
        settled, AS_RECORDED, weight=weight(stake=commitment.stake, quality=quality), recorded_on=since
    )
    return outcome and recorded_anew(outcome, recorded)


def entry_of(kind: str, by: Actor, line: OrderLine, outcome: Outcome, content: dict[str, Any]) -> NewEntry:
    """Return the ledger's entry of a line's new version."""
    return NewEntry(
        kind=kind,
        side=line.commitment.side,
        dimension=line.commitment.dimension,
        commitment=line.pk,
        person=by.person,
        happened_on=line.completed_on or line.due_on,
        recorded_on=outcome.recorded_on,
        content=content,
        outcome=outcome,
    )
