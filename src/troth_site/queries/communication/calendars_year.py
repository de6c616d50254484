"""A place's year as pages show it: its closures, its make-up days, its long stops and what they do to output."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.utils import timezone

from troth.basis.calendars import NeverOpen, Why, day_state, is_open
from troth.basis.spans import Span
from troth.orders.capacity import NoCapacity, Plant, bent_span, latest_start, model_of
from troth.orders.planning_board import BoardRow, BoardSite, planning_board
from troth.orders.stops import Stop, plant_at, stops_in
from troth_site.holiday_calendars import PRACTICES
from troth_site.queries.communication.calendars import Place, around_years, calendar_of

KEPT = 1024
USUAL_ORDER_DAYS = 30
"""Working days that an order takes where nobody said otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LongStop:
    """One long closure of a place.

    Attributes:
        bent: From its first day to the day on which output is as usual again.
        ramp_start: Share of the usual output on the first days after it, 0 to 1.
        last_open: The last day of work before it.
        order_by: Last day on which an order of so many working days can begin to be done before it; None where no
            ten years suffice.
    """

    stop: Stop
    bent: Span
    ramp_start: float
    last_open: date
    order_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOf:
    """Some months of a place.

    Attributes:
        row: Its closed runs and its seasons.
        makeup_days: Days of rest worked in exchange for a holiday, or because the place says so.
        unannounced: Years whose make-up days are not announced yet.
        feasts: Names of the holidays it keeps and could say that it does not, as the reader calls them, by their key.
        dropped: The same of those of which it said so.
    """

    place: Place
    span: Span
    row: BoardRow
    stops: tuple[LongStop, ...]
    makeup_days: tuple[date, ...]
    unannounced: tuple[int, ...]
    feasts: tuple[tuple[str, str], ...]
    dropped: tuple[tuple[str, str], ...]


def year_of(
    place: Place, *, today: date, months: int = 12, order_days: int = USUAL_ORDER_DAYS, language: str = "en"
) -> YearOf:
    """Return the coming months of a place, computed once a process as long as it says the same of itself."""
    # A place's key and name are no part of what its days are: places that say the same share one answer.
    plain = Place(organisation=0, name="", week=place.week, days=place.days)
    found = _year(plain, _months_from(today, months), order_days, language, timezone.localdate().year)
    return replace(found, place=place)


def plant_of(place: Place, *, years: Iterable[int], language: str = "en") -> tuple[Plant, tuple[Stop, ...]]:
    """Return a place as a plant that makes things, with its long closures in some years."""
    wanted = sorted(set(years))
    calendar = calendar_of(place, years=wanted, language=language)
    span = Span(date(wanted[0], 1, 1), date(wanted[-1], 12, 31))
    practices = PRACTICES.get(place.week.country, ())
    plant = plant_at(calendar, span=span, practices=practices, told=place.told_models)
    return plant, stops_in(span, calendar=calendar, practices=practices)


def _months_from(today: date, months: int) -> Span:
    first = today.replace(day=1)
    index = first.year * 12 + first.month - 1 + months
    return Span(today, date(index // 12, index % 12 + 1, 1))


@lru_cache(maxsize=KEPT)
def _year(place: Place, span: Span, order_days: int, language: str, _this_year: int) -> YearOf:
    years = around_years(span.start)
    plant, stops = plant_of(place, years=years, language=language)
    calendar = plant.calendar
    [row] = planning_board([BoardSite(name="", plant=plant)], span=span)
    felt = [stop for stop in stops if bent_span(stop.span, plant=plant).overlap(span)]
    states = [day_state(day, calendar=calendar) for day in span.each_day()]
    known = {
        holiday.key: holiday.name
        for _day, holiday in sorted(calendar.public.holidays.items())
        if holiday.closes and holiday.key and not holiday.substitutes
    }
    called = sorted(known.items(), key=lambda pair: pair[1])
    silent = calendar.public.unannounced_years | calendar.public.missing_years
    return YearOf(
        place=place,
        span=span,
        row=row,
        stops=tuple(_long(stop, plant, order_days) for stop in felt),
        makeup_days=tuple(state.day for state in states if state.why in {Why.MAKEUP_DAY, Why.OWN_OPENING}),
        unannounced=tuple(sorted(year for year in silent if span.start.year <= year <= span.end.year)),
        feasts=tuple(pair for pair in called if pair[0] not in place.own.not_kept),
        dropped=tuple(pair for pair in called if pair[0] in place.own.not_kept),
    )


def _long(stop: Stop, plant: Plant, order_days: int) -> LongStop:
    bent = bent_span(stop.span, plant=plant)
    last_open = stop.span.start - timedelta(days=1)
    while not is_open(last_open, calendar=plant.calendar):
        last_open -= timedelta(days=1)
    try:
        order_by = latest_start(stop.span.start, effective_days=order_days, plant=plant).day
    except (NoCapacity, NeverOpen):
        order_by = None
    ramp_start = model_of(stop.span, plant=plant).ramp_start
    return LongStop(stop=stop, bent=bent, ramp_start=ramp_start, last_open=last_open, order_by=order_by)
