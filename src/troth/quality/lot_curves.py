"""What a plan lets through of one lot at hand, of which whole units are bad and the sample is not put back (type A)."""

from troth.quality.operating_curves import (
    CHANCES,
    LARGEST_LOT,
    CurvePoints,
    ImpossiblePlan,
    OutgoingLimit,
    lot_acceptance_probability,
)

_STEPS = 24


def lot_curve_points(*, lot: int, sample_size: int, accept: int) -> CurvePoints:
    """Return the largest shares of bad units with which this lot still passes 95, 50, 10 and 5 times in a hundred.

    Args:
        lot: Units in the lot, 1 to 10¹².
        sample_size: Units drawn without putting back, 1 to the lot's.
        accept: Acceptance number, 0 to the sample size less one.

    Returns:
        Fractions nonconforming, each a whole number of units of the lot: with one bad unit more it passes less often.

    Raises:
        ImpossiblePlan: A number is out of range.

    Source: hypergeometric distribution; Schilling and Neubauer, Acceptance Sampling in Quality Control, 2nd ed., ch. 5.

    >>> lot_curve_points(lot=50, sample_size=50, accept=3).consumer
    0.06
    """
    _check(lot, sample_size, accept)
    return CurvePoints(*(_most_bad(lot, sample_size, accept, chance) / lot for chance in CHANCES))


def lot_outgoing_limit(*, lot: int, sample_size: int, accept: int) -> OutgoingLimit:
    """Find the worst average quality that goes out of lots of this size, where refused ones are sorted (AOQL).

    Args:
        lot: Units in the lot, 1 to 10¹².
        sample_size: Units drawn without putting back, 1 to the lot's.
        accept: Acceptance number, 0 to the sample size less one.

    Returns:
        The maximum over the whole numbers of bad units, and the share of them that causes it; 0 where the whole lot is
        looked at.

    Raises:
        ImpossiblePlan: A number is out of range.

    Source: derived. Of k bad units in N, the k - X that a sample of n did not show go out with an accepted lot, and
    none with a sorted one: the mean of (k - X) where X <= c, over N. Since (k - x) C(k, x) = k C(k - 1, x), that is
    (k/N) (1 - n/N) Pa, with the Pa of a lot of N - 1 with k - 1 bad units. The e-Handbook's p Pa (1 - n/N) is its limit
    for a series of lots; of one lot it is too small, since a sample that shows few bad units leaves more.

    >>> limit = lot_outgoing_limit(lot=60, sample_size=50, accept=3)
    >>> round(limit.outgoing, 4), round(limit.incoming, 4)
    (0.0111, 0.0667)
    """
    _check(lot, sample_size, accept)
    if sample_size == lot:
        return OutgoingLimit(incoming=0.0, outgoing=0.0)

    def outgoing(bad: int) -> float:
        unseen = lot_acceptance_probability(
            lot=lot - 1, sample_size=sample_size, accept=accept, bad_units=max(bad - 1, 0)
        )
        return bad / lot * (1 - sample_size / lot) * unseen

    low, high = 0, lot
    # The curve has one hump: each pass keeps the neighbourhood of the best of the points looked at.
    while high - low > _STEPS:
        step = -(-(high - low) // _STEPS)
        best = max(range(low, high + 1, step), key=outgoing)
        low, high = max(low, best - step), min(high, best + step)
    worst = max(range(low, high + 1), key=outgoing)
    return OutgoingLimit(incoming=worst / lot, outgoing=outgoing(worst))


def _most_bad(lot: int, sample_size: int, accept: int, chance: float) -> int:
    low, high = accept, lot  # With so many bad units the lot always passes, and with nothing but bad ones never.
    while high - low > 1:
        middle = (low + high) // 2
        passed = lot_acceptance_probability(lot=lot, sample_size=sample_size, accept=accept, bad_units=middle)
        low, high = (middle, high) if passed >= chance else (low, middle)
    return low


def _check(lot: int, sample_size: int, accept: int) -> None:
    if lot > LARGEST_LOT:
        raise ImpossiblePlan(f"A lot of {lot} is larger than any.")
    # Refuses a sample larger than its lot, and numbers that are no plan, in the words of the curve itself.
    lot_acceptance_probability(lot=lot, sample_size=sample_size, accept=accept, bad_units=0)
