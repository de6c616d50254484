"""Spells of consistent delays in one history: raised once, closed after a full quarter in control."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from troth.basis.proportions import lower_tail
from troth.trust.policy import DimensionPolicy
from troth.trust.quarters import QuarterCounts
from troth.trust.tallies import NO_DAY, Integers

IN_QUARTERS = "quarters"
IN_A_RUN = "run"
CAUSES = (IN_QUARTERS, IN_A_RUN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One raising of the flag; days in days since 1970-01-01.

    Attributes:
        cause: IN_QUARTERS or IN_A_RUN.
        began: Estimated first day of the delays.
        raised: Day the flag was raised.
        closed: Day it closed, None while open.
    """

    cause: str
    began: int
    raised: int
    closed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSignals:
    """Signals of the run charts of all groups, one element each, by group and then in order of their days.

    Attributes:
        group: Group of each.
        day: Day of the signal.
        began: Estimated first day of the change.
    """

    group: Integers
    day: Integers
    began: Integers


@dataclass(frozen=True, slots=True)
class History:
    """What one group did quarter by quarter; days in days since 1970-01-01.

    Attributes:
        starts: First day of each quarter and of the one after the last.
        n: Lines due in each quarter; the last quarter is the running one, not complete yet.
        kept: Those kept.
        disturbed: Whether the quarter was not in control: it missed the target, or the chart signalled.
        reasons: Every day that asks for a flag, in order, with the first day of the delays and the cause.
    """

    starts: Sequence[int]
    n: Sequence[int]
    kept: Sequence[int]
    disturbed: Sequence[bool]
    reasons: Sequence[tuple[int, int, str]]


def histories(
    quarters: QuarterCounts, *, missed: npt.NDArray[np.bool_], signals: GroupSignals
) -> Iterator[tuple[int, History]]:
    """Tell the history of every group that anything asks a flag for.

    Args:
        quarters: Counts of all groups by quarter.
        missed: Whether each group missed the target in each quarter, groups x quarters.
        signals: What the charts signalled, on days of these quarters.

    Returns:
        Group and history, in order of the groups.

    >>> counts = QuarterCounts(np.array([0, 90, 180, 270]), np.array([[9, 9, 0]]), np.array([[5, 5, 0]]))
    >>> none = np.zeros(0, dtype=np.int64)
    >>> quiet = GroupSignals(group=none, day=none, began=none)
    >>> [(_group, told)] = histories(counts, missed=np.array([[True, True, False]]), signals=quiet)
    >>> told.reasons
    [(180, 0, 'quarters')]
    """
    starts = quarters.starts
    disturbed = missed.copy()
    disturbed[signals.group, np.searchsorted(starts, signals.day, side="right") - 1] = True
    complete = np.pad(missed[:, :-1], ((0, 0), (2, 0)))
    group, quarter = np.nonzero(complete[:, 2:] & (complete[:, 1:-1] | complete[:, :-2]))
    began = starts[quarter - np.where(complete[group, quarter], 2, 1)]
    groups, days, begins = (
        np.concatenate(pair)
        for pair in ((group, signals.group), (starts[quarter + 1], signals.day), (began, signals.began))
    )
    in_a_run = np.arange(len(groups)) >= len(group)
    # A quarter is over before the day that follows it.
    order = np.lexsort((in_a_run, days, groups))
    causes = (CAUSES[of] for of in in_a_run[order].tolist())
    reasons = list(zip(days[order].tolist(), begins[order].tolist(), causes, strict=True))
    those, first = np.unique(groups[order], return_index=True)
    rows = zip(quarters.n[those].tolist(), quarters.kept[those].tolist(), disturbed[those].tolist(), strict=True)
    its_reasons = (reasons[at:after] for at, after in pairwise([*first.tolist(), len(reasons)]))
    first_days = starts.tolist()
    for one, row, its in zip(those.tolist(), rows, its_reasons, strict=True):
        yield one, History(first_days, *row, its)


def spells_of(history: History, *, policy: DimensionPolicy, cool_down_days: int) -> list[Spell]:
    """Find the spells of one history, oldest first; at most the last one is open.

    Args:
        history: Quarters and reasons.
        policy: Target, alarm level and fewest lines.
        cool_down_days: Days after closing during which nothing is raised, 0 or more.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> history = History([0, 90, 180, 270], [9, 9, 0], [5, 5, 0], [True, True, False], [(180, 0, IN_QUARTERS)])
    >>> spells_of(history, policy=DEFAULT_POLICY.of("delivery"), cool_down_days=30)
    [Spell(cause='quarters', began=0, raised=180, closed=None)]
    """
    spells, quiet_until = list[Spell](), NO_DAY
    for raised, began, cause in history.reasons:
        if raised < quiet_until:
            continue
        closed = _closing(history, raised, policy=policy)
        spells.append(Spell(cause=cause, began=began, raised=raised, closed=closed))
        if closed is None:
            break
        quiet_until = closed + cool_down_days
    return spells


def _closing(history: History, raised: int, *, policy: DimensionPolicy) -> int | None:
    """Return the day on which the undisturbed quarters since a flag was raised hold enough lines to tell."""
    n = kept = 0
    for quarter in range(bisect_left(history.starts, raised), len(history.n) - 1):
        n, kept = n + history.n[quarter], kept + history.kept[quarter]
        if history.disturbed[quarter]:
            n = kept = 0
        elif n >= policy.fewest_lines:
            if kept >= policy.target * n or _may_be_chance(kept, n, policy):
                return history.starts[quarter + 1]
            n = kept = 0
    return None


def _may_be_chance(kept: int, n: int, policy: DimensionPolicy) -> bool:
    return _chance(kept, n, policy.target) >= policy.alarm_level


@lru_cache(maxsize=4096)
def _chance(kept: int, n: int, target: float) -> float:
    """Return how probable so few kept are; in a large portfolio the same small counts are asked for again and again."""
    return lower_tail(successes=kept, trials=n, target=target)
