"""Working days and business hours of one place: its week, its closures, its make-up days, its zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from troth.basis.spans import NaiveDatetime, Span, local_day

MONDAY_TO_FRIDAY = frozenset(range(5))
MONDAY_TO_SATURDAY = frozenset(range(6))
MOST_BUSINESS_HOURS = 10_000


class ImpossibleCalendar(ValueError):
    """A working calendar contradicts itself."""


class BackwardInterval(ValueError):
    """An interval ended before it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """Hold when one place works.

    Args:
        hours: Start and end of the working day, local time, on one day: the start is before the end.
        lunch: Start and end of the break inside the hours, or None.
        workdays: Days of the week that are worked, Monday 0 to Sunday 6; at least one.
        closed: Days that are not worked whatever the week says: holidays, plant closures.
        makeup_workdays: Days that are worked whatever the week says, such as China's make-up Saturdays.
        zone: The place's time zone.

    Raises:
        ImpossibleCalendar: The hours or the break run backwards, no day is worked, or a day is both closed and worked.

    >>> calendar = WorkCalendar(hours=(time(9), time(18)), zone=ZoneInfo("Asia/Shanghai"))
    >>> is_working_day(date(2026, 11, 21), calendar=calendar)
    False
    """

    hours: tuple[time, time]
    lunch: tuple[time, time] | None = None
    workdays: frozenset[int] = MONDAY_TO_FRIDAY
    closed: frozenset[date] = frozenset()
    makeup_workdays: frozenset[date] = frozenset()
    zone: ZoneInfo

    def __post_init__(self) -> None:
        bounds = [self.hours[0], *(self.lunch or ()), self.hours[1]]
        if bounds != sorted(bounds) or self.hours[0] == self.hours[1]:
            raise ImpossibleCalendar("The working day must start before it ends, and the break must lie inside it.")
        if not self.workdays or not self.workdays <= frozenset(range(7)):
            raise ImpossibleCalendar("At least one day of the week must be worked; Monday is 0 and Sunday is 6.")
        if both := self.closed & self.makeup_workdays:
            raise ImpossibleCalendar(f"{min(both)} is both closed and a make-up working day; keep one of the two.")


def is_working_day(day: date, *, calendar: WorkCalendar) -> bool:
    """Tell whether a place works on a day.

    Args:
        day: A calendar day of the place.
        calendar: The place's calendar.

    Source: `domain.md` h, make-up days; a place's own closures win over its week.

    >>> saturday = date(2026, 2, 14)
    >>> china = WorkCalendar(hours=(time(9), time(18)), makeup_workdays=frozenset({saturday}), zone=ZoneInfo("PRC"))
    >>> is_working_day(saturday, calendar=china)
    True
    """
    if day in calendar.makeup_workdays:
        return True
    return day.weekday() in calendar.workdays and day not in calendar.closed


