"""What readers do in a thread: they read, say that they understood, and confirm what came by mail."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import live, requests
from troth_site.actions.ledger import NewEntry
from troth_site.models import Message, ReadMark, Relationship, Thread


class ReadingRefused(Exception):
    """What a reader wanted to mark is not theirs to mark."""


def mark_read(*, by: Actor, relationship: int, thread: int, messages: Sequence[int]) -> None:
    """Note that somebody read messages of the other side which they had not read before.

    Args:
        by: Who reads; they have just been shown the messages.
        relationship: The record they stand in.
        thread: The thread of all of them.
        messages: Keys of what is new to them.
    """
    if not messages:
        return
    now = timezone.now()
    ReadMark.objects.bulk_create(
        [ReadMark(message_id=pk, person_id=by.person, read_at=now) for pk in messages], ignore_conflicts=True
    )
    row = Relationship(pk=relationship)
    audit.record("thread.read", by=by, relationship=row, subject=f"thread {thread}", data={"messages": len(messages)})


def understand(*, by: Actor, message: int) -> int:
    """Say that one read a message of the other side and understood it, once, and return its thread's key.

    Raises:
        ReadingRefused: One's own side wrote it.
        access.NotThere: It waits to be sent.
    """
    seen = access.of_relationship(by, Message, message, "answer")
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        if seen.side == access.side_of(by, row):
            raise ReadingRefused(
                gettext_noop("Your own side wrote this message: the other side says whether it understood.")
            )
        if seen.send_at is not None and seen.sent_at is None:
            raise access.NotThere
        now = timezone.now()
        mark, _is_new = ReadMark.objects.get_or_create(
            message=seen, person_id=by.person, defaults={"read_at": now, "understood_at": None}
        )
        if mark.understood_at is None:
            mark.understood_at = now
            mark.save(update_fields=["understood_at"])
            _enter(by, row, "message.understood", {"message": seen.pk, "by": access.side_of(by, row)})
            audit.record("message.understood", by=by, relationship=row, subject=f"message {seen.pk}")
            live.tell(row.pk, "message", f"thread {seen.thread_id}")
    return seen.thread_id


def verify(*, by: Actor, message: int) -> int:
    """Confirm that a message which came by mail is one's own side's, and return its thread's key.

    Raises:
        ReadingRefused: The other side's people alone know whether it is theirs.
    """
    seen = access.of_relationship(by, Message, message, "answer")
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        if seen.side != access.side_of(by, row):
            raise ReadingRefused(gettext_noop("Only the side it came from can confirm that it wrote this."))
        if not seen.verified:
            Message.objects.filter(pk=seen.pk).update(verified=True)
            _enter(by, row, "message.verified", {"message": seen.pk, "by": seen.side})
            audit.record("message.verified", by=by, relationship=row, subject=f"message {seen.pk}")
            live.tell(row.pk, "message", f"thread {seen.thread_id}")
            requests.on_confirmed(seen.pk)
    return seen.thread_id


def close(*, by: Actor, thread: int, is_closed: bool) -> None:
    """Close a thread whose topic is settled, or open it again; messages can still be written into a closed one."""
    seen = access.of_relationship(by, Thread, thread, "answer")
    with transaction.atomic():
        changed = Thread.objects.filter(pk=seen.pk, closed_at__isnull=is_closed)
        if changed.update(closed_at=timezone.now() if is_closed else None):
            verb = "thread.closed" if is_closed else "thread.reopened"
            audit.record(verb, by=by, relationship=seen.relationship, subject=f"thread {seen.pk}")
            live.tell(seen.relationship_id, "message", f"thread {seen.pk}")


def _enter(by: Actor, row: Relationship, kind: str, content: dict[str, object]) -> None:
    today = timezone.localdate()
    ledger.append(row, [NewEntry(kind=kind, person=by.person, happened_on=today, recorded_on=today, content=content)])
