"""Clock times of two places: turning one into the other, the hours both work, and how clock changes move them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from troth.basis.calendars import PlaceCalendar
from troth.basis.findings import Finding, Param, Severity
from troth.basis.spans import local_day
from troth.basis.text import gettext_noop

NINE_TO_SIX = (time(9), time(18))


class SkippedTime(ValueError):
    """A clock time does not exist on its day, because the clocks jump over it."""


class ZonedTime(ValueError):
    """A clock time was given with a zone where the zone is an argument of its own."""


class ImpossibleHours(ValueError):
    """Working hours end before they begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Hold where one side sits: its zone, its working hours there, and its calendar.

    Args:
        name: How the side is called.
        zone: The zone its people live in.
        hours: Start and end of its working day, local time; the start is before the end.
        calendar: Its open days.

    Raises:
        ImpossibleHours: The hours run backwards.
    """

    name: str
    zone: ZoneInfo
    hours: tuple[time, time] = NINE_TO_SIX
    calendar: PlaceCalendar = field(default_factory=PlaceCalendar)

    def __post_init__(self) -> None:
        if self.hours[0] >= self.hours[1]:
            raise ImpossibleHours(f"The working day of {self.name} must start before it ends.")


@dataclass(frozen=True, slots=True)
class Overlap:
    """Hold the moments in UTC between which two offices both work."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        """Length in hours, more than 0."""
        return (self.end - self.start) / timedelta(hours=1)


def at_zone(local: datetime, *, source: ZoneInfo, target: ZoneInfo) -> datetime:
    """Say which clock time it is in one zone when a clock in another shows a time.

    Args:
        local: A clock time without a zone; of a time that comes twice in autumn, fold says which one is meant.
        source: The zone of that clock.
        target: The zone wanted.

    Raises:
        ZonedTime: The time carries a zone already.
        SkippedTime: The clocks of the source jump over it in spring.

    Source: IANA time zone data; vector h04.

    >>> evening = datetime(2026, 7, 14, 20)
    >>> at_zone(evening, source=ZoneInfo("America/New_York"), target=ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-07-15T08:00:00+08:00'
    """
    if local.tzinfo is not None:
        raise ZonedTime(f"{local.isoformat()} carries a zone already; give the clock time alone.")
    moment = local.replace(tzinfo=source).astimezone(UTC)
    if moment.astimezone(source).replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise SkippedTime(f"{local.isoformat()} does not exist in {source.key}: the clocks jump over it.")
    return moment.astimezone(target)


def working_hours_on(day: date, *, office: Office) -> Overlap:
    """Give the moments between which an office works on a day of its own, whether it is open or not.

    >>> berlin = Office(name="Berlin", zone=ZoneInfo("Europe/Berlin"))
    >>> working_hours_on(date(2026, 7, 15), office=berlin).start.isoformat()
    '2026-07-15T07:00:00+00:00'
    """
    first, last = (datetime.combine(day, clock, tzinfo=office.zone).astimezone(UTC) for clock in office.hours)
    return Overlap(first, last)


def overlap_on(day: date, *, first: Office, second: Office) -> Overlap | None:
    """Find the hours both offices work on a date, each on that date of its own.

    Args:
        day: The same calendar date in both places; closed days are not looked at.
        first: One office.
        second: The other; swapping them changes nothing.

    Returns:
        The shared hours, or None where there are none.

    Source: `domain.md` h.3, vectors h03.

    >>> home = Office(name="A", zone=ZoneInfo("Europe/Berlin"), hours=(time(9), time(17)))
    >>> away = Office(name="B", zone=ZoneInfo("Asia/Shanghai"))
    >>> overlap_on(date(2026, 7, 15), first=home, second=away).hours
    3.0
    """
    one, other = working_hours_on(day, office=first), working_hours_on(day, office=second)
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Overlap(start, end) if start < end else None


def hours_apart(moment: datetime, *, first: ZoneInfo, second: ZoneInfo) -> float:
    """Tell how many hours the second zone's clock is ahead of the first one's at a moment.

    >>> noon = datetime(2026, 1, 14, 12, tzinfo=UTC)
    >>> hours_apart(noon, first=ZoneInfo("America/New_York"), second=ZoneInfo("Asia/Shanghai"))
    13.0
    """
    return _offset(moment, second) - _offset(moment, first)


def clock_changes(moments: Sequence[datetime], *, first: Office, second: Office) -> tuple[Finding, ...]:
    """Warn of each meeting of a series before which the difference between two offices changed.

    Args:
        moments: Starts of the meetings with their zone, in order.
        first: One office.
        second: The other.

    Returns:
        A warning for each meeting at which the clocks stand differently to each other than at the one before.

    Source: `domain.md` h.3, "DST week warnings"; section 7, trap 14.

    >>> home = Office(name="Berlin", zone=ZoneInfo("Europe/Berlin"))
    >>> away = Office(name="Dongguan", zone=ZoneInfo("Asia/Shanghai"))
    >>> weekly = [datetime(2026, 10, 20, 8, tzinfo=UTC), datetime(2026, 10, 27, 8, tzinfo=UTC)]
    >>> [warning.params["now"] for warning in clock_changes(weekly, first=home, second=away)]
    ['7']
    """
    found = []
    for before, moment in pairwise(moments):
        was, now = (hours_apart(each, first=first.zone, second=second.zone) for each in (before, moment))
        if was != now:
            hours = {"was": f"{was:g}", "now": f"{now:g}", "first": first.name, "second": second.name}
            found.append(_changed(local_day(moment, zone=first.zone), hours))
    return tuple(found)


def _changed(day: date, params: Mapping[str, Param]) -> Finding:
    message = gettext_noop(
        "From %(day)s the clocks of %(first)s and %(second)s are %(now)s hours apart, not %(was)s: tell both sides."
    )
    return Finding(
        code="calendar.clock-change",
        severity=Severity.WARNING,
        message=message,
        params={"day": day, **params},
    )


def _offset(moment: datetime, zone: ZoneInfo) -> float:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return offset / timedelta(hours=1)
