"""Calendar quarters: the periods over which delays are called consistent."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from troth.basis.proportions import lower_tail
from troth.trust.day_counts import DayCounts
from troth.trust.policy import DimensionPolicy
from troth.trust.tallies import Integers

MOST_QUARTERS = 120
"""Thirty years; what lies further back is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class QuarterCounts:
    """Counts of each group in each quarter, oldest first, the running quarter last.

    Attributes:
        starts: First day of each quarter and of the one after, in days since 1970-01-01; one more than quarters.
        n: Lines due, groups x quarters.
        kept: Those kept.
    """

    starts: Integers
    n: Integers
    kept: Integers


def quarter_starts(*, first: date, as_of: date) -> Integers:
    """Return the first days of the quarters from a day's own to the running one, and of the one after.

    Args:
        first: Any day of the first quarter; at most thirty years are looked at.
        as_of: Any day of the running quarter.

    >>> from troth.trust.tallies import day_of
    >>> [day_of(day).isoformat() for day in quarter_starts(first=date(2026, 3, 31), as_of=date(2026, 5, 20))]
    ['2026-01-01', '2026-04-01', '2026-07-01']
    """
    running = _quarter_number(as_of)
    numbers = np.arange(min(max(_quarter_number(first), running + 1 - MOST_QUARTERS), running), running + 2)
    days: Integers = (3 * numbers).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return days


def _quarter_number(day: date) -> int:
    return (day.year - 1970) * 4 + (day.month - 1) // 3


def quarter_counts(recent: DayCounts, *, starts: Integers) -> QuarterCounts:
    """Add up counts by quarter.

    Args:
        recent: Counts of days from the first start on, none after the running quarter.
        starts: As quarter_starts gives them.
    """
    n, kept = recent.in_periods(starts)
    return QuarterCounts(starts, n, kept)


def misses(*, kept: Integers, n: Integers, policy: DimensionPolicy, shortfall: float) -> npt.NDArray[np.bool_]:
    """Tell where the target is missed: significantly, by enough, and on enough lines.

    Args:
        kept: Lines kept, any shape.
        n: Lines due, the same shape.
        policy: Target, alarm level and fewest lines.
        shortfall: The rate must lie at least this far below target, a fraction.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> counts = {"kept": np.array([3, 2, 935]), "n": np.array([5, 3, 1000])}
    >>> misses(**counts, policy=DEFAULT_POLICY.of("delivery"), shortfall=0.02).tolist()
    [True, False, False]
    """
    # A hair of tolerance: 0.95 - 0.02 is not exactly 0.93.
    missed: npt.NDArray[np.bool_] = (n >= policy.fewest_lines) & (kept <= (policy.target - shortfall) * n + 1e-9)
    # Only these few are tested, often none: a test costs fifty comparisons.
    if missed.any():
        missed[missed] = lower_tail(successes=kept[missed], trials=n[missed], target=policy.target) < policy.alarm_level
    return missed
