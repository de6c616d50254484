"""How good probabilities were: log-loss, Brier score, calibration error, and the area under the ROC curve."""

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from troth.basis.intervals import wilson

Floats = NDArray[np.float64]

CLIP = 0.01
"""No forecast is scored as more certain than 1 % or 99 %."""

ECE_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """How good one way of forecasting was.

    Attributes:
        log_loss: Mean of -ln(probability given to what happened), in nats; lower is better.
        brier: Mean squared difference of probability and outcome, 0 to 1; lower is better.
        ece: Expected calibration error, a fraction; lower is better.
        auc: Chance that a kept line had the higher forecast than a broken one; None with only one kind.
    """

    log_loss: float
    brier: float
    ece: float
    auc: float | None

    def as_dict(self) -> dict[str, float | None]:
        """Return the scores as plain JSON values.

        >>> Scores(log_loss=0.3, brier=0.1, ece=0.01, auc=None).as_dict()["auc"] is None
        True
        """
        return asdict(self)


def scores(probability: ArrayLike, kept: ArrayLike) -> Scores:
    """Score forecasts, clipped to [0.01, 0.99], by all four rules.

    Args:
        probability: Forecast that the line is kept, a fraction per line.
        kept: 1 if it was kept, else 0, per line.

    Returns:
        The four scores.

    >>> scores([0.9, 0.2], [1, 0]).auc
    1.0
    """
    chance, outcome = clipped(probability), np.asarray(kept, dtype=np.float64)
    return Scores(
        log_loss=log_loss(chance, outcome),
        brier=brier(chance, outcome),
        ece=ece(chance, outcome),
        auc=auc(chance, outcome),
    )


def clipped(probability: ArrayLike) -> Floats:
    """Clip probabilities to [0.01, 0.99].

    >>> clipped([0.0, 0.5, 1.0])
    array([0.01, 0.5 , 0.99])
    """
    return np.clip(np.asarray(probability, dtype=np.float64), CLIP, 1.0 - CLIP)


def log_loss(probability: ArrayLike, kept: ArrayLike) -> float:
    """Return the mean negative log-likelihood in nats.

    Source: Good, 1952, Rational Decisions.

    >>> round(log_loss([0.5], [1]), 4)
    0.6931
    """
    chance, outcome = np.asarray(probability, dtype=np.float64), np.asarray(kept, dtype=np.float64)
    return -float(np.mean(np.where(outcome > 0, np.log(chance), np.log1p(-chance))))


def brier(probability: ArrayLike, kept: ArrayLike) -> float:
    """Return the mean squared error of the probabilities.

    Source: Brier, 1950, Verification of forecasts expressed in terms of probability.

    >>> round(brier([0.8, 0.8], [1, 0]), 4)
    0.34
    """
    return float(np.mean((np.asarray(probability, dtype=np.float64) - np.asarray(kept, dtype=np.float64)) ** 2))


def ece(probability: ArrayLike, kept: ArrayLike) -> float:
    """Return the expected calibration error over ten bins of equal width.

    The bins are [0, 0.1), [0.1, 0.2) … [0.9, 1]; each bin's |mean forecast - observed rate| weighs by its lines.

    Source: Naeini, Cooper, Hauskrecht, 2015, Obtaining well calibrated probabilities using Bayesian binning.

    >>> round(ece([0.85, 0.85], [1, 0]), 4)
    0.35
    """
    chance, outcome = np.asarray(probability, dtype=np.float64), np.asarray(kept, dtype=np.float64)
    place = np.minimum((chance * ECE_BINS).astype(np.int64), ECE_BINS - 1)
    return float(np.sum(np.abs(np.bincount(place, chance - outcome))) / len(chance))


def auc(probability: ArrayLike, kept: ArrayLike) -> float | None:
    """Return the area under the ROC curve, ties counting one half.

    Source: Mann and Whitney, 1947: U / (kept x broken).

    >>> auc([0.9, 0.5, 0.5], [1, 1, 0])
    0.75
    """
    outcome = np.asarray(kept, dtype=np.float64)
    values, place = np.unique(np.asarray(probability, dtype=np.float64), return_inverse=True)
    good = np.bincount(place, outcome, minlength=len(values))
    bad = np.bincount(place, 1.0 - outcome, minlength=len(values))
    pairs = float(good.sum() * bad.sum())
    if not pairs:
        return None
    return float(np.sum(good * (np.cumsum(bad) - 0.5 * bad))) / pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """One point of the calibration chart.

    Attributes:
        lines: Lines in the bin.
        forecast: Their mean forecast.
        observed: The share that was kept.
        low: Lower bound of the 95 % score interval of the observed share.
        high: Its upper bound.
    """

    lines: int
    forecast: float
    observed: float
    low: float
    high: float


def calibration(probability: ArrayLike, kept: ArrayLike, *, bins: int = 10) -> tuple[CalibrationBin, ...]:
    """Group the lines into bins of about equally many by their forecast, for a chart.

    Equal forecasts stay in one bin. The interval takes the lines as independent; lines of one shipment are not, so it
    is rather too narrow.

    Args:
        probability: Forecast per line.
        kept: 1 if it was kept, else 0.
        bins: How many bins at most.

    Returns:
        The bins, lowest forecast first.

    >>> [(found.lines, found.observed) for found in calibration([0.2, 0.9, 0.9], [0, 1, 1], bins=2)]
    [(1, 0.0), (2, 1.0)]
    """
    chance, outcome = clipped(probability), np.asarray(kept, dtype=np.int64)
    values, place = np.unique(chance, return_inverse=True)
    lines = np.bincount(place, minlength=len(values))
    middle = (np.cumsum(lines) - 0.5 * lines) / max(len(chance), 1)
    bin_of = np.minimum((middle * bins).astype(np.int64), bins - 1)[place]
    return tuple(_bin(chance[bin_of == number], outcome[bin_of == number]) for number in np.unique(bin_of))


def _bin(chance: Floats, outcome: NDArray[np.int64]) -> CalibrationBin:
    lines, kept = len(outcome), int(outcome.sum())
    bounds = wilson(successes=kept, trials=lines)
    return CalibrationBin(
        lines=lines, forecast=float(chance.mean()), observed=kept / lines, low=bounds.low, high=bounds.high
    )
