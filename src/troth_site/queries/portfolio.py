"""The portfolio as one table: every partner with its numbers, sorted, filtered, a page at a time.

Today's table reads the stored numbers; a past day's is judged from the tallies, because nothing of the past is stored.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, When

from troth.commitments.outcomes import Side
from troth_site.access import Actor
from troth_site.models import Judgement
from troth_site.names import folded
from troth_site.queries.ledger import PAGE, Page

DIMENSION = "delivery"
MONTHS = 12
SORTS = ("name", "rate", "state", "forecast", "standing", "ours", "flags", "contact", "trend")
STATES = ("alarm", "watch", "ok", "insufficient", "no data")


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in the table.

    Attributes:
        state: As the viewer's organisation judges it.
        standing: What can already be relied on, 0 to 100; None where nothing is known yet.
        ours: The same of the viewer's own side, as the partner reads it.
        months: Promises due and kept in each of the last twelve calendar months, oldest first.
    """

    relationship: int
    their_side: Side
    name: str
    latin: str
    country: str
    n: int
    kept: int
    rate: float | None
    low: float | None
    high: float | None
    state: str
    forecast: float | None
    standing: float | None
    ours: float | None
    flags: int
    last_contact_on: date | None
    months: tuple[tuple[int, int], ...]
    window_rate: float | None
    attention: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the table is narrowed to and how it is ordered; empty means all."""

    text: str = ""
    state: str = ""
    country: str = ""
    flags: bool = False
    sort: str = "state"
    descending: bool = True
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.text.strip() or self.state or self.country or self.flags)


def today(by: Actor, chosen: Choice, *, day: date) -> Page[PartnerRow]:
    """Return a page of the table as it stands, decay applied to those numbers that were judged on an earlier day."""
    rows = narrowed(judgements(by), chosen)
    total = rows.count()
    number = _page_within(chosen.page, total)
    first = (number - 1) * PAGE
    found = [_row(values) for values in _ordered(rows, chosen).values_list(*_COLUMNS)[first : first + PAGE]]
    return Page(tuple(_current(by, found, day)), number, total)


def countries(by: Actor) -> list[str]:
    """Return the countries the partners sit in."""
    found = judgements(by).values_list(_partner("country"), flat=True).distinct()
    return sorted(filter(None, found))


def judgements(by: Actor) -> QuerySet[Judgement]:
    """Return the stored numbers of the other side of each relationship, as the person's organisations judge them."""
    mine = by.organisations()
    rows = Judgement.objects.filter(dimension=DIMENSION, relationship__hidden=False)
    # One organisation and one side, as almost always, are read in the order of an index.
    rows = rows.filter(judge=mine[0]) if len(mine) == 1 else rows.filter(judge__in=mine)
    sides = {seat.kind for seat in by.seats if seat.organisation in mine}
    if sides == {"factory"}:
        return rows.filter(side="buyer")
    if sides == {"buyer"}:
        return rows.filter(side="factory")
    return rows.filter(Q(side="factory") | Q(side="buyer") & ~Q(relationship__buyer__in=mine))


def narrowed(rows: QuerySet[Judgement], chosen: Choice) -> QuerySet[Judgement]:
    """Return the rows a choice leaves."""
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.flags:
        rows = rows.filter(open_flags__gt=0)
    if chosen.country:
        rows = rows.filter(_of_partner("country", chosen.country))
    if chosen.text.strip():
        rows = rows.filter(_of_partner("search__contains", folded(chosen.text)))
    return rows


_COLUMNS = (
    "relationship_id", "side", "relationship__factory__name", "relationship__factory__name_latin",
    "relationship__factory__country", "relationship__buyer__name", "relationship__buyer__name_latin",
    "relationship__buyer__country", "relationship__last_contact_on", "lines", "kept", "rate", "low", "high", "state",
    "forecast", "standing", "kept_evidence", "broken_evidence", "open_flags", "months", "window_rate", "attention",
    "judged_on",
)  # fmt: skip
_PLAIN = {
    "rate": "rate",
    "state": "attention",
    "forecast": "forecast",
    "standing": "standing",
    "flags": "open_flags",
    "contact": "relationship__last_contact_on",
    "trend": "window_rate",
}


def _ordered(rows: QuerySet[Judgement], chosen: Choice) -> QuerySet[Judgement]:
    if chosen.sort == "name":
        rows = rows.annotate(sorted_by=_partner("name"))
    elif chosen.sort == "ours":
        # Where nothing is known the standing is the lowest there is, so it sorts as nothing known.
        own = Judgement.objects.filter(relationship=OuterRef("relationship"), dimension=DIMENSION)
        rows = rows.annotate(sorted_by=Subquery(own.exclude(side=OuterRef("side")).values("standing")[:1]))
    else:
        rows = rows.annotate(sorted_by=F(_PLAIN.get(chosen.sort, "attention")))
    by = F("sorted_by")
    return rows.order_by(by.desc(nulls_last=True) if chosen.descending else by.asc(nulls_last=True), "relationship_id")


def _partner(field: str) -> Any:
    return Case(
        When(side="factory", then=F(f"relationship__factory__{field}")),
        default=F(f"relationship__buyer__{field}"),
        output_field=CharField(),
    )


def _of_partner(field: str, value: str) -> Q:
    return Q(side="factory", **{f"relationship__factory__{field}": value}) | Q(
        side="buyer", **{f"relationship__buyer__{field}": value}
    )
