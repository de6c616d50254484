"""The planning board over all partners, and the latest day on which work for one of them must begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, When, Window
from django.db.models.aggregates import Count
from django.db.models.functions import RowNumber

from troth.basis.closures import ClosedRun
from troth.basis.spans import Span
from troth_site import access
from troth_site.access import Actor
from troth_site.models import OrderLine, Relationship
from troth_site.queries.communication.calendars import places
from troth_site.queries.communication.calendars_year import LongStop, YearOf, year_of
from troth_site.queries.ledger import Page
from troth_site.queries.partners import Partnership, as_partnership, visible

PAGE = 50
LINES_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """An open order line that falls due inside a stop, or before output is as usual again."""

    pk: int
    order: str
    item: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStop:
    """One long closure of a partner, and what falls due in it.

    Attributes:
        due: Open order lines that fall due in it or in the slow days after it.
        lines: The first of them.
    """

    long: LongStop
    due: int
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFeast:
    """A shorter closure of a partner, such as a feast, and how many open order lines fall due in it."""

    run: ClosedRun
    due: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRow:
    """One partner of the board: its long closures, and the shorter ones beside them."""

    partnership: Partnership
    year: YearOf
    stops: tuple[BoardStop, ...]
    feasts: tuple[BoardFeast, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAsked:
    """What a board is asked for: how many months ahead, how long an order takes, of which country's partners."""

    today: date
    months: int
    order_days: int
    country: str = ""
    page: int = 1
    language: str = "en"


def board(by: Actor, asked: BoardAsked) -> Page[PartnerRow]:
    """Return a page of partners with their long closures, those of one country together."""
    found = _partners(by)
    if asked.country:
        found = found.filter(their_country=asked.country)
    total = found.count()
    number = min(max(asked.page, 1), max(1, -(-total // PAGE)))
    rows = found.order_by("their_country", "their_name", "pk")[(number - 1) * PAGE : number * PAGE]
    partners = [as_partnership(by, row) for row in rows]
    said = places(each.organisation(each.their_side) for each in partners)
    years = {
        each.pk: year_of(
            said[each.organisation(each.their_side)], today=asked.today, months=asked.months,
            order_days=asked.order_days, language=asked.language,
        )
        for each in partners
    }  # fmt: skip
    bent = {pk: [long.bent for long in year.stops] for pk, year in years.items()}
    due = _due(bent, horizon=_horizon(years.values()))
    shown = tuple(
        PartnerRow(
            partnership=each,
            year=years[each.pk],
            stops=tuple(due.of(each.pk, long) for long in years[each.pk].stops),
            feasts=tuple(BoardFeast(run=run, due=due.count(each.pk, run.span)) for run in feasts(years[each.pk])),
        )
        for each in partners
    )
    return Page(shown, number, total, PAGE)


def feasts(year: YearOf) -> tuple[ClosedRun, ...]:
    """Return the closures of a place beside its long ones."""
    longer = [long.stop.span for long in year.stops]
    return tuple(run for run in year.row.closures if all(run.span.overlap(span) is None for span in longer))


def countries(by: Actor) -> tuple[str, ...]:
    """Return the countries of one's partners, in order."""
    found = _partners(by).order_by("their_country").values_list("their_country", flat=True).distinct()
    return tuple(country for country in found if country)


def open_lots(by: Actor, relationship: int, *, since: date, most: int = 20) -> tuple[DueLine, ...]:
    """Return the open order lines of a partner due from a day on, the first first."""
    row = access.relationship(by, relationship)
    return tuple(_line(values) for values in _open().filter(relationship=row, due_on__gte=since).values(*_LINE)[:most])


_LINE = ("pk", "relationship_id", "due_on", "key", "item", "order__number")


def _partners(by: Actor) -> QuerySet[Relationship]:
    ours = Q(buyer__in=by.organisations())
    return visible(by).annotate(
        their_country=Case(When(ours, then=F("factory__country")), default=F("buyer__country")),
        their_name=Case(When(ours, then=F("factory__name")), default=F("buyer__name")),
    )


def _open() -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(completed_on=None, cancelled_on=None).order_by("due_on", "pk")


class _Due:
    """Open lines that fall due in some spans: how many on each day, and the first ones."""

    def __init__(self, counts: Sequence[tuple[int, date, int]], lines: Sequence[dict[str, object]]) -> None:
        self._counts: dict[int, list[tuple[date, int]]] = {}
        for relationship, day, number in counts:
            self._counts.setdefault(relationship, []).append((day, number))
        self._lines: dict[int, list[DueLine]] = {}
        for values in lines:
            self._lines.setdefault(int(str(values["relationship_id"])), []).append(_line(values))

    def count(self, relationship: int, span: Span) -> int:
        """Return how many lines fall due in a span."""
        return sum(number for day, number in self._counts.get(relationship, ()) if day in span)

    def of(self, relationship: int, long: LongStop) -> BoardStop:
        """Return a stop with what falls due in it."""
        lines = [line for line in self._lines.get(relationship, ()) if line.due_on in long.bent]
        return BoardStop(long=long, due=self.count(relationship, long.bent), lines=tuple(lines[:LINES_SHOWN]))


def _horizon(years: Iterable[YearOf]) -> Span | None:
    """Return the days from the first closed one of some places to the day on which the last is as usual again."""
    spans = [
        span for year in years for span in (*(long.bent for long in year.stops), *(run.span for run in feasts(year)))
    ]
    return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None


def _due(stops: dict[int, list[Span]], *, horizon: Span | None) -> _Due:
    """Return what falls due, in two queries: how many lines on each day, and the first lines of each long stop.

    Places whose stops are the same share a part of the question.
    """
    if horizon is None:
        return _Due((), ())
    rows = _open().filter(relationship__in=list(stops), due_on__gte=horizon.start, due_on__lt=horizon.end)
    counts = rows.order_by().values_list("relationship_id", "due_on").annotate(number=Count("pk"))
    together: dict[Span, list[int]] = {}
    for relationship, bent in stops.items():
        for span in bent:
            together.setdefault(span, []).append(relationship)
    asked = Q(pk__in=[])
    for span, relationships in together.items():
        asked |= Q(relationship__in=relationships, due_on__gte=span.start, due_on__lt=span.end)
    # Each stop of a partner is at least some days long: twelve lines a partner fill two of them.
    ranked = rows.filter(asked).annotate(
        place=Window(RowNumber(), partition_by=[F("relationship_id")], order_by=[F("due_on"), F("pk")])
    )
    return _Due(list(counts), list(ranked.filter(place__lte=4 * LINES_SHOWN).values(*_LINE)))


def _line(values: dict[str, object]) -> DueLine:
    return DueLine(
        pk=int(str(values["pk"])), order=str(values["order__number"] or values["key"]), item=str(values["item"]),
        due_on=values["due_on"],  # type: ignore[arg-type]
    )  # fmt: skip
