"""A letter that came by mail: placed in the thread it answers, kept for its writer's house, or dropped.

It can say something in a thread and nothing else: not sign, not accept, not invite, not touch a bank account. It stands
as "by mail, sender not verified" until somebody of its side confirms it. Nothing is ever answered by itself.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from troth.communication.mail import Mail, content_id, parse_mail
from troth_site import access
from troth_site.actions import audit, ledger
from troth_site.actions.communication import keeping, live, messages
from troth_site.actions.communication.mail import reading, tokens, unplacing
from troth_site.actions.communication.mail.bounces import bounced
from troth_site.actions.communication.mail.summing import sum_up
from troth_site.models import Attachment, Message, OutgoingMail, Person
from troth_site.models.choices import MessageOrigin, UnplacedWhy
from troth_site.queries.tokens import hash_of

MOST_A_DAY = 20
"""Letters of one person into one thread within a day; people do not write more, programs that answer programs do."""

MOST_OF_MACHINES = 3
"""The same, of letters that a machine wrote."""

LONGEST_TEXT = 200_000


class Became(StrEnum):
    """What became of a letter."""

    PLACED = "placed"
    AUTOMATIC = "automatic"
    BOUNCED = "bounced"
    UNPLACED = "unplaced"
    DUPLICATE = "duplicate"
    DROPPED = "dropped"


def take(raw: bytes, *, now: datetime, is_whole: bool = True) -> Became:
    """Take in one letter, and tell what became of it; the same letter twice changes nothing.

    Args:
        raw: The letter as the mailbox holds it.
        now: The moment at which it is read.
        is_whole: Whether it is all there; of one that is too large only the header is read.
    """
    mail = parse_mail(raw, as_of=now)
    if mail.automatic == "bounce":
        return Became.BOUNCED if bounced(raw, mail, now=now) else Became.DROPPED
    letter = _letter(mail)
    sender = _known(mail)
    why = _refusal(mail, letter, sender, now=now, is_whole=is_whole)
    if why is None and letter is not None:
        return _place(mail, raw, letter, now=now)
    if mail.automatic is not None or sender is None:
        return Became.DROPPED
    return Became.UNPLACED if unplacing.keep(mail, sender, letter, why=why, now=now) else Became.DROPPED


def _letter(mail: Mail) -> OutgoingMail | None:
    """Return the letter of ours a reply is to: by the token in its address, else by what it says it answers."""
    rows = OutgoingMail.objects.select_related("message__thread", "person").exclude(message=None)
    for token in tokens.tokens_in(each.email for each in mail.recipients):
        found = rows.filter(token_hash=hash_of(token)).order_by("pk").first()
        if found is not None:
            return found
    named = [name for name in (mail.in_reply_to, *reversed(mail.references)) if name and name.startswith("troth.")]
    letters = {row.mail_id: row for row in rows.filter(mail_id__in=named[:20])}
    return next((letters[name] for name in named if name in letters), None)


def _known(mail: Mail) -> Person | None:
    if mail.sender is None:
        return None
    return Person.objects.filter(email__iexact=mail.sender.email, is_active=True, is_operator=False).first()


def _refusal(
    mail: Mail, letter: OutgoingMail | None, sender: Person | None, *, now: datetime, is_whole: bool
) -> UnplacedWhy | None:
    if letter is None or letter.message is None:
        return UnplacedWhy.NO_TOKEN
    if sender is None or sender.pk != letter.person_id:
        return UnplacedWhy.FOREIGN
    if now - letter.queued_at > tokens.DAYS:
        return UnplacedWhy.EXPIRED
    if not is_whole:
        return UnplacedWhy.TOO_LONG
    if _side(letter) is None:
        return UnplacedWhy.CLOSED
    most = MOST_A_DAY if mail.automatic is None else MOST_OF_MACHINES
    return UnplacedWhy.TOO_MANY if _today(letter, mail, now) >= most else None


def _side(letter: OutgoingMail) -> str | None:
    """Return the side on which the letter's receiver may answer now, None where they may not."""
    assert letter.message is not None  # noqa: S101  asked for by _letter
    by = access.actor(letter.person)
    try:
        row = access.relationship(by, letter.message.relationship_id, "answer")
    except (access.NotThere, access.NotAllowed):
        return None
    return access.side_of(by, row)


def _today(letter: OutgoingMail, mail: Mail, now: datetime) -> int:
    assert letter.message is not None  # noqa: S101  asked for by _letter
    rows = Message.objects.filter(
        thread=letter.message.thread_id, author=letter.person, origin=MessageOrigin.MAIL,
        recorded_at__gt=now - timedelta(days=1),
    )  # fmt: skip
    return (rows.filter(automatic="") if mail.automatic is None else rows.exclude(automatic="")).count()


def _place(mail: Mail, raw: bytes, letter: OutgoingMail, *, now: datetime) -> Became:
    assert letter.message is not None  # noqa: S101  asked for by _letter
    with transaction.atomic():
        row = ledger.lock(letter.message.relationship_id)
        name = reading.kept_id(mail.message_id)
        same = Message.objects.filter(relationship=row, mail_id=name).first()
        if same is not None and same.author_id != letter.person_id:
            # Its identifier is somebody else's already; it keeps its place under one of its content.
            name = content_id(mail)
            same = Message.objects.filter(relationship=row, mail_id=name).first()
        if same is not None:
            return Became.DUPLICATE
        message = _message(mail, letter, name=name, now=now)
        message.save()
        Attachment.objects.bulk_create(keeping.rows_of(message, raw))
        if mail.automatic is None:
            messages.put_on_record(by=None, relationship=row, message=message)
            audit.record("mail.placed", by=None, relationship=row, subject=f"message {message.pk}")
            return Became.PLACED
        # What a machine wrote is told to nobody and stops no clock: it would only wake another machine.
        sum_up([message.thread_id])
        audit.record("mail.automatic", by=None, relationship=row, subject=f"message {message.pk}")
        live.tell(row.pk, "message", f"thread {message.thread_id}")
    return Became.AUTOMATIC


def _message(mail: Mail, letter: OutgoingMail, *, name: str, now: datetime) -> Message:
    answered = letter.message
    assert answered is not None  # noqa: S101  asked for by _letter
    return Message(
        relationship_id=answered.relationship_id, thread=answered.thread, side=_side(letter) or "",
        author=letter.person, author_name=letter.person.name, author_address=letter.person.email,
        text=reading.cleaned(mail.text or mail.quoted)[:LONGEST_TEXT], origin=MessageOrigin.MAIL,
        # When it came here is known; when it was written is what its writer says.
        sent_at=mail.sent or now, recorded_at=now, mail_id=name,
        in_reply_to=reading.kept_id(mail.in_reply_to or letter.mail_id),
        automatic=mail.automatic.value if mail.automatic else "", verified=False, findings=reading.findings_of(mail),
    )  # fmt: skip
