"""Answers that slow down month by month: seen early, told apart from unclear questions and from holidays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from troth.basis.findings import Finding, Severity
from troth.basis.spans import Span, local_day, months
from troth.basis.survival import kaplan_meier, median
from troth.basis.text import gettext_noop
from troth.basis.trends import mann_kendall, theil_sen
from troth.basis.working_time import WorkCalendar, working_days_in
from troth.communication.cadence import ContactGap, Gap
from troth.communication.clock import TARGET_HOURS, Request, known_answer, waited_hours

LEVEL = 0.05
"""Chance of such a trend where there is none, below which it counts; `domain.md` f.3."""

STEEP = 0.10
"""Rise of the median a month, as a fraction of the usual median, from which it counts; `domain.md` f.3."""

STEEP_SHARE = 0.02
"""Rise of the unanswered share a month, a fraction, from which it counts: two points."""

FEWEST_QUESTIONS = 3
"""Questions below which a month says nothing."""

UNCLEAR = 0.30
"""Share of unclear questions from which the asking side looks at its own first."""

CLOSED = 0.5
"""Share of a month's usual working days lost to holidays from which the month says nothing."""

_SLOWER = gettext_noop("The median time to an answer rises by %(percent)s % a month over %(months)s months.")
_UNANSWERED = gettext_noop("The share of questions without an answer rises by %(points)s points a month.")
_SLOW = gettext_noop("Half of the questions wait longer than %(hours)s hours, in the month from %(month)s and before.")
_SILENT = gettext_noop("The last contact was %(days)s days ago, closed days left out; that is overdue.")
_OWN_QUESTIONS = gettext_noop("%(percent)s % of our own questions were unclear. Mend them before you raise this.")
_HOLIDAYS = gettext_noop("%(count)s months were left out, because holidays took half of their working days.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfAnswers:
    """Hold how a side answered the questions of one calendar month.

    Args:
        first: First day of the month.
        questions: Questions asked in it.
        unanswered: Those without a substantive answer that have waited beyond the target.
        median_hours: Median waiting time (Kaplan-Meier); where it was not reached, the least it can be; None where
            that says nothing yet.
        closed_share: Share of the month's weekdays worked that holidays took, a fraction.
    """

    first: date
    questions: int
    unanswered: int
    median_hours: float | None
    closed_share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """Hold whether communication decays, and why.

    Args:
        is_flag: Whether to raise the flag: there is a signal, and no check holds it back.
        signals: What slows down or is silent.
        checks: What to look at first on one's own side, and what was left out.
        p_value: Chance of such a trend of the medians without one; 1 where there are too few months.
        slope: Rise of the median a month, as a fraction of the usual median; None where there are too few months.
    """

    is_flag: bool
    signals: tuple[Finding, ...]
    checks: tuple[Finding, ...]
    p_value: float
    slope: float | None


def answers_by_month(
    requests: Iterable[Request], *, as_of: datetime, calendar: WorkCalendar, target_hours: float = TARGET_HOURS
) -> list[MonthOfAnswers]:
    """Group questions by the month they were asked in.

    Args:
        requests: Questions put to one side.
        as_of: Moment up to which the record is read, with its zone.
        calendar: Calendar of the answering side; months are those of its zone.
        target_hours: Hours within which an answer is due, on the question's clock.

    Returns:
        The months from the first to the last with a question, in order; those without are left out.

    Source: `domain.md` b.4 and f.3.

    >>> from datetime import UTC, time, timedelta
    >>> from zoneinfo import ZoneInfo
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("UTC"))
    >>> asked = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> january = [Request(asked=asked, answered=asked + timedelta(hours=hours)) for hours in (1, 2, 6)]
    >>> answers_by_month(january, as_of=datetime(2026, 2, 1, tzinfo=UTC), calendar=office)[0].median_hours
    2.0
    """
    grouped: dict[date, list[Request]] = {}
    for request in requests:
        if request.asked <= as_of:
            grouped.setdefault(local_day(request.asked, zone=calendar.zone).replace(day=1), []).append(request)
    found = []
    for first, asked in sorted(grouped.items()):
        hours = [waited_hours(request, as_of=as_of, calendar=calendar) for request in asked]
        ended = [known_answer(request, as_of=as_of) is not None for request in asked]
        waiting = sum(not done and waited > target_hours for waited, done in zip(hours, ended, strict=True))
        found.append(
            MonthOfAnswers(
                first=first,
                questions=len(asked),
                unanswered=waiting,
                median_hours=_least_median(hours, ended, target_hours),
                closed_share=_closed_share(first, calendar),
            )
        )
    return found


def communication_decay(
    answers: Sequence[MonthOfAnswers],
    *,
    gap: ContactGap | None = None,
    unclear_share: float = 0.0,
    target_hours: float = TARGET_HOURS,
) -> Decay:
    """Tell whether a side's communication decays; the same for both.

    Args:
        answers: Its months, in order.
        gap: How long it has been quiet, or None where no cadence is agreed.
        unclear_share: Share of the asking side's questions that were unclear (see ambiguity), a fraction.
        target_hours: Hours within which an answer is due.

    Returns:
        The signals and the checks. Months with fewer than three questions, and those that holidays took, are left out
        of the trends.

    Source: `domain.md` f.3 and S0-48: Mann-Kendall p < .05 and a slope of 10 % a month or more (Theil-Sen), a median
    beyond the target, contact overdue, a rising share without an answer; first one's own questions and holidays.

    >>> slowing = [
    ...     MonthOfAnswers(first=date(2026, n, 1), questions=9, unanswered=0, median_hours=hours)
    ...     for n, hours in enumerate([6, 7, 6.5, 8, 9, 8.5, 11, 12, 11.5, 15], start=1)
    ... ]
    >>> found = communication_decay(slowing)
    >>> found.is_flag, [signal.sentence() for signal in found.signals]
    (True, ['The median time to an answer rises by 11 % a month over 10 months.'])
    """
    usable = [month for month in answers if month.questions >= FEWEST_QUESTIONS and month.closed_share < CLOSED]
    timed = [(month.first, month.median_hours) for month in usable if month.median_hours is not None]
    p_value, slope = _trend(timed)
    signals = [
        *([_slower(slope, len(timed))] if slope is not None and p_value < LEVEL and slope >= STEEP else []),
        *_unanswered(usable),
        *_slow(timed, target_hours),
        *([_finding("decay.silent", _SILENT, days=gap.gap_days)] if gap and gap.state == Gap.OVERDUE else []),
    ]
    held = unclear_share >= UNCLEAR
    closed = sum(month.closed_share >= CLOSED for month in answers)
    checks = [
        *([_finding("decay.own-questions", _OWN_QUESTIONS, percent=round(100 * unclear_share))] if held else []),
        *([_finding("decay.holidays", _HOLIDAYS, count=closed)] if closed else []),
    ]
    return Decay(
        is_flag=bool(signals) and not held, signals=tuple(signals), checks=tuple(checks), p_value=p_value, slope=slope
    )


def _least_median(hours: list[float], ended: list[bool], target_hours: float) -> float | None:
    reached = median(kaplan_meier(durations=hours, ended=ended))
    if reached is not None:
        return reached
    least = float(np.median(hours))
    return least if least > target_hours else None


def _closed_share(first: date, calendar: WorkCalendar) -> float:
    month = months(Span(first, date(first.year + (first.month == 12), first.month % 12 + 1, 1)))[0]
    usual = sum(day.weekday() in calendar.workdays for day in month.each_day())
    return max(0.0, 1.0 - working_days_in(month, calendar=calendar) / usual) if usual else 0.0


def _trend(timed: Sequence[tuple[date, float]]) -> tuple[float, float | None]:
    """Return the p-value of the medians' trend, and its slope a month as a fraction of the usual median."""
    values = [value for _, value in timed]
    rise = theil_sen(values, places=[first.year * 12 + first.month for first, _ in timed])
    usual = float(np.median(values)) if values else 0.0
    test = mann_kendall(values)
    return test.p_two_sided, rise / usual if rise is not None and usual > 0 else None


def _unanswered(usable: Sequence[MonthOfAnswers]) -> list[Finding]:
    shares = [(month.first, month.unanswered / month.questions) for month in usable]
    test = mann_kendall([share for _, share in shares])
    rise = theil_sen([share for _, share in shares], places=[first.year * 12 + first.month for first, _ in shares])
    if rise is None or test.s <= 0 or test.p_two_sided >= LEVEL or rise < STEEP_SHARE:
        return []
    return [_finding("decay.unanswered", _UNANSWERED, points=round(100 * rise, 1))]


def _slow(timed: Sequence[tuple[date, float]], target_hours: float) -> list[Finding]:
    # One slow month is no decay: two of the last three, the latest among them.
    above = [hours > target_hours for _, hours in timed[-3:]]
    if sum(above) < 2 or not above[-1]:
        return []
    return [_finding("decay.slow", _SLOW, month=timed[-1][0], hours=round(target_hours))]


def _slower(slope: float, count: int) -> Finding:
    return _finding("decay.slower", _SLOWER, percent=round(100 * slope), months=count)


def _finding(code: str, message: str, **params: float | date) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, params=params)
