"""Notes on how people work: written about oneself first of all, and about a partner for both to read."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES
from troth.communication.reading_links import LinkRefused, checked_link
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import CustomNote
from troth_site.models.choices import CustomCategory

LONGEST = 2000


class CustomRefused(Exception):
    """A note cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomGiven:
    """A note as somebody writes it.

    Attributes:
        about_ourselves: Read by every partner; a note about the other side is read by the two sides alone.
        source: Where it is known from: a person, a visit, a book.
        dated_on: Day on which it was so.
        language: Code of the language it is written in, empty where nobody said.
        link: Where more of it can be read on the open web, empty for nowhere.
    """

    about_ourselves: bool
    category: str
    text: str
    source: str
    dated_on: date
    language: str = ""
    link: str = ""


def write(*, by: Actor, relationship: int, given: CustomGiven, on: date | None = None) -> int:
    """Keep a note on how one's own side works, or the partner's, and return its key.

    Raises:
        CustomRefused: It says nothing, is too long, has no source, or is dated ahead.
    """
    row = access.relationship(by, relationship, "answer")
    _possible(given, today=on or timezone.localdate())
    link = _link(given.link)
    ours = access.side_of(by, row)
    theirs = SIDES[1 - SIDES.index(ours)]
    writer = getattr(row, f"{ours}_id")
    with transaction.atomic():
        note = CustomNote.objects.create(
            about_id=writer if given.about_ourselves else getattr(row, f"{theirs}_id"), written_for_id=writer,
            relationship=None if given.about_ourselves else row, category=given.category, text=given.text.strip(),
            language=given.language, source=given.source.strip()[:300], link=link,
            dated_on=given.dated_on, author_id=by.person, written_at=timezone.now(),
        )  # fmt: skip
        _record(by, "custom.written", note)
        live.tell(row.pk, "custom", f"organisation {note.about_id}")
    return note.pk


def take_away(*, by: Actor, relationship: int, note: int) -> None:
    """Take away a note that one's own side wrote; the trail keeps that there was one, not what it said."""
    row = access.relationship(by, relationship)
    ours = getattr(row, f"{access.side_of(by, row)}_id")
    found = CustomNote.objects.filter(pk=note, written_for=ours, about__in=(row.buyer_id, row.factory_id)).first()
    if found is None or found.relationship_id not in (None, row.pk):
        raise access.NotThere
    access.organisation(by, ours, "answer")
    with transaction.atomic():
        kept = CustomNote.objects.select_for_update().get(pk=found.pk)
        if kept.removed_at is not None:
            return
        kept.removed_at = timezone.now()
        kept.save(update_fields=["removed_at"])
        _record(by, "custom.taken-away", kept)
        live.tell(row.pk, "custom", f"organisation {kept.about_id}")


def _possible(given: CustomGiven, *, today: date) -> None:
    if not given.text.strip() or len(given.text) > LONGEST:
        raise CustomRefused(gettext_noop("Write at most 2,000 characters, and at least one word."))
    if not given.source.strip():
        raise CustomRefused(gettext_noop("Say where it is known from: a person, a visit, a book."))
    if given.category not in CustomCategory.values:
        raise CustomRefused(gettext_noop("Choose what the note is about."))
    if given.dated_on > today:
        raise CustomRefused(gettext_noop("A note tells how it is or was: its day does not lie ahead."))


def _link(written: str) -> str:
    try:
        return checked_link(written)
    except LinkRefused as error:
        raise CustomRefused(str(error)) from error


def _record(by: Actor, verb: str, note: CustomNote) -> None:
    audit.record(
        verb, by=by, organisation=note.written_for_id, relationship=note.relationship, subject=f"custom {note.pk}",
        data={"category": note.category, "about": note.about_id},
    )  # fmt: skip
