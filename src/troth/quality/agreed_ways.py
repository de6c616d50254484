"""Plans that no table of AQLs gives, frozen as a checkpoint agreed them: by risk, in turn, in-line, by measurement."""

from collections.abc import Mapping, Sequence
from math import ceil, floor

from troth.quality.frozen_plans import FrozenClass, FrozenPlan, NotPlanned, Way
from troth.quality.in_line import InLine, in_line
from troth.quality.operating_curves import acceptance_probability
from troth.quality.sampling_values import Method, Sampling
from troth.quality.schemes import Edition
from troth.quality.sequential_plans import (
    SequentialPlan,
    accept_up_to,
    reject_from,
    sequential_plan,
)
from troth.quality.switching import Stage
from troth.quality.verdicts import ClassPlan, DefectClass
from troth.quality.zero_acceptance import zero_plan_of_share

RUNNING: frozenset[Method] = frozenset({"sequential", "continuous", "variables"})
"""Ways whose verdict two numbers do not tell."""
TRUNCATED = 1.5
_MEASURED = (DefectClass.MAJOR, DefectClass.MINOR)
_MOST_ACCEPTED = 200
_LARGEST_SINGLE = 1_000_000
_ROUNDING = 1e-9
_NOTHING_MEASURED = "Sampling by measurement needs a measured requirement with limits in the specification both signed."
_NOTHING_DRAWN = "Nothing is drawn at this checkpoint: settle it by its papers, without an inspection."


def plan_agreed(sampling: Sampling, *, lot: int, measured_classes: Sequence[DefectClass] = ()) -> FrozenPlan:
    """Freeze a plan as a checkpoint agreed it.

    Args:
        sampling: With nothing wrong, and not by AQL.
        lot: Units in the lot, 1 or more.
        measured_classes: Class of each measured requirement with limits, where it samples by measurement.

    Raises:
        NotPlanned: Nothing is drawn, or nothing is measured.

    Source: `domain.md` c.6, c.8, c.9. Sequential sampling ends after 1.5 times the single sample of the same risks, as
    ISO 28591:2017 (ISO 8422) ends it, with the slope times that number to accept.

    >>> wald = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}
    >>> plan = plan_agreed(Sampling(method="sequential", values=wald), lot=1_000)
    >>> plan.way.numbers, plan.classes[DefectClass.MAJOR].plan.accept
    ({'earliest': 24, 'most': 78}, 3)
    """
    numbers, classes = _numbers(sampling, lot, measured_classes)
    way = Way(method=sampling.method, values=dict(sampling.values), numbers=numbers)
    frozen = {
        kind: FrozenClass(
            aql="", level="", stage=str(Stage.NORMAL), letter="", plan=plan, every_unit=plan.sample_size == lot
        )
        for kind, plan in classes.items()
    }
    return FrozenPlan(lot=lot, edition=Edition.ISO_2859_1, classes=frozen, way=way)


def lines_of(way: Way) -> SequentialPlan:
    """Return the two lines of a sequential plan.

    Args:
        way: Sequential.

    >>> wald = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}
    >>> round(lines_of(Way(method="sequential", values=wald, numbers={})).accept_intercept, 3)
    0.939
    """
    return sequential_plan(**{name: float(text) for name, text in way.values.items()})


def steps_of(way: Way) -> tuple[tuple[int, int | None, int | None], ...]:
    """Return from how many units on which numbers hold in sequential sampling, for whoever carries it out.

    Args:
        way: Sequential, frozen.

    Returns:
        Units, accept with so many or fewer, refuse from so many; None where it is too early for either.

    >>> wald = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}
    >>> steps_of(Way(method="sequential", values=wald, numbers={"earliest": 24, "most": 78}))[:3]
    ((1, None, None), (2, None, 2), (20, None, 3))
    """
    lines, most = lines_of(way), way.numbers["most"]
    found: list[tuple[int, int | None, int | None]] = []
    for units in range(1, most + 1):
        numbers = accept_up_to(lines, units=units), reject_from(lines, units=units)
        if units == most:
            last = floor(lines.slope * most + _ROUNDING)
            numbers = last, last + 1
        if not found or found[-1][1:] != numbers:
            found.append((units, *numbers))
    return tuple(found)


