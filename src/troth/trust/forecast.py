"""The forecast: of a hundred promises like the next one, how many will be kept.

The forecast is a weighed mean of two rates: the partner's own recent evidence and the level of the whole portfolio. Own
evidence halves with age, and a kept line counts only so far as a late one would have been reported by now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from troth.trust.day_counts import days_of
from troth.trust.forecast_fit import fit, fit_from_counts, latest
from troth.trust.forecast_model import Counts, Events, Fit, Floats, crowded, level_of

__all__ = [
    "Counts",
    "Events",
    "Evidence",
    "Fit",
    "Parts",
    "evidence_of",
    "fit",
    "fit_from_counts",
    "latest",
    "level_today",
    "parts",
    "parts_from_counts",
    "predict",
    "predict_from_counts",
    "predict_from_evidence",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What one forecast is made of; forecast == own_weight * own_rate + level_weight * level.

    Attributes:
        forecast: Probability that the next promise is kept.
        own_kept: Recent kept evidence, in lines after ageing, crowding and reporting lag.
        own_broken: Recent broken evidence, likewise.
        own_rate: own_kept / (own_kept + own_broken); None without evidence.
        own_weight: Share of the partner's own evidence in the forecast.
        level: The portfolio's level, a fraction.
        level_weight: Share of the level, 1 - own_weight.
        strength: Evidence, in lines, that weighs as much as the level.
    """

    forecast: float
    own_kept: float
    own_broken: float
    own_rate: float | None
    own_weight: float
    level: float
    level_weight: float
    strength: float


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


def predict(events: Events, *, partners: int, as_of_day: int, fit: Fit) -> Floats:
    """Forecast the next promise of every partner.

    Args:
        events: The lines; those known or due after `as_of_day` are not looked at.
        partners: Number of partners; one without evidence gets the portfolio's level.
        as_of_day: Day the forecast is made, in the epoch of the lines.
        fit: What was fitted on the past.

    Returns:
        Probability per partner, shape (partners,).

    Source: design.md section 2; the prior after domain.md a.3, the lag after the reporting-delay literature
    (Lawless, 1994, Adjustments for reporting delays).

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> lines = Events(partner=np.array([0, 0]), due=np.array([0, 0]), known=np.array([0, 0]), kept=np.array([1, 1]))
    >>> predict(lines, partners=2, as_of_day=90, fit=fit).round(3)
    array([0.777, 0.667])
    """
    return predict_from_counts(events.counts(), groups=partners, as_of_day=as_of_day, fit=fit)


def predict_from_counts(counts: Counts, *, groups: int, as_of_day: int, fit: Fit, level: float | None = None) -> Floats:
    """Forecast from day-level tallies; the same numbers as `predict` from the lines.

    Args:
        counts: The tallies, corrections as negative rows.
        groups: Number of groups.
        as_of_day: Day the forecast is made.
        fit: What was fitted on the past.
        level: The portfolio's level where the counts are those of a few partners alone; None takes it from them.

    Returns:
        Probability per group, shape (groups,).

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> rows = Counts.of(days=([0, 0], [0, 0], [0, 5]), lines=[3, -1], kept=[2, 0])
    >>> predict_from_counts(rows, groups=2, as_of_day=90, fit=fit).round(3)
    array([0.777, 0.667])
    """
    return predict_from_evidence(evidence_of(counts, groups=groups, as_of_day=as_of_day, fit=fit), fit=fit, level=level)


def predict_from_evidence(seen: Evidence, *, fit: Fit, level: float | None = None) -> Floats:
    """Forecast from evidence that was gathered before.

    Args:
        seen: Evidence of the groups.
        fit: What was fitted on the past; the one the evidence was gathered under.
        level: The portfolio's level where the groups are a few partners alone; None takes it from them.

    Returns:
        Probability per group.

    >>> two, none = np.array([2.0]), np.zeros(1)
    >>> seen = Evidence(kept=two, broken=none, ever_kept=two, ever_broken=none)
    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> predict_from_evidence(seen, fit=fit, level=0.5)
    array([0.75])
    """
    known_level = seen.level(fit) if level is None else level
    return (seen.kept + fit.strength * known_level) / (seen.kept + seen.broken + fit.strength)


