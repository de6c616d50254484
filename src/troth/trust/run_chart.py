"""A chart over due days that shows when misses come closer together than chance explains.

One line a day makes it the Bernoulli chart of Reynolds and Stoumbos. A day with many lines never adds more than one
miss does, so that one bad day alone, whatever was due on it, cannot pass the limit; false alarms only become rarer.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from troth.basis.drift import Signal, bernoulli_reference, cusum
from troth.basis.run_lengths import bernoulli_limit
from troth.trust.day_counts import DayCounts, run_starts
from troth.trust.policy import DimensionPolicy
from troth.trust.tallies import Floats

BAD_RATE_FACTOR = 4
"""The chart is tuned to find a rate of misses this many times the tolerated one."""

RUN_LENGTH = 4000.0
"""Due days between false alarms, on average at least, for a side exactly on target.

Exact for one line a day, longer for more. At most 200 days are due in three quarters: 5 % at most.
"""


def rises_of(counts: DayCounts, *, policy: DimensionPolicy) -> Floats:
    """Compute what each due day adds to the chart.

    Args:
        counts: Net counts by group and day, in order.
        policy: Its target tells the tolerated rate of misses.

    Returns:
        At most what one miss adds, for each row.

    >>> from datetime import date
    >>> from troth.trust.day_counts import day_counts
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> from troth.trust.tallies import Tallies
    >>> day = date(2026, 3, 2)
    >>> one_bad_day = Tallies.from_tuples([(0, day, day, 30, 0, 0, 0, 0, 0)])
    >>> counts = day_counts(one_bad_day, groups=1, as_of=day)
    >>> rises_of(counts, policy=DEFAULT_POLICY.of("delivery")).round(2).tolist()
    [0.89]
    """
    reference = _reference(policy)
    rises: Floats = counts.lines - counts.kept - counts.lines * reference
    return np.minimum(rises, 1.0 - reference)


def signals_of(rises: Floats, *, policy: DimensionPolicy) -> tuple[Signal, ...]:
    """Run the chart over one group's due days; it begins again after each alarm.

    Args:
        rises: As rises_of gives them, in order of days.
        policy: Its target tells the tolerated rate of misses.

    Source: M. R. Reynolds, Z. G. Stoumbos, Journal of Quality Technology 31 (1999) 87-108.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> chart = signals_of(np.array([-0.11, 0.89, 0.89, 0.89, 0.89]), policy=DEFAULT_POLICY.of("delivery"))
    >>> [(signal.at, signal.changed_after) for signal in chart]
    [(5, 1)]
    """
    chart = cusum(values=rises, target=0, slack=0, limit=_limit(*_rates(policy)), restart=True)
    return tuple(signal for signal in chart.signals if signal.upward)


def runs_high(counts: DayCounts, rises: Floats, *, policy: DimensionPolicy) -> npt.NDArray[np.bool_]:
    """Tell which groups' charts signal at all, for all groups in one pass.

    Args:
        counts: Net counts by group and day, in order.
        rises: What each row adds.
        policy: Its target tells the limit, as for signals_of.

    Returns:
        One element for each group; True is worth a closer look, False is certain.
    """
    high = np.zeros(counts.groups, dtype=bool)
    if not len(rises):
        return high
    starts = run_starts(counts.group)
    sums = np.cumsum(rises)
    sizes = np.diff(np.append(starts, len(rises)))
    own = sums - np.repeat(np.concatenate(([0.0], sums[starts[1:] - 1])), sizes)
    # Each group is put far below the one before, so that one running minimum serves all of them.
    depth = np.repeat(np.arange(len(starts)) * (2.0 * np.abs(own).max() + 1.0), sizes)
    lowest = np.minimum.accumulate(np.minimum(own, 0.0) - depth)
    passed = own - depth - lowest > _limit(*_rates(policy)) - 1e-3
    high[counts.group[passed]] = True
    return high


def _rates(policy: DimensionPolicy) -> tuple[float, float]:
    tolerated = 1.0 - policy.target
    return tolerated, min(BAD_RATE_FACTOR * tolerated, (1.0 + tolerated) / 2)


def _reference(policy: DimensionPolicy) -> float:
    good, bad = _rates(policy)
    # Rounded to one over a whole number, for which the run length is exact.
    return 1.0 / round(1.0 / bernoulli_reference(good_rate=good, bad_rate=bad))


@cache
def _limit(good: float, bad: float) -> float:
    return bernoulli_limit(good_rate=good, bad_rate=bad, run_length=RUN_LENGTH)
