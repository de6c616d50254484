"""Double sampling after MIL-STD-105E: decide on a first sample, and draw a second only where it leaves doubt.

ISO 2859-1:1999 changed some of the double plans; its own are not offered under its name.
"""

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from troth.basis.counts import FloatArray
from troth.basis.special import special
from troth.quality.code_letters import letter_row
from troth.quality.master_table import Numbers, Resolved, resolved
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.schemes import LETTERS, Edition, Level, State, aql_place, row_size
from troth.quality.verdicts import Counting

type IntArray = np.ndarray[tuple[int, ...], np.dtype[np.int_]]
# What a single plan's numbers become in two stages: (accept, reject) of the first sample, and of both together.
type Stages = tuple[Numbers, Numbers]


def _stages(*rows: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]) -> dict[Numbers, Stages]:
    return {Numbers(*single): (Numbers(*first), Numbers(*both)) for single, first, both in rows}


_SHARED = _stages(
    ((1, 2), (0, 2), (1, 2)), ((2, 3), (0, 3), (3, 4)), ((3, 4), (1, 4), (4, 5)), ((5, 6), (2, 5), (6, 7))
)  # fmt: skip
_NORMAL = _stages(
    ((7, 8), (3, 7), (8, 9)), ((10, 11), (5, 9), (12, 13)), ((14, 15), (7, 11), (18, 19)),
    ((21, 22), (11, 16), (26, 27)), ((30, 31), (17, 22), (37, 38)), ((44, 45), (25, 31), (56, 57)),
)  # fmt: skip
_TIGHTENED = _stages(
    ((8, 9), (3, 7), (11, 12)), ((12, 13), (6, 10), (15, 16)), ((18, 19), (9, 14), (23, 24)),
    ((27, 28), (15, 20), (34, 35)), ((41, 42), (23, 29), (52, 53)),
)  # fmt: skip
_REDUCED = _stages(
    ((0, 2), (0, 2), (0, 2)), ((1, 3), (0, 3), (0, 4)), ((1, 4), (0, 4), (1, 5)), ((2, 5), (0, 4), (3, 6)),
    ((3, 6), (1, 5), (4, 7)), ((5, 8), (2, 7), (6, 9)), ((7, 10), (3, 8), (8, 12)), ((10, 13), (5, 10), (12, 16)),
    ((14, 17), (7, 12), (18, 22)), ((21, 24), (11, 17), (26, 30)),
)  # fmt: skip
_SEQUENCES = MappingProxyType(
    {State.NORMAL: _SHARED | _NORMAL, State.TIGHTENED: _SHARED | _TIGHTENED, State.REDUCED: _REDUCED}
)


