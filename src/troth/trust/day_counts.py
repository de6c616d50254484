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

    def bounds(self) -> tuple[Integers, Integers]:
        """Return each group's first row, and the one after its last; rows are in order, as by_day leaves them."""
        bounds = np.searchsorted(self.group, np.arange(self.groups + 1))
        return bounds[:-1], bounds[1:]

    def places(self, group: Integers, day: Integers) -> npt.NDArray[np.intp]:
        """Return the first row not before a group's day; rows are in order, as by_day leaves them.

        Args:
            group: Numbers of groups.
            day: A day for each.
        """
        return np.searchsorted((self.group << 32) + self.happened, (group << 32) + day)

    def sum_of(self, measure: npt.NDArray[np.signedinteger]) -> Integers:
        """Return the sum of a measure for each group; rows are in order, as by_day leaves them."""
        if not measure.any():
            return np.zeros(self.groups, dtype=np.int64)
        first, after = self.bounds()
        sums = running(measure)
        return sums[after] - sums[first]

    def in_periods(self, starts: Integers) -> tuple[Integers, Integers]:
        """Return the lines due and those kept of each group in each period, groups x periods.

        Args:
            starts: First day of each period and of the one after the last; every row is due in one of them.
        """
        shape = self.groups, len(starts) - 1
        period_of_day = np.repeat(np.arange(shape[1]), np.diff(starts))
        cell = self.group * shape[1]
        cell += period_of_day.take(self.happened - starts[0])
        # Most days have nothing broken.
        some = np.flatnonzero(self.lines != self.kept)
        n, broken = (
            np.bincount(rows, weights=measure, minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)
            for rows, measure in (
                (cell, self.lines),
                (cell.take(some), self.lines.take(some) - self.kept.take(some)),
            )
        )
        return n, n - broken


def day_counts(tallies: Tallies, *, groups: int, as_of: date) -> DayCounts:
    """Take the counts out of tallies as the record stood on a day, what was taken back set off.

    Args:
        tallies: Rows of any groups, in any order.
        groups: Number of groups; rows carry 0 to groups - 1.
        as_of: What was known after this day is left out.

    >>> day = date(2026, 3, 2)
    >>> rows = [(0, day, day, 1, 0, 0, 0, 0, 0, 0), (0, day, date(2026, 3, 9), -1, 0, 0, 0, 0, 0, 0)]
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


def counts_by_day(tallies: Tallies, *, groups: int, as_of: date) -> DayCounts:
    """Take the counts out of tallies once for everything that is read from them: by group and day, in order.

    Args:
        tallies: Rows of any groups, in any order.
        groups: Number of groups; rows carry 0 to groups - 1.
        as_of: What was known after this day is left out.

    >>> day = date(2026, 3, 2)
    >>> rows = [(0, day, day, 1, 1, 0, 0, 0, 0, 0), (0, day, day, 2, 1, 0, 0, 0, 0, 0)]
    >>> counts_by_day(Tallies.from_tuples(rows), groups=1, as_of=day).lines.tolist()
    [3]
    """
    return by_day(day_counts(tallies, groups=groups, as_of=as_of))


def by_day(counts: DayCounts) -> DayCounts:
    """Add up the rows of each group and day and order them by group, then day; what comes to nothing is dropped.

    >>> day = date(2026, 3, 2)
    >>> rows = [(0, day, day, 1, 1, 0, 0, 0, 0, 0), (0, day, date(2026, 3, 1), 2, 1, 0, 0, 0, 0, 0)]
    >>> by_day(day_counts(Tallies.from_tuples(rows), groups=1, as_of=day)).lines.tolist()
    [3]
    """
    if not len(counts.group):
        return counts
    found = days_of(counts.group, counts.happened)
    net = DayCounts(
        counts.groups,
        found.group,
        found.happened,
        _sums(counts.lines, found),
        _sums(counts.kept, found),
        _sums(counts.excused, found),
    )
    return net.where((net.lines != 0) | (net.excused != 0))


@dataclass(frozen=True, slots=True)
class GroupDays:
    """The days of groups that have rows, each once, by group and then by day.

    Attributes:
        group: Group of each day.
        happened: The day.
        order: The rows in this order.
        bounds: Where each day's rows begin in it, and where the last one's end.
    """

    group: Integers
    happened: Days
    order: Integers
    bounds: Integers


def days_of(group: Integers, happened: npt.NDArray[np.signedinteger]) -> GroupDays:
    """Find the days of each group; one row or more.

    Args:
        group: Group of each row, 0 or more.
        happened: Day of each row.

    >>> found = days_of(np.array([1, 0, 1]), np.array([7, 8, 7]))
    >>> found.group.tolist(), found.happened.tolist(), found.order.tolist(), found.bounds.tolist()
    ([0, 1], [8, 7], [1, 0, 2], [0, 1, 3])
    """
    first = int(happened.min())
    bits = (int(happened.max()) - first).bit_length()
    # In place wherever it can be: asking for the memory of a large array takes as long as filling it.
    key = group << bits
    key += happened
    key -= first
    key, order = in_order(key)
    starts = run_starts(key)
    days = key.take(starts)
    groups = days >> bits
    days &= (1 << bits) - 1
    days += first
    return GroupDays(groups, days.astype(np.int32), order, np.append(starts, len(key)))


def _sums(measure: Days, days: GroupDays) -> Days:
    if not measure.any():
        return np.zeros(len(days.group), dtype=np.int32)
    # Differences of one running sum take half the time of reduceat.
    sums = running(measure.take(days.order)).take(days.bounds)
    return np.subtract(sums[1:], sums[:-1], dtype=np.int32, casting="same_kind")


def in_order(key: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Sort whole numbers and tell from which place each came; equal ones stay in their order.

    Args:
        key: Whole numbers, 0 or more; overwritten.

    >>> ordered, places = in_order(np.array([7, 4, 7]))
    >>> ordered.tolist(), places.tolist()
    ([4, 7, 7], [1, 0, 2])
    """
    bits = len(key).bit_length()
    if int(key.max(initial=0)) >> (63 - bits):
        places = np.argsort(key, kind="stable")
        return key[places], places
    # Sorting numbers is several times quicker than argsort, so each carries its place in its last bits.
    key <<= bits
    key |= np.arange(len(key))
    key.sort()
    places = key & ((1 << bits) - 1)
    key >>= bits
    return key, places


def running(measure: npt.NDArray[np.signedinteger]) -> Integers:
    """Return the sum of all rows before each row, and of all of them last: rows a to b come to sum[b] - sum[a].

    >>> running(np.array([3, 4])).tolist()
    [0, 3, 7]
    """
    sums = np.zeros(len(measure) + 1, dtype=np.int64)
    np.cumsum(measure, out=sums[1:])
    return sums


def run_starts(ordered: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Return where each run of equal values begins; the values are ordered.

    >>> run_starts(np.array([4, 4, 7])).tolist()
    [0, 2]
    """
    is_first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)
