"""The flag "consistent delays": raised once for a spell of delays, closed after a full period in control.

A period is a calendar quarter: most factories have the five lines a test needs in a quarter, few have them in a month.
Faster news comes from the run chart, which looks at every due day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from troth.basis.proportions import largest_alarming, lower_tail
from troth.basis.text import gettext_noop
from troth.trust.actions import CONSISTENT_DELAYS_REACTION, OWNERS
from troth.trust.day_counts import DayCounts, counts_by_day, running
from troth.trust.delay_spells import IN_A_RUN, IN_QUARTERS, History, Spell, spells_of
from troth.trust.policy import DimensionPolicy, Policy
from troth.trust.quarters import QuarterCounts, misses, quarter_counts, quarter_starts
from troth.trust.red_flags import RedFlag
from troth.trust.run_chart import RUN_LENGTH, signals_of
from troth.trust.sentences import Sentence
from troth.trust.tallies import Floats, Integers, Tallies, day_number, day_of

RULE = "consistent_delays"

FIRST_REACTION = timedelta(days=min(action.due_days for action in CONSISTENT_DELAYS_REACTION))
"""How soon something has to be done about a flag."""

MISSED_IN_QUARTERS = gettext_noop(
    "The target of %(target)s %% was missed in at least 2 of 3 quarters: %(kept)s of %(n)s kept since %(since)s."
)
LATE_IN_A_RUN = gettext_noop(
    "Misses come closer together than chance explains at a target of %(target)s %%: "
    "%(kept)s of %(n)s kept since %(since)s."
)


def consistent_delays(
    tallies: Tallies, *, groups: int, as_of: date, policy: Policy, dimension: str = "delivery"
) -> dict[int, tuple[RedFlag, ...]]:
    """Find the spells of consistent delays of every group.

    Raised where 2 of 3 complete quarters in a row miss the target, or where misses come in a run; once for a spell,
    never for one due day alone, never on fewer lines than the policy asks, not within the cool-down after it closed.
    Closed after a full quarter in control (as many quarters as it takes to count enough lines).

    Args:
        tallies: Rows of any groups; what was known after ``as_of`` is left out.
        groups: Number of groups; rows carry 0 to groups - 1.
        as_of: Day as of which the record is read.
        policy: Target, levels, smallest shortfall and cool-down.
        dimension: Dimension whose parameters apply.

    Returns:
        For each group that has any, its flags, oldest first; at most the last one is open.

    Source: methods b.5 and f.2 of the domain report; Reynolds and Stoumbos, Journal of Quality Technology 31 (1999).

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> days = [date(2026, 3, day) for day in range(1, 7)]
    >>> rows = [(0, day, day, 1, 0, 0, 0, 0, 0, 0) for day in days]
    >>> found = consistent_delays(Tallies.from_tuples(rows), groups=1, as_of=days[-1], policy=DEFAULT_POLICY)
    >>> [(flag.raised_on.day, flag.is_open) for flag in found[0]]
    [(5, True)]
    """
    counts = counts_by_day(tallies, groups=groups, as_of=as_of)
    return delays_in(counts, as_of=as_of, policy=policy, dimension=dimension)


def delays_in(
    counts: DayCounts, *, as_of: date, policy: Policy, dimension: str = "delivery"
) -> dict[int, tuple[RedFlag, ...]]:
    """Find the flags that ``consistent_delays`` finds, where the counts were taken out of the tallies already.

    Args:
        counts: Counts by group and day as of the same day, in order.
        as_of: As in consistent_delays.
        policy: As in consistent_delays.
        dimension: As in consistent_delays.

    Returns:
        For each group that has any, its flags, oldest first.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day = date(2026, 3, 2)
    >>> delays_in(counts_by_day(Tallies.from_tuples([]), groups=1, as_of=day), as_of=day, policy=DEFAULT_POLICY)
    {}
    """
    judged_by = policy.of(dimension)
    due, starts = _due(counts, as_of)
    first_days = starts.tolist()
    quarters = quarter_counts(due, starts=starts)
    missed = misses(kept=quarters.kept, n=quarters.n, policy=judged_by, shortfall=policy.smallest_shortfall)
    signals = _signals(due, judged_by)
    groups = sorted({*np.flatnonzero(_missed_twice(missed)).tolist(), *signals})
    spells = [
        (group, spell)
        for group, n, kept, its_missed in zip(
            groups, quarters.n[groups].tolist(), quarters.kept[groups].tolist(), missed[groups].tolist(), strict=True
        )
        for spell in spells_of(
            History(starts=first_days, n=n, kept=kept, missed=its_missed, signals=signals.get(group, ())),
            policy=judged_by,
            cool_down_days=policy.cool_down_days,
        )
    ]
    return _flags(spells, due, quarters, judged_by) if spells else {}


def _due(counts: DayCounts, as_of: date) -> tuple[DayCounts, Integers]:
    """Return the counts of what was due up to a day, and the quarters it falls into."""
    due = counts.where((counts.happened <= day_number(as_of)) & (counts.lines > 0))
    starts = quarter_starts(first=day_of(int(due.happened.min(initial=day_number(as_of)))), as_of=as_of)
    return due.where(due.happened >= starts[0]), starts


def _missed_twice(missed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    complete = np.pad(missed[:, :-1], ((0, 0), (2, 0)))
    twice: npt.NDArray[np.bool_] = (complete[:, 2:] & (complete[:, 1:-1] | complete[:, :-2])).any(axis=1)
    return twice


def _signals(due: DayCounts, policy: DimensionPolicy) -> dict[int, list[tuple[int, int]]]:
    """Return the days of each group's signals and of the changes before them, none before there are enough lines."""
    signals = signals_of(due, policy=policy)
    group, lines = due.group[signals.at], running(due.lines)
    first, after = np.searchsorted(due.group, group), np.searchsorted(due.group, group, side="right")
    enough = np.searchsorted(lines, lines[first] + policy.fewest_lines) - 1
    told = np.flatnonzero(enough < after)
    days = due.happened[np.maximum(signals.at, enough)[told]], due.happened[signals.began[told]]
    found: dict[int, list[tuple[int, int]]] = {}
    for number, *signal in zip(group[told].tolist(), *(each.tolist() for each in days), strict=True):
        found.setdefault(number, []).append((signal[0], signal[1]))
    return found


