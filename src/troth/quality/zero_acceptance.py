"""Plans that accept on none at all, sized by the risk they are to hold, never by a borrowed table."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, exp, lgamma, log, log1p, perm

from troth.basis.counts import checked_fraction
from troth.quality.operating_curves import ImpossiblePlan

EXACT = 300
"""Factors that are multiplied out; more of them are summed as logarithms."""
SUMMED, LARGEST = 10**9, 10**18
"""Lots whose logarithms are exact enough to be summed, and the largest of all."""


def zero_plan(*, nonconforming: float, risk: float) -> int:
    """Return the smallest sample that, with nothing found, leaves a long series at this quality so small a chance.

    Args:
        nonconforming: The fraction nonconforming that should hardly ever be accepted, such as 0.01.
        risk: The chance that is left to it, such as 0.05.

    Returns:
        Units to look at.

    Raises:
        NotAFraction: A value is not between 0 and 1.

    Source: n = ceil(ln beta / ln(1 - p)); `domain.md` c.6. 299 units show less than 1 % with 95 % confidence.

    >>> zero_plan(nonconforming=0.01, risk=0.05)
    299
    """
    p = checked_fraction(nonconforming, name="fraction nonconforming")
    beta = checked_fraction(risk, name="risk")
    return ceil(log(beta) / log1p(-p) - 1e-12)


def zero_plan_of_lot(lot: int, *, bad_units: int, risk: float) -> int:
    """Return the smallest sample that, with nothing found, leaves this lot so small a chance if it holds so many bad.

    Args:
        lot: Units in the lot.
        bad_units: Nonconforming units that should hardly ever stay unseen, 1 to the lot's.
        risk: The chance that is left to it.

    Returns:
        Units to look at, at most those of the lot.

    Raises:
        ImpossiblePlan: The bad units do not fit the lot, or no lot is that large.
        NotAFraction: The risk is not between 0 and 1.

    Source: smallest n with C(N - D, n) / C(N, n) <= beta; `domain.md` c.6.

    >>> zero_plan_of_lot(100, bad_units=5, risk=0.05)
    45
    """
    beta = checked_fraction(risk, name="risk")
    if not 1 <= bad_units <= lot:
        raise ImpossiblePlan(f"{bad_units} bad units do not fit a lot of {lot}.")
    if lot > LARGEST:
        raise ImpossiblePlan(f"A lot of {lot} is larger than any.")
    low, high = 1, lot - bad_units + 1
    while low < high:
        middle = (low + high) // 2
        if _none_found(lot, bad_units, middle) <= beta:
            high = middle
        else:
            low = middle + 1
    return low


def zero_plan_of_share(lot: int, *, nonconforming: str, risk: float) -> int:
    """Return the smallest sample that, with nothing found, leaves this lot so small a chance at this quality or worse.

    Args:
        lot: Units in the lot, 1 or more.
        nonconforming: The fraction nonconforming as it was typed, such as "0.07": as a float, 7 % of a lot of 100 would
            come to a little more than 7 units, and be taken for 8.
        risk: The chance that is left to it.

    Returns:
        Units to look at, at most those of the lot.

    Raises:
        ImpossiblePlan: No lot is that large.
        NotAFraction: A value is not between 0 and 1.

    Source: `zero_plan_of_lot` with D = ceil(N p), worked out exactly; `domain.md` c.6.

    >>> zero_plan_of_share(100, nonconforming="0.07", risk=0.05)
    34
    """
    checked_fraction(float(nonconforming), name="fraction nonconforming")
    bad_units = ceil(lot * Fraction(Decimal(nonconforming)))
    return zero_plan_of_lot(lot, bad_units=bad_units, risk=risk)


def _none_found(lot: int, bad: int, drawn: int) -> float:
    """Return C(N - D, n) / C(N, n), which the sample and the bad units may change places in."""
    many, few = max(bad, drawn), min(bad, drawn)
    if many > lot - few:
        return 0.0
    if few <= EXACT:
        return perm(lot - many, few) / perm(lot, few)
    if lot > SUMMED:
        # Each factor is taken for the middle one: so few units of so large a lot hardly change it.
        return exp(few * log1p(-2 * many / (2 * lot - few + 1)))
    return exp(lgamma(lot - bad + 1) - lgamma(lot - bad - drawn + 1) - lgamma(lot + 1) + lgamma(lot - drawn + 1))
