"""Spells of consistent delays in one history: raised once, closed after a full quarter in control."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from troth.basis.proportions import lower_tail
from troth.trust.policy import DimensionPolicy
from troth.trust.tallies import NO_DAY

IN_QUARTERS = "quarters"
IN_A_RUN = "run"


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
class History:
    """What one group did quarter by quarter; days in days since 1970-01-01.

    Attributes:
        starts: First day of each quarter and of the one after the last.
        n: Lines due in each quarter; the last quarter is the running one, not complete yet.
        kept: Those kept.
        missed: Whether the quarter missed the target.
        signals: Days on which the run chart signalled, in order, each with the estimated first day of the change.
    """

    starts: Sequence[int]
    n: Sequence[int]
    kept: Sequence[int]
    missed: Sequence[bool]
    signals: Sequence[tuple[int, int]]


def spells_of(history: History, *, policy: DimensionPolicy, cool_down_days: int) -> list[Spell]:
    """Find the spells of one history, oldest first; at most the last one is open.

    Args:
        history: Quarters and signals.
        policy: Target, alarm level and fewest lines.
        cool_down_days: Days after closing during which nothing is raised, 0 or more.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> history = History(starts=[0, 90, 180, 270], n=[9, 9, 0], kept=[5, 5, 0], missed=[True, True, False], signals=[])
    >>> spells_of(history, policy=DEFAULT_POLICY.of("delivery"), cool_down_days=30)
    [Spell(cause='quarters', began=0, raised=180, closed=None)]
    """
    disturbed = _disturbed(history)
    spells, quiet_until = list[Spell](), NO_DAY
    for raised, began, cause in _reasons(history):
        if raised < quiet_until:
            continue
        closed = _closing(history, raised, disturbed=disturbed, policy=policy)
        spells.append(Spell(cause=cause, began=began, raised=raised, closed=closed))
        if closed is None:
            break
        quiet_until = closed + cool_down_days
    return spells


def _reasons(history: History) -> list[tuple[int, int, str]]:
    """Return every day that asks for a flag, in order, with the first day of the delays and the cause."""
    starts, missed = history.starts, history.missed
    reasons = list[tuple[int, int, str]]()
    for before, quarter in pairwise(quarter for quarter, it_missed in enumerate(missed[:-1]) if it_missed):
        if quarter - before <= 2:
            began = starts[missed.index(True, max(0, quarter - 2))]
            reasons.append((starts[quarter + 1], began, IN_QUARTERS))
    reasons += [(day, began, IN_A_RUN) for day, began in history.signals]
    # A quarter is over before the day that follows it: the sort leaves reasons of one day in this order.
    return sorted(reasons, key=lambda reason: reason[0])


def _disturbed(history: History) -> list[bool]:
    """Tell which quarters were not in control: they missed the target, or the chart signalled."""
    disturbed = list(history.missed)
    for day, _began in history.signals:
        disturbed[bisect_right(history.starts, day) - 1] = True
    return disturbed


def _closing(history: History, raised: int, *, disturbed: Sequence[bool], policy: DimensionPolicy) -> int | None:
    """Return the day on which the undisturbed quarters since a flag was raised hold enough lines to tell."""
    n = kept = 0
    for quarter in range(bisect_left(history.starts, raised), len(history.n) - 1):
        n, kept = n + history.n[quarter], kept + history.kept[quarter]
        if disturbed[quarter]:
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
