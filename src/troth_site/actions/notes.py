"""Notes of people: written, edited, deleted by whoever wrote them. No number is ever made of one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.ledger import NewEntry
from troth_site.models import LedgerEntry, Note, NoteVersion, Relationship
from troth_site.models.choices import Visibility

LONGEST = 4000
SHARED = Visibility.SHARED


class NoteRefused(Exception):
    """The note cannot be kept like this; the message says what lacks."""


def write(
    *,
    by: Actor,
    relationship: int,
    text: str,
    visibility: str,
    commitment: int | None = None,
    on: date | None = None,
) -> int:
    """Keep a note about a partner, or about one line or promise of theirs, and return its key.

    Args:
        by: Who writes.
        relationship: The partner it is about.
        text: What is said.
        visibility: Who reads it.
        commitment: The line or promise it is about, if it is about one.
        on: Day it stands under in the ledger; today unless said otherwise.

    Raises:
        NoteRefused: It says nothing, is too long, or names nobody who reads it.
    """
    said = _said(text)
    if visibility not in Visibility.values:
        raise NoteRefused("Choose who may read this note: both sides, your side only, or only you.")
    seen = access.relationship(by, relationship, "answer")
    if commitment is not None and access.commitment(by, commitment, "answer").relationship_id != seen.pk:
        raise access.NotThere
    with transaction.atomic():
        row = ledger.lock(seen.pk) if visibility == SHARED else seen
        side = access.side_of(by, row)
        note = Note.objects.create(
            relationship=row, commitment_id=commitment, organisation_id=getattr(row, f"{side}_id"), side=side,
            author_id=by.person, visibility=visibility, written_at=timezone.now(),
        )  # fmt: skip
        _keep_version(by, row, note, text=said, on=on)
        _record(by, row, note, "note.written")
    return note.pk


def edit(*, by: Actor, note: int, text: str) -> None:
    """Change the words of one's own note; the earlier ones are kept for whoever may read it.

    Raises:
        NoteRefused: It says nothing or is too long.
    """
    said = _said(text)
    seen = access.note(by, note, "answer")
    with transaction.atomic():
        row = _locked(seen)
        found = Note.objects.select_for_update().get(pk=seen.pk)
        last = NoteVersion.objects.filter(note=found).order_by("-number").first()
        if last is not None and last.text == said:
            return
        found.edited_at = timezone.now()
        found.save(update_fields=["edited_at"])
        _keep_version(by, row, found, text=said)
        _record(by, row, found, "note.edited")


def delete(*, by: Actor, note: int) -> None:
    """Delete one's own note with all its versions; of a shared one the ledger keeps that it was, not what it said."""
    seen = access.note(by, note, "answer")
    with transaction.atomic():
        row = _locked(seen)
        found = Note.objects.select_for_update().get(pk=seen.pk)
        entries = [seq for seq in found.versions.values_list("entry", flat=True) if seq is not None]
        # Without its salt a short text cannot be guessed from its hash; the chain holds by the hash alone.
        LedgerEntry.objects.filter(relationship=row, seq__in=entries).update(content=None, salt=b"", person=None)
        if found.visibility == SHARED:
            _append(by, row, "note.deleted", {"note": found.pk, "by": found.side})
        _record(by, row, found, "note.deleted")
        found.delete()


def _said(text: str) -> str:
    said = text.strip()
    if not said:
        raise NoteRefused("Write something: an empty note is not kept.")
    if len(said) > LONGEST:
        raise NoteRefused("This note is longer than 4,000 characters: shorten it, or write it in two.")
    return said


def _locked(note: Note) -> Relationship:
    """Return the relationship, locked only where the note stands in its ledger."""
    if note.visibility == SHARED:
        return ledger.lock(note.relationship_id)
    return Relationship.objects.select_related("buyer", "factory").get(pk=note.relationship_id)


def _keep_version(by: Actor, row: Relationship, note: Note, *, text: str, on: date | None = None) -> None:
    entry, number = None, note.versions.count() + 1
    if note.visibility == SHARED:
        kind = "note.written" if number == 1 else "note.edited"
        about = {} if note.commitment_id is None else {"commitment": note.commitment_id}
        _append(by, row, kind, {"note": note.pk, "by": note.side, "text": text, "version": number, **about}, on=on)
        entry = row.head_seq
    NoteVersion.objects.create(note=note, number=number, text=text, written_at=timezone.now(), entry=entry)


def _append(by: Actor, row: Relationship, kind: str, content: dict[str, object], *, on: date | None = None) -> None:
    # The entry names no promisor and no promise of its own: what is said of a promise is no version of its outcome.
    today = on or timezone.localdate()
    ledger.append(row, [NewEntry(kind=kind, person=by.person, happened_on=today, recorded_on=today, content=content)])


def _record(by: Actor, row: Relationship, note: Note, verb: str) -> None:
    # The trail is the writer's organisation's own, and never holds the words.
    audit.record(
        verb, by=by, organisation=note.organisation_id, relationship=row, subject=f"note {note.pk}",
        data={"visibility": note.visibility},
    )  # fmt: skip
