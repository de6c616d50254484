"""Skip-lot sampling (SkSP-2): after a run of accepted lots, look at a share of them, drawn so that nobody can know."""

from dataclasses import dataclass
from enum import StrEnum

from troth.basis.counts import checked_fraction
from troth.quality.operating_curves import ImpossiblePlan


class SkipPhase(StrEnum):
    """Every lot, or the drawn share of them."""

    EVERY_LOT = "every-lot"
    SKIPPING = "skipping"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipPlan:
    """Hold a skip-lot plan.

    Args:
        clearance: Lots accepted in a row, every lot inspected, before lots are skipped; 1 or more.
        share: Chance that a lot is inspected while skipping, between 0 and 1.

    Raises:
        ImpossiblePlan: The clearance is below 1.
        NotAFraction: The share is not between 0 and 1.

    >>> SkipPlan(clearance=8, share=0.5).clearance
    8
    """

    clearance: int
    share: float

    def __post_init__(self) -> None:
        checked_fraction(self.share, name="share of lots")
        if self.clearance < 1:
            raise ImpossiblePlan(f"A clearance of {self.clearance} lots is none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipState:
    """Hold where a product's lots stand.

    Args:
        phase: Every lot, or a drawn share.
        in_a_row: Lots accepted in a row while every lot is inspected.
    """

    phase: SkipPhase = SkipPhase.EVERY_LOT
    in_a_row: int = 0


def after_lot(state: SkipState, *, plan: SkipPlan, accepted: bool) -> SkipState:
    """Return where the next lot stands, after one that was inspected.

    Args:
        state: Where this one stood.
        plan: The skip-lot plan.
        accepted: Whether it was accepted. A skipped lot changes nothing and is not given here.

    Source: Perry, Journal of Quality Technology 5 (1973) 123-130.

    >>> after_lot(SkipState(in_a_row=7), plan=SkipPlan(clearance=8, share=0.5), accepted=True).phase
    <SkipPhase.SKIPPING: 'skipping'>
    """
    if not accepted:
        return SkipState()
    if state.phase is SkipPhase.SKIPPING:
        return state
    in_a_row = state.in_a_row + 1
    return SkipState(phase=SkipPhase.SKIPPING) if in_a_row >= plan.clearance else SkipState(in_a_row=in_a_row)


def skip_acceptance(plan: SkipPlan, *, probability: float) -> float:
    """Compute the chance that a lot passes under the plan, skipped lots included.

    Args:
        plan: The skip-lot plan.
        probability: The chance of the sampling plan beneath to accept a lot, 0 to 1.

    Raises:
        ImpossiblePlan: The chance is not 0 to 1.

    Source: Perry 1973: Pa = (f P + (1 - f) P^i) / (f + (1 - f) P^i).

    >>> f"{skip_acceptance(SkipPlan(clearance=8, share=0.5), probability=0.95):.6f}"
    '0.969941'
    """
    run = (1 - plan.share) * _checked(probability) ** plan.clearance
    return (plan.share * probability + run) / (plan.share + run)


def lots_inspected(plan: SkipPlan, *, probability: float) -> float:
    """Compute the share of lots that are inspected in the long run.

    Args:
        plan: The skip-lot plan.
        probability: The chance of the sampling plan beneath to accept a lot, 0 to 1.

    Raises:
        ImpossiblePlan: The chance is not 0 to 1.

    Source: Perry 1973: F = f / ((1 - f) P^i + f).

    >>> f"{lots_inspected(SkipPlan(clearance=8, share=0.5), probability=0.95):.6f}"
    '0.601171'
    """
    return plan.share / ((1 - plan.share) * _checked(probability) ** plan.clearance + plan.share)


def _checked(probability: float) -> float:
    if not 0 <= probability <= 1:
        raise ImpossiblePlan(f"A chance of acceptance is 0 to 1, not {probability}.")
    return probability
