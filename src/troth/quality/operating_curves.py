"""What a plan lets through: the chance that a lot is accepted, what then goes out, and how much is looked at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import FloatArray, checked_fraction
from troth.basis.special import special

# Percent nonconforming is a share of units; above an AQL of 10 the standards count defects per 100 units.
_FINEST = 200
CHANCES = (0.95, 0.5, 0.1, 0.05)  # those of CurvePoints, in its order
LARGEST_LOT, LARGEST_ACCEPTANCE, WHOLE_WITHIN = 10**12, 10**6, 1e-6


class ImpossiblePlan(ValueError):
    """A sample of nothing, an acceptance number below 0 or not below the sample, or more bad units than the lot."""


@dataclass(frozen=True, slots=True)
class CurvePoints:
    """Hold the qualities at which a plan accepts 95, 50, 10 and 5 lots of a hundred, as fractions nonconforming.

    >>> f"{curve_points(sample_size=80, accept=2).consumer:.4f}"
    '0.0652'
    """

    producer: float
    indifferent: float
    consumer: float
    strict_consumer: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLimit:
    """Hold the worst average outgoing quality, where refused lots are sorted, and the incoming quality that causes it.

    Args:
        incoming: Fraction nonconforming that comes in.
        outgoing: Average fraction nonconforming that then goes out; never more, whatever comes in.

    >>> f"{outgoing_limit(sample_size=80, accept=2).outgoing:.4f}"
    '0.0171'
    """

    incoming: float
    outgoing: float


def acceptance_probability(*, sample_size: int, accept: int, nonconforming: ArrayLike) -> FloatArray:
    """Compute how probable it is that lots of a long series at this quality are accepted (type B, binomial).

    Args:
        sample_size: Units drawn, 1 or more.
        accept: Acceptance number, 0 to the sample size less one.
        nonconforming: Fractions nonconforming, 0 to 1, of any shape.

    Returns:
        Probabilities of the same shape.

    Raises:
        ImpossiblePlan: Sample, acceptance number or a quality is out of range.

    Source: NIST/SEMATECH e-Handbook 6.2.3.2; binomial tail as a regularised incomplete beta function.

    >>> acceptance_probability(sample_size=52, accept=3, nonconforming=[0.01, 0.06]).round(3).tolist()
    [0.998, 0.62]
    """
    _check(sample_size, accept)
    p = _fractions(nonconforming)
    return np.asarray(special().betainc(sample_size - accept, accept + 1, 1.0 - p))


def acceptance_per_hundred(*, sample_size: int, accept: int, defects_per_unit: ArrayLike) -> FloatArray:
    """Compute the chance of acceptance where defects are counted, several on one unit (Poisson).

    Args:
        sample_size: Units drawn, 1 or more.
        accept: Acceptance number, 0 or more.
        defects_per_unit: Expected defects on a unit, 0 or more: 0.4 is 40 defects per 100 units.

    Returns:
        Probabilities of the same shape.

    Raises:
        ImpossiblePlan: Sample, acceptance number or a rate is out of range.

    Source: ISO 2859-1:1999, 12.1: above an AQL of 10 the curves are Poisson.

    >>> float(acceptance_per_hundred(sample_size=50, accept=5, defects_per_unit=0.1).round(3))
    0.616
    """
    if sample_size < 1 or accept < 0:
        raise _no_plan(sample_size, accept)
    rate = np.asarray(defects_per_unit, dtype=float)
    if np.any(rate < 0) or not np.all(np.isfinite(rate)):
        raise ImpossiblePlan("Defects per unit are 0 or more.")
    return np.asarray(special().pdtr(accept, sample_size * rate))


def lot_acceptance_probability(*, lot: int, sample_size: int, accept: int, bad_units: int) -> float:
    """Compute how probable it is that this one lot, with so many bad units in it, is accepted (type A).

    Args:
        lot: Units in the lot.
        sample_size: Units drawn without putting back, 1 to the lot's.
        accept: Acceptance number.
        bad_units: Nonconforming units in the lot, 0 to the lot's.

    Raises:
        ImpossiblePlan: A number is out of range.

    Source: hypergeometric distribution; Schilling and Neubauer, Acceptance Sampling in Quality Control, 2nd ed., ch. 5.

    >>> f"{lot_acceptance_probability(lot=500, sample_size=50, accept=3, bad_units=25):.6f}"
    '0.767083'
    """
    _check(sample_size, accept)
    if accept > LARGEST_ACCEPTANCE:
        raise ImpossiblePlan(f"An acceptance number of {accept} is larger than any plan's.")
    if sample_size > lot:
        raise ImpossiblePlan(f"A sample of {sample_size} cannot be drawn from a lot of {lot}.")
    if not 0 <= bad_units <= lot:
        raise ImpossiblePlan(f"{bad_units} bad units and a sample of {sample_size} do not fit a lot of {lot}.")
    return float(min(1.0, _chances_in_lot(lot, sample_size, bad_units, most=accept).sum()))


def bad_units_of(lot: int, *, nonconforming: float) -> int:
    """Count the bad units of a lot of which a fraction is nonconforming.

    Args:
        lot: Units in the lot, 1 to 10¹².
        nonconforming: Fraction nonconforming, 0 to 1, that makes a whole number of units.

    Raises:
        ImpossiblePlan: The lot or the fraction is out of range, or the two make no whole number of units.

    Source: arithmetic; type A curves know whole units alone.

    >>> bad_units_of(500, nonconforming=0.05)
    25
    """
    if not 1 <= lot <= LARGEST_LOT or not 0 <= nonconforming <= 1:
        raise ImpossiblePlan(f"{nonconforming} of a lot of {lot} cannot be: name a fraction from 0 to 1 and a lot.")
    bad = round(nonconforming * lot)
    if abs(bad - nonconforming * lot) > WHOLE_WITHIN:
        raise ImpossiblePlan(f"{nonconforming} of a lot of {lot} is no whole number of units.")
    return bad


def outgoing_quality(*, sample_size: int, accept: int, nonconforming: ArrayLike, lot: int | None = None) -> FloatArray:
    """Compute the average quality that goes out where refused lots are sorted and bad units replaced (AOQ).

    Args:
        sample_size: Units drawn.
        accept: Acceptance number.
        nonconforming: Incoming fractions nonconforming.
        lot: Units in a lot, where the units looked at in accepted lots are to count as sorted; left out, they do not.

    Returns:
        Fractions nonconforming of the same shape.

    Source: NIST/SEMATECH e-Handbook 6.2.3.2, AOQ = p Pa (1 - n/N); `domain.md` c.4.

    >>> float(outgoing_quality(sample_size=52, accept=3, nonconforming=0.06).round(4))
    0.0372
    """
    p = _fractions(nonconforming)
    passed = acceptance_probability(sample_size=sample_size, accept=accept, nonconforming=p)
    return np.asarray(p * passed * (1.0 if lot is None else 1.0 - sample_size / lot))


def total_inspection(*, lot: int, sample_size: int, accept: int, nonconforming: ArrayLike) -> FloatArray:
    """Compute how many units of a lot are looked at on average where refused lots are sorted whole (ATI).

    Args:
        lot: Units in the lot.
        sample_size: Units drawn.
        accept: Acceptance number.
        nonconforming: Incoming fractions nonconforming.

    Returns:
        Units, of the same shape.

    Source: NIST/SEMATECH e-Handbook 6.2.3.2, ATI = n + (1 - Pa)(N - n).

    >>> float(total_inspection(lot=10_000, sample_size=52, accept=3, nonconforming=0.05).round())
    2655.0
    """
    passed = acceptance_probability(sample_size=sample_size, accept=accept, nonconforming=nonconforming)
    return np.asarray(sample_size + (1.0 - passed) * (lot - sample_size))


def outgoing_limit(*, sample_size: int, accept: int) -> OutgoingLimit:
    """Find the worst average outgoing quality of a plan, and where it lies (AOQL).

    Args:
        sample_size: Units drawn.
        accept: Acceptance number.

    Source: the maximum of p Pa(p); MIL-STD-105E, table V-A gives its Poisson form.

    >>> f"{outgoing_limit(sample_size=200, accept=7).incoming:.4f}"
    '0.0290'
    """
    low, high = 0.0, 1.0
    # The curve has one hump: each pass keeps the neighbourhood of the best of 200 points.
    for _ in range(6):
        p = np.linspace(low, high, _FINEST + 1)
        best = int(outgoing_quality(sample_size=sample_size, accept=accept, nonconforming=p).argmax())
        low, high = float(p[max(best - 1, 0)]), float(p[min(best + 1, _FINEST)])
    incoming = (low + high) / 2
    worst = outgoing_quality(sample_size=sample_size, accept=accept, nonconforming=incoming)
    return OutgoingLimit(incoming=incoming, outgoing=float(worst))


def quality_accepted_with(*, sample_size: int, accept: int, probability: float) -> float:
    """Find the fraction nonconforming at which a plan accepts with a given probability.

    Args:
        sample_size: Units drawn.
        accept: Acceptance number.
        probability: The chance of acceptance, between 0 and 1.

    Source: inverse of the binomial tail, a quantile of the beta distribution.

    >>> f"{quality_accepted_with(sample_size=200, accept=7, probability=0.10):.3f}"
    '0.058'
    """
    _check(sample_size, accept)
    chance = checked_fraction(probability, name="probability")
    return float(1.0 - special().betaincinv(sample_size - accept, accept + 1, chance))


def curve_points(*, sample_size: int, accept: int) -> CurvePoints:
    """Return the four points by which people compare plans.

    Args:
        sample_size: Units drawn.
        accept: Acceptance number.

    Source: `domain.md` c.4; MIL-STD-105E, tables X-A to X-R.

    >>> f"{curve_points(sample_size=80, accept=2).producer:.4f}"
    '0.0103'
    """
    return CurvePoints(*(quality_accepted_with(sample_size=sample_size, accept=accept, probability=p) for p in CHANCES))


def defect_curve_points(*, sample_size: int, accept: int) -> CurvePoints:
    """Return the four points of a plan that counts defects, several of which one unit may have (Poisson).

    Args:
        sample_size: Units drawn, 1 or more.
        accept: Acceptance number, 0 or more; it may exceed the sample.

    Returns:
        Defects per unit: 0.4 is 40 defects per 100 units.

    Source: ISO 2859-1:1999, 12.1: above an AQL of 10 the curves are Poisson; inverse of its sum by the gamma function.

    >>> f"{defect_curve_points(sample_size=50, accept=21).consumer:.3f}"
    '0.564'
    """
    if sample_size < 1 or accept < 0:
        raise _no_plan(sample_size, accept)
    return CurvePoints(*(float(special().pdtri(accept, p)) / sample_size for p in CHANCES))


def _chances_in_lot(lot: int, drawn: int, bad: int, *, most: int) -> FloatArray:
    found = np.arange(most + 1)
    possible = (found <= bad) & (drawn - found <= lot - bad)
    k = np.where(possible, found, max(0, drawn - (lot - bad)))
    log_chance = _log_choose(bad, k) + _log_choose(lot - bad, drawn - k) - _log_choose(lot, np.asarray(drawn))
    return np.asarray(np.where(possible, np.exp(log_chance), 0.0))


def _log_choose(of: int, taken: FloatArray) -> FloatArray:
    gammaln = special().gammaln
    return np.asarray(gammaln(of + 1) - gammaln(taken + 1) - gammaln(of - taken + 1))


def _fractions(values: ArrayLike) -> FloatArray:
    p = np.asarray(values, dtype=float)
    if np.any(~((p >= 0) & (p <= 1))):
        raise ImpossiblePlan("A quality is a fraction nonconforming from 0 to 1.")
    return p


def _check(sample_size: int, accept: int) -> None:
    if sample_size < 1 or not 0 <= accept < sample_size:
        raise _no_plan(sample_size, accept)


def _no_plan(sample_size: int, accept: int) -> ImpossiblePlan:
    return ImpossiblePlan(
        f"A sample of {sample_size} with {accept} accepted is no plan: "
        "draw 1 unit or more, and accept with fewer bad units than are drawn."
    )
