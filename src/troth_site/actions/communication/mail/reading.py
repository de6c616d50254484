"""Reading a file of mail: message by message from the disk, however large the file is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from troth.basis.findings import Finding
from troth.communication.archive import ArchiveContents, archive_contents
from troth.communication.mail import Mail, parse_mail
from troth.communication.mbox import split_mbox
from troth_site.actions.communication.keeping import cleaned

LARGEST_MESSAGE = 64 * 1024 * 1024
LONGEST_ID = 300
LONGEST_LINE = 1024 * 1024
STEP = 50
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What a file holds, without the words of its messages: those are read again when they are kept.

    Attributes:
        read: Messages in the file, copies included.
        contents: Its messages, each once, sorted into conversations.
        places: Where each of them stands in the file, from 0; in the order of `contents.mails`.
        bytes_read: How much of the file they are.
    """

    read: int
    contents: ArchiveContents
    places: tuple[int, ...]
    bytes_read: int


def messages(path: Path, *, as_of: datetime) -> Iterator[tuple[bytes, Mail]]:
    """Read the messages of a file one by one, raw and parsed.

    Args:
        path: A file as mail programs write it, .mbox or .eml.
        as_of: When the file came; no message can have been sent long after.

    Raises:
        NotAMailbox: It is no such file.
    """
    with path.open("rb") as file:
        # Lines without end exist; they come in pieces.
        lines = iter(lambda: file.readline(LONGEST_LINE), b"")
        for raw in split_mbox(lines, most=LARGEST_MESSAGE):
            yield raw, parse_mail(raw, as_of=as_of)


def study(path: Path, *, as_of: datetime, progress: Progress | None = None) -> Study:
    """Read a whole file for what it holds.

    Raises:
        NotAMailbox: It is no file of mail.
    """
    found, size = list[Mail](), 0
    for raw, mail in messages(path, as_of=as_of):
        found.append(without_words(mail))
        size += len(raw)
        if progress is not None and len(found) % STEP == 0:
            progress(size)
    contents = archive_contents(found)
    copies = {id(mail) for mail in contents.copies}
    places = tuple(place for place, mail in enumerate(found) if id(mail) not in copies)
    return Study(read=len(found), contents=contents, places=places, bytes_read=size)


def without_words(mail: Mail) -> Mail:
    """Return a message without its words, which a hundred thousand of them would fill the memory with."""
    return replace(mail, text="", quoted="", findings=())


def kept_id(name: str) -> str:
    """Return an identifier as it is kept: a very long one by its hash."""
    clean = cleaned(name)
    return clean if len(clean) <= LONGEST_ID else f"{sha256(clean.encode()).hexdigest()}@long.invalid"


def findings_of(mail: Mail) -> list[dict[str, object]]:
    """Return what was noticed in a message, as its row keeps it: code, severity, sentence, and what it speaks of."""
    return [_as_json(finding) for finding in mail.findings]


def _as_json(finding: Finding) -> dict[str, object]:
    params = {name: value if isinstance(value, int | float) else cleaned(str(value))
              for name, value in finding.params.items()}  # fmt: skip
    return {
        "code": finding.code, "severity": str(finding.severity), "message": finding.message, "params": params
    }  # fmt: skip
