"""KPIs of many groups at once: rates with their intervals, the window, the exact test and the state."""

from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta

import numpy as np
import numpy.typing as npt

from troth.basis.discovery import rejected
from troth.basis.intervals import wilson
from troth.basis.proportions import lower_tail
from troth.trust.day_counts import DayCounts, counts_by_day, running
from troth.trust.policy import DimensionPolicy
from troth.trust.tallies import NO_DAY, Days, Floats, Integers, Tallies, day_number

STATES = ("no data", "insufficient", "ok", "watch", "alarm")
NO_DATA, INSUFFICIENT, OK, WATCH, ALARM = range(len(STATES))
States = npt.NDArray[np.int8]

MONTHS = 24
"""Calendar months of counts kept for the small trend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpis:
    """KPIs, one element for each group.

    Attributes:
        n: Commitments counted, within counted_from and counted_to where given.
        kept: Those kept.
        excused: Those excused as a whole, which are not in n.
        rate: kept / n as a fraction, NaN without data.
        low: Lower end of the Wilson 95 % interval of the rate, NaN without data.
        high: Its upper end.
        window_from: First day of the window the state looks at, in days since 1970-01-01.
        window_n: Commitments due in the window.
        window_kept: Those kept.
        window_rate: Their share, NaN without data.
        window_low: Lower end of its Wilson 95 % interval.
        window_high: Its upper end.
        p_value: Chance of so few kept in the window if the target were met; NaN below the fewest lines.
        state: Index into STATES, from this group's own test alone.
        monthly_n: Commitments due in each of the last 24 calendar months, oldest first, the running month last.
        monthly_kept: Those kept.
        last_on: Newest due day counted, in days since 1970-01-01; NO_DAY without data.
    """

    n: Integers
    kept: Integers
    excused: Integers
    rate: Floats
    low: Floats
    high: Floats
    window_from: Days
    window_n: Integers
    window_kept: Integers
    window_rate: Floats
    window_low: Floats
    window_high: Floats
    p_value: Floats
    state: States
    monthly_n: Integers
    monthly_kept: Integers
    last_on: Days


def kpis(
    tallies: Tallies,
    *,
    groups: int,
    as_of: date,
    policy: DimensionPolicy,
    counted_from: date | None = None,
    counted_to: date | None = None,
) -> Kpis:
    """Compute the KPIs of all groups from their tallies.

    Args:
        tallies: Rows of any groups; what was known after ``as_of`` is left out.
        groups: Number of groups; rows carry 0 to groups - 1.
        as_of: Day as of which the record is read; windows end on it.
        policy: Target, alarm level, fewest lines and window.
        counted_from: First due day that counts in n, kept and excused; the window is not limited by it.
        counted_to: Day before which due days count (the period is half-open).

    Returns:
        One element for each group.

    Source: methods b.1 and b.2 of the domain report; E. B. Wilson, JASA 22 (1927) 209-212 for the interval.

    >>> from troth.commitments.outcomes import TallyRow
    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day = date(2026, 3, 2)
    >>> row = TallyRow(happened_on=day, known_on=day, lines=50, kept=44)
    >>> found = kpis(Tallies.from_rows([row]), groups=1, as_of=day, policy=DEFAULT_POLICY.of("delivery"))
    >>> STATES[found.state[0]], round(float(found.p_value[0]), 4)
    ('alarm', 0.0378)
    """
    counts = counts_by_day(tallies, groups=groups, as_of=as_of)
    return kpis_of(counts, as_of=as_of, policy=policy, counted_from=counted_from, counted_to=counted_to)


def kpis_of(
    counts: DayCounts,
    *,
    as_of: date,
    policy: DimensionPolicy,
    counted_from: date | None = None,
    counted_to: date | None = None,
) -> Kpis:
    """Compute the KPIs of all groups from their counts; the numbers of ``kpis``, whose other arguments it takes.

    Args:
        counts: Counts by group and day as of the same day, in order.
        as_of: As in kpis.
        policy: As in kpis.
        counted_from: As in kpis.
        counted_to: As in kpis.

    >>> from troth.trust.policy import DEFAULT_POLICY
    >>> day = date(2026, 3, 2)
    >>> counts = counts_by_day(Tallies.from_tuples([]), groups=1, as_of=day)
    >>> kpis_of(counts, as_of=day, policy=DEFAULT_POLICY.of("delivery")).n.tolist()
    [0]
    """
    limited = _limited(counts, counted_from, counted_to)
    n, kept = limited.sum_of(limited.lines), limited.sum_of(limited.kept)
    counted = counts.where(counts.lines > 0)
    due = counted.where(counted.happened <= day_number(as_of))
    window_from, window_n, window_kept = _window(due, as_of, policy)
    window_rate = _rate(window_kept, window_n)
    tail = lower_tail(successes=window_kept, trials=window_n, target=policy.target)
    p_value = np.where(window_n >= policy.fewest_lines, tail, np.nan)
    interval = wilson(successes=kept, trials=n)
    window_interval = wilson(successes=window_kept, trials=window_n)
    monthly_n, monthly_kept = _monthly(due, as_of)
    return Kpis(
        n=n,
        kept=kept,
        excused=limited.sum_of(limited.excused),
        rate=_rate(kept, n),
        low=interval.low,
        high=interval.high,
        window_from=window_from,
        window_n=window_n,
        window_kept=window_kept,
        window_rate=window_rate,
        window_low=window_interval.low,
        window_high=window_interval.high,
        p_value=p_value,
        state=_states(window_n, window_rate, p_value, policy),
        monthly_n=monthly_n,
        monthly_kept=monthly_kept,
        last_on=_newest(counted),
    )


def portfolio_alarms(p_values: Floats, states: States, *, q: float = 0.10) -> npt.NDArray[np.bool_]:
    """Tell which alarms stand after control of false discovery over one night's tests.

    Args:
        p_values: The p-values of all tests of one judging organisation; NaN where there was no test.
        states: Their own states as indices into STATES.
        q: Share of false alarms tolerated among the alarms, a fraction.

    Returns:
        True where the state is alarm and Benjamini-Hochberg rejects; an alarm that is not True reads as watch.

    Source: Y. Benjamini, Y. Hochberg, JRSS B 57 (1995) 289-300.

    >>> portfolio_alarms(np.array([0.001, 0.04, np.nan]), np.array([ALARM, ALARM, NO_DATA], dtype=np.int8)).tolist()
    [True, True, False]
    """
    stands: npt.NDArray[np.bool_] = rejected(p_values, q=q) & (states == ALARM)
    return stands


def _limited(counts: DayCounts, counted_from: date | None, counted_to: date | None) -> DayCounts:
    if counted_from is not None:
        counts = counts.where(counts.happened >= day_number(counted_from))
    if counted_to is not None:
        counts = counts.where(counts.happened < day_number(counted_to))
    return counts


def _window(due: DayCounts, as_of: date, policy: DimensionPolicy) -> tuple[Days, Integers, Integers]:
    """Sum the larger of the last months and the last lines; a day is never cut in two."""
    opens = day_number(_months_before(as_of, policy.window_months)) + 1
    first, after = due.bounds()
    recent = after - np.bincount(due.group[due.happened >= opens], minlength=due.groups)
    lines, kept = running(due.lines), running(due.kept)
    # The newest row with which the wanted lines are reached, the oldest of all if they are not.
    enough = np.searchsorted(lines, lines[after] - policy.window_lines, side="right") - 1
    row = np.minimum(np.maximum(enough, first), recent)
    opened = np.full(due.groups, opens, dtype=np.int32)
    older = row < recent
    opened[older] = due.happened[row[older]]
    return opened, lines[after] - lines[row], kept[after] - kept[row]


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < MINYEAR:
        return date.min
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _monthly(due: DayCounts, as_of: date) -> tuple[Integers, Integers]:
    after = (as_of.year - 1970) * 12 + as_of.month
    months = np.arange(after - MONTHS, after + 1).astype("datetime64[M]")
    starts = months.astype("datetime64[D]").astype(np.int64)
    return due.where(due.happened >= starts[0]).in_periods(starts)


def _newest(counted: DayCounts) -> Days:
    first, after = counted.bounds()
    newest = np.full(counted.groups, NO_DAY, dtype=np.int32)
    some = first < after
    newest[some] = counted.happened[after[some] - 1]
    return newest


def _rate(kept: Integers, n: Integers) -> Floats:
    rate: Floats = np.divide(kept, n, out=np.full(len(n), np.nan), where=n > 0)
    return rate


def _states(n: Integers, rate: Floats, p_value: Floats, policy: DimensionPolicy) -> States:
    state = np.full(len(n), WATCH, dtype=np.int8)
    state[p_value < policy.alarm_level] = ALARM
    state[rate >= policy.target] = OK
    state[n < policy.fewest_lines] = INSUFFICIENT
    state[n == 0] = NO_DATA
    return state
