"""The files that hang on a message, taken out: what can harm is named and left where it is."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum

from troth.communication.attachments import Attachment, attachment
from troth.communication.bodies import attached_parts, decoded_part, described, parts_inside

LARGEST = 25 * 1024 * 1024
"""Bytes of one file that are kept; larger ones belong on a file server."""

MOST_FILES = 100
"""Files of one message that are kept."""

MOST_UPLOADED = 10
"""Files that a person adds to one message on its page."""

MOST_MAILED = 7 * 1024 * 1024
"""Bytes of the files that go out with a letter; coded for mail they stay below what most servers take, 10 MB."""

MOST_NAMES = 5_000
"""Names in an archive that are looked at; one with more is taken for harmful."""

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_ACTIVE_HTML = ("text/html", "application/xhtml+xml", "image/svg+xml", "application/hta", "text/xml")
# The start of an entry in an archive's directory (PKWARE, APPNOTE.TXT, section 4.3.12).
_ENTRY = b"PK\x01\x02"
_MACROS = re.compile(rb"vbaProject\.bin|_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T")


class Refused(StrEnum):
    """Why a file is named and not kept."""

    DANGEROUS = "dangerous"
    EMPTY = "empty"
    LARGE = "large"
    MESSAGE = "message"
    TOO_MANY = "too many"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """Hold one file of a message.

    Args:
        about: Its name, type and size.
        content: Its bytes; None where it is refused.
        refused: Why its content is not here, None where it is.
    """

    about: Attachment
    content: bytes | None
    refused: Refused | None


def attached_files(raw: bytes, *, largest: int = LARGEST) -> list[AttachedFile]:
    r"""Take the files out of a raw message.

    A file is refused where its kind can run (see attachments), its first bytes are a program's whatever its name says,
    it carries macros, or it is an archive that holds such a name; and where it is too large. A message within the
    message is named; its own files are taken out like the others.

    Args:
        raw: The message, header first.
        largest: Bytes of one file that are kept, 1 or more.

    Returns:
        The files in the order in which they stand; none where the message cannot be read.

    >>> raw = b"Content-Type: text/csv; name=a.csv\nContent-Transfer-Encoding: base64\n\naGVsbG8="
    >>> [(file.about.name, file.content, file.refused) for file in attached_files(raw)]
    [('a.csv', b'hello', None)]
    """
    try:
        parts = [part for part in attached_parts(message_from_bytes(raw)) if part is not None]
        return [_taken(part, number, largest) for number, part in enumerate(parts)]
    except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError):
        return []


def uploaded_file(*, name: str, media_type: str, content: bytes, largest: int = LARGEST) -> AttachedFile:
    r"""Look at a file that a person adds to a message, by the rules for one that comes with mail.

    Args:
        name: What its owner calls it, whatever it holds.
        media_type: What the browser says it is; "" where it says nothing.
        content: Its bytes.
        largest: Bytes of one file that are kept, 1 or more.

    Returns:
        The file; refused also where it holds nothing, because an upload that broke off looks so.

    Source: OWASP, File Upload Cheat Sheet: neither the name nor the stated type is believed.

    >>> uploaded_file(name="lab dip.pdf", media_type="application/pdf", content=b"MZ\x90").refused
    <Refused.DANGEROUS: 'dangerous'>
    >>> uploaded_file(name="lab dip.pdf", media_type="application/pdf", content=b"%PDF-1.7").refused is None
    True
    """
    kind = media_type.partition(";")[0].strip().lower()
    about = attachment(name=name, media_type=kind, size=len(content))
    refused = None
    if about.is_dangerous or can_harm(content, media_type=kind):
        refused = Refused.DANGEROUS
    elif not content:
        refused = Refused.EMPTY
    elif len(content) > largest:
        refused = Refused.LARGE
    return AttachedFile(about=about, content=None if refused else content, refused=refused)


def _taken(part: "Message[str, str]", number: int, largest: int) -> AttachedFile:
    about = described(part)
    refused = _refused(part, about, number, largest)
    if refused is not None:
        return AttachedFile(about=about, content=None, refused=refused)
    content = decoded_part(part)
    # The size was told from the coding; what came out of it is what is kept.
    about = attachment(name=about.name, media_type=about.media_type, size=len(content))
    if len(content) > largest:
        return AttachedFile(about=about, content=None, refused=Refused.LARGE)
    if can_harm(content, media_type=about.media_type):
        return AttachedFile(about=about, content=None, refused=Refused.DANGEROUS)
    return AttachedFile(about=about, content=content, refused=None)


def _refused(part: "Message[str, str]", about: Attachment, number: int, largest: int) -> Refused | None:
    if parts_inside(part):
        return Refused.MESSAGE
    if about.is_dangerous or about.media_type in _ACTIVE_HTML:
        return Refused.DANGEROUS
    if about.size > largest:
        return Refused.LARGE
    return Refused.TOO_MANY if number >= MOST_FILES else None


def can_harm(content: bytes, *, media_type: str = "") -> bool:
    r"""Tell whether a file is a program, carries macros, or packs something that can run.

    Args:
        content: Its bytes.
        media_type: Its stated type in lower case, "" where none is known.

    Returns:
        True also for an archive whose names cannot be read.

    >>> can_harm(b"MZ\x90\x00"), can_harm(b"%PDF-1.7")
    (True, False)
    """
    if content.startswith(_PROGRAMS) or media_type in _ACTIVE_HTML:
        return True
    if content[:2048].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<script", b"<svg")):
        return True
    if content.startswith(b"PK\x03\x04") and _packs_harm(content):
        return True
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) and _MACROS.search(content) is not None


def _packs_harm(content: bytes) -> bool:
    """Look at the names in an archive's directory; one without a directory cannot be looked into."""
    if b"PK\x05\x06" not in content[-70_000:]:
        return True
    names, at = list[str](), content.find(_ENTRY)
    while at >= 0 and len(names) <= MOST_NAMES:
        length = int.from_bytes(content[at + 28 : at + 30], "little")
        names.append(content[at + 46 : at + 46 + length].decode("utf-8", "replace"))
        at = content.find(_ENTRY, at + 46)
    if not names or len(names) > MOST_NAMES:
        return True
    return any(attachment(name=name, media_type="", size=0).is_dangerous for name in names)
