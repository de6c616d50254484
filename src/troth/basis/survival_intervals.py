"""How sure a Kaplan-Meier estimate is: intervals for the share that ends in time, and for the median."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import FloatArray, checked_fraction
from troth.basis.intervals import Interval
from troth.basis.special import special
from troth.basis.survival import Survival, kaplan_meier


def share_interval(
    *, durations: ArrayLike, ended: ArrayLike, duration: float, confidence: float = 0.95
) -> Interval[float]:
    """Compute the interval of the share that ends within a duration, open cases counting for what they tell.

    It is the score interval of as many plain cases as would give the same variance (Greenwood's). Without open cases
    before the duration it is exactly Wilson's interval. Where nothing has ended yet, the cases are those followed so
    long; where all that were followed have ended, those that ended.

    Args:
        durations: How long each lasted or has lasted so far, 0 or more, one dimension.
        ended: Whether each has ended; false where it is still open.
        duration: The time asked about, in the same unit.
        confidence: Two-sided coverage, a fraction.

    Returns:
        The interval in fractions; NaN where there were no cases, 0 to 1 where none was followed so long.

    Raises:
        ImpossibleDurations: A duration is negative or not a number, or the two lists differ in length.
        NotAFraction: The confidence is not between 0 and 1.

    Source: Rothman, Journal of Chronic Diseases 31 (1978) 557-560; Greenwood (1926); Wilson, JASA 22 (1927) 209-212.

    >>> hours, answered = [2, 5, 7, 9, 12, 16, 20, 26, 30, 40], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    >>> bounds = share_interval(durations=hours, ended=answered, duration=24)
    >>> f"{bounds.low:.4f} to {bounds.high:.4f}"
    '0.3968 to 0.8922'
    """
    curve, lasted = kaplan_meier(durations=durations, ended=ended), np.asarray(durations, dtype=np.float64)
    return _bounds(curve, lasted, duration, _quantile(confidence))


def median_interval(
    *, durations: ArrayLike, ended: ArrayLike, confidence: float = 0.95
) -> tuple[float | None, float | None]:
    """Find the durations between which the time lies by which half have ended.

    Args:
        durations: How long each lasted or has lasted so far, 0 or more, one dimension.
        ended: Whether each has ended; false where it is still open.
        confidence: Two-sided coverage, a fraction.

    Returns:
        The first durations at which the interval of the share ended reaches a half with its upper and with its lower
        bound; None where it has not come to that: the median may lie beyond all that was seen.

    Raises:
        ImpossibleDurations: A duration is negative or not a number, or the two lists differ in length.
        NotAFraction: The confidence is not between 0 and 1.

    Source: Brookmeyer and Crowley, Biometrics 38 (1982) 29-41, with the interval of share_interval.

    >>> hours, answered = [2, 5, 7, 9, 12, 16, 20, 26, 30, 40], [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]
    >>> median_interval(durations=hours, ended=answered)
    (5.0, None)
    """
    curve, lasted = kaplan_meier(durations=durations, ended=ended), np.asarray(durations, dtype=np.float64)
    z = _quantile(confidence)
    bounds = [(float(time), _bounds(curve, lasted, float(time), z)) for time in curve.times]
    low = next((time for time, found in bounds if found.high >= 0.5), None)
    high = next((time for time, found in bounds if found.low >= 0.5), None)
    return low, high


def _quantile(confidence: float) -> float:
    return -float(special().ndtri((1.0 - checked_fraction(confidence, name="confidence")) / 2.0))


def _bounds(curve: Survival, lasted: FloatArray, duration: float, z: float) -> Interval[float]:
    if not curve.observed:
        return Interval(float("nan"), float("nan"))
    passed = int(np.searchsorted(curve.times, duration, side="right"))
    share = float(1.0 - curve.surviving[passed - 1]) if passed else 0.0
    return _score(share, _plain_cases(curve, passed, lasted, duration), z)


def _plain_cases(curve: Survival, passed: int, lasted: FloatArray, duration: float) -> float:
    """Return how many cases without any open one would leave the share as uncertain."""
    if not passed:
        return float(np.count_nonzero(lasted >= duration))
    left, error = float(curve.surviving[passed - 1]), float(curve.standard_error[passed - 1])
    if left <= 0 or error <= 0:
        return float(curve.ended[:passed].sum())
    return min(left * (1.0 - left) / error**2, float(curve.observed))


def _score(share: float, cases: float, z: float) -> Interval[float]:
    if cases <= 0:
        return Interval(0.0, 1.0)
    shrunk = 1 + z * z / cases
    centre = (share + z * z / (2 * cases)) / shrunk
    half = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases)) / shrunk
    return Interval(centre - half if share > 0 else 0.0, centre + half if share < 1 else 1.0)
