"""Finding the text a person wrote in a message of any build, and what hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.communication.attachments import Attachment, attachment, coded_size
from troth.communication.charsets import decoded, decoded_field
from troth.communication.html_text import text_of_enriched, text_of_html

MOST_TEXT = 2_000_000
"""Characters of one part beyond which a text is cut; nobody writes so much, and machines must not stall us."""

MOST_LEVELS = 120
MOST_ATTACHMENTS = 500

_UNREADABLE = (ValueError, LookupError, TypeError, AssertionError)

_DAMAGED = gettext_noop("The text says it is written in %(charset)s, which does not fit it; some signs may be wrong.")
_CUT = gettext_noop("The text is longer than %(most)s signs; the rest is left out.")
_DEEP = gettext_noop("Messages or parts lie more than %(most)s deep in this message; the inner ones are left out.")
_DANGEROUS = gettext_noop("The attachment %(name)s can run on your machine. Do not open it unless you asked for it.")


@dataclass(slots=True)
class Body:
    """Gather what a message holds.

    Args:
        text: What its writer sees as the message, quoted passages included.
        attachments: What hangs on it, messages within it included.
        findings: What was noticed on the way.
    """

    text: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def body_of(message: "Message[str, str]") -> Body:
    r"""Read a parsed message's text and list what hangs on it.

    Of alternatives the plain one is read, else the formatted one, turned into text. A message within the message is
    listed and its attachments are, but its text is not this message's.

    Args:
        message: As the standard library parses it, by its policy compat32.

    Returns:
        The text, the attachments and the findings.

    >>> from email import message_from_string
    >>> body_of(message_from_string("Content-Type: text/html\n\n<p>Ship <b>Friday</b>?</p>")).text
    'Ship Friday?'
    """
    body = Body()
    body.text = _text(message, body, level=0).strip("\n")
    _list_attachments(message, body)
    return body


def _text(part: "Message[str, str]", body: Body, *, level: int) -> str:
    if level > MOST_LEVELS or part.get_content_maintype() == "message":
        return ""
    if not part.is_multipart():
        return _leaf_text(part, body) if _is_text(part) else ""
    inner = [(each, _text(each, body, level=level + 1)) for each in parts_inside(part)]
    if part.get_content_subtype() == "alternative":
        return _chosen(inner)
    return "\n\n".join(text for _, text in inner if text.strip())


def _chosen(inner: list[tuple["Message[str, str]", str]]) -> str:
    known = [(each, text) for each, text in inner if text.strip()]
    plain = [text for each, text in known if each.get_content_type() == "text/plain"]
    return next(iter(plain), known[0][1] if known else "")


def _leaf_text(part: "Message[str, str]", body: Body) -> str:
    charset, raw = part.get_content_charset(), decoded_part(part)
    text, fits = decoded(raw[: 4 * MOST_TEXT], charset=charset)
    if not fits:
        _note(body, "mail.charset", _DAMAGED, charset=charset or "?")
    if len(text) > MOST_TEXT:
        _note(body, "mail.cut", _CUT, most=MOST_TEXT)
    text = text[:MOST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    read = {"text/html": text_of_html, "text/enriched": text_of_enriched}.get(part.get_content_type())
    return read(text) if read else text


def _as_it_stands(part: "Message[str, str]") -> str:
    try:
        payload = part.get_payload()
    except _UNREADABLE:
        # The stated character set stops even the reading of what needs none.
        del part["Content-Type"]
        payload = part.get_payload()
    return payload if isinstance(payload, str) else ""


def _is_text(part: "Message[str, str]") -> bool:
    shown = part.get_content_type() in ("text/plain", "text/html", "text/enriched", "text/richtext")
    return shown and not _name(part) and _disposition(part) != "attachment"


def attached_parts(message: "Message[str, str]") -> Iterator["Message[str, str] | None"]:
    r"""Walk over the parts that hang on a message, messages within it included, in the order in which they stand.

    Args:
        message: As the standard library parses it, by its policy compat32.

    Returns:
        The parts; None as the last one where more lie deeper or beyond what is read.

    >>> from email import message_from_string
    >>> [part.get_content_type() for part in attached_parts(message_from_string("Content-Type: image/png\n\nx"))]
    ['image/png']
    """
    # A list of what is still to see instead of recursion: forty levels of forwarding are real, four thousand an attack.
    waiting, found = [(message, 0)], 0
    while waiting:
        part, level = waiting.pop()
        if level > MOST_LEVELS or found >= MOST_ATTACHMENTS:
            yield None
            return
        within = level > 0 and part.get_content_maintype() == "message"
        if within or not (part.is_multipart() or _is_text(part)):
            found += 1
            yield part
        waiting += [(each, level + 1) for each in reversed(parts_inside(part))]


def described(part: "Message[str, str]") -> Attachment:
    r"""Describe one attached part without decoding it.

    Args:
        part: As attached_parts gives it.

    Returns:
        Its name, type, size and whether its kind is dangerous.

    >>> from email import message_from_string
    >>> described(message_from_string("Content-Type: image/png; name=a.png\n\nabc")).name
    'a.png'
    """
    inside = parts_inside(part)
    name = _name(part) or (decoded_field(str(inside[0].get("Subject", ""))) if inside else "")
    coding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    media_type, size = part.get_content_type(), 0 if inside else coded_size(_as_it_stands(part), coding=coding)
    return attachment(name=name, media_type=media_type, size=size)


def decoded_part(part: "Message[str, str]") -> bytes:
    r"""Return the bytes a part holds, as far as they can be decoded.

    Args:
        part: A part without parts of its own.

    >>> from email import message_from_string
    >>> decoded_part(message_from_string("Content-Transfer-Encoding: base64\n\naGVsbG8="))
    b'hello'
    """
    try:
        raw = part.get_payload(decode=True)
    except _UNREADABLE:
        raw = _as_it_stands(part).encode("utf-8", "surrogateescape")
    return raw if isinstance(raw, bytes) else b""


def parts_inside(part: "Message[str, str]") -> list["Message[str, str]"]:
    r"""Return the parts directly within a part.

    Args:
        part: Any part of a parsed message.

    >>> from email import message_from_string
    >>> parts_inside(message_from_string("Subject: a\n\nb"))
    []
    """
    payload = part.get_payload() if part.is_multipart() else []
    return [each for each in payload if isinstance(each, Message)]


def _list_attachments(message: "Message[str, str]", body: Body) -> None:
    for part in attached_parts(message):
        if part is None:
            _note(body, "mail.deep", _DEEP, most=MOST_LEVELS)
            return
        found = described(part)
        body.attachments.append(found)
        if found.is_dangerous:
            _note(body, "mail.dangerous-attachment", _DANGEROUS, severity=Severity.WARNING, name=found.name)


def _name(part: "Message[str, str]") -> str:
    try:
        return decoded_field(part.get_filename() or "")
    except _UNREADABLE:
        return ""


def _disposition(part: "Message[str, str]") -> str:
    try:
        return part.get_content_disposition() or ""
    except _UNREADABLE:
        return ""


def _note(body: Body, code: str, message: str, *, severity: Severity = Severity.NOTE, **params: str | int) -> None:
    finding = Finding(code=code, severity=severity, message=message, params=params)
    if finding not in body.findings:
        body.findings.append(finding)
