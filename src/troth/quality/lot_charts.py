"""Control charts of lots: bad units or defects, lot by lot, and the sums that see small lasting changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from troth.basis.drift import cusum, p_chart
from troth.basis.ewma import ewma
from troth.basis.u_charts import u_chart
from troth.quality.change_points import ChartSignal, chart_signals, shift_signals
from troth.quality.defect_rates import ImpossibleLotCount

SLACK, LIMIT = 0.5, 5.0
"""Of a CUSUM in standard deviations: half of the shift that is looked for, and the sum that is passed."""


class ChartKind(StrEnum):
    """Which chart."""

    P = "p"
    U = "u"
    CUSUM = "cusum"
    EWMA = "ewma"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """Hold one lot on a chart.

    Args:
        value: What is drawn: bad units or defects per unit; of a CUSUM the upper sum, of an EWMA the weighted mean,
            both in standard deviations.
        below: Of a CUSUM the lower sum, drawn downwards, 0 or less; None of the others.
        lower: Lower limit; None where there is none.
        upper: Upper limit; None where there is none.
        is_outside: Whether the lot is part of a signal.
    """

    value: float
    below: float | None
    lower: float | None
    upper: float | None
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotChart:
    """Hold a chart of lots.

    Args:
        kind: Which.
        rate: Bad units, or defects, per unit of all the lots together.
        centre: The centre line, in the unit of the points.
        points: One a lot.
        signals: Each stretch on one side once, dated.
    """

    kind: ChartKind
    rate: float
    centre: float
    points: tuple[ChartPoint, ...]
    signals: tuple[ChartSignal, ...]


def lot_chart(kind: ChartKind, *, found: Sequence[int], looked_at: Sequence[int]) -> LotChart:
    """Draw a chart of lots.

    Args:
        kind: p, CUSUM and EWMA take bad units, u takes defects.
        found: Bad units, or defects, per lot in their order.
        looked_at: Units looked at per lot, 1 or more.

    Returns:
        The chart; without a lot that differs it has no signals.

    Raises:
        ImpossibleLotCount: There is no lot, the lists differ in length, or a lot has no units or too many bad ones.

    Source: Montgomery, Introduction to Statistical Quality Control: p 7.2, u 7.3; CUSUM 9.1 and EWMA 9.2 of the bad
    units of each lot, standardised by the binomial distribution of its size, so that lots of any sizes can be added.

    >>> chart = lot_chart(ChartKind.CUSUM, found=[2, 3] * 10 + [6, 7] * 5, looked_at=[100] * 30)
    >>> chart.signals
    (ChartSignal(at=26, until=30, changed_after=20, upward=True),)
    """
    if not found or len(found) != len(looked_at) or min(looked_at) < 1 or min(found) < 0:
        raise ImpossibleLotCount("Give the lots in their order, each with units, and what was found on them.")
    if kind is not ChartKind.U and any(bad > units for bad, units in zip(found, looked_at, strict=True)):
        raise ImpossibleLotCount("A lot has more bad units than were looked at.")
    rate = sum(found) / sum(looked_at)
    if kind is ChartKind.CUSUM:
        return _cusum(rate, standardised(found=found, looked_at=looked_at))
    if kind is ChartKind.EWMA:
        return _ewma(rate, standardised(found=found, looked_at=looked_at))
    counts, units = np.array(found), np.array(looked_at)
    drawn = p_chart(defectives=counts, sizes=units) if kind is ChartKind.P else u_chart(defects=counts, units=units)
    signals = chart_signals(drawn.outside, bad=found, looked_at=looked_at, centre=drawn.centre)
    points = tuple(
        ChartPoint(value=value, below=None, lower=low, upper=high, is_outside=at in drawn.outside)
        for at, (value, low, high) in enumerate(
            zip((counts / units).tolist(), drawn.lower.tolist(), drawn.upper.tolist(), strict=True), start=1
        )
    )
    return LotChart(kind=kind, rate=rate, centre=drawn.centre, points=points, signals=signals)


def standardised(*, found: Sequence[int], looked_at: Sequence[int]) -> NDArray[np.float64]:
    """Return how far each lot lies from the rate of all together, in standard deviations of a lot of its size.

    Args:
        found: Bad units per lot.
        looked_at: Units looked at per lot, 1 or more.

    Returns:
        One number a lot; 0 where no unit, or every unit, was bad.

    Source: Montgomery, Introduction to Statistical Quality Control, section 7.2, the standardised chart of fractions:
    Z = (p - mean) / sqrt(mean (1 - mean) / n).

    >>> standardised(found=[2, 8], looked_at=[50, 50]).round(2).tolist()
    [-1.41, 1.41]
    """
    bad, units = np.array(found, dtype=np.float64), np.array(looked_at, dtype=np.float64)
    rate = float(bad.sum() / units.sum())
    if not 0 < rate < 1:
        return np.zeros(len(bad))
    return np.asarray((bad - units * rate) / np.sqrt(units * rate * (1 - rate)), dtype=np.float64)


def _cusum(rate: float, values: NDArray[np.float64]) -> LotChart:
    sums = cusum(values=values, target=0.0, slack=SLACK, limit=LIMIT)
    above, below = sums.upper.tolist(), sums.lower.tolist()
    outside = [at for at, pair in enumerate(zip(above, below, strict=True), start=1) if max(pair) > LIMIT]
    points = tuple(
        ChartPoint(value=up, below=-down, lower=-LIMIT, upper=LIMIT, is_outside=max(up, down) > LIMIT)
        for up, down in zip(above, below, strict=True)
    )
    signals = shift_signals(outside, above=above, below=below)
    return LotChart(kind=ChartKind.CUSUM, rate=rate, centre=0.0, points=points, signals=signals)


def _ewma(rate: float, values: NDArray[np.float64]) -> LotChart:
    drawn = ewma(values=values, target=0.0, deviation=1.0)
    means = drawn.means.tolist()
    points = tuple(
        ChartPoint(value=mean, below=None, lower=low, upper=high, is_outside=at in drawn.outside)
        for at, (mean, low, high) in enumerate(
            zip(means, drawn.lower.tolist(), drawn.upper.tolist(), strict=True), start=1
        )
    )
    signals = shift_signals(drawn.outside, above=means, below=[-mean for mean in means])
    return LotChart(kind=ChartKind.EWMA, rate=rate, centre=0.0, points=points, signals=signals)
