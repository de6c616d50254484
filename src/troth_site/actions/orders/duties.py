"""Duties that a contract sets beside the deliveries: approvals, deposits, invoices; of either side, measured alike.

A duty is accepted by contract. It stands on the record from the day it was agreed, so that it is seen as overdue
while it is; what was done is a later version of the same promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db import transaction

from troth.commitments.evidence import QUALITY, weight
from troth.commitments.outcomes import Outcome, Side
from troth.orders.duties import outcome_of_duty
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.trust import judging
from troth_site.models import Commitment
from troth_site.queries.orders import latest_outcome

AGREED, DONE = "duty.agreed", "duty.done"


class DutyRefused(Exception):
    """The duty cannot be recorded like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What one side has to do by a day, and what came of it.

    Attributes:
        kind: Stable word, such as "sample_approval", "deposit" or "invoice".
        agreed_on: Day from which the duty is on the record.
        done_on: Day it was done, None while it is open.
        recorded_on: Day from which the doing is on the record; None for the day it was done.
        stake: What is at stake, 0.5 to 2.
        dimension: What it is about: approvals and deposits hold up a delivery, invoices are about money.
    """

    side: Side
    kind: str
    what: str
    agreed_on: date
    due_on: date
    done_on: date | None = None
    recorded_on: date | None = None
    stake: float = 1.0
    dimension: str = "delivery"


def record_duty(*, by: Actor, relationship: int, duty: Duty) -> int:
    """Record one duty and return its commitment."""
    return record_duties(by=by, relationship=relationship, duties=[duty])[0]


def record_duties(*, by: Actor, relationship: int, duties: Sequence[Duty]) -> list[int]:
    """Record duties of a relationship in one act, those already done as well; return their commitments in order.

    Raises:
        DutyRefused: A duty says nothing, or was done before it was agreed.
    """
    row = access.relationship(by, relationship, "record")
    if not duties:
        return []
    for duty in duties:
        _refuse_nonsense(duty)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        commitments = Commitment.objects.bulk_create(
            Commitment(relationship=locked, **_columns(duty)) for duty in duties
        )
        entries = [entry for duty, made in zip(duties, commitments, strict=True) for entry in _entries(by, duty, made)]
        # In the order of recording; of one duty the agreement stays before the doing, because sorting is stable.
        ledger.append(locked, sorted(entries, key=lambda entry: entry.recorded_on))
        judging.judge([locked.pk], as_of=max(entry.recorded_on for entry in entries))
        keys = [made.pk for made in commitments]
        audit.record("duties.recorded", by=by, relationship=locked, data={"commitments": keys})
    return keys


def complete_duty(*, by: Actor, commitment: int, done_on: date, recorded_on: date | None = None) -> None:
    """Record that a duty was done; saying it twice changes nothing.

    Raises:
        DutyRefused: It is no duty that can still be done.
    """
    seen = access.commitment(by, commitment, "record")
    known = max(done_on, recorded_on or done_on)
    with transaction.atomic():
        locked = ledger.lock(seen.relationship_id)
        row = Commitment.objects.select_for_update().get(pk=seen.pk)
        if row.closed_on == done_on:
            return
        standing = latest_outcome(row.pk)
        if row.accepted_by != "contract" or row.closed_on is not None or row.due_on is None or standing is None:
            raise DutyRefused("Only an open duty from a contract can be marked as done.")
        outcome = _outcome(row, done_on=done_on, recorded_on=known)
        row.state, row.closed_on = "kept" if done_on <= row.due_on else "kept_late", done_on
        row.save(update_fields=["state", "closed_on"])
        ledger.append(locked, [_entry(by, row, DONE, done_on, outcome, supersedes=standing)])
        judging.judge([locked.pk], as_of=known)
        audit.record("duty.done", by=by, relationship=locked, subject=f"commitment {row.pk}")


def _refuse_nonsense(duty: Duty) -> None:
    if not duty.what.strip() or not duty.kind.strip():
        raise DutyRefused("A duty says of what kind it is and what is to be done.")
    if duty.done_on is not None and duty.done_on < duty.agreed_on:
        raise DutyRefused(f"{duty.what}: done on {duty.done_on}, before it was agreed on {duty.agreed_on}.")


def _columns(duty: Duty) -> dict[str, Any]:
    late = duty.done_on is not None and duty.done_on > duty.due_on
    return {
        "side": duty.side,
        "dimension": duty.dimension,
        "kind": duty.kind,
        "what": duty.what.strip()[:300],
        "due_on": duty.due_on,
        "stake": duty.stake,
        "quality": QUALITY["unconfirmed"],
        "state": "accepted" if duty.done_on is None else "kept_late" if late else "kept",
        "accepted_by": "contract",
        "closed_on": duty.done_on,
    }


def _entries(by: Actor, duty: Duty, row: Commitment) -> list[NewEntry]:
    open_version = _outcome(row, done_on=None, recorded_on=duty.agreed_on)
    entries = [_entry(by, row, AGREED, duty.agreed_on, open_version)]
    if duty.done_on is not None:
        known = max(duty.done_on, duty.recorded_on or duty.done_on)
        done = _outcome(row, done_on=duty.done_on, recorded_on=known)
        entries.append(_entry(by, row, DONE, duty.done_on, done, supersedes=open_version))
    return entries


def _outcome(row: Commitment, *, done_on: date | None, recorded_on: date) -> Outcome:
    return outcome_of_duty(
        due_on=cast(date, row.due_on), done_on=done_on, recorded_on=recorded_on,
        weight=weight(stake=row.stake, quality="unconfirmed"), side=cast(Side, row.side),
    )  # fmt: skip


def _entry(
    by: Actor, row: Commitment, kind: str, happened_on: date, outcome: Outcome, *, supersedes: Outcome | None = None
) -> NewEntry:
    content = {
        "commitment": row.pk, "duty": row.kind, "what": row.what, "due": row.due_on,
        "done": None if kind == AGREED else happened_on, "outcome": outcome_content(outcome),
    }  # fmt: skip
    return NewEntry(
        kind=kind, side=row.side, dimension=row.dimension, commitment=row.pk, person=by.person,
        happened_on=happened_on, recorded_on=outcome.recorded_on, content=content, outcome=outcome,
        supersedes=supersedes,
    )  # fmt: skip
