"""How long things take when some have not ended yet: the Kaplan-Meier estimate.

An open question is not an unanswered one and not an answered one: it has lasted *at least* so long.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from troth.basis.counts import FloatArray

# Five factors of (1 - 1/n) may multiply to 0.5000000000000001 where exactly half have ended.
_ROUNDING = 1e-12


class ImpossibleDurations(ValueError):
    """Durations are negative or missing, or do not pair with the list of what has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """Hold an estimated survival curve, one place per duration at which something ended.

    Args:
        times: Durations at which something ended, ascending, in the unit given (hours for answers).
        at_risk: How many had lasted at least that long.
        ended: How many ended then.
        surviving: Estimated share lasting longer than that, a fraction.
        standard_error: Greenwood's standard error of that share; 0 where the share is 0.
        observed: How many durations there were, ended or open.
        followed_until: The longest duration seen, ended or open; NaN where there were none.

    >>> kaplan_meier(durations=[2, 5, 30], ended=[True, True, False]).surviving.round(3).tolist()
    [0.667, 0.333]
    """

    times: FloatArray
    at_risk: NDArray[np.int64]
    ended: NDArray[np.int64]
    surviving: FloatArray
    standard_error: FloatArray
    observed: int
    followed_until: float


def kaplan_meier(*, durations: ArrayLike, ended: ArrayLike) -> Survival:
    """Estimate what share lasts longer than each duration, counting open cases for what they tell.

    Args:
        durations: How long each lasted or has lasted so far, 0 or more, one dimension.
        ended: Whether each has ended; false where it is still open. One that is open counts as lasting longer than
            one that ended after the same time.

    Returns:
        The curve S(t) = product of (1 - ended / at risk) over the times up to t.

    Raises:
        ImpossibleDurations: A duration is negative or not a number, or the two lists differ in length.

    Source: Kaplan and Meier, JASA 53 (1958) 457-481; variance by Greenwood (1926).

    >>> curve = kaplan_meier(durations=[2, 5, 7, 9, 12, 16, 20, 26, 30, 40], ended=[1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
    >>> median(curve), share_within(curve, duration=24)
    (12.0, 0.7)
    """
    lasted = np.asarray(durations, dtype=np.float64)
    over = np.asarray(ended, dtype=np.bool_)
    if lasted.ndim != 1 or lasted.shape != over.shape:
        raise ImpossibleDurations("There must be one duration for each case, and whether it has ended.")
    if not np.all(lasted >= 0) or np.any(np.isinf(lasted)):
        raise ImpossibleDurations("A duration is a number, 0 or more.")
    times, counts = np.unique(lasted[over], return_counts=True)
    at_risk = lasted.size - np.searchsorted(np.sort(lasted), times, side="left")
    surviving = np.cumprod(1.0 - counts / at_risk)
    left = at_risk - counts
    # At the last of all the share is 0 and Greenwood's term has no value; the error there is 0 by convention.
    terms = np.divide(counts, at_risk * left, out=np.zeros(times.shape), where=left > 0)
    return Survival(
        times=times,
        at_risk=at_risk.astype(np.int64),
        ended=counts.astype(np.int64),
        surviving=surviving,
        standard_error=surviving * np.sqrt(np.cumsum(terms)),
        observed=lasted.size,
        followed_until=float(lasted.max()) if lasted.size else float("nan"),
    )


def median(curve: Survival) -> float | None:
    """Find the time by which half have ended.

    Args:
        curve: An estimated survival curve.

    Returns:
        The first duration at which the surviving share is a half or less; None where it never came to that.

    Source: `domain.md` b.4.

    >>> median(kaplan_meier(durations=[1, 2, 50, 60, 70], ended=[True, True, False, False, False])) is None
    True
    """
    reached = np.flatnonzero(curve.surviving <= 0.5 + _ROUNDING)
    return float(curve.times[reached[0]]) if reached.size else None


def share_within(curve: Survival, *, duration: float) -> float | None:
    """Estimate the share that ends within a duration, the end included.

    Beyond ``followed_until`` nothing more is known, and the share there is the least it can be.

    Args:
        curve: An estimated survival curve.
        duration: In the curve's unit.

    Returns:
        1 - S(duration), a fraction; None where there were no cases at all.

    Source: `domain.md` b.4.

    >>> share_within(kaplan_meier(durations=[2, 30], ended=[True, True]), duration=24)
    0.5
    """
    if not curve.observed:
        return None
    passed = int(np.searchsorted(curve.times, duration, side="right"))
    return float(1.0 - curve.surviving[passed - 1]) if passed else 0.0
