"""Fitting the forecast on the portfolio's own past: each settled line is scored from what was known before it."""

from dataclasses import replace

import numpy as np

from troth.basis.simplex import lowest
from troth.basis.special import special
from troth.trust.forecast_model import Counts, Events, Fit, Flags, Floats, Ints
from troth.trust.forecast_walk import History, Questions, walk
from troth.trust.scoring_rules import clipped

START = Fit(half_life_days=90.0, lag_half_life_days=14.0, strength=2.0, crowding=0.75)
"""What is assumed before the past says otherwise: a quarter, a fortnight, two lines, and 16 lines of a day as 8."""

LEAST, MOST = (14.0, 2.0, 0.25, 0.05), (3650.0, 180.0, 50.0, 0.95)

PRIOR_SPREAD = 0.5
"""Spread of that assumption on the log scale: lines of one shipment share their fate, so a short past says less."""

SETTLED_AFTER_DAYS = 90
"""A line is scored in the fit only when this long due: of younger ones mostly the good news is in."""

MOST_ROWS = 100_000
"""The latest tallies only: four numbers need no more, and the night has other work."""

ENOUGH_ROWS, FEWEST_PARTNERS = 40_000, 150
"""Of many partners every second, third … is asked. Each keeps its whole past: a shorter one would pass for fading."""


def fit(events: Events, *, horizon_days: int = 30) -> Fit:
    """Fit the forecast's four numbers by walk-forward likelihood.

    Args:
        events: All lines whose outcome is known; the caller leaves out what was not known on the day of the fit.
        horizon_days: How long before its due day a line is forecast, in days.

    Returns:
        The fit, with the walk-forward log-loss it reached.

    >>> none = np.array([], dtype=int)
    >>> fit(Events(partner=none, due=none, known=none, kept=none)).half_life_days
    90.0
    """
    return fit_from_counts(events.counts(), horizon_days=horizon_days)


def fit_from_counts(counts: Counts, *, horizon_days: int = 30) -> Fit:
    """Fit from day-level tallies; the same numbers as `fit` from the lines.

    Of more than 100,000 rows the latest by due day are used, and of more than 40,000 every n-th partner's, as long as
    150 partners or more are left. Each number is held near its starting value by a normal prior on its logarithm
    (logit for the exponent).

    Args:
        counts: The tallies, corrections as negative rows.
        horizon_days: How long before its due day a line is forecast, in days.

    Returns:
        The fit.

    >>> fit_from_counts(Counts.of(days=([0], [0], [0]), lines=[1], kept=[1])).scored
    0
    """
    history = History.of(of_some(latest(counts)))
    start = replace(START, horizon_days=horizon_days)
    asked, lines, kept = _settled(history, horizon_days)
    if not len(lines):
        return start

    def loss(fit: Fit) -> float:
        chance = clipped(walk(history, asked, fit))
        return -float(np.sum(kept * np.log(chance) + (lines - kept) * np.log1p(-chance)))

    centre = _free(start)

    def cost(free: Floats) -> float:
        return loss(_bound(free, horizon_days)) + 0.5 * float(np.sum(((free - centre) / PRIOR_SPREAD) ** 2))

    simplex = np.vstack((centre, centre + 0.5 * np.eye(len(centre))))
    best = _bound(lowest(cost, simplex, most_calls=160, near=0.03), horizon_days)
    scored = float(np.sum(lines))
    return replace(best, log_loss=loss(best) / scored, scored=round(scored))


def latest(counts: Counts) -> Counts:
    """Return the rows a fit uses: the latest by due day where there are more than enough.

    Args:
        counts: The tallies, in any order.

    Returns:
        At least 100,000 of the rows, or all where they are fewer; rows of one due day stay together.

    >>> len(latest(Counts.of(days=([0], [0], [0]), lines=[1], kept=[1])).lines)
    1
    """
    if len(counts.group) <= MOST_ROWS:
        return counts
    first = np.partition(counts.happened, -MOST_ROWS)[-MOST_ROWS]
    return counts.where(counts.happened >= first)


def of_some(counts: Counts) -> Counts:
    """Return the rows of every n-th partner where those of all are more than a search needs.

    Args:
        counts: The tallies, in any order.

    Returns:
        About 40,000 rows at most where that leaves 150 partners or more; the whole past of each partner.

    >>> len(of_some(Counts.of(days=([0], [0], [0]), lines=[1], kept=[1])).lines)
    1
    """
    if len(counts.group) <= ENOUGH_ROWS:
        return counts
    partners = np.unique(counts.group)
    step = min(-(-len(counts.group) // ENOUGH_ROWS), max(len(partners) // FEWEST_PARTNERS, 1))
    return counts if step == 1 else counts.where(np.isin(counts.group, partners[::step]))


def _settled(history: History, horizon_days: int) -> tuple[Questions, Floats, Floats]:
    """Give one question per group and due day that is settled, with its final lines and kept lines."""
    if not len(history.group):
        return Questions(group=history.group, day=history.happened), history.lines, history.kept
    order = np.lexsort((history.visible, history.happened, history.group))
    final = order[np.append(_differs(history.group[order]) | _differs(history.happened[order]), True)]
    old = history.happened[final] <= history.visible.max() - SETTLED_AFTER_DAYS
    final = final[old & (history.lines[final] > 0)]
    asked = Questions(group=history.group[final], day=history.happened[final] - horizon_days)
    return asked, history.lines[final], history.kept[final]


def _differs(column: Ints) -> Flags:
    return np.not_equal(column[1:], column[:-1])


def _free(fit: Fit) -> Floats:
    scales = np.log([fit.half_life_days, fit.lag_half_life_days, fit.strength])
    return np.append(scales, special().logit(fit.crowding))


def _bound(free: Floats, horizon_days: int) -> Fit:
    scales = np.append(np.exp(free[:3]), special().expit(free[3]))
    half_life, lag, strength, crowding = np.clip(scales, LEAST, MOST).tolist()
    return Fit(
        half_life_days=half_life,
        lag_half_life_days=lag,
        strength=strength,
        crowding=crowding,
        horizon_days=horizon_days,
    )
