"""The forecast: of a hundred promises like the next one, how many will be kept.

The forecast is a weighed mean of two rates: the partner's own recent evidence and the level of the whole portfolio. Own
evidence halves with age, and a kept line counts only so far as a late one would have been reported by now.
"""

from dataclasses import dataclass

from troth.trust.forecast_evidence import Evidence, evidence_by_day, evidence_of
from troth.trust.forecast_fit import fit, fit_from_counts, latest
from troth.trust.forecast_model import Counts, Events, Fit, Floats

__all__ = [
    "Counts",
    "Events",
    "Evidence",
    "Fit",
    "Parts",
    "evidence_by_day",
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

    >>> import numpy as np
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

    >>> import numpy as np
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

    >>> import numpy as np
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
