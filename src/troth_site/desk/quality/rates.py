"""The defect rate of a partner: what is shown, what is only likely, lot by lot and defect by defect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from troth.basis.text import BETWEEN_SENTENCES
from troth.quality.defect_kpi import DefectKpi
from troth.quality.pareto import vital_few
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.tabs import tabs
from troth_site.queries.quality import rates as queries
from troth_site.templatetags.troth_parts import count, rate, short_day

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
NAMES = {
    "in-line": gettext_lazy("In-line"),
    "final": gettext_lazy("Final"),
    "arrival": gettext_lazy("On arrival"),
    "customer": gettext_lazy("Customers"),
}
DEFINITION = gettext_lazy(
    "Units with a critical or major defect, each lot weighing what it holds; at most %(target)s is agreed."
)
MOST_BARS = 12


@require_GET
@signed_in
def rates(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show what samples of lots say, each source apart."""
    seen = queries.rates(by, pk, today=timezone.localdate())
    found = seen.partnership
    few = vital_few(seen.bars)
    context = {
        "partner": found,
        "tabs": tabs(found, "quality-rates"),
        "sources": [_source(each) for each in seen.sources],
        "bars": [{"bar": bar, "is_vital": bar in few} for bar in seen.bars[:MOST_BARS]],
        "few": len(few),
        "more": max(0, len(seen.bars) - MOST_BARS),
    }
    return render(request, "desk/quality/rates/rates.html", context)


def _source(each: queries.SourceRates) -> dict[str, Any]:
    kpi = each.kpi
    name = NAMES[str(kpi.source)]
    known = kpi.rate.lots > 0
    tile = {
        "name": _("Defect rate: %(source)s") % {"source": name},
        # That a rate is below its target is claimed only where its whole interval is: one lot of five shows nothing.
        "state": "insufficient" if kpi.state == "ok" and not kpi.is_shown else kpi.state,
        "sentence": _sentence(kpi),
        "n": kpi.rate.looked_at,
        "kept": kpi.rate.nonconforming,
        "unit": _("units"),
        "rate": kpi.rate.rate if known else None,
        "low": kpi.rate.interval.low if known else None,
        "high": kpi.rate.interval.high if known else None,
        "target": kpi.target,
        "definition": DEFINITION % {"target": rate(kpi.target)},
        "window": _("The lots since %(day)s; resubmitted ones do not count.") % {"day": short_day(kpi.window_from)},
        "why": _("No lot of this kind has been judged yet."),
    }
    signals = [_signal(each, signal) for signal in each.signals]
    return {
        "tile": tile,
        "lots": [{"lot": lot} for lot in reversed(each.lots)],
        "signals": signals,
        "name": name,
        "chart": _chart(each),
        "id": f"chart-{kpi.source}",
    }


def _sentence(kpi: DefectKpi) -> str:
    if not kpi.rate.lots:
        return ""
    values = {
        "bad": count(kpi.rate.nonconforming),
        "n": count(kpi.rate.looked_at),
        "low": rate(kpi.rate.interval.low, 2),
        "high": rate(kpi.rate.interval.high, 2),
        "target": rate(kpi.target),
    }
    found = _("%(bad)s of %(n)s units were bad; the true rate is probably %(low)s to %(high)s.") % values
    if kpi.is_shown:
        return found + _(BETWEEN_SENTENCES) + _("That it is below %(target)s is shown.") % values
    if kpi.state == "alarm":
        return found + _(BETWEEN_SENTENCES) + _("That is more than %(target)s, and hardly chance.") % values
    return found + _(BETWEEN_SENTENCES) + _("Too early to say that it is below %(target)s.") % values


def _signal(each: queries.SourceRates, signal: Any) -> str:
    first = each.lots[signal.at - 1]
    began = each.lots[signal.changed_after]
    values = {"lot": first.name, "day": short_day(first.on), "began": began.name}
    if first.share > (each.centre or 0):
        found = _("Lot %(lot)s, %(day)s: worse than chance explains.") % values
    else:
        found = _("Lot %(lot)s, %(day)s: better than chance explains.") % values
    return found + _(BETWEEN_SENTENCES) + _("The change probably began with lot %(began)s.") % values


def _chart(each: queries.SourceRates) -> dict[str, Any] | None:
    if not each.lots:
        return None
    values = [
        {"lot": f"{at}", "name": lot.name, "share": lot.share, "lower": lot.lower, "upper": lot.upper,
         "outside": lot.is_outside}
        for at, lot in enumerate(each.lots, start=1)
    ]  # fmt: skip
    x = {"field": "lot", "type": "ordinal", "title": _("Lots, oldest first"), "sort": None}
    y = {"type": "quantitative", "title": _("Bad units"), "axis": {"format": "%"}}
    return {
        "$schema": SCHEMA,
        "width": 520,
        "height": 240,
        "data": {"values": values},
        "encoding": {"x": x},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.15, "interpolate": "step"},
             "encoding": {"y": {"field": "lower", **y}, "y2": {"field": "upper"}}},
            {"mark": {"type": "line", "point": True}, "encoding": {"y": {"field": "share", **y}}},
            {"transform": [{"filter": "datum.outside"}], "mark": {"type": "point", "size": 160, "shape": "diamond"},
             "encoding": {"y": {"field": "share", **y}, "tooltip": {"field": "name"}}},
        ],
    }  # fmt: skip
