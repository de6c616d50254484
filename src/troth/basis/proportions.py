"""Exact tests of a proportion against a target, for one pair of counts or a whole portfolio at once.

Where there were no trials there is no test: the answer is NaN, never a probability.
"""

from math import ceil, log, log1p
from typing import overload

import numpy as np

from troth.basis.counts import CountArray, FloatArray, checked_counts, checked_fraction
from troth.basis.special import special


@overload
def lower_tail(*, successes: int, trials: int, target: float) -> float: ...
@overload
def lower_tail(*, successes: CountArray, trials: CountArray | int, target: float) -> FloatArray: ...
def lower_tail(*, successes: int | CountArray, trials: int | CountArray, target: float) -> float | FloatArray:
    """Compute how probable so few successes are where the target is just met: P(X <= successes).

    Args:
        successes: Whole numbers, 0 to trials, such as lines on time.
        trials: Whole numbers, 0 or more.
        target: Target rate, a fraction such as 0.95.

    Returns:
        Probabilities of the counts' shape; NaN where there were no trials.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more than the trials.
        NotAFraction: The target is not between 0 and 1.

    Source: exact binomial test, one-sided, as a regularised incomplete beta function; `domain.md` b.2.

    >>> f"{lower_tail(successes=16, trials=20, target=0.95):.4f}"
    '0.0159'
    """
    p = checked_fraction(target, name="target")
    if isinstance(successes, int) and isinstance(trials, int) and 0 <= successes < trials:
        # One pair of counts, as plain numbers: a sixth of the time.
        return float(special().betainc(trials - successes, successes + 1, 1.0 - p))
    done, tried = checked_counts(successes, trials)
    missed = tried - done
    tail = np.where(missed > 0, special().betainc(np.maximum(missed, 1), done + 1, 1.0 - p), 1.0)
    return _answer(tail, tried)


@overload
def upper_tail(*, successes: int, trials: int, target: float) -> float: ...
@overload
def upper_tail(*, successes: CountArray, trials: CountArray | int, target: float) -> FloatArray: ...
def upper_tail(*, successes: int | CountArray, trials: int | CountArray, target: float) -> float | FloatArray:
    """Compute how probable so many are where the target is just met: P(X >= successes).

    Args:
        successes: Whole numbers, 0 to trials; here usually defectives, of which fewer are better.
        trials: Whole numbers, 0 or more.
        target: Target rate, a fraction such as 0.01.

    Returns:
        Probabilities of the counts' shape; NaN where there were no trials.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more than the trials.
        NotAFraction: The target is not between 0 and 1.

    Source: exact binomial test, one-sided, as a regularised incomplete beta function; `domain.md` b.3.

    >>> f"{upper_tail(successes=3, trials=80, target=0.01):.4f}"
    '0.0466'
    """
    done, tried = checked_counts(successes, trials)
    p = checked_fraction(target, name="target")
    tail = np.where(done > 0, special().betainc(np.maximum(done, 1), tried - done + 1, p), 1.0)
    return _answer(tail, tried)


@overload
def posterior_below(*, successes: int, trials: int, target: float) -> float: ...
@overload
def posterior_below(*, successes: CountArray, trials: CountArray | int, target: float) -> FloatArray: ...
def posterior_below(*, successes: int | CountArray, trials: int | CountArray, target: float) -> float | FloatArray:
    """Compute the probability that the true rate lies below the target, given the counts.

    One minus it is the probability that the rate lies above the target.

    Args:
        successes: Whole numbers, 0 to trials.
        trials: Whole numbers, 0 or more.
        target: Target rate, a fraction.

    Returns:
        Posterior probabilities of the counts' shape; NaN where there were no trials.

    Raises:
        ImpossibleCounts: Counts are negative, not whole, or more than the trials.
        NotAFraction: The target is not between 0 and 1.

    Source: Jeffreys prior Beta(1/2, 1/2); Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133.

    >>> f"{posterior_below(successes=17, trials=20, target=0.95):.3f}"
    '0.964'
    """
    done, tried = checked_counts(successes, trials)
    below = special().betainc(done + 0.5, tried - done + 0.5, checked_fraction(target, name="target"))
    return _answer(below, tried)


def largest_alarming(*, trials: int, target: float, level: float = 0.05) -> int | None:
    """Find the most successes that still count as significantly below the target.

    Args:
        trials: Whole number, 0 or more.
        target: Target rate, a fraction.
        level: Significance level, a fraction; the lower tail must lie strictly under it.

    Returns:
        The largest alarming count, or None where even no success at all is no alarm.

    Raises:
        ImpossibleCounts: The trials are negative or not whole.
        NotAFraction: The target or level is not between 0 and 1.

    Source: `domain.md` b.2.

    >>> largest_alarming(trials=20, target=0.95)
    16
    """
    checked_counts(0, trials)
    checked_fraction(level, name="level")
    if trials == 0:
        return None
    below = lower_tail(successes=np.arange(trials + 1), trials=trials, target=target) < level
    alarming = int(np.count_nonzero(below))
    return alarming - 1 if alarming else None


def zero_defect_sample_size(*, largest_rate: float, confidence: float = 0.95) -> int:
    """Find how many units without one defect prove a rate below a limit.

    Args:
        largest_rate: The defect rate to be ruled out, a fraction such as 0.01.
        confidence: One-sided confidence, a fraction.

    Returns:
        Units: the smallest n with (1 - largest_rate)^n <= 1 - confidence.

    Raises:
        NotAFraction: The rate or confidence is not between 0 and 1.

    Source: zero-failure (success-run) sample size; the rule of three, 3 / rate, is its approximation at 95 %.

    >>> zero_defect_sample_size(largest_rate=0.01)
    299
    """
    rate = checked_fraction(largest_rate, name="largest rate")
    # 5 % at 5 % gives 1.0000000000000009 where one unit is exactly enough; a billionth of a unit is rounding.
    return ceil(log(1.0 - checked_fraction(confidence, name="confidence")) / log1p(-rate) - 1e-9)


def _answer(probability: FloatArray, trials: FloatArray) -> float | FloatArray:
    known: FloatArray = np.where(trials > 0, probability, np.nan)
    return float(known) if known.ndim == 0 else known
