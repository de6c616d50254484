"""The chart that forgets slowly: an exponentially weighted mean, which sees small lasting shifts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import FloatArray
from troth.basis.drift import ImpossibleChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Ewma:
    """Hold the weighted means, their limits and where they pass them.

    Args:
        means: One per observation.
        lower: Lower limit per observation.
        upper: Upper limit per observation.
        outside: Numbers of the observations whose mean is strictly outside, from 1.
    """

    means: FloatArray
    lower: FloatArray
    upper: FloatArray
    outside: tuple[int, ...]


def ewma(*, values: ArrayLike, target: float, deviation: float, weight: float = 0.1, width: float = 2.7) -> Ewma:
    """Compute an exponentially weighted moving average and the limits within which it varies by chance.

    Args:
        values: Observations in order of time, one dimension, none missing.
        target: The value they should have; the mean begins there.
        deviation: Standard deviation of one observation, above 0.
        weight: λ, the share of the newest observation, above 0 and at most 1.
        width: L, distance of the limits in standard deviations of the mean, above 0.

    Returns:
        The chart; its limits widen over the first observations, as the mean's own deviation does.

    Raises:
        ImpossibleChart: A number is out of range or missing.

    Source: Roberts, Technometrics 1 (1959) 239-250; Montgomery, Introduction to Statistical Quality Control,
    section 9.2; NIST/SEMATECH e-Handbook 6.3.2.4.

    >>> ewma(values=[10, 12, 12, 12], target=10, deviation=1, weight=0.5).outside
    (4,)
    """
    x = np.asarray(values, dtype=np.float64)
    if (
        x.ndim != 1
        or not np.all(np.isfinite(x))
        or not np.isfinite(target)
        or not (deviation > 0 and 0 < weight <= 1 and width > 0)
    ):
        raise ImpossibleChart("No value may be missing, the deviation and the width are above 0, the weight up to 1.")
    means, current = [], float(target)
    for value in x.tolist():
        current += weight * (value - current)
        means.append(current)
    turns = np.arange(1, len(x) + 1)
    half = width * deviation * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * turns)))
    found, lower, upper = np.array(means), target - half, target + half
    outside = np.flatnonzero((found < lower) | (found > upper)) + 1
    return Ewma(means=found, lower=lower, upper=upper, outside=tuple(outside.tolist()))
