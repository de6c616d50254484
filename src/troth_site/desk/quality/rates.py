"""The defect rate of a partner: what is shown, what is only likely, lot by lot and defect by defect."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from troth.basis.findings import Severity
from troth.basis.text import BETWEEN_SENTENCES
from troth.quality.pareto import vital_few
from troth_site.access import Actor
from troth_site.desk.door import signed_in
from troth_site.desk.quality import lot_charts
from troth_site.desk.tabs import tabs
from troth_site.queries.quality import rates as queries
from troth_site.queries.quality.transit import ProductDamage, transit_damage
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
    context = {
        "partner": found,
        "tabs": tabs(found, "quality-rates"),
        "sources": [_source(each) for each in seen.sources],
        "densities": lot_charts.densities(by, pk, today=timezone.localdate(), names=NAMES),
        "transit": [_transit(each) for each in transit_damage(by, pk)],
        **lot_charts.shown(by, pk, kind=lot_charts.chosen(request.GET.get("chart", "")), names=NAMES),
    }
    return render(request, "desk/quality/rates/rates.html", context)


def _transit(each: ProductDamage) -> dict[str, Any]:
    findings = [(one.pack, one.finding) for one in each.packs if one.finding is not None]
    version = _("Version %(number)s:")
    said = [
        {"state": "ok" if finding.severity is Severity.NOTE else "watch",
         "text": version % {"number": pack} + _(BETWEEN_SENTENCES) + finding.sentence(_)}
        for pack, finding in findings
    ]  # fmt: skip
    return {"name": each.name, "packs": each.packs, "findings": said}


def _source(each: queries.SourceRates) -> dict[str, Any]:
    kpi = each.kpi
    name = NAMES[str(kpi.source)]
    known = kpi.rate.lots > 0
    tile = {
        "name": _("Defect rate: %(source)s") % {"source": name},
        # That a rate is below its target is claimed only where its whole interval is: one lot of five shows nothing.
        "state": "insufficient" if kpi.state == "ok" and not kpi.is_shown else kpi.state,
        "sentence": _sentence(each),
        "n": kpi.rate.looked_at,
        "kept": kpi.rate.nonconforming,
        "unit": _("units"),
        "counted": _classes(each.counted),
        "rate": kpi.rate.rate if known else None,
        "low": kpi.rate.interval.low if known else None,
        "high": kpi.rate.interval.high if known else None,
        "target": kpi.target,
        "definition": DEFINITION % {"target": rate(kpi.target)},
        "window": _("The lots since %(day)s; resubmitted ones do not count.") % {"day": short_day(kpi.window_from)},
        "why": _("No lot of this kind has been judged yet."),
    }
    few = vital_few(each.bars)
    return {
        "tile": tile,
        "lots": [{"lot": lot} for lot in reversed(each.lots)],
        "signals": [_signal(each, signal) for signal in each.signals],
        "notes": _notes(each.counted),
        "bars": [{"bar": bar, "is_vital": bar in few} for bar in each.bars[:MOST_BARS]],
        "few": len(few),
        "more": max(0, len(each.bars) - MOST_BARS),
        "name": name,
        "chart": _chart(each),
        "id": f"chart-{kpi.source}",
    }


def _sentence(each: queries.SourceRates) -> str:
    kpi = each.kpi
    if not kpi.rate.lots:
        return ""
    values = {"target": rate(kpi.target)}
    found = _found(each)
    if kpi.is_shown:
        return found + _(BETWEEN_SENTENCES) + _("That it is below %(target)s is shown.") % values
    if kpi.state == "alarm":
        return found + _(BETWEEN_SENTENCES) + _("That is more than %(target)s, and hardly chance.") % values
    if kpi.rate.is_known:
        return found
    return found + _(BETWEEN_SENTENCES) + _("Too early to say that it is below %(target)s.") % values


def _found(each: queries.SourceRates) -> str:
    """Say what was counted, and how far the rate is known by it."""
    of = each.kpi.rate
    values = {
        "bad": count(of.nonconforming), "n": count(of.looked_at), "rate": rate(of.rate),
        "low": rate(of.interval.low, 2), "high": rate(of.interval.high, 2),
    }  # fmt: skip
    if each.counted.classes:
        # What each class came to stands beside the rate.
        return _("The true rate of units with either is probably %(low)s to %(high)s.") % values
    if of.is_known:
        return _("%(bad)s of %(n)s units were bad; every unit was looked at, so this is the rate.") % values
    if rate(of.rate) != rate(of.pooled):
        return (
            _(
                "%(bad)s of %(n)s units were bad; as each lot weighs what it holds, that is %(rate)s of all, and the "
                "true rate is probably %(low)s to %(high)s."
            )
            % values
        )
    return _("%(bad)s of %(n)s units were bad; the true rate is probably %(low)s to %(high)s.") % values


def _classes(counted: queries.Counted) -> str:
    """Say what each class came to of the units looked at for it; nothing where all had the same sample."""
    if not counted.classes:
        return ""
    (critical_n, critical), (major_n, major) = counted.classes["critical"], counted.classes["major"]
    return _("Critical: %(critical)s of %(critical_n)s units bad; major: %(major)s of %(major_n)s.") % {
        "critical": count(critical), "critical_n": count(critical_n), "major": count(major), "major_n": count(major_n),
    }  # fmt: skip


def _notes(counted: queries.Counted) -> list[str]:
    """Say how was counted what does not speak for itself."""
    found = []
    if counted.classes:
        found.append(
            _("The two classes were looked at in samples of different sizes, so their rates are added: a unit with "
              "both may count twice, and the rate is never too low. In the chart a lot stands with its worse class.")
        )  # fmt: skip
    if (lots := counted.units_unknown) > 0:
        found.append(
            ngettext(
                "Of one lot nobody said which unit had which defect: a unit with a critical and a major one may count "
                "twice.",
                "Of %(lots)s lots nobody said which unit had which defect: a unit with a critical and a major one may "
                "count twice.",
                lots,
            ) % {"lots": count(lots)}
        )  # fmt: skip
    if (lots := counted.sizes_unknown) > 0:
        found.append(
            ngettext(
                "Of one lot nobody said how many units it holds: each unit looked at in it weighs as one of the "
                "others.",
                "Of %(lots)s lots nobody said how many units they hold: each unit looked at in them weighs as one of "
                "the others.",
                lots,
            ) % {"lots": count(lots)}
        )  # fmt: skip
    return found


def _signal(each: queries.SourceRates, signal: queries.LotSignal) -> str:
    first = signal.first
    values = {"lot": first.name, "day": short_day(first.on)}
    if first.share > (each.centre or 0):
        found = _("Lot %(lot)s, %(day)s: worse than chance explains.") % values
    else:
        found = _("Lot %(lot)s, %(day)s: better than chance explains.") % values
    if signal.began is None:
        return found
    began = _("The change probably began with lot %(began)s.") % {"began": signal.began.name}
    return found + _(BETWEEN_SENTENCES) + began


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
