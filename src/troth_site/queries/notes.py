"""Notes a person may read: of a partner, of one line or promise, and one note with its earlier words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Note
from troth_site.queries.partners import Partnership, as_partnership

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The words of a note from a moment on."""

    number: int
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A note as one person reads it.

    Attributes:
        visibility: shared, side or private.
        is_mine: The reader wrote it and may change it.
        commitment: The line or promise it is about, None where it is about the partner.
        about: What that promise says.
        about_line: It is about a line, which has its own page.
        earlier: Its earlier words, newest first.
    """

    pk: int
    visibility: str
    side: str
    organisation: str
    author: str
    is_mine: bool
    text: str
    written_at: datetime
    edited_at: datetime | None
    commitment: int | None
    about: str
    about_line: bool
    earlier: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNote:
    """One note and the relationship it is about."""

    row: NoteRow
    partnership: Partnership


def notes(by: Actor, relationship: int, *, commitment: int | None = None) -> tuple[NoteRow, ...]:
    """Return the notes about a partner, or about one line or promise alone, the newest first."""
    rows = _with_words(access.notes(by).filter(relationship=relationship))
    if commitment is not None:
        rows = rows.filter(commitment=commitment)
    return _rows(by, rows.order_by("-written_at", "-pk")[:SHOWN])


def note(by: Actor, pk: int) -> OneNote:
    """Return one note.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.note(by, pk, "see")
    row = _rows(by, _with_words(access.notes(by).filter(pk=seen.pk)))[0]
    return OneNote(row=row, partnership=as_partnership(by, access.relationship(by, seen.relationship_id)))


def _with_words(rows: QuerySet[Note]) -> QuerySet[Note]:
    return rows.select_related("author", "organisation", "commitment").prefetch_related("versions")


def _rows(by: Actor, rows: Sequence[Note] | QuerySet[Note]) -> tuple[NoteRow, ...]:
    return tuple(_row(by, row) for row in rows)


def _row(by: Actor, row: Note) -> NoteRow:
    newest, *earlier = sorted(row.versions.all(), key=lambda version: version.number, reverse=True)
    return NoteRow(
        pk=row.pk,
        visibility=row.visibility,
        side=row.side,
        organisation=row.organisation.name,
        author=str(row.author or ""),
        is_mine=row.author_id == by.person and row.organisation_id in by.organisations("answer"),
        text=newest.text,
        written_at=row.written_at,
        edited_at=row.edited_at,
        commitment=row.commitment_id,
        about=row.commitment.what if row.commitment else "",
        about_line=bool(row.commitment and row.commitment.kind == "order line"),
        earlier=tuple(Version(number=v.number, text=v.text, written_at=v.written_at) for v in earlier),
    )
