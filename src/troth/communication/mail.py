"""One message as it came, read for what the record needs, whatever state it is in."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.communication.attachments import Attachment
from troth.communication.automatic import Automatic, automatic_sign
from troth.communication.bodies import Body, body_of
from troth.communication.charsets import decoded, decoded_field
from troth.communication.quotes import split_quoted

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""Dates before this are clocks that were never set; no company wrote mail then."""

AHEAD = timedelta(days=1)
"""How far a date may lie after the moment of receipt: clocks go wrong by hours, by more only when they are not set."""

LONGEST_FIELD = 50_000
"""Characters of a header field that are read; servers take some hundred thousand for a whole header at most."""

MOST_REFERENCES = 200
"""The newest references kept; a thread is found by far fewer, and a hostile one names thousands."""

_NO_DATE = gettext_noop("The message states no date that can be read.")
_IMPLAUSIBLE = gettext_noop("The message says it was sent on %(stated)s, which cannot be; its receipt counts instead.")
_NO_ID = gettext_noop("The message has no identifier of its own; it was given one from its content.")
_UNREADABLE = gettext_noop("The message is built in a way that cannot be read; only its header was.")

_ID = re.compile(r"<([^<>]{1,900})>")
_UNPARSED = (
    *(ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError, LookupError, AssertionError),
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Hold who a message names: a name for people, and an address in lower case that tells persons apart."""

    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Hold one message.

    Args:
        message_id: Its identifier without angle brackets; one from its content where it has none.
        in_reply_to: Identifier of the message it answers, or None.
        references: Identifiers of the thread so far, oldest first.
        sent: When it was sent, with its zone: as stated where that can be, else when it was received, else None.
        sent_stated: When it says it was sent, however unlikely; None where that cannot be read.
        received: When the last server took it, by that server's clock; None where no server says so.
        sender: Who wrote it, or None.
        recipients: To and Cc, in order, each once.
        subject: One line, decoded.
        text: What it says itself.
        quoted: What it repeats of earlier messages.
        attachments: What hangs on it.
        automatic: What kind of machine wrote it, or None for a person.
        automatic_reason: The field that says so, or "".
        findings: What was noticed while reading it.
    """

    message_id: str
    in_reply_to: str | None
    references: tuple[str, ...]
    sent: datetime | None
    sent_stated: datetime | None
    received: datetime | None
    sender: Address | None
    recipients: tuple[Address, ...]
    subject: str
    text: str
    quoted: str
    attachments: tuple[Attachment, ...]
    automatic: Automatic | None
    automatic_reason: str
    findings: tuple[Finding, ...]


def parse_mail(raw: bytes, *, received: datetime | None = None, as_of: datetime | None = None) -> Mail:
    r"""Read one raw message. No bytes make it fail; what cannot be read is missing and said so.

    Args:
        raw: The message, header first, as a server hands it over or a file holds it.
        received: When it was taken in, with its zone; without it, as the topmost Received field says.
        as_of: A moment, with its zone, after which no message can have been sent; now, where the caller has a clock.

    Returns:
        The message.

    Source: RFC 5322, RFC 2045 to 2047; the thread fields as RFC 5322, section 3.6.4, has them.

    >>> mail = parse_mail(b"From: Bao <BAO@mill.example>\nDate: Mon, 2 Mar 2026 09:15 +0800\n\nShipped.")
    >>> mail.sender.email, mail.sent.isoformat(), mail.text
    ('bao@mill.example', '2026-03-02T09:15:00+08:00', 'Shipped.')
    """
    message, body, findings = _opened(raw)
    fields = _fields(message)
    taken = received or _received(message)
    stated = _moment(fields.get("date", ""))
    sent, found = _judged(stated, taken, as_of)
    sender = next(iter(_addresses(fields.get("from", "") or fields.get("sender", ""))), None)
    sign = automatic_sign(fields, sender=sender.email if sender else "", report_type=_report_type(message))
    text, quoted = split_quoted(body.text)
    mail = Mail(
        message_id=_first_id(fields.get("message-id", "")) or "",
        in_reply_to=_first_id(fields.get("in-reply-to", "")),
        references=tuple(dict.fromkeys(_ids(fields.get("references", ""))))[-MOST_REFERENCES:],
        sent=sent,
        sent_stated=stated,
        received=taken,
        sender=sender,
        recipients=tuple(dict.fromkeys(_addresses(fields.get("to", "")) + _addresses(fields.get("cc", "")))),
        subject=fields.get("subject", ""),
        text=text,
        quoted=quoted,
        attachments=tuple(body.attachments),
        automatic=sign.kind if sign else None,
        automatic_reason=sign.reason if sign else "",
        findings=(*findings, *found, *body.findings),
    )
    return mail if mail.message_id else _with_own_id(mail)


def content_id(mail: Mail) -> str:
    r"""Make an identifier from what a message says; the same content always gets the same one.

    Args:
        mail: The message; its own identifier and the way it came play no part.

    >>> content_id(parse_mail(b"Subject: A\n\nB")) == content_id(parse_mail(b"Received: x\nSubject: A\n\nB"))
    True
    """
    hung = [f"{each.name} {each.media_type} {each.size}" for each in mail.attachments]
    who = [each.email or each.name for each in (mail.sender, *mail.recipients) if each]
    parts = [str(mail.sent_stated), "\t".join(who), mail.subject, mail.text, mail.quoted, *hung]
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40] + "@content.invalid"


