"""Whether one line or machine makes things vary more than the others do."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, variance

from troth.basis.discovery import rejected
from troth.basis.findings import Finding, Severity
from troth.basis.special import special
from troth.basis.text import gettext_noop

FEWEST_READINGS = 10
"""Readings of a machine, and of the others together, below which nothing is said; a choice of ours."""

SMALLEST_RATIO = 1.25
"""How many times wider the readings lie before it matters; a choice of ours: a quarter more uses up a Cpk of 1.67."""

Lots = Sequence[Sequence[float]]
"""Readings of one property, lot by lot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSpread:
    """Hold how much one property varies within the lots of one machine.

    Args:
        machine: Its name.
        lots: Lots with two readings or more.
        readings: Readings in them.
        deviation: Pooled standard deviation within lots, in the property's unit; None below two readings in any lot.
        others: The same of all other machines together.
        p_value: Probability of so much more variation by chance alone; NaN where it is not tested.
        finding: What is noticed; None where nothing is.
    """

    machine: str
    lots: int
    readings: int
    deviation: float | None
    others: float | None
    p_value: float
    finding: Finding | None


def machines_compared(
    properties: Mapping[str, Mapping[str, Lots]], *, level: float = 0.05
) -> dict[str, tuple[MachineSpread, ...]]:
    """Compare how much each property varies from machine to machine, within lots.

    Lots may differ in their mean, of another colour or size, without a machine being at fault: each reading counts by
    its distance from the median of its own lot.

    Args:
        properties: Readings by property, by machine, by lot; without lots whose machine nobody named.
        level: Share of false findings tolerated among all machines and properties, a fraction.

    Returns:
        The machines of each property that two machines or more made, by name. A finding where a machine varies more
        than the others together, no chance, and by a quarter at least.

    Source: `domain.md` S3-23. Brown and Forsythe, Journal of the American Statistical Association 69 (1974) 364-367,
    one-sided with unequal variances (Welch); the structural zero of an odd lot is left out after Hines and Hines,
    Biometrics 56 (2000) 451-454. Benjamini and Hochberg over all of them.

    >>> calm, wild = [[10.0, 10.1, 9.9, 10.0, 10.1, 9.9]] * 3, [[10.0, 10.9, 9.1, 10.4, 9.6, 10.8]] * 3
    >>> found = machines_compared({"Width": {"Loom 1": calm, "Loom 2": wild}})
    >>> [(each.machine, each.finding is not None) for each in found["Width"]]
    [('Loom 1', False), ('Loom 2', True)]
    """
    made = {name: machines for name, machines in properties.items() if len(machines) > 1}
    found = {name: [_spread(one, machines) for one in sorted(machines)] for name, machines in made.items()}
    every = [each for spreads in found.values() for each in spreads]
    stands_out = iter(rejected([each.p_value for each in every], q=level).tolist())
    return {
        name: tuple(_with_finding(each, name, is_odd=next(stands_out)) for each in spreads)
        for name, spreads in found.items()
    }


def _spread(machine: str, machines: Mapping[str, Lots]) -> MachineSpread:
    ours = _lots(machines[machine])
    others = [lot for name, lots in machines.items() if name != machine for lot in _lots(lots)]
    return MachineSpread(
        machine=machine, lots=len(ours), readings=sum(map(len, ours)), deviation=_deviation(ours),
        others=_deviation(others), p_value=_p_value(ours, others), finding=None,
    )  # fmt: skip


def _lots(lots: Lots) -> list[Sequence[float]]:
    return [lot for lot in lots if len(lot) > 1]


def _deviation(lots: Lots) -> float | None:
    freedom = sum(len(lot) - 1 for lot in lots)
    return math.sqrt(sum(variance(lot) * (len(lot) - 1) for lot in lots) / freedom) if freedom else None


def _distances(lots: Lots) -> list[float]:
    """Return how far each reading lies from the median of its lot, without the zero that an odd lot always has."""
    found = list[float]()
    for lot in lots:
        middle = median(lot)
        away = sorted(abs(reading - middle) for reading in lot)
        found += away[len(lot) % 2 :]
    return found


def _p_value(ours: Lots, others: Lots) -> float:
    if min(sum(map(len, ours)), sum(map(len, others))) < FEWEST_READINGS:
        return math.nan
    first, second = _distances(ours), _distances(others)
    spreads = variance(first) / len(first), variance(second) / len(second)
    error = math.sqrt(sum(spreads))
    if error == 0:
        return 0.0 if fmean(first) > fmean(second) else 1.0
    freedom = error**4 / (spreads[0] ** 2 / (len(first) - 1) + spreads[1] ** 2 / (len(second) - 1))
    return float(special().stdtr(freedom, -(fmean(first) - fmean(second)) / error))


def _with_finding(each: MachineSpread, name: str, *, is_odd: bool) -> MachineSpread:
    if not is_odd or not each.deviation or each.others is None or each.deviation < SMALLEST_RATIO * each.others:
        return each
    message = gettext_noop(
        "%(name)s varies more on %(machine)s than elsewhere: a standard deviation of %(deviation)s within lots, "
        "%(others)s on the others."
    )
    params: dict[str, str | float] = {
        "name": name, "machine": each.machine, "deviation": float(f"{each.deviation:.3g}"),
        "others": float(f"{each.others:.3g}"),
    }  # fmt: skip
    finding = Finding(code="machines.varies", severity=Severity.WARNING, message=message, params=params)
    return MachineSpread(
        machine=each.machine, lots=each.lots, readings=each.readings, deviation=each.deviation, others=each.others,
        p_value=each.p_value, finding=finding,
    )  # fmt: skip
