"""Taking a file of mail back as a whole, and what else people say of mail: it is ours, or it is looked after."""

import json
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.communication import keeping, live, requests
from troth_site.actions.communication.mail.dropping import MailRefused, file_of
from troth_site.actions.communication.mail.summing import sum_up
from troth_site.actions.communication.requests import taking_back
from troth_site.actions.ledger import NewEntry
from troth_site.models import Attachment, LedgerEntry, MailBatch, Message, Relationship, ReplyRequest, Thread
from troth_site.models.choices import MessageOrigin
from troth_site.queries.communication.mail import batches, unplaced

MAIL = ("mail.imported", "mail.undone")
"""Entries that tell of a file and of no word between the sides; its messages tell of their own days."""


def undo(*, by: Actor, uid: str) -> None:
    """Take a file of one's own side back: its messages leave, with the threads that hold nothing else.

    The ledger keeps that it was, and that it was taken back. Requests, clocks and tallies are then as if the file had
    never come: what its messages asked is not owed, what they answered waits again. One that was not taken in yet is
    thrown away.

    Raises:
        MailRefused: It is just being read or taken in.
    """
    found = batches.own(by, uid, "record")
    with transaction.atomic():
        relationship = ledger.lock(found.relationship_id)
        row = MailBatch.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if row.state == "undone":
            return
        if row.state in ("reading", "applying") and not row.report.get("problem"):
            raise MailRefused(gettext_noop("This file is still being worked on; take it back when that is done."))
        was_in = row.state in ("applying", "done")
        contact, brought_until = relationship.last_contact_on, _last_day(row)
        paths = _take_out(row, relationship, person=by.person)
        row.state, row.undone_at = "undone", timezone.now()
        row.save(update_fields=["state", "undone_at"])
        if was_in:
            today = timezone.localdate()
            content = {"batch": row.pk, "sha256": row.sha256, "by": row.side}
            entry = NewEntry(
                kind="mail.undone", person=by.person, happened_on=today, recorded_on=today, content=content
            )
            ledger.append(relationship, [entry])
            _forget_contact(relationship, contact, brought_until)
            live.tell(relationship.pk, "message", f"mail batch {row.pk}")
        audit.record("mail.undone", by=by, relationship=relationship, subject=f"mail batch {row.pk}")
        # The disk follows once the rows are gone for good.
        transaction.on_commit(lambda: _clear(uid, paths))


def _take_out(row: MailBatch, relationship: Relationship, *, person: int) -> list[str]:
    brought = Message.objects.filter(batch=row)
    sides = taking_back.without(relationship, set(brought.values_list("pk", flat=True)), person=person)
    paths = list(Attachment.objects.filter(message__in=brought).values_list("path", flat=True))
    threads = list(brought.order_by().values_list("thread", flat=True).distinct())
    brought.delete()
    sum_up(threads)
    # A thread in which people have decided or asked something stays, though its mail is gone.
    Thread.objects.filter(pk__in=threads, messages=None, decisions=None, requests=None).delete()
    Thread.objects.filter(pk__in=threads, messages=None).update(messages_count=0)
    taking_back.follow(relationship, sides)
    return paths


def _last_day(row: MailBatch) -> date | None:
    """Return the day up to which the file moved the last contact as it came in."""
    told = LedgerEntry.objects.filter(relationship=row.relationship_id, kind="mail.imported")
    days = {json.loads(content)["batch"]: day for content, day in told.values_list("content", "happened_on")}
    return days.get(row.pk)


def _forget_contact(relationship: Relationship, before: date | None, brought_until: date | None) -> None:
    """Let the last contact be what it is without the file: taking mail back is nobody's word to the other side."""
    if before == brought_until:
        entries = LedgerEntry.objects.filter(relationship=relationship, happened_on__lte=timezone.localdate())
        said = entries.exclude(kind__in=(*MAIL, taking_back.WITHOUT, taking_back.UNDONE))
        mailed = Message.objects.filter(relationship=relationship, origin=MessageOrigin.FILE)
        written = mailed.aggregate(last=Max("sent_at"))["last"]
        days = [said.aggregate(last=Max("happened_on"))["last"], timezone.localdate(written) if written else None]
        before = max((day for day in days if day is not None), default=None)
    relationship.last_contact_on = before
    relationship.save(update_fields=["last_contact_on"])


def _clear(uid: str, paths: list[str]) -> None:
    keeping.forget(paths)
    file_of(uid).unlink(missing_ok=True)


def confirm_file(*, by: Actor, uid: str) -> None:
    """Say that the messages which a file of the other side tells as one's own are so."""
    found = batches.opened(by, uid, "answer")
    with transaction.atomic():
        row = access.relationship(by, found.relationship_id, "answer")
        side = access.side_of(by, row)
        told = Message.objects.filter(batch=found, side=side, verified=False)
        answers = set(ReplyRequest.objects.filter(answer__in=told).values_list("answer", flat=True))
        confirmed = told.update(verified=True)
        if confirmed:
            for message in sorted(answers):
                requests.on_confirmed(message)
            audit.record("mail.sender_confirmed", by=by, relationship=row, subject=f"mail batch {found.pk}",
                         data={"messages": confirmed})  # fmt: skip
            live.tell(row.pk, "message", f"mail batch {found.pk}")


def settle(*, by: Actor, letter: int) -> None:
    """Say that a letter in no thread is looked after; a second press changes nothing.

    Raises:
        access.NotThere: There is none for this person.
    """
    with transaction.atomic():
        row = unplaced.letter(by, letter)
        if row.settled_at is None:
            row.settled_at, row.settled_by_id = timezone.now(), by.person
            row.save(update_fields=["settled_at", "settled_by"])
            audit.record("mail.settled", by=by, organisation=row.organisation_id, subject=f"unplaced mail {row.pk}")
