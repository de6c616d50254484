"""Counts of successes out of trials, one pair or a whole portfolio at once, checked before anything is computed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
CountArray = NDArray[Any]
"""Whole numbers; an array of floats is accepted where every value is whole."""


class ImpossibleCounts(ValueError):
    """Counts are negative or not whole, or there are more successes than trials."""


class NotAFraction(ValueError):
    """A rate, level or confidence was not strictly between 0 and 1."""


def checked_counts(successes: int | CountArray, trials: int | CountArray) -> tuple[FloatArray, FloatArray]:
    """Return both counts as arrays of one shape, refusing impossible ones.

    Args:
        successes: Whole numbers, 0 or more, none above its trials.
        trials: Whole numbers, 0 or more.

    Returns:
        Successes and trials, broadcast against each other; 0-dimensional for two single counts.

    Raises:
        ImpossibleCounts: A count is negative, not whole, or greater than its trials.

    >>> checked_counts(3, np.array([3, 4]))[0]
    array([3., 3.])
    """
    done, tried = np.broadcast_arrays(np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64))
    # Written so that a NaN fails it too.
    possible = (done >= 0) & (done <= tried) & (done == np.floor(done)) & (tried == np.floor(tried))
    if not np.all(possible):
        place = int(np.argmin(possible))
        raise ImpossibleCounts(f"{done.flat[place]:g} of {tried.flat[place]:g} is not a count out of trials.")
    return done, tried


def checked_fraction(value: float, *, name: str) -> float:
    """Return a fraction strictly between 0 and 1, refusing percentages and the two ends.

    Args:
        value: The fraction.
        name: What it is called in the message.

    Raises:
        NotAFraction: The value is not strictly between 0 and 1.

    >>> checked_fraction(0.95, name="confidence")
    0.95
    """
    if not 0.0 < value < 1.0:
        raise NotAFraction(f"The {name} is a fraction between 0 and 1, not {value}.")
    return value
