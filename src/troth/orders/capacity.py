"""What a factory really gets done around a long closure: the rush before, the stop, the slow start after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from troth.basis.calendars import PlaceCalendar, is_open
from troth.basis.findings import Finding, Severity
from troth.basis.spans import Span
from troth.basis.text import gettext_noop

TIGHTENED_LOTS = 2
LONGEST_PLAN_DAYS = 3_660
ROUNDING = 1e-9


class ImpossibleCapacity(ValueError):
    """Factors lie outside 0 to 1, lengths are negative, or two long closures overlap."""


class NoCapacity(ValueError):
    """The wanted effective days cannot be reached within ten years."""


class Season(StrEnum):
    """Where a day stands to a long closure."""

    USUAL = "usual"
    RUSH = "rush"
    STOP = "stop"
    RAMP = "ramp"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityModel:
    """Hold how output changes around a long closure. Policy data: a factory's own experience replaces it.

    Args:
        rush_days: Calendar days before the closure in which quality and output suffer, 0 or more.
        rush_factor: Share of the usual output then, 0 to 1.
        ramp_days: Calendar days after the closure until output is as usual, 0 or more.
        ramp_start: Share of the usual output from which it climbs, in equal steps, to 1 on the last of them; 0 to 1.

    Raises:
        ImpossibleCapacity: A factor or a length is out of range.

    Source: `domain.md` h: .7, stop, .4 to 1; trade sources S13 there.

    >>> CapacityModel().rush_factor
    0.7
    """

    rush_days: int = 14
    rush_factor: float = 0.7
    ramp_days: int = 21
    ramp_start: float = 0.4

    def __post_init__(self) -> None:
        shares_fit = 0 <= self.rush_factor <= 1 and 0 <= self.ramp_start <= 1
        if not shares_fit or self.rush_days < 0 or self.ramp_days < 0:
            raise ImpossibleCapacity("Factors lie between 0 and 1, and days are 0 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """Hold where work is done: its calendar, the long closures that bend its output, and how far they bend it.

    Args:
        calendar: Open and closed days.
        stops: Long closures in order, none overlapping; nothing is made in them whatever the calendar says.
        model: How output changes around each stop.
        told: The closures around which the plant says itself how its output changes, each with its own model.

    Raises:
        ImpossibleCapacity: Two stops overlap or are out of order.

    >>> Plant(calendar=PlaceCalendar()).stops
    ()
    """

    calendar: PlaceCalendar
    stops: tuple[Span, ...] = ()
    model: CapacityModel = CapacityModel()
    told: tuple[tuple[Span, CapacityModel], ...] = ()

    def __post_init__(self) -> None:
        if any(later.start < earlier.end for earlier, later in zip(self.stops, self.stops[1:], strict=False)):
            raise ImpossibleCapacity("Long closures must be given in order and must not overlap.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """Hold one day's capacity: its share of a usual working day, 0 to 1, and the season it stands in."""

    factor: float
    season: Season


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestStart:
    """Hold when work must begin.

    Attributes:
        day: First day of work.
        calendar_days: Days from it to the due day, which is not counted itself.
        accumulated: Effective days in between; at least what was wanted.
    """

    day: date
    calendar_days: int
    accumulated: float


def capacity(day: date, *, plant: Plant) -> Capacity:
    """Tell what share of a usual working day a plant gets done on a day.

    Args:
        day: A calendar day of the plant.
        plant: Its calendar, long closures and model.

    Returns:
        Factor 0 on closed days and in a stop; where a ramp meets the next rush, the smaller factor.

    Source: `domain.md` h.

    >>> bent = Plant(calendar=PlaceCalendar(), stops=(Span(date(2026, 2, 12), date(2026, 2, 28)),))
    >>> [round(capacity(date(2026, 3, day), plant=bent).factor, 3) for day in (2, 20)]
    [0.486, 1.0]
    """
    around = (_around(day, stop, model_of(stop, plant=plant)) for stop in plant.stops)
    found = min(around, key=_by_factor, default=_USUAL)
    if found.season is Season.STOP or is_open(day, calendar=plant.calendar):
        return found
    return Capacity(factor=0.0, season=found.season)


def model_of(stop: Span, *, plant: Plant) -> CapacityModel:
    """Find how output changes around one long closure: as the plant told it, or as is usual.

    Args:
        stop: One of the plant's stops.
        plant: What it told, and what is usual.

    Source: `domain.md` h: "per-factory overrides always win".

    >>> stop, quick = Span(date(2026, 2, 12), date(2026, 2, 28)), CapacityModel(ramp_days=5)
    >>> plant = Plant(calendar=PlaceCalendar(), stops=(stop,), told=((Span(date(2026, 2, 16), stop.end), quick),))
    >>> model_of(stop, plant=plant).ramp_days
    5
    """
    return next((model for span, model in plant.told if span.overlap(stop) is not None), plant.model)


