"""Taking a file of mail in: its messages become messages of threads, as the record of the side that dropped it.

Mail of a file answers nothing that was asked here and is told to nobody: whoever drops a file must not stop a clock
with it. It stands in the ledger as one entry with the file's hash.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth.communication.mail import Mail
from troth_site.actions import audit, ledger
from troth_site.actions.communication import keeping, live
from troth_site.actions.communication.mail import planning, reading
from troth_site.actions.communication.mail.dropping import file_of, progress_name
from troth_site.actions.communication.mail.summing import sum_up
from troth_site.actions.ledger import NewEntry
from troth_site.models import Attachment, MailBatch, Message, Thread
from troth_site.models.choices import MessageOrigin
from troth_site.queries.communication.mail import batches
from troth_site.queries.communication.mail.here import here
from troth_site.queue import report_progress

PART = 100
LONGEST_TEXT = 200_000
TICK = timedelta(microseconds=1)
# "Re:" and "Fwd:" as mail programs write them in the languages of our users.
_REPEATED = re.compile(r"^(?:(?:re|aw|fwd?|wg|sv|rv|ynt|ilt|tr|答复|回复|回覆|转发|轉寄)\s*[:：]\s*)+", re.IGNORECASE)


@dataclass(slots=True)
class _Work:
    """A file on its way into the record."""

    batch: MailBatch
    plan: planning.Plan
    at: datetime
    # By the number of a conversation, the thread it is in.
    threads: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A new message of the file: its place, what it is raw, and read."""

    place: int
    raw: bytes
    mail: Mail


def take_in(*, batch: int) -> None:
    """Take a confirmed file in, part by part; where it stopped on its way it goes on, and nothing comes twice."""
    given = batches.for_job(batch)
    if given is None or given[0].state != "applying" or given[0].report.get("problem"):
        return
    row, by = given
    path = file_of(str(row.uid))
    study = reading.study(path, as_of=row.read_at)
    terms = planning.Terms(side=row.side, said=row.answers, with_rest=row.report["with_rest"])
    plan = planning.plan(row.relationship, study, terms)
    work = _Work(row, plan, datetime.fromisoformat(row.report["taken_at"]))
    done = 0
    for part in batched(_letters(work, reading.messages(path, as_of=row.read_at)), PART):
        _keep(work, part)
        done += sum(len(letter.raw) for letter in part)
        report_progress(progress_name(str(row.uid)), done=done, total=row.report.get("bytes"), phase="applying")
    _finish(by, row, plan)


def _letters(work: _Work, found: Iterable[tuple[bytes, Mail]]) -> Iterator[_Letter]:
    return (_Letter(place, raw, mail) for place, (raw, mail) in enumerate(found) if place in work.plan.new)


def _keep(work: _Work, part: tuple[_Letter, ...]) -> None:
    with transaction.atomic():
        relationship = ledger.lock(work.batch.relationship_id)
        # Somebody else may have dropped the same messages meanwhile.
        known = here(relationship.pk, [work.plan.new[letter.place] for letter in part]).senders
        letters = [letter for letter in part if work.plan.new[letter.place] not in known]
        for letter in letters:
            _open_thread(work, letter)
        kept = Message.objects.bulk_create([_message(work, letter) for letter in letters])
        pairs = zip(kept, letters, strict=True)
        files = [row for message, letter in pairs for row in keeping.rows_of(message, letter.raw)]
        Attachment.objects.bulk_create(files)
        sum_up(message.thread_id for message in kept)


def _open_thread(work: _Work, letter: _Letter) -> None:
    number = work.plan.of[letter.place]
    if number in work.threads:
        return
    known = work.plan.conversations[number].thread
    if known is None:
        at = letter.mail.sent or work.at
        known = Thread.objects.create(
            relationship=work.batch.relationship, opened_by=work.batch.by,
            subject=_subject(letter.mail, work.batch.name), topic=work.batch.report["topic"], opened_at=at, last_at=at,
        ).pk  # fmt: skip
    work.threads[number] = known


def _subject(mail: Mail, otherwise: str) -> str:
    """Return what a mail is about, without the marks of answers; of one without a subject its first words."""
    subject = reading.cleaned(" ".join(mail.subject.split()))
    subject = _REPEATED.sub("", subject)
    return (subject or " ".join(reading.cleaned(mail.text[:100]).split()) or otherwise)[:300]


def _message(work: _Work, letter: _Letter) -> Message:
    mail, place = letter.mail, letter.place
    number = work.plan.of[place]
    sender = mail.sender.email if mail.sender is not None else ""
    standing = work.plan.sides.get(sender)
    side = (standing.side or "") if standing else ""
    return Message(
        relationship_id=work.batch.relationship_id, thread_id=work.threads[number], side=side,
        author_name=reading.cleaned(mail.sender.name if mail.sender else "")[:200],
        author_address=reading.cleaned(sender)[:254],
        text=reading.cleaned(mail.text or mail.quoted)[:LONGEST_TEXT], origin=MessageOrigin.FILE, sent_at=mail.sent,
        # In a thread messages stand as they were recorded: one after the other, in the order they are read.
        recorded_at=work.at + work.plan.conversations[number].rank[place] * TICK, mail_id=work.plan.new[place],
        in_reply_to=reading.kept_id(mail.in_reply_to or (mail.references[-1] if mail.references else "")),
        automatic=mail.automatic.value if mail.automatic else "", verified=side == work.batch.side,
        findings=reading.findings_of(mail), batch=work.batch,
    )  # fmt: skip


def _finish(by: Any, row: MailBatch, plan: planning.Plan) -> None:
    with transaction.atomic():
        relationship = ledger.lock(row.relationship_id)
        row = MailBatch.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.state != "applying":
            return
        brought = Message.objects.filter(batch=row)
        counts = row.report["counts"] | {
            "new": brought.count(), "aside": plan.aside, "kept_files": _files(brought).exclude(path="").count(),
            "refused": _files(brought).filter(path="").count(),
        }  # fmt: skip
        row.state, row.report = "done", row.report | {"counts": counts}
        row.save(update_fields=["state", "report"])
        today = timezone.localdate(datetime.fromisoformat(row.report["taken_at"]))
        content = {"batch": row.pk, "sha256": row.sha256, "messages": counts["new"], "by": row.side}
        entry = NewEntry(
            kind="mail.imported", person=row.by_id, happened_on=_last_day(brought) or today, recorded_on=today,
            content=content,
        )  # fmt: skip
        ledger.append(relationship, [entry])
        audit.record("mail.imported", by=by, relationship=relationship, subject=f"mail batch {row.pk}", data=counts)
        live.tell(relationship.pk, "message", f"mail batch {row.pk}")


def _files(brought: Any) -> Any:
    return Attachment.objects.filter(message__in=brought)


def _last_day(brought: Any) -> Any:
    last = brought.exclude(sent_at=None).order_by("-sent_at").values_list("sent_at", flat=True).first()
    return None if last is None else timezone.localdate(last)
