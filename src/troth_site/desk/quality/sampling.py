"""Sampling plans for whoever asks: by AQL, by risk, in sequence, on a running line, over lots, by measurement."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from troth.basis.counts import NotAFraction
from troth.quality.agreed_ways import lines_of, plan_agreed
from troth.quality.capability import capability
from troth.quality.code_letters import ImpossibleLot
from troth.quality.continuous_plans import continuous_limit, continuous_result
from troth.quality.frozen_plans import Way
from troth.quality.in_line import in_line
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.packing import drop_test
from troth.quality.sampling_values import MOST_UNITS, Sampling
from troth.quality.sequential_plans import accept_up_to, reject_from
from troth.quality.skip_lots import SkipPlan, lots_inspected, skip_acceptance
from troth.quality.variables_plans import Limits, accept_form_2, constant_from_fraction, measured
from troth.quality.verdicts import DefectClass
from troth.quality.zero_acceptance import zero_plan, zero_plan_of_lot
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality import sampling_forms as typed
from troth_site.desk.quality.sampling_lots import by_aql

Refused = (ImpossibleLot, ImpossiblePlan, NotAFraction)
MOST_SHARE = 0.5
SHOWN_UNITS = (10, 20, 25, 50, 75, 100, 150, 200, 300)


def _zero(given: dict[str, Any]) -> dict[str, Any]:
    bad, risk, lot = given["bad"] / 100, given["risk"] / 100, given["lot"]
    if lot is None:
        return {"units": zero_plan(nonconforming=bad, risk=risk), "lot": None}
    # A share that is no whole number of units is rounded up: the next worse lot.
    units = ceil(lot * Fraction(repr(given["bad"])) / 100)
    return {"units": zero_plan_of_lot(lot, bad_units=units, risk=risk), "lot": lot, "bad_units": units}


def _sequential(given: dict[str, Any]) -> dict[str, Any]:
    values = {
        "good": given["good"], "bad": given["bad"], "producer_risk": given["producer"],
        "consumer_risk": given["consumer"],
    }  # fmt: skip
    sampling = Sampling(method="sequential", values={name: repr(percent / 100) for name, percent in values.items()})
    plan = plan_agreed(sampling, lot=MOST_UNITS)
    way = cast(Way, plan.way)
    lines, most = lines_of(way), way.numbers["most"]
    rows = [
        {"units": units, "accept": accept_up_to(lines, units=units), "reject": reject_from(lines, units=units)}
        for units in SHOWN_UNITS
        if units < most
    ]
    last = plan.classes[DefectClass.MAJOR].plan
    rows.append({"units": most, "accept": last.accept, "reject": last.reject})
    return {"rows": rows, "first": way.numbers["earliest"], "most": most}


def _continuous(given: dict[str, Any]) -> dict[str, Any]:
    share, clearance = given["share"] / 100, given["clearance"]
    found = continuous_result(nonconforming=given["bad"] / 100, clearance=clearance, share=share)
    line = in_line(clearance=clearance, share=share) if share <= MOST_SHARE else None
    return {"found": found, "limit": continuous_limit(clearance=clearance, share=share), "line": line}


def _skip(given: dict[str, Any]) -> dict[str, Any]:
    plan = SkipPlan(clearance=given["clearance"], share=given["share"] / 100)
    passes = given["passes"] / 100
    return {
        "passed": skip_acceptance(plan, probability=passes),
        "looked_at": lots_inspected(plan, probability=passes),
        "before": passes,
    }


def _readings(given: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(lower=given["lower"], upper=given["upper"])
    found = measured(given["values"], limits=limits)
    most = None if given["most"] is None else given["most"] / 100
    decided = None if most is None else accept_form_2(found, most=most)
    k = None if most is None else constant_from_fraction(sample_size=found.readings, most=most)
    return {"found": found, "capability": capability(given["values"], limits=limits), "accepted": decided, "k": k}


def _drop(given: dict[str, Any]) -> dict[str, Any]:
    test = drop_test(given["weight"])
    return {"height": test.height_mm, "places": [_(place) for place in test.drops]}


KINDS: dict[str, tuple[Any, type[DeskForm], Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "aql": (gettext_lazy("By AQL"), typed.LotForm, by_aql),
    "zero": (gettext_lazy("None accepted"), typed.ZeroForm, _zero),
    "sequential": (gettext_lazy("One after the other"), typed.SequentialForm, _sequential),
    "line": (gettext_lazy("On a running line"), typed.ContinuousForm, _continuous),
    "skip": (gettext_lazy("Skipping lots"), typed.SkipForm, _skip),
    "readings": (gettext_lazy("By measurement"), typed.ReadingsForm, _readings),
    "drop": (gettext_lazy("Drop test"), typed.DropForm, _drop),
}


STANDARDS = {
    "aql": gettext_lazy(
        "Single sampling by attributes: ISO 2859-1:1999 (GB/T 2828.1-2012), or MIL-STD-105E (ANSI/ASQ Z1.4)."
    ),
    "zero": gettext_lazy("Acceptance number zero (c = 0), sized by the risk that is left."),
    "sequential": gettext_lazy("Wald’s sequential test, ended as ISO 28591 (once ISO 8422) ends it."),
    "line": gettext_lazy("Continuous sampling CSP-1 (MIL-STD-1235): i good units in a row, then the fraction f."),
    "skip": gettext_lazy("Skip-lot sampling SkSP-2: i lots in a row, then the fraction f. ISO 2859-3 has other rules."),
    "readings": gettext_lazy("By variables, deviation not known: form 2 (M) of ANSI/ASQ Z1.9, form k of ISO 3951-1."),
    "drop": gettext_lazy("Free fall of a packed carton: ISTA procedure 1A, up to 68 kg."),
}
"""Which method of the trade answers each question."""


@require_GET
@signed_in
def sampling(request: HttpRequest, by: Actor) -> HttpResponse:
    """Answer one question about sampling; nothing is recorded."""
    kind = request.GET.get("kind", "aql")
    if kind not in KINDS:
        kind = "aql"
    _label, form_of, answer = KINDS[kind]
    asked = any(name in request.GET for name in form_of.base_fields)
    form = form_of(request.GET if asked else None)
    found = None
    if asked and form.is_valid():
        try:
            found = answer(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
    context = {
        "form": form,
        "kind": kind,
        "kinds": [{"kind": name, "label": label, "current": name == kind} for name, (label, *_rest) in KINDS.items()],
        "found": found,
        "standard": STANDARDS[kind],
        "part": f"desk/quality/sampling/{kind}.html",
    }
    return render(request, "desk/quality/sampling/sampling.html", context)