def numbers_at(way: Way | None, plan: ClassPlan, *, looked_at: int | None) -> tuple[int | None, int | None]:
    """Return with how many a class is accepted, and from how many it is refused, after so many units.

    Args:
        way: How the plan is carried out; None by AQL.
        plan: Of the class.
        looked_at: Units looked at; None where nobody said.

    Returns:
        None for a number that does not hold yet, and for both where no number tells: on a line, and by measurement.

    >>> numbers_at(None, ClassPlan(sample_size=80, accept=5, reject=6), looked_at=None)
    (5, 6)
    """
    has_none = plan.accept == 0
    if way is None or has_none or way.method not in RUNNING:
        return plan.accept, plan.reject
    if way.method != "sequential" or plan.accept >= plan.sample_size:
        return None, None
    held = [step[1:] for step in steps_of(way) if step[0] <= (looked_at or 0)]
    return held[-1] if held else (None, None)


def line_of(way: Way) -> InLine:
    """Return the in-line plan that was frozen.

    Args:
        way: In-line, frozen.

    >>> line_of(Way(method="continuous", values={}, numbers={"clearance": 38, "block": 3, "limit": 88})).block
    3
    """
    return InLine(**way.numbers)


def _numbers(
    sampling: Sampling, lot: int, classes: Sequence[DefectClass]
) -> tuple[dict[str, int], dict[DefectClass, ClassPlan]]:
    values = sampling.values
    if sampling.method == "sequential":
        return _sequential(values, lot)
    if sampling.method == "continuous":
        line = in_line(clearance=int(values["clearance"]), share=float(values["share"]))
        numbers = {"clearance": line.clearance, "block": line.block, "limit": line.limit}
        return numbers, _critical_beside(ClassPlan(sample_size=lot, accept=lot, reject=lot + 1))
    if sampling.method == "variables":
        if not classes:
            raise NotPlanned(_NOTHING_MEASURED)
        readings = min(lot, int(values["readings"]))
        every = ClassPlan(sample_size=readings, accept=readings, reject=readings + 1)
        none = ClassPlan(sample_size=readings, accept=0, reject=1)
        return {"readings": readings}, {DefectClass.CRITICAL: none} | dict.fromkeys(_MEASURED, every)
    return {}, dict.fromkeys(DefectClass, ClassPlan(sample_size=_units(sampling, lot), accept=0, reject=1))


def _units(sampling: Sampling, lot: int) -> int:
    values = sampling.values
    if sampling.method == "fixed":
        return min(lot, int(values["units"]))
    if sampling.method == "every-unit":
        return lot
    if sampling.method == "zero":
        return zero_plan_of_share(lot, nonconforming=values["bad"], risk=float(values["risk"]))
    raise NotPlanned(_NOTHING_DRAWN)


def _sequential(values: Mapping[str, str], lot: int) -> tuple[dict[str, int], dict[DefectClass, ClassPlan]]:
    plan = sequential_plan(**{name: float(text) for name, text in values.items()})
    most = min(lot, ceil(TRUNCATED * _single_size(values)))
    accept = floor(plan.slope * most + _ROUNDING)
    numbers = {"earliest": ceil(plan.accept_intercept / plan.slope - _ROUNDING), "most": most}
    return numbers, _critical_beside(ClassPlan(sample_size=most, accept=accept, reject=accept + 1))


def _critical_beside(major: ClassPlan) -> dict[DefectClass, ClassPlan]:
    """Accept no critical defect in what is looked at, however much that comes to; minor ones are recorded alone."""
    size = major.sample_size
    return {
        DefectClass.CRITICAL: ClassPlan(sample_size=size, accept=0, reject=1),
        DefectClass.MAJOR: major,
        DefectClass.MINOR: ClassPlan(sample_size=size, accept=size, reject=size + 1),
    }


def _single_size(values: Mapping[str, str]) -> int:
    """Return the single sample of the same two points: the smallest that keeps both risks."""
    good, bad = float(values["good"]), float(values["bad"])
    alpha, beta = float(values["producer_risk"]), float(values["consumer_risk"])
    for accept in range(_MOST_ACCEPTED + 1):
        size = _smallest(accept, bad, beta)
        if float(acceptance_probability(sample_size=size, accept=accept, nonconforming=good)) >= 1 - alpha:
            return size
    return _LARGEST_SINGLE


def _smallest(accept: int, bad: float, risk: float) -> int:
    low, high = accept + 1, _LARGEST_SINGLE
    while low < high:
        middle = (low + high) // 2
        if float(acceptance_probability(sample_size=middle, accept=accept, nonconforming=bad)) <= risk:
            high = middle
        else:
            low = middle + 1
    return low
