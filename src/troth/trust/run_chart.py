"""A chart over due days that shows when misses come closer together than chance explains.

One line a day makes it the Bernoulli chart of Reynolds and Stoumbos. A day with many lines never adds more than one
miss does, so that one bad day alone, whatever was due on it, cannot pass the limit; false alarms only become rarer.

What a line takes off is rounded to one over a whole number, and the chart counts in these parts of a line: whole
numbers throughout, so that no rounding can decide where a run began.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from troth.basis.drift import bernoulli_reference
from troth.basis.run_lengths import bernoulli_limit
from troth.trust.day_counts import DayCounts, run_starts
from troth.trust.policy import DimensionPolicy
from troth.trust.tallies import Integers

BAD_RATE_FACTOR = 4
"""The chart is tuned to find a rate of misses this many times the tolerated one."""

RUN_LENGTH = 4000.0
"""Due days between false alarms, on average at least, for a side exactly on target.

Exact for one line a day, longer for more. At most 200 days are due in three quarters: 5 % at most.
"""


@dataclass(frozen=True, slots=True)
class Signals:
    """Alarms of the charts of all groups, by group and then by day.

    Attributes:
        at: Row of the due day on which the limit was passed.
        began: Row of the first due day of the run that passed it: the estimated change.
    """

    at: Integers
    began: Integers


@dataclass(frozen=True, slots=True)
class _Climbs:
    """The due days that add to the chart, in order; on no other can a run begin or the limit be passed.

    Attributes:
        group: Group of each.
        row: Row of its due day.
        rise: What it adds.
        before: Sum of all rows before it.
    """

    group: Integers
    row: Integers
    rise: Integers
    before: Integers

    def of(self, groups: npt.NDArray[np.bool_]) -> "_Climbs":
        """Return those of the chosen groups."""
        rows = np.flatnonzero(groups[self.group])
        return _Climbs(self.group[rows], self.row[rows], self.rise[rows], self.before[rows])


def rises_of(counts: DayCounts, *, policy: DimensionPolicy) -> Integers:
    """Compute what each due day adds to the chart.

    Args:
        counts: Net counts by group and day, in order.
        policy: Its target tells the tolerated rate of misses.

    Returns:
        For each row, in parts of a line of which each line takes off one: at most what one miss adds.

    >>> from datetime import date
    >>> from troth.trust.day_counts import day_counts
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> from troth.trust.tallies import Tallies
    >>> day = date(2026, 3, 2)
    >>> two_days = [(0, day, day, 30, 0, 0, 0, 0, 0, 0), (1, day, day, 2, 2, 0, 0, 0, 0, 0)]
    >>> counts = day_counts(Tallies.from_tuples(two_days), groups=2, as_of=day)
    >>> rises_of(counts, policy=DEFAULT_POLICY.of("delivery")).tolist()
    [8, -2]
    """
    whole = _parts_of_a_line(*_rates(policy))
    rises: Integers = (counts.lines - counts.kept).astype(np.int64) * whole - counts.lines
    return np.minimum(rises, whole - 1)


def signals_of(counts: DayCounts, *, policy: DimensionPolicy) -> Signals:
    """Run the charts of all groups over their due days; a chart begins again after each alarm.

    Args:
        counts: Net counts by group and day, in order.
        policy: Its target tells the tolerated rate of misses.

    Source: M. R. Reynolds, Z. G. Stoumbos, Journal of Quality Technology 31 (1999) 87-108.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> days, lines, kept = np.arange(5, dtype=np.int32), np.ones(5, dtype=np.int32), np.array([1, 0, 0, 0, 0])
    >>> counts = DayCounts(1, np.zeros(5, dtype=np.int64), days, lines, kept, 0 * lines)
    >>> signals_of(counts, policy=DEFAULT_POLICY.of("delivery"))
    Signals(at=array([4]), began=array([1]))
    """
    limit = _limit(*_rates(policy))
    climbs = _climbs(counts, rises_of(counts, policy=policy))
    return _walked(climbs.of(_high(climbs, groups=counts.groups, limit=limit)), limit=limit)


def _climbs(counts: DayCounts, rises: Integers) -> _Climbs:
    row = np.flatnonzero(rises > 0)
    # The sums run on from group to group: they are only compared within one.
    return _Climbs(counts.group[row], row, rises[row], np.cumsum(rises)[row] - rises[row])


def _high(climbs: _Climbs, *, groups: int, limit: float) -> npt.NDArray[np.bool_]:
    """Tell which groups signal at all: until its first alarm a chart stands as high as its sum above its lowest."""
    high = np.zeros(groups, dtype=bool)
    if len(climbs.row):
        # Each group is put far below the one before, so that one running minimum serves all of them.
        depth = climbs.group * (int(np.ptp(climbs.before)) + 1)
        lowest = np.minimum.accumulate(climbs.before - depth) + depth
        high[climbs.group[climbs.before + climbs.rise - lowest > limit]] = True
    return high


def _walked(climbs: _Climbs, *, limit: float) -> Signals:
    """Go from climb to climb: between two the chart falls by what the days took off, but never below nothing."""
    fall = np.roll(climbs.before + climbs.rise, 1) - climbs.before
    # Nothing is left of the group before.
    fall[run_starts(climbs.group)] = np.iinfo(np.int64).max
    at, began = list[int](), list[int]()
    height = run_began = 0
    # Plain numbers: one numpy call a step would cost fifty times the addition.
    for row, rise, fallen in zip(climbs.row.tolist(), climbs.rise.tolist(), fall.tolist(), strict=True):
        if height <= fallen:
            height, run_began = 0, row
        else:
            height -= fallen
        height += rise
        if height > limit:
            at.append(row)
            began.append(run_began)
            height = 0
    return Signals(np.array(at, dtype=np.int64), np.array(began, dtype=np.int64))


def _rates(policy: DimensionPolicy) -> tuple[float, float]:
    tolerated = 1.0 - policy.target
    return tolerated, min(BAD_RATE_FACTOR * tolerated, (1.0 + tolerated) / 2)


def _parts_of_a_line(good: float, bad: float) -> int:
    """Return one over the reference value, rounded to a whole number, for which the run length is exact."""
    return round(1.0 / bernoulli_reference(good_rate=good, bad_rate=bad))


@cache
def _limit(good: float, bad: float) -> float:
    """Return the limit in parts of a line; it lies halfway between two values the chart can take."""
    return _parts_of_a_line(good, bad) * bernoulli_limit(good_rate=good, bad_rate=bad, run_length=RUN_LENGTH)