def bent_span(stop: Span, *, plant: Plant) -> Span:
    """Give the days on which a long closure is felt in what becomes due: the stop itself, and the slow start after it.

    Args:
        stop: One of the plant's stops.
        plant: What it told of the days after it, and what is usual.

    Returns:
        From the first closed day to the day on which output is as usual again.

    Source: `domain.md` h.

    >>> stop = Span(date(2026, 2, 12), date(2026, 2, 28))
    >>> bent_span(stop, plant=Plant(calendar=PlaceCalendar(), stops=(stop,))).end
    datetime.date(2026, 3, 21)
    """
    return Span(stop.start, stop.end + timedelta(days=model_of(stop, plant=plant).ramp_days))


def latest_start(due: date, *, effective_days: float, plant: Plant) -> LatestStart:
    """Count back from a due day to the day on which work must begin.

    Args:
        due: The day by which the work is done; it is not counted itself.
        effective_days: Usual working days of work, 0 or more.
        plant: Where it is done.

    Raises:
        ImpossibleCapacity: The effective days are negative.
        NoCapacity: Ten years before the due day are not enough.

    Source: `domain.md` h, vectors h06.

    >>> week = PlaceCalendar(workdays=frozenset(range(6)))
    >>> plant = Plant(calendar=week, stops=(Span(date(2026, 2, 12), date(2026, 2, 28)),))
    >>> latest_start(date(2026, 3, 31), effective_days=30, plant=plant).day
    datetime.date(2026, 1, 28)
    """
    if effective_days < 0:
        raise ImpossibleCapacity(f"Work takes 0 days or more, not {effective_days}.")
    day, accumulated = due, 0.0
    while accumulated < effective_days - ROUNDING:
        if (due - day).days >= LONGEST_PLAN_DAYS:
            raise NoCapacity(f"{effective_days} effective days do not fit into the ten years before {due}.")
        day -= timedelta(days=1)
        accumulated += capacity(day, plant=plant).factor
    return LatestStart(day=day, calendar_days=(due - day).days, accumulated=accumulated)


def earliest_finish(start: date, *, effective_days: float, plant: Plant) -> date:
    """Count forward from the first day of work to the first day by which it is done.

    Args:
        start: First day on which work is possible.
        effective_days: Usual working days of work, 0 or more.
        plant: Where it is done.

    Returns:
        The day after the last day of work; a due day equal to it is kept.

    Raises:
        ImpossibleCapacity: The effective days are negative.
        NoCapacity: Ten years after the start are not enough.

    Source: `domain.md` h, the same count read forward.

    >>> earliest_finish(date(2026, 11, 20), effective_days=2, plant=Plant(calendar=PlaceCalendar()))
    datetime.date(2026, 11, 24)
    """
    if effective_days < 0:
        raise ImpossibleCapacity(f"Work takes 0 days or more, not {effective_days}.")
    day, accumulated = start, 0.0
    while accumulated < effective_days - ROUNDING:
        if (day - start).days >= LONGEST_PLAN_DAYS:
            raise NoCapacity(f"{effective_days} effective days do not fit into the ten years after {start}.")
        accumulated += capacity(day, plant=plant).factor
        day += timedelta(days=1)
    return day


def tightened_after(
    stop: Span, *, lots: Sequence[tuple[date, str]], count: int = TIGHTENED_LOTS
) -> tuple[Finding, ...]:
    """Suggest tightened inspection for the first lots made after a long closure.

    Args:
        stop: The closure.
        lots: Day on which each lot is ready, and its name; any order.
        count: How many lots, 0 or more.

    Returns:
        A suggestion per lot, the first first. It is advice; nobody has been found wanting.

    Source: `domain.md` h: new workers and a slow start; first two lots after the holiday.

    >>> away = Span(date(2026, 2, 12), date(2026, 2, 28))
    >>> lots = [(date(2026, 3, 9), "L2"), (date(2026, 2, 1), "L1")]
    >>> [found.params["lot"] for found in tightened_after(away, lots=lots)]
    ['L2']
    """
    after = sorted(lot for lot in lots if lot[0] >= stop.end)[:count]
    message = gettext_noop(
        "Inspect lot %(lot)s under the tightened plan: it is among the first made after the closure that ended on"
        " %(last)s."
    )
    last = stop.end - timedelta(days=1)
    return tuple(
        Finding(
            code="planning.tightened-after-closure",
            severity=Severity.NOTE,
            message=message,
            params={"lot": name, "last": last},
        )
        for _, name in after
    )


_USUAL = Capacity(factor=1.0, season=Season.USUAL)


def _by_factor(found: Capacity) -> float:
    return found.factor


def _around(day: date, stop: Span, model: CapacityModel) -> Capacity:
    if day in stop:
        return Capacity(factor=0.0, season=Season.STOP)
    if stop.start - timedelta(days=model.rush_days) <= day < stop.start:
        return Capacity(factor=model.rush_factor, season=Season.RUSH)
    worked = (day - stop.end).days + 1
    if 0 < worked <= model.ramp_days:
        return Capacity(factor=model.ramp_start + (1 - model.ramp_start) * worked / model.ramp_days, season=Season.RAMP)
    return _USUAL
