"""The board over a season such as the Lunar New Year: what is closed where, how output bends, what falls due inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from troth.basis.closures import ClosedRun, closed_runs
from troth.basis.spans import Span
from troth.orders.capacity import Plant, Season, capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSite:
    """Hold a site of the board: its name, and where it works."""

    name: str
    plant: Plant


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardOrder:
    """Hold an order of the board: what it is called, which site makes it, and when it is due there."""

    name: str
    site: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonSpan:
    """Hold days of one season that follow each other, with the factor of the first and of the last of them.

    Attributes:
        low: Smallest share of a usual working day inside the span, days of rest left out, 0 to 1.
        high: Largest.
    """

    season: Season
    span: Span
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """Hold one site's row.

    Attributes:
        closures: Closed days with names, announced or estimated, each run whole.
        seasons: Rush, stop and ramp inside the board's span, in order; usual days are left out.
        affected: Orders due on a closed day or in a season, earliest first.
    """

    site: str
    closures: tuple[ClosedRun, ...]
    seasons: tuple[SeasonSpan, ...]
    affected: tuple[BoardOrder, ...]


def planning_board(
    sites: Sequence[BoardSite], *, span: Span, orders: Iterable[BoardOrder] = ()
) -> tuple[BoardRow, ...]:
    """Lay out what a season does to every site.

    Args:
        sites: The sites in the order of the board.
        span: The board's days.
        orders: Orders of any site; those due in a closure or a season are listed with their site.

    Returns:
        A row per site, in their order.

    Source: S1-35: "CNY/Tet/Eid planning board".

    >>> from troth.basis.calendars import PlaceCalendar
    >>> plant = Plant(calendar=PlaceCalendar(), stops=(Span(date(2026, 2, 12), date(2026, 2, 28)),))
    >>> board = planning_board([BoardSite(name="Xin", plant=plant)], span=Span(date(2026, 1, 1), date(2026, 4, 1)))
    >>> [season.season.value for season in board[0].seasons]
    ['rush', 'stop', 'ramp']
    """
    due = sorted((order for order in orders if order.due in span), key=lambda order: (order.due, order.name))
    return tuple(_row(site, span, [order for order in due if order.site == site.name]) for site in sites)


def _row(site: BoardSite, span: Span, due: Sequence[BoardOrder]) -> BoardRow:
    closures = closed_runs(span, calendar=site.plant.calendar)
    seasons = _seasons(site.plant, span)
    bent = [*(run.span for run in closures), *(season.span for season in seasons)]
    affected = tuple(order for order in due if any(order.due in part for part in bent))
    return BoardRow(site=site.name, closures=closures, seasons=seasons, affected=affected)


def _seasons(plant: Plant, span: Span) -> tuple[SeasonSpan, ...]:
    days = [(day, capacity(day, plant=plant)) for day in span.each_day()]
    found: list[SeasonSpan] = []
    for season, group in groupby(days, key=lambda pair: pair[1].season):
        parts = list(group)
        if season is Season.USUAL:
            continue
        factors = [each.factor for _, each in parts if each.factor] or [0.0]
        whole = Span(parts[0][0], parts[-1][0] + timedelta(days=1))
        found.append(SeasonSpan(season=season, span=whole, low=min(factors), high=max(factors)))
    return tuple(found)
