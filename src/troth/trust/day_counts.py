"""Counts by group and due day, as the record stood on a day: what rates, windows and charts are cut from."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from troth.trust.tallies import Days, Integers, Tallies, day_number


@dataclass(frozen=True, slots=True)
class DayCounts:
    """Count rows of all groups, none of them negative; a group may have several rows of one day.

    Attributes:
        groups: Number of groups.
        group: Group of each row.
        happened: Due day of each row, in days since 1970-01-01.
        lines: Commitments counted.
        kept: Those kept.
        excused: Commitments excused as a whole, not among the lines.
    """

    groups: int
    group: Integers
    happened: Days
    lines: Days
    kept: Days
    excused: Days

    def where(self, chosen: npt.NDArray[np.bool_]) -> "DayCounts":
        """Return the rows chosen by a mask."""
        if chosen.all():
            return self
        # Taking by number is several times quicker than by mask.
        rows = np.flatnonzero(chosen)
        return DayCounts(
            self.groups,
            self.group.take(rows),
            self.happened.take(rows),
            self.lines.take(rows),
            self.kept.take(rows),
            self.excused.take(rows),
        )

    def sum_of(self, measure: npt.NDArray[np.signedinteger]) -> Integers:
        """Return the sum of a measure for each group."""
        return np.bincount(self.group, weights=measure, minlength=self.groups).astype(np.int64)


def day_counts(tallies: Tallies, *, groups: int, as_of: date) -> DayCounts:
    """Take the counts out of tallies as the record stood on a day, what was taken back set off.

    Args:
        tallies: Rows of any groups, in any order.
        groups: Number of groups; rows carry 0 to groups - 1.
        as_of: What was known after this day is left out.

    >>> day = date(2026, 3, 2)
    >>> rows = [(0, day, day, 1, 0, 0, 0, 0, 0), (0, day, date(2026, 3, 9), -1, 0, 0, 0, 0, 0)]
    >>> [len(day_counts(Tallies.from_tuples(rows), groups=1, as_of=date(2026, 3, at)).group) for at in (8, 9)]
    [1, 0]
    """
    everything = DayCounts(groups, tallies.group, tallies.happened, tallies.lines, tallies.kept, tallies.excused)
    counted = (tallies.lines != 0) | (tallies.kept != 0) | (tallies.excused != 0)
    counts = everything.where(counted & (tallies.known <= day_number(as_of)))
    # A line first held for late and later found kept nets to no line and one kept, on the day that was found.
    found_otherwise = (counts.kept < 0) | (counts.kept > counts.lines)
    taken_back = (counts.lines < 0) | (counts.excused < 0) | found_otherwise
    if not taken_back.any():
        return counts
    touched = np.zeros(groups, dtype=bool)
    touched[counts.group[taken_back]] = True
    some = touched[counts.group]
    net, rest = by_day(counts.where(some)), counts.where(~some)
    return DayCounts(
        groups,
        np.concatenate((rest.group, net.group)),
        np.concatenate((rest.happened, net.happened)),
        np.concatenate((rest.lines, net.lines)),
        np.concatenate((rest.kept, net.kept)),
        np.concatenate((rest.excused, net.excused)),
    )


def by_day(counts: DayCounts) -> DayCounts:
    """Add up the rows of each group and day and order them by group, then day; what comes to nothing is dropped.

    >>> day = date(2026, 3, 2)
    >>> rows = [(0, day, day, 1, 1, 0, 0, 0, 0), (0, day, date(2026, 3, 1), 2, 1, 0, 0, 0, 0)]
    >>> by_day(day_counts(Tallies.from_tuples(rows), groups=1, as_of=day)).lines.tolist()
    [3]
    """
    if not len(counts.group):
        return counts
    key = (counts.group << 32) + (counts.happened.astype(np.int64) + 2**31)
    order = np.argsort(key)
    starts = run_starts(key[order])
    first = order[starts]
    net = DayCounts(
        counts.groups,
        counts.group[first],
        counts.happened[first],
        np.add.reduceat(counts.lines[order], starts),
        np.add.reduceat(counts.kept[order], starts),
        np.add.reduceat(counts.excused[order], starts),
    )
    return net.where((net.lines != 0) | (net.excused != 0))


def run_starts(ordered: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Return where each run of equal values begins; the values are ordered and not empty.

    >>> run_starts(np.array([4, 4, 7])).tolist()
    [0, 2]
    """
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
