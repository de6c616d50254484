"""The letter that brings a message to one person: in their language, with the words as they were written below.

It can be answered by mail for some weeks, where this installation reads a mailbox, and with one tap where it asks.
Whatever sends letters calls compose() with a notification, sends what it returns, and tells came() or failed().
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from troth.communication.attached import MOST_MAILED
from troth_site.actions import audit
from troth_site.actions.bridges.letters import sentence
from troth_site.actions.bridges.planning import zone_of
from troth_site.actions.communication import keeping, requests_doors
from troth_site.actions.communication.mail import tokens
from troth_site.models import Message, Notification, OutgoingMail, Person, ReplyRequest
from troth_site.queries.communication.mail import outgoing
from troth_site.queries.communication.mail.outgoing import Earlier
from troth_site.queries.tokens import hash_of

EVENTS = frozenset({"message", "request", "critical", "answer", "escalated"})
"""Events whose letter brings the message itself; of all others a sentence and an address are enough."""

MOST_A_DAY = 30
"""Letters of one thread to one person within a day."""

LONGEST_QUOTE = 5_000
NAMELESS = "file"
CHANNELS = "/settings/channels/"
_MESSAGE = re.compile(r"#message-(\d{1,18})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter ready to be sent.

    Attributes:
        pk: Of its row, for came() and failed().
        to: The address it goes to.
        sender: Whom it says it is from, by way of this installation.
        headers: Message-ID, In-Reply-To, References, Reply-To, Auto-Submitted, List-Unsubscribe.
        files: Name and path of the files that go with it; none where they are too much for a mail server.
    """

    pk: int
    to: str
    sender: str
    subject: str
    text: str
    headers: dict[str, str]
    files: tuple[tuple[str, Path], ...] = ()


def compose(notification: Notification) -> Letter | None:
    """Return the letter of a notification, the same one however often it is asked for.

    None where it is about no message, the person may not read it, it was sent already, or the person had enough
    letters of that thread today; what happened still stands on the page of notifications.
    """
    if notification.event not in EVENTS:
        return None
    message = _message(notification)
    if message is None:
        return None
    person = Person.objects.get(pk=notification.person_id)
    row = _row(message, person, notification.event)
    if row is None or row.sent_at is not None or row.bounced_at is not None:
        return None
    read_in = translation.override(person.language or settings.LANGUAGE_CODE)
    with read_in, timezone.override(zone_of(person.pk, own=person.zone)):
        subject = " ".join(f"Re: {message.thread.subject}".split())
        hang_on = outgoing.files_of(message.pk, most=MOST_MAILED)
        text = render_to_string("mail/message.txt", _words(notification, message, person) | {"files": hang_on})
    return Letter(
        pk=row.pk, to=person.email, sender=_sender(message), subject=subject[:200], text=text.strip() + "\n",
        headers=_headers(row, message, person, outgoing.earlier_of(message.thread_id, person.pk)),
        files=tuple((each.name or NAMELESS, keeping.path_of(each.path)) for each in hang_on.rows if hang_on.are_small),
    )  # fmt: skip


def is_about_message(notification: Notification) -> bool:
    """Tell whether a notification's letter brings a message."""
    return notification.event in EVENTS and _message(notification) is not None


def came(letter: int) -> None:
    """Note that a letter was handed to the mail server."""
    with transaction.atomic():
        if OutgoingMail.objects.filter(pk=letter, sent_at=None).update(sent_at=timezone.now(), error=""):
            audit.record("letter.sent", by=None, subject=f"letter {letter}")


def failed(letter: int, why: str) -> None:
    """Note that a letter could not be handed over now."""
    with transaction.atomic():
        row = OutgoingMail.objects.select_for_update().get(pk=letter)
        row.attempts, row.error = row.attempts + 1, why[:300]
        row.save(update_fields=["attempts", "error"])
        audit.record("letter.failed", by=None, subject=f"letter {letter}", data={"attempts": row.attempts})


def _message(notification: Notification) -> Message | None:
    """Return the message a notification is about: the one it names, what a request asks, or what answered it."""
    kind, key = (*notification.subject.split(" "), "")[:2]
    found = _MESSAGE.search(notification.path)
    number = int(key) if kind in ("message", "request") and key.isdecimal() else None
    if kind == "request" and number is not None:
        asked = ReplyRequest.objects.filter(pk=number).values("message", "answer").first() or {}
        number = asked.get("answer" if notification.event == "answer" else "message")
    elif number is None and found is not None:
        number = int(found[1])
    rows = Message.objects.select_related("thread", "relationship__buyer", "relationship__factory", "author")
    return rows.filter(pk=number).first()


def _row(message: Message, person: Person, event: str) -> OutgoingMail | None:
    """Return the row of the letter, made on first asking; a question handed on is a letter of its own."""
    again = event == "escalated"
    name = tokens.mail_id(message.pk, person.pk, "escalated" if again else "")
    with transaction.atomic():
        known = OutgoingMail.objects.select_for_update().filter(mail_id=name).first()
        if known is not None:
            return known
        day = OutgoingMail.objects.filter(person=person, queued_at__gt=timezone.now() - timedelta(days=1))
        if day.filter(message__thread=message.thread_id).count() >= MOST_A_DAY:
            return None
        made = OutgoingMail.objects.create(
            message=None if again and message.letters.filter(person=person).exists() else message, person=person,
            mail_id=name, token_hash=hash_of(tokens.token_of(message.pk, person.pk)), queued_at=timezone.now(),
        )  # fmt: skip
        audit.record("letter.made", by=None, relationship=message.relationship, subject=f"letter {made.pk}")
        return made


def _sender(message: Message) -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    # A name with line ends would be a header of its own.
    name = " ".join(message.author_name.split())[:100]
    return formataddr((f"{name} (Troth)" if name else "Troth", address))


def _headers(row: OutgoingMail, message: Message, person: Person, earlier: Earlier) -> dict[str, str]:
    reply = tokens.reply_address(tokens.token_of(message.pk, person.pk))
    headers = {
        "Message-ID": f"<{row.mail_id}>",
        # Nobody's automatic reply is wanted, and none is answered (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{settings.TROTH_ORIGIN}{CHANNELS}>",
    }
    if reply:
        headers["Reply-To"] = reply
    if earlier.names:
        headers["In-Reply-To"] = f"<{earlier.names[-1]}>"
        headers["References"] = " ".join(f"<{name}>" for name in earlier.names)
    return headers


def _words(notification: Notification, message: Message, person: Person) -> dict[str, Any]:
    theirs = message.relationship.buyer if message.side == "buyer" else message.relationship.factory
    quoted = message.text[:LONGEST_QUOTE]
    return {
        "says": sentence(notification.event, notification.data),
        "who": message.author_name,
        "organisation": theirs.name,
        "quoted": "\n".join(f"> {line}" for line in quoted.splitlines()),
        "is_cut": len(message.text) > LONGEST_QUOTE,
        "page": settings.TROTH_ORIGIN + notification.path,
        "door": _door(message, person),
        "by_mail": bool(settings.TROTH_REPLY_ADDRESS),
        "days": tokens.DAYS.days,
        "channels": settings.TROTH_ORIGIN + CHANNELS,
    }


def _door(message: Message, person: Person) -> str:
    """Return the address of the one-tap answer, "" where nothing is asked of this person."""
    asked = ReplyRequest.objects.filter(message=message, answered_at=None, withdrawn_at=None).first()
    if asked is None:
        return ""
    try:
        return requests_doors.make_door(asked.pk, person.pk)
    except requests_doors.DoorRefused:
        return ""
