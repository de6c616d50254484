"""What people record of single lines: receipts, moved promises, and settling the line anew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.commitments.contest import contest_carried
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, bulk, confirmations, ledger
from troth_site.actions.ledger import outcome_content
from troth_site.actions.orders.settled import entry_of, known_since, settled_outcome
from troth_site.actions.trust import judging
from troth_site.models import Commitment, OrderLine, PromisedDate, Receipt, Relationship
from troth_site.prepared import Prepared, given
from troth_site.queries.orders import latest_outcome

_RECEIPT = ("line_id", "day", "recorded_on", "quantity", "person_id")
_LINE = Prepared(lambda: OrderLine.objects.filter(pk=given("pk")).select_related("order", "commitment"))


class LineRefused(Exception):
    """The line cannot take this; the message says why and how to mend it."""


def record_receipt(
    *, by: Actor, line: int, day: date, quantity: Decimal | None = None, recorded: date | None = None
) -> None:
    """Record that goods of a line came on a day; without a quantity, all of it.

    Raises:
        LineRefused: The line is complete already, or the day lies ahead.
    """
    with transaction.atomic():
        row, commitment, relationship = open_line(by, line)
        today = recorded or timezone.localdate()
        if day > today:
            raise LineRefused(_("A receipt is recorded once the goods have come: choose today or an earlier day."))
        if row.completed_on is not None and row.receipts.filter(day=day, quantity=quantity).exists():
            return
        if row.completed_on is not None:
            raise LineRefused(_("This line is already complete. Correct its receipt instead of adding another."))
        confirmations.lapse_where_told_anew(by, relationship, commitment)
        bulk.insert(Receipt, _RECEIPT, [(row.pk, day, today, quantity, by.person)])
        content = {"order": row.order.number, "key": row.key, "delivered": day, "quantity": quantity}
        restate(by, relationship, row, kind="delivery.received", recorded=today, content=content)
        audit.record("receipt.recorded", by=by, relationship=relationship, subject=f"line {commitment.pk}")


def move_promise(*, by: Actor, line: int, day: date, moved_by: str, reason: str, recorded: date | None = None) -> None:
    """Add a promised day to a line, with who moved it and why; the earlier ones stay.

    Raises:
        LineRefused: The line is complete, or no reason is given.
    """
    if not reason.strip():
        raise LineRefused(_("Say why the day moved: the other side will read it beside the new day."))
    with transaction.atomic():
        row, commitment, relationship = open_line(by, line)
        today = recorded or timezone.localdate()
        if row.completed_on is not None:
            raise LineRefused(_("This line is complete; its promised day can no longer move."))
        if moved_by != commitment.side and access.side_of(by, relationship) == commitment.side:
            raise LineRefused(_("Only the other side can say that it moved the day, or that both did."))
        confirmations.lapse_where_told_anew(by, relationship, commitment)
        PromisedDate.objects.create(
            line=row, day=day, recorded_on=today, moved_by=moved_by, reason=reason, person_id=by.person
        )
        content = {"order": row.order.number, "key": row.key, "promised": day, "moved_by": moved_by, "reason": reason}
        restate(by, relationship, row, kind="delivery.moved", recorded=today, content=content)
        audit.record("promise.moved", by=by, relationship=relationship, subject=f"line {commitment.pk}")


def open_line(by: Actor, pk: int) -> tuple[OrderLine, Commitment, Relationship]:
    """Return a line the person may record on, its commitment, and its relationship, locked."""
    relationship = access.let_in(by, ledger.lock_of_line(pk), "record")
    # Read only now: whoever held the lock before may have changed it.
    row = _LINE.first(pk=pk)
    if row is None:
        raise access.NotThere
    return row, row.commitment, relationship


def restate(
    by: Actor, relationship: Any, row: OrderLine, *, kind: str, recorded: date, content: dict[str, Any]
) -> None:
    """Settle a line anew from all its facts: a ledger entry, the tallies and the numbers follow."""
    standing = latest_outcome(row.pk)
    outcome = settled_outcome(row, recorded, since=known_since(standing, recorded))
    if outcome is None:
        raise LineRefused(_("This line has no promised day yet."))
    if standing is not None:
        outcome = contest_carried(standing, outcome)
    said = {**content, "by": access.side_of(by, relationship), "outcome": outcome_content(outcome)}
    entry = entry_of(kind, by, row, outcome, said)
    # A receipt happened on its own day; saying that a day moved, or why it slipped, happens when it is said.
    happened_on = content.get("delivered") or recorded
    ledger.append(relationship, [replace(entry, supersedes=standing, happened_on=happened_on)])
    judging.judge_one(relationship, as_of=max(recorded, timezone.localdate()), dimension=row.commitment.dimension)
