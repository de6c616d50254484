"""The defect rate as a KPI: its window, its test against the target, and what may be claimed of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

from troth.quality.defect_rates import DefectRate, LotSample, Source, defect_rate, exceeds

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

    Source: `domain.md` b.2, b.3: watch where the rate is above its target, alarm where that is no chance (5 %), before
    false alarms are controlled over a night's tests.

    >>> lot = DatedLot(on=date(2026, 3, 2), sample=LotSample(lot=5_000, looked_at=200, nonconforming=7))
    >>> defect_kpi([lot], source=Source.FINAL, target=0.01, as_of=date(2026, 4, 1)).state
    'alarm'
    """
    seen = sorted((lot for lot in lots if lot.on <= as_of), key=lambda lot: lot.on)
    year_ago = as_of - timedelta(days=WINDOW_DAYS)
    recent = max([lot for lot in seen if lot.on > year_ago], seen[-WINDOW_LOTS:], key=len)
    rate = defect_rate([lot.sample for lot in recent])
    enough = rate.looked_at >= FEWEST_UNITS
    p_value = exceeds(nonconforming=rate.nonconforming, looked_at=rate.looked_at, target=target) if enough else nan
    return DefectKpi(
        source=source,
        rate=rate,
        target=target,
        window_from=min(recent[0].on, year_ago) if recent else year_ago,
        p_value=p_value,
        state=_state(rate, target=target, p_value=p_value, enough=enough),
        is_shown=rate.lots > 0 and rate.is_shown_below(target),
    )


LOTS_TO_CHECK = 5
"""An action's effect on the defect rate is judged on so many lots looked at after it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectEffect:
    """Hold whether an action lowered the defect rate.

    Args:
        verdict: "not yet", "worked" or "did not work".
        lots: Lots looked at since it was done, at most as many as are asked for.
        looked_at: Units looked at in them.
        bad: Bad ones among them.
    """

    verdict: str
    lots: int
    looked_at: int
    bad: int


def effect_on_defects(
    since: Sequence[DatedLot], *, bad_before: int, looked_at_before: int, target: float
) -> DefectEffect:  # fmt: skip
    """Judge an action by the first lots looked at after it was done.

    Args:
        since: Lots of the same source after it was done, oldest first.
        bad_before: Bad units of the window that opened it.
        looked_at_before: Units looked at in that window, 1 or more.
        target: The most that is agreed, a fraction between 0 and 1.

    Returns:
        "worked" where the rate fell and the target is no longer significantly missed; "not yet" below 5 lots.

    Source: method b.7 of the domain report, for units in place of lines.

    >>> effect_on_defects([], bad_before=9, looked_at_before=200, target=0.01).verdict
    'not yet'
    """
    first = [lot.sample for lot in since[:LOTS_TO_CHECK]]
    looked_at, bad = sum(lot.looked_at for lot in first), sum(lot.nonconforming for lot in first)
    verdict = "not yet"
    if len(first) == LOTS_TO_CHECK:
        fell = bad * looked_at_before < bad_before * looked_at
        still = exceeds(nonconforming=bad, looked_at=looked_at, target=target) < ALARM_LEVEL
        verdict = "worked" if fell and not still else "did not work"
    return DefectEffect(verdict=verdict, lots=len(first), looked_at=looked_at, bad=bad)


def _state(rate: DefectRate, *, target: float, p_value: float, enough: bool) -> str:
    if not rate.lots:
        return "no data"
    if not enough:
        return "insufficient"
    if rate.pooled <= target:
        return "ok"
    return "alarm" if p_value < ALARM_LEVEL else "watch"
