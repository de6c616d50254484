"""Sequential sampling: look at one unit after the other and stop as soon as the count tells."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, log

from troth.basis.counts import checked_fraction
from troth.quality.operating_curves import ImpossiblePlan

_ROUNDING = 1e-9


class Call(StrEnum):
    """What the count so far says."""

    ACCEPT = "accept"
    REJECT = "reject"
    GO_ON = "go-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class SequentialPlan:
    """Hold two parallel lines over the units looked at: accept below the lower, refuse above the upper.

    Args:
        accept_intercept: h1: the lower line is slope n - h1 nonconforming units.
        reject_intercept: h2: the upper line is slope n + h2.
        slope: s, nonconforming units per unit looked at.

    >>> plan = sequential_plan(good=0.01, bad=0.10, producer_risk=0.05, consumer_risk=0.10)
    >>> accept_up_to(plan, units=24), reject_from(plan, units=24)
    (0, 3)
    """

    accept_intercept: float
    reject_intercept: float
    slope: float


def sequential_plan(*, good: float, bad: float, producer_risk: float, consumer_risk: float) -> SequentialPlan:
    """Return the lines of the sequential probability ratio test.

    Args:
        good: Fraction nonconforming that should nearly always be accepted.
        bad: A larger one that should nearly never be.
        producer_risk: Chance that the good one is refused all the same.
        consumer_risk: Chance that the bad one is accepted all the same.

    Raises:
        NotAFraction: A value is not between 0 and 1.
        ImpossiblePlan: The bad quality is not worse than the good, or the two risks are 1 or more together.

    Source: Wald, Sequential Analysis (1947); NIST/SEMATECH e-Handbook 6.2.6.

    >>> f"{sequential_plan(good=0.01, bad=0.10, producer_risk=0.05, consumer_risk=0.10).slope:.4f}"
    '0.0397'
    """
    p1, p2 = checked_fraction(good, name="good quality"), checked_fraction(bad, name="bad quality")
    alpha = checked_fraction(producer_risk, name="producer's risk")
    beta = checked_fraction(consumer_risk, name="consumer's risk")
    if p1 >= p2 or alpha + beta >= 1:
        raise ImpossiblePlan("The bad quality is the larger fraction, and the two risks are less than 1 together.")
    k = log(p2 * (1 - p1) / (p1 * (1 - p2)))
    return SequentialPlan(
        accept_intercept=log((1 - alpha) / beta) / k,
        reject_intercept=log((1 - beta) / alpha) / k,
        slope=log((1 - p1) / (1 - p2)) / k,
    )


def accept_up_to(plan: SequentialPlan, *, units: int) -> int | None:
    """Return with how many nonconforming, or fewer, to accept after so many units; None where it is too early.

    Args:
        plan: The two lines.
        units: Units looked at so far.

    Source: as for `sequential_plan`; the line is rounded down.

    >>> plan = sequential_plan(good=0.01, bad=0.10, producer_risk=0.05, consumer_risk=0.10)
    >>> accept_up_to(plan, units=23) is None
    True
    """
    allowed = floor(plan.slope * units - plan.accept_intercept + _ROUNDING)
    return allowed if allowed >= 0 else None


def reject_from(plan: SequentialPlan, *, units: int) -> int | None:
    """Return from how many nonconforming on to refuse after so many units; None where so many cannot be found yet.

    Args:
        plan: The two lines.
        units: Units looked at so far.

    Source: as for `sequential_plan`; the line is rounded up.

    >>> plan = sequential_plan(good=0.01, bad=0.10, producer_risk=0.05, consumer_risk=0.10)
    >>> reject_from(plan, units=1) is None
    True
    """
    needed = ceil(plan.slope * units + plan.reject_intercept - _ROUNDING)
    return needed if needed <= units else None


def sequential_call(plan: SequentialPlan, *, units: int, nonconforming: int) -> Call:
    """Return what the count so far says.

    Args:
        plan: The two lines.
        units: Units looked at so far.
        nonconforming: Nonconforming units among them.

    Raises:
        ImpossiblePlan: More nonconforming than looked at.

    Source: as for `sequential_plan`.

    >>> plan = sequential_plan(good=0.01, bad=0.10, producer_risk=0.05, consumer_risk=0.10)
    >>> sequential_call(plan, units=24, nonconforming=0)
    <Call.ACCEPT: 'accept'>
    """
    if not 0 <= nonconforming <= units:
        raise ImpossiblePlan(f"{nonconforming} nonconforming units do not fit {units} looked at.")
    allowed, needed = accept_up_to(plan, units=units), reject_from(plan, units=units)
    if allowed is not None and nonconforming <= allowed:
        return Call.ACCEPT
    if needed is not None and nonconforming >= needed:
        return Call.REJECT
    return Call.GO_ON
