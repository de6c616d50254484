"""How well the forecast has been doing on an organisation's own past; shown to that organisation alone."""

from typing import Any

from django.utils.translation import gettext as _

from troth_site.access import Actor
from troth_site.queries.forecasts import fit_report
from troth_site.templatetags.troth_parts import count, rate

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def calibrations(by: Actor) -> list[dict[str, Any]]:
    """Return one chart for each of the viewer's organisations that has a forecast behind it."""
    found = []
    for seat in by.seats:
        if seat.organisation not in by.organisations():
            continue
        # Whoever a side is, it judges the other: a buyer's forecast is of its factories.
        side = "buyer" if seat.kind == "factory" else "factory"
        report = fit_report(seat.organisation, side=side)
        if report:
            found.append(_chart(report, name=f"calibration-{seat.organisation}"))
    return found


def _chart(report: dict[str, Any], *, name: str) -> dict[str, Any]:
    bins = [_bin(each) for each in report["calibration"]]
    return {
        "id": name,
        "sentence": _sentence(report),
        "bins": bins,
        "measures": _measures(report),
        "spec": _spec(bins),
        "why": _("No forecast has met its outcome yet."),
    }


def _bin(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "predicted": each["forecast"],
        "observed": each["observed"],
        "low": each["low"],
        "high": each["high"],
        "n": each["lines"],
    }


def _sentence(report: dict[str, Any]) -> str:
    ours, plain = report["forecast"], report["average"]
    ratio = ours["log_loss"] / plain["log_loss"] if plain["log_loss"] else 1.0
    values = {"n": count(report["scored"]), "share": rate(abs(1 - ratio), 0), "off": rate(ours["ece"])}
    if ratio < 1:
        return (
            _(
                "Asked 30 days ahead about %(n)s past lines, the forecast was off by %(off)s on average, and its "
                "surprises were %(share)s smaller than those of the plain all-time average."
            )
            % values
        )
    return (
        _(
            "Asked 30 days ahead about %(n)s past lines, the forecast was off by %(off)s on average; so far it does "
            "no better than the plain all-time average."
        )
        % values
    )


def _measures(report: dict[str, Any]) -> list[dict[str, Any]]:
    ours, plain = report["forecast"], report["average"]
    found = []
    for key, label in (
        ("log_loss", _("Log-loss (lower is better)")),
        ("brier", _("Brier score (lower is better)")),
        ("ece", _("Calibration error")),
        ("auc", _("Tells kept from late")),
    ):
        if ours.get(key) is None:
            continue
        note = _("plain average %(figure)s") % {"figure": f"{plain[key]:.3f}"} if plain.get(key) is not None else ""
        found.append({"label": label, "figure": f"{ours[key]:.3f}", "note": note})
    return found


def _spec(bins: list[dict[str, Any]]) -> dict[str, Any] | None:
    if not bins:
        return None
    lowest = min(min(each["predicted"], each["low"]) for each in bins)
    scale = {"domain": [max(0.0, int(lowest * 10) / 10 - 0.05), 1]}
    x = {"field": "predicted", "type": "quantitative", "title": _("Forecast"), "scale": scale, "axis": {"format": "%"}}
    y = {"field": "observed", "type": "quantitative", "title": _("Kept"), "scale": scale, "axis": {"format": "%"}}
    corners = [{"predicted": scale["domain"][0], "observed": scale["domain"][0]}, {"predicted": 1, "observed": 1}]
    return {
        "$schema": SCHEMA,
        "width": 460,
        "height": 280,
        "layer": [
            {"data": {"values": corners}, "mark": {"type": "line", "strokeDash": [4, 4], "strokeWidth": 1},
             "encoding": {"x": x, "y": y}},
            {"data": {"values": bins}, "mark": {"type": "rule"},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"data": {"values": bins}, "mark": {"type": "point", "filled": True, "size": 70},
             "encoding": {"x": x, "y": y}},
        ],
    }  # fmt: skip
