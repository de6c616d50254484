"""The defect rate of what was delivered, from samples of lots: each lot weighs what it holds, each source apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, nan, sqrt

from troth.basis.intervals import Interval
from troth.basis.proportions import upper_tail
from troth.basis.special import special
from troth.quality.weighted_counts import Weighted, WeightedCount, weighted_count


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
        lot: Units in the lot, 1 or more; None where nobody said.
        looked_at: Units looked at, 1 to the lot's.
        nonconforming: Bad units among them; the most there can be, where nobody said which units they were.
        least: The fewest bad units there can be; None where the number is known.
        apart: Units looked at and bad ones, class by class, where the classes had samples of different sizes. Looked
            at and nonconforming are then those of the worst class.

    Raises:
        ImpossibleLotCount: The numbers do not fit each other.

    >>> LotSample(lot=5_000, looked_at=200, nonconforming=3).nonconforming
    3
    """

    lot: int | None
    looked_at: int
    nonconforming: int
    least: int | None = None
    apart: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        for looked_at, bad in (*self.apart, (self.looked_at, self.nonconforming)):
            fits = 0 <= bad <= looked_at and 1 <= looked_at <= (looked_at if self.lot is None else self.lot)
            if not fits or not 0 <= self.surely <= self.nonconforming:
                raise ImpossibleLotCount(f"{bad} bad of {looked_at} looked at does not fit a lot of {self.lot}.")

    @property
    def surely(self) -> int:
        """The fewest bad units there can be."""
        return self.nonconforming if self.least is None else self.least

    @property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Units looked at and bad ones, of each sample on its own."""
        return self.apart or ((self.looked_at, self.nonconforming),)

    @property
    def is_whole(self) -> bool:
        """Whether every unit was looked at, for every class, so that nothing is left to chance."""
        return self.lot is not None and all(looked_at == self.lot for looked_at, _bad in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectRate:
    """Hold the defect rate of several lots together. Rate, error, interval and chances are all of one estimator.

    Args:
        lots: How many lots.
        looked_at: Units looked at in all of them.
        nonconforming: Bad units found.
        rate: Fraction of all units delivered that is bad, each lot weighing what it holds; NaN without lots.
        error: Standard error of the rate, finite lots corrected; NaN without lots.
        pooled: The plain ratio of bad to looked at, which weighs no lot; NaN without lots.
        interval: 95 % interval of the rate, which contains it; NaN without lots.
        least: What the fewest bad units there can be come to, for the lower bound and the test; None without lots.
    """

    lots: int
    looked_at: int
    nonconforming: int
    rate: float
    error: float
    pooled: float
    interval: Interval[float]
    least: WeightedCount | None

    def is_shown_below(self, limit: float) -> bool:
        """Whether the record shows the rate to be below a limit: the whole interval is, not only the estimate.

        Args:
            limit: A fraction, such as 0.01.
        """
        return bool(self.interval.high < limit)

    def chance(self, target: float) -> float:
        """Return how probable so many bad units are where the rate just meets a target; NaN without lots.

        Args:
            target: A fraction, such as 0.01.
        """
        return nan if self.least is None else self.least.chance(target)

    @property
    def is_known(self) -> bool:
        """Whether every unit of every lot was looked at, so that the rate is no estimate."""
        return self.least is not None and self.interval.low == self.interval.high


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
        The rate weighted by lot, its error and its interval; NaN without lots. A lot of unknown size is taken to hold,
        for each unit looked at, as many as the others do together. Where classes had samples of different sizes their
        rates are added: the rate of either is never more than that (Boole).

    Source: stratified estimator with finite population correction, Cochran, Sampling Techniques, 3rd ed., ch. 5;
    `domain.md` b.3. Interval: `weighted_counts`.

    >>> lots = [LotSample(lot=5000, looked_at=200, nonconforming=3), LotSample(lot=800, looked_at=80, nonconforming=0)]
    >>> found = defect_rate(lots)
    >>> f"{found.rate:.5f} {found.interval.low:.5f} {found.interval.high:.5f}"
    '0.01293 0.00267 0.03732'
    """
    if not samples:
        return DefectRate(
            lots=0, looked_at=0, nonconforming=0, rate=nan, error=nan, pooled=nan, interval=Interval(nan, nan),
            least=None,
        )  # fmt: skip
    looked_at = sum(sample.looked_at for sample in samples)
    bad = sum(sample.nonconforming for sample in samples)
    sizes = _sizes(samples)
    most = _counted(samples, sizes, least=False)
    least = _counted(samples, sizes, least=True)
    return DefectRate(
        lots=len(samples),
        looked_at=looked_at,
        nonconforming=bad,
        rate=most.rate,
        error=sqrt(sum(_variance(sample, size) for sample, size in zip(samples, sizes, strict=True))) / sum(sizes),
        pooled=bad / looked_at,
        interval=Interval(least.low(), most.high()),
        least=least,
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


def _sizes(samples: Sequence[LotSample]) -> list[float]:
    """Return what each lot holds; one of unknown size as much, for each unit looked at, as the others together."""
    known = [(sample.lot, sample.looked_at) for sample in samples if sample.lot is not None]
    held_each = sum(lot for lot, _n in known) / sum(n for _lot, n in known) if known else 1.0
    return [sample.looked_at * held_each if sample.lot is None else float(sample.lot) for sample in samples]


def _counted(samples: Sequence[LotSample], sizes: Sequence[float], *, least: bool) -> WeightedCount:
    """Weigh the bad units of all lots: the most there can be, or the fewest."""
    by_chance: list[Weighted] = []
    found = 0.0
    for sample, size in zip(samples, sizes, strict=True):
        # The rate of either class is at least that of the worst one, and at most both together.
        parts = ((sample.looked_at, sample.surely),) if least else sample.parts
        if sample.is_whole:
            found += sum(size * bad / looked_at for looked_at, bad in parts)
        else:
            by_chance += [Weighted(units=size, looked_at=looked_at, bad=bad) for looked_at, bad in parts]
    left = sum(size for sample, size in zip(samples, sizes, strict=True) if not sample.is_whole)
    return weighted_count(by_chance, units=left, known_units=sum(sizes) - left, known_bad=found)


def _variance(sample: LotSample, size: float) -> float:
    return sum(
        size**2 * (1 - looked_at / size) * (bad / looked_at) * (1 - bad / looked_at) / (looked_at - 1)
        for looked_at, bad in sample.parts
        if 1 < looked_at < size
    )
