"""Writing to the other side: at once, or in their working hours. A message's words never change."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication.attached import AttachedFile
from troth.communication.requests import Draft, needs_answer
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import keeping, live, messages_files, requests, translations
from troth_site.actions.ledger import NewEntry
from troth_site.models import Commitment, Message, Order, Relationship, Thread
from troth_site.models.choices import MessageOrigin, Topic
from troth_site.queries.communication import messages_readers

LONGEST = 20_000
LONGEST_SUBJECT = 300


class MessageRefused(Exception):
    """The message cannot be sent like this; the text says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a message asks: what, by when, why, and how much hangs on it."""

    what: str
    due_at: datetime | None
    why: str
    severity: str = "normal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as its writer gives it.

    Attributes:
        text: The words; they are kept as they stand.
        language: The code of their language, empty where not said.
        origin: By which way it came.
        send_at: When it is to be sent; None, or a moment that is over, for at once.
        asking: What it asks, None where it asks nothing.
        at: When it is written; now unless said otherwise.
        files: What hangs on it, looked at already.
    """

    text: str
    language: str = ""
    origin: str = MessageOrigin.PAGE.value
    send_at: datetime | None = None
    asking: Asking | None = None
    at: datetime | None = None
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a new thread is about: its subject, its topic, and the order or promise it is tied to, if to any."""

    subject: str
    topic: str
    order: int | None = None
    commitment: int | None = None


def open_thread(
    *, by: Actor, relationship: int, subject: str, topic: str, order: int | None = None, commitment: int | None = None
) -> int:
    """Open a thread without a message in it yet, and return its key.

    Raises:
        MessageRefused: It has no subject, or is about nothing that we know.
        access.NotThere: The order or promise is of another record.
    """
    about = About(subject=subject, topic=topic, order=order, commitment=commitment)
    with transaction.atomic():
        return _open(by, access.relationship(by, relationship, "answer"), about, timezone.now()).pk


def begin(*, by: Actor, relationship: int, about: About, said: Said) -> Message:
    """Open a thread with its first message, both or neither.

    Raises:
        MessageRefused: Something lacks; the text says what.
        access.NotThere: The order or promise is of another record.
    """
    with transaction.atomic():
        seen = access.relationship(by, relationship, "answer")
        thread = _open(by, seen, about, said.at or timezone.now())
        return say(by=by, thread=thread.pk, said=said)


def write(
    *,
    by: Actor,
    thread: int,
    text: str,
    language: str,
    send_at: datetime | None = None,
    origin: str = MessageOrigin.PAGE.value,
) -> int:
    """Write a message into a thread and return its key; see say."""
    return say(by=by, thread=thread, said=Said(text=text, language=language, send_at=send_at, origin=origin)).pk


def say(*, by: Actor, thread: int, said: Said) -> Message:
    """Write a message into a thread, and ask what it asks.

    Raises:
        MessageRefused: It says nothing, is too long, or asks for an answer without saying by when.
    """
    text = _said(said.text)
    if said.asking is not None:
        needs_answer(Draft(what=said.asking.what, due=said.asking.due_at, why=said.asking.why))
    found = access.of_relationship(by, Thread, thread, "answer")
    at = said.at or timezone.now()
    waits = said.send_at is not None and said.send_at > at
    if waits and said.asking and said.asking.due_at and said.send_at and said.asking.due_at <= said.send_at:
        raise MessageRefused(gettext_noop("The answer is due before the message goes. Choose a later hour for it."))
    with transaction.atomic():
        row = ledger.lock(found.relationship_id)
        message = Message.objects.create(
            relationship=row, thread=found, side=access.side_of(by, row), author_id=by.person, author_name=by.name,
            text=text, language=said.language, origin=said.origin, sent_at=None if waits else at, recorded_at=at,
            send_at=said.send_at if waits else None, asking=_kept(said.asking) if waits else None,
        )  # fmt: skip
        messages_files.keep(message, said.files)
        if waits:
            audit.record("message.waiting", by=by, relationship=row, subject=f"message {message.pk}")
            live.tell(row.pk, "message", f"thread {found.pk}", side=message.side)
            return message
        put_on_record(by=by, relationship=row, message=message)
        if said.asking is not None:
            _ask(by, message, said.asking)
    return message


def put_on_record(*, by: Actor | None, relationship: Relationship, message: Message) -> None:
    """Enter a kept message into the record of both sides: ledger, audit trail, open pages, whoever is told.

    The ledger holds the hash of the words and of the files, and neither words nor files, so that the chain proves them
    and they can still be erased on request.

    Args:
        by: Who acted; None for a machine.
        relationship: Locked by ledger.lock().
        message: Kept, with its thread; recorded_at is its moment.
    """
    day = timezone.localdate(message.recorded_at)
    content = {
        "message": message.pk, "thread": message.thread_id, "by": message.side, "language": message.language,
        "origin": message.origin, "sha256": sha256(message.text.encode()).hexdigest(),
    }  # fmt: skip
    if files := messages_files.hashes_of(message):
        content["files"] = files
    entry = NewEntry(
        kind="message.written", person=message.author_id, happened_on=day, recorded_on=day, content=content
    )
    ledger.append(relationship, [entry])
    Thread.objects.filter(pk=message.thread_id).update(
        messages_count=F("messages_count") + 1, last_at=message.recorded_at
    )
    audit.record("message.written", by=by, relationship=relationship, subject=f"message {message.pk}")
    live.tell(relationship.pk, "message", f"thread {message.thread_id}")
    if message.side:
        notices.notify(
            event="message", relationship=relationship.pk, subject=f"message {message.pk}",
            path=f"/threads/{message.thread_id}/#message-{message.pk}", to=messages_readers.told_of(message),
            data={"who": message.author_name, "subject": message.thread.subject},
        )  # fmt: skip
    translations.ask_for_readers(message)
    requests.on_message(message.pk)


def withdraw(*, by: Actor, message: int) -> int:
    """Take back a message that waits to be sent, and return its thread's key, 0 where it leaves with it.

    Raises:
        MessageRefused: It has been sent; what was said stays said.
        access.NotThere: It is the other side's.
    """
    seen = access.of_relationship(by, Message, message, "answer")
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        found = Message.objects.select_related("thread").get(pk=message)
        if found.side != access.side_of(by, row):
            raise access.NotThere
        if not is_waiting(found):
            raise MessageRefused(gettext_noop("This message has been sent. Write another one to correct it."))
        thread, files = found.thread, list(found.attachments.values_list("path", flat=True))
        transaction.on_commit(lambda: keeping.forget(files))
        audit.record("message.withdrawn", by=by, relationship=row, subject=f"message {found.pk}")
        live.tell(row.pk, "message", f"thread {thread.pk}", side=found.side)
        found.delete()
        if thread.messages.exists():
            return thread.pk
        thread.delete()
        return 0


def is_waiting(message: Message) -> bool:
    """Tell whether a message waits for the moment at which it is to be sent."""
    return message.send_at is not None and message.sent_at is None


def send_due(*, now: datetime) -> int:
    """Send the messages whose moment has come, each in an act of its own, and return how many."""
    due = Message.objects.filter(send_at__lte=now, sent_at=None).order_by("send_at", "pk").values_list("pk", flat=True)
    return sum(_send(pk, now) for pk in list(due))


def _send(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        relationship = Message.objects.filter(pk=pk).values_list("relationship_id", flat=True).first()
        if relationship is None:
            return False
        row = ledger.lock(relationship)
        found = Message.objects.select_related("thread", "author").filter(pk=pk).first()
        # Taken back, or sent by a neighbour meanwhile; or its writer has left, and somebody of theirs decides.
        if found is None or not is_waiting(found) or found.author is None:
            return False
        by = access.actor(found.author)
        if getattr(row, f"{found.side}_id") not in by.organisations("answer"):
            return False
        asking, found.asking = found.asking, None
        found.sent_at = found.recorded_at = now
        found.save(update_fields=["sent_at", "recorded_at", "asking"])
        put_on_record(by=by, relationship=row, message=found)
        if asking is not None:
            _ask_late(by, found, Asking(**{**asking, "due_at": datetime.fromisoformat(asking["due_at"])}), now)
    return True


def _ask_late(by: Actor, message: Message, asking: Asking, now: datetime) -> None:
    """Ask what waited with a message; what fell due meanwhile, because nothing ran here, cannot be answered in time."""
    if asking.due_at is not None and asking.due_at > now:
        _ask(by, message, asking)
    else:
        audit.record(
            "message.question_lapsed", by=by, relationship=message.relationship, subject=f"message {message.pk}"
        )  # fmt: skip


def _open(by: Actor, seen: Relationship, about: About, at: datetime) -> Thread:
    subject = " ".join(about.subject.split())
    if not subject:
        raise MessageRefused(gettext_noop("Give the thread a subject: one topic, in a few words."))
    if len(subject) > LONGEST_SUBJECT:
        raise MessageRefused(gettext_noop("The subject is longer than 300 characters: say the rest in the message."))
    if about.topic not in Topic.values:
        raise MessageRefused(gettext_noop("Choose what it is about, so that the right person reads it."))
    for kind, pk in ((Order, about.order), (Commitment, about.commitment)):
        if pk is not None and access.of_relationship(by, kind, pk, "answer").relationship_id != seen.pk:
            raise access.NotThere
    thread = Thread.objects.create(
        relationship=seen, subject=subject, topic=about.topic, order_id=about.order, commitment_id=about.commitment,
        opened_by_id=by.person, opened_at=at, last_at=at,
    )  # fmt: skip
    audit.record("thread.opened", by=by, relationship=seen, subject=f"thread {thread.pk}")
    return thread


def _said(text: str) -> str:
    # What a person typed into a page has line ends of two kinds.
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise MessageRefused(gettext_noop("Write something: an empty message is not sent."))
    if len(said) > LONGEST:
        raise MessageRefused(
            gettext_noop("This message is longer than 20,000 characters: shorten it, or write it in two.")
        )
    return said


def _kept(asking: Asking | None) -> dict[str, str] | None:
    if asking is None or asking.due_at is None:
        return None
    return {
        "what": asking.what, "due_at": asking.due_at.isoformat(), "why": asking.why, "severity": asking.severity
    }  # fmt: skip


def _ask(by: Actor, message: Message, asking: Asking) -> None:
    requests.ask(
        by=by, message=message.pk, what=asking.what, due_at=asking.due_at, why=asking.why, severity=asking.severity
    )  # fmt: skip
