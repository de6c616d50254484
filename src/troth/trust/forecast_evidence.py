"""What the record holds for a forecast: recent evidence of every group, and what the portfolio's level is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from troth.trust.day_counts import DayCounts, days_of, run_starts
from troth.trust.forecast_model import Counts, Fit, Floats, Ints, crowded, level_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the record holds for a forecast, one element a group; a large portfolio is gathered part by part.

    Attributes:
        kept: Recent kept evidence, in lines after ageing, crowding and reporting lag.
        broken: Recent broken evidence, likewise.
        ever_kept: Kept lines of any age after crowding, from which the portfolio's level comes.
        ever_broken: Broken lines of any age, likewise.
    """

    kept: Floats
    broken: Floats
    ever_kept: Floats
    ever_broken: Floats

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the evidence of all groups of several parts, in their order.

        >>> one = Evidence(kept=np.ones(1), broken=np.ones(1), ever_kept=np.ones(1), ever_broken=np.ones(1))
        >>> len(Evidence.joined([one, one]).kept)
        2
        """
        return cls(
            kept=np.concatenate([part.kept for part in parts]),
            broken=np.concatenate([part.broken for part in parts]),
            ever_kept=np.concatenate([part.ever_kept for part in parts]),
            ever_broken=np.concatenate([part.ever_broken for part in parts]),
        )

    def level(self, fit: Fit) -> float:
        """Return the level of the portfolio these groups are.

        >>> two, none = np.array([2.0]), np.zeros(1)
        >>> evidence = Evidence(kept=none, broken=none, ever_kept=two, ever_broken=none)
        >>> round(evidence.level(Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)), 3)
        0.667
        """
        return level_of(self.ever_kept, self.ever_broken, fit.strength)

    def of_side(self, side: int, *, sides: int) -> Self:
        """Return the evidence of every partner's one side, where groups are partner x sides + side.

        >>> both = np.array([2.0, 3.0])
        >>> Evidence(kept=both, broken=both, ever_kept=both, ever_broken=both).of_side(1, sides=2).kept
        array([3.])
        """
        return type(self)(**{field.name: getattr(self, field.name)[side::sides] for field in fields(self)})


def evidence_of(counts: Counts, *, groups: int, as_of_day: int, fit: Fit) -> Evidence:
    """Gather the evidence of every group as of a day.

    Args:
        counts: The tallies, corrections as negative rows; what was known or due after the day is left out.
        groups: Number of groups.
        as_of_day: Day the forecast is made.
        fit: Half-life, reporting lag and crowding.

    Returns:
        One element for each group.

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> evidence_of(Counts.of(days=([0], [0], [0]), lines=[2], kept=[0]), groups=1, as_of_day=90, fit=fit).broken
    array([1.])
    """
    seen = (counts.known <= as_of_day) & (counts.happened <= as_of_day)
    days = _net_days(counts if seen.all() else counts.where(seen))
    # Days that come to nothing would shift the rounding of the sums.
    standing = days.lines > 0
    return _gathered(days if standing.all() else days.where(standing), groups, as_of_day, fit)


def evidence_by_day(counts: DayCounts, *, as_of_day: int, fit: Fit) -> Evidence:
    """Gather the same evidence from counts by group and day that were taken out of the tallies already.

    Args:
        counts: Counts as of the same day, in order; what is due after it is left out.
        as_of_day: As in evidence_of.
        fit: As in evidence_of.

    Returns:
        One element for each group.

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> days, ones = np.zeros(1, dtype=np.int32), np.ones(1, dtype=np.int32)
    >>> counts = DayCounts(1, np.zeros(1, dtype=np.int64), days, ones, ones, 0 * ones)
    >>> evidence_by_day(counts, as_of_day=0, fit=fit).ever_kept
    array([1.])
    """
    due = counts.where((counts.happened <= as_of_day) & (counts.lines > 0))
    return _gathered(due, counts.groups, as_of_day, fit)


def _gathered(days: Counts | DayCounts, groups: int, as_of_day: int, fit: Fit) -> Evidence:
    """Weigh the net days of groups, in order of the groups."""
    factor = crowded(days.lines, fit.crowding)
    age = as_of_day - days.happened
    # Few ages are far apart: a table of all is quicker than an exponential for each row.
    ages = np.arange(int(age.max(initial=0)) + 1)
    fresh = np.exp2(-ages / fit.half_life_days)
    reported = -np.expm1(-np.log(2.0) * ages / fit.lag_half_life_days)
    kept = factor * days.kept
    # Most days have nothing broken.
    some = np.flatnonzero(days.lines != days.kept)
    broken = factor.take(some) * (days.lines.take(some) - days.kept.take(some))
    with_broken = days.group.take(some)
    return Evidence(
        kept=_sums(days.group, kept * (fresh * reported).take(age), groups),
        broken=_sums(with_broken, broken * fresh.take(age.take(some)), groups),
        ever_kept=_sums(days.group, kept, groups),
        ever_broken=_sums(with_broken, broken, groups),
    )


def _sums(group: Ints, weights: Floats, groups: int) -> Floats:
    """Add up weights for each group; the rows are in order of the groups."""
    sums = np.zeros(groups)
    if len(group):
        first = run_starts(group)
        sums[group.take(first)] = np.add.reduceat(weights, first)
    return sums


def _net_days(counts: Counts) -> Counts:
    """Sum all rows of one group and due day, so that corrections cancel before anything is weighed."""
    ahead = (np.diff(counts.group) > 0) | ((np.diff(counts.group) == 0) & (np.diff(counts.happened) > 0))
    if ahead.all():
        return counts
    found = days_of(counts.group, counts.happened)
    return Counts(
        group=found.group,
        happened=found.happened.astype(np.int64),
        known=np.zeros_like(found.group),
        lines=np.add.reduceat(counts.lines[found.order], found.bounds[:-1]),
        kept=np.add.reduceat(counts.kept[found.order], found.bounds[:-1]),
    )
