"""What switching between normal and tightened inspection makes of two plans in the long run."""

from troth.quality.operating_curves import ImpossiblePlan


def scheme_acceptance(*, normal: float, tightened: float) -> float:
    """Compute the share of lots accepted in the long run where inspection switches between normal and tightened.

    Args:
        normal: Chance that a lot is accepted under the normal plan, 0 to 1.
        tightened: Chance under the tightened plan, 0 to 1.

    Returns:
        The share of lots accepted; that of the tightened plan where it is never left.

    Raises:
        ImpossiblePlan: A chance is not 0 to 1.

    Source: Stephens and Larson, Technometrics 9 (1967), without discontinuation: the mean stay under each plan follows
    from "2 of 5 refused" and "5 accepted in a row".

    >>> scheme_acceptance(normal=1.0, tightened=1.0)
    1.0
    """
    if not (0 <= normal <= 1 and 0 <= tightened <= 1):
        raise ImpossiblePlan("A chance of acceptance is 0 to 1.")
    if normal == 1:
        return 1.0
    on_normal = (2 - normal**4) / ((1 - normal) * (1 - normal**4))
    # The mean stay on tightened inspection is this sum over its fifth power, which may be too small to divide by.
    runs, five = sum(tightened**power for power in range(5)), tightened**5
    return (normal * on_normal * five + tightened * runs) / (on_normal * five + runs)
