"""A series of meetings: its regular days, what closed days move, and the marks by which calendars recognise it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from zoneinfo import ZoneInfo

from troth.basis.calendars import PlaceCalendar, next_day_open_to_all
from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop

MOST_MEETINGS = 520
UID_DIGITS = 32

_CLOSE = gettext_noop("The meetings of %(first)s and %(second)s lie close together: perhaps one of them is enough.")


class ImpossibleSeries(ValueError):
    """A series has no meeting, too many, or no week between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Hold the plan of a series; its wall clock stands still in its own zone when clocks change.

    Args:
        uid: Stable mark of the series, as series_uid gives it.
        start: Day of the first meeting.
        clock: Start of each meeting, local time of the zone.
        zone: Whose clock it is.
        weeks_apart: 1 for weekly, 2 for fortnightly; at most 8.
        count: Meetings, 1 to 520.
        duration: Length of a meeting, more than 0.

    Raises:
        ImpossibleSeries: The count, the weeks or the duration are out of range.
    """

    uid: str
    start: date
    clock: time
    zone: ZoneInfo
    weeks_apart: int = 1
    count: int = 12
    duration: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_MEETINGS or not 1 <= self.weeks_apart <= 8 or self.duration <= timedelta():
            raise ImpossibleSeries(f"A series has 1 to {MOST_MEETINGS} meetings of some length, 1 to 8 weeks apart.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """Hold one meeting of a series.

    Attributes:
        planned: Its regular day; with the series' clock it is what calendars call RECURRENCE-ID.
        held: The day it is held, None where it is left out.
        start: Its start in the series' zone, None where it is left out.
    """

    planned: date
    held: date | None
    start: datetime | None

    @property
    def is_moved(self) -> bool:
        """True where it is held on another day than its regular one.

        >>> Occurrence(planned=date(2026, 2, 17), held=None, start=None).is_moved
        False
        """
        return self.held is not None and self.held != self.planned


def series_uid(*, host: str, key: str) -> str:
    """Make the mark under which every calendar keeps a series, the same each time it is asked for.

    Args:
        host: Name of the installation, such as "troth.example".
        key: What names the series there and never changes, such as its number.

    Source: RFC 5545, 3.8.4.7: globally unique and persistent.

    >>> series_uid(host="troth.example", key="series/7") == series_uid(host="troth.example", key="series/7")
    True
    """
    return f"{sha256(f'{host}/{key}'.encode()).hexdigest()[:UID_DIGITS]}@{host}"


def occurrences(series: Series, *, calendars: Sequence[PlaceCalendar]) -> tuple[Occurrence, ...]:
    """List the meetings of a series, those on a day that is closed to either side moved.

    Args:
        series: The plan.
        calendars: One per side.

    Returns:
        An occurrence per planned day. One on a closed day is held on the next day open to all. Where that is the day
        of the next meeting or later, it is left out: the two would be one. The last one is always held.

    Raises:
        NeverOpen: The sides share no open day for more than a year.

    Source: `domain.md` h.5, vector h05: "move to next working day of both sides".

    >>> office = PlaceCalendar(workdays=frozenset({0}))
    >>> plan = Series(uid="u", start=date(2026, 11, 24), clock=time(9), zone=ZoneInfo("Asia/Shanghai"), count=1)
    >>> [meeting.held.isoformat() for meeting in occurrences(plan, calendars=[office])]
    ['2026-11-30']
    """
    found = []
    for number in range(series.count):
        planned = series.start + number * timedelta(weeks=series.weeks_apart)
        held: date | None = next_day_open_to_all(planned, calendars=calendars)
        following = planned + timedelta(weeks=series.weeks_apart)
        if held is not None and held >= following and number < series.count - 1:
            held = None
        start = None if held is None else datetime.combine(held, series.clock, tzinfo=series.zone)
        found.append(Occurrence(planned=planned, held=held, start=start))
    return tuple(found)


def close_meetings(held: Sequence[date], *, weeks_apart: int) -> tuple[Finding, ...]:
    """Warn of meetings that a moved day brings closer together than half of their usual distance.

    Args:
        held: Days of the meetings, in order.
        weeks_apart: Usual weeks between them, 1 or more.

    Source: `domain.md` h.5 moves a meeting, and says nothing of the one after it.

    >>> monday, tuesday = date(2026, 2, 23), date(2026, 2, 24)
    >>> [warning.code for warning in close_meetings([monday, tuesday], weeks_apart=1)]
    ['calendar.close-meetings']
    """
    return tuple(
        Finding(
            code="calendar.close-meetings",
            severity=Severity.WARNING,
            message=_CLOSE,
            params={"first": earlier, "second": later},
        )
        for earlier, later in pairwise(held)
        if 2 * (later - earlier) < timedelta(weeks=weeks_apart)
    )
