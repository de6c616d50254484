"""Sampling plans and what they let through; computed, nothing is recorded."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from troth.basis.counts import NotAFraction
from troth.quality.code_letters import ImpossibleLot
from troth.quality.double_plans import NoDoublePlan, double_plan
from troth.quality.lot_curves import lot_curve_points, lot_outgoing_limit
from troth.quality.operating_curves import (
    CurvePoints,
    ImpossiblePlan,
    acceptance_per_hundred,
    acceptance_probability,
    bad_units_of,
    curve_points,
    defect_curve_points,
    lot_acceptance_probability,
    outgoing_limit,
)
from troth.quality.packing import NoDropTest, drop_test
from troth.quality.plan_curves import double_average, double_points, scheme_of, single_points, sorted_average
from troth.quality.schemes import Edition, Level, State, UnknownAql, counts_defects_alone
from troth.quality.single_plans import SinglePlan, single_plan
from troth.quality.verdicts import Counting
from troth.quality.zero_acceptance import zero_plan, zero_plan_of_lot
from troth_site.api.frame.forms import answers
from troth_site.api.frame.problems import Problem
from troth_site.templatetags.troth_sampling import passing_sentence

router = Router(tags=["Sampling"])
COUNTING = "defects above an AQL of 10, which is in defects per 100 units; up to 10 units, that is bad ones."
QUALITIES = [0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.1]
Refused = (ImpossibleLot, ImpossiblePlan, NotAFraction, NoDoublePlan, NoDropTest, UnknownAql)


class PlanPoints(Schema):
    """The qualities that pass 95, 50 and 10 times in a hundred: fractions, or defects per unit."""

    p95: float
    p50: float
    p10: float


class SortedUnits(Schema):
    """Units of the lot looked at on average, where a refused lot is looked at whole and sorted."""

    at_aql: float = Field(description="In lots as bad as the AQL.")
    at_p10: float = Field(description="In lots of which one in ten passes.")


class AverageSample(Schema):
    """Units looked at on average in two samples."""

    at_aql: float = Field(description="In lots as bad as the AQL.")
    most: float
    most_at: float = Field(description="The quality at which it is most.")


class Plan(Schema):
    """A single-sampling plan."""

    letter: str = Field(description="Code letter of the lot's size and level.")
    plan_letter: str = Field(description="The row whose plan is used once arrows are followed.")
    sample_size: int
    accept: int
    reject: int
    full_inspection: bool = Field(description="Whether the sample is the whole lot.")
    counting: Counting = Field(description=COUNTING)
    curve: PlanPoints | None = Field(description="What the plan lets through; null where every unit is looked at.")
    sentence: str
    sorted: SortedUnits | None
    scheme: PlanPoints | None = Field(
        description="What normal and tightened inspection together let through in the long run of their switching."
    )


class SamplingStage(Schema):
    """One sample of a double plan; the numbers of the second are of both together."""

    sample_size: int
    accept: int
    reject: int


class DoublePlan(Schema):
    """A double-sampling plan of MIL-STD-105E."""

    letter: str
    plan_letter: str
    stages: list[SamplingStage]
    counting: Counting = Field(description=COUNTING)
    curve: PlanPoints
    sentence: str
    average_sample: AverageSample


class Point(Schema):
    """How often a quality passes."""

    p: float = Field(description="Fraction nonconforming; defects per unit where defects are counted.")
    accepted: float


class Curve(Schema):
    """What a plan lets through."""

    points: list[Point]
    p95: float | None = Field(
        description="The quality that passes 95 times in a hundred; of one lot, the largest share that does."
    )
    p50: float | None
    p10: float | None
    aoql: float | None = Field(
        description="Worst average outgoing quality where refused lots are sorted; null of defects."
    )


class Zero(Schema):
    """A sample that accepts none."""

    sample_size: int


def _answer(found: Any) -> Any:
    """Return what was found, a refusal as a problem with its reason."""
    try:
        return found()
    except Refused as refusal:
        raise Problem(422, str(refusal)) from refusal


@router.get(
    "sampling/plan/{lot}/{aql}", response=answers(Plan, 422), operation_id="sampling_plan", url_name="sampling-plan"
)
def plan(
    request: HttpRequest,
    lot: int,
    aql: str,
    level: Level = Level.II,
    state: State = State.NORMAL,
    edition: Edition = Edition.ISO_2859_1,
) -> Any:
    """Look up a single-sampling plan; the AQL is one of the series, such as 2.5."""
    found = _answer(lambda: single_plan(lot, aql=aql, level=level, state=state, edition=edition))
    told = {
        "letter": found.code_letter, "plan_letter": found.plan_letter, "sample_size": found.sample_size,
        "accept": found.accept, "reject": found.reject, "full_inspection": found.full_inspection,
        "counting": _counting(aql),
    }  # fmt: skip
    if found.full_inspection:
        whole = _("Every unit is looked at, so the verdict is the lot's own.")
        return told | {"curve": None, "sentence": whole, "sorted": None, "scheme": None}
    scheme = scheme_of(lot, aql=aql, level=level, edition=edition, counting=_counting(aql))
    return told | _let_through(found, aql) | {"scheme": None if scheme is None else _points(scheme)}


def _let_through(found: SinglePlan, aql: str) -> dict[str, Any]:
    counting = _counting(aql)
    points = single_points(sample_size=found.sample_size, reject=found.reject, counting=counting)
    units = {
        name: sorted_average(found, quality=quality, counting=counting)
        for name, quality in (("at_aql", float(aql) / 100), ("at_p10", points.consumer))
    }
    return {"curve": _points(points), "sentence": passing_sentence(points, counting=counting), "sorted": units}


def _points(points: CurvePoints) -> dict[str, float]:
    return {"p95": points.producer, "p50": points.indifferent, "p10": points.consumer}


@router.get(
    "sampling/double/{lot}/{aql}",
    response=answers(DoublePlan, 422),
    operation_id="sampling_double",
    url_name="sampling-double",
)
def double(request: HttpRequest, lot: int, aql: str, level: Level = Level.II, state: State = State.NORMAL) -> Any:
    """Look up a double-sampling plan of MIL-STD-105E; ISO 2859-1:1999 changed some, which are not offered."""
    found = _answer(lambda: double_plan(lot, aql=aql, level=level, state=state))
    stages = ((found.first_size, found.first), (found.second_size, found.both))
    counting = _counting(aql)
    points = double_points(found, counting=counting)
    units = double_average(found, aql=float(aql), counting=counting)
    return {
        "letter": found.code_letter,
        "plan_letter": found.plan_letter,
        "stages": [{"sample_size": size, "accept": one.accept, "reject": one.reject} for size, one in stages],
        "counting": counting,
        "curve": _points(points),
        "sentence": passing_sentence(points, counting=counting),
        "average_sample": {"at_aql": units.at_limit, "most": units.most, "most_at": units.most_at},
    }


def _counting(aql: str) -> Counting:
    return Counting.DEFECTS if counts_defects_alone(aql) else Counting.UNITS


@router.get(
    "sampling/curve/{n}/{ac}", response=answers(Curve, 422), operation_id="sampling_curve", url_name="sampling-curve"
)
def curve(
    request: HttpRequest, n: int, ac: int, p: Query[list[float]] = QUALITIES, lot: int | None = None,
    counting: Counting = Counting.UNITS,
) -> Any:  # fmt: skip
    """Compute how often lots of given qualities pass; with `lot`, the one lot at hand, of which units are counted.

    Of a plan with a gap between its numbers (MIL-STD-105E, reduced) `ac` is one less than the rejection number: with
    so many a lot still passes.
    """
    if counting is Counting.UNITS:
        return _answer(lambda: _curve(n, ac, p, lot))
    if lot is not None:
        raise Problem(
            422, _("Of one lot at hand bad units are counted. Leave the lot out, or count units."), where="lot"
        )
    return _answer(lambda: _curve_of_defects(n, ac, p))


def _curve_of_defects(n: int, ac: int, qualities: list[float]) -> dict[str, Any]:
    points = defect_curve_points(sample_size=n, accept=ac)
    chances = acceptance_per_hundred(sample_size=n, accept=ac, defects_per_unit=qualities).tolist()
    return _told(qualities, chances, points, aoql=None)


def _curve(n: int, ac: int, qualities: list[float], lot: int | None) -> dict[str, Any]:
    if lot is None:
        points, limit = curve_points(sample_size=n, accept=ac), outgoing_limit(sample_size=n, accept=ac)
        chances = acceptance_probability(sample_size=n, accept=ac, nonconforming=qualities).tolist()
    else:
        points = lot_curve_points(lot=lot, sample_size=n, accept=ac)
        limit = lot_outgoing_limit(lot=lot, sample_size=n, accept=ac)
        chances = [
            lot_acceptance_probability(
                lot=lot, sample_size=n, accept=ac, bad_units=bad_units_of(lot, nonconforming=quality)
            )
            for quality in qualities
        ]
    return _told(qualities, chances, points, aoql=limit.outgoing)


def _told(qualities: list[float], chances: list[float], points: CurvePoints, *, aoql: float | None) -> dict[str, Any]:
    return {
        "points": [{"p": quality, "accepted": chance} for quality, chance in zip(qualities, chances, strict=True)],
        "p95": points.producer, "p50": points.indifferent, "p10": points.consumer, "aoql": aoql,
    }  # fmt: skip


@router.get(
    "sampling/zero/{p}/{risk}", response=answers(Zero, 422), operation_id="sampling_zero", url_name="sampling-zero"
)
def zero(request: HttpRequest, p: float, risk: float) -> Any:
    """Size a sample that accepts none, for a fraction of a long series of lots."""
    return {"sample_size": _answer(lambda: zero_plan(nonconforming=p, risk=risk))}


@router.get(
    "sampling/zero-of-lot/{lot}/{bad}/{risk}",
    response=answers(Zero, 422),
    operation_id="sampling_zero_of_lot",
    url_name="sampling-zero-of-lot",
)
def zero_of_lot(request: HttpRequest, lot: int, bad: int, risk: float) -> Any:
    """Size a sample that accepts none, for so many bad units in one lot."""
    return {"sample_size": _answer(lambda: zero_plan_of_lot(lot, bad_units=bad, risk=risk))}


class Drop(Schema):
    """A drop test."""

    height_mm: int
    drops: list[str] = Field(description="Where the carton lands, in order.")


@router.get("sampling/drop/{weight}", response=answers(Drop, 422), operation_id="sampling_drop",
            url_name="sampling-drop")  # fmt: skip
def drop(request: HttpRequest, weight: float) -> Drop:
    """Say from which height a packed carton of so many kilograms is dropped, and where it lands."""
    test = _answer(lambda: drop_test(weight))
    return Drop(height_mm=test.height_mm, drops=[_(place) for place in test.drops])
