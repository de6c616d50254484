"""Skip-lot sampling (SkSP-2): after a run of accepted lots, look at a share of them, drawn so that nobody can know."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from troth.basis.counts import checked_fraction
from troth.basis.draws import commitment, joint_seed, ticket
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.verdicts import DefectClass

PARTS = 10_000
"""A share of lots is drawn in ten-thousandths."""


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


def may_skip(classes: Collection[DefectClass]) -> bool:
    """Tell whether lots may be skipped at all: never where a class of critical defects is looked for.

    Args:
        classes: Classes that the plan looks at.

    Source: ISO 2859-3:2005 in outline, `domain.md` c.7.

    >>> may_skip([DefectClass.MAJOR, DefectClass.MINOR]), may_skip([DefectClass.CRITICAL])
    (True, False)
    """
    return bool(classes) and DefectClass.CRITICAL not in classes


def phase_of(states: Collection[SkipPhase]) -> SkipPhase:
    """Return how a lot is treated whose classes stand differently: skipped only where every class would be.

    Args:
        states: Where each class of its plan stands; without any, every lot is looked at.

    >>> phase_of([SkipPhase.SKIPPING, SkipPhase.EVERY_LOT]).value
    'every-lot'
    """
    is_skipping = bool(states) and all(state is SkipPhase.SKIPPING for state in states)
    return SkipPhase.SKIPPING if is_skipping else SkipPhase.EVERY_LOT


def is_inspected(seed: str, *, plan: SkipPlan, phase: SkipPhase) -> bool:
    """Tell whether a lot is looked at: always, or by the draw where some are skipped.

    Args:
        seed: The joint seed of the lot's secret and the word said when it was presented.
        plan: The skip-lot plan.
        phase: Where the lots stood when it was presented.

    Source: `draws.ticket` with the seed and "|lot", one turn among 10,000.

    >>> plan = SkipPlan(clearance=8, share=0.5)
    >>> [is_inspected(seed, plan=plan, phase=SkipPhase.SKIPPING) for seed in ("a", "b", "c", "d")]
    [True, False, True, True]
    """
    drawn = ticket(f"{seed}|lot", turn=1, total=PARTS) <= round(plan.share * PARTS)
    return drawn or phase is SkipPhase.EVERY_LOT


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealedLot:
    """Hold everything that is shown of a lot's draw once the lot was presented.

    Args:
        commitment: What was published when the lot was planned.
        subject: What it was published for, such as "inspection 214, lot".
        secret: The secret, and `nonce`, that were promised.
        word: Said by the side that presented the lot, which could not know the secret.
        seed: The seed that is said to follow from both.
        plan: The skip-lot plan.
        phase: Where the lots are said to have stood.
        inspected: Whether the lot was to be looked at.
    """

    commitment: str
    subject: str
    secret: str
    nonce: str
    word: str
    seed: str
    plan: SkipPlan
    phase: SkipPhase
    inspected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotDrawCheck:
    """Hold what of a lot's draw is as it was promised.

    Args:
        promise: The secret is the one that was promised.
        seed: The seed follows from secret and word.
        outcome: The outcome follows from the seed.
    """

    promise: bool
    seed: bool
    outcome: bool

    @property
    def holds(self) -> bool:
        """Whether all of it holds."""
        return self.promise and self.seed and self.outcome


def check_lot_draw(shown: RevealedLot) -> LotDrawCheck:
    """Check the draw of a lot after the fact, as either side can with nothing but what is shown.

    Args:
        shown: What was promised, said and revealed.

    Source: `draws.commitment`, `draws.joint_seed`, `is_inspected`; `domain.md` c.7.

    >>> made = commitment(secret="9f2c4e17a0b35d68", nonce="6d1b", subject="inspection 214, lot")
    >>> told = {"commitment": made, "subject": "inspection 214, lot", "secret": "9f2c4e17a0b35d68", "nonce": "6d1b"}
    >>> plan, seed = SkipPlan(clearance=8, share=0.5), joint_seed("9f2c4e17a0b35d68", "monsoon")
    >>> shown = RevealedLot(
    ...     **told, word="monsoon", seed=seed, plan=plan, phase=SkipPhase.EVERY_LOT, inspected=True
    ... )
    >>> check_lot_draw(shown).holds
    True
    """
    made = commitment(secret=shown.secret, nonce=shown.nonce, subject=shown.subject)
    return LotDrawCheck(
        promise=made == shown.commitment,
        seed=bool(shown.secret and shown.word) and joint_seed(shown.secret, shown.word) == shown.seed,
        outcome=is_inspected(shown.seed, plan=shown.plan, phase=shown.phase) == shown.inspected,
    )


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
