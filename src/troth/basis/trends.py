"""Whether a short series rises or falls, and by how much, without assuming how it is distributed."""

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import FloatArray


class ImpossibleSeries(ValueError):
    """A series has missing values, more than one dimension, or places that do not pair with its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MannKendall:
    """Hold the Mann-Kendall test of one series.

    Args:
        s: Pairs that rise less pairs that fall.
        variance: Variance of s where there is no trend, ties allowed for.
        z: The standardised s with continuity correction; 0 where nothing rises or falls.
        p_two_sided: Chance of so strong a trend either way where there is none, a fraction.

    >>> mann_kendall([3, 2, 1]).s
    -3
    """

    s: int
    variance: float
    z: float
    p_two_sided: float


def mann_kendall(values: ArrayLike) -> MannKendall:
    """Test whether a series has a trend, by the signs of all its pairs.

    Args:
        values: Observations in order of time, one dimension, none missing.

    Returns:
        The test by its normal approximation; without a pair, or with all values equal, p is 1.

    Raises:
        ImpossibleSeries: A value is missing, or there is more than one dimension.

    Source: Mann, Econometrica 13 (1945) 245-259; Kendall, Rank Correlation Methods (1975), ties in section 4.

    >>> test = mann_kendall([6, 7, 6.5, 8, 9, 8.5, 11, 12, 11.5, 15])
    >>> test.s, test.variance, f"{test.p_two_sided:.6f}"
    (39, 125.0, '0.000677')
    """
    x = _checked(values)
    n = x.size
    later, earlier = np.tril_indices(n, k=-1)
    s = int(np.sign(x[later] - x[earlier]).sum())
    _, ties = np.unique(x, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - int((ties * (ties - 1) * (2 * ties + 5)).sum())) / 18
    z = (s - np.sign(s)) / sqrt(variance) if s else 0.0
    return MannKendall(s=s, variance=float(variance), z=float(z), p_two_sided=erfc(abs(z) / sqrt(2)))


def theil_sen(values: ArrayLike, *, places: ArrayLike | None = None) -> float | None:
    """Estimate the slope of a series as the median of the slopes of all its pairs.

    Args:
        values: Observations, one dimension, none missing.
        places: When each was made, in any unit; without them, one unit apart. Pairs at one place have no slope.

    Returns:
        Rise per unit; None where no two observations lie at different places.

    Raises:
        ImpossibleSeries: A value is missing, there is more than one dimension, or the lists differ in length.

    Source: Theil (1950); Sen, JASA 63 (1968) 1379-1389.

    >>> theil_sen([6, 7, 6.5, 8, 9, 8.5, 11, 12, 11.5, 15])
    1.0
    """
    y = _checked(values)
    x = np.arange(y.size, dtype=np.float64) if places is None else _checked(places)
    if x.shape != y.shape:
        raise ImpossibleSeries("There must be one place for each value.")
    later, earlier = np.tril_indices(y.size, k=-1)
    apart = x[later] - x[earlier]
    known = apart != 0
    if not known.any():
        return None
    return float(np.median((y[later] - y[earlier])[known] / apart[known]))


def _checked(values: ArrayLike) -> FloatArray:
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or not np.all(np.isfinite(x)):
        raise ImpossibleSeries("A series is a list of numbers, none of them missing.")
    return x
