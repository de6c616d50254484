"""Seeing that something slips before it breaks: charts for lots, for measurements and for single kept promises.

Observations are numbered from 1, as the textbooks do; ``changed_after`` is then also the place, counted from 0, of the
first observation after the change.
"""

from dataclasses import dataclass
from math import log, log1p

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import CountArray, FloatArray, ImpossibleCounts, checked_counts, checked_fraction


class ImpossibleChart(ValueError):
    """A chart's target, slack, limit or rates do not fit together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PChart:
    """Hold the limits of a chart of fractions nonconforming.

    Args:
        centre: The centre line, a fraction; NaN where no unit was ever inspected.
        lower: Lower limit per lot, a fraction, never below 0; NaN for a lot without units.
        upper: Upper limit per lot, a fraction, never above 1; NaN for a lot without units.
        outside: Numbers of the lots strictly outside their limits, from 1.
    """

    centre: float
    lower: FloatArray
    upper: FloatArray
    outside: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Hold one alarm of a chart that adds up.

    Args:
        at: Number of the observation at which the limit was passed, from 1.
        changed_after: Estimated number of observations before the change, 0 or more.
        upward: Whether the values had risen; false where they had fallen.
    """

    at: int
    changed_after: int
    upward: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cusum:
    """Hold both sums of a chart and its alarms.

    Args:
        upper: Sum of the excesses above the target, one per observation, 0 or more.
        lower: Sum of the shortfalls below it, one per observation, 0 or more.
        signals: Alarms in order; with a restart each begins a new chart, without one the first of each direction.
    """

    upper: FloatArray
    lower: FloatArray
    signals: tuple[Signal, ...]


def p_chart(
    *, defectives: CountArray, sizes: CountArray | int, baseline: float | None = None, width: float = 3.0
) -> PChart:
    """Compute the limits within which lots vary by chance alone.

    Args:
        defectives: Units nonconforming per lot, whole numbers.
        sizes: Units inspected per lot, or one number for all.
        baseline: The settled rate to compare with, a fraction; without it, the rate of these lots together.
        width: Distance of the limits from the centre, in standard deviations.

    Returns:
        The chart, one place per lot.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more defectives than units.
        NotAFraction: The baseline is not between 0 and 1.

    Source: Shewhart p-chart; Montgomery, Introduction to Statistical Quality Control, section 7.2; NIST/SEMATECH
    e-Handbook 6.3.3.2.

    >>> chart = p_chart(defectives=np.array([2, 3, 1, 14, 2]), sizes=50)
    >>> f"{chart.centre:.3f}", chart.outside
    ('0.088', (4,))
    """
    found, inspected = checked_counts(defectives, sizes)
    all_inspected = float(inspected.sum())
    if baseline is not None:
        centre = checked_fraction(baseline, name="baseline")
    else:
        centre = float(found.sum()) / all_inspected if all_inspected else float("nan")
    n = np.where(inspected > 0, inspected, np.nan)
    half = width * np.sqrt(centre * (1.0 - centre) / n)
    lower, upper = np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
    rates = found / n
    outside = np.flatnonzero((rates < lower) | (rates > upper)) + 1
    return PChart(centre=centre, lower=lower, upper=upper, outside=tuple(outside.tolist()))


def cusum(*, values: ArrayLike, target: float, slack: float, limit: float, restart: bool = False) -> Cusum:
    """Add up small departures from a target until they can no longer be chance.

    Args:
        values: Observations in order of time, one dimension, none missing.
        target: The value they should have.
        slack: K, what each may depart without adding; half of the shift to be found, in the values' unit, 0 or more.
        limit: H, the sum that must be passed; 4 to 5 standard deviations, in the values' unit, above 0.
        restart: Whether the sum begins again at 0 after an alarm.

    Returns:
        Both sums and the alarms.

    Raises:
        ImpossibleChart: The slack is negative, the limit not positive, or a value is missing.

    Source: Page, Biometrika 41 (1954) 100-115; tabular form and change point by Montgomery, Introduction to Statistical
    Quality Control, section 9.1.

    >>> chart = cusum(values=[10, 9.8, 10.1, 12, 12.2, 11.9], target=10, slack=0.5, limit=4)
    >>> chart.signals
    (Signal(at=6, changed_after=3, upward=True),)
    """
    x = np.asarray(values, dtype=np.float64)
    if not slack >= 0 or not limit > 0 or not np.isfinite(target) or x.ndim != 1 or not np.all(np.isfinite(x)):
        raise ImpossibleChart("The slack is 0 or more, the limit above 0, and no value may be missing.")
    # Each side restarts alone: with one slack and one limit for both, the other stands at 0 whenever one alarms.
    upper, rises = _one_side((x - target - slack).tolist(), limit=limit, restart=restart)
    lower, falls = _one_side((target - x - slack).tolist(), limit=limit, restart=restart, upward=False)
    signals = sorted(rises + falls, key=lambda signal: signal.at)
    return Cusum(upper=np.array(upper), lower=np.array(lower), signals=tuple(signals))


