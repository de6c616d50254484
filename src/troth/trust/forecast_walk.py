"""Forecasts at many past days at once, each from what was known on its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np

from troth.trust.forecast_model import LEVEL_PSEUDO_LINES, Counts, Fit, Flags, Floats, Ints, crowded

MAX_EXPONENT = 600.0
"""Running sums start anew before e ** (rate x days) leaves the range of a float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Which group's next promise is asked for, and on which day."""

    group: Ints
    day: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The record in the order in which it came to be known, group by group.

    A row is the state of one group and due day from `visible` on: its net lines and kept lines after that day, and
    before it. The day a row counts from is never before its due day.

    Attributes:
        group: Number of the group, ascending.
        happened: Due day.
        visible: Day from which the row counts, ascending within the group.
        lines: Net lines of that due day after the row.
        kept: Net kept lines after the row.
        lines_before: Net lines before it.
        kept_before: Net kept lines before it.
        by_day: The rows in the order of `visible` over all groups.
    """

    group: Ints
    happened: Ints
    visible: Ints
    lines: Floats
    kept: Floats
    lines_before: Floats
    kept_before: Floats
    by_day: Ints

    @classmethod
    def of(cls, counts: Counts) -> Self:
        """Order the tallies into a history.

        Args:
            counts: The tallies, corrections as negative rows.

        Returns:
            The history.

        >>> rows = Counts.of(days=([0, 0], [5, 5], [4, 9]), lines=[3, -1], kept=[2, 0])
        >>> history = History.of(rows)
        >>> history.visible, history.lines
        (array([5, 9]), array([3., 2.]))
        """
        visible = np.maximum(counts.known, counts.happened)
        order = np.lexsort((visible, counts.happened, counts.group))
        group, happened, visible = counts.group[order], counts.happened[order], visible[order]
        same_day = _same(group) & _same(happened)
        last = np.append(~(same_day & _same(visible))[1:], True)[: len(group)]
        lines, lines_before = _states(counts.lines[order], same_day, last)
        kept, kept_before = _states(counts.kept[order], same_day, last)
        group, happened, visible = group[last], happened[last], visible[last]
        order = np.lexsort((visible, group))
        return cls(
            group=group[order],
            happened=happened[order],
            visible=visible[order],
            lines=lines[order],
            kept=kept[order],
            lines_before=lines_before[order],
            kept_before=kept_before[order],
            by_day=np.argsort(visible[order], kind="stable"),
        )

    def places(self, asked: Questions) -> Ints:
        """Find the last row of each question's group that its day could see; -1 where none.

        >>> history = History.of(Counts.of(days=([0, 1], [5, 5], [6, 6]), lines=[1, 1], kept=[1, 1]))
        >>> history.places(Questions(group=np.array([1, 1]), day=np.array([5, 6])))
        array([-1,  1])
        """
        if not len(self.group):
            return np.full(len(asked.day), -1)
        first, span = self.visible.min(), int(np.ptp(self.visible)) + 2
        day = np.clip(asked.day - first, -1, span - 2) + 1
        place = np.searchsorted(self.group * span + (self.visible - first + 1), asked.group * span + day, "right") - 1
        return np.where((place >= 0) & (self.group[place] == asked.group), place, -1)


def walk(history: History, asked: Questions, fit: Fit) -> Floats:
    """Forecast each question from what its own day could see.

    Args:
        history: The record.
        asked: The questions.
        fit: The fitted numbers.

    Returns:
        Probability per question; the numbers of `predict` as of each day.

    >>> fit = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=1)
    >>> history = History.of(Counts.of(days=([0], [0], [0]), lines=[2], kept=[2]))
    >>> walk(history, Questions(group=np.array([0, 1]), day=np.array([90, 90])), fit).round(3)
    array([0.777, 0.667])
    """
    after, before = crowded(history.lines, fit.crowding), crowded(history.lines_before, fit.crowding)
    kept = after * history.kept - before * history.kept_before
    broken = after * (history.lines - history.kept) - before * (history.lines_before - history.kept_before)
    level = _levels(history, asked.day, np.vstack((kept, broken)), fit.strength)
    places = history.places(asked)
    fading, lagging = np.log(2.0) / fit.half_life_days, np.log(2.0) / fit.lag_half_life_days
    recent = _decayed(history, (places, asked.day), np.vstack((kept, broken)), fading)
    unreported = _decayed(history, (places, asked.day), kept[None, :], fading + lagging)
    own_kept = np.maximum(recent[0] - unreported[0], 0.0)
    own_broken = np.maximum(recent[1], 0.0)
    forecast: Floats = (own_kept + fit.strength * level) / (own_kept + own_broken + fit.strength)
    return forecast


def _same(column: Ints) -> Flags:
    return np.concatenate(([False], column[1:] == column[:-1]))[: len(column)]


def _states(values: Floats, same_day: Flags, last: Flags) -> tuple[Floats, Floats]:
    """Turn changes into the state after and before each day on which a due day's tallies changed."""
    running = np.cumsum(values)
    starts = np.maximum.accumulate(np.where(same_day, 0, np.arange(len(values))))
    after = (running - (running - values)[starts])[last]
    fresh = starts[last] == np.concatenate(([-1], starts[last][:-1]))
    return after, np.where(fresh, np.concatenate(([0.0], after[:-1])), 0.0)


def _levels(history: History, days: Ints, changes: Floats, strength: float) -> Floats:
    """Give the portfolio's level on each day, from the changes each row brings to its partner's share."""
    totals = np.empty_like(changes)
    for rows in _slices(history.group):
        np.add.accumulate(changes[:, rows], axis=1, out=totals[:, rows])
    whole = totals.sum(axis=0)
    shares = np.vstack((totals[0], whole)) / (whole + strength)
    steps = shares.copy()
    inside = _same(history.group)
    steps[:, inside] -= shares[:, np.flatnonzero(inside) - 1]
    sums = np.hstack((np.zeros((2, 1)), np.cumsum(steps[:, history.by_day], axis=1)))
    seen = np.searchsorted(history.visible[history.by_day], days, side="right")
    level: Floats = (sums[0, seen] + 0.5 * LEVEL_PSEUDO_LINES) / (sums[1, seen] + LEVEL_PSEUDO_LINES)
    return level


def _decayed(history: History, asked: tuple[Ints, Ints], changes: Floats, rate: float) -> Floats:
    """Sum each group's changes up to each question's row, weighed by exp(-rate x age since the due day)."""
    places, days = asked
    if not len(history.group):
        return np.zeros((len(changes), len(days)))
    block = max(int(MAX_EXPONENT / rate), 1)
    number = (history.visible - history.visible.min()) // block
    origin = history.visible.min() + number * block
    with np.errstate(under="ignore"):
        sums = changes * np.exp((history.happened - origin) * rate)
        for rows in _slices(history.group * (int(number.max()) + 1) + number):
            if rows.start and history.group[rows.start - 1] == history.group[rows.start]:
                gap = origin[rows.start] - origin[rows.start - 1]
                sums[:, rows.start] += sums[:, rows.start - 1] * np.exp(-rate * gap)
            np.add.accumulate(sums[:, rows], axis=1, out=sums[:, rows])
        seen = places >= 0
        place = places[seen]
        found = np.zeros((len(changes), len(days)))
        found[:, seen] = sums[:, place] * np.exp((origin[place] - days[seen]) * rate)
    return found


def _slices(key: Ints) -> Iterator[slice]:
    bounds = np.concatenate(([0], np.flatnonzero(key[1:] != key[:-1]) + 1, [len(key)]))
    for start, stop in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if stop > start:
            yield slice(start, stop)