def unique_mails(mails: list[Mail]) -> tuple[list[Mail], list[Mail]]:
    r"""Set copies of the same message aside.

    Copies have one identifier, sender and stated date; a mailing list may have added lines to one of them. Another
    message under an identifier already used keeps its place under an identifier from its content.

    Args:
        mails: Messages in any order.

    Returns:
        The messages, each once, and the copies, both in order.

    >>> mail = parse_mail(b"Message-ID: <a@b>\nSubject: A\n\nB")
    >>> [len(part) for part in unique_mails([mail, mail])]
    [1, 1]
    """
    seen: dict[str, set[tuple[str, datetime | None]]] = {}
    kept, copies = list[Mail](), list[Mail]()
    for mail in mails:
        mark = (mail.sender.email if mail.sender else "", mail.sent_stated)
        marks = seen.setdefault(mail.message_id, set())
        if mark in marks:
            copies.append(mail)
        else:
            kept.append(replace(mail, message_id=content_id(mail)) if marks else mail)
            marks.add(mark)
    return kept, copies


class _ShortFields(Compat32):
    """Cuts endless header fields, whose reading takes the square of their length.

    The newer policies of the standard library read addresses and encoded words by themselves, and fail on bad ones.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_FIELD]


_POLICY = _ShortFields()


def _opened(raw: bytes) -> tuple["Message[str, str]", Body, list[Finding]]:
    try:
        message = message_from_bytes(raw, policy=_POLICY)
        return message, body_of(message), []
    except _UNPARSED:
        header = BytesHeaderParser(policy=_POLICY).parsebytes(re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0])
        return header, Body(), [Finding(code="mail.unreadable", severity=Severity.WARNING, message=_UNREADABLE)]


def _fields(message: "Message[str, str]") -> dict[str, str]:
    """Return the first field of each name, names in lower case; a second Date does not undo the first."""
    found: dict[str, str] = {}
    for name, value in message.raw_items():
        if name.lower() not in found:
            found[name.lower()] = decoded_field(str(value)) if name.lower() not in _ADDRESSED else _plain(str(value))
    return found


_ADDRESSED = frozenset({"from", "to", "cc", "sender"})


def _plain(value: str) -> str:
    # Names are decoded after the list is cut: a comma inside an encoded word separates nothing.
    return " ".join(decoded(value.encode("utf-8", "surrogateescape"), charset=None)[0].split())


def _addresses(value: str) -> list[Address]:
    try:
        pairs = getaddresses([value], strict=False)
    except _UNPARSED:
        pairs = [(value, "")]
    found = [Address(decoded_field(name), email.strip().strip("<>").lower()) for name, email in pairs]
    return [each for each in found if each.name or each.email]


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        # "-0000" and a missing zone say that the sender's zone is not known; the clock is read as UTC (RFC 5322, 3.3).
        moment = moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except _UNPARSED:
        return None
    return moment


def _received(message: "Message[str, str]") -> datetime | None:
    try:
        value = str(message.get("Received", ""))
    except _UNPARSED:
        return None
    moment = _moment(value.rpartition(";")[2].strip())
    return moment if moment is not None and moment >= EARLIEST else None


def _judged(
    stated: datetime | None, received: datetime | None, as_of: datetime | None
) -> tuple[datetime | None, list[Finding]]:
    """Return when the message counts as sent, and what is wrong with the date it states."""
    if stated is None:
        return received, [Finding(code="mail.no-date", severity=Severity.NOTE, message=_NO_DATE)]
    latest = min((moment + AHEAD for moment in (received, as_of) if moment is not None), default=None)
    if stated >= EARLIEST and (latest is None or stated <= latest):
        return stated, []
    params = {"stated": stated.date()}
    return received, [
        Finding(code="mail.implausible-date", severity=Severity.NOTE, message=_IMPLAUSIBLE, params=params)
    ]


def _ids(value: str) -> list[str]:
    bracketed = ["".join(found.split()) for found in _ID.findall(value)]
    return bracketed or [word for word in value.split() if "@" in word and len(word) <= 900]


def _first_id(value: str) -> str | None:
    return next(iter(_ids(value)), None)


def _report_type(message: "Message[str, str]") -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    try:
        return str(message.get_param("report-type") or "unknown").lower()
    except _UNPARSED:
        return "unknown"


def _with_own_id(mail: Mail) -> Mail:
    finding = Finding(code="mail.no-identifier", severity=Severity.NOTE, message=_NO_ID)
    return replace(mail, message_id=content_id(mail), findings=(*mail.findings, finding))
