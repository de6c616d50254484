"""Closures as a whole: runs of closed days, what they take out of a gap, and due days that fall on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from troth.basis.calendars import (
    LONGEST_CLOSURE_DAYS,
    DayState,
    Mark,
    PlaceCalendar,
    Why,
    day_is_estimate,
    day_state,
    is_open,
    next_open_day,
)
from troth.basis.findings import Finding, Param, Severity
from troth.basis.spans import Span
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedRun:
    """Hold closed days that follow each other, days of rest at their ends included.

    Attributes:
        span: First closed day, and the day the place opens again.
        names: Names of the holidays and reasons of own closures inside, each once, in order.
        mark: ESTIMATED where one of the days may still move.
    """

    span: Span
    names: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class DueProposal:
    """Hold a due day as asked for, the open day proposed instead, and why; the two are equal on an open day."""

    asked: date
    proposed: date
    finding: Finding | None


def closed_runs(span: Span, *, calendar: PlaceCalendar, at_least: int = 1) -> tuple[ClosedRun, ...]:
    """List the closures that touch a period, each whole, also where it begins before or ends after the period.

    Runs of nothing but the week's own days of rest are left out.

    Args:
        span: The period looked at.
        calendar: The place's calendar.
        at_least: Shortest run in days, 1 or more.

    Returns:
        Closures in order, none touching another, each at most 400 days long.

    Source: `domain.md` h; S1-35.

    >>> from troth.basis.calendars import Closure, OwnLayer
    >>> away = Closure(Span(date(2026, 8, 3), date(2026, 8, 8)), "Summer stop")
    >>> place = PlaceCalendar(own=OwnLayer(closures=(away,)))
    >>> found = closed_runs(Span(date(2026, 8, 5), date(2026, 8, 6)), calendar=place)
    >>> [(run.span.start.day, run.span.end.day, run.names) for run in found]
    [(1, 10, ('Summer stop',))]
    """
    runs: list[ClosedRun] = []
    day = _first_of_run(span.start, calendar)
    while day < span.end:
        states = _run_from(day, calendar)
        day = states[-1].day + timedelta(days=1) if states else day + timedelta(days=1)
        if len(states) >= at_least and any(state.why is not Why.REST_DAY for state in states):
            runs.append(_as_run(states, calendar))
    return tuple(runs)


def closure_days_between(span: Span, *, calendar: PlaceCalendar) -> int:
    """Count the days that closures take out of a period: what a contact gap does not count.

    The days of rest inside or beside a closure belong to it; ordinary weekends do not count.

    Args:
        span: A half-open period of days.
        calendar: Calendar of the side that is waited for.

    Returns:
        Calendar days, 0 to the length of the period.

    Source: `domain.md` b.5 and vector b29: 21 calendar days less the 9 days of the Spring Festival; S1-19.

    >>> from troth.basis.calendars import Closure, OwnLayer
    >>> away = PlaceCalendar(own=OwnLayer(closures=(Closure(Span(date(2026, 2, 16), date(2026, 2, 24))),)))
    >>> closure_days_between(Span(date(2026, 2, 10), date(2026, 3, 3)), calendar=away)
    10
    """
    shared = (run.span.overlap(span) for run in closed_runs(span, calendar=calendar))
    return sum(part.days for part in shared if part is not None)


def propose_due_day(day: date, *, calendar: PlaceCalendar) -> DueProposal:
    """Propose the next open day for a due day on which the place is closed, and say why.

    Args:
        day: The day asked for.
        calendar: Calendar of the side that has to keep it.

    Raises:
        NeverOpen: None of the next 400 days is open.

    Source: S1-35: "creating a due date on a closed day proposes next working day".

    >>> propose_due_day(date(2026, 11, 21), calendar=PlaceCalendar()).proposed
    datetime.date(2026, 11, 23)
    """
    state = day_state(day, calendar=calendar)
    if state.is_open:
        return DueProposal(asked=day, proposed=day, finding=None)
    proposed = next_open_day(day, calendar=calendar)
    return DueProposal(asked=day, proposed=proposed, finding=_why_moved(state, proposed))


def work_calendar(
    calendar: PlaceCalendar,
    *,
    span: Span,
    zone: ZoneInfo,
    hours: tuple[time, time],
    lunch: tuple[time, time] | None = None,
) -> WorkCalendar:
    """Flatten a place's layers into the calendar that counts business hours.

    Args:
        calendar: The layers.
        span: The period for which the flat calendar is right; outside it knows the week alone.
        zone: The place's time zone.
        hours: Start and end of the working day, local time.
        lunch: Break inside the hours, or None.

    Source: `domain.md` b.4; own closures win before they reach the response clock.

    >>> from troth.basis.calendars import PublicLayer
    >>> layers = PlaceCalendar(public=PublicLayer(makeup_days=frozenset({date(2026, 2, 14)})))
    >>> february, day = Span(date(2026, 2, 1), date(2026, 3, 1)), (time(9), time(18))
    >>> flat = work_calendar(layers, span=february, zone=ZoneInfo("Asia/Shanghai"), hours=day)
    >>> flat.makeup_workdays
    frozenset({datetime.date(2026, 2, 14)})
    """
    open_by_day = {day: is_open(day, calendar=calendar) for day in span.each_day()}
    unlike = {day for day, opens in open_by_day.items() if opens != (day.weekday() in calendar.workdays)}
    return WorkCalendar(
        hours=hours,
        lunch=lunch,
        workdays=calendar.workdays,
        closed=frozenset(day for day in unlike if not open_by_day[day]),
        makeup_workdays=frozenset(day for day in unlike if open_by_day[day]),
        zone=zone,
    )


def _first_of_run(day: date, calendar: PlaceCalendar) -> date:
    for _ in range(LONGEST_CLOSURE_DAYS):
        before = day - timedelta(days=1)
        if is_open(day, calendar=calendar) or is_open(before, calendar=calendar):
            break
        day = before
    return day


def _run_from(day: date, calendar: PlaceCalendar) -> list[DayState]:
    states: list[DayState] = []
    for offset in range(LONGEST_CLOSURE_DAYS):
        state = day_state(day + timedelta(days=offset), calendar=calendar)
        if state.is_open:
            break
        states.append(state)
    return states


def _as_run(states: list[DayState], calendar: PlaceCalendar) -> ClosedRun:
    names = tuple(dict.fromkeys(state.name for state in states if state.name))
    estimated = any(day_is_estimate(state.day, calendar=calendar) for state in states)
    span = Span(states[0].day, states[-1].day + timedelta(days=1))
    return ClosedRun(span=span, names=names, mark=Mark.ESTIMATED if estimated else Mark.ANNOUNCED)


def _why_moved(state: DayState, proposed: date) -> Finding:
    days: Mapping[str, Param] = {"day": state.day, "proposed": proposed}
    if state.name:
        message = gettext_noop("%(day)s is closed (%(name)s). The next open day is %(proposed)s.")
        return _moved(message, {**days, "name": state.name})
    if state.why is Why.REST_DAY:
        return _moved(gettext_noop("%(day)s is a day of rest there. The next open day is %(proposed)s."), days)
    return _moved(gettext_noop("%(day)s is closed. The next open day is %(proposed)s."), days)


def _moved(message: str, params: Mapping[str, Param]) -> Finding:
    return Finding(code="calendar.closed-due-day", severity=Severity.WARNING, message=message, params=params)
