"""Periods of whole days, always half-open: the start belongs to the period, the end does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


class BackwardSpan(ValueError):
    """A period ended before it began."""


class OutsideSpan(ValueError):
    """A period was to be cut on a day that lies outside it."""


class NaiveDatetime(ValueError):
    """A moment was given without its time zone."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(f"{moment.isoformat()} has no time zone; give the zone it was written in.")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Hold the days from a start, included, to an end, excluded.

    Args:
        start: First day of the period.
        end: Day after its last day; equal to the start for an empty period.

    Raises:
        BackwardSpan: The end lies before the start.
        TypeError: A bound is a datetime; use local_day to turn it into a day first.

    >>> Span(date(2026, 2, 1), date(2026, 3, 1)).days
    28
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise TypeError("A period is made of days, not of moments; turn them into days of a zone first.")
        if self.end < self.start:
            raise BackwardSpan(f"The period ends on {self.end}, before it begins on {self.start}.")

    @property
    def days(self) -> int:
        """Length in days, 0 or more."""
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def each_day(self) -> Iterator[date]:
        """Yield the days of the period in order.

        >>> [day.day for day in Span(date(2026, 2, 27), date(2026, 3, 2)).each_day()]
        [27, 28, 1]
        """
        return (self.start + timedelta(days=offset) for offset in range(self.days))

    def overlap(self, other: "Span") -> "Span | None":
        """Find the days two periods share.

        Returns:
            The shared period, or None where they share no day.

        >>> Span(date(2026, 1, 1), date(2026, 1, 10)).overlap(Span(date(2026, 1, 10), date(2026, 1, 20))) is None
        True
        """
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def split(self, day: date) -> tuple["Span", "Span"]:
        """Cut the period in two, the day beginning the second part.

        Returns:
            The part before the day and the part from it on; their lengths add up to the whole.

        Raises:
            OutsideSpan: The day lies before the start or after the end.

        >>> [part.days for part in Span(date(2026, 1, 1), date(2026, 2, 1)).split(date(2026, 1, 11))]
        [10, 21]
        """
        if not self.start <= day <= self.end:
            raise OutsideSpan(f"{day} lies outside the period from {self.start} to {self.end}.")
        return Span(self.start, day), Span(day, self.end)


def covered_days(spans: Iterable[Span]) -> int:
    """Count the days covered by at least one period, each day once.

    Args:
        spans: Periods in any order; they may overlap.

    Returns:
        Days, 0 or more.

    >>> covered_days([Span(date(2026, 1, 1), date(2026, 1, 6)), Span(date(2026, 1, 4), date(2026, 1, 9))])
    8
    """
    covered, reached = 0, date.min
    for span in sorted(spans):
        if span.end > reached:
            covered += (span.end - max(span.start, reached)).days
            reached = span.end
    return covered


def months(span: Span) -> list[Span]:
    """Cut a period at the first of each month.

    Args:
        span: Any period; an empty one has no months.

    Returns:
        Periods in order, none empty, the first and last possibly part of a month; their days add up to the whole.

    >>> [part.days for part in months(Span(date(2026, 1, 30), date(2026, 3, 2)))]
    [2, 28, 1]
    """
    parts: list[Span] = []
    start = span.start
    while start < span.end:
        next_first = (start.replace(day=1) + timedelta(days=31)).replace(day=1)
        end = min(next_first, span.end)
        parts.append(Span(start, end))
        start = end
    return parts


def local_day(instant: datetime, *, zone: ZoneInfo) -> date:
    """Tell which day it is in a zone at a moment.

    Due days are compared as whole days in the zone the promise names, never as moments.

    Args:
        instant: A moment with its zone.
        zone: The zone in which the promise is read, such as ZoneInfo("Asia/Shanghai").

    Returns:
        The calendar day there.

    Raises:
        NaiveDatetime: The moment carries no zone.

    >>> local_day(datetime.fromisoformat("2026-03-31T18:30:00+00:00"), zone=ZoneInfo("Asia/Shanghai"))
    datetime.date(2026, 4, 1)
    """
    if instant.utcoffset() is None:
        raise NaiveDatetime(instant)
    return instant.astimezone(zone).date()
