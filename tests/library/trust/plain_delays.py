"""Consistent delays found one group, one day and one quarter after the other: what the quick way must equal."""

from bisect import bisect_right
from datetime import timedelta
from itertools import pairwise
from math import exp

import numpy as np

from troth.basis.drift import bernoulli_reference, cusum
from troth.basis.proportions import largest_alarming, lower_tail
from troth.basis.run_lengths import bernoulli_limit
from troth.trust.actions import CONSISTENT_DELAYS_REACTION, OWNERS
from troth.trust.day_counts import by_day, day_counts
from troth.trust.delay_flags import LATE_IN_A_RUN, MISSED_IN_QUARTERS, RULE
from troth.trust.delay_spells import IN_A_RUN, IN_QUARTERS, Spell
from troth.trust.quarters import quarter_starts
from troth.trust.red_flags import RedFlag
from troth.trust.run_chart import RUN_LENGTH
from troth.trust.sentences import Sentence
from troth.trust.tallies import NO_DAY, day_number, day_of


def plain_delays(tallies, *, groups, as_of, policy):
    """The flags of every group that has any."""
    counts = day_counts(tallies, groups=groups, as_of=as_of)
    due = by_day(counts.where((counts.happened <= day_number(as_of)) & (counts.lines > 0)))
    starts = quarter_starts(first=day_of(due.happened.min(initial=day_number(as_of))), as_of=as_of).tolist()
    found = {}
    for group in range(groups):
        own = due.where((due.group == group) & (due.happened >= starts[0]))
        days = list(zip(own.happened.tolist(), own.lines.tolist(), own.kept.tolist(), strict=True))
        flags = tuple(plain_flag(spell, starts, days, policy) for spell in plain_spells(days, starts, policy))
        if flags:
            found[group] = flags
    return found


def plain_signals(days, policy):
    """The chart in whole parts of a line, so that no rounding enters; see Reynolds and Stoumbos."""
    good = 1 - policy.target
    bad = min(4 * good, (1 + good) / 2)
    whole = round(1 / bernoulli_reference(good_rate=good, bad_rate=bad))
    limit = whole * bernoulli_limit(good_rate=good, bad_rate=bad, run_length=RUN_LENGTH)
    rises = [min((lines - kept) * whole - lines, whole - 1) for _day, lines, kept in days]
    chart = cusum(values=rises, target=0, slack=0, limit=limit, restart=True)
    enough = int(np.searchsorted(np.cumsum([lines for _day, lines, _kept in days]), policy.fewest_lines))
    if enough == len(days):
        return []
    upward = [signal for signal in chart.signals if signal.upward]
    return [(days[max(signal.at - 1, enough)][0], days[signal.changed_after][0]) for signal in upward]


def sums(days, first, after):
    within = [(lines, kept) for day, lines, kept in days if first <= day < after]
    return sum(lines for lines, _kept in within), sum(kept for _lines, kept in within)


def missed(n, kept, policy, shortfall):
    judged = n >= policy.fewest_lines and kept <= (policy.target - shortfall) * n + 1e-9
    return judged and lower_tail(successes=kept, trials=n, target=policy.target) < policy.alarm_level


def plain_spells(days, starts, policy):  # noqa: C901 one walk in one place is what makes it plain
    """Walk through the quarters with at most one flag open."""
    judged_by = policy.of("delivery")
    signals = plain_signals(days, judged_by)
    counts = [sums(days, first, after) for first, after in pairwise(starts)]
    misses = [missed(n, kept, judged_by, policy.smallest_shortfall) for n, kept in counts]
    past, standing, quiet_until, calm = [], None, NO_DAY, (0, 0)
    for quarter in range(len(counts)):
        first, after = starts[quarter : quarter + 2]
        within = [signal for signal in signals if first <= signal[0] < after]
        for day, began in within:
            if standing is None and day >= quiet_until:
                standing, calm = Spell(cause=IN_A_RUN, began=began, raised=day), (0, 0)
        if quarter == len(counts) - 1:
            break
        if standing is not None and first >= standing.raised:
            calm = (calm[0] + counts[quarter][0], calm[1] + counts[quarter][1])
            disturbed = bool(within) or misses[quarter]
            if disturbed or missed(*calm, judged_by, -1):
                calm = (0, 0)
            elif calm[0] >= judged_by.fewest_lines:
                past.append(Spell(cause=standing.cause, began=standing.began, raised=standing.raised, closed=after))
                standing, quiet_until = None, after + policy.cool_down_days
        recently = [at for at in range(max(0, quarter - 2), quarter + 1) if misses[at]]
        if misses[quarter] and len(recently) >= 2 and standing is None and after >= quiet_until:
            standing, calm = Spell(cause=IN_QUARTERS, began=starts[recently[0]], raised=after), (0, 0)
    return [*past, standing] if standing else past


def plain_flag(spell, starts, days, policy):
    lines, kept = sums(days, spell.began, spell.raised + 1)
    judged_by = policy.of("delivery")
    return RedFlag(
        rule=RULE,
        cause=spell.cause,
        began_on=day_of(spell.began),
        raised_on=day_of(spell.raised),
        closed_on=None if spell.closed is None else day_of(spell.closed),
        lines=lines,
        kept=kept,
        false_alarm_probability=plain_false_alarm(spell, starts, days, judged_by),
        reason=Sentence(
            template=MISSED_IN_QUARTERS if spell.cause == IN_QUARTERS else LATE_IN_A_RUN,
            params={
                "target": f"{100 * judged_by.target:.4g}", "kept": kept, "n": lines,
                "since": f"{day_of(spell.began):%Y-%m-%d}",
            },
        ),
        owners=OWNERS,
        actions=CONSISTENT_DELAYS_REACTION,
        due_on=day_of(spell.raised) + timedelta(days=min(each.due_days for each in CONSISTENT_DELAYS_REACTION)),
    )  # fmt: skip


def plain_false_alarm(spell, starts, days, policy):
    at = bisect_right(starts, spell.raised) - 1
    if spell.cause == IN_A_RUN:
        first, after = starts[max(0, at - 2)], starts[at + 1]
        return 1.0 - exp(-sum(first <= day < after for day, _lines, _kept in days) / RUN_LENGTH)
    one, two, three = (
        chance_of_a_miss(sums(days, starts[quarter], starts[quarter + 1])[0] if quarter >= 0 else 0, policy)
        for quarter in range(at - 3, at)
    )
    return one * two + one * three + two * three - 2 * one * two * three


def chance_of_a_miss(n, policy):
    if n < policy.fewest_lines:
        return 0.0
    worst = largest_alarming(trials=n, target=policy.target, level=policy.alarm_level)
    return 0.0 if worst is None else lower_tail(successes=worst, trials=n, target=policy.target)
