"""The clock changes of a zone as a calendar file tells them (RFC 5545, 3.6.5): some programs know no zone by name."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001  reason: a local clock time, as the format wants it
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SHORTEST_RULE = 3


@dataclass(frozen=True, slots=True, order=True)
class _Change:
    """One change of the clocks.

    Attributes:
        local: Its moment on the clock as it stood before.
    """

    name: str
    before: timedelta
    after: timedelta
    is_summer: bool
    local: datetime


def timezone_of(zone: ZoneInfo, *, first_year: int, last_year: int) -> Timezone:
    """Write the clock changes of a zone from one year to another, by a yearly rule where one holds."""
    told = Timezone()
    told.add("TZID", zone.key)
    start = datetime(first_year, 1, 1, tzinfo=UTC).astimezone(zone)
    told.add_component(_observance([_Change(start.tzname() or "", _offset(start), _offset(start), False, LONG_AGO)]))
    changes = sorted(_changes(zone, first_year, last_year))
    for _, group in groupby(changes, key=lambda change: (change.name, change.before, change.after, change.is_summer)):
        told.add_component(_observance(list(group)))
    return told


def _observance(changes: Sequence[_Change]) -> TimezoneStandard | TimezoneDaylight:
    first = changes[0]
    told = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    told.add("TZNAME", first.name)
    told.add("TZOFFSETFROM", first.before)
    told.add("TZOFFSETTO", first.after)
    told.add("DTSTART", first.local)
    if (rule := _rule([change.local for change in changes])) is not None:
        told.add("RRULE", rule)
    elif len(changes) > 1:
        told.add("RDATE", [change.local for change in changes[1:]])
    return told


def _rule(moments: Sequence[datetime]) -> dict[str, str | int] | None:
    """Return the yearly rule that gives these moments and no others, None where there is none."""
    years = [moment.year for moment in moments]
    same = {(moment.month, moment.weekday(), moment.time()) for moment in moments}
    if len(moments) < SHORTEST_RULE or len(same) > 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    first, weekday = moments[0], WEEKDAYS[moments[0].weekday()]
    if all(moment.day + 7 > monthrange(moment.year, moment.month)[1] for moment in moments):
        return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"-1{weekday}"}
    weeks = {(moment.day - 1) // 7 + 1 for moment in moments}
    return {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": f"{weeks.pop()}{weekday}"} if len(weeks) == 1 else None


def _changes(zone: ZoneInfo, first_year: int, last_year: int) -> Iterator[_Change]:
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + timedelta(days=1)
        before, after = _offset(moment.astimezone(zone)), _offset(following.astimezone(zone))
        if before != after:
            change = _exactly(zone, moment, following)
            new = change.astimezone(zone)
            is_summer = bool(new.dst())
            yield _Change(new.tzname() or "", before, after, is_summer, (change + before).replace(tzinfo=None))
        moment = following


def _exactly(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """Return the first minute at which the offset is that of the later moment."""
    wanted = _offset(late.astimezone(zone))
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) // 2
        early, late = (early, middle) if _offset(middle.astimezone(zone)) == wanted else (middle, late)
    return late.replace(second=0, microsecond=0)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()
