"""Which long closures bend a factory's output: its own word first, then the practice of the trade, then the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from troth.basis.calendars import Mark, PlaceCalendar
from troth.basis.closures import ClosedRun, closed_runs
from troth.basis.spans import Span
from troth.orders.capacity import CapacityModel, Plant

LONG_STOP_DAYS = 10
"""A closure this long sends workers home and loses some of them, whatever it is for."""

SHORTEST_STOP_DAYS = 5
"""A place's own closure is taken for what it does around a feast from this length on: an inventory day is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Hold how long factories stand still around a feast, whatever the official days are. Policy data.

    Args:
        feast: Key of the holiday whose first day in a year is meant, such as "Chinese New Year (Spring Festival)".
        days_before: Days before it without work, 0 or more; None for the official days as they are.
        days_after: Days after it without work, 0 or more; not read where days_before is None.

    Source: `domain.md` h, vector h06: 5 days before to 10 days after the Chinese New Year.
    """

    feast: str
    days_before: int | None = 5
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
    span: Span, *, calendar: PlaceCalendar, practices: Sequence[Practice] = (), at_least: int = LONG_STOP_DAYS
) -> tuple[Stop, ...]:
    """List the long closures that touch a period.

    Args:
        span: The period looked at.
        calendar: The place's calendar.
        practices: How long factories there stand still around which feast.
        at_least: Days that make any other closure long, 1 or more.

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
    practised = _practised(span, calendar, practices)
    offered = [*_own(span, calendar, practised, at_least), *_still_true(practised, calendar)]
    offered += _listed(span, calendar, at_least)
    kept: list[Stop] = []
    for stop in offered:
        if all(stop.span.overlap(other.span) is None for other in kept):
            kept.append(stop)
    return tuple(sorted(kept, key=lambda stop: stop.span))


def plant_at(
    calendar: PlaceCalendar,
    *,
    span: Span,
    practices: Sequence[Practice] = (),
    told: Sequence[tuple[Span, CapacityModel]] = (),
) -> Plant:
    """Make a plant of a place: its calendar with the long closures of a period and what they do to its output.

    Args:
        calendar: The place's calendar.
        span: The period for which its closures are wanted; ask for more than is counted, a rush begins before a stop.
        practices: How long factories there stand still around which feast.
        told: The place's own closures around which it says how its output changes.

    Source: `domain.md` h.

    >>> from troth.basis.calendars import Closure, OwnLayer
    >>> away = Closure(Span(date(2026, 2, 9), date(2026, 2, 28)), "New Year")
    >>> place = PlaceCalendar(own=OwnLayer(closures=(away,)))
    >>> plant_at(place, span=Span(date(2026, 1, 1), date(2026, 6, 1))).stops[0].days
    23
    """
    stops = stops_in(span, calendar=calendar, practices=practices)
    return Plant(calendar=calendar, stops=tuple(stop.span for stop in stops), told=tuple(told))


def _own(span: Span, calendar: PlaceCalendar, practised: Sequence[Stop], at_least: int) -> list[Stop]:
    """Return the place's own closures that are long, or that stand for what the trade does around a feast."""
    feasts = [stop.span for stop in practised]
    found = []
    for run in closed_runs(span, calendar=calendar):
        is_own = any(run.span.overlap(closure.span) is not None for closure in calendar.own.closures)
        is_for_a_feast = run.span.days >= SHORTEST_STOP_DAYS and any(run.span.overlap(feast) for feast in feasts)
        if is_own and (run.span.days >= at_least or is_for_a_feast):
            found.append(_stop(run, "own"))
    return found


def _practised(span: Span, calendar: PlaceCalendar, practices: Sequence[Practice]) -> list[Stop]:
    found = []
    for practice in practices:
        for feast, name in _feasts(calendar, practice.feast):
            if practice.days_before is None:
                day = Span(feast, feast + timedelta(days=1))
                stops = [_stop(run, "calendar") for run in closed_runs(day, calendar=_public(calendar))]
            else:
                around = stop_around(feast, days_before=practice.days_before, days_after=practice.days_after)
                stops = [Stop(span=around, names=(name,), basis="practice", mark=Mark.ESTIMATED)]
            found += [stop for stop in stops if stop.span.overlap(span) is not None]
    return found


def _still_true(practised: Sequence[Stop], calendar: PlaceCalendar) -> list[Stop]:
    """Return what is practised, less the feasts through which the place says that it works."""
    return [stop for stop in practised if not any(day in stop.span for day in calendar.own.openings)]


def _listed(span: Span, calendar: PlaceCalendar, at_least: int) -> list[Stop]:
    return [_stop(run, "calendar") for run in closed_runs(span, calendar=_public(calendar), at_least=at_least)]


def _public(calendar: PlaceCalendar) -> PlaceCalendar:
    return replace(calendar, own=replace(calendar.own, closures=()))


def _stop(run: ClosedRun, basis: str) -> Stop:
    return Stop(span=run.span, names=run.names, basis=basis, mark=run.mark)


def _feasts(calendar: PlaceCalendar, key: str) -> list[tuple[date, str]]:
    """Return the first day of a feast in each year, unless the place does not keep it."""
    if key in calendar.own.not_kept:
        return []
    first: dict[int, tuple[date, str]] = {}
    for day, holiday in sorted(calendar.public.holidays.items()):
        if holiday.key == key:
            first.setdefault(day.year, (day, holiday.name))
    return list(first.values())
