"""Lines one by one, told from day-level tallies: what a backtest needs where only sums are stored."""

import numpy as np

from troth.trust.forecast_model import Counts, Events, Ints


def settled_lines(counts: Counts) -> Events:
    """Return the lines that stand in the tallies, each with the day its outcome was known.

    A correction takes back the youngest lines of its partner, due day and outcome, and adds what it says instead: a
    line first late and later found kept is one kept line, known on the day of the correction.

    Args:
        counts: Day-level tallies, corrections as negative rows.

    Returns:
        The lines, ordered by partner, due day, outcome and the day they were known.

    >>> days = ([0, 0], [5, 5], [6, 9])
    >>> found = settled_lines(Counts.of(days=days, lines=[2, 0], kept=[1, 1]))
    >>> found.known.tolist(), found.kept.tolist()
    ([6, 9], [1, 1])
    """
    parts = [_standing(counts, (counts.lines - counts.kept).astype(np.int64), 0)]
    parts.append(_standing(counts, counts.kept.astype(np.int64), 1))
    partner, due, known, kept = np.concatenate(parts, axis=1)
    order = np.lexsort((known, kept, due, partner))
    return Events(partner=partner[order], due=due[order], known=known[order], kept=kept[order])


def _standing(counts: Counts, added: Ints, outcome: int) -> Ints:
    """Return partner, due day, known day and outcome of the lines with one outcome that no correction took back."""
    order = np.lexsort((counts.known, counts.happened, counts.group))
    standing = added[order].copy()
    # Only corrections need a walk: each takes from the rows of its partner and due day that stand before it.
    for at in np.flatnonzero(standing < 0).tolist():
        before = at - 1
        while standing[at] < 0 and before >= 0 and _same_day(counts, order, before, at):
            taken = min(-standing[at], max(standing[before], 0))
            standing[before] -= taken
            standing[at] += taken
            before -= 1
    lines = np.maximum(standing, 0)
    columns = (counts.group[order], counts.happened[order], counts.known[order], np.full(len(order), outcome))
    return np.array([np.repeat(column, lines) for column in columns], dtype=np.int64)


def _same_day(counts: Counts, order: Ints, before: int, at: int) -> bool:
    one, other = order[before], order[at]
    return bool(counts.group[one] == counts.group[other] and counts.happened[one] == counts.happened[other])
