"""The chart of defects per unit, where one unit may have several."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import FloatArray
from troth.basis.drift import ImpossibleChart


@dataclass(frozen=True, slots=True, kw_only=True)
class UChart:
    """Hold the limits of a chart of defects per unit.

    Args:
        centre: The centre line, defects per unit; NaN where no unit was ever inspected.
        lower: Lower limit per lot, never below 0; NaN for a lot without units.
        upper: Upper limit per lot; NaN for a lot without units.
        outside: Numbers of the lots strictly outside their limits, from 1.
    """

    centre: float
    lower: FloatArray
    upper: FloatArray
    outside: tuple[int, ...]


def u_chart(*, defects: ArrayLike, units: ArrayLike, baseline: float | None = None, width: float = 3.0) -> UChart:
    """Compute the limits within which defects per unit vary by chance alone.

    Args:
        defects: Defects per lot, 0 or more.
        units: Units inspected per lot, or one number for all; they need not be whole, such as metres of cloth.
        baseline: The settled defects per unit to compare with, above 0; without it, that of these lots together.
        width: Distance of the limits from the centre, in standard deviations.

    Returns:
        The chart, one place per lot.

    Raises:
        ImpossibleChart: A number is negative or missing, or the baseline is not above 0.

    Source: Shewhart u-chart; Montgomery, Introduction to Statistical Quality Control, section 7.3; with one unit a lot
    it is the c-chart of the NIST/SEMATECH e-Handbook 6.3.3.1.

    >>> chart = u_chart(defects=[4, 6, 5, 25], units=10)
    >>> chart.centre, chart.outside
    (1.0, (4,))
    """
    found = np.asarray(defects, dtype=np.float64)
    looked_at = np.broadcast_to(np.asarray(units, dtype=np.float64), found.shape)
    if not np.all(found >= 0) or not np.all(looked_at >= 0) or (baseline is not None and not baseline > 0):
        raise ImpossibleChart("Defects and units are 0 or more, none missing, and a baseline is above 0.")
    everything = float(looked_at.sum())
    if baseline is None:
        baseline = float(found.sum()) / everything if everything else float("nan")
    n = np.where(looked_at > 0, looked_at, np.nan)
    half = width * np.sqrt(baseline / n)
    lower, upper = np.maximum(baseline - half, 0.0), baseline + half
    rates = found / n
    outside = np.flatnonzero((rates < lower) | (rates > upper)) + 1
    return UChart(centre=baseline, lower=lower, upper=upper, outside=tuple(outside.tolist()))
