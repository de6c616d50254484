"""How well a buyer's forecast of demand came true, measured at the lag the factory needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import fsum

from troth.basis.spans import Span

FEWEST_PERIODS = 3
"""Below this many periods the page shows them one by one and no rate of them all."""


class ImpossibleSeries(ValueError):
    """The two series differ in length, or hold a number below 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandAccuracy:
    """Hold how far forecasts and orders lay apart.

    Attributes:
        periods: How many periods were compared.
        wape: Sum of the differences as a share of what was ordered; None where nothing was.
        bias: What was forecast too much as a share of what was ordered, below 0 for too little; None as above.
        mape: Mean share by which periods with orders were missed; None where there is none.
        mad: Mean difference, in units; None without a period.
        tracking_signal: Sum of the differences in mean differences, without its sign; above 4 it leans to one side;
            None where every period was met.
        mase: Mean difference beside that of "as in the period before"; below 1 the forecast is the better; None where
            there are fewer than two periods or nothing ever changed.
    """

    periods: int
    wape: float | None
    bias: float | None
    mape: float | None
    mad: float | None
    tracking_signal: float | None
    mase: float | None


@dataclass(frozen=True, slots=True)
class ToldDemand:
    """Hold what one version of a forecast said of a period: the day it was told, the units."""

    told_on: date
    units: float


def demand_accuracy(forecast: Sequence[float], actual: Sequence[float]) -> DemandAccuracy:
    """Compare what was forecast with what was ordered.

    Args:
        forecast: Units of each period in order, 0 or more.
        actual: Units ordered for the same periods, 0 or more.

    Raises:
        ImpossibleSeries: The series differ in length, or hold a number below 0.

    Source: `domain.md` j, vector j01; Hyndman and Koehler, Int. J. Forecasting 22 (2006) 679-688 for MASE.

    >>> found = demand_accuracy([100, 120, 80], [110, 90, 82])
    >>> round(found.wape, 3), round(found.bias, 3)
    (0.149, 0.064)
    """
    if len(forecast) != len(actual) or any(value < 0 for value in (*forecast, *actual)):
        raise ImpossibleSeries("A forecast and what was ordered have the same periods, each with 0 units or more.")
    errors = [told - came for told, came in zip(forecast, actual, strict=True)]
    away = fsum(map(abs, errors))
    total, mad = fsum(actual), away / len(errors) if errors else None
    shares = [abs(error) / came for error, came in zip(errors, actual, strict=True) if came > 0]
    return DemandAccuracy(
        periods=len(errors),
        wape=away / total if total else None,
        bias=fsum(errors) / total if total else None,
        mape=fsum(shares) / len(shares) if shares else None,
        mad=mad,
        tracking_signal=abs(fsum(errors)) / mad if mad else None,
        mase=_mase(actual, mad),
    )


def told_in_time(versions: Sequence[ToldDemand], *, period: Span, lag_days: int) -> float | None:
    """Return what a forecast said of a period when the factory needed to know.

    Args:
        versions: What each version said of it, in any order.
        period: The period.
        lag_days: Days before its first day on which the factory buys material, 0 or more.

    Returns:
        Units of the last version told by then; None where there was none.

    Source: `domain.md` j: measured at the lag the factory needs, not at lag 0.

    >>> told = [ToldDemand(date(2026, 1, 5), 900.0), ToldDemand(date(2026, 3, 28), 400.0)]
    >>> told_in_time(told, period=Span(date(2026, 4, 1), date(2026, 5, 1)), lag_days=45)
    900.0
    """
    known = [version for version in versions if (period.start - version.told_on).days >= lag_days]
    return max(known, key=_when).units if known else None


def _when(version: ToldDemand) -> date:
    return version.told_on


def _mase(actual: Sequence[float], mad: float | None) -> float | None:
    steps = [abs(later - before) for before, later in pairwise(actual)]
    naive = fsum(steps) / len(steps) if steps else 0.0
    return mad / naive if naive and mad is not None else None
