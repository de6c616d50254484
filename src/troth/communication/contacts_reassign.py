"""Who could answer instead: people of one side beside each other, ranked with reasons, never moved by itself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from troth.basis.findings import Finding, Severity
from troth.basis.spans import Span
from troth.basis.text import gettext_noop
from troth.basis.working_time import WorkCalendar, business_hours_between, is_working_day

LOOK_AHEAD_DAYS = 14

_SHARES = gettext_noop("Speaks %(languages)s with the other side.")
_SHARES_NONE = gettext_noop("Shares no language with the other side; messages would need translation.")
_WORKLOAD = gettext_noop("Has %(open)s open requests.")
_MEDIAN = gettext_noop("Half of the answers came within %(hours)s hours, of %(n)s requests.")
_NO_MEDIAN = gettext_noop("No answers on record yet, so nothing can be said about how fast they come.")
_SLOW_MEDIAN = gettext_noop("Fewer than half of %(n)s requests were answered so far.")
_OVERLAP = gettext_noop("Works %(hours)s hours a day at the same time as the other side, over the next %(days)s days.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Hold what is known about a person who could answer.

    Attributes:
        name: As the person writes it.
        open_requests: Requests the person has to answer now, 0 or more.
        requests: Requests the person ever had.
        median_hours: Kaplan-Meier median of the answers, None where fewer than half were answered or none came.
        languages: Codes of the languages the person works in.
        calendar: The person's working time.
    """

    name: str
    open_requests: int
    requests: int
    median_hours: float | None
    languages: frozenset[str]
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Hold one person's place with everything it rests on.

    Attributes:
        candidate: The person.
        rank: 1 for the first; equal people share a rank.
        shared_languages: Codes, ascending.
        overlap_hours_per_day: Mean over the working days of the person in the days looked at.
        reasons: Sentences for the page, in the order in which they weigh.
    """

    candidate: Candidate
    rank: int
    shared_languages: tuple[str, ...]
    overlap_hours_per_day: float
    reasons: tuple[Finding, ...]


def reassign_proposals(
    candidates: Iterable[Candidate], *, languages: Collection[str], calendar: WorkCalendar, from_day: date
) -> tuple[Proposal, ...]:
    """Put people who could answer beside each other, with workload, languages and common hours.

    A shared language weighs first, then fewer open requests, then longer common hours, then the faster median; an
    unknown median stands behind a known one. The order is a proposal: a person chooses.

    Args:
        candidates: People of the answering side.
        languages: Codes of the languages the other side's contact works in.
        calendar: The other side's working time.
        from_day: First of the LOOK_AHEAD_DAYS over which common hours are counted.

    Returns:
        Everybody, first to last; equal people by name.

    Source: `domain.md` S0-53, b.7: reassign wizard with workload and language view.
    """
    span = Span(from_day, from_day + timedelta(days=LOOK_AHEAD_DAYS))
    measured = [
        (_weight(one, shared, hours), one, shared, hours)
        for one in candidates
        for shared in [tuple(sorted(one.languages & set(languages)))]
        for hours in [overlap_hours_per_day(one.calendar, other=calendar, span=span)]
    ]
    measured.sort(key=lambda row: (row[0], row[1].name))
    weights = [weight for weight, *_ in measured]
    return tuple(
        Proposal(
            candidate=one,
            rank=1 + weights.index(weight),
            shared_languages=shared,
            overlap_hours_per_day=hours,
            reasons=_reasons(one, shared, hours),
        )
        for weight, one, shared, hours in measured
    )


def overlap_hours_per_day(calendar: WorkCalendar, *, other: WorkCalendar, span: Span) -> float:
    """Measure how many hours a working day two people work at the same time.

    Args:
        calendar: Whose working days are counted.
        other: The other's working time.
        span: The days looked at, in the first one's zone.

    Returns:
        Mean hours over the first one's working days, 0 where there are none. Changes of the clocks are counted.

    >>> from zoneinfo import ZoneInfo
    >>> china = WorkCalendar(hours=(time(9), time(18)), zone=ZoneInfo("Asia/Shanghai"))
    >>> berlin = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Europe/Berlin"))
    >>> overlap_hours_per_day(china, other=berlin, span=Span(date(2026, 7, 13), date(2026, 7, 20)))
    3.0
    """
    days = [day for day in span.each_day() if is_working_day(day, calendar=calendar)]
    shared = sum(
        business_hours_between(start=start, end=end, calendar=other)
        for day in days
        for start, end in _hours_of(day, calendar)
    )
    return shared / len(days) if days else 0.0


def _hours_of(day: date, calendar: WorkCalendar) -> list[tuple[datetime, datetime]]:
    lunch = calendar.lunch or (calendar.hours[1], calendar.hours[1])
    parts = [(calendar.hours[0], lunch[0]), (lunch[1], calendar.hours[1])]
    bounds = [(_moment(day, first, calendar), _moment(day, last, calendar)) for first, last in parts]
    return [(start, end) for start, end in bounds if start < end]


def _moment(day: date, clock: time, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day, clock, tzinfo=calendar.zone).astimezone(UTC)


def _weight(one: Candidate, shared: tuple[str, ...], hours: float) -> tuple[bool, int, float, float]:
    median = one.median_hours if one.median_hours is not None else float("inf")
    return (not shared, one.open_requests, -round(hours, 2), median)


def _reasons(one: Candidate, shared: tuple[str, ...], hours: float) -> tuple[Finding, ...]:
    return (
        _reason("languages", _SHARES, languages=", ".join(shared)) if shared else _reason("languages", _SHARES_NONE),
        _reason("workload", _WORKLOAD, open=one.open_requests),
        _reason("overlap", _OVERLAP, hours=f"{hours:.1f}", days=LOOK_AHEAD_DAYS),
        _speed(one),
    )


def _speed(one: Candidate) -> Finding:
    if one.requests == 0:
        return _reason("median", _NO_MEDIAN)
    if one.median_hours is None:
        return _reason("median", _SLOW_MEDIAN, n=one.requests)
    return _reason("median", _MEDIAN, hours=f"{one.median_hours:.1f}", n=one.requests)


def _reason(name: str, message: str, **params: str | int) -> Finding:
    return Finding(code=f"reassign.{name}", severity=Severity.NOTE, message=message, params=params)
