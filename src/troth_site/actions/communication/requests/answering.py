"""Hearing answers: what a message does to the clock, what people say of that reading, and what follows."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication.automatic import Automatic
from troth.communication.replies import Reading, Reply, read_message
from troth.communication.verdicts import Verdict, settled_answer
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live, responses
from troth_site.actions.communication.requests.entries import (
    DIMENSION,
    Happened,
    Stands,
    answering,
    clocks,
    closed,
    entry_of,
    outcome_of,
)
from troth_site.actions.trust import judging
from troth_site.models import Message, Relationship, ReplyRequest
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.orders import latest_outcome

READ = "read"
_NOBODY_READ_IT = frozenset({Automatic.BOUNCE, Automatic.RECEIPT})


class AnswerRefused(Exception):
    """This cannot be said of the message; the message says why."""


def on_message(message: int, *, about: Collection[int] = ()) -> None:
    """Let a message do to the clocks of its thread what it does: answer, tell that the side is there, or nothing.

    Called once for each message that has gone out or come in; calling it again changes nothing.

    Args:
        message: The message.
        about: Requests its writer named as answered; by default the one its mail replies to, else the oldest open one.
    """
    said = Message.objects.select_related("thread").prefetch_related("attachments").get(pk=message)
    if not said.side or _waits(said):
        return
    hear(said, _read(said), about=about)


def _waits(said: Message) -> bool:
    # A file's message without a day of its own cannot be timed, and what has not gone out answers nobody.
    untimed = said.origin == "file" and said.sent_at is None
    return untimed or (said.send_at is not None and said.send_at > timezone.now())


def moment_of(said: Message) -> datetime:
    """Return when a message was sent; what reached us cannot have been sent later than it came."""
    return min(said.sent_at or said.recorded_at, said.recorded_at)


def _read(said: Message) -> Reading:
    kept = {kind.value for kind in Automatic}
    kind = Automatic(said.automatic) if said.automatic in kept else Automatic.NOTICE if said.automatic else None
    return read_message(said.text, automatic=kind, has_files=any(not one.refused for one in said.attachments.all()))


def hear(said: Message, reading: Reading, *, about: Collection[int] = ()) -> None:
    """Note what a message does to the requests of its thread, in one act."""
    if said.automatic in {kind.value for kind in _NOBODY_READ_IT}:
        return
    with transaction.atomic():
        relationship = ledger.lock(said.relationship_id)
        asked = ReplyRequest.objects.select_for_update(of=("self",)).filter(thread=said.thread_id)
        rows = list(asked.exclude(side=said.side).select_related("commitment", "message").order_by("asked_at", "pk"))
        if any(str(said.pk) in row.verdicts for row in rows):
            return
        waiting = [
            row
            for row in rows
            if row.answered_at is None and row.withdrawn_at is None and row.asked_at <= moment_of(said)
        ]
        if reading.reply == Reply.SUBSTANTIVE:
            for row in _fitting(waiting, said, about):
                row.verdicts = {**row.verdicts, str(said.pk): {READ: True}}
                _settle(relationship, row, by=None, kind="request.answered", person=said.author_id)
        else:
            _acknowledge(relationship, waiting, said)


def _fitting(waiting: Sequence[ReplyRequest], said: Message, about: Collection[int]) -> list[ReplyRequest]:
    """Return the requests a message answers: those named, else those its mail replies to, else the oldest."""
    named = [row for row in waiting if row.pk in about]
    replied = [row for row in waiting if said.in_reply_to and row.message.mail_id == said.in_reply_to]
    return named or replied or list(waiting[:1])


def _acknowledge(relationship: Relationship, waiting: Sequence[ReplyRequest], said: Message) -> None:
    heard = [row for row in waiting if row.acknowledged_at is None]
    if not heard:
        return
    for row in heard:
        row.acknowledged_at = moment_of(said)
        row.save(update_fields=["acknowledged_at"])
        live.tell(relationship.pk, "request", f"request {row.pk}")
    keys = [row.pk for row in heard]
    audit.record("request.acknowledged", by=None, relationship=relationship, data={"requests": keys})


def say(*, by: Actor, request: int, message: int, answers: bool) -> None:
    """Say for one's own side that a message answers a request, or that it does not; the other side reads it.

    Where the sides disagree about a message the request stays open and marked.

    Raises:
        AnswerRefused: The message cannot be an answer to it, or the request was taken back.
        access.NotThere: There is no such request or message for this person.
    """
    seen = access.of_relationship(by, ReplyRequest, request, "answer")
    said = access.of_relationship(by, Message, message, "see")
    if said.relationship_id != seen.relationship_id:
        raise access.NotThere
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = _locked(seen.pk)
        if said.side != answering(row.side) or said.automatic or moment_of(said) < row.asked_at:
            raise AnswerRefused(gettext_noop("Only what a person of the other side wrote afterwards can answer."))
        if row.withdrawn_at is not None:
            raise AnswerRefused(gettext_noop("This request was taken back; nothing is owed any more."))
        side, before = access.side_of(by, relationship), row.verdicts.get(str(said.pk), {})
        if before.get(side) is answers:
            return
        row.verdicts = {**row.verdicts, str(said.pk): {**before, side: answers}}
        kind = "request.claimed" if answers else "request.denied"
        _settle(relationship, row, by=by, kind=kind, person=by.person)
        notices.notify(
            event="answer", relationship=relationship.pk, subject=f"request {row.pk} {kind} {said.pk} {side}",
            path=f"/requests/{row.pk}/", to=_other_people(row, said, side), data={"who": by.name, "subject": row.what},
        )  # fmt: skip


def _other_people(row: ReplyRequest, said: Message, side: str) -> list[int]:
    asker = row.message.author_id
    people = [said.author_id, row.assigned_to_id] if side == row.side else [asker]
    return [person for person in people if person is not None]


def confirm_sender(*, by: Actor, request: int) -> None:
    """Say for the answering side that the answer came from one of its own; from then on it weighs in full.

    Raises:
        AnswerRefused: The other side confirms its own people, or there is no answer.
    """
    seen = access.of_relationship(by, ReplyRequest, request, "answer")
    with transaction.atomic():
        relationship = ledger.lock(seen.relationship_id)
        row = _locked(seen.pk)
        if access.side_of(by, relationship) != answering(row.side) or row.answer is None:
            raise AnswerRefused(gettext_noop("Only the side that answered can confirm who sent the answer."))
        if row.answer.verified:
            return
        row.answer.verified = True
        row.answer.save(update_fields=["verified"])
        _record(relationship, row, kind="request.confirmed", person=by.person)
        audit.record("request.confirmed", by=by, relationship=relationship, subject=f"request {row.pk}")


def on_confirmed(message: int) -> None:
    """Let the answers that a message gave weigh in full, once its sender was confirmed elsewhere."""
    with transaction.atomic():
        said = Message.objects.get(pk=message)
        relationship = ledger.lock(said.relationship_id)
        for row in ReplyRequest.objects.filter(answer=said).select_related("commitment", "message", "answer"):
            _record(relationship, row, kind="request.confirmed", person=None)
        audit.record("request.confirmed", by=None, relationship=relationship, subject=f"message {said.pk}")


def answer_among(row: ReplyRequest) -> Message | None:
    """Return the message that answers a request by what was read and said of those that its verdicts name."""
    keys = [int(key) for key in row.verdicts]
    said = {one.pk: one for one in Message.objects.filter(pk__in=keys)}
    found = settled_answer(
        Verdict(
            message=pk, at=moment_of(one), was_read_so=row.verdicts[str(pk)].get(READ, False),
            said={side: what for side, what in row.verdicts[str(pk)].items() if side != READ},
        )
        for pk, one in said.items()
    )  # fmt: skip
    return said[found.answer.message] if found.answer else None


def _locked(pk: int) -> ReplyRequest:
    rows = ReplyRequest.objects.select_for_update(of=("self",)).select_related("commitment", "message", "answer")
    return rows.get(pk=pk)


def _settle(relationship: Relationship, row: ReplyRequest, *, by: Actor | None, kind: str, person: int | None) -> None:
    """Find what answers a request now, write it down, and let everything follow from it."""
    before = row.answered_at
    row.answer = answer_among(row)
    row.answered_at = moment_of(row.answer) if row.answer else None
    _record(relationship, row, kind=kind, person=person)
    audit.record(kind, by=by, relationship=relationship, subject=f"request {row.pk}")
    live.tell(relationship.pk, "request", f"request {row.pk}")
    asker = row.message.author_id
    if before is None and row.answer is not None and asker is not None and (by is None or by.person != asker):
        notices.notify(
            event="answer", relationship=relationship.pk, subject=f"request {row.pk}", path=f"/requests/{row.pk}/",
            to=[asker], data={"who": row.answer.author_name or str(row.answer.author or ""), "subject": row.what},
        )  # fmt: skip


def _record(relationship: Relationship, row: ReplyRequest, *, kind: str, person: int | None) -> None:
    """Write the state of a request onto its rows and the ledger; tallies, summaries and numbers follow."""
    today, promise, zone = timezone.localdate(), row.commitment, ZoneInfo(row.commitment.zone)
    stands = Stands(answered_at=row.answered_at, is_verified=row.answer is None or row.answer.verified)
    row.wall_hours = row.business_hours = None
    if row.answered_at is not None:
        calendar = work_calendar_of(getattr(relationship, f"{promise.side}_id"), row.asked_at.date())
        row.wall_hours, row.business_hours = clocks(row, row.answered_at, calendar=calendar)
    row.save(update_fields=["verdicts", "answer", "answered_at", "wall_hours", "business_hours"])
    closed(promise, row, stands)
    promise.save(update_fields=["state", "closed_on", "closed_by", "quality"])
    done = promise.closed_on
    told = Happened(
        kind=kind, on=today, day=done or today, person=person,
        more={"done": done, "hours": _hours(row), "quality": stands.quality},
        outcome=outcome_of(row, stands, zone=zone, recorded_on=today), supersedes=latest_outcome(promise.pk),
    )  # fmt: skip
    ledger.append(relationship, [entry_of(row, told)])
    responses.recompute(relationship, sides=(answering(row.side),), now=timezone.now())
    judging.judge_one(relationship, as_of=today, dimension=DIMENSION)


def _hours(row: ReplyRequest) -> dict[str, str] | None:
    # As text: a number with a fraction has more than one written form, and the ledger seals one.
    if row.wall_hours is None or row.business_hours is None:
        return None
    return {"wall": f"{row.wall_hours:.2f}", "business": f"{row.business_hours:.2f}"}
