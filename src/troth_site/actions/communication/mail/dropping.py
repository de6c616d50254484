"""A dropped file of mail, step by step: received, read, taken in, undone. Each step may be taken twice."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.mbox import NotAMailbox
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication.mail import planning, reading
from troth_site.models import MailBatch
from troth_site.models.choices import Topic
from troth_site.queries.communication.mail import batches
from troth_site.queries.communication.mail.parties import said_before

AT_ONCE_BYTES = 1024 * 1024
"""A file up to this size is read while its sender waits; larger ones are read by the job worker."""

WORDS = ("buyer", "factory", "neither")


class MailRefused(Exception):
    """The step cannot be taken; the message says why and what to do instead."""


def receive(*, by: Actor, relationship: int, name: str, parts: Iterable[bytes], at: datetime | None = None) -> str:
    """Keep a dropped file, read it or have it read, and return its public name.

    Args:
        by: Who drops it.
        relationship: In whose record.
        name: The file's name.
        parts: Its bytes.
        at: When it was dropped; now unless said otherwise.

    Raises:
        MailRefused: It is larger than this installation takes.
    """
    row = access.relationship(by, relationship, "record")
    batch = MailBatch(
        relationship=row, by_id=by.person, side=access.side_of(by, row), state="reading",
        name=reading.cleaned(Path(name).name)[:300] or "mail", read_at=at or timezone.now(),
    )  # fmt: skip
    path = file_of(str(batch.uid))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    batch.sha256, size = _keep(path, parts)
    with transaction.atomic():
        batch.save()
        audit.record(
            "mail.received", by=by, organisation=getattr(row, f"{batch.side}_id"), relationship=row,
            subject=f"mail batch {batch.pk}", data={"sha256": batch.sha256, "bytes": size},
        )  # fmt: skip
        if size > AT_ONCE_BYTES:
            queue.report_progress(progress_name(str(batch.uid)), done=0, total=size, phase="reading")
            queue.enqueue("communication.read_mail", batch=batch.pk)
    if size <= AT_ONCE_BYTES:
        read(batch=batch.pk)
    return str(batch.uid)


def file_of(uid: str) -> Path:
    """Return where a dropped file is kept; its own name is never used as a path."""
    return Path(settings.TROTH_FILES) / "mail-in" / str(uid)


def progress_name(uid: str) -> str:
    """Return under which name the steps of a file report how far they are."""
    return f"mail-{uid}"


def read(*, batch: int) -> None:
    """Read a file for its preview; one that is no mailbox is refused with the reason."""
    given = batches.for_job(batch)
    if given is None or given[0].state != "reading":
        return
    row, by = given
    path = file_of(str(row.uid))
    total = path.stat().st_size
    try:
        study = reading.study(path, as_of=row.read_at, progress=_told(row, "reading", total))
    except NotAMailbox:
        _note(by, batch, state="refused", report={"problem": _NO_MAILBOX})
        return
    if not study.read:
        _note(by, batch, state="refused", report={"problem": _EMPTY})
        return
    said = said_before(row.relationship, row.side)
    terms = planning.Terms(side=row.side, said=said)
    report = planning.summary(study, planning.plan(row.relationship, study, terms))
    # What was answered for an earlier file is shown as answered, and can be changed.
    _note(by, batch, state="asking", report=report | {"bytes": study.bytes_read}, answers=said)


_NO_MAILBOX = gettext_noop(
    "This is no file of mail: it begins neither with “From ” nor with a header field. Give a file that mail programs "
    "export, .mbox or .eml."
)
_EMPTY = gettext_noop("This file holds no message.")


def answer(
    *, by: Actor, uid: str, said: Mapping[str, str], with_rest: bool, topic: str, at: datetime | None = None
) -> None:
    """Take a file in, on the terms a person gave; a second press changes nothing.

    Args:
        by: Of the side that dropped it.
        uid: The file's public name.
        said: "buyer", "factory" or "neither" for addresses nobody knew.
        with_rest: Whether messages come along that do not name the other side.
        topic: What its new threads are about.
        at: When it is taken in; now unless said otherwise.

    Raises:
        MailRefused: An address of somebody who wrote is not answered, or the topic is none.
    """
    with transaction.atomic():
        row = _locked(by, uid)
        if row.state in ("applying", "done"):
            return
        if row.state != "asking":
            raise MailRefused(gettext_noop("This file can no longer be taken in. Drop it again."))
        if topic not in Topic.values:
            raise MailRefused(gettext_noop("Choose what it is about, so that the right person reads it."))
        asked = {each["address"] for each in row.report["addresses"] if each["how"] in ("", "said", "domain")}
        answers = row.answers | {name: word for name, word in said.items() if name in asked and word in WORDS}
        open_ones = [
            each for each in row.report["addresses"]
            if each["wrote"] and not each["how"] and each["address"] not in answers
        ]  # fmt: skip
        if open_ones:
            raise MailRefused(gettext_noop("Say for every address that wrote whose it is; “neither” is an answer too."))
        row.answers, row.state = answers, "applying"
        row.report |= {
            "with_rest": with_rest,
            "topic": topic,
            "taken_at": (at or timezone.now()).isoformat(),
            "problem": None,
        }
        row.save(update_fields=["answers", "state", "report"])
        audit.record("mail.confirmed", by=by, relationship=row.relationship, subject=f"mail batch {row.pk}",
                     data={"with_rest": with_rest})  # fmt: skip
        queue.report_progress(progress_name(uid), done=0, total=row.report.get("bytes"), phase="applying")
        queue.enqueue("communication.take_mail_in", batch=row.pk)


def go_on(*, by: Actor, uid: str) -> None:
    """Go on with a file whose taking in stopped on its way."""
    with transaction.atomic():
        row = _locked(by, uid)
        if row.state != "applying" or not row.report.get("problem"):
            return
        row.report |= {"problem": None}
        row.save(update_fields=["report"])
        audit.record("mail.resumed", by=by, relationship=row.relationship, subject=f"mail batch {row.pk}")
        queue.enqueue("communication.take_mail_in", batch=row.pk)


def note_problem(*, batch: int) -> None:
    """Note that a step stopped for a reason nobody foresaw, so that its page says so and offers to go on."""
    given = batches.for_job(batch)
    if given is not None:
        row, by = given
        state = "refused" if row.state == "reading" else row.state
        _note(by, batch, state=state, report=row.report | {"problem": _STOPPED})


_STOPPED = gettext_noop("This stopped on its way. What was taken in before is whole; nothing is taken in twice.")


def _note(by: Actor, pk: int, *, state: str, report: dict[str, Any], answers: dict[str, str] | None = None) -> None:
    with transaction.atomic():
        row = MailBatch.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=pk)
        row.state, row.report = state, report
        row.answers = row.answers if answers is None else answers
        row.save(update_fields=["state", "report", "answers"])
        audit.record(f"mail.{state}", by=by, relationship=row.relationship, subject=f"mail batch {pk}",
                     data=report.get("counts") or {})  # fmt: skip


def _locked(by: Actor, uid: str) -> MailBatch:
    found = batches.own(by, uid, "record")
    return MailBatch.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=found.pk)


def _told(row: MailBatch, phase: str, total: int) -> reading.Progress:
    def tell(done: int) -> None:
        queue.report_progress(progress_name(str(row.uid)), done=done, total=total, phase=phase)

    return tell


def _keep(path: Path, parts: Iterable[bytes]) -> tuple[str, int]:
    """Write the parts to the file and return its hash and size, refusing what is larger than the limit."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as handle:
        for part in parts:
            size += len(part)
            if size > settings.TROTH_UPLOAD_LIMIT_BYTES:
                break
            digest.update(part)
            handle.write(part)
    if size > settings.TROTH_UPLOAD_LIMIT_BYTES:
        path.unlink()
        raise MailRefused(
            gettext_noop("The file is larger than this installation takes. Split it, or ask the operator.")
        )
    return digest.hexdigest(), size
