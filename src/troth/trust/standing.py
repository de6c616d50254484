"""The standing: how far we can already rely on a side, as the lower bound of a Beta posterior under the policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log

import numpy as np
import numpy.typing as npt

from troth.basis.special import special
from troth.trust.policy import DimensionPolicy, Policy
from troth.trust.tallies import Floats, Tallies, day_number

NO_EVIDENCE_POINTS = 5.0
"""Standing without any evidence under the default bound: the prior is always Beta(1, 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """Standings, one element for each group.

    Attributes:
        r: Aged weight of what was kept, as far as it counts: light promises up to their share.
        s: Aged weight of what was broken, times kappa.
        alpha: First parameter of the Beta posterior, 1 + r.
        beta: Second parameter, 1 + s.
        standing: Lower credible bound in points of 0 to 100; what can already be relied on.
        expected: Mean of the posterior in points.
        upper: Upper credible bound in points.
        n_eff: Effective evidence, r + s / kappa, in commitments of normal weight.
        uncertainty: Share of what is not known yet, 2 / (n_eff + 2), a fraction.
        light: Aged weight of what was kept of light promises, all of it.
    """

    r: Floats
    s: Floats
    alpha: Floats
    beta: Floats
    standing: Floats
    expected: Floats
    upper: Floats
    n_eff: Floats
    uncertainty: Floats
    light: Floats


def standings(tallies: Tallies, *, groups: int, as_of: date, policy: DimensionPolicy) -> Standings:
    """Compute the standing of all groups from their tallies.

    Args:
        tallies: Rows of any groups; what was known after ``as_of`` is left out.
        groups: Number of groups; rows carry 0 to groups - 1.
        as_of: Day to which evidence ages; evidence of a later day has age 0.
        policy: Kappa, half-lives, bound and the share of light promises.

    Returns:
        One element for each group.

    Source: A. Jøsang, R. Ismail, The Beta Reputation System, Bled 2002; methods a.3 and a.9 of the domain report.

    >>> from troth.commitments.outcomes import TallyRow
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day = date(2026, 3, 2)
    >>> row = TallyRow(happened_on=day, known_on=day, kept_weight=8.0, broken_weight=1.0)
    >>> found = standings(Tallies.from_rows([row]), groups=1, as_of=day, policy=DEFAULT_POLICY.of("delivery"))
    >>> round(float(found.standing[0]), 1)
    53.0
    """
    today = day_number(as_of)
    light = _aged_sums(tallies, tallies.light_weight, today, policy.half_life_kept_days, groups)
    return standings_of(
        kept=_aged_sums(tallies, tallies.kept_weight, today, policy.half_life_kept_days, groups),
        light=light,
        broken=_aged_sums(tallies, tallies.broken_weight, today, policy.half_life_broken_days, groups),
        policy=policy,
    )


def standings_of(*, kept: Floats, broken: Floats, light: Floats, policy: DimensionPolicy) -> Standings:
    """Compute standings from aged weights.

    Args:
        kept: Aged weight of what was kept, one element for each group.
        broken: Aged weight of what was broken, before kappa.
        light: The part of ``kept`` that comes from light promises.
        policy: Kappa, bound and the share of light promises.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> nothing = np.zeros(1)
    >>> none = standings_of(kept=nothing, broken=nothing, light=nothing, policy=DEFAULT_POLICY.of("delivery"))
    >>> float(none.standing[0]), float(none.expected[0])
    (5.0, 50.0)
    """
    kept = counted(kept, light=light, policy=policy)
    r, s = kept, policy.kappa * broken
    alpha, beta = 1.0 + r, 1.0 + s
    return Standings(
        r=r,
        s=s,
        alpha=alpha,
        beta=beta,
        standing=points(kept=kept, broken=broken, policy=policy),
        expected=100.0 * alpha / (alpha + beta),
        upper=100.0 * special().betaincinv(alpha, beta, 1.0 - policy.credible_bound),
        n_eff=kept + broken,
        uncertainty=2.0 / (kept + broken + 2.0),
        light=light,
    )


def counted(kept: Floats, *, light: Floats, policy: DimensionPolicy) -> Floats:
    """Compute how much of what was kept counts: light promises make up at most their share of it.

    Args:
        kept: Aged weight of what was kept, light promises among it.
        light: The part that comes from light promises, 0 to ``kept``.
        policy: The share, 0.20 by default.

    Returns:
        heavy + min(light, share / (1 - share) x heavy): all of it while light promises are few, 1.25 x heavy where
        they are many, nothing where there are none but light ones. More of either never makes it less.

    Source: method a.9 of the domain report (at most 20 % of r from promises of weight below 0.5).

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> kept, light = np.array([10.0, 10.0, 10.0]), np.array([1.0, 6.0, 10.0])
    >>> counted(kept, light=light, policy=DEFAULT_POLICY.of("delivery")).tolist()
    [10.0, 5.0, 0.0]
    """
    heavy = np.maximum(kept - light, 0.0)
    found: Floats = heavy + np.minimum(light, policy.light_share / (1.0 - policy.light_share) * heavy)
    return found


def kept_in_all(counting: float, *, light: float, policy: DimensionPolicy) -> float:
    """Return the aged weight of all that was kept from what counts of it: ``counted`` turned round.

    Args:
        counting: Aged weight kept as far as it counts (``r`` of the standing).
        light: Aged weight kept of light promises, all of it.
        policy: The share of light promises.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> kept_in_all(5.0, light=6.0, policy=DEFAULT_POLICY.of("delivery"))
    10.0
    """
    # Where light promises are capped, heavy ones make up all but their share of what counts.
    return light + max(counting - light, (1.0 - policy.light_share) * counting)


def points(*, kept: Floats, broken: Floats, policy: DimensionPolicy) -> Floats:
    """Compute only the standing in points of 0 to 100 from aged weights.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> points(kept=np.array([13.0]), broken=np.array([0.0]), policy=DEFAULT_POLICY.of("delivery")).round(1).tolist()
    [80.7]
    """
    bound: Floats = 100.0 * special().betaincinv(1.0 + kept, 1.0 + policy.kappa * broken, policy.credible_bound)
    return bound


def clean_commitments_needed(*, bound_fraction: float, credible_bound: float = 0.05) -> int:
    """Count the kept promises, none broken, that lift the standing to a bound.

    Args:
        bound_fraction: The standing wanted, a fraction between 0 and 1.
        credible_bound: Tail left below the standing, a fraction.

    Returns:
        Commitments of weight 1, without ageing: the smallest n with credible_bound ** (1 / (n + 1)) >= bound_fraction.

    Source: closed form of the quantile of Beta(1 + n, 1); method a.3 of the domain report.

    >>> clean_commitments_needed(bound_fraction=0.8)
    13
    """
    if not 0 < bound_fraction < 1:
        raise ValueError(f"bound_fraction is a fraction between 0 and 1, not {bound_fraction}.")
    return max(0, ceil(log(credible_bound) / log(bound_fraction) - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """What one broken promise costs, in points and in promises.

    Attributes:
        before: Standing before it, in points.
        after: Standing after it, in points.
        kept_to_regain: Further kept promises of weight 1 until the standing is back.
    """

    before: float
    after: float
    kept_to_regain: int


def setback(*, kept: float, broken: float, policy: DimensionPolicy) -> Setback:
    """Show how slowly trust is earned and how quickly it is lost.

    Args:
        kept: Aged weight kept so far, as far as it counts.
        broken: Aged weight broken so far, before kappa.
        policy: Kappa and bound.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> setback(kept=13, broken=0, policy=DEFAULT_POLICY.of("delivery")).kept_to_regain
    15
    """
    before, after = points(kept=np.array([kept, kept]), broken=np.array([broken, broken + 1]), policy=policy)
    # Kappa promises outweigh the break where much is broken already; the ratio kept to broken then bounds the search.
    reach = 64
    while True:
        ahead = np.arange(reach + 1, dtype=np.float64)
        regained = points(kept=kept + ahead, broken=np.full(reach + 1, broken + 1.0), policy=policy) >= before
        if regained.any():
            return Setback(before=float(before), after=float(after), kept_to_regain=int(np.argmax(regained)))
        reach *= 4


def overall(standing_points: Sequence[float], *, policy: Policy, critical_flag: bool = False) -> float:
    """Compute the overall number from the standings of the dimensions.

    Args:
        standing_points: One standing for each dimension in the order of DIMENSIONS, in points; NaN leaves one out.
        policy: Weights of the dimensions and the cap.
        critical_flag: Whether a critical flag is open.

    Returns:
        Weighted geometric mean in points, so that a weak dimension cannot be bought off; NaN where nothing is given.

    Source: method a.8 of the domain report.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> nothing = float("nan")
    >>> given = [80.0, 60.0, nothing, nothing, nothing, nothing, nothing]
    >>> round(overall(given, policy=DEFAULT_POLICY), 2), overall(given, policy=DEFAULT_POLICY, critical_flag=True)
    (69.28, 40.0)
    """
    values, weights = np.asarray(standing_points, dtype=float), np.asarray(policy.overall_weights)
    counted = ~np.isnan(values) & (weights > 0)
    if not counted.any():
        return float("nan")
    mean = geometric_mean(values[counted], weights=weights[counted])
    return min(mean, policy.critical_cap) if critical_flag else mean


def geometric_mean(values: npt.ArrayLike, *, weights: npt.ArrayLike) -> float:
    """Compute a weighted geometric mean of positive numbers.

    >>> round(geometric_mean([0.8, 0.6, 0.9], weights=[0.4, 0.4, 0.2]), 6)
    0.730037
    """
    return float(np.exp(np.average(np.log(np.asarray(values, dtype=float)), weights=np.asarray(weights, dtype=float))))


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualTrust:
    """How far two sides can rely on each other, in the unit of the two standings.

    Attributes:
        harmonic: Harmonic mean of both; low as soon as one is low.
        minimum: The lower of the two.
        asymmetry: How far they lie apart, 0 or more.
    """

    harmonic: float
    minimum: float
    asymmetry: float


def mutual_trust(first: float, second: float) -> MutualTrust:
    """Join the standings of both sides; swapping them changes nothing.

    Source: method a.5 of the domain report.

    >>> round(mutual_trust(0.82, 0.55).harmonic, 6)
    0.658394
    """
    return MutualTrust(
        harmonic=2 * first * second / (first + second), minimum=min(first, second), asymmetry=abs(first - second)
    )


def _aged_sums(tallies: Tallies, weight: Floats, today: int, half_life: int, groups: int) -> Floats:
    weighing = np.flatnonzero((weight != 0.0) & (tallies.known <= today))
    if not len(weighing):
        return np.zeros(groups)
    age = np.maximum(today - tallies.happened.take(weighing), 0)
    fading = np.exp2(np.arange(age.max() + 1) / -half_life)
    aged = weight.take(weighing) * fading.take(age)
    sums = np.bincount(tallies.group.take(weighing), weights=aged, minlength=groups)
    # What was taken back leaves sums of floats a hair beside zero.
    return np.maximum(sums, 0.0)
