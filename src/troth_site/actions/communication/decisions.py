"""Decisions taken in a thread: one side writes the words, both confirm them, and then they stand."""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth.communication import decisions as rules
from troth.communication.decisions import DecisionClosed, DecisionStep, WordsChanged
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.ledger import NewEntry
from troth_site.models import Decision, Message, Relationship, Thread
from troth_site.queries.communication import messages_readers
from troth_site.queries.communication.decisions import as_rule

LONGEST = 2000
Event = Literal["confirm", "change", "withdraw"]
_VERBS: dict[str, str] = {"confirm": "confirmed", "change": "changed", "withdraw": "withdrawn"}


class DecisionRefused(Exception):
    """The step cannot be taken; the text says why."""


def propose(*, by: Actor, thread: int, text: str, message: int | None = None, at: datetime | None = None) -> int:
    """Write down what was decided; whoever writes it stands behind it, and the other side confirms.

    Args:
        by: Who writes.
        thread: Where it was decided.
        text: What was decided.
        message: The message that says so, if one does.
        at: When; now unless said otherwise.

    Raises:
        DecisionRefused: It says nothing or is too long.
        access.NotThere: The message is of another thread.
    """
    words = _said(text)
    seen = access.of_relationship(by, Thread, thread, "answer")
    if message is not None and not _is_said_in(seen, message):
        raise access.NotThere
    now = at or timezone.now()
    with transaction.atomic():
        row = ledger.lock(seen.relationship_id)
        side = access.side_of(by, row)
        made = Decision(thread=seen, message_id=message, text=words, proposed_by_id=by.person, proposed_at=now)
        _stand_behind(made, side, by, now)
        made.save()
        _record(by, row, made, "proposed", now)
    return made.pk


def step(*, by: Actor, decision: int, event: Event, version: int, text: str = "", at: datetime | None = None) -> int:
    """Confirm a decision, change its words, or withdraw it, and return its thread's key.

    Raises:
        DecisionRefused: It is closed, or its words were changed meanwhile, or the new words are none.
    """
    words = _said(text) if event == "change" else ""
    thread = _thread_of(by, decision)
    now = at or timezone.now()
    with transaction.atomic():
        row = ledger.lock(thread.relationship_id)
        found = Decision.objects.select_related("thread").get(pk=decision)
        side = access.side_of(by, row)
        before = as_rule(found)
        try:
            after = rules.decision_step(before, DecisionStep(event=event, by=side, version=version, text=words))
        except DecisionClosed as error:
            raise DecisionRefused(gettext_noop("This decision is closed. Write a new one to replace it.")) from error
        except WordsChanged as error:
            raise DecisionRefused(
                gettext_noop("Its words were changed meanwhile, or stay the same. Read them again.")
            ) from error
        if after == before:
            return thread.pk
        _apply(found, after, by, now)
        _record(by, row, found, _VERBS[event], now)
    return thread.pk


def _thread_of(by: Actor, decision: int) -> Thread:
    thread = Decision.objects.filter(pk=decision).values_list("thread", flat=True).first()
    if thread is None:
        raise access.NotThere
    return access.of_relationship(by, Thread, thread, "answer")


def _is_said_in(thread: Thread, message: int) -> bool:
    return Message.objects.filter(pk=message, thread=thread).exclude(send_at__isnull=False, sent_at=None).exists()


def _said(text: str) -> str:
    said = text.strip()
    if not said:
        raise DecisionRefused(gettext_noop("Write what was decided, in one or two sentences."))
    if len(said) > LONGEST:
        raise DecisionRefused(gettext_noop("This decision is longer than 2,000 characters: write it in two."))
    return said


def _apply(row: Decision, after: rules.Decision, by: Actor, now: datetime) -> None:
    before = as_rule(row).confirmed_by if row.version == after.version else frozenset()
    row.text, row.version = after.text, after.version
    for side in ("buyer", "factory"):
        if side not in after.confirmed_by:
            setattr(row, f"{side}_confirmed_by_id", None)
            setattr(row, f"{side}_confirmed_at", None)
        elif side not in before:
            _stand_behind(row, side, by, now)
    if after.is_withdrawn:
        row.withdrawn_at = now
    row.save()


def _stand_behind(row: Decision, side: str, by: Actor, now: datetime) -> None:
    setattr(row, f"{side}_confirmed_by_id", by.person)
    setattr(row, f"{side}_confirmed_at", now)


def _record(by: Actor, row: Relationship, made: Decision, verb: str, now: datetime) -> None:
    side, day = access.side_of(by, row), timezone.localdate(now)
    content = {
        "decision": made.pk, "thread": made.thread_id, "by": side, "version": made.version, "text": made.text
    }  # fmt: skip
    kind = f"decision.{verb}"
    ledger.append(
        row, [NewEntry(kind=kind, person=by.person, happened_on=day, recorded_on=day, content=content)]
    )  # fmt: skip
    audit.record(kind, by=by, relationship=row, subject=f"decision {made.pk}", data={"version": made.version})
    live.tell(row.pk, "decision", f"thread {made.thread_id}")
    if verb in {"proposed", "changed"}:
        other = "factory" if side == "buyer" else "buyer"
        notices.notify(
            event="decision", relationship=row.pk, subject=f"decision {made.pk} version {made.version}",
            path=f"/threads/{made.thread_id}/#decisions",
            to=messages_readers.people_for(row, side=other, topic=made.thread.topic),
            data={"who": by.name, "subject": made.text[:80]},
        )  # fmt: skip
