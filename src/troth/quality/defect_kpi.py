"""The defect rate as a KPI: its window, its test against the target, and what may be claimed of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isclose, nan

from troth.quality.defect_rates import DefectRate, LotSample, Source, defect_rate

WINDOW_DAYS = 365
WINDOW_LOTS = 50
FEWEST_UNITS = 5
ALARM_LEVEL = 0.05

USUAL_TARGET = 0.01
TARGETS: Mapping[str, float] = {
    "apparel": 0.015,
    "hard goods": 0.01,
    "electronics": 0.005,
    "packing": 0.01,
}
"""Targets by product category, fractions; what both sides agreed stands above them. Policy guesses, but for the 1 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLot:
    """Hold the sample of a lot and the day it was looked at.

    >>> DatedLot(on=date(2026, 3, 2), sample=LotSample(lot=500, looked_at=50, nonconforming=1)).on.isoformat()
    '2026-03-02'
    """

    on: date
    sample: LotSample


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectKpi:
    """Hold the defect rate of one source against its target.

    Args:
        source: Where units were looked at.
        rate: Over the window.
        target: Fraction that is agreed as the most.
        window_from: First day of the window.
        p_value: Chance of so many bad units if the target were just met; NaN below the fewest units.
        state: "no data", "insufficient", "ok", "watch" or "alarm".
        is_shown: Whether the record shows the rate to be below the target: its whole interval, not the estimate alone.
    """

    source: Source
    rate: DefectRate
    target: float
    window_from: date
    p_value: float
    state: str
    is_shown: bool


def target_of(category: str, *, agreed: float | None = None) -> float:
    """Return the defect rate that is the most for a product.

    Args:
        category: Its category.
        agreed: What both sides agreed for it, a fraction; None where they agreed on nothing.

    Source: `domain.md` S0-52: below 1 %, by industry; 4.6.

    >>> target_of("apparel"), target_of("apparel", agreed=0.02), target_of("toys")
    (0.015, 0.02, 0.01)
    """
    return TARGETS.get(category, USUAL_TARGET) if agreed is None else agreed


def defect_kpi(lots: Sequence[DatedLot], *, source: Source, target: float, as_of: date) -> DefectKpi:
    """Judge the defect rate of one source over its window: the last 12 months or the last 50 lots, whichever is more.

    Args:
        lots: Of this source, in any order; those after the day are left out.
        source: Where units were looked at.
        target: The most that is agreed, a fraction between 0 and 1.
        as_of: Day on which the window ends.

    Rate, interval, test and claim are of one estimator, which weighs each lot by what it holds.

    Source: `domain.md` b.2, b.3: watch where the rate is above its target, alarm where that is no chance (5 %), before
    false alarms are controlled over a night's tests.

    >>> lot = DatedLot(on=date(2026, 3, 2), sample=LotSample(lot=5_000, looked_at=200, nonconforming=7))
    >>> defect_kpi([lot], source=Source.FINAL, target=0.01, as_of=date(2026, 4, 1)).state
    'alarm'
    """
    days = [lot.on for lot in lots]
    recent = [lots[at] for at in window(days, as_of=as_of)]
    year_ago = as_of - timedelta(days=WINDOW_DAYS)
    rate = defect_rate([lot.sample for lot in recent])
    enough = rate.looked_at >= FEWEST_UNITS
    p_value = rate.chance(target) if enough else nan
    return DefectKpi(
        source=source,
        rate=rate,
        target=target,
        window_from=min(recent[0].on, year_ago) if recent else year_ago,
        p_value=p_value,
        state=_state(rate, target=target, p_value=p_value, enough=enough),
        is_shown=enough and rate.is_shown_below(target),
    )


def window(days: Sequence[date], *, as_of: date) -> tuple[int, ...]:
    """Return which lots count on a day: those of the last 12 months, or the last 50, whichever are more.

    Args:
        days: When each was looked at, in any order.
        as_of: Day on which the window ends.

    Returns:
        Their places, from 0, the oldest first.

    Source: `domain.md` b.2.

    >>> window([date(2026, 3, 9), date(2026, 5, 2), date(2026, 3, 2)], as_of=date(2026, 4, 1))
    (2, 0)
    """
    seen = sorted((at for at, on in enumerate(days) if on <= as_of), key=lambda at: days[at])
    year_ago = as_of - timedelta(days=WINDOW_DAYS)
    last_year = [at for at in seen if days[at] > year_ago]
    return tuple(seen[-max(WINDOW_LOTS, len(last_year)) :])


LOTS_TO_CHECK = 5
"""An action's effect on the defect rate is judged on so many lots looked at after it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectEffect:
    """Hold whether an action lowered the defect rate.

    Args:
        verdict: "not yet", "worked" or "did not work".
        rate: Of the lots looked at since it was done, at most as many as are asked for.
    """

    verdict: str
    rate: DefectRate


def effect_on_defects(since: Sequence[DatedLot], *, before: float, target: float) -> DefectEffect:
    """Judge an action by the first lots looked at after it was done.

    Args:
        since: Lots of the same source after it was done, oldest first.
        before: The rate of the window that opened it, a fraction.
        target: The most that is agreed, a fraction between 0 and 1.

    Returns:
        "worked" where the rate fell and the target is no longer significantly missed; "not yet" below 5 lots.

    Source: method b.7 of the domain report, for units in place of lines.

    >>> effect_on_defects([], before=0.045, target=0.01).verdict
    'not yet'
    """
    rate = defect_rate([lot.sample for lot in since[:LOTS_TO_CHECK]])
    verdict = "not yet"
    if rate.lots == LOTS_TO_CHECK:
        still = rate.chance(target) < ALARM_LEVEL
        verdict = "worked" if rate.rate < before and not still else "did not work"
    return DefectEffect(verdict=verdict, rate=rate)


def _state(rate: DefectRate, *, target: float, p_value: float, enough: bool) -> str:
    if not rate.lots:
        return "no data"
    if not enough:
        return "insufficient"
    # 2 of 200 is 1 %: what adding up weights rounds is no miss.
    if rate.rate <= target or isclose(rate.rate, target):
        return "ok"
    return "alarm" if p_value < ALARM_LEVEL else "watch"
