"""What a chart's alarms mean: one signal for a stretch outside the limits, and when the change began."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log

from troth.quality.defect_rates import ImpossibleLotCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSignal:
    """Hold one signal of a chart.

    Args:
        at: Number of the first lot that gave it, from 1.
        until: Number of the last lot of the stretch.
        changed_after: Estimated number of lots before the change.
        upward: Whether the lots lie above the limits; false where they lie below.
    """

    at: int
    until: int
    changed_after: int
    upward: bool


def stretches(outside: Sequence[int], *, above: Collection[int] = ()) -> tuple[tuple[int, int], ...]:
    """Join alarms of one direction that follow each other, so that one stretch is one signal.

    Args:
        outside: Numbers of the lots outside, rising.
        above: Those of them that lie above the limits; a fall next to a rise is a signal of its own.

    Returns:
        First and last lot of each stretch.

    Source: `domain.md` b.5: after an alarm, one flag only.

    >>> stretches([3, 4, 9]), stretches([3, 4], above=[3])
    (((3, 4), (9, 9)), ((3, 3), (4, 4)))
    """
    found: list[tuple[int, int]] = []
    for number in outside:
        if found and found[-1][1] == number - 1 and (number in above) == (number - 1 in above):
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def changed_after(*, bad: Sequence[float], looked_at: Sequence[float]) -> int:
    """Estimate after how many lots a defect rate changed, from lots up to an alarm.

    Args:
        bad: Bad units, or defects, per lot, the lot of the alarm last.
        looked_at: Units per lot.

    Returns:
        The number of lots before the change, 0 to all but the last; the likeliest step between two constant rates.

    Raises:
        ImpossibleLotCount: There is no lot, or the two lists differ in length.

    Source: Samuel and Pignatiello, Quality Engineering 13 (2001) 357-365, maximum likelihood of a step, here with both
    rates unknown.

    >>> changed_after(bad=[1, 0, 1, 6, 7], looked_at=[50, 50, 50, 50, 50])
    3
    """
    if not bad or len(bad) != len(looked_at):
        raise ImpossibleLotCount("Give the lots up to the alarm, a number of units each.")
    best, chosen = None, 0
    for cut in range(len(bad)):
        fits = _likelihood(sum(bad[:cut]), sum(looked_at[:cut])) + _likelihood(sum(bad[cut:]), sum(looked_at[cut:]))
        if best is None or fits > best + 1e-12:
            best, chosen = fits, cut
    return chosen


def chart_signals(
    outside: Sequence[int], *, bad: Sequence[float], looked_at: Sequence[float], centre: float | None = None
) -> tuple[ChartSignal, ...]:
    """Return a chart's signals, each marked once and dated to its change.

    Args:
        outside: Numbers of the lots outside the limits, rising, from 1.
        bad: Bad units, or defects, of every lot.
        looked_at: Units of every lot.
        centre: The chart's centre line; the rate of all the lots together where left out.

    Returns:
        One signal a stretch and direction; the search for the change begins after the stretch before.

    Source: as for `stretches` and `changed_after`.

    >>> chart_signals([4, 5], bad=[1, 0, 1, 6, 7], looked_at=[50] * 5)
    (ChartSignal(at=4, until=5, changed_after=3, upward=True),)
    """
    if centre is None:
        centre = sum(bad) / sum(looked_at) if sum(looked_at) else 0.0
    above = {number for number in outside if bad[number - 1] > centre * looked_at[number - 1]}
    found: list[ChartSignal] = []
    for at, until in stretches(outside, above=above):
        start = found[-1].until if found else 0
        changed = start + changed_after(bad=bad[start:at], looked_at=looked_at[start:at])
        found.append(ChartSignal(at=at, until=until, changed_after=changed, upward=at in above))
    return tuple(found)


def shift_signals(outside: Sequence[int], *, above: Sequence[float], below: Sequence[float]) -> tuple[ChartSignal, ...]:
    """Return the signals of a chart that remembers, each marked once and dated to when it last stood at rest.

    Args:
        outside: Numbers of the lots or readings outside the limits, rising, from 1.
        above: How far the chart stands above its centre at each; of a CUSUM the upper sum. At rest it is 0 or less.
        below: How far it stands below its centre at each; of a CUSUM the lower sum.

    Returns:
        One signal a stretch and direction.

    Source: the last return to the centre before the alarm: Nishina, Quality and Reliability Engineering International 8
    (1992) 537-541, for EWMA; Page, Biometrika 41 (1954) 100-115, for CUSUM.

    >>> shift_signals([4], above=[0.2, -0.1, 0.4, 0.9], below=[-0.2, 0.1, -0.4, -0.9])
    (ChartSignal(at=4, until=4, changed_after=2, upward=True),)
    """
    upward = {number for number in outside if above[number - 1] > below[number - 1]}
    found = []
    for at, until in stretches(outside, above=upward):
        side = above if at in upward else below
        rest = max((number for number in range(1, at) if side[number - 1] <= 0), default=0)
        found.append(ChartSignal(at=at, until=until, changed_after=rest, upward=at in upward))
    return tuple(found)


def _likelihood(bad: float, units: float) -> float:
    # Of a Poisson count at its own best rate; the terms that no cut changes are left out.
    return bad * log(bad / units) if bad > 0 else 0.0
