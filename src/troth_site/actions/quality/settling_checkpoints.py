"""Settling checkpoints of orders: green with what shows it, red with what was wrong, waived by the other side."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.basis.text import gettext_noop
from troth.commitments.contest import withdrawn
from troth.commitments.evidence import LOWEST_STAKE, QUALITY, Quality, weight
from troth.commitments.outcomes import Outcome
from troth.orders.duties import outcome_of_duty
from troth.quality.checkpoints import wrong_settlement
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.trust import judging
from troth_site.models import Commitment, Order, OrderCheckpoint, Relationship
from troth_site.queries.communication import messages_readers
from troth_site.queries.orders import latest_outcome
from troth_site.unseen import told_of


class CheckpointRefused(Exception):
    """The checkpoint cannot be settled like this; the message says why."""


def settle(*, by: Actor, checkpoint: int, state: str, note: str, on: date | None = None) -> None:
    """Find a checkpoint of an order green or red, or waive it; saying the same twice changes nothing.

    Args:
        by: Who says so, of either side; who waives is of the side that does not answer for it.
        checkpoint: Key of the checkpoint on its order.
        state: "green", "red" or "waived".
        note: What shows it, what was wrong, or why it is waived.
        on: Day on which it was found; today where none is given.

    Raises:
        CheckpointRefused: It is settled already, nothing is noted, or a side would waive its own promise.
    """
    seen = OrderCheckpoint.objects.filter(pk=checkpoint).values_list("order_id", flat=True).first()
    if seen is None:
        raise access.NotThere
    order = access.of_relationship(by, Order, seen, "settle" if state == "waived" else "record")
    if checkpoint in by.unseen.checkpoints:
        raise CheckpointRefused(gettext_noop("Hand in your own look at this lot first; then you read how it stands."))
    with transaction.atomic():
        relationship = ledger.lock(order.relationship_id)
        rows = OrderCheckpoint.objects.select_for_update(of=("self",))
        row = rows.select_related("checkpoint", "commitment", "order").get(pk=checkpoint)
        said = note.strip()[:500]
        if (row.state, row.note, row.settled_by_id) == (state, said, by.person):
            return
        side = access.side_of(by, relationship)
        owner: Any = row.checkpoint.owner_side
        wrong = wrong_settlement(before=row.state, after=state, note=said, by=side, owner=owner)
        if wrong is not None:
            raise CheckpointRefused(wrong.sentence(_))
        row.state, row.note, row.settled_by_id, row.settled_at = state, said, by.person, timezone.now()
        row.save(update_fields=["state", "note", "settled_by", "settled_at"])
        _record(relationship, row, by=by, side=side, today=on or timezone.localdate())


def settle_by_lot(relationship: Relationship, checkpoint: int, *, by: Actor, side: str, found: str, on: date) -> None:
    """Find a checkpoint green or red by the lot that was inspected for it, inside that act; a waived one stays.

    Args:
        relationship: Whose record it is, locked.
        checkpoint: Key of the checkpoint on its order.
        by: Who handed the inspection in.
        side: The side that inspects.
        found: "green" or "red".
        on: Day of the inspection.
    """
    rows = OrderCheckpoint.objects.select_for_update(of=("self",)).exclude(state__in=("waived", found))
    row = rows.select_related("checkpoint", "commitment", "order").filter(pk=checkpoint).first()
    if row is None:
        return
    row.state, row.settled_by_id, row.settled_at = found, by.person, timezone.now()
    row.save(update_fields=["state", "settled_by", "settled_at"])
    _record(relationship, row, by=by, side=side, today=on)


def _record(relationship: Relationship, row: OrderCheckpoint, *, by: Actor, side: str, today: date) -> None:
    kind = f"checkpoint.{row.state}"
    standing = latest_outcome(row.commitment_id) if row.commitment_id else None
    outcome = _outcome(row, standing, side=side, today=today)
    content: dict[str, Any] = {
        "checkpoint": row.pk, "order": row.order.number, "what": row.checkpoint.name, "by": side, "note": row.note,
        "due": row.due_on,
    }  # fmt: skip
    if outcome is not None:
        content["outcome"] = outcome_content(outcome)
    entry = NewEntry(
        kind=kind, side=row.checkpoint.owner_side, dimension="quality", commitment=row.commitment_id, person=by.person,
        happened_on=today, recorded_on=outcome.recorded_on if outcome else today, content=content, outcome=outcome,
        supersedes=standing if outcome else None,
    )  # fmt: skip
    ledger.append(relationship, [entry])
    if outcome is not None:
        judging.judge([relationship.pk], as_of=today)
    audit.record(kind, by=by, relationship=relationship, subject=f"checkpoint {row.pk}", data={"note": row.note})
    live.tell(relationship.pk, "quality", f"order {row.order_id}")
    if row.state != "green":
        _tell(relationship, row, by=by, side=side)


def _outcome(row: OrderCheckpoint, standing: Outcome | None, *, side: str, today: date) -> Outcome | None:
    """Return what becomes of the promise: kept by a green one, gone by a waiver, still owed after a red one."""
    commitment = row.commitment
    if commitment is None or standing is None or row.state == "red":
        return None
    if row.state == "waived":
        _close(commitment, state="waived", closed_on=None)
        return withdrawn(standing, withdrawn_on=today)
    # Who did not promise it and still says it is kept is believed more.
    quality: Quality = "unconfirmed" if side == row.checkpoint.owner_side else "counterpart_confirmed"
    commitment.quality = QUALITY[quality]
    _close(commitment, state="kept" if today <= row.due_on else "kept_late", closed_on=today)
    owner: Any = row.checkpoint.owner_side
    return outcome_of_duty(
        due_on=row.due_on, done_on=today, recorded_on=today, weight=weight(stake=LOWEST_STAKE, quality=quality),
        side=owner,
    )  # fmt: skip


def _close(commitment: Commitment, *, state: str, closed_on: date | None) -> None:
    commitment.state, commitment.closed_on = state, closed_on
    commitment.save(update_fields=["state", "closed_on", "quality"])


def _tell(relationship: Relationship, row: OrderCheckpoint, *, by: Actor, side: str) -> None:
    other = "factory" if side == "buyer" else "buyer"
    people = messages_readers.people_for(relationship, side=other, topic="quality")
    notices.notify(
        event="checkpoint", relationship=relationship.pk, subject=f"checkpoint {row.pk} {row.state}",
        path=f"/orders/{row.order_id}/checkpoints/",
        to=told_of(row, people, relationship=relationship.pk),
        data={"who": by.name, "subject": f"{row.checkpoint.name} · {row.order.number}"},
    )  # fmt: skip
