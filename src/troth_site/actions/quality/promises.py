"""Promises that follow from what two sides do about quality: made, done, confirmed or refused by the other side."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from troth.commitments import contest
from troth.commitments.evidence import SEVERITY, weight
from troth.commitments.outcomes import Outcome, Side
from troth.orders.duties import outcome_of_duty
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.trust import judging
from troth_site.models import Commitment, Relationship
from troth_site.queries.orders import latest_outcome

MOST_WORDS = 300
SEVERITIES: dict[str, float] = {name: SEVERITY[name] for name in ("critical", "major", "minor")}
"""How grave the problem is stands on the promise as what is at stake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromise:
    """A promise about to be made.

    Attributes:
        side: Who makes it.
        kind: What it belongs to, such as "corrective".
        grade: How grave it is, "critical", "major" or "minor"; empty for a usual one.
    """

    side: str
    kind: str
    what: str
    due_on: date
    dimension: str = "quality"
    grade: str = ""


def make(locked: Relationship, promised: NewPromise, *, by: Actor | None, on: date) -> Commitment:
    """Make a promise inside an act's transaction; the relationship is locked, and nobody acts where days alone did."""
    row = Commitment.objects.create(
        relationship=locked, side=promised.side, dimension=promised.dimension, kind=promised.kind,
        what=promised.what[:MOST_WORDS], due_on=promised.due_on, state="accepted", accepted_by="hand", quality=1.0,
        stake=SEVERITIES.get(promised.grade, 1.0), proposed_by_id=by.person if by else None,
    )  # fmt: skip
    outcome = _outcome(row, done_on=None, recorded_on=on)
    _append(locked, row, outcome, _Act("promised", on, by, {"due": row.due_on}))
    return row


def done(locked: Relationship, row: Commitment, *, by: Actor | None, on: date, told: str = "") -> None:
    """Close a promise as done on a day; it weighs as unconfirmed until the other side has confirmed it."""
    outcome = _outcome(row, done_on=on, recorded_on=on)
    row.state, row.closed_on, row.closed_by = "kept" if on <= cast(date, row.due_on) else "kept_late", on, row.side
    row.evidence = told
    row.save(update_fields=["state", "closed_on", "closed_by", "evidence"])
    _append(locked, row, outcome, _Act("done", on, by, {"due": row.due_on, "done": on, "evidence": told}))
    judging.judge([locked.pk], as_of=on)


def confirm(locked: Relationship, row: Commitment, *, by: Actor, on: date) -> None:
    """Keep that the other side confirmed that a promise was done."""
    standing = latest_outcome(row.pk)
    if standing is None or row.confirmed_on is not None:
        return
    row.confirmed_on = on
    row.save(update_fields=["confirmed_on"])
    _append(locked, row, contest.confirmed(standing, confirmed_on=on), _Act("confirmed", on, by, {}))
    judging.judge([locked.pk], as_of=on)


def refuse(locked: Relationship, row: Commitment, *, by: Actor, on: date, reason: str) -> None:
    """Open a promise again that the other side found not done."""
    row.state, row.closed_on, row.closed_by, row.confirmed_on = "accepted", None, "", None
    row.save(update_fields=["state", "closed_on", "closed_by", "confirmed_on"])
    outcome = _outcome(row, done_on=None, recorded_on=on)
    _append(locked, row, outcome, _Act("refused", on, by, {"reason": reason}))
    judging.judge([locked.pk], as_of=on)


def take_back(locked: Relationship, row: Commitment, *, by: Actor | None, on: date, reason: str) -> None:
    """Take an open promise back that is not owed any more."""
    standing = latest_outcome(row.pk)
    row.state, row.closed_on = "withdrawn", on
    row.save(update_fields=["state", "closed_on"])
    outcome = contest.withdrawn(standing, withdrawn_on=on) if standing else None
    _append(locked, row, outcome, _Act("withdrawn", on, by, {"reason": reason}))
    judging.judge([locked.pk], as_of=on)


def break_off(locked: Relationship, row: Commitment, *, by: Actor, on: date, reason: str) -> None:
    """Close a promise whose day has passed and that nobody will keep any more: it stays broken."""
    row.state, row.closed_on, row.closed_by = "broken", on, row.side
    row.save(update_fields=["state", "closed_on", "closed_by"])
    _append(locked, row, None, _Act("broken", on, by, {"reason": reason}))
    judging.judge([locked.pk], as_of=on)


def record(
    locked: Relationship, row: Commitment, outcome: Outcome | None, *, by: Actor | None, on: date, verb: str
) -> None:  # fmt: skip
    """Append an outcome that was worked out elsewhere in place of the one that stood; None takes that one back."""
    standing = latest_outcome(row.pk)
    if outcome is None:
        outcome = contest.withdrawn(standing, withdrawn_on=on) if standing else None
    if outcome == standing:
        return
    _append(locked, row, outcome, _Act(verb, on, by, {}))
    judging.judge([locked.pk], as_of=on)


def _outcome(row: Commitment, *, done_on: date | None, recorded_on: date) -> Outcome:
    weighs = weight(stake=row.stake, quality="unconfirmed")
    return outcome_of_duty(
        due_on=cast(date, row.due_on), done_on=done_on, recorded_on=recorded_on, side=cast(Side, row.side),
        weight=weighs,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Act:
    """What is appended: which kind of entry, on which day, by whom, and what it says."""

    kind: str
    on: date
    by: Actor | None
    told: dict[str, Any]


def _append(locked: Relationship, row: Commitment, outcome: Outcome | None, act: _Act) -> None:
    content = {"what": row.what, "commitment": row.pk, **{name: value for name, value in act.told.items() if value}}
    if outcome is not None:
        content["outcome"] = outcome_content(outcome)
    entry = NewEntry(
        kind=f"{row.kind}.{act.kind}", side=row.side, dimension=row.dimension, commitment=row.pk,
        person=act.by.person if act.by else None, happened_on=act.on, recorded_on=act.on, content=content,
        outcome=outcome,
    )  # fmt: skip
    ledger.append(locked, [replace(entry, supersedes=latest_outcome(row.pk) if outcome else None)])
