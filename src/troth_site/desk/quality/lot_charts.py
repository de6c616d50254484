"""The charts of lots that the page of the defect rate offers: which, drawn, and said in sentences."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.basis.text import BETWEEN_SENTENCES
from troth.quality.lot_charts import ChartKind
from troth_site.access import Actor
from troth_site.queries.quality import lot_charts as queries
from troth_site.templatetags.troth_parts import short_day

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
KINDS = {
    ChartKind.P: gettext_lazy("Bad units (p)"),
    ChartKind.U: gettext_lazy("Defects per unit (u)"),
    ChartKind.CUSUM: gettext_lazy("Departures added up (CUSUM)"),
    ChartKind.EWMA: gettext_lazy("Weighted mean (EWMA)"),
}
ABOUT = {
    ChartKind.P: gettext_lazy("Each lot by itself: sees a large change at once."),
    ChartKind.U: gettext_lazy("Critical and major defects on all units looked at; a unit may have several."),
    ChartKind.CUSUM: gettext_lazy(
        "How far each lot lies from the rate of all, in standard deviations of a lot of its size, added up beyond half "
        "a deviation: sees a small change that lasts. More than 5 is hardly chance."
    ),
    ChartKind.EWMA: gettext_lazy(
        "How far each lot lies from the rate of all, in standard deviations of a lot of its size; the newest lot "
        "weighs one tenth: sees a small change that lasts."
    ),
}


def chosen(asked: str) -> ChartKind:
    """Return which chart is asked for; p where none is."""
    return ChartKind(asked) if asked in list(ChartKind) else ChartKind.P


def shown(by: Actor, pk: int, *, kind: ChartKind, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page shows of the choice, and the charts where another than p is chosen."""
    found = () if kind is ChartKind.P else queries.lot_charts(by, pk, kind=kind)
    return {
        "kinds": [{"value": str(each), "label": label, "is_chosen": each is kind} for each, label in KINDS.items()],
        "about": ABOUT[kind],
        "is_other": kind is not ChartKind.P,
        "charts": [_chart(each, names) for each in found],
    }


def densities(by: Actor, pk: int, *, today: date, names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return defects per unit and per million units, source by source."""
    return [
        {"name": names[str(each.source)], "row": each, "per_million": round(each.density.per_million)}
        for each in queries.densities(by, pk, today=today)
    ]


def _chart(each: queries.SourceChart, names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": names[str(each.source)],
        "id": f"chart-{each.kind}-{each.source}",
        "lots": list(reversed(each.lots)),
        "has_below": each.kind is ChartKind.CUSUM,
        "signals": [_signal(signal) for signal in each.signals if signal.first is not None],
        "drawn": _drawn(each),
    }


def _signal(signal: queries.NamedSignal) -> str:
    values = {"lot": signal.first.name, "day": short_day(signal.first.on)} if signal.first else {}
    worse, better = _("Lot %(lot)s, %(day)s: worse than chance explains."), _(
        "Lot %(lot)s, %(day)s: better than chance explains."
    )  # fmt: skip
    found = (worse if signal.upward else better) % values
    if signal.began is None:
        return found
    began = _("The change probably began with lot %(began)s.") % {"began": signal.began.name}
    return found + _(BETWEEN_SENTENCES) + began


def _drawn(each: queries.SourceChart) -> dict[str, Any]:
    values = [
        {"lot": f"{lot.at}", "name": lot.name, "value": lot.value, "below": lot.below, "lower": lot.lower,
         "upper": lot.upper, "outside": lot.is_outside}
        for lot in each.lots
    ]  # fmt: skip
    titles = {ChartKind.P: _("Bad units"), ChartKind.U: _("Defects per unit")}
    y = {"type": "quantitative", "title": titles.get(each.kind, _("Standard deviations"))}
    line = [
        {"mark": {"type": "line", "point": True}, "encoding": {"y": {"field": name, **y}}}
        for name in ("value", "below")
        if name == "value" or each.kind is ChartKind.CUSUM
    ]
    mark = {"type": "point", "size": 160, "shape": "diamond"}
    return {
        "$schema": SCHEMA,
        "width": 520,
        "height": 240,
        "data": {"values": values},
        "encoding": {"x": {"field": "lot", "type": "ordinal", "title": _("Lots, oldest first"), "sort": None}},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.15, "interpolate": "step"},
             "encoding": {"y": {"field": "lower", **y}, "y2": {"field": "upper"}}},
            *line,
            {"transform": [{"filter": "datum.outside"}], "mark": mark,
             "encoding": {"y": {"field": "value", **y}, "tooltip": {"field": "name"}}},
        ],
    }  # fmt: skip
