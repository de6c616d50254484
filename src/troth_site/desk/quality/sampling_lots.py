"""The plan of every class of a lot, in words, with the curve of what it lets through."""

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from troth.basis.counts import FloatArray
from troth.quality.double_plans import NoDoublePlan, double_plan
from troth.quality.frozen_plans import ClassLimit, FrozenClass, NotPlanned, freeze
from troth.quality.operating_curves import (
    ImpossiblePlan,
    acceptance_per_hundred,
    acceptance_probability,
)
from troth.quality.plan_curves import single_points
from troth.quality.schemes import Edition, Level, State
from troth.quality.single_plans import single_plan
from troth.quality.switching import Stage
from troth.quality.verdicts import Counting, DefectClass
from troth_site.desk.quality.sampling_forms import NONE_ACCEPTED, counting_of
from troth_site.templatetags.troth_figures import figures

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
            "in_two": _in_two(given, one), **_curve(one),
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


def _in_two(given: dict[str, Any], one: FrozenClass) -> str:
    """Return the same plan in two samples; of ISO 2859-1:1999, which changed some, none is offered."""
    if given["edition"] != Edition.MIL_STD_105E or not one.aql:
        return ""
    try:
        found = double_plan(given["lot"], aql=one.aql, level=Level(given["level"]), state=State(given["state"]))
    except NoDoublePlan:
        return _("There is no plan in two samples here.")
    return _(
        "Or in two samples: look at %(first)s, accept up to %(accept)s and refuse from %(reject)s. With a number "
        "between them look at %(second)s more, and accept up to %(both)s and refuse from %(refuse)s in both together."
    ) % {
        "first": found.first_size, "accept": found.first.accept, "reject": found.first.reject,
        "second": found.second_size, "both": found.both.accept, "refuse": found.both.reject,
    }  # fmt: skip


def _curve(one: FrozenClass) -> dict[str, Any]:
    if one.every_unit:
        return {"sentence": _("Every unit is looked at, so the verdict is the lot's own."), "points": None, "curve": []}
    counts_defects = one.plan.counting is Counting.DEFECTS
    points = single_points(sample_size=one.plan.sample_size, reject=one.plan.reject, counting=one.plan.counting)
    if counts_defects:
        worst = 1.5 * points.strict_consumer
        sentence = _("A lot with %(bad)s defects per 100 units still passes one time in ten.")
        said = _("Ninety-five in a hundred pass at %(good)s defects per 100 units, half of them at %(half)s.")
    else:
        worst = min(1.0, 1.5 * points.strict_consumer)
        sentence = _("A lot with %(bad)s bad units still passes one time in ten.")
        said = _("Ninety-five in a hundred pass at %(good)s, half of them at %(half)s.")
    shown = _per_hundred if counts_defects else figures().rate
    return {
        "sentence": sentence % {"bad": shown(points.consumer)},
        "points": said % {"good": shown(points.producer, 2), "half": shown(points.indifferent)},
        "curve": _passing(one, np.linspace(0.0, worst, POINTS)),
    }


def _per_hundred(defects_per_unit: float, places: int = 1) -> str:
    return figures().decimal(100 * defects_per_unit, places)


def _passing(one: FrozenClass, qualities: FloatArray) -> list[dict[str, float]]:
    """Return how often each quality passes; defects are told per 100 units, bad units as a fraction."""
    # Between the two numbers of reduced inspection a lot passes.
    size, accept = one.plan.sample_size, one.plan.reject - 1
    if one.plan.counting is Counting.DEFECTS:
        chances = acceptance_per_hundred(sample_size=size, accept=accept, defects_per_unit=qualities)
        qualities = 100 * qualities
    else:
        chances = acceptance_probability(sample_size=size, accept=accept, nonconforming=qualities)
    return [{"bad": float(bad), "passes": float(passes)} for bad, passes in zip(qualities, chances, strict=True)]


def _chart(classes: list[dict[str, Any]], counting: Counting) -> dict[str, Any] | None:
    """Return the curves of the classes that count alike: a percentage and a number of defects share no axis."""
    names = {
        "critical": pgettext("class of defects", "Critical"), "major": pgettext("class of defects", "Major"),
        "minor": pgettext("class of defects", "Minor"),
    }  # fmt: skip
    alike = [each for each in classes if each["one"].plan.counting is counting]
    values = [{**point, "kind": names[each["kind"]]} for each in alike for point in each["curve"]]
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
