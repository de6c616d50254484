"""A relationship's terms, and where they stand in what is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from troth.communication.glossary import Glossary, Term, compile_glossary, highlights
from troth_site import access
from troth_site.access import Actor
from troth_site.models import GlossaryTerm
from troth_site.queries.partners import Partnership, as_partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A term as both sides read it; words are pairs of a language's code and its words."""

    pk: int
    term: str
    words: tuple[tuple[str, str], ...]
    meaning: str
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; term is the key of the term it is, 0 where it is none."""

    text: str
    term: int


@dataclass(frozen=True, slots=True)
class Terms:
    """A relationship's terms, ready for finding."""

    rows: tuple[TermRow, ...]
    compiled: Glossary

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Cut a text where terms stand; put together again the pieces are the text."""
        if not self.rows:
            return (Piece(text, 0),)
        found, reached = [], 0
        for place in highlights(text, glossary=self.compiled):
            if place.start > reached:
                found.append(Piece(text[reached : place.start], 0))
            found.append(Piece(text[place.start : place.end], int(place.term)))
            reached = place.end
        return (*found, Piece(text[reached:], 0)) if reached < len(text) else tuple(found)


def terms(by: Actor, relationship: int) -> tuple[TermRow, ...]:
    """Return the terms of a relationship the person may see, in the order of the alphabet."""
    access.relationship(by, relationship)
    return _rows(relationship)


def terms_of(relationship: int) -> Terms:
    """Return the terms of a relationship that has passed the gate, ready for finding; one query."""
    rows = _rows(relationship)
    return Terms(rows, compile_glossary(_term(row) for row in rows))


def term(by: Actor, pk: int) -> tuple[TermRow, Partnership]:
    """Return one term and whose it is.

    Raises:
        access.NotThere: There is none for this person.
    """
    found = access.of_relationship(by, GlossaryTerm, pk)
    return _row(found), as_partnership(by, found.relationship)


def _rows(relationship: int) -> tuple[TermRow, ...]:
    found = GlossaryTerm.objects.filter(relationship=relationship).select_related("by").order_by("term", "pk")
    return tuple(_row(row) for row in found)


def _row(row: GlossaryTerm) -> TermRow:
    return TermRow(
        pk=row.pk, term=row.term, words=tuple(sorted(row.words.items())), meaning=row.meaning, by=str(row.by or ""),
        written_at=row.written_at,
    )  # fmt: skip


def _term(row: TermRow) -> Term:
    # In the library Chinese of either script is "zh"; the language counts only for the marks of Vietnamese.
    words = {code.partition("-")[0]: _each(said.split(",")) for code, said in row.words}
    # The name itself is found too, in whatever language it is.
    return Term(key=str(row.pk), words={"": (row.term,), **words})


def _each(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in words if word.strip())
