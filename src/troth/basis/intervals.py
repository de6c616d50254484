"""Intervals for a proportion: exact, score and Bayesian, for one pair of counts or a whole portfolio at once.

Where there were no trials there is no interval: both bounds are NaN, and ``is_known`` is false.
"""

from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from troth.basis.counts import CountArray, FloatArray, checked_counts, checked_fraction
from troth.basis.special import special


@dataclass(frozen=True, slots=True)
class Interval[N: (float, FloatArray)]:
    """Hold the two bounds of an interval for a proportion.

    Args:
        low: Lower bound, a fraction; NaN where there were no trials.
        high: Upper bound, a fraction, not below the lower; NaN where there were no trials.

    >>> Interval(0.84, 0.98).is_known
    True
    """

    low: N
    high: N

    @property
    def is_known(self) -> Any:
        """Whether there were trials: a bool for one pair of counts, an array of bools for many."""
        known = ~np.isnan(self.low)
        return bool(known) if known.ndim == 0 else known


@overload
def clopper_pearson(*, successes: int, trials: int, confidence: float = 0.95) -> Interval[float]: ...
@overload
def clopper_pearson(
    *, successes: CountArray, trials: CountArray | int, confidence: float = 0.95
) -> Interval[FloatArray]: ...
def clopper_pearson(
    *, successes: int | CountArray, trials: int | CountArray, confidence: float = 0.95
) -> Interval[float] | Interval[FloatArray]:
    """Compute the exact interval, which covers the true rate at least as often as it says.

    Args:
        successes: Whole numbers, 0 to trials.
        trials: Whole numbers, 0 or more.
        confidence: Two-sided coverage, a fraction.

    Returns:
        The interval in fractions, of the counts' shape; NaN where there were no trials.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more than the trials.
        NotAFraction: The confidence is not between 0 and 1.

    Source: Clopper and Pearson, Biometrika 26 (1934) 404-413, as quantiles of the beta distribution.

    >>> bounds = clopper_pearson(successes=2, trials=315)
    >>> f"{bounds.low:.5f} {bounds.high:.4f}"
    '0.00077 0.0227'
    """
    done, tried = checked_counts(successes, trials)
    tail = _tail(confidence)
    missed = tried - done
    # A shape of 0 has no quantile: the bound at no successes is 0 and at no misses 1 by definition.
    low = np.where(done > 0, special().betaincinv(np.maximum(done, 1), missed + 1, tail), 0.0)
    high = np.where(missed > 0, special().betaincinv(done + 1, np.maximum(missed, 1), 1.0 - tail), 1.0)
    return _interval(low, high, tried)


@overload
def wilson(*, successes: int, trials: int, confidence: float = 0.95) -> Interval[float]: ...
@overload
def wilson(*, successes: CountArray, trials: CountArray | int, confidence: float = 0.95) -> Interval[FloatArray]: ...
def wilson(
    *, successes: int | CountArray, trials: int | CountArray, confidence: float = 0.95
) -> Interval[float] | Interval[FloatArray]:
    """Compute the score interval, which covers the true rate about as often as it says.

    Args:
        successes: Whole numbers, 0 to trials.
        trials: Whole numbers, 0 or more.
        confidence: Two-sided coverage, a fraction.

    Returns:
        The interval in fractions, of the counts' shape; NaN where there were no trials.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more than the trials.
        NotAFraction: The confidence is not between 0 and 1.

    Source: Wilson, JASA 22 (1927) 209-212, without continuity correction; recommended for display by Brown, Cai and
    DasGupta, Statistical Science 16 (2001) 101-133.

    >>> bounds = wilson(successes=47, trials=50)
    >>> f"{bounds.low:.0%} to {bounds.high:.0%}"
    '84% to 98%'
    """
    done, tried = checked_counts(successes, trials)
    z = -special().ndtri(_tail(confidence))
    n = np.maximum(tried, 1)
    rate = done / n
    shrunk = 1 + z * z / n
    centre = (rate + z * z / (2 * n)) / shrunk
    half = z * np.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / shrunk
    # The formula gives 0 and 1 exactly at the ends; rounding would leave 1e-17 and 0.9999999999999999 there.
    low = np.where(done > 0, centre - half, 0.0)
    high = np.where(done < tried, centre + half, 1.0)
    return _interval(low, high, tried)


@overload
def jeffreys(*, successes: int, trials: int, confidence: float = 0.95) -> Interval[float]: ...
@overload
def jeffreys(*, successes: CountArray, trials: CountArray | int, confidence: float = 0.95) -> Interval[FloatArray]: ...
def jeffreys(
    *, successes: int | CountArray, trials: int | CountArray, confidence: float = 0.95
) -> Interval[float] | Interval[FloatArray]:
    """Compute the equal-tailed interval of the Jeffreys posterior, Beta(1/2, 1/2) before the data.

    The bounds are the plain quantiles also at no successes and no misses, so they always match ``posterior_below``.

    Args:
        successes: Whole numbers, 0 to trials.
        trials: Whole numbers, 0 or more.
        confidence: Posterior probability inside, a fraction.

    Returns:
        The interval in fractions, of the counts' shape; NaN where there were no trials.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more than the trials.
        NotAFraction: The confidence is not between 0 and 1.

    Source: Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133, section 3.1.2.

    >>> bounds = jeffreys(successes=17, trials=20)
    >>> f"{bounds.low:.4f} {bounds.high:.4f}"
    '0.6514 0.9559'
    """
    done, tried = checked_counts(successes, trials)
    tail = _tail(confidence)
    low = special().betaincinv(done + 0.5, tried - done + 0.5, tail)
    high = special().betaincinv(done + 0.5, tried - done + 0.5, 1.0 - tail)
    return _interval(low, high, tried)


def _tail(confidence: float) -> float:
    return (1.0 - checked_fraction(confidence, name="confidence")) / 2.0


def _interval(low: FloatArray, high: FloatArray, trials: FloatArray) -> Interval[float] | Interval[FloatArray]:
    low, high = np.where(trials > 0, low, np.nan), np.where(trials > 0, high, np.nan)
    if trials.ndim == 0:
        return Interval(float(low), float(high))
    return Interval(low, high)
