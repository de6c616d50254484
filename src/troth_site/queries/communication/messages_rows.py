"""What a page of messages is made of: a thread, its messages, and what stands beside each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth.communication.requests import RequestState
from troth.communication.translations import Mark
from troth_site.queries.communication.decisions import DecisionRow
from troth_site.queries.communication.glossary import Piece, Terms
from troth_site.queries.partners import Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationRow:
    """A translation beside its original; mark_word is the library's sentence about it."""

    language: str
    text: str
    pieces: tuple[Piece, ...]
    mark: Mark
    mark_word: str
    by: str
    confirmed_by: str
    is_readers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """Who read a message, and when they said that they understood it."""

    name: str
    read_at: datetime
    understood_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A file that came with a message; path is empty and refused says why where it was not kept."""

    pk: int
    name: str
    size: int
    is_kept: bool
    refused: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """What a message asks and where that stands; pk is the request's, 0 while the message waits."""

    pk: int
    side: str
    what: str
    why: str
    severity: str
    due_at: datetime
    state: RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message as one side reads it.

    Attributes:
        at: When it came onto the record.
        said_at: When a mail's writer says it was sent, where that is another moment.
        findings: What was noticed when it came by mail and its reader ought to know: code, template, params.
        candidates: Sentences of it that read like decisions and are not written down yet.
    """

    pk: int
    side: str
    is_ours: bool
    author: str
    address: str
    text: str
    pieces: tuple[Piece, ...]
    language: str
    origin: str
    at: datetime
    said_at: datetime | None
    send_at: datetime | None
    is_waiting: bool
    verified: bool
    automatic: str
    findings: tuple[Mapping[str, Any], ...]
    translations: tuple[TranslationRow, ...]
    reads: tuple[ReadRow, ...]
    is_understood_by_me: bool
    is_new: bool
    files: tuple[FileRow, ...]
    asked: AskedRow | None
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneThread:
    """A thread as one side reads it.

    Attributes:
        zones: The zone of each side, empty where nobody told it.
        earlier: Messages that stand before those shown.
        terms: The relationship's glossary.
        newest_change: Number of the newest change of all, from which an open page listens.
    """

    pk: int
    subject: str
    topic: str
    partnership: Partnership
    zones: Mapping[str, str]
    order: str
    commitment: int | None
    commitment_what: str
    is_closed: bool
    messages: tuple[MessageRow, ...]
    earlier: int
    decisions: tuple[DecisionRow, ...]
    terms: Terms
    newest_change: int

    @property
    def new(self) -> tuple[int, ...]:
        """Return the messages the reader sees for the first time."""
        return tuple(row.pk for row in self.messages if row.is_new)
