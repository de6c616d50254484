"""The response clock: how long a side takes to answer, open questions counted for what they tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import isnan
from zoneinfo import ZoneInfo

from troth.basis.spans import local_day
from troth.basis.survival import kaplan_meier, median, share_within
from troth.basis.survival_intervals import median_interval, share_interval
from troth.basis.working_time import WorkCalendar, add_business_hours, business_hours_between
from troth.commitments.outcomes import Outcome

TARGET_HOURS = 24.0
"""Hours within which an answer is due where nothing else was agreed; `domain.md` S0-53."""

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Hold one question and what came of it.

    Args:
        asked: When it was asked, with its zone.
        answered: When the first substantive answer came, with its zone; None while there is none. What a machine sent
            and "will check" are no answers (see replies).
        is_critical: Whether it touches safety or is critical: such a question waits by the wall clock.
    """

    asked: datetime
    answered: datetime | None = None
    is_critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseSummary:
    """Hold how soon questions were answered.

    Args:
        requests: Questions counted.
        answered: Those answered.
        target_hours: The target the share is of.
        share: Estimated share answered within the target, a fraction; None without questions.
        low: Lower end of its interval of 95 %; None without questions.
        high: Upper end of it.
        median_hours: Time by which half are answered; None where it has not come to that.
        median_low: Lower end of its interval of 95 %; None where it has not come to that.
        median_high: Upper end of it; None where the median may lie beyond all that was seen.
    """

    requests: int
    answered: int
    target_hours: float
    share: float | None
    low: float | None
    high: float | None
    median_hours: float | None
    median_low: float | None
    median_high: float | None

    @property
    def open(self) -> int:
        """Questions without an answer."""
        return self.requests - self.answered


def waited_hours(request: Request, *, as_of: datetime, calendar: WorkCalendar | None = None) -> float:
    """Measure how long a question waited, or has been waiting.

    Args:
        request: The question.
        as_of: Moment up to which the record is read; an answer after it is not known yet.
        calendar: Calendar of the side that answers; without it, and for critical questions, the wall clock counts.

    Returns:
        Hours, 0 or more: business hours of the answering side, or hours by the wall clock.

    Source: `domain.md` b.4, the two clocks.

    >>> asked = datetime(2026, 1, 9, 8, tzinfo=UTC)
    >>> waited_hours(Request(asked=asked), as_of=asked + timedelta(days=3))
    72.0
    """
    asked = request.asked.astimezone(UTC)
    end = max(asked, min(known_answer(request, as_of=as_of) or as_of, as_of).astimezone(UTC))
    if calendar is None or request.is_critical:
        return (end - asked) / _HOUR
    return business_hours_between(start=asked, end=end, calendar=calendar)


def known_answer(request: Request, *, as_of: datetime) -> datetime | None:
    """Return when a question was answered, as far as known at a moment.

    >>> asked = datetime(2026, 1, 9, 8, tzinfo=UTC)
    >>> known_answer(Request(asked=asked, answered=asked + timedelta(days=2)), as_of=asked) is None
    True
    """
    return request.answered if request.answered is not None and request.answered <= as_of else None


def response_summary(
    requests: Sequence[Request],
    *,
    as_of: datetime,
    calendar: WorkCalendar | None = None,
    target_hours: float = TARGET_HOURS,
) -> ResponseSummary:
    """Estimate how soon a side answers.

    Args:
        requests: Questions put to that side; those asked after the moment are left out.
        as_of: Moment up to which the record is read; open questions have waited at least until then.
        calendar: Calendar of the answering side; without it all wait by the wall clock.
        target_hours: Hours within which an answer is due, on the clock that is used.

    Returns:
        The share within the target as 1 - S(target) by Kaplan and Meier, with Rothman's interval (Wilson's where no
        question is open below the target), and the median with its interval.

    Source: `domain.md` b.4; Kaplan and Meier (1958), Rothman (1978), Brookmeyer and Crowley (1982).

    >>> asked = datetime(2026, 1, 9, 8, tzinfo=UTC)
    >>> answered = Request(asked=asked, answered=asked + timedelta(hours=5))
    >>> found = response_summary([answered, Request(asked=asked)], as_of=asked + timedelta(days=3))
    >>> found.share, found.open, found.median_hours
    (0.5, 1, 5.0)
    """
    counted = [request for request in requests if request.asked <= as_of]
    hours = [waited_hours(request, as_of=as_of, calendar=calendar) for request in counted]
    ended = [known_answer(request, as_of=as_of) is not None for request in counted]
    return summary_of_waits(hours=hours, ended=ended, target_hours=target_hours)


