"""The fairest time for two places to meet: inside both working days, or with the discomfort shared in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from troth.basis.calendars import is_open, next_day_open_to_all
from troth.basis.findings import Finding
from troth.communication.zones import Office, clock_changes, overlap_on, working_hours_on

COMFORT = (9.0, 18.0)
"""Hours of the clock outside which a meeting is a burden."""

_COMFORTS = tuple((COMFORT[0] + shift, COMFORT[1] + shift) for shift in (-24, 0, 24))

STEP = timedelta(minutes=30)
ROOM_TO_TURN = 2.0
"""Squared hours a slot may be worse in sum than the best, so that the sides can take turns: an hour's shift."""


class ImpossibleMeeting(ValueError):
    """A meeting takes no time or most of a day, or a series has no week."""


class NoSharedDay(ValueError):
    """The day is closed on one side at every hour that could serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pains:
    """Hold what meetings have cost each side: squared hours outside 9 to 18 of its own clock, 0 or more.

    >>> Pains(first=2.25, second=0.25).gap
    2.0
    """

    first: float = 0.0
    second: float = 0.0

    @property
    def gap(self) -> float:
        """What the first side has borne more than the second; negative where it has borne less."""
        return self.first - self.second

    def plus(self, other: "Pains") -> "Pains":
        """Add the pains of another meeting.

        >>> Pains(first=1.0).plus(Pains(second=1.0)).gap
        0.0
        """
        return Pains(first=self.first + other.first, second=self.second + other.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Hold one proposed meeting.

    Attributes:
        day: The day it was planned for.
        start: Its start in UTC.
        end: Its end in UTC.
        pains: What this meeting costs each side; 0 inside a side's own working hours.
        overlap_hours: Hours both sides work on the day of the meeting, 0 where none.
        moved_from: The day it would have been on, where a side was closed.
    """

    day: date
    start: datetime
    end: datetime
    pains: Pains
    overlap_hours: float
    moved_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Hold the slots of a series, what each side bears when they are over, and what to mind."""

    slots: tuple[Slot, ...]
    pains: Pains
    warnings: tuple[Finding, ...]


def discomfort(start: datetime, *, duration: timedelta, office: Office) -> float:
    """Measure what a meeting costs a side: squared hours by which it lies outside 9 to 18 of its clock.

    A meeting inside the side's own working hours costs nothing. A night is measured to the nearer end.

    Args:
        start: Start of the meeting, with its zone.
        duration: Its length.
        office: The side.

    Returns:
        Squared hours, 0 or more.

    Source: `domain.md` h.3.

    >>> from zoneinfo import ZoneInfo
    >>> late = datetime(2026, 1, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    >>> discomfort(late, duration=timedelta(hours=1), office=Office(name="B", zone=late.tzinfo))
    9.0
    """
    if _is_inside(start, duration, office):
        return 0.0
    local = start.astimezone(office.zone)
    begins = local.hour + local.minute / 60
    ends = begins + duration / timedelta(hours=1)
    outside = min(max(opens - begins, ends - closes, 0.0) for opens, closes in _COMFORTS)
    return outside * outside


def fairest_slot(day: date, *, first: Office, second: Office, duration: timedelta, past: Pains | None = None) -> Slot:
    """Find the fairest start on a day for a meeting of two sides.

    Inside both sides' working hours the earliest start is taken. Where there is none, the sum of both sides' pains is
    kept small, and among nearly equal slots the one is taken that best evens out what each side has borne so far.

    Args:
        day: The day, which is to be a working day of both sides; the other side's clock may show a day more or less.
        first: One side.
        second: The other; swapping them gives the same start and mirrors the pains.
        duration: More than 0, at most 8 hours.
        past: What each side has borne in this quarter.

    Raises:
        ImpossibleMeeting: The duration is out of range.
        NoSharedDay: At no hour of the day is it a working day for both.

    Source: `domain.md` h.3.

    >>> from zoneinfo import ZoneInfo
    >>> home = Office(name="New York", zone=ZoneInfo("America/New_York"))
    >>> away = Office(name="Shanghai", zone=ZoneInfo("Asia/Shanghai"))
    >>> slot = fairest_slot(date(2026, 1, 14), first=home, second=away, duration=timedelta(hours=1))
    >>> slot.start.isoformat(), slot.pains.first, slot.pains.second
    ('2026-01-13T23:30:00+00:00', 2.25, 2.25)
    """
    if not timedelta() < duration <= timedelta(hours=8):
        raise ImpossibleMeeting("A meeting takes more than no time and at most 8 hours.")
    starts = list(_starts(day, first, second))
    if not starts:
        raise NoSharedDay(f"On {day} there is no hour that lies on a working day of both sides.")
    at_work = [start for start in starts if all(_is_inside(start, duration, office) for office in (first, second))]
    offered = [(start, _pains(start, duration, first, second)) for start in at_work or starts]
    least = min(pains.first + pains.second for _, pains in offered)
    start, pains = min(
        (each for each in offered if each[1].first + each[1].second <= least + ROOM_TO_TURN),
        key=lambda each: _rank(each, day, (first, second), past or Pains()),
    )
    overlap = overlap_on(day, first=first, second=second)
    hours = overlap.hours if overlap is not None else 0.0
    return Slot(day=day, start=start, end=start + duration, pains=pains, overlap_hours=hours)


def propose_slots(
    *,
    offices: tuple[Office, Office],
    start: date,
    weeks: int,
    duration: timedelta,
    every: int = 1,
    past: Pains | None = None,
) -> Proposal:
    """Propose a slot for each meeting of a series, closed days of either side skipped, discomfort taken in turn.

    Args:
        offices: Both sides.
        start: Day of the first meeting; the others follow on the same day of the week.
        weeks: How many weeks the series runs, 1 or more.
        duration: Length of a meeting, more than 0, at most 8 hours.
        every: Weeks from one meeting to the next, 1 or 2.
        past: What each side has borne before, in this quarter.

    Returns:
        A slot per meeting. A meeting on a closed day moves to the next day that is open to both; where that is the day
        of the next meeting or later, the two are one and the earlier is left out.

    Raises:
        ImpossibleMeeting: No week, or a duration out of range.
        NeverOpen: The two sides share no open day for more than a year.
        NoSharedDay: A day shared by both has no hour that lies on it for both.

    Source: `domain.md` h.3 and h.5, S0-22, S1-17.

    >>> from zoneinfo import ZoneInfo
    >>> home = Office(name="Berlin", zone=ZoneInfo("Europe/Berlin"), hours=(time(9), time(17)))
    >>> away = Office(name="Dongguan", zone=ZoneInfo("Asia/Shanghai"))
    >>> hour = timedelta(hours=1)
    >>> found = propose_slots(offices=(home, away), start=date(2026, 10, 20), weeks=2, duration=hour)
    >>> [slot.start.isoformat() for slot in found.slots], len(found.warnings)
    (['2026-10-20T07:00:00+00:00', '2026-10-27T08:00:00+00:00'], 1)
    """
    if weeks < 1 or every < 1:
        raise ImpossibleMeeting("A series runs for at least one week, and its meetings are a week or more apart.")
    first, second = offices
    borne = past or Pains()
    slots: list[Slot] = []
    for planned, held in _days(start, weeks, every, offices):
        slot = fairest_slot(held, first=first, second=second, duration=duration, past=borne)
        borne = borne.plus(slot.pains)
        slots.append(slot if planned == held else replace(slot, moved_from=planned))
    warnings = clock_changes([slot.start for slot in slots], first=first, second=second)
    return Proposal(slots=tuple(slots), pains=borne, warnings=warnings)


def _days(start: date, weeks: int, every: int, offices: Sequence[Office]) -> Iterator[tuple[date, date]]:
    calendars = [office.calendar for office in offices]
    for week in range(0, weeks, every):
        planned = start + timedelta(weeks=week)
        held = next_day_open_to_all(planned, calendars=calendars)
        is_last = week + every >= weeks
        if is_last or held < planned + timedelta(weeks=every):
            yield planned, held


def _starts(day: date, first: Office, second: Office) -> Iterator[datetime]:
    """Yield the half hours that lie on the day for one side at least, and on a working day for both."""
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    for step in range(-28, 76):
        start = midnight + step * STEP
        days = [start.astimezone(office.zone).date() for office in (first, second)]
        open_to_both = all(
            is_open(local, calendar=office.calendar) for local, office in zip(days, (first, second), strict=True)
        )
        if day in days and open_to_both:
            yield start


def _rank(
    offer: tuple[datetime, Pains], day: date, offices: tuple[Office, Office], borne: Pains
) -> tuple[float, int, float, datetime]:
    start, pains = offer
    strangers = sum(start.astimezone(office.zone).date() != day for office in offices)
    return round(abs(borne.plus(pains).gap), 9), strangers, pains.first + pains.second, start


def _pains(start: datetime, duration: timedelta, first: Office, second: Office) -> Pains:
    return Pains(
        first=discomfort(start, duration=duration, office=first),
        second=discomfort(start, duration=duration, office=second),
    )


def _is_inside(start: datetime, duration: timedelta, office: Office) -> bool:
    hours = working_hours_on(start.astimezone(office.zone).date(), office=office)
    return hours.start <= start and start + duration <= hours.end
