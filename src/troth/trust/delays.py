"""The flag "consistent delays": raised once for a spell of delays, closed after a full period in control.

A period is a calendar quarter: most factories have the five lines a test needs in a quarter, few have them in a month.
Faster news comes from the run chart, which looks at every due day.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from troth.basis.proportions import largest_alarming, lower_tail
from troth.trust.day_counts import DayCounts, counts_by_day, running
from troth.trust.delay_flags import DelayFlags
from troth.trust.delay_spells import IN_A_RUN, GroupSignals, Spell, histories, spells_of
from troth.trust.policy import DimensionPolicy, Policy
from troth.trust.quarters import QuarterCounts, misses, quarter_counts, quarter_starts
from troth.trust.red_flags import RedFlag
from troth.trust.run_chart import RUN_LENGTH, signals_of
from troth.trust.tallies import Floats, Integers, Tallies, day_number, day_of


def consistent_delays(
    tallies: Tallies, *, groups: int, as_of: date, policy: Policy, dimension: str = "delivery"
) -> Mapping[int, tuple[RedFlag, ...]]:
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
) -> Mapping[int, tuple[RedFlag, ...]]:
    """Find the flags that ``consistent_delays`` finds, where the counts were taken out of the tallies already.

    Args:
        counts: Counts by group and day as of the same day, in order.
        as_of: As in consistent_delays.
        policy: As in consistent_delays.
        dimension: As in consistent_delays.

    Returns:
        For each group that has any, its flags, oldest first; each is put into words when it is read.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day = date(2026, 3, 2)
    >>> delays_in(counts_by_day(Tallies.from_tuples([]), groups=1, as_of=day), as_of=day, policy=DEFAULT_POLICY)
    {}
    """
    judged_by = policy.of(dimension)
    due, starts = _due(counts, as_of)
    quarters = quarter_counts(due, starts=starts)
    missed = misses(kept=quarters.kept, n=quarters.n, policy=judged_by, shortfall=policy.smallest_shortfall)
    spells = [
        (group, spell)
        for group, history in histories(quarters, missed=missed, signals=_signals(due, judged_by))
        for spell in spells_of(history, policy=judged_by, cool_down_days=policy.cool_down_days)
    ]
    return _flags(spells, due, quarters, judged_by) if spells else {}


def _due(counts: DayCounts, as_of: date) -> tuple[DayCounts, Integers]:
    """Return the counts of what was due up to a day, and the quarters it falls into."""
    due = counts.where((counts.happened <= day_number(as_of)) & (counts.lines > 0))
    starts = quarter_starts(first=day_of(int(due.happened.min(initial=day_number(as_of)))), as_of=as_of)
    return due.where(due.happened >= starts[0]), starts


def _signals(due: DayCounts, policy: DimensionPolicy) -> GroupSignals:
    """Return the days of each group's signals and of the changes before them, none before there are enough lines."""
    signals = signals_of(due, policy=policy)
    group, lines = due.group[signals.at], running(due.lines)
    first, after = np.searchsorted(due.group, group), np.searchsorted(due.group, group, side="right")
    enough = np.searchsorted(lines, lines[first] + policy.fewest_lines) - 1
    told = np.flatnonzero(enough < after)
    # Days as long as those of quarters, with which they are put in order.
    at, began = (due.happened[rows[told]].astype(np.int64) for rows in (np.maximum(signals.at, enough), signals.began))
    return GroupSignals(group=group[told], day=at, began=began)


def _flags(
    spells: Sequence[tuple[int, Spell]], due: DayCounts, quarters: QuarterCounts, policy: DimensionPolicy
) -> DelayFlags:
    """Count what the record says of each spell."""
    group, began, raised = np.array([(group, spell.began, spell.raised) for group, spell in spells]).T
    at = np.searchsorted(quarters.starts, raised, side="right") - 1
    opened, ended = quarters.starts[np.maximum(at - 2, 0)], quarters.starts[at + 1]
    first, after, opening, ending = due.places(group, np.array([began, raised + 1, opened, ended]))
    lines, kept = (sums[after] - sums[first] for sums in (running(due.lines), running(due.kept)))
    # The chance that a side exactly on target raises it within three quarters as busy as these.
    in_a_run = -np.expm1((opening - ending) / RUN_LENGTH)
    in_quarters = _chance_of_two_misses(quarters.n, group, at, policy)
    chance = np.where([spell.cause == IN_A_RUN for _group, spell in spells], in_a_run, in_quarters)
    return DelayFlags(spells, lines=lines, kept=kept, false_alarm_probability=chance, target=policy.target)


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