def add_working_days(day: date, *, count: int, calendar: WorkCalendar) -> date:
    """Find the day a number of working days after a day, or before it.

    Args:
        day: The day to count from; it is not counted itself and need not be worked.
        count: Working days, negative to count backwards; 0 returns the day unchanged.
        calendar: The place's calendar.

    Returns:
        A working day, unless the count is 0.

    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
    >>> add_working_days(date(2026, 1, 2), count=1, calendar=office)
    datetime.date(2026, 1, 5)
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, calendar=calendar)
    return day


def next_working_day(day: date, *, calendar: WorkCalendar) -> date:
    """Find the first working day on or after a day.

    Args:
        day: The day itself is returned where it is worked.
        calendar: The place's calendar.

    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
    >>> next_working_day(date(2026, 1, 3), calendar=office)
    datetime.date(2026, 1, 5)
    """
    return day if is_working_day(day, calendar=calendar) else add_working_days(day, count=1, calendar=calendar)


def working_days_in(span: Span, *, calendar: WorkCalendar) -> int:
    """Count the working days of a period.

    Args:
        span: A half-open period of days.
        calendar: The place's calendar.

    Returns:
        Days, 0 to the length of the period; a period cut in two adds up.

    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
    >>> working_days_in(Span(date(2026, 1, 1), date(2026, 1, 8)), calendar=office)
    5
    """
    return sum(is_working_day(day, calendar=calendar) for day in span.each_day())


def business_hours_between(*, start: datetime, end: datetime, calendar: WorkCalendar) -> float:
    """Measure how many business hours of a place lie between two moments.

    Real elapsed time is counted, so a change of the clocks inside working hours shortens or lengthens that day, and an
    interval cut in two adds up. The number never exceeds the wall-clock hours.

    Args:
        start: A moment with its zone, any zone.
        end: A moment with its zone, not before the start.
        calendar: Calendar of the side whose answer is awaited.

    Returns:
        Hours, 0 or more.

    Raises:
        NaiveDatetime: A moment carries no zone.
        BackwardInterval: The end lies before the start.

    Source: `domain.md` b.4, the business-hours clock.

    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
    >>> friday, monday = datetime(2026, 1, 9, 8, tzinfo=UTC), datetime(2026, 1, 12, 2, tzinfo=UTC)
    >>> business_hours_between(start=friday, end=monday, calendar=office)
    2.0
    """
    if start.utcoffset() is None or end.utcoffset() is None:
        raise NaiveDatetime(start if start.utcoffset() is None else end)
    # Python compares two moments of one zone by their clock faces, which repeat for an hour in autumn.
    reached, end = start.astimezone(UTC), end.astimezone(UTC)
    if end < reached:
        raise BackwardInterval(f"The interval ends at {end.isoformat()}, before it begins at {reached.isoformat()}.")
    worked = timedelta()
    last = local_day(end, zone=calendar.zone)
    day = local_day(start, zone=calendar.zone)
    while day <= last:
        for opens, closes in _open_hours(day, calendar):
            opens, closes = max(opens, reached), min(closes, end)
            if opens < closes:
                worked += closes - opens
                # A clock time skipped in spring is read as the hour after; no moment may be counted twice for it.
                reached = closes
        day += timedelta(days=1)
    return worked / timedelta(hours=1)


def add_business_hours(start: datetime, *, hours: float, calendar: WorkCalendar) -> datetime:
    """Find the moment by which a number of business hours of a place have passed.

    Args:
        start: A moment with its zone, any zone.
        hours: Business hours, more than 0 and at most ten thousand, some five years.
        calendar: Calendar of the side that is waited for.

    Returns:
        A moment in the place's zone, within its hours or at their end; business_hours_between finds the same hours.

    Raises:
        NaiveDatetime: The start carries no zone.
        ValueError: The hours are out of range.

    Source: `domain.md` b.4, the business-hours clock, read the other way round.

    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
    >>> add_business_hours(datetime(2026, 1, 9, 15, tzinfo=UTC), hours=24, calendar=office).isoformat()
    '2026-01-14T16:00:00+01:00'
    """
    if start.utcoffset() is None:
        raise NaiveDatetime(start)
    if not 0 < hours <= MOST_BUSINESS_HOURS:
        raise ValueError(f"Business hours must be more than 0 and at most {MOST_BUSINESS_HOURS}, not {hours}.")
    left, reached = timedelta(hours=hours), start.astimezone(UTC)
    day = local_day(start, zone=calendar.zone)
    while True:
        for opens, closes in _open_hours(day, calendar):
            opens = max(opens, reached)
            if opens + left <= closes:
                return (opens + left).astimezone(calendar.zone)
            if opens < closes:
                left -= closes - opens
                reached = closes
        day += timedelta(days=1)


def _open_hours(day: date, calendar: WorkCalendar) -> list[tuple[datetime, datetime]]:
    if not is_working_day(day, calendar=calendar):
        return []
    opens, closes = calendar.hours
    breaks = calendar.lunch or (closes, closes)
    parts = [(opens, breaks[0]), (breaks[1], closes)]
    return [(_moment(day, first, calendar.zone), _moment(day, last, calendar.zone)) for first, last in parts]


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
