"""How well a process fits its limits: Cp, Cpk and the interval a small sample leaves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from troth.basis.special import special
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.variables_plans import Limits, measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """Hold the capability of a process.

    Args:
        readings: How many measurements it rests on.
        mean: In the property's unit.
        deviation: With n - 1, in the property's unit; 0 where no reading differs.
        cp: Width of the limits over six deviations; None with one limit, or where nothing differs.
        cpk: Distance of the nearer limit over three deviations; None where nothing differs.
        cpk_low: Lower 95 % bound of Cpk: what the sample really shows.
        cpk_high: Upper 95 % bound.
    """

    readings: int
    mean: float
    deviation: float
    cp: float | None
    cpk: float | None
    cpk_low: float | None
    cpk_high: float | None


def capability(values: Sequence[float], *, limits: Limits, confidence: float = 0.95) -> Capability:
    """Compute the capability indices of a property.

    Args:
        values: Readings, 3 or more, of a process that is stable.
        limits: In the same unit; one side may be open.
        confidence: Two-sided coverage of the interval, a fraction.

    Raises:
        ImpossiblePlan: Fewer than 3 readings.

    Source: Montgomery, Introduction to Statistical Quality Control, ch. 8; interval of Bissell, Applied Statistics 39
    (1990): Cpk (1 ± z sqrt(1 / (9 n Cpk²) + 1 / (2 (n - 1)))).

    >>> found = capability([9.9, 10.0, 10.1, 10.0, 10.0], limits=Limits(lower=9.7, upper=10.3))
    >>> f"{found.cp:.3f} {found.cpk:.3f}"
    '1.414 1.414'
    """
    found = measured(values, limits=limits)
    nearest = [quality for quality in (found.lower_quality, found.upper_quality) if quality is not None]
    if not nearest:
        return Capability(
            readings=found.readings, mean=found.mean, deviation=0.0, cp=None, cpk=None, cpk_low=None, cpk_high=None
        )
    cpk = min(nearest) / 3
    spread = _half_width(cpk, found.readings, confidence)
    return Capability(
        readings=found.readings,
        mean=found.mean,
        deviation=found.deviation,
        cp=_cp(limits, found.deviation),
        cpk=cpk,
        cpk_low=cpk - spread,
        cpk_high=cpk + spread,
    )


def _cp(limits: Limits, deviation: float) -> float | None:
    if limits.lower is None or limits.upper is None:
        return None
    return (limits.upper - limits.lower) / (6 * deviation)


def _half_width(cpk: float, n: int, confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ImpossiblePlan(f"A confidence is between 0 and 1, not {confidence}.")
    z = float(special().ndtri(0.5 + confidence / 2))
    return z * sqrt(1 / (9 * n) + cpk**2 / (2 * (n - 1)))
