"""The plan of every class of a lot, in words, with the curve of what it lets through."""

from functools import partial
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from troth.basis.counts import FloatArray
from troth.quality.double_plans import NoDoublePlan, double_acceptance, double_plan
from troth.quality.frozen_plans import ClassLimit, FrozenClass, NotPlanned, freeze
from troth.quality.operating_curves import (
    CurvePoints,
    ImpossiblePlan,
    acceptance_per_hundred,
    acceptance_probability,
)
from troth.quality.plan_curves import double_average, double_points, scheme_of, single_points, sorted_average
from troth.quality.schemes import Edition, Level, State
from troth.quality.single_plans import single_plan
from troth.quality.switching import Stage
from troth.quality.verdicts import Counting, DefectClass
from troth_site.desk.quality.sampling_forms import NONE_ACCEPTED, counting_of
from troth_site.templatetags.troth_sampling import (
    average_sentence,
    passing_sentence,
    scheme_sentence,
    shown_quality,
    sorted_sentence,
)

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
POINTS = 41


def by_aql(given: dict[str, Any]) -> dict[str, Any]:
    """Return the plan of every class that has a limit.

    Raises:
        ImpossiblePlan: No class has one.
        ImpossibleLot: The lot holds no unit.
    """
    aqls = {kind: None if given[kind] == NONE_ACCEPTED else given[kind] for kind in DefectClass if given[kind]}
    limits = {
        kind: ClassLimit(
            aql=aql,
            stage=Stage(given["state"]),
            level=Level(given["level"]),
            counting=counting_of(given["counting"], aql),
        )
        for kind, aql in aqls.items()
    }
    try:
        plan = freeze(given["lot"], limits, edition=Edition(given["edition"]))
    except NotPlanned as refusal:
        raise ImpossiblePlan(str(refusal)) from refusal
    classes = [
        {
            "kind": str(kind), "one": one, "led_to": _led_to(given, one), "between": _between(one),
            "beyond": _beyond(given, one), **_in_two(given, one), **_curve(one),
        }
        for kind, one in plan.classes.items()
    ]  # fmt: skip
    return {"plan": plan, "classes": classes, "has_arrows": any(each["led_to"] for each in classes),
            "charts": [{"id": f"curve-{counting}", "spec": spec} for counting in Counting
                       if (spec := _chart(classes, counting))]}  # fmt: skip


def _led_to(given: dict[str, Any], one: FrozenClass) -> str:
    """Return the letter to which an arrow of the table leads, empty where the plan stands under the lot’s own."""
    if not one.letter:
        return ""
    found = single_plan(
        given["lot"], aql=one.aql, level=Level(given["level"]), state=State(given["state"]),
        edition=Edition(given["edition"]),
    )  # fmt: skip
    return found.plan_letter if found.plan_letter != one.letter else ""


def _between(one: FrozenClass) -> str:
    """Return what a number between the two means; reduced inspection of MIL-STD-105E alone leaves such a gap."""
    if one.plan.reject == one.plan.accept + 1:
        return ""
    said = _("With more than %(accept)s and fewer than %(reject)s the lot passes, and the next is inspected as normal.")
    return said % {"accept": one.plan.accept, "reject": one.plan.reject}


def _in_two(given: dict[str, Any], one: FrozenClass) -> dict[str, Any]:
    """Return the same plan in two samples; of ISO 2859-1:1999, which changed some, none is offered."""
    if given["edition"] != Edition.MIL_STD_105E or not one.aql:
        return {"in_two": "", "curve_in_two": []}
    try:
        found = double_plan(given["lot"], aql=one.aql, level=Level(given["level"]), state=State(given["state"]))
    except NoDoublePlan:
        return {"in_two": _("There is no plan in two samples here."), "curve_in_two": []}
    counting = one.plan.counting
    said = _(
        "Or in two samples: look at %(first)s, accept up to %(accept)s and refuse from %(reject)s. With a number "
        "between them look at %(second)s more, and accept up to %(both)s and refuse from %(refuse)s in both together."
    ) % {
        "first": found.first_size, "accept": found.first.accept, "reject": found.first.reject,
        "second": found.second_size, "both": found.both.accept, "refuse": found.both.reject,
    }  # fmt: skip
    points = double_points(found, counting=counting)
    average = average_sentence(double_average(found, aql=float(one.aql), counting=counting))
    qualities = np.linspace(0.0, _worst(points, counting), POINTS)
    chances = double_acceptance(found, nonconforming=qualities, counting=counting)
    return {
        "in_two": " ".join([said, passing_sentence(points, counting=counting), average]),
        "curve_in_two": _drawn(qualities, chances, counting),
    }


