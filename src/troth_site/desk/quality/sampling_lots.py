"""The plan of every class of a lot, in words, with the curve of what it lets through."""

from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from troth.quality.double_plans import NoDoublePlan, double_plan
from troth.quality.frozen_plans import ClassLimit, FrozenClass, NotPlanned, freeze
from troth.quality.operating_curves import ImpossiblePlan, acceptance_probability, curve_points
from troth.quality.schemes import Edition, Level, State
from troth.quality.single_plans import single_plan
from troth.quality.switching import Stage
from troth.quality.verdicts import DefectClass
from troth_site.desk.quality.sampling_forms import NONE_ACCEPTED
from troth_site.templatetags.troth_parts import rate

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
POINTS = 41


def by_aql(given: dict[str, Any]) -> dict[str, Any]:
    """Return the plan of every class that has a limit.

    Raises:
        ImpossiblePlan: No class has one.
        ImpossibleLot: The lot holds no unit.
    """
    limits = {
        kind: ClassLimit(
            aql=None if given[kind] == NONE_ACCEPTED else given[kind],
            stage=Stage(given["state"]),
            level=Level(given["level"]),
        )
        for kind in DefectClass
        if given[kind]
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
            "chart": _chart(classes)}  # fmt: skip


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
    size, accept = one.plan.sample_size, one.plan.accept
    points = curve_points(sample_size=size, accept=accept)
    qualities = np.linspace(0.0, min(1.0, 1.5 * points.strict_consumer), POINTS)
    chances = acceptance_probability(sample_size=size, accept=accept, nonconforming=qualities)
    sentence = _("A lot with %(bad)s bad units still passes one time in ten.") % {"bad": rate(points.consumer)}
    curve = [{"bad": float(bad), "passes": float(passes)} for bad, passes in zip(qualities, chances, strict=True)]
    return {"sentence": sentence, "points": points, "curve": curve}


def _chart(classes: list[dict[str, Any]]) -> dict[str, Any] | None:
    names = {
        "critical": pgettext("class of defects", "Critical"), "major": pgettext("class of defects", "Major"),
        "minor": pgettext("class of defects", "Minor"),
    }  # fmt: skip
    values = [{**point, "kind": names[each["kind"]]} for each in classes for point in each["curve"]]
    if not values:
        return None
    axis = {"type": "quantitative", "axis": {"format": "%"}}
    return {
        "$schema": SCHEMA,
        "width": 460,
        "height": 260,
        "data": {"values": values},
        "mark": {"type": "line"},
        "encoding": {
            "x": {"field": "bad", "title": _("Bad units in the lot"), **axis},
            "y": {"field": "passes", "title": _("Chance that it passes"), **axis},
            "strokeDash": {"field": "kind", "title": None},
            "color": {"field": "kind", "title": None},
        },
    }
