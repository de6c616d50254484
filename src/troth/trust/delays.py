"""The flag "consistent delays": raised once for a spell of delays, closed after a full period in control.

A period is a calendar quarter: most factories have the five lines a test needs in a quarter, few have them in a month.
Faster news comes from the run chart, which looks at every due day.
"""

from bisect import bisect_right
from datetime import date, timedelta
from math import exp

import numpy as np
import numpy.typing as npt

from troth.basis.proportions import largest_alarming, lower_tail
from troth.basis.text import gettext_noop
from troth.trust.actions import CONSISTENT_DELAYS_REACTION, OWNERS
from troth.trust.day_counts import DayCounts, by_day, day_counts
from troth.trust.delay_spells import IN_A_RUN, IN_QUARTERS, History, Spell, spells_of
from troth.trust.policy import DimensionPolicy, Policy
from troth.trust.quarters import misses, quarter_counts, quarter_starts
from troth.trust.red_flags import RedFlag
from troth.trust.run_chart import RUN_LENGTH, rises_of, runs_high, signals_of
from troth.trust.sentences import Sentence
from troth.trust.tallies import Floats, Integers, Tallies, day_number, day_of

RULE = "consistent_delays"

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
    >>> rows = [(0, day, day, 1, 0, 0, 0, 0, 0) for day in days]
    >>> found = consistent_delays(Tallies.from_tuples(rows), groups=1, as_of=days[-1], policy=DEFAULT_POLICY)
    >>> [(flag.raised_on.day, flag.is_open) for flag in found[0]]
    [(5, True)]
    """
    judged_by = policy.of(dimension)
    recent, starts = _recent(tallies, groups, as_of)
    quarters = quarter_counts(recent, starts=starts)
    missed = misses(kept=quarters.kept, n=quarters.n, policy=judged_by, shortfall=policy.smallest_shortfall)
    rises = rises_of(recent, policy=judged_by)
    found: dict[int, tuple[RedFlag, ...]] = {}
    for group in np.flatnonzero(_missed_twice(missed) | runs_high(recent, rises, policy=judged_by)).tolist():
        own = slice(*np.searchsorted(recent.group, [group, group + 1]))
        history = History(
            starts=starts.tolist(),
            n=quarters.n[group].tolist(),
            kept=quarters.kept[group].tolist(),
            missed=missed[group].tolist(),
            signals=_signals(recent, own, rises=rises, policy=judged_by),
        )
        spells = spells_of(history, policy=judged_by, cool_down_days=policy.cool_down_days)
        if spells:
            found[group] = tuple(_flag(spell, history, recent, own, judged_by) for spell in spells)
    return found


def _recent(tallies: Tallies, groups: int, as_of: date) -> tuple[DayCounts, Integers]:
    """Return the counts by day up to a day, in order, and the quarters they fall into."""
    counts = day_counts(tallies, groups=groups, as_of=as_of)
    due = counts.where((counts.happened <= day_number(as_of)) & (counts.lines > 0))
    starts = quarter_starts(first=day_of(int(due.happened.min(initial=day_number(as_of)))), as_of=as_of)
    return by_day(due.where(due.happened >= starts[0])), starts


def _missed_twice(missed: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    complete = np.pad(missed[:, :-1].astype(np.int64), ((0, 0), (2, 0)))
    together = complete[:, :-2] + complete[:, 1:-1] + complete[:, 2:]
    twice: npt.NDArray[np.bool_] = (together >= 2).any(axis=1)
    return twice


def _signals(recent: DayCounts, own: slice, *, rises: Floats, policy: DimensionPolicy) -> list[tuple[int, int]]:
    """Return the days of one group's signals and of the changes before them, none before there are enough lines."""
    days, lines = recent.happened[own].tolist(), recent.lines[own]
    enough = int(np.searchsorted(np.cumsum(lines), policy.fewest_lines))
    if enough == len(days):
        return []
    signals = signals_of(rises[own], policy=policy)
    return [(days[max(signal.at - 1, enough)], days[signal.changed_after]) for signal in signals]


def _flag(spell: Spell, history: History, recent: DayCounts, own: slice, policy: DimensionPolicy) -> RedFlag:
    happened = recent.happened[own]
    since = (happened >= spell.began) & (happened <= spell.raised)
    n, kept = int(recent.lines[own][since].sum()), int(recent.kept[own][since].sum())
    raised_on = day_of(spell.raised)
    return RedFlag(
        rule=RULE,
        cause=spell.cause,
        began_on=day_of(spell.began),
        raised_on=raised_on,
        closed_on=None if spell.closed is None else day_of(spell.closed),
        lines=n,
        kept=kept,
        false_alarm_probability=_false_alarm(spell, history, happened.tolist(), policy),
        reason=Sentence(
            template=MISSED_IN_QUARTERS if spell.cause == IN_QUARTERS else LATE_IN_A_RUN,
            params={
                "target": f"{100 * policy.target:.4g}",
                "kept": kept,
                "n": n,
                "since": f"{day_of(spell.began):%Y-%m-%d}",
            },
        ),
        owners=OWNERS,
        actions=CONSISTENT_DELAYS_REACTION,
        due_on=raised_on + timedelta(days=min(action.due_days for action in CONSISTENT_DELAYS_REACTION)),
    )


def _false_alarm(spell: Spell, history: History, due_days: list[int], policy: DimensionPolicy) -> float:
    """Return the chance that a side exactly on target raises this within three quarters as busy as these."""
    at = bisect_right(history.starts, spell.raised) - 1
    if spell.cause == IN_A_RUN:
        first, after = history.starts[max(0, at - 2)], history.starts[at + 1]
        return 1.0 - exp(-sum(first <= day < after for day in due_days) / RUN_LENGTH)
    lines_due = [0, 0, 0, *history.n[:at]][-3:]
    one, two, three = (_chance_of_a_miss(lines, policy) for lines in lines_due)
    return one * two + one * three + two * three - 2 * one * two * three


def _chance_of_a_miss(n: int, policy: DimensionPolicy) -> float:
    if n < policy.fewest_lines:
        return 0.0
    worst = largest_alarming(trials=n, target=policy.target, level=policy.alarm_level)
    return 0.0 if worst is None else lower_tail(successes=worst, trials=n, target=policy.target)
