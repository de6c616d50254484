"""How long charts run until they alarm, and so how rare their false alarms are."""

from math import exp

import numpy as np

from troth.basis.counts import checked_fraction
from troth.basis.drift import ImpossibleChart, bernoulli_reference


def siegmund_run_length(*, shift: float, slack: float, limit: float) -> float:
    """Approximate how many observations a one-sided chart takes on average until it alarms.

    Args:
        shift: True departure towards the alarm, in standard deviations; 0 gives the run length to a false alarm.
        slack: K in standard deviations.
        limit: H in standard deviations, above 0.

    Returns:
        Observations, 1 or more in practice. For a two-sided chart the reciprocals of both sides add up.

    Raises:
        ImpossibleChart: The limit is not above 0.

    Source: Siegmund, Sequential Analysis (1985), as given by Montgomery, section 9.1.

    >>> f"{siegmund_run_length(shift=1, slack=0.5, limit=5):.2f}"
    '10.34'
    """
    if not limit > 0:
        raise ImpossibleChart(f"The limit must be above 0, not {limit}.")
    drift = shift - slack
    b = limit + 1.166
    # Towards no drift the quotient is 0/0 in floating point; b squared is its limit.
    if abs(drift * b) < 1e-5:
        return b * b
    return (exp(-2.0 * drift * b) + 2.0 * drift * b - 1.0) / (2.0 * drift * drift)


def bernoulli_run_length(*, rate: float, good_rate: float, bad_rate: float, limit: float) -> float:
    """Compute how many observations a Bernoulli chart takes on average until it alarms.

    Args:
        rate: True rate of failures, a fraction; the good rate gives the run length to a false alarm.
        good_rate: As in bernoulli_cusum.
        bad_rate: As in bernoulli_cusum.
        limit: As in bernoulli_cusum.

    Returns:
        Observations; exact for the chart whose reference value is rounded to one over a whole number.

    Raises:
        ImpossibleChart: The limit is not above 0, or the bad rate is not above the good one.
        NotAFraction: A rate is not between 0 and 1.

    Source: the Markov chain of Reynolds and Stoumbos, Journal of Quality Technology 31 (1999) 87-108.

    >>> round(bernoulli_run_length(rate=0.05, good_rate=0.05, bad_rate=0.2, limit=2))
    424
    """
    if not limit > 0:
        raise ImpossibleChart(f"The limit must be above 0, not {limit}.")
    failing = checked_fraction(rate, name="rate")
    whole = round(1.0 / bernoulli_reference(good_rate=good_rate, bad_rate=bad_rate))
    # The sum moves in steps of one over a whole number: down by one step, or up by all but one.
    states = int(np.floor(limit * whole + 1e-9)) + 1
    moves = np.eye(states)
    here = np.arange(states)
    np.subtract.at(moves, (here, np.maximum(here - 1, 0)), 1.0 - failing)
    up = here[here + whole - 1 < states]
    moves[up, up + whole - 1] -= failing
    return float(np.linalg.solve(moves, np.ones(states))[0])


def bernoulli_limit(*, good_rate: float, bad_rate: float, run_length: float) -> float:
    """Find the smallest limit that makes false alarms as rare as wanted.

    Args:
        good_rate: As in bernoulli_cusum.
        bad_rate: As in bernoulli_cusum.
        run_length: Observations between false alarms, on average at least, 1 or more.

    Returns:
        The limit, halfway between two values the sum can take.

    Raises:
        ImpossibleChart: The run length is below 1, or the bad rate is not above the good one.
        NotAFraction: A rate is not between 0 and 1.

    Source: as bernoulli_run_length.

    >>> limit = bernoulli_limit(good_rate=0.05, bad_rate=0.2, run_length=500)
    >>> bernoulli_run_length(rate=0.05, good_rate=0.05, bad_rate=0.2, limit=limit) >= 500
    True
    """
    if not run_length >= 1:
        raise ImpossibleChart(f"The run length is 1 observation or more, not {run_length}.")
    whole = round(1.0 / bernoulli_reference(good_rate=good_rate, bad_rate=bad_rate))

    def enough(steps: int) -> bool:
        limit = steps / whole
        return bernoulli_run_length(rate=good_rate, good_rate=good_rate, bad_rate=bad_rate, limit=limit) >= run_length

    top = 1
    while not enough(top):
        top *= 2
    bottom = top // 2
    while top - bottom > 1:
        middle = (top + bottom) // 2
        bottom, top = (bottom, middle) if enough(middle) else (middle, top)
    # Half a step more, so that rounding cannot decide whether a sum that stands at the limit has passed it.
    return (top + 0.5) / whole