def bernoulli_reference(*, good_rate: float, bad_rate: float) -> float:
    """Compute what each observation takes off the sum of a Bernoulli chart.

    Args:
        good_rate: Rate of failures when all is well, a fraction such as 0.05.
        bad_rate: Rate to be found quickly, a fraction above the good one.

    Returns:
        The reference value, between the two rates.

    Raises:
        NotAFraction: A rate is not between 0 and 1.
        ImpossibleChart: The bad rate is not above the good one.

    Source: Reynolds and Stoumbos, Journal of Quality Technology 31 (1999) 87-108: r1 / r2.

    >>> f"{bernoulli_reference(good_rate=0.01, bad_rate=0.02):.6f}"
    '0.014435'
    """
    p0, p1 = checked_fraction(good_rate, name="good rate"), checked_fraction(bad_rate, name="bad rate")
    if p1 <= p0:
        raise ImpossibleChart(f"The bad rate must be above the good one, {p0}; {p1} is not.")
    r1 = log1p(-p0) - log1p(-p1)
    return r1 / (r1 + log(p1 / p0))


def bernoulli_cusum(
    *, failed: ArrayLike, good_rate: float, bad_rate: float, limit: float
) -> tuple[FloatArray, tuple[Signal, ...]]:
    """Follow single kept and broken promises until a higher rate of failures can no longer be chance.

    After an alarm the sum begins again at 0.

    Args:
        failed: Whether each observation failed, in order of time: 0 or 1, one dimension, none missing.
        good_rate: Rate of failures when all is well, a fraction such as 0.05.
        bad_rate: Rate to be found quickly, a fraction above the good one.
        limit: The sum that must be passed, above 0; see bernoulli_limit.

    Returns:
        The sum after each observation, and the alarms in order with their estimated change points.

    Raises:
        ImpossibleCounts: A value is neither 0 nor 1.
        ImpossibleChart: The limit is not above 0, or the bad rate is not above the good one.
        NotAFraction: A rate is not between 0 and 1.

    Source: Reynolds and Stoumbos, Journal of Quality Technology 31 (1999) 87-108.

    >>> _, signals = bernoulli_cusum(failed=[0] * 20 + [1, 1, 0, 1], good_rate=0.05, bad_rate=0.2, limit=2)
    >>> signals
    (Signal(at=24, changed_after=20, upward=True),)
    """
    reference = bernoulli_reference(good_rate=good_rate, bad_rate=bad_rate)
    x = np.asarray(failed, dtype=np.float64)
    if not limit > 0:
        raise ImpossibleChart(f"The limit must be above 0, not {limit}.")
    if x.ndim != 1 or not np.all((x == 0) | (x == 1)):
        raise ImpossibleCounts("Each observation is 1 where it failed and 0 where it did not.")
    sums, signals = _one_side((x - reference).tolist(), limit=limit, restart=True)
    return np.array(sums), tuple(signals)


def _one_side(
    steps: list[float], *, limit: float, restart: bool, upward: bool = True
) -> tuple[list[float], list[Signal]]:
    """Return the sum after each step, and its alarms."""
    sums, signals = list[float](), list[Signal]()
    current, run = 0.0, 0
    # Plain floats: one numpy call a step would cost fifty times the addition.
    for number, step in enumerate(steps, start=1):
        current = max(0.0, current + step)
        run = run + 1 if current > 0 else 0
        sums.append(current)
        if current > limit and (restart or not signals):
            signals.append(Signal(at=number, changed_after=number - run, upward=upward))
            if restart:
                current, run = 0.0, 0
    return sums, signals