def level_today(counts: Counts, *, groups: int, as_of_day: int, fit: Fit) -> float:
    """Return the level of a whole portfolio, for forecasting a few of its partners alone later.

    Args:
        counts: The tallies of the whole portfolio.
        groups: Number of groups.
        as_of_day: Day of the level.
        fit: What was fitted on the past.

    Returns:
        The level, a fraction; 0.5 without evidence.

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> rows = Counts.of(days=([0], [0], [0]), lines=[2], kept=[2])
    >>> round(level_today(rows, groups=1, as_of_day=90, fit=fit), 3)
    0.667
    """
    return evidence_of(counts, groups=groups, as_of_day=as_of_day, fit=fit).level(fit)


def parts(events: Events, *, partner: int, as_of_day: int, fit: Fit) -> Parts:
    """Take one partner's forecast apart.

    Args:
        events: The lines of the whole portfolio.
        partner: The partner's number.
        as_of_day: Day the forecast is made.
        fit: What was fitted on the past.

    Returns:
        The parts, which add up to the forecast.

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> lines = Events(partner=np.array([0, 0]), due=np.array([0, 0]), known=np.array([0, 0]), kept=np.array([1, 1]))
    >>> found = parts(lines, partner=0, as_of_day=90, fit=fit)
    >>> round(found.own_weight, 3), found.own_rate, round(found.level, 3)
    (0.331, 1.0, 0.667)
    """
    return parts_from_counts(events.counts(), group=partner, as_of_day=as_of_day, fit=fit)


def parts_from_counts(counts: Counts, *, group: int, as_of_day: int, fit: Fit, level: float | None = None) -> Parts:
    """Take one group's forecast apart, from day-level tallies.

    Args:
        counts: The tallies of the whole portfolio, or of the group alone where the level is given.
        group: The group's number.
        as_of_day: Day the forecast is made.
        fit: What was fitted on the past.
        level: The portfolio's level as `predict_from_counts` takes it.

    Returns:
        The parts, which add up to the forecast.

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> none = Counts.of(days=([], [], []), lines=[], kept=[])
    >>> parts_from_counts(none, group=0, as_of_day=90, fit=fit).forecast
    0.5
    """
    groups = max(group, int(counts.group.max(initial=-1))) + 1
    seen = evidence_of(counts, groups=groups, as_of_day=as_of_day, fit=fit)
    known_level = seen.level(fit) if level is None else level
    kept, broken = float(seen.kept[group]), float(seen.broken[group])
    own = kept + broken
    weight = own / (own + fit.strength)
    rate = kept / own if own > 0 else None
    return Parts(
        forecast=weight * (rate or 0.0) + (1.0 - weight) * known_level,
        own_kept=kept,
        own_broken=broken,
        own_rate=rate,
        own_weight=weight,
        level=known_level,
        level_weight=1.0 - weight,
        strength=fit.strength,
    )


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
    factor = crowded(days.lines, fit.crowding)
    kept, broken = factor * days.kept, factor * (days.lines - days.kept)
    # Few ages are far apart: a table of all is quicker than an exponential for each row.
    ages = np.arange(int((as_of_day - days.happened).max(initial=0)) + 1)
    fresh = np.exp2(-ages / fit.half_life_days)
    reported = -np.expm1(-np.log(2.0) * ages / fit.lag_half_life_days)
    age = as_of_day - days.happened

    def per_group(weights: Floats) -> Floats:
        return np.bincount(days.group, weights, minlength=groups)

    return Evidence(
        kept=per_group(kept * (fresh * reported)[age]),
        broken=per_group(broken * fresh[age]),
        ever_kept=per_group(kept),
        ever_broken=per_group(broken),
    )


def _net_days(counts: Counts) -> Counts:
    """Sum all rows of one group and due day, so that corrections cancel before anything is weighed."""
    ahead = (np.diff(counts.group) > 0) | ((np.diff(counts.group) == 0) & (np.diff(counts.happened) > 0))
    if ahead.all():
        return counts
    found = days_of(counts.group, counts.happened)
    return Counts(
        group=found.group,
        happened=found.happened,
        known=np.zeros_like(found.group),
        lines=np.add.reduceat(counts.lines[found.order], found.bounds[:-1]),
        kept=np.add.reduceat(counts.kept[found.order], found.bounds[:-1]),
    )
