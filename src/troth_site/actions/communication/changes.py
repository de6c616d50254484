"""Asking to change what was agreed about goods, or the way they are made: with a why, and answered with data.

Everything a side wants to have different goes through here, so that two values for one thing are seen.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication.requests_process import ProcessRequest, gaps_in_process_request
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry
from troth_site.models import ChangeRequest, Relationship, Thread
from troth_site.models.choices import ChangeState
from troth_site.queries.communication import messages_readers

LONGEST_TEXT = 4000


class ChangeRefused(Exception):
    """The change cannot be asked for or answered like this; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A change as it is asked for.

    Attributes:
        thing: The product or order it is about, as both sides name it.
        attribute: What of it, such as "colour"; of a process its name.
        value: The value wanted; of a process the method.
        why: What it is meant to secure.
        is_process: It is about how something is made.
        limit: Of a process: what the result must meet, with its unit.
        thread: The thread it comes from, None where it comes from none.
        at: When it is asked; now unless said otherwise.
    """

    thing: str
    attribute: str
    value: str
    why: str
    is_process: bool = False
    limit: str = ""
    thread: int | None = None
    at: datetime | None = field(default=None, compare=False)


def ask(*, by: Actor, relationship: int, wish: Wish) -> int:
    """Ask the other side for a change, and return its key.

    Raises:
        ChangeRefused: Something lacks; the text says what.
        access.NotThere: The thread is of another record.
    """
    _check(wish)
    seen = access.relationship(by, relationship, "record")
    if wish.thread is not None and access.of_relationship(by, Thread, wish.thread, "answer").relationship_id != seen.pk:
        raise access.NotThere
    now = wish.at or timezone.now()
    with transaction.atomic():
        row = ledger.lock(seen.pk)
        kept = ChangeRequest.objects.create(
            relationship=row, thread_id=wish.thread, side=access.side_of(by, row), thing=wish.thing.strip(),
            attribute=wish.attribute.strip(), value=wish.value.strip(), is_process=wish.is_process,
            why=wish.why.strip(), limit=wish.limit.strip(), state=ChangeState.OPEN, asked_by_id=by.person, asked_at=now,
        )  # fmt: skip
        enter(by, row, kept, "change.asked", at=now)
    return kept.pk


def withdraw(*, by: Actor, change: int) -> int:
    """Take back a change one's own side asked for, and return its key.

    Raises:
        ChangeRefused: The other side asked for it, or it has been answered.
    """
    seen = access.of_relationship(by, ChangeRequest, change, "record")
    with transaction.atomic():
        row, found = locked(seen)
        if found.side != access.side_of(by, row):
            raise ChangeRefused(gettext_noop("The side that asked for it takes it back."))
        if found.state == ChangeState.WITHDRAWN:
            return found.pk
        if found.state not in {ChangeState.OPEN, ChangeState.ALTERNATIVE}:
            raise ChangeRefused(gettext_noop("It has been answered. Ask for another change instead."))
        found.state, found.answered_at = ChangeState.WITHDRAWN, timezone.now()
        found.save(update_fields=["state", "answered_at"])
        enter(by, row, found, "change.withdrawn")
    return found.pk


def locked(seen: ChangeRequest) -> tuple[Relationship, ChangeRequest]:
    """Return the record, locked, and the change as it stands now."""
    row = ledger.lock(seen.relationship_id)
    return row, ChangeRequest.objects.get(pk=seen.pk)


def enter(by: Actor, row: Relationship, change: ChangeRequest, kind: str, *, at: datetime | None = None) -> None:
    """Enter a step of a change into the record of both sides, and tell the side that waits for it."""
    day, side = timezone.localdate(at), access.side_of(by, row)
    content = {
        "change": change.pk, "by": side, "thing": change.thing, "attribute": change.attribute, "value": change.value,
        "state": str(change.state), "alternative": change.alternative,
    }  # fmt: skip
    ledger.append(row, [NewEntry(kind=kind, person=by.person, happened_on=day, recorded_on=day, content=content)])
    audit.record(kind, by=by, relationship=row, subject=f"change {change.pk}")
    live.tell(row.pk, "change", f"change {change.pk}")
    other = "factory" if side == "buyer" else "buyer"
    notices.notify(
        event="change", relationship=row.pk, subject=f"change {change.pk} entry {row.head_seq}",
        path=f"/changes/{change.pk}/", to=messages_readers.people_for(row, side=other, topic="quality"),
        data={"who": by.name, "subject": f"{change.thing}: {change.attribute}"},
    )  # fmt: skip


def _check(wish: Wish) -> None:
    for text, lacks in (
        (wish.thing, gettext_noop("Say what it is about: the product or order, as both of you name it.")),
        (wish.attribute, gettext_noop("Say what of it is to change, such as the colour or the packing.")),
        (wish.value, gettext_noop("Say what it is to become.")),
        (wish.why, gettext_noop("Say why: who knows the reason can offer another way.")),
    ):
        if not text.strip():
            raise ChangeRefused(lacks)
    if max(len(text) for text in asdict(wish).values() if isinstance(text, str)) > LONGEST_TEXT:
        raise ChangeRefused(gettext_noop("This is longer than 4,000 characters: say it shorter, or in a message."))
    if not wish.is_process:
        return
    gaps = gaps_in_process_request(ProcessRequest(method=wish.value, why=wish.why, limit=wish.limit))
    if gaps:
        raise ChangeRefused(gaps[0].message)