class NoDoublePlan(ValueError):
    """The tables hold no double plan here; the message says what to use instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublePlan:
    """Hold a plan of two stages.

    Args:
        code_letter: What the lot's size and level give.
        plan_letter: The row whose plan is used once arrows are followed.
        first_size: Units of the first sample.
        first: Accept or refuse at once with so many nonconforming; between them, draw the second.
        second_size: Units of the second sample.
        both: Accept or refuse with so many nonconforming in both samples together.

    >>> double_plan(3_200, aql=2.5).first
    Numbers(accept=3, reject=7)
    """

    code_letter: str
    plan_letter: str
    first_size: int
    first: Numbers
    second_size: int
    both: Numbers


def double_plan(
    lot: int, *, aql: float | str | Decimal, level: Level = Level.II, state: State = State.NORMAL
) -> DoublePlan:
    """Return the double-sampling plan of MIL-STD-105E for a lot.

    Args:
        lot: Units in the lot, 2 or more.
        aql: Acceptance quality limit of the series.
        level: Inspection level.
        state: Normal, tightened or reduced inspection.

    Raises:
        NoDoublePlan: The single plan accepts none, or its row is too small: use the single plan.
        ImpossibleLot: Fewer than 2 units.
        UnknownAql: The limit is not in the series.

    Source: MIL-STD-105E (1989), tables III-A to III-C.

    >>> plan = double_plan(3_200, aql=2.5)
    >>> plan.first_size, plan.both
    (80, Numbers(accept=8, reject=9))
    """
    row = letter_row(lot, level=level)
    single = resolved(row, aql_place(aql), state=state, edition=Edition.MIL_STD_105E)
    size, stages = _second_table(single, state)
    if 2 * size >= lot:
        raise NoDoublePlan(f"Both samples together, {2 * size} units, are not smaller than the lot of {lot}.")
    first, both = stages
    return DoublePlan(
        code_letter=LETTERS[row], plan_letter=single.letter, first_size=size, first=first, second_size=size, both=both
    )


def _second_table(single: Resolved, state: State) -> tuple[int, Stages]:
    stages = _SEQUENCES[state].get(Numbers(single.accept, single.reject))
    smallest = "D" if state is State.REDUCED else "B"
    if stages is None or single.letter not in LETTERS or single.letter < smallest:
        raise NoDoublePlan(
            f"There is no double plan here: use the single plan, {single.sample_size} units, {single.accept} accepted."
        )
    return row_size(LETTERS.index(single.letter) - 1, state=state), stages


def double_acceptance(plan: DoublePlan, *, nonconforming: ArrayLike, counting: Counting = Counting.UNITS) -> FloatArray:
    """Compute the chance that lots of a long series at this quality are accepted, on the first sample or on both.

    Args:
        plan: A plan of two stages.
        nonconforming: Fractions nonconforming, 0 to 1; where defects are counted, defects per unit, 0 or more.
        counting: Bad units (binomial), or defects on them (Poisson).

    Returns:
        Probabilities of the same shape. Between the last two numbers of reduced inspection a lot is accepted.

    Source: sum over the first sample's doubtful counts; Schilling and Neubauer, ch. 6; `domain.md` c.5; MIL-STD-105E,
    4.10.3.

    >>> plan = double_plan(5_000, aql=1.5)
    >>> float(double_acceptance(plan, nonconforming=0.03).round(4))
    0.7108
    """
    p = _qualities(nonconforming, counting)
    doubtful = np.arange(plan.first.accept + 1, plan.first.reject)
    at_first = _up_to(np.asarray(plan.first.accept), plan.first_size, p, counting)
    exactly = _exactly(doubtful, plan.first_size, p, counting)
    allowed = plan.both.reject - 1 - doubtful
    then = np.where(
        allowed >= 0, _up_to(np.maximum(allowed, 0), plan.second_size, p[..., np.newaxis], counting), 0.0
    )  # fmt: skip
    return np.asarray(at_first + (exactly * then).sum(axis=-1))


def average_sample_number(
    plan: DoublePlan, *, nonconforming: ArrayLike, counting: Counting = Counting.UNITS
) -> FloatArray:
    """Compute how many units are looked at on average, both samples always looked at whole (ASN).

    Args:
        plan: A plan of two stages.
        nonconforming: Fractions nonconforming, 0 to 1; where defects are counted, defects per unit, 0 or more.
        counting: Bad units (binomial), or defects on them (Poisson).

    Returns:
        Units, of the same shape.

    Source: n1 + n2 P(a1 < X < r1); `domain.md` c.5.

    >>> plan = double_plan(5_000, aql=1.5)
    >>> float(average_sample_number(plan, nonconforming=0.03).round(1))
    179.4
    """
    p = _qualities(nonconforming, counting)
    doubtful = np.arange(plan.first.accept + 1, plan.first.reject)
    exactly = _exactly(doubtful, plan.first_size, p, counting)
    return np.asarray(plan.first_size + plan.second_size * exactly.sum(axis=-1))


def _up_to(counts: IntArray, size: int, p: FloatArray, counting: Counting) -> FloatArray:
    if counting is Counting.DEFECTS:
        return np.asarray(special().pdtr(counts, size * p))
    return np.asarray(special().bdtr(counts, size, p))


def _exactly(counts: IntArray, size: int, p: FloatArray, counting: Counting) -> FloatArray:
    at = p[..., np.newaxis]
    below = np.where(counts > 0, _up_to(np.maximum(counts - 1, 0), size, at, counting), 0.0)
    return np.asarray(_up_to(counts, size, at, counting) - below)


def _qualities(values: ArrayLike, counting: Counting) -> FloatArray:
    p = np.asarray(values, dtype=float)
    most = np.inf if counting is Counting.DEFECTS else 1.0
    if np.any(~((p >= 0) & (p <= most) & np.isfinite(p))):
        raise ImpossiblePlan("A quality is a fraction nonconforming from 0 to 1, or defects per unit from 0 on.")
    return p
