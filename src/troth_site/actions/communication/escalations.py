"""Requests nobody answers climb the ladder: contact, deputy, manager, owner, each in their own working time."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from troth.basis.findings import Finding
from troth.communication.escalation import STEPS, Reached, Step, letter, rung_due
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.requests.entries import Happened, answering, entry_of
from troth_site.models import Relationship, ReplyRequest
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.charters import agreed
from troth_site.queries.communication.ladders import Ladder, asked_from, ladder_of

AT_ONCE = 200
"""Requests looked at in one run, so that a morning after a long stop does not hold the queue up."""


def escalate_requests(*, now: datetime) -> int:
    """Tell whoever is due on the ladder of each overdue request, and return how many people were told.

    Safe to run again and beside itself: each step is told once. A request climbs once its time by the charter and the
    time its asker named have both passed; a step where nobody is named costs no time and is said on its page.

    Args:
        now: The moment to measure from.
    """
    waiting = ReplyRequest.objects.filter(
        answered_at=None, withdrawn_at=None, due_at__lt=now, target_at__lt=now, rung__lt=len(STEPS)
    )
    due = waiting.order_by(F("escalated_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)
    return sum(_climb(pk, now) for pk in list(due[:AT_ONCE]))


def _climb(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        seen = ReplyRequest.objects.get(pk=pk)
        relationship = ledger.lock(seen.relationship_id)
        row = (
            ReplyRequest.objects.select_for_update(of=("self",))
            .select_related("relationship", "thread", "commitment", "message", "assigned_to")
            .get(pk=pk)
        )
        if row.answered_at is not None or row.withdrawn_at is not None:
            return False
        ladder = _ladder(row, now)
        reached = rung_due(ladder.rungs, asked_at=asked_from(row), now=now)
        place = STEPS.index(reached.rung.step) + 1 if reached.rung is not None else 0
        # Looked at, whether or not anybody was due: those not looked at for longest come first next time.
        row.escalated_at = now
        if reached.rung is None or place <= row.rung:
            row.save(update_fields=["escalated_at"])
            return False
        row.rung = place
        step: Step = reached.rung.step
        person = ladder.people[step]
        row.told = [*row.told, {"step": step, "person": person, "at": now.isoformat(), **_said(row, reached)}]
        row.save(update_fields=["escalated_at", "rung", "told"])
        _tell(row, relationship, step=step, person=person, on=timezone.localdate(now))
    return True


def _ladder(row: ReplyRequest, now: datetime) -> Ladder:
    side = answering(row.side)
    calendar = work_calendar_of(getattr(row.relationship, f"{side}_id"), now.date())
    return ladder_of(row, side=side, terms=agreed(row.relationship_id), calendar=calendar)


def _said(row: ReplyRequest, reached: Reached) -> dict[str, Any]:
    """Return the polite text for the step, and the steps that were left out because nobody is named."""
    said = letter(reached, topic=row.what, asked_at=row.asked_at, sender=str(row.message.author or ""))
    return {"letter": _kept(said) if said else None, "skipped": [_kept(finding) for finding in reached.findings]}


def _kept(finding: Finding) -> dict[str, Any]:
    params = {name: str(value) for name, value in finding.params.items()}
    return {"template": finding.message, "params": params}


def _tell(row: ReplyRequest, relationship: Relationship, *, step: str, person: int, on: date) -> None:
    told = Happened(kind="request.escalated", on=on, day=on, more={"step": step})
    ledger.append(relationship, [entry_of(row, told)])
    audit.record(
        "request.escalated", by=None, relationship=relationship, subject=f"request {row.pk}",
        data={"step": step, "person": person},
    )  # fmt: skip
    live.tell(relationship.pk, "request", f"request {row.pk}")
    notices.notify(
        event="escalated", relationship=relationship.pk, subject=f"request {row.pk} {step}",
        path=f"/requests/{row.pk}/", to=[person], data={"subject": row.what},
    )  # fmt: skip
