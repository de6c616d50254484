"""Following a line by CSP-1: every unit until so many good ones in a row, then one of each block, drawn by a seed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import floor

from troth.basis.counts import checked_fraction
from troth.basis.draws import ticket
from troth.quality.continuous_plans import continuous_limit
from troth.quality.operating_curves import ImpossiblePlan

PICKS = 500
SURE = 0.95
_ROUNDING = 1e-9
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """Hold what is needed to follow a line.

    Args:
        clearance: i, good units in a row before sampling begins, 1 or more.
        block: 1/f: of so many units one is looked at while sampling, 2 or more.
        limit: Units of one stretch of every unit after which a line that never came to sampling has failed.
    """

    clearance: int
    block: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Hold where following a line has come to.

    Args:
        is_sampling: Whether one of each block is looked at now; every unit otherwise.
        run: Good units in a row in this stretch of every unit; 0 while sampling.
        stretch: Units of this stretch of every unit; 0 while sampling.
        passed: Units of the line that went by with the last one looked at.
        next_unit: The unit of the line to look at next.
    """

    is_sampling: bool
    run: int
    stretch: int
    passed: int
    next_unit: int


def in_line(*, clearance: int, share: float) -> InLine:
    """Return what a CSP-1 plan freezes.

    Args:
        clearance: i.
        share: f; its block is the whole number of 1/f, so that never less than f is looked at.

    Returns:
        The plan; its limit is the number of units within which, at the worst quality that may go out on average, a
        run of i good ones is reached 19 times in 20.

    Raises:
        NotAFraction: The share is not between 0 and 1.
        ImpossiblePlan: The clearance is below 1, or the share above one half.

    Source: Dodge (1943); MIL-STD-1235, CSP-1. The limit has the purpose of that standard's number S, which is tabled
    there by AQL; this one is worked out.

    >>> in_line(clearance=38, share=1 / 3)
    InLine(clearance=38, block=3, limit=88)
    """
    block = floor(1 / checked_fraction(share, name="share looked at") + _ROUNDING)
    if block < 2:
        raise ImpossiblePlan("A share above one half leaves nothing to sample: look at every unit.")
    worst = continuous_limit(clearance=clearance, share=share).outgoing
    return InLine(clearance=clearance, block=block, limit=_reached(clearance, worst))


def follow(line: InLine, *, looked_at: int, bad: Collection[int], picks: Sequence[int]) -> Followed:
    """Follow a line unit by unit.

    Args:
        line: As frozen.
        looked_at: Units looked at so far.
        bad: Which of them were bad, numbered from 1 in the order in which they were looked at.
        picks: Which unit of each block is looked at, 1 to the block, from `block_picks`; used from the beginning
            again where there are more blocks.

    Returns:
        Where it stands: a bad unit found while sampling brings every unit back, from the very next.

    Source: Dodge (1943), CSP-1.

    >>> line = InLine(clearance=3, block=4, limit=20)
    >>> follow(line, looked_at=3, bad=[], picks=[2, 4])
    Followed(is_sampling=True, run=0, stretch=0, passed=3, next_unit=5)
    >>> follow(line, looked_at=4, bad=[4], picks=[2, 4])
    Followed(is_sampling=False, run=0, stretch=0, passed=5, next_unit=6)
    """
    is_sampling, run, stretch, passed, block_from, used = False, 0, 0, 0, 0, 0
    wrong = set(bad)
    for number in range(1, looked_at + 1):
        passed = block_from + picks[used % len(picks)] if is_sampling else passed + 1
        if is_sampling:
            block_from, used = block_from + line.block, used + 1
            is_sampling = number not in wrong
            continue
        run, stretch = 0 if number in wrong else run + 1, stretch + 1
        if run >= line.clearance:
            is_sampling, run, stretch, block_from = True, 0, 0, passed
    return Followed(
        is_sampling=is_sampling, run=run, stretch=stretch, passed=passed,
        next_unit=block_from + picks[used % len(picks)] if is_sampling else passed + 1,
    )  # fmt: skip


def block_picks(seed: str, *, block: int, wanted: int = PICKS) -> tuple[int, ...]:
    """Draw which unit of each block is looked at.

    Args:
        seed: Of the inspection's draw.
        block: Units in a block.
        wanted: Blocks.

    Source: `draws.ticket` with the seed and "|line".

    >>> all(1 <= pick <= 3 for pick in block_picks("1", block=3))
    True
    """
    return tuple(ticket(f"{seed}|line", turn=turn, total=block) for turn in range(1, wanted + 1))


def _reached(clearance: int, bad: float) -> int:
    """Return within how many units a run of good ones is reached nearly surely, at a fraction of bad ones."""
    run = (1 - bad) ** clearance
    late = [1.0] * clearance + [1 - run]  # the chance that after n units no run was reached yet
    while late[-1] > 1 - SURE and len(late) < _LONGEST:
        late.append(late[-1] - bad * run * late[-1 - clearance])
    return len(late) - 1
