"""The product terms of a relationship: either side adds, mends and removes them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.models import GlossaryTerm, Relationship

LONGEST_WORD, LONGEST_MEANING, MOST_TERMS = 200, 2000, 1000


class TermRefused(Exception):
    """The term cannot be kept like this; the text says why."""


def write(
    *, by: Actor, relationship: int, term: str, words: Mapping[str, str], meaning: str, pk: int | None = None
) -> int:
    """Add a term, or change one, and return its key.

    Args:
        by: Who writes.
        relationship: Whose glossary.
        term: What names it.
        words: For a language's code its words, several with commas between them.
        meaning: What both sides understand by it.
        pk: The term to change; None adds one.

    Raises:
        TermRefused: It names nothing, says nothing about it, or is there already.
        access.NotThere: The term to change is of another record.
    """
    seen = access.relationship(by, relationship, "answer")
    named, said = _said(term, meaning)
    spoken = {code: kept for code, word in words.items() if (kept := " ".join(word.split()))}
    if not spoken and not said:
        raise TermRefused(gettext_noop("Write the words of at least one language, or what the term means."))
    if any(len(word) > LONGEST_WORD for word in spoken.values()):
        raise TermRefused(
            gettext_noop("The words of one language are longer than 200 characters: write the usual ones alone.")
        )
    with transaction.atomic():
        row = Relationship.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        _check_free(row, named, pk)
        fields: dict[str, Any] = {
            "term": named, "words": spoken, "meaning": said, "by_id": by.person, "written_at": timezone.now()
        }  # fmt: skip
        if pk is None:
            kept = GlossaryTerm.objects.create(relationship=row, **fields)
        else:
            kept = _term(row, pk)
            for name, value in fields.items():
                setattr(kept, name, value)
            kept.save()
        _record(by, row, kept.pk, "glossary.written", named)
    return kept.pk


def remove(*, by: Actor, term: int) -> int:
    """Remove a term, and return its relationship's key."""
    seen = access.of_relationship(by, GlossaryTerm, term, "answer")
    with transaction.atomic():
        _record(by, seen.relationship, seen.pk, "glossary.removed", seen.term)
        seen.delete()
    return seen.relationship_id


def _said(term: str, meaning: str) -> tuple[str, str]:
    named, said = " ".join(term.split()), meaning.strip()
    if not named:
        raise TermRefused(gettext_noop("Name the term."))
    if len(named) > LONGEST_WORD or len(said) > LONGEST_MEANING:
        raise TermRefused(gettext_noop("A term has at most 200 characters, its meaning at most 2,000."))
    return named, said


def _term(row: Relationship, pk: int) -> GlossaryTerm:
    found = GlossaryTerm.objects.filter(pk=pk, relationship=row).first()
    if found is None:
        raise access.NotThere
    return found


def _check_free(row: Relationship, named: str, pk: int | None) -> None:
    others = GlossaryTerm.objects.filter(relationship=row).exclude(pk=pk)
    if others.filter(term=named).exists():
        raise TermRefused(gettext_noop("This term is in the glossary already: change it there."))
    if pk is None and others.count() >= MOST_TERMS:
        raise TermRefused(gettext_noop("A glossary holds at most 1,000 terms: remove those that nobody uses."))


def _record(by: Actor, row: Relationship, pk: int, verb: str, term: str) -> None:
    audit.record(verb, by=by, relationship=row, subject=f"term {pk}", data={"term": term})
    live.tell(row.pk, "glossary", f"term {pk}")