def summary_of_waits(
    *, hours: Sequence[float], ended: Sequence[bool], target_hours: float = TARGET_HOURS
) -> ResponseSummary:
    """Estimate how soon a side answers from waiting times measured before.

    Args:
        hours: How long each question waited, or has been waiting, 0 or more.
        ended: Whether each was answered.
        target_hours: Hours within which an answer is due.

    Returns:
        As response_summary.

    >>> summary_of_waits(hours=[2, 5, 7, 9, 12, 16, 20, 26, 30, 40], ended=[True] * 8 + [False] * 2).median_hours
    12.0
    """
    curve = kaplan_meier(durations=hours, ended=ended)
    bounds = share_interval(durations=hours, ended=ended, duration=target_hours)
    middle = median_interval(durations=hours, ended=ended)
    return ResponseSummary(
        requests=len(hours),
        answered=sum(map(bool, ended)),
        target_hours=target_hours,
        share=share_within(curve, duration=target_hours),
        low=None if isnan(bounds.low) else bounds.low,
        high=None if isnan(bounds.high) else bounds.high,
        median_hours=median(curve),
        median_low=middle[0],
        median_high=middle[1],
    )


def reply_due(
    asked: datetime, *, calendar: WorkCalendar, is_critical: bool = False, target_hours: float = TARGET_HOURS
) -> datetime:
    """Find the moment by which an answer is due.

    Args:
        asked: When the question was asked, with its zone.
        calendar: Calendar of the answering side.
        is_critical: Whether the wall clock counts.
        target_hours: Hours within which an answer is due, more than 0.

    Returns:
        A moment in the answering side's zone.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
    >>> reply_due(datetime(2026, 1, 9, 15, tzinfo=UTC), calendar=office).isoformat()
    '2026-01-14T16:00:00+01:00'
    """
    if not is_critical:
        return add_business_hours(asked, hours=target_hours, calendar=calendar)
    return (asked.astimezone(UTC) + timedelta(hours=target_hours)).astimezone(calendar.zone)


def outcome_of_reply(
    request: Request,
    *,
    calendar: WorkCalendar,
    as_of: datetime,
    weight: float,
    target_hours: float = TARGET_HOURS,
    recorded_on: date,
) -> Outcome | None:
    """Turn a question into an outcome of the dimension communication for the side that was asked.

    KPI states and the standing are then made of it as of any other promise (`trust.kpis`).

    Args:
        request: The question.
        calendar: Calendar of the answering side; its zone tells the due day.
        as_of: Moment up to which the record is read.
        weight: Stake times evidence quality, 0 or more.
        target_hours: Hours within which the answer was due, on the question's clock.
        recorded_on: Day this version is recorded.

    Returns:
        Kept where the answer came in time, broken where it came late or is overdue; None while it is open and not due.

    Source: `domain.md` b.2 and b.4.

    >>> from datetime import time
    >>> from zoneinfo import ZoneInfo
    >>> office = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("UTC"))
    >>> asked = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> late = Request(asked=asked, answered=asked + timedelta(days=9))
    >>> outcome_of_reply(late, calendar=office, as_of=late.answered, weight=1.0, recorded_on=date(2026, 1, 14)).kept
    0
    """
    due = reply_due(request.asked, calendar=calendar, is_critical=request.is_critical, target_hours=target_hours)
    answer = known_answer(request, as_of=as_of)
    if answer is None and as_of <= due:
        return None
    kept = answer is not None and answer <= due
    due_on = local_day(due, zone=calendar.zone)
    closed_on = local_day(answer, zone=calendar.zone) if answer is not None else due_on
    return Outcome(
        recorded_on=recorded_on,
        counted_on=due_on,
        counted_from=max(recorded_on, due_on if not kept else closed_on),
        lines=1,
        kept=int(kept),
        excused=0,
        scored_on=closed_on,
        scored_from=max(recorded_on, closed_on),
        kept_weight=weight if kept else 0.0,
        broken_weight=0.0 if kept else weight,
        excused_weight=0.0,
    )


def outcome_of_answer(
    *, due: datetime, answered: datetime | None, zone: ZoneInfo, weight: float, recorded_on: date
) -> Outcome:
    """Turn the promise to answer by a moment into its outcome, as the outcome of an order line is.

    Args:
        due: The moment that counts, with its zone, as it was frozen when the question was asked (see reply_due).
        answered: When the answer came, with its zone; None gives the outcome it will have if nothing comes, known from
            the day after the due day.
        zone: Zone of the side that answers; its days count.
        weight: Stake times severity times evidence quality, 0 or more.
        recorded_on: Day this version is recorded.

    Returns:
        Kept where the answer came by the moment, else broken.

    Source: `domain.md` b.2, b.4 and 0.4.

    >>> due = datetime(2026, 3, 3, 9, tzinfo=UTC)
    >>> waiting = outcome_of_answer(
    ...     due=due, answered=None, zone=ZoneInfo("UTC"), weight=1.0, recorded_on=date(2026, 3, 2)
    ... )
    >>> waiting.kept, waiting.counted_on.day, waiting.counted_from.day
    (0, 3, 4)
    """
    kept = answered is not None and answered <= due
    due_on = local_day(due, zone=zone)
    closed_on = local_day(answered, zone=zone) if answered is not None else due_on
    known_on = max(recorded_on, closed_on if answered is not None else due_on + timedelta(days=1))
    return Outcome(
        recorded_on=recorded_on,
        counted_on=due_on,
        counted_from=known_on,
        lines=1,
        kept=int(kept),
        excused=0,
        scored_on=closed_on,
        scored_from=known_on,
        kept_weight=weight if kept else 0.0,
        broken_weight=0.0 if kept else weight,
        excused_weight=0.0,
    )
