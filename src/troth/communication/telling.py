"""When to tell people of something: not in their night, and again after a while where it did not arrive."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from troth.basis.spans import NaiveDatetime

DAY = (time(8), time(20))
"""Hours in which people are told where they have said nothing, local time."""

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after each attempt that failed; after one more failure nobody tries again."""


def speaking_time(at: datetime, *, zone: ZoneInfo, day: tuple[time, time] = DAY) -> datetime:
    """Find the first moment, from one on, at which a person may be told of something that can wait.

    Args:
        at: The moment at which there is something to tell.
        zone: Where the person is.
        day: First and last hour of the person's day, local time; where the first is the later one the day runs over
            midnight, and where both are the same they may be told at any hour.

    Returns:
        The moment itself where it lies in the day, else the next start of the day, in UTC.

    Raises:
        NaiveDatetime: The moment says no zone.

    Source: `domain.md` h: nobody is asked at night for what can wait until the morning.

    >>> night = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    >>> speaking_time(night, zone=ZoneInfo("Asia/Shanghai")).isoformat()
    '2026-11-22T00:00:00+00:00'
    """
    if at.tzinfo is None:
        raise NaiveDatetime(at)
    first, last = day
    local = at.astimezone(zone)
    if first == last or _is_day(local.time(), first, last):
        return at.astimezone(UTC)
    morning = _morning(local.date(), first, zone)
    if morning <= at:
        morning = _morning(local.date() + timedelta(days=1), first, zone)
    return morning


def _is_day(now: time, first: time, last: time) -> bool:
    return first <= now < last if first < last else now >= first or now < last


def _morning(day: date, first: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, first, tzinfo=zone).astimezone(UTC)


def next_attempt(at: datetime, *, failed: int, asked: timedelta = timedelta(0)) -> datetime | None:
    """Find when to try again what did not arrive.

    Args:
        at: The moment of the attempt that failed.
        failed: Attempts that have failed so far, this one with them, 1 or more.
        asked: How long the receiver asked to be left alone; counted up to the longest pause.

    Returns:
        The moment of the next attempt, or None where enough has been tried.

    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> next_attempt(noon, failed=2).isoformat()
    '2026-11-21T12:05:00+00:00'
    >>> next_attempt(noon, failed=6) is None
    True
    """
    if failed > len(PAUSES):
        return None
    return at + max(PAUSES[failed - 1], min(asked, PAUSES[-1]))
