"""On-time, in-full and both, by line, by order or by unit; and a line's late days for a timeline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from troth.commitments.attribution import Cause
from troth.orders.definitions import Level
from troth.orders.settlement import Settlement

Measure = Literal["on_time", "in_full", "kept"]


class OrderLabelsError(ValueError):
    """Raised where orders are to be counted and not every line says which order it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A rate with what it is made of.

    Attributes:
        kept: Lines, orders or units that meet the measure.
        of: Lines, orders or units that count.
        fraction: 0 to 1; None where nothing counts ("no data"), which is not the same as 0.
        unknown: Lines or orders left out because the record does not tell.
    """

    kept: Fraction
    of: Fraction
    fraction: float | None
    unknown: int = 0


def rate(
    settlements: Sequence[Settlement], *, measure: Measure = "kept", level: Level = "line", orders: Sequence[str] = ()
) -> Rate:
    """Count how many lines, orders or units meet a measure.

    Cancelled, void, open and wholly excused lines count nowhere; an overdue line counts as not kept.

    Args:
        settlements: One per line.
        measure: "on_time" looks at the day alone, "in_full" at the quantity alone, "kept" at both.
        level: A unit is on time with its own receipt; by unit every measure but "in_full" is units on time.
        orders: The order each line belongs to, in the order of the lines; needed for the level "order".

    Raises:
        OrderLabelsError: The level is "order" and the labels do not match the lines.

    >>> from datetime import date
    >>> on_time = Settlement(state="kept", due_on=date(2026, 3, 2), kept=True)
    >>> rate([on_time, Settlement(state="cancelled", due_on=date(2026, 3, 2))]).fraction, rate([]).fraction
    (1.0, None)
    """
    if level == "unit":
        return _unit_rate(settlements, measure)
    if level == "line":
        return _rate_of(_answer(settled, measure) for settled in settlements if _counts(settled))
    if len(orders) != len(settlements):
        raise OrderLabelsError(f"{len(settlements)} lines came with {len(orders)} order labels")
    lines: dict[str, list[bool | None]] = {}
    for order, settled in zip(orders, settlements, strict=True):
        if _counts(settled) or settled.state == "open":
            lines.setdefault(order, []).append(_answer(settled, measure))
    return _rate_of(_all_kept(answers) for answers in lines.values())


def _counts(settled: Settlement) -> bool:
    return settled.state in ("kept", "early", "late", "short", "overdue")


def _answer(settled: Settlement, measure: Measure) -> bool | None:
    if settled.state == "overdue":
        return False
    if measure == "on_time":
        return settled.on_time
    return settled.in_full if measure == "in_full" else settled.kept


def _all_kept(answers: Iterable[bool | None]) -> bool | None:
    known = list(answers)
    if False in known:
        return False
    return None if None in known else True


def _rate_of(answers: Iterable[bool | None]) -> Rate:
    listed = list(answers)
    known = [answer for answer in listed if answer is not None]
    return _made(Fraction(sum(known)), Fraction(len(known)), unknown=len(listed) - len(known))


def _unit_rate(settlements: Sequence[Settlement], measure: Measure) -> Rate:
    counted = [settled for settled in settlements if _counts(settled)]
    known = [settled for settled in counted if settled.ordered is not None]
    met = [settled.received if measure == "in_full" else settled.received_on_time for settled in known]
    kept = sum((Fraction(units) for units in met if units is not None), Fraction(0))
    of = sum((Fraction(settled.ordered or Decimal(0)) for settled in known), Fraction(0))
    return _made(kept, of, unknown=len(counted) - len(known))


def _made(kept: Fraction, of: Fraction, *, unknown: int) -> Rate:
    return Rate(kept=kept, of=of, fraction=float(kept / of) if of else None, unknown=unknown)


@dataclass(frozen=True, slots=True, kw_only=True)
class LatenessBar:
    """A line's late days for a timeline: where the bar starts and ends, and its parts in order of drawing.

    Attributes:
        due_on: The promised day.
        until: The completion, or the day looked from; equal to due_on where nothing was late.
        parts: Cause and days of each part that is not empty; they add up to the length of the bar.
        is_open: The bar still grows.
    """

    due_on: date
    until: date
    parts: tuple[tuple[Cause, int], ...]
    is_open: bool


def lateness_bar(settled: Settlement, *, as_of: date | None = None) -> LatenessBar | None:
    """Return a settled line's late days as a bar, None where there is no promised day.

    Args:
        settled: The line.
        as_of: The day an overdue line was settled from.

    >>> late = Settlement(state="late", due_on=date(2026, 3, 2), completed_on=date(2026, 3, 7), days_late=5,
    ...                   factory_days=3, buyer_days=2)
    >>> lateness_bar(late).parts
    (('buyer', 2), ('factory', 3))
    """
    if settled.due_on is None:
        return None
    days: tuple[tuple[Cause, int], ...] = (
        ("force_majeure", settled.excused_days),
        ("carrier", settled.carrier_days),
        ("buyer", settled.buyer_days),
        ("factory", settled.factory_days),
    )
    ended = settled.completed_on or as_of
    return LatenessBar(
        due_on=settled.due_on,
        until=ended if ended and settled.days_late else settled.due_on,
        parts=tuple((cause, count) for cause, count in days if count),
        is_open=settled.completed_on is None,
    )
