"""The defect rate of what was delivered, from samples of lots: each lot weighs what it holds, each source apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, nan, sqrt

from troth.basis.intervals import Interval, clopper_pearson
from troth.basis.proportions import upper_tail
from troth.basis.special import special


class Source(StrEnum):
    """Where the units were looked at; rates of different sources are never added."""

    IN_LINE = "in-line"
    FINAL = "final"
    ARRIVAL = "arrival"
    CUSTOMER = "customer"


class ImpossibleLotCount(ValueError):
    """A sample larger than its lot, more bad units than the sample, or a number below 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSample:
    """Hold what a sample said of one lot.

    Args:
        lot: Units in the lot, 1 or more.
        looked_at: Units looked at, 1 to the lot's.
        nonconforming: Bad units among them.

    Raises:
        ImpossibleLotCount: The numbers do not fit each other.

    >>> LotSample(lot=5_000, looked_at=200, nonconforming=3).nonconforming
    3
    """

    lot: int
    looked_at: int
    nonconforming: int

    def __post_init__(self) -> None:
        if not 1 <= self.looked_at <= self.lot or not 0 <= self.nonconforming <= self.looked_at:
            raise ImpossibleLotCount(
                f"{self.nonconforming} bad of {self.looked_at} looked at does not fit a lot of {self.lot}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectRate:
    """Hold the defect rate of several lots together.

    Args:
        lots: How many lots.
        looked_at: Units looked at in all of them.
        nonconforming: Bad units found.
        rate: Fraction of all units delivered that is bad, each lot weighing what it holds; NaN without lots.
        error: Standard error of the rate, finite lots corrected; NaN without lots.
        pooled: The plain ratio of bad to looked at, which the interval is exact for; NaN without lots.
        interval: Exact 95 % interval of the plain ratio; NaN without lots.
    """

    lots: int
    looked_at: int
    nonconforming: int
    rate: float
    error: float
    pooled: float
    interval: Interval[float]

    def is_shown_below(self, limit: float) -> bool:
        """Whether the record shows the rate to be below a limit: the whole interval is, not only the estimate.

        Args:
            limit: A fraction, such as 0.01.
        """
        return bool(self.interval.high < limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectDensity:
    """Hold defects, of which a unit may have several, against what could have gone wrong.

    Args:
        per_unit: Defects per unit (DPU).
        per_million: Defects per million opportunities (DPMO).
        clean_share: Expected share of units without any, exp(-DPU).
        sigma: Long-term sigma level.
        sigma_shifted: With the customary shift of 1.5.
    """

    per_unit: float
    per_million: float
    clean_share: float
    sigma: float
    sigma_shifted: float


def defect_rate(samples: Sequence[LotSample]) -> DefectRate:
    """Estimate the defect rate of several lots from one source.

    Args:
        samples: One a lot; resubmitted lots are left out by the caller.

    Returns:
        The rate weighted by lot, its error, and the plain ratio with its exact interval; NaN without lots.

    Source: stratified estimator with finite population correction, Cochran, Sampling Techniques, 3rd ed., ch. 5;
    `domain.md` b.3.

    >>> lots = [LotSample(lot=5000, looked_at=200, nonconforming=3), LotSample(lot=800, looked_at=80, nonconforming=0)]
    >>> f"{defect_rate(lots).rate:.5f}"
    '0.01293'
    """
    looked_at = sum(sample.looked_at for sample in samples)
    bad = sum(sample.nonconforming for sample in samples)
    units = sum(sample.lot for sample in samples)
    if not samples:
        return DefectRate(
            lots=0, looked_at=0, nonconforming=0, rate=nan, error=nan, pooled=nan, interval=Interval(nan, nan)
        )
    return DefectRate(
        lots=len(samples),
        looked_at=looked_at,
        nonconforming=bad,
        rate=sum(sample.lot * sample.nonconforming / sample.looked_at for sample in samples) / units,
        error=sqrt(sum(_variance(sample) for sample in samples)) / units,
        pooled=bad / looked_at,
        interval=clopper_pearson(successes=bad, trials=looked_at),
    )


def exceeds(*, nonconforming: int, looked_at: int, target: float) -> float:
    """Compute how probable so many bad units are where the defect rate just meets its target.

    Args:
        nonconforming: Bad units found.
        looked_at: Units looked at.
        target: Target rate, a fraction such as 0.01.

    Source: exact binomial test, upper tail; `domain.md` b.2, b.3.

    >>> f"{exceeds(nonconforming=3, looked_at=80, target=0.01):.6f}"
    '0.046553'
    """
    return upper_tail(successes=nonconforming, trials=looked_at, target=target)


def density(*, defects: int, units: int, opportunities: int) -> DefectDensity:
    """Compute defects per unit and per million opportunities.

    Args:
        defects: Defects counted, 0 or more.
        units: Units looked at, 1 or more.
        opportunities: Ways in which a unit can be wrong, 1 or more.

    Raises:
        ImpossibleLotCount: A number is out of range.

    Source: DPMO = 10^6 D / (U O); yield exp(-DPU); sigma with the customary shift of 1.5; `domain.md` b.3.

    >>> f"{density(defects=34, units=500, opportunities=12).per_million:.1f}"
    '5666.7'
    """
    if defects < 0 or units < 1 or opportunities < 1:
        raise ImpossibleLotCount(f"{defects} defects on {units} units with {opportunities} opportunities each.")
    per_unit = defects / units
    share = per_unit / opportunities
    sigma = float(-special().ndtri(share)) if 0 < share < 1 else (float("inf") if share == 0 else float("-inf"))
    return DefectDensity(
        per_unit=per_unit,
        per_million=1e6 * share,
        clean_share=exp(-per_unit),
        sigma=sigma,
        sigma_shifted=sigma + 1.5,
    )


def per_million_at(*, sigma: float, shift: float = 1.5) -> float:
    """Return the defects per million opportunities that a sigma level stands for.

    Args:
        sigma: Short-term sigma level.
        shift: Customary long-term shift.

    Source: upper tail of the normal distribution; 3.4 at 6 sigma.

    >>> f"{per_million_at(sigma=6):.1f}"
    '3.4'
    """
    return float(1e6 * special().ndtr(shift - sigma))


def samples_by_source(rows: Iterable[tuple[Source, LotSample]]) -> dict[Source, tuple[LotSample, ...]]:
    """Sort samples by where the units were looked at.

    Args:
        rows: A source and a sample each.

    Source: `domain.md` b.3: sources kept apart.

    >>> samples_by_source([])
    {}
    """
    found: dict[Source, list[LotSample]] = {}
    for source, sample in rows:
        found.setdefault(source, []).append(sample)
    return {source: tuple(samples) for source, samples in found.items()}


def _variance(sample: LotSample) -> float:
    if sample.looked_at == 1 or sample.looked_at == sample.lot:
        return 0.0
    p = sample.nonconforming / sample.looked_at
    left_out = 1 - sample.looked_at / sample.lot
    return sample.lot**2 * left_out * p * (1 - p) / (sample.looked_at - 1)
