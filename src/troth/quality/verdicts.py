"""The verdict on a lot: what the plan frozen on the inspection says of what was counted, class by class."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class DefectClass(StrEnum):
    """How much a defect matters: a hazard or unlawful, likely to fail or be refused, a blemish."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Counting(StrEnum):
    """What is counted: nonconforming units, each once for its class, or every defect on them."""

    UNITS = "units"
    DEFECTS = "defects"


class Verdict(StrEnum):
    """What the plan says; the buyer's decision is another matter."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    PENDING = "pending"


class ImpossibleFinding(ValueError):
    """More units looked at than the sample holds, more bad units than looked at, or a count without a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPlan:
    """Hold the frozen plan of one class of defects.

    Args:
        sample_size: Units to look at, 1 or more.
        accept: Accept with so many or fewer, 0 or more.
        reject: Refuse with so many or more, above the acceptance number.
        counting: What is counted.

    Raises:
        ImpossibleFinding: The numbers do not fit each other.

    >>> ClassPlan(sample_size=125, accept=7, reject=8).counting
    <Counting.UNITS: 'units'>
    """

    sample_size: int
    accept: int
    reject: int
    counting: Counting = Counting.UNITS

    def __post_init__(self) -> None:
        if self.sample_size < 1 or self.accept < 0 or self.reject <= self.accept:
            raise ImpossibleFinding(
                f"A sample of {self.sample_size}, {self.accept} to accept and {self.reject} to refuse: this is no plan."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Hold what was counted of one class.

    Args:
        looked_at: Units looked at so far; None where nobody said, which is not the same as none.
        found: Nonconforming units, or defects where those are counted; None where nobody said.
    """

    looked_at: int | None
    found: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotVerdict:
    """Hold the verdict on a lot and on each class.

    Args:
        verdict: Not accepted as soon as one class is, accepted when all are, pending otherwise.
        classes: The verdict of each class of the plan.
    """

    verdict: Verdict
    classes: Mapping[DefectClass, Verdict]


def class_verdict(plan: ClassPlan, count: Count) -> Verdict:
    """Judge one class.

    Args:
        plan: The frozen plan.
        count: What was counted so far.

    Returns:
        Not accepted once the rejection number is reached, even before the whole sample was looked at, and where nobody
        said how many units were: more of them take no defect back. Accepted only when all of it was looked at, with
        fewer found than would refuse it; pending otherwise, unknown counts included.

    Raises:
        ImpossibleFinding: More looked at than the sample holds, or more bad units than looked at.

    Source: ISO 2859-1:1999, 10.1; a lot between the two numbers of reduced inspection is
    accepted, MIL-STD-105E, 4.10.3.

    >>> plan = ClassPlan(sample_size=125, accept=7, reject=8)
    >>> class_verdict(plan, Count(looked_at=60, found=8))
    <Verdict.NOT_ACCEPTED: 'not-accepted'>
    >>> class_verdict(plan, Count(looked_at=124, found=0))
    <Verdict.PENDING: 'pending'>
    """
    if count.found is None:
        return Verdict.PENDING
    _check(plan, looked_at=count.looked_at, found=count.found)
    if count.found >= plan.reject:
        return Verdict.NOT_ACCEPTED
    return Verdict.ACCEPTED if count.looked_at == plan.sample_size else Verdict.PENDING


def lot_verdict(plans: Mapping[DefectClass, ClassPlan], counts: Mapping[DefectClass, Count]) -> LotVerdict:
    """Judge a lot by the plans of its classes.

    Args:
        plans: The frozen plan of each class, one or more.
        counts: What was counted; a class of the plan that is missing is pending.

    Raises:
        ImpossibleFinding: There is no plan, a count has none, or a count does not fit its plan.

    Source: as for `class_verdict`; a lot is accepted only where every class is.

    >>> plan = ClassPlan(sample_size=200, accept=10, reject=11)
    >>> lot_verdict({DefectClass.MAJOR: plan}, {DefectClass.MAJOR: Count(looked_at=200, found=10)}).verdict
    <Verdict.ACCEPTED: 'accepted'>
    """
    if not plans:
        raise ImpossibleFinding("A verdict needs a plan for at least one class of defects.")
    unplanned = sorted(str(kind) for kind in counts if kind not in plans)
    if unplanned:
        raise ImpossibleFinding(f"Counted without a plan: {', '.join(unplanned)}. Give the class a plan first.")
    unknown = Count(looked_at=None, found=None)
    classes = {kind: class_verdict(plan, counts.get(kind, unknown)) for kind, plan in plans.items()}
    return LotVerdict(verdict=worst_of(classes.values()), classes=classes)


def largest_sample(plans: Mapping[DefectClass, ClassPlan]) -> ClassPlan:
    """Return the plan of the critical class where none is agreed: nothing found in the largest of the other samples.

    Args:
        plans: The plans of the other classes.

    Raises:
        ImpossibleFinding: There are none.

    Source: `domain.md` c.2.

    >>> largest_sample({DefectClass.MINOR: ClassPlan(sample_size=200, accept=14, reject=15)}).sample_size
    200
    """
    if not plans:
        raise ImpossibleFinding("A verdict needs a plan for at least one class of defects.")
    return ClassPlan(sample_size=max(plan.sample_size for plan in plans.values()), accept=0, reject=1)


def worst_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return what several verdicts come to: not accepted as soon as one is, accepted only where all are.

    Args:
        verdicts: One or more.

    >>> worst_of([Verdict.ACCEPTED, Verdict.PENDING])
    <Verdict.PENDING: 'pending'>
    """
    found = set(verdicts)
    for verdict in (Verdict.NOT_ACCEPTED, Verdict.PENDING):
        if verdict in found:
            return verdict
    return Verdict.ACCEPTED


def _check(plan: ClassPlan, *, looked_at: int | None, found: int) -> None:
    if found < 0 or (looked_at is not None and looked_at < 0):
        raise ImpossibleFinding("A count is 0 or more.")
    if looked_at is None:
        return
    if looked_at > plan.sample_size:
        raise ImpossibleFinding(f"{looked_at} units were looked at, and the sample holds {plan.sample_size}.")
    if plan.counting is Counting.UNITS and found > looked_at:
        raise ImpossibleFinding(f"{found} units are bad of {looked_at} looked at; count each unit once for its class.")
