"""A place's calendar in layers: its week, public holidays, make-up workdays, and above all its own word."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from troth.basis.spans import Span
from troth.basis.working_time import MONDAY_TO_FRIDAY, ImpossibleCalendar

LONGEST_CLOSURE_DAYS = 400
"""A search for an open day gives up after more than a year."""


class Mark(StrEnum):
    """How sure a day is: published by an authority, or calculated and able to move by a day or more."""

    ANNOUNCED = "announced"
    ESTIMATED = "estimated"


class Why(StrEnum):
    """What decided whether a day is open, strongest first."""

    OWN_CLOSURE = "own-closure"
    OWN_OPENING = "own-opening"
    MAKEUP_DAY = "makeup-day"
    HOLIDAY = "holiday"
    REST_DAY = "rest-day"
    WORKDAY = "workday"


class NeverOpen(ValueError):
    """A calendar has no open day for more than a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Hold one day of a country's or region's list.

    Args:
        name: As the reader calls it.
        local_name: As the place calls it; empty where only one name is known.
        mark: Whether the day was announced or is estimated.
        closes: False for a day that is observed while people work, such as an optional holiday.
        key: A stable English name for programs, the same on each day of a feast; by it a place says that it does not
            keep the feast.
        substitutes: True for a day off in exchange for another, which is no feast itself.
    """

    name: str
    local_name: str = ""
    mark: Mark = Mark.ANNOUNCED
    closes: bool = True
    key: str = ""
    substitutes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLayer:
    """Hold what a country and region say: holidays, make-up workdays, and the years about which they are silent.

    Args:
        country: ISO 3166-1 code of two letters, empty where the layer stands for no country.
        holidays: The days with their names.
        makeup_days: Days of rest that are worked in exchange for a longer holiday.
        unannounced_years: Years for which make-up days are customary and not yet announced.
        missing_years: Years for which no list is known at all; their days count by the week alone.
    """

    country: str = ""
    holidays: Mapping[date, Holiday] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    makeup_days: frozenset[date] = frozenset()
    unannounced_years: frozenset[int] = frozenset()
    missing_years: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Closure:
    """Hold a period for which a place says that it is closed, and why."""

    span: Span
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLayer:
    """Hold what a place says about itself, which wins over every list.

    Args:
        closures: Periods without work; one wins even over an own opening of the same day.
        openings: Days worked although the week or the list says otherwise.
        not_kept: Keys of holidays that the place does not keep: it works, and nobody congratulates.
    """

    closures: tuple[Closure, ...] = ()
    openings: frozenset[date] = frozenset()
    not_kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCalendar:
    """Hold the layers of one place.

    Args:
        public: The country's and region's list.
        own: The place's own word, above the list.
        workdays: Days of the week that are worked, Monday 0 to Sunday 6; at least one.

    Raises:
        ImpossibleCalendar: No day of the week is worked, or a number is no day of the week.

    >>> new_year = {date(2027, 1, 1): Holiday(name="New Year's Day", key="New Year's Day")}
    >>> office = PlaceCalendar(public=PublicLayer(holidays=new_year))
    >>> day_state(date(2027, 1, 1), calendar=office).name
    "New Year's Day"
    """

    public: PublicLayer = field(default_factory=PublicLayer)
    own: OwnLayer = field(default_factory=OwnLayer)
    workdays: frozenset[int] = MONDAY_TO_FRIDAY

    def __post_init__(self) -> None:
        if not self.workdays or not self.workdays <= frozenset(range(7)):
            raise ImpossibleCalendar("At least one day of the week must be worked; Monday is 0 and Sunday is 6.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayState:
    """Say of one day whether the place is open, what decided it, and how the day is called.

    Attributes:
        name: The holiday's name or the reason of an own closure; empty for a plain day.
        mark: ESTIMATED only where a holiday that may still move decided; day_is_estimate knows of silent years too.
    """

    day: date
    is_open: bool
    why: Why
    name: str = ""
    mark: Mark = Mark.ANNOUNCED


def kept_holiday(day: date, *, calendar: PlaceCalendar) -> Holiday | None:
    """Find the holiday a place keeps on a day, whether it closes for it or not.

    >>> eid = {date(2027, 3, 10): Holiday(name="Bayram", key="Eid al-Fitr")}
    >>> secular = PlaceCalendar(public=PublicLayer(holidays=eid), own=OwnLayer(not_kept=frozenset({"Eid al-Fitr"})))
    >>> kept_holiday(date(2027, 3, 10), calendar=secular) is None
    True
    """
    found = calendar.public.holidays.get(day)
    return None if found is None or (found.key or found.name) in calendar.own.not_kept else found


def day_state(day: date, *, calendar: PlaceCalendar) -> DayState:
    """Tell whether a place is open on a day, and why.

    An own closure wins over an own opening, that over a make-up workday, that over a holiday, that over the week.

    Args:
        day: A calendar day of the place.
        calendar: Its layers.

    Source: `domain.md` h: "per-factory overrides always win"; S1-35.

    >>> saturday = date(2026, 2, 14)
    >>> china = PlaceCalendar(public=PublicLayer(makeup_days=frozenset({saturday})))
    >>> day_state(saturday, calendar=china).why.value
    'makeup-day'
    """
    for closure in calendar.own.closures:
        if day in closure.span:
            return DayState(day=day, is_open=False, why=Why.OWN_CLOSURE, name=closure.reason)
    if day in calendar.own.openings:
        return DayState(day=day, is_open=True, why=Why.OWN_OPENING)
    if day in calendar.public.makeup_days:
        return DayState(day=day, is_open=True, why=Why.MAKEUP_DAY)
    holiday = kept_holiday(day, calendar=calendar)
    if holiday is not None and holiday.closes:
        return DayState(day=day, is_open=False, why=Why.HOLIDAY, name=holiday.name, mark=holiday.mark)
    return _by_the_week(day, calendar)


def is_open(day: date, *, calendar: PlaceCalendar) -> bool:
    """Tell whether a place is open on a day.

    >>> is_open(date(2026, 11, 22), calendar=PlaceCalendar())
    False
    """
    return day_state(day, calendar=calendar).is_open


def next_open_day(day: date, *, calendar: PlaceCalendar) -> date:
    """Find the first open day on or after a day.

    Raises:
        NeverOpen: None of the next 400 days is open.

    >>> next_open_day(date(2026, 11, 21), calendar=PlaceCalendar())
    datetime.date(2026, 11, 23)
    """
    return next_day_open_to_all(day, calendars=(calendar,))


def next_day_open_to_all(day: date, *, calendars: Iterable[PlaceCalendar]) -> date:
    """Find the first day on or after a day on which every one of several places is open.

    Args:
        day: The day itself is returned where all are open.
        calendars: One per place; without any, every day is open.

    Raises:
        NeverOpen: None of the next 400 days is open to all.

    >>> rest_on_monday = PlaceCalendar(workdays=frozenset({1, 2, 3, 4, 5}))
    >>> next_day_open_to_all(date(2026, 11, 21), calendars=[PlaceCalendar(), rest_on_monday])
    datetime.date(2026, 11, 24)
    """
    places = tuple(calendars)
    for offset in range(LONGEST_CLOSURE_DAYS):
        tried = day + timedelta(days=offset)
        if all(is_open(tried, calendar=place) for place in places):
            return tried
    raise NeverOpen(
        f"No day is open in the {LONGEST_CLOSURE_DAYS} days from {day}; look at the own closures of the calendar."
    )


def closed_days(span: Span, *, calendar: PlaceCalendar) -> Iterator[DayState]:
    """Yield the closed days of a period with their reasons, in order.

    >>> span = Span(date(2026, 11, 20), date(2026, 11, 24))
    >>> [closed.day.day for closed in closed_days(span, calendar=PlaceCalendar())]
    [21, 22]
    """
    states = (day_state(day, calendar=calendar) for day in span.each_day())
    return (state for state in states if not state.is_open)


def day_is_estimate(day: date, *, calendar: PlaceCalendar) -> bool:
    """Tell whether a day's answer may still change: its list is missing, or its make-up days are not announced.

    >>> next_year = PlaceCalendar(public=PublicLayer(country="CN", unannounced_years=frozenset({2027})))
    >>> day_is_estimate(date(2027, 2, 20), calendar=next_year)
    True
    """
    state = day_state(day, calendar=calendar)
    if state.why in {Why.OWN_CLOSURE, Why.OWN_OPENING}:
        return False
    silent = calendar.public.unannounced_years | calendar.public.missing_years
    return state.mark is Mark.ESTIMATED or day.year in silent


def _by_the_week(day: date, calendar: PlaceCalendar) -> DayState:
    works = day.weekday() in calendar.workdays
    return DayState(day=day, is_open=works, why=Why.WORKDAY if works else Why.REST_DAY)
