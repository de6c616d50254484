"""Plans that accept on none at all, sized by the risk they are to hold, never by a borrowed table."""

from math import ceil, comb, log, log1p

from troth.basis.counts import checked_fraction
from troth.quality.operating_curves import ImpossiblePlan, lot_acceptance_probability


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
        ImpossiblePlan: The bad units do not fit the lot.
        NotAFraction: The risk is not between 0 and 1.

    Source: smallest n with C(N - D, n) / C(N, n) <= beta; `domain.md` c.6.

    >>> zero_plan_of_lot(100, bad_units=5, risk=0.05)
    45
    """
    beta = checked_fraction(risk, name="risk")
    if not 1 <= bad_units <= lot:
        raise ImpossiblePlan(f"{bad_units} bad units do not fit a lot of {lot}.")
    low, high = 1, lot - bad_units + 1
    while low < high:
        middle = (low + high) // 2
        if _none_found(lot, bad_units, middle) <= beta:
            high = middle
        else:
            low = middle + 1
    return low


def _none_found(lot: int, bad: int, drawn: int) -> float:
    if drawn > lot - bad:
        return 0.0
    if lot <= 2_000:
        return comb(lot - bad, drawn) / comb(lot, drawn)
    return lot_acceptance_probability(lot=lot, sample_size=drawn, accept=0, bad_units=bad)
