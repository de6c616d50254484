"""How people work, in their own words first, for whoever plans to meet them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from troth_site.access import Actor
from troth_site.models import CustomNote
from troth_site.models.choices import CustomCategory
from troth_site.queries.partners import Partnership

BESIDE = 8
# What matters first to whoever is about to sit down with somebody.
MEETING_FIRST = (
    CustomCategory.GREETING, CustomCategory.NAMES, CustomCategory.HIERARCHY, CustomCategory.INDIRECT,
    CustomCategory.CARDS, CustomCategory.SEATING, CustomCategory.MEALS, CustomCategory.GIFTS, CustomCategory.PRAYER,
    CustomCategory.HOURS, CustomCategory.DRESS, CustomCategory.HOLIDAYS, CustomCategory.OTHER,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomRow:
    """One note on how an organisation works.

    Attributes:
        by_themselves: Its own people wrote it.
        link: Where more of it can be read, empty for nowhere.
        is_ours: The reader's side wrote it and may take it away.
    """

    pk: int
    category: str
    text: str
    language: str
    source: str
    link: str
    dated_on: date
    author: str
    organisation: str
    by_themselves: bool
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Customs:
    """The notes about both sides, each side's own words first."""

    buyer: tuple[CustomRow, ...]
    factory: tuple[CustomRow, ...]


def categories() -> tuple[tuple[str, str], ...]:
    """Return what a note can be about, with what pages call it."""
    return tuple((value, str(label)) for value, label in CustomCategory.choices)


def customs(by: Actor, found: Partnership) -> Customs:
    """Return the notes about both sides of a partnership that the person has already been let into, in one query."""
    rows = list(readable(found))

    def about(organisation: int) -> tuple[CustomRow, ...]:
        return sorted_rows([row_of(by, row) for row in rows if row.about_id == organisation])

    return Customs(buyer=about(found.buyer), factory=about(found.factory))


def beside(by: Actor, found: Partnership) -> tuple[CustomRow, ...]:
    """Return what to know of the partner before a meeting or visit: its own words first, what matters first."""
    theirs = found.organisation(found.their_side)
    return sorted_rows([row_of(by, row) for row in readable(found).filter(about=theirs)])[:BESIDE]


def readable(found: Partnership) -> QuerySet[CustomNote]:
    """Return what the two sides of a relationship may read of each other: own words, and notes of this pair alone."""
    both = (found.buyer, found.factory)
    own, of_pair = Q(relationship=None), Q(relationship=found.pk)
    return (
        CustomNote.objects.filter(own | of_pair, about__in=both, written_for__in=both, removed_at=None)
        .select_related("author", "written_for")
        .order_by("-dated_on", "-pk")
    )


def sorted_rows(rows: Sequence[CustomRow]) -> tuple[CustomRow, ...]:
    """Return notes in order: people's own words first, what matters first in a meeting first."""
    order = {category: at for at, category in enumerate(MEETING_FIRST)}
    return tuple(sorted(rows, key=lambda row: (not row.by_themselves, order[CustomCategory(row.category)])))


def row_of(by: Actor, row: CustomNote) -> CustomRow:
    """Return one note as its readers see it."""
    return CustomRow(
        pk=row.pk,
        category=row.category,
        text=row.text,
        language=row.language,
        source=row.source,
        link=row.link,
        dated_on=row.dated_on,
        author=str(row.author or ""),
        organisation=row.written_for.name,
        by_themselves=row.about_id == row.written_for_id,
        is_ours=row.written_for_id in by.organisations("answer"),
    )
