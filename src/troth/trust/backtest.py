"""The backtest: how good the forecast would have been on the past, beside three simpler ones."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from troth.trust.forecast_fit import fit_from_counts
from troth.trust.forecast_model import Counts, Events, Fit, Floats, Ints
from troth.trust.forecast_walk import History, Questions, walk
from troth.trust.scoring_rules import CalibrationBin, Scores, calibration, scores

REFIT_GROWTH = 1.25
"""A new fit each time the record has grown by a quarter: the cost of all fits stays in proportion to the lines."""

YEAR_DAYS = 365


class TooFewLinesError(ValueError):
    """Nothing is left to score after the lines that train only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """The forecasts of a walk over the past, line by line in the order of their due days.

    Attributes:
        order: Place of each scored line in the events given.
        forecast: The forecast per scored line.
        fits: The fits used, oldest first, each made from what was known on its day.
    """

    order: Ints
    forecast: Floats
    fits: tuple[Fit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """How the forecast and its rivals did on the same lines.

    Attributes:
        scored: Lines scored.
        forecast: Our forecast.
        average: The partner's plain all-time average, "no data = 100 %".
        twelve_months: The partner's average over the lines due in the last 365 days, "no data = 100 %".
        base_rate: The portfolio's rate to date.
        calibration: Forecast against outcome, for the chart.
        fitted: The last fit.
        fits: How many fits the walk made.
    """

    scored: int
    forecast: Scores
    average: Scores
    twelve_months: Scores
    base_rate: Scores
    calibration: tuple[CalibrationBin, ...]
    fitted: Fit
    fits: int

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain JSON values.

        >>> days = np.arange(40)
        >>> lines = Events(partner=days % 2, due=days, known=days, kept=days % 2)
        >>> sorted(backtest(lines, train_only=20).as_dict())[:4]
        ['average', 'base_rate', 'calibration', 'fits']
        """
        return asdict(self)


def backtest(events: Events, *, train_only: int = 500, horizon_days: int = 30) -> Backtest:
    """Walk over the past and score the forecast and its rivals on the same lines.

    Each line due on day D is forecast as of D - horizon_days from what was known by then, with numbers fitted on what
    was known by then; all forecasts are clipped to [0.01, 0.99] before they are scored.

    Args:
        events: All lines with a known outcome.
        train_only: The first lines by due day, which are not scored.
        horizon_days: How long before its due day a line is forecast, in days.

    Returns:
        The scores, the calibration and the last fit.

    Raises:
        TooFewLinesError: If no line is left to score.

    >>> days = np.arange(40)
    >>> lines = Events(partner=days % 2, due=days * 10, known=days * 10 + 1, kept=(days % 2 == 0).astype(int))
    >>> found = backtest(lines, train_only=20)
    >>> found.scored, found.forecast.auc
    (20, 1.0)
    """
    walked = walk_forward(events, train_only=train_only, horizon_days=horizon_days)
    lines = events.where(walked.order)
    asked = Questions(group=lines.partner, day=lines.due - horizon_days)
    return Backtest(
        scored=len(walked.order),
        forecast=scores(walked.forecast, lines.kept),
        average=scores(average(events, asked), lines.kept),
        twelve_months=scores(twelve_months(events, asked), lines.kept),
        base_rate=scores(base_rate(events, asked), lines.kept),
        calibration=calibration(walked.forecast, lines.kept),
        fitted=walked.fits[-1],
        fits=len(walked.fits),
    )


def walk_forward(events: Events, *, train_only: int = 500, horizon_days: int = 30) -> Forecasts:
    """Forecast every line after the first ones as of its own day.

    Args:
        events: All lines with a known outcome.
        train_only: The first lines by due day, which are not forecast.
        horizon_days: How long before its due day a line is forecast, in days.

    Returns:
        The forecasts.

    Raises:
        TooFewLinesError: If no line is left to forecast.

    >>> days = np.arange(6)
    >>> walk_forward(Events(partner=days % 2, due=days, known=days, kept=days % 2), train_only=4).order
    array([4, 5])
    """
    order = np.argsort(events.due, kind="stable")[train_only:]
    if not len(order):
        message = f"There are {len(events.due)} lines; more than {train_only} are needed, because the first train only."
        raise TooFewLinesError(message)
    counts = events.counts()
    history = History.of(counts)
    days = events.due[order] - horizon_days
    asked = Questions(group=events.partner[order], day=days)
    forecast = np.empty(len(order))
    fits = []
    for start, stop in _stretches(events.known, days):
        fits.append(_fit_as_of(counts, int(days[start]), horizon_days))
        part = Questions(group=asked.group[start:stop], day=days[start:stop])
        forecast[start:stop] = walk(history, part, fits[-1])
    return Forecasts(order=order, forecast=forecast, fits=tuple(fits))


def base_rate(events: Events, asked: Questions) -> Floats:
    """Return the whole portfolio's rate of what was known on each day; 1 without data.

    >>> two = np.array([0, 1])
    >>> base_rate(Events(partner=two, due=two, known=two, kept=two), Questions(group=two, day=two))
    array([0. , 0.5])
    """
    nobody = np.zeros_like(events.partner)
    alone = Questions(group=np.zeros_like(asked.group), day=asked.day)
    return _rate(*_known(Events(partner=nobody, due=events.due, known=events.known, kept=events.kept), alone))


def average(events: Events, asked: Questions) -> Floats:
    """Return each partner's plain average of all that was known on each day; 1 without data.

    >>> lines = Events(partner=np.array([0]), due=np.array([3]), known=np.array([5]), kept=np.array([0]))
    >>> average(lines, Questions(group=np.array([0, 0]), day=np.array([4, 5])))
    array([1., 0.])
    """
    return _rate(*_known(events, asked))


def twelve_months(events: Events, asked: Questions) -> Floats:
    """Return each partner's average over lines due in the 365 days before each day; 1 without data.

    >>> lines = Events(partner=np.array([0]), due=np.array([3]), known=np.array([5]), kept=np.array([0]))
    >>> twelve_months(lines, Questions(group=np.array([0, 0]), day=np.array([367, 368])))
    array([0., 1.])
    """
    lines, kept = _known(events, asked)
    outdated = Events(
        partner=events.partner,
        due=events.due,
        known=np.maximum(events.known, events.due + YEAR_DAYS),
        kept=events.kept,
    )
    old_lines, old_kept = _known(outdated, asked)
    return _rate(lines - old_lines, kept - old_kept)


def _stretches(known: Ints, days: Ints) -> list[tuple[int, int]]:
    """Cut the scored lines where the record known on their day has grown by a quarter since the last fit."""
    seen = np.searchsorted(np.sort(known), days, side="right")
    starts = [0]
    while True:
        needed = max(seen[starts[-1]] * REFIT_GROWTH, seen[starts[-1]] + 1)
        following = int(np.searchsorted(seen, needed))
        if following >= len(days):
            break
        starts.append(following)
    return list(zip(starts, [*starts[1:], len(days)], strict=True))


def _fit_as_of(counts: Counts, day: int, horizon_days: int) -> Fit:
    return fit_from_counts(counts.where(counts.known <= day), horizon_days=horizon_days)


def _known(events: Events, asked: Questions) -> tuple[Floats, Floats]:
    """Count the lines and kept lines of each question's partner that were known on its day."""
    order = np.lexsort((events.known, events.partner))
    ordered = events.where(order)
    first = int(min(events.known.min(), asked.day.min()))
    span = int(max(events.known.max(), asked.day.max())) - first + 1
    keys = ordered.partner * span + (ordered.known - first)
    stop = np.searchsorted(keys, asked.group * span + (asked.day - first), side="right")
    start = np.searchsorted(ordered.partner, asked.group, side="left")
    sums = np.concatenate(([0], np.cumsum(ordered.kept)))
    return (stop - start).astype(np.float64), (sums[stop] - sums[start]).astype(np.float64)


def _rate(lines: Floats, kept: Floats) -> Floats:
    return np.where(lines > 0, kept / np.maximum(lines, 1.0), 1.0)
