"""Asking the other side: a request with what, by when and why is a promise of theirs to answer; taking it back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.basis.findings import Severity as Weighs
from troth.basis.working_time import WorkCalendar
from troth.commitments import contest
from troth.communication.charter import Charter, reply_due
from troth.communication.requests import Draft, gaps_in_request
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live, responses
from troth_site.actions.communication.requests.entries import (
    DIMENSION,
    WALL_CLOCK,
    Happened,
    Stands,
    answering,
    entry_of,
    outcome_of,
    promise_of,
)
from troth_site.actions.trust import judging
from troth_site.models import Commitment, ContactRole, Message, Person, Relationship, ReplyRequest
from troth_site.models.choices import Severity
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.communication.charters import WEIGHT_OF, agreed
from troth_site.queries.orders import latest_outcome

_SAYS = {
    "request.what": gettext_noop("Say in one sentence what you need."),
    "request.due": gettext_noop("Say by when you need it: a day and an hour, so that both sides see it."),
    "request.past": gettext_noop("The answer would be due before it is asked for. Choose a later time."),
}


class AskRefused(Exception):
    """It cannot be asked like this, or not be taken back; the message says why."""


def ask(*, by: Actor, message: int, what: str, due_at: datetime | None, why: str = "", severity: str = "normal") -> int:
    """Turn a message of one's own side into a request, and return its key; the same message asks once.

    Args:
        by: Who asks.
        message: The message that asks; the clock starts when it was sent.
        what: What is needed, in one sentence.
        due_at: By when the asker needs it; the hours of the charter run beside it.
        why: What depends on it.
        severity: "minor", "normal" or "major", each with its own time in the charter; "critical" and "safety" wait
            by the wall clock.

    Raises:
        AskRefused: What or by when is missing, or the message cannot ask.
    """
    said = access.of_relationship(by, Message, message, "answer")
    asked_at = said.sent_at or said.recorded_at
    _refuse_gaps(Draft(what=what, due=due_at, why=why), asked_at, severity)
    with transaction.atomic():
        relationship = ledger.lock(said.relationship_id)
        known = ReplyRequest.objects.filter(message=said).first()
        if known is not None:
            return known.pk
        _refuse_message(by, said)
        row = ReplyRequest(
            message=said, relationship=relationship, thread_id=said.thread_id, side=said.side,
            what=what.strip()[:300], why=why.strip(), severity=severity, asked_at=asked_at, due_at=due_at,
        )  # fmt: skip
        _owe(row, relationship, topic=said.thread.topic)
        _write(row, relationship, person=by.person)
        audit.record("request.asked", by=by, relationship=relationship, subject=f"request {row.pk}")
        _tell(row, said, who=by.name)
    return row.pk


def target_of(row: ReplyRequest, *, terms: Charter, calendar: WorkCalendar) -> datetime:
    """Return until when the charter, or the policy without one, wants an answer."""
    return reply_due(terms, weight=WEIGHT_OF[row.severity], asked_at=row.asked_at, calendar=calendar)


def contact_for(relationship: Relationship, *, side: str, topic: str) -> int | None:
    """Return who answers on a side: whoever is named for the topic, else the owner of the relationship, else nobody."""
    named = ContactRole.objects.filter(relationship=relationship, side=side, topic=topic, person__is_active=True)
    owner: int | None = getattr(relationship, f"owner_{side}_id")
    return named.values_list("person_id", flat=True).first() or owner


def withdraw(*, by: Actor, request: int) -> None:
    """Take back what one's own side asked: it is not owed any more, and counts neither for nor against.

    Raises:
        AskRefused: The other side asked it, or it was answered already.
    """
    seen = access.of_relationship(by, ReplyRequest, request, "answer")
    today = timezone.localdate()
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = ReplyRequest.objects.select_for_update().get(pk=seen.pk)
        if access.side_of(by, relationship) != row.side:
            raise AskRefused(gettext_noop("Only the side that asked can take a request back."))
        if row.withdrawn_at is not None:
            return
        if row.answered_at is not None:
            raise AskRefused(gettext_noop("This request was answered; it cannot be taken back any more."))
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _waive(row, relationship, by, today)
        audit.record("request.withdrawn", by=by, relationship=relationship, subject=f"request {row.pk}")
        live.tell(relationship.pk, "request", f"request {row.pk}")


def _refuse_gaps(draft: Draft, asked_at: datetime, severity: str) -> None:
    if severity not in Severity.values:
        raise AskRefused(gettext_noop("Say how much hangs on the answer: minor, normal, major, critical or safety."))
    gaps = [gap for gap in gaps_in_request(draft, written_at=asked_at) if gap.severity == Weighs.WARNING]
    if gaps:
        raise AskRefused(_SAYS[gaps[0].code])


def _refuse_message(by: Actor, said: Message) -> None:
    if said.side != access.side_of(by, said.relationship) or said.automatic:
        raise AskRefused(gettext_noop("Only a message that a person of your own side wrote can ask."))
    if said.send_at is not None and said.send_at > timezone.now():
        raise AskRefused(gettext_noop("This message has not been sent yet. Ask once it has gone out."))


def _owe(row: ReplyRequest, relationship: Relationship, *, topic: str) -> None:
    """Fill in until when the other side owes its answer, who gives it, and the promise it makes of it."""
    side = answering(row.side)
    organisation: int = getattr(relationship, f"{side}_id")
    calendar = work_calendar_of(organisation, row.asked_at.date())
    row.target_at = target_of(row, terms=agreed(relationship.pk), calendar=calendar)
    row.assigned_to_id = contact_for(relationship, side=side, topic=topic)
    promise = promise_of(row, zone=calendar.zone)
    promise.save()
    row.commitment = promise


def _write(row: ReplyRequest, relationship: Relationship, *, person: int) -> None:
    row.save()
    today = timezone.localdate()
    outcome = outcome_of(row, Stands(), zone=ZoneInfo(row.commitment.zone), recorded_on=today)
    told = Happened(kind="request.asked", on=today, day=today, person=person, outcome=outcome)
    ledger.append(relationship, [entry_of(row, told)])
    responses.recompute(relationship, sides=(answering(row.side),), now=timezone.now())
    judging.judge_one(relationship, as_of=today, dimension=DIMENSION)


def _tell(row: ReplyRequest, said: Message, *, who: str) -> None:
    live.tell(row.relationship_id, "request", f"request {row.pk}")
    receiver = Person.objects.filter(pk=row.assigned_to_id).first() if row.assigned_to_id else None
    if receiver is None or receiver.pk == said.author_id:
        return
    notices.notify(
        event="critical" if row.severity in WALL_CLOCK else "request", relationship=row.relationship_id,
        subject=f"request {row.pk}", path=f"/requests/{row.pk}/", to=[receiver.pk],
        data={"who": who, "subject": row.what, "due": row.due_at.astimezone(UTC).isoformat(timespec="minutes")},
    )  # fmt: skip


def _waive(row: ReplyRequest, relationship: Relationship, by: Actor, today: date) -> None:
    promise = Commitment.objects.select_for_update().get(pk=row.commitment_id)
    standing = latest_outcome(promise.pk)
    promise.state, promise.closed_on = "waived", today
    promise.save(update_fields=["state", "closed_on"])
    outcome = contest.withdrawn(standing, withdrawn_on=today) if standing else None
    told = Happened(
        kind="request.withdrawn", on=today, day=today, person=by.person, outcome=outcome, supersedes=standing
    )
    ledger.append(relationship, [entry_of(row, told)])
    responses.recompute(relationship, sides=(answering(row.side),), now=timezone.now())
    judging.judge_one(relationship, as_of=today, dimension=DIMENSION)