def _beyond(given: dict[str, Any], one: FrozenClass) -> list[str]:
    """Return what sorting refused lots costs, and what the scheme as a whole lets through."""
    if one.every_unit or not one.aql:
        return []
    level, edition, counting = Level(given["level"]), Edition(given["edition"]), one.plan.counting
    plan = single_plan(given["lot"], aql=one.aql, level=level, state=State(given["state"]), edition=edition)
    worst = single_points(sample_size=plan.sample_size, reject=plan.reject, counting=counting).consumer
    units = [sorted_average(plan, quality=bad, counting=counting) for bad in (float(one.aql) / 100, worst)]
    scheme = scheme_of(given["lot"], aql=one.aql, level=level, edition=edition, counting=counting)
    said = [] if scheme is None else [scheme_sentence(scheme, counting=counting)]
    return [sorted_sentence(at_limit=units[0], at_consumer=units[1]), *said]


def _curve(one: FrozenClass) -> dict[str, Any]:
    if one.every_unit:
        return {"sentence": _("Every unit is looked at, so the verdict is the lot's own."), "points": None, "curve": []}
    counts_defects = one.plan.counting is Counting.DEFECTS
    points = single_points(sample_size=one.plan.sample_size, reject=one.plan.reject, counting=one.plan.counting)
    if counts_defects:
        said = _("Ninety-five in a hundred pass at %(good)s defects per 100 units, half of them at %(half)s.")
    else:
        said = _("Ninety-five in a hundred pass at %(good)s, half of them at %(half)s.")
    shown = partial(shown_quality, counting=one.plan.counting)
    return {
        "sentence": passing_sentence(points, counting=one.plan.counting),
        "points": said % {"good": shown(points.producer, places=2), "half": shown(points.indifferent)},
        "curve": _passing(one, np.linspace(0.0, _worst(points, one.plan.counting), POINTS)),
    }


def _worst(points: CurvePoints, counting: Counting) -> float:
    worst = 1.5 * points.strict_consumer
    return worst if counting is Counting.DEFECTS else min(1.0, worst)


def _passing(one: FrozenClass, qualities: FloatArray) -> list[dict[str, float]]:
    # Between the two numbers of reduced inspection a lot passes.
    size, accept, counting = one.plan.sample_size, one.plan.reject - 1, one.plan.counting
    if counting is Counting.DEFECTS:
        chances = acceptance_per_hundred(sample_size=size, accept=accept, defects_per_unit=qualities)
    else:
        chances = acceptance_probability(sample_size=size, accept=accept, nonconforming=qualities)
    return _drawn(qualities, chances, counting)


def _drawn(qualities: FloatArray, chances: FloatArray, counting: Counting) -> list[dict[str, float]]:
    """Return how often each quality passes; defects are told per 100 units, bad units as a fraction."""
    shown = 100 * qualities if counting is Counting.DEFECTS else qualities
    return [{"bad": float(bad), "passes": float(passes)} for bad, passes in zip(shown, chances, strict=True)]


def _chart(classes: list[dict[str, Any]], counting: Counting) -> dict[str, Any] | None:
    """Return the curves of the classes that count alike: a percentage and a number of defects share no axis."""
    names = {
        "critical": pgettext("class of defects", "Critical"), "major": pgettext("class of defects", "Major"),
        "minor": pgettext("class of defects", "Minor"),
    }  # fmt: skip
    alike = [each for each in classes if each["one"].plan.counting is counting]
    values = [{**point, "kind": names[each["kind"]]} for each in alike for point in each["curve"]]
    in_two = _("%(kind)s, in two samples")
    for each in alike:
        kind = in_two % {"kind": names[each["kind"]]}
        values += [{**point, "kind": kind} for point in each["curve_in_two"]]
    if not values:
        return None
    counts_defects = counting is Counting.DEFECTS
    percent = {"axis": {"format": "%"}}
    bad = _("Defects per 100 units of the lot") if counts_defects else _("Bad units in the lot")
    return {
        "$schema": SCHEMA,
        "width": 460,
        "height": 260,
        "data": {"values": values},
        "mark": {"type": "line"},
        "encoding": {
            "x": {"field": "bad", "type": "quantitative", "title": bad, **({} if counts_defects else percent)},
            "y": {"field": "passes", "type": "quantitative", "title": _("Chance that it passes"), **percent},
            "strokeDash": {"field": "kind", "title": None},
            "color": {"field": "kind", "title": None},
        },
    }