def _flags(
    spells: Sequence[tuple[int, Spell]], due: DayCounts, quarters: QuarterCounts, policy: DimensionPolicy
) -> dict[int, tuple[RedFlag, ...]]:
    """Put into words what the record says of each spell."""
    group, began, raised = np.array([(group, spell.began, spell.raised) for group, spell in spells]).T
    at = np.searchsorted(quarters.starts, raised, side="right") - 1
    opened, ended = quarters.starts[np.maximum(at - 2, 0)], quarters.starts[at + 1]
    first, after, opening, ending = due.places(group, np.array([began, raised + 1, opened, ended]))
    lines, kept = (sums[after] - sums[first] for sums in (running(due.lines), running(due.kept)))
    # The chance that a side exactly on target raises it within three quarters as busy as these.
    in_a_run = -np.expm1((opening - ending) / RUN_LENGTH)
    in_quarters = _chance_of_two_misses(quarters.n, group, at, policy)
    chance = np.where([spell.cause == IN_A_RUN for _group, spell in spells], in_a_run, in_quarters)
    target, found = f"{100 * policy.target:.4g}", dict[int, list[RedFlag]]()
    for (number, spell), *values in zip(spells, lines.tolist(), kept.tolist(), chance.tolist(), strict=True):
        found.setdefault(number, []).append(_flag(spell, *values, target=target))
    return {number: tuple(flags) for number, flags in found.items()}


def _flag(spell: Spell, lines: int, kept: int, false_alarm_probability: float, *, target: str) -> RedFlag:
    began_on, raised_on = day_of(spell.began), day_of(spell.raised)
    return RedFlag(
        rule=RULE,
        cause=spell.cause,
        began_on=began_on,
        raised_on=raised_on,
        closed_on=None if spell.closed is None else day_of(spell.closed),
        lines=lines,
        kept=kept,
        false_alarm_probability=false_alarm_probability,
        reason=Sentence(
            template=MISSED_IN_QUARTERS if spell.cause == IN_QUARTERS else LATE_IN_A_RUN,
            params={"target": target, "kept": kept, "n": lines, "since": began_on.isoformat()},
        ),
        owners=OWNERS,
        actions=CONSISTENT_DELAYS_REACTION,
        due_on=raised_on + FIRST_REACTION,
    )


def _chance_of_two_misses(n: Integers, group: Integers, at: Integers, policy: DimensionPolicy) -> Floats:
    """Return the chance that a side exactly on target misses it in two of the three quarters before each quarter."""
    lines = np.pad(n, ((0, 0), (3, 0)))[group, at + np.arange(3)[:, np.newaxis]]
    distinct = np.unique(lines)
    chance = np.array([_chance_of_a_miss(each, policy) for each in distinct.tolist()])
    one, two, three = chance[np.searchsorted(distinct, lines)]
    twice: Floats = one * two + one * three + two * three - 2 * one * two * three
    return twice


def _chance_of_a_miss(n: int, policy: DimensionPolicy) -> float:
    if n < policy.fewest_lines:
        return 0.0
    worst = largest_alarming(trials=n, target=policy.target, level=policy.alarm_level)
    return 0.0 if worst is None else lower_tail(successes=worst, trials=n, target=policy.target)
