"""The weekly status of an order: eight fields at most, two minutes, on a fixed day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from troth.basis.findings import Finding, Param, Severity
from troth.basis.spans import Span
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, next_working_day

FIELDS: Mapping[str, str] = {
    "percent_complete": gettext_noop("Percent complete, for each process"),
    "pieces_finished": gettext_noop("Pieces finished"),
    "ship_day_expected": gettext_noop("Ship day you expect today"),
    "risks": gettext_noop("What may go wrong, and since when you see it"),
    "needs": gettext_noop("What you need from the other side"),
    "next_milestone": gettext_noop("Next milestone"),
    "next_milestone_on": gettext_noop("Day of the next milestone"),
    "note": gettext_noop("Anything else"),
}
"""All fields in the order of the form. More than eight would take longer than two minutes."""
FRIDAY = 4

_BLANK_PERCENT = gettext_noop("%(process)s has no percentage. A blank is not 0: write 0 if nothing is done yet.")
_NO_PROCESS = gettext_noop("No process is reported. Write how far each is.")
_OUT_OF_RANGE = gettext_noop("%(process)s stands at %(percent)s per cent; it can be 0 to 100.")
_WENT_BACK = gettext_noop(
    "%(process)s went back from %(before)s to %(percent)s per cent. Say what happened under risks."
)
_NO_MILESTONE = gettext_noop("Name the next milestone and its day, or write that everything has shipped.")
_MILESTONE_PAST = gettext_noop("The next milestone was %(day)s, before this status. Give its new day.")
_SHIP_LATER = gettext_noop("The ship day moved from %(before)s to %(day)s. Say why; told early, it costs less.")
_NEGATIVE = gettext_noop("Pieces finished are a number from 0 upwards.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Hold one filled form; what is left blank is None or empty, never 0.

    Attributes:
        percent_complete: For each process of the order 0 to 100, or None where left blank.
        pieces_finished: Finished units.
        ship_day_expected: The day the factory expects to ship.
        risks: What may go wrong.
        needs: What is needed from the other side.
        next_milestone: Its name.
        next_milestone_on: Its day.
        note: Anything else.
    """

    percent_complete: Mapping[str, int | None] = field(default_factory=dict)
    pieces_finished: int | None = None
    ship_day_expected: date | None = None
    risks: str = ""
    needs: str = ""
    next_milestone: str = ""
    next_milestone_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """Hold how many of the statuses due came on time.

    Attributes:
        due: Statuses due in the period whose day is over.
        on_time: Those filed on or before their day.
        late: Those filed after it.
        missing: Those never filed.
    """

    due: int
    on_time: int
    late: int
    missing: int

    @property
    def on_time_share(self) -> float | None:
        """On time of due, a fraction; None where nothing was due."""
        return self.on_time / self.due if self.due else None


def due_days(span: Span, *, weekday: int = FRIDAY, calendar: WorkCalendar) -> tuple[date, ...]:
    """List the days on which a status is due.

    Args:
        span: The weeks looked at; days are in the reporting side's zone.
        weekday: Agreed day, Monday 0 to Sunday 6.
        calendar: Calendar of the reporting side. A closed day moves the status to the next open day; where that is a
            week or more off, the factory is closed and the week has none.

    Returns:
        Ascending days; a moved day may lie after the period.

    Source: `domain.md` S2-12.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> mill = WorkCalendar(hours=(time(8), time(17)), zone=ZoneInfo("Asia/Shanghai"))
    >>> [day.day for day in due_days(Span(date(2026, 3, 2), date(2026, 3, 16)), calendar=mill)]
    [6, 13]
    """
    agreed = [day for day in span.each_day() if day.weekday() == weekday]
    moved = ((day, next_working_day(day, calendar=calendar)) for day in agreed)
    return tuple(open_day for day, open_day in moved if open_day - day < timedelta(days=7))


def punctuality(due: Iterable[date], *, filed: Mapping[date, date], as_of: date) -> Punctuality:
    """Count the statuses that came on time.

    Args:
        due: Days on which one was due.
        filed: For each due day the day it was filed, in the reporting side's zone; absent where it never was.
        as_of: Today there; a status due today and not filed yet is not counted, nor is a later filing known.

    Source: `domain.md` S2-12: predictability is the share of updates on time.

    >>> due = [date(2026, 3, 6), date(2026, 3, 13)]
    >>> punctuality(due, filed={date(2026, 3, 6): date(2026, 3, 7)}, as_of=date(2026, 3, 14))
    Punctuality(due=2, on_time=0, late=1, missing=1)
    """
    on_time = late = missing = 0
    for day in sorted(set(due)):
        came = filed.get(day)
        if came is not None and came <= min(day, as_of):
            on_time += 1
        elif day < as_of:
            late += came is not None and came <= as_of
            missing += came is None or came > as_of
    return Punctuality(due=on_time + late + missing, on_time=on_time, late=late, missing=missing)


def gaps_in_status(status: Status, *, filed_on: date, before: Status | None = None) -> tuple[Finding, ...]:
    """Find what a status leaves blank, cannot mean, or should explain.

    Args:
        status: As filled in.
        filed_on: Day of filing.
        before: The status before, None for the first.

    Returns:
        Findings in the order of the form. None of them keeps the form from being filed.

    Source: `domain.md` S2-12; `design.md` §7, a blank is never zero.

    >>> [gap.code for gap in gaps_in_status(Status(percent_complete={"cutting": None}), filed_on=date(2026, 3, 6))]
    ['status.blank', 'status.milestone']
    """
    found = _gaps_in_percent(status, before)
    if status.pieces_finished is not None and status.pieces_finished < 0:
        found.append(_finding("status.pieces", _NEGATIVE))
    now, was = status.ship_day_expected, before.ship_day_expected if before is not None else None
    if now is not None and was is not None and now > was and not status.risks.strip():
        found.append(_finding("status.ship-day", _SHIP_LATER, before=was, day=now))
    is_done = bool(status.percent_complete) and all(value == 100 for value in status.percent_complete.values())
    if not is_done and (not status.next_milestone.strip() or status.next_milestone_on is None):
        found.append(_finding("status.milestone", _NO_MILESTONE))
    elif status.next_milestone_on is not None and status.next_milestone_on < filed_on:
        found.append(_finding("status.milestone-past", _MILESTONE_PAST, day=status.next_milestone_on))
    return tuple(found)


def _gaps_in_percent(status: Status, before: Status | None) -> list[Finding]:
    if not status.percent_complete:
        return [_finding("status.no-process", _NO_PROCESS)]
    found = [_gap_in_one(process, percent, status, before) for process, percent in status.percent_complete.items()]
    return [gap for gap in found if gap is not None]


def _gap_in_one(process: str, percent: int | None, status: Status, before: Status | None) -> Finding | None:
    if percent is None:
        return _finding("status.blank", _BLANK_PERCENT, process=process)
    if not 0 <= percent <= 100:
        return _finding("status.percent", _OUT_OF_RANGE, process=process, percent=percent)
    earlier = before.percent_complete.get(process) if before is not None else None
    if earlier is not None and percent < earlier and not status.risks.strip():
        return _finding("status.went-back", _WENT_BACK, process=process, before=earlier, percent=percent)
    return None


def _finding(code: str, message: str, **params: Param) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, message=message, params=params)
