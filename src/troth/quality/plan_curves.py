"""What plans of the tables let through, and how much is looked at: single, in two samples, and with switching."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from troth.quality.double_plans import DoublePlan, average_sample_number, double_acceptance
from troth.quality.operating_curves import (
    CHANCES,
    CurvePoints,
    acceptance_per_hundred,
    acceptance_probability,
    curve_points,
    defect_curve_points,
)
from troth.quality.scheme_curves import scheme_acceptance
from troth.quality.schemes import Edition, Level, State
from troth.quality.single_plans import SinglePlan, single_plan
from troth.quality.verdicts import Counting

_HALVINGS = 60
_DRAWN = 2_001


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageSample:
    """Hold how many units are looked at on average.

    Args:
        at_limit: Units, where lots are just as bad as their AQL.
        most: Units, at the quality at which it is most.
        most_at: That quality: a fraction nonconforming, or defects per unit.
    """

    at_limit: float
    most: float
    most_at: float


def single_points(*, sample_size: int, reject: int, counting: Counting) -> CurvePoints:
    """Return the four points of a plan by which people compare it.

    Args:
        sample_size: Units drawn.
        reject: Rejection number: with one less a lot still passes, also where that is above the acceptance number.
        counting: Bad units, or defects on them.

    Returns:
        Fractions nonconforming, or defects per unit.

    Source: `operating_curves.curve_points`; MIL-STD-105E, 4.10.3 and tables X: in reduced inspection a lot between the
    two numbers is accepted, and normal inspection comes back.

    >>> round(single_points(sample_size=8, reject=2, counting=Counting.UNITS).consumer, 4)
    0.4062
    """
    points = defect_curve_points if counting is Counting.DEFECTS else curve_points
    return points(sample_size=sample_size, accept=reject - 1)


def double_points(plan: DoublePlan, *, counting: Counting) -> CurvePoints:
    """Return the four points of a plan in two samples.

    Args:
        plan: Of two stages.
        counting: Bad units, or defects on them.

    Returns:
        Fractions nonconforming, or defects per unit.

    Source: `double_plans.double_acceptance`, solved for the quality.

    >>> from troth.quality.double_plans import double_plan
    >>> round(double_points(double_plan(3_200, aql=2.5), counting=Counting.UNITS).consumer, 4)
    0.0875
    """
    return _points(lambda quality: float(double_acceptance(plan, nonconforming=quality, counting=counting)), counting)


def double_average(plan: DoublePlan, *, aql: float, counting: Counting) -> AverageSample:
    """Return how many units a plan in two samples looks at on average, both always looked at whole (ASN).

    Args:
        plan: Of two stages.
        aql: Its limit, in percent nonconforming or in defects per 100 units.
        counting: Bad units, or defects on them.

    Source: `double_plans.average_sample_number`, and its maximum.

    >>> from troth.quality.double_plans import double_plan
    >>> found = double_average(double_plan(3_200, aql=2.5), aql=2.5, counting=Counting.UNITS)
    >>> round(found.at_limit), round(found.most)
    (91, 121)
    """
    worst = 1.0 if counting is Counting.UNITS else 4.0 * plan.first.reject / plan.first_size
    qualities = np.linspace(0.0, worst, _DRAWN)
    units = average_sample_number(plan, nonconforming=qualities, counting=counting)
    place = int(units.argmax())
    return AverageSample(
        at_limit=float(average_sample_number(plan, nonconforming=aql / 100, counting=counting)),
        most=float(units[place]),
        most_at=float(qualities[place]),
    )


def scheme_points(normal: SinglePlan, tightened: SinglePlan, *, counting: Counting) -> CurvePoints:
    """Return the four points of normal and tightened inspection together, in the long run of their switching.

    Args:
        normal: Plan of normal inspection.
        tightened: Plan of tightened inspection, of the same lot, level and AQL.
        counting: Bad units, or defects on them.

    Returns:
        Fractions nonconforming, or defects per unit, at which so large a share of lots is accepted.

    Source: `scheme_curves.scheme_acceptance`, solved for the quality; Stephens and Larson (1967).

    >>> plans = [single_plan(5_000, aql=1.5, state=state) for state in (State.NORMAL, State.TIGHTENED)]
    >>> round(scheme_points(*plans, counting=Counting.UNITS).consumer, 4)
    0.0459
    """

    def passes(quality: float) -> float:
        chances = (_chance(each, quality, counting) for each in (normal, tightened))
        return scheme_acceptance(normal=next(chances), tightened=next(chances))

    return _points(passes, counting)


def scheme_of(
    lot: int, *, aql: float | str | Decimal, level: Level, edition: Edition, counting: Counting
) -> CurvePoints | None:
    """Return the four points of the scheme of a lot, normal and tightened inspection together.

    Args:
        lot: Units in the lot, 2 or more.
        aql: Acceptance quality limit of the series.
        level: Inspection level.
        edition: Whose tables.
        counting: Bad units, or defects on them.

    Returns:
        As `scheme_points`; None where one of the two plans looks at every unit.

    Raises:
        ImpossibleLot: Fewer than 2 units.
        UnknownAql: The limit is not in the series.

    Source: `scheme_points`.

    >>> found = scheme_of(3_200, aql=2.5, level=Level.II, edition=Edition.ISO_2859_1, counting=Counting.UNITS)
    >>> round(found.consumer, 4)
    0.0729
    """
    normal, tightened = (
        single_plan(lot, aql=aql, level=level, state=state, edition=edition)
        for state in (State.NORMAL, State.TIGHTENED)
    )
    if normal.full_inspection or tightened.full_inspection:
        return None
    return scheme_points(normal, tightened, counting=counting)


def sorted_average(plan: SinglePlan, *, quality: float, counting: Counting) -> float:
    """Return how many units of a lot are looked at on average, where a refused lot is looked at whole and sorted (ATI).

    Args:
        plan: Single.
        quality: Fraction nonconforming, or defects per unit, as it comes in.
        counting: Bad units, or defects on them.

    Source: NIST/SEMATECH e-Handbook 6.2.3.2, ATI = n + (1 - Pa)(N - n), with the curve of what is counted.

    >>> round(sorted_average(single_plan(5_000, aql=1.5), quality=0.058, counting=Counting.UNITS))
    4513
    """
    refused = 1.0 - _chance(plan, quality, counting)
    return plan.sample_size + refused * (plan.lot - plan.sample_size)


def _chance(plan: SinglePlan, quality: float, counting: Counting) -> float:
    size, passing = plan.sample_size, plan.reject - 1
    if counting is Counting.DEFECTS:
        return float(acceptance_per_hundred(sample_size=size, accept=passing, defects_per_unit=quality))
    return float(acceptance_probability(sample_size=size, accept=passing, nonconforming=quality))


def _points(passes: Callable[[float], float], counting: Counting) -> CurvePoints:
    worst = 1.0
    while counting is Counting.DEFECTS and passes(worst) > min(CHANCES):
        worst *= 2
    return CurvePoints(*(_quality(passes, chance, worst) for chance in CHANCES))


def _quality(passes: Callable[[float], float], chance: float, worst: float) -> float:
    low, high = 0.0, worst
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if passes(middle) >= chance else (low, middle)
    return (low + high) / 2
