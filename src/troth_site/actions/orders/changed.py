"""Correcting single lines: what a file reports anew, receipts, moved promises, delays others caused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.commitments.contest import contest_carried
from troth.commitments.evidence import QUALITY, weight
from troth.commitments.outcomes import NEVER_RECORDED, Outcome, recorded_anew
from troth.orders.definitions import AS_RECORDED
from troth.orders.delivery import outcome_of_settlement
from troth.orders.settlement import settle
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, bulk, confirmations, ledger
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.actions.orders.entries import (
    commitment_state,
    content_of,
    days_of,
    recorded_on,
    told,
)
from troth_site.actions.orders.pictures import NOBODY_NAMED, picture, put_back
from troth_site.actions.trust import judging
from troth_site.models import Commitment, LedgerEntry, LineChange, OrderLine, PromisedDate, Receipt, Relationship
from troth_site.prepared import Prepared, given
from troth_site.queries.orders import KnownLine, ReportedLine, facts_of_line, latest_outcome

_SETTLED = ("due_on", "completed_on", "factory_days", "buyer_days", "excused_days")
_RECEIPT = ("line_id", "day", "recorded_on", "quantity", "person_id")
_LINE = Prepared(lambda: OrderLine.objects.filter(pk=given("pk")).select_related("order", "commitment"))


class LineRefused(Exception):
    """The line cannot take this; the message says why and how to mend it."""


def correct_line(
    by: Actor, batch: int | None, reported: ReportedLine, *, before: KnownLine, mark: bytes, entered_on: date
) -> None:
    """Replace what is recorded of a line by what the file reports now, keeping every promised day.

    A promised day that differs is kept beside the first with nobody named as its mover: the first confirmed day stays
    the measure until either side says who moved it.
    """
    relationship = ledger.lock(before.relationship)
    line = OrderLine.objects.select_related("commitment").get(pk=before.commitment)
    standing = latest_outcome(line.pk)
    claimed = recorded_on(reported, entered_on)
    known = claimed if standing is None or claimed > standing.recorded_on else entered_on
    since = _known_since(standing, known)
    if batch is not None:
        before_it = picture(line) | {"known": str(since), "until": str(known)}
        LineChange.objects.get_or_create(batch_id=batch, line=line, defaults={"before": before_it})
    latest = line.promises.order_by("recorded_on", "pk").last()
    told_before = (latest and latest.day, line.completed_on, line.quantity)
    if told_before != (reported.promised, reported.delivered, reported.quantity):
        confirmations.lapse(line.commitment)
    if latest is not None and latest.day != reported.promised:
        PromisedDate.objects.create(
            line=line, day=reported.promised, recorded_on=reported.recorded or entered_on, moved_by=NOBODY_NAMED
        )
    if reported.delivered is None:
        # A file that says nothing of a receipt takes back its own word alone, not what people recorded by hand.
        line.receipts.filter(person=None).delete()
    else:
        line.receipts.all().delete()
        Receipt.objects.create(line=line, day=reported.delivered, recorded_on=reported.recorded or reported.delivered)
    line.item, line.quantity, line.value = reported.item, reported.quantity, reported.value
    line.currency, line.ordered_on, line.fingerprint = reported.currency or "", reported.ordered, mark
    line.save(update_fields=["item", "quantity", "value", "currency", "ordered_on", "fingerprint"])
    outcome = _settled_outcome(line, known, since=since)
    if outcome is None:
        outcome = told(reported, at_stake=line.commitment.stake, entered_on=entered_on).outcome
    if standing is not None:
        outcome = contest_carried(standing, outcome)
    entry = _entry("delivery.corrected", by, line, outcome, content_of(reported, outcome))
    ledger.append(relationship, [replace(entry, batch=batch, supersedes=standing)])


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


def restore_line(by: Actor, line: OrderLine, before: dict[str, Any], *, batch: int) -> NewEntry:
    """Put a line back as it was before an import changed it, keeping what people recorded since.

    The entry is recorded as of the day from which the import's version stood, so that this leaves every day.
    """
    standing = latest_outcome(line.pk)
    put_back(line, before)
    since = date.fromisoformat(before["known"]) if "known" in before else NEVER_RECORDED
    outcome = _settled_outcome(line, _corrected_on(line, before, batch), since=since)
    if outcome is None:
        raise LineRefused(f"Line {line.key} had no promise before the import.")
    if standing is not None:
        outcome = contest_carried(standing, outcome)
    entry = _entry("import.undone", by, line, outcome, {"key": line.key, "outcome": outcome_content(outcome)})
    return replace(entry, batch=batch, supersedes=standing)


def _corrected_on(line: OrderLine, before: dict[str, Any], batch: int) -> date:
    """Return from which day what an import says of a line stood in the place of what was known before it."""
    if "until" in before:
        return date.fromisoformat(before["until"])
    # Pictures taken earlier do not say it; the entry of the import does.
    entries = LedgerEntry.objects.filter(commitment=line.pk, batch=batch, counted_on__isnull=False)
    return entries.aggregate(first=Min("recorded_on"))["first"] or timezone.localdate()


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
    outcome = _settled_outcome(row, recorded, since=_known_since(standing, recorded))
    if outcome is None:
        raise LineRefused(_("This line has no promised day yet."))
    if standing is not None:
        outcome = contest_carried(standing, outcome)
    said = {**content, "by": access.side_of(by, relationship), "outcome": outcome_content(outcome)}
    entry = _entry(kind, by, row, outcome, said)
    # A receipt happened on its own day; saying that a day moved, or why it slipped, happens when it is said.
    happened_on = content.get("delivered") or recorded
    ledger.append(relationship, [replace(entry, supersedes=standing, happened_on=happened_on)])
    judging.judge_one(relationship, as_of=max(recorded, timezone.localdate()), dimension=row.commitment.dimension)


def _known_since(standing: Outcome | None, recorded: date) -> date:
    """Return since when a line is known, as far as the version that stands tells it."""
    return recorded if standing is None else min(recorded, standing.recorded_on, standing.scored_on)


def _settled_outcome(line: OrderLine, recorded: date, *, since: date) -> Outcome | None:
    """Settle the line from all its facts, write what became of it onto its rows, and return its outcome.

    Args:
        line: As it is now.
        recorded: Day from which this version stands.
        since: Day from which the line is known: whatever is recorded of it later, what was broken long ago is no
            younger for that.
    """
    settled = settle(facts_of_line(line), AS_RECORDED)
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


def _entry(kind: str, by: Actor, line: OrderLine, outcome: Outcome, content: dict[str, Any]) -> NewEntry:
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
