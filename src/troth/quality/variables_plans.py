"""Acceptance by measurement: how far the mean stands from a limit, in standard deviations, or the share beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from troth.basis.special import special
from troth.quality.operating_curves import ImpossiblePlan

FEWEST_READINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Hold the limits of a measured property, in its own unit; one side may be open.

    Args:
        lower: Least value that conforms; None where only too much is wrong.
        upper: Greatest value that conforms; None where only too little is wrong.

    Raises:
        ImpossiblePlan: There is no limit at all, or the lower is not below the upper.

    >>> Limits(upper=209.0).lower is None
    True
    """

    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise ImpossiblePlan("A measured property needs a lower or an upper limit.")
        if self.lower is not None and self.upper is not None and self.lower >= self.upper:
            raise ImpossiblePlan(f"The lower limit {self.lower} is not below the upper {self.upper}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold what a sample of measurements says of a lot.

    Args:
        readings: How many.
        mean: Their mean, in their unit.
        deviation: Their standard deviation, with n - 1.
        lower_quality: (mean - lower) / deviation; None without a lower limit or without any spread.
        upper_quality: (upper - mean) / deviation; None likewise.
        beyond_lower: Estimated fraction of the lot below the lower limit.
        beyond_upper: Estimated fraction above the upper limit.
        outside: Readings that lie outside the limits themselves.
    """

    readings: int
    mean: float
    deviation: float
    lower_quality: float | None
    upper_quality: float | None
    beyond_lower: float
    beyond_upper: float
    outside: int

    @property
    def beyond(self) -> float:
        """Estimated fraction of the lot outside the limits."""
        return self.beyond_lower + self.beyond_upper


def measured(values: Sequence[float], *, limits: Limits) -> Measured:
    """Estimate the fraction of a lot outside its limits from measurements of a sample (deviation unknown).

    Args:
        values: Readings of one property in one unit, 3 or more.
        limits: In the same unit.

    Returns:
        The estimate; where no reading differs from another it is 0 or 1 as the mean lies inside or outside.

    Raises:
        ImpossiblePlan: Fewer than 3 readings, or one is not a number.

    Source: ISO 3951-1:2013, annex on the estimate of the process fraction; ANSI/ASQ Z1.9, section B: the symmetric
    beta distribution with both shapes n/2 - 1; `domain.md` c.9. It is the minimum variance unbiased estimate.

    >>> found = measured([197, 188, 184, 205, 201], limits=Limits(upper=209))
    >>> f"{found.upper_quality:.3f} {found.beyond:.4f}"
    '1.590 0.0218'
    """
    n = len(values)
    if n < FEWEST_READINGS or any(value != value for value in values):
        raise ImpossiblePlan(f"An estimate needs {FEWEST_READINGS} readings or more, not {n}.")
    mean, deviation = fmean(values), stdev(values)
    lower = None if limits.lower is None else mean - limits.lower
    upper = None if limits.upper is None else limits.upper - mean
    return Measured(
        readings=n,
        mean=mean,
        deviation=deviation,
        lower_quality=_quality(lower, deviation),
        upper_quality=_quality(upper, deviation),
        beyond_lower=_beyond(lower, deviation, n),
        beyond_upper=_beyond(upper, deviation, n),
        outside=sum(not _inside(value, limits) for value in values),
    )


def accept_form_1(found: Measured, *, k: float) -> bool:
    """Whether a lot passes by form 1: every limit is at least k standard deviations away from the mean.

    Args:
        found: What the sample says.
        k: Acceptability constant.

    Source: ISO 3951-1:2013, form k; for one limit, or two with separate AQLs.

    >>> accept_form_1(measured([197, 188, 184, 205, 201], limits=Limits(upper=209)), k=1.24)
    True
    """
    if found.deviation == 0:
        return found.beyond == 0
    return all(q >= k for q in (found.lower_quality, found.upper_quality) if q is not None)


def accept_form_2(found: Measured, *, most: float) -> bool:
    """Whether a lot passes by form 2: the estimated fraction outside is at most M.

    Args:
        found: What the sample says.
        most: M, a fraction such as 0.0332.

    Source: ANSI/ASQ Z1.9, form 2; for one limit, or two with one AQL for both together.

    >>> accept_form_2(measured([197, 188, 184, 205, 201], limits=Limits(upper=209)), most=0.0332)
    True
    """
    return found.beyond <= most


def constant_from_fraction(*, sample_size: int, most: float) -> float:
    """Return the k of form 1 that decides as an M of form 2 does, for one limit.

    Args:
        sample_size: Readings, 3 or more.
        most: M, a fraction between 0 and 1.

    Source: the estimate of `measured` solved for Q; `domain.md` c.9.

    >>> f"{constant_from_fraction(sample_size=75, most=0.0317):.4f}"
    '1.8410'
    """
    shape = sample_size / 2 - 1
    x = float(special().betaincinv(shape, shape, most))
    return (0.5 - x) * 2 * (sample_size - 1) / sqrt(sample_size)


def _quality(distance: float | None, deviation: float) -> float | None:
    return None if distance is None or deviation == 0 else distance / deviation


def _beyond(distance: float | None, deviation: float, n: int) -> float:
    if distance is None:
        return 0.0
    if deviation == 0:
        return 0.0 if distance >= 0 else 1.0
    x = 0.5 - (distance / deviation) * sqrt(n) / (2 * (n - 1))
    shape = n / 2 - 1
    return float(special().betainc(shape, shape, min(max(x, 0.0), 1.0)))


def _inside(value: float, limits: Limits) -> bool:
    above = limits.lower is None or value >= limits.lower
    return above and (limits.upper is None or value <= limits.upper)
