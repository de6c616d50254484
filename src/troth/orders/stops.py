"""Which long closures bend a factory's output: its own word first, then the practice of the trade, then the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from troth.basis.calendars import Mark, PlaceCalendar
from troth.basis.closures import LONG_CLOSURE_DAYS, closed_runs
from troth.basis.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Hold how long factories stand still around a feast, whatever the official days are. Policy data.

    Args:
        feast: Key of the holiday whose first day in a year is meant, such as "Chinese New Year (Spring Festival)".
        days_before: Days before it without work, 0 or more.
        days_after: Days after it without work, 0 or more.

    Source: `domain.md` h, vector h06: 5 days before to 10 days after the Chinese New Year.
    """

    feast: str
    days_before: int = 5
    days_after: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Hold one long closure, and where we know it from.

    Attributes:
        span: The days without work.
        names: What is celebrated, or the reason the place gave.
        basis: "own", "practice" or "calendar".
        mark: ESTIMATED where its days may still move; the practice of a trade is always an estimate.
    """

    span: Span
    names: tuple[str, ...]
    basis: str
    mark: Mark


def stop_around(feast: date, *, days_before: int = 5, days_after: int = 10) -> Span:
    """Give the days around a feast on which factories in practice stand still.

    Args:
        feast: The day itself, such as the first day of the lunar year.
        days_before: Days before it without work, 0 or more.
        days_after: Days after it without work, 0 or more.

    Source: `domain.md` h, vector h06.

    >>> stop_around(date(2026, 2, 17))
    Span(start=datetime.date(2026, 2, 12), end=datetime.date(2026, 2, 28))
    """
    return Span(feast - timedelta(days=days_before), feast + timedelta(days=days_after + 1))


def stops_in(
    span: Span, *, calendar: PlaceCalendar, practices: Sequence[Practice] = (), at_least: int = LONG_CLOSURE_DAYS
) -> tuple[Stop, ...]:
    """List the long closures that touch a period.

    Args:
        span: The period looked at.
        calendar: The place's calendar.
        practices: How long factories there stand still around which feast.
        at_least: Days that make a closure of the calendar long.

    Returns:
        Stops in order, none overlapping. A place that says when it closes is believed: its own closure replaces the
        practice around the same feast, an own opening inside it ends it, and a practice replaces the official days.

    Source: `domain.md` h: "per-factory overrides always win".

    >>> from troth.basis.calendars import Closure, OwnLayer
    >>> away = Closure(Span(date(2026, 2, 9), date(2026, 2, 28)), "New Year")
    >>> place = PlaceCalendar(own=OwnLayer(closures=(away,)))
    >>> [(stop.basis, stop.span.days) for stop in stops_in(Span(date(2026, 2, 1), date(2026, 3, 1)), calendar=place)]
    [('own', 23)]
    """
    offered = [*_own(span, calendar, at_least), *_practised(span, calendar, practices)]
    offered += _listed(span, calendar, at_least)
    kept: list[Stop] = []
    for stop in offered:
        if all(stop.span.overlap(other.span) is None for other in kept):
            kept.append(stop)
    return tuple(sorted(kept, key=lambda stop: stop.span))


def _own(span: Span, calendar: PlaceCalendar, at_least: int) -> list[Stop]:
    closures = calendar.own.closures
    runs = closed_runs(span, calendar=calendar, at_least=at_least)
    said = [run for run in runs if any(run.span.overlap(closure.span) is not None for closure in closures)]
    return [Stop(span=run.span, names=run.names, basis="own", mark=run.mark) for run in said]


def _practised(span: Span, calendar: PlaceCalendar, practices: Sequence[Practice]) -> list[Stop]:
    found = []
    for practice in practices:
        for feast, name in _feasts(calendar, practice.feast):
            stop = stop_around(feast, days_before=practice.days_before, days_after=practice.days_after)
            works_through = any(day in stop for day in calendar.own.openings)
            if stop.overlap(span) is not None and not works_through:
                found.append(Stop(span=stop, names=(name,), basis="practice", mark=Mark.ESTIMATED))
    return found


def _listed(span: Span, calendar: PlaceCalendar, at_least: int) -> list[Stop]:
    public = replace(calendar, own=replace(calendar.own, closures=()))
    runs = closed_runs(span, calendar=public, at_least=at_least)
    return [Stop(span=run.span, names=run.names, basis="calendar", mark=run.mark) for run in runs]


def _feasts(calendar: PlaceCalendar, key: str) -> list[tuple[date, str]]:
    """Return the first day of a feast in each year, unless the place does not keep it."""
    if key in calendar.own.not_kept:
        return []
    first: dict[int, tuple[date, str]] = {}
    for day, holiday in sorted(calendar.public.holidays.items()):
        if holiday.key == key:
            first.setdefault(day.year, (day, holiday.name))
    return list(first.values())
