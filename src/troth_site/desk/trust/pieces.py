"""Contexts of the pieces that show numbers: tiles, the standing of both sides, the picture of lateness."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.commitments.outcomes import DIMENSIONS, SIDES, Side
from troth.orders.definitions import AS_RECORDED
from troth.trust.sentences import kpi_sentence
from troth_site.desk import words
from troth_site.desk.frame import address, addresses
from troth_site.queries.partner_page import Provenance, Shown, ShownSides, TimelineLine
from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_parts import count, short_day

ALWAYS_SHOWN = ("delivery", "quality", "communication", "money")


def standing_pair(request: HttpRequest, found: Partnership, numbers: ShownSides) -> dict[str, Any]:
    """Return the standing of both sides in the same dimensions and the same order."""
    present = {name for side in SIDES for name in numbers.dimensions[side]}
    shown = [name for name in DIMENSIONS if name in present or name in ALWAYS_SHOWN]
    return {
        side: {
            "heading": _heading(found, side),
            "rows": [_standing(request, found, side, name, numbers.dimensions[side].get(name)) for name in shown],
        }
        for side in SIDES
    }


def _heading(found: Partnership, side: Side) -> str:
    if side == found.our_side:
        return _("%(partner)s relies on us") % {"partner": found.partner}
    return _("We rely on %(partner)s") % {"partner": found.partner}


def _standing(request: HttpRequest, found: Partnership, side: Side, name: str, numbers: Shown | None) -> dict[str, Any]:
    row: dict[str, Any] = {"label": words.dimension(name), "standing": None, "expected": None, "n": 0}
    if numbers is None or not (numbers.n or numbers.r or numbers.s):
        return row
    row |= {"standing": numbers.standing, "expected": numbers.expected, "n": numbers.n}
    if not (numbers.r or numbers.s):
        light = _("only light promises were kept so far; they count beside a heavier one")
        row |= {"standing": None, "why": light if numbers.kept else _("nothing has come of it yet")}
    return row | {"url": address(request, "why", found.pk, side, name)}


def delivery_tile(request: HttpRequest, found: Partnership, numbers: Shown, whose: Provenance) -> dict[str, Any]:
    """Return the tile of on-time delivery of one side, with everything that makes the number honest."""
    side = numbers.side
    late = numbers.window_n - numbers.window_kept
    links = [{"url": address(request, "why", found.pk, side, "delivery"), "label": _("why this number")}]
    if late:
        label = _late_label(side, late)
        links.append(
            {"url": address(request, "partner", found.pk, side=side, state="late") + "#ledger", "label": label}
        )
    return {
        "name": _tile_name(side) % {"name": found.name(side)},
        "state": numbers.state,
        "sentence": kpi_sentence(numbers, dimension="delivery").text(_) if numbers.window_n else "",
        "n": numbers.window_n,
        "kept": numbers.window_kept,
        "unit": _unit(side, numbers.window_n),
        "rate": numbers.window_rate,
        "low": numbers.window_low,
        "high": numbers.window_high,
        "target": numbers.target,
        "definition": _definition(side),
        "window": _window(numbers),
        "source": _source(whose) if numbers.n else "",
        "why": _("Nothing of this kind has fallen due yet."),
        "links": links if numbers.n else [],
    }


def _tile_name(side: Side) -> str:
    # What a buyer owes a delivery is what it waits for: samples approved, deposits paid.
    return _("On-time delivery of %(name)s") if side == "factory" else _("On-time approvals and deposits of %(name)s")


def _unit(side: Side, n: int) -> str:
    return ngettext("line", "lines", n) if side == "factory" else ngettext("promise", "promises", n)


def _late_label(side: Side, late: int) -> str:
    if side == "factory":
        return ngettext("%(n)s late line", "%(n)s late lines", late) % {"n": count(late)}
    return ngettext("%(n)s late promise", "%(n)s late promises", late) % {"n": count(late)}


def _definition(side: Side) -> str:
    if side == "factory":
        return AS_RECORDED.sentence(_)
    return _("Measured against the agreed day. Kept means done on or before that day. Each promise counts once.")


def _window(numbers: Shown) -> str:
    if not numbers.window_n:
        return ""
    values = {
        "since": short_day(numbers.window_from),
        "kept": count(numbers.kept),
        "n": count(numbers.n),
    }
    return (
        _("The last 12 months, or the last 50 where that is more: since %(since)s. On all record: %(kept)s of %(n)s.")
        % values
    )


def _source(whose: Provenance) -> str:
    if not whose.recorded:
        return ""
    if not whose.confirmed:
        return _("From the buyer’s records, not confirmed by the factory.")
    if whose.confirmed >= whose.recorded:
        return _("From the buyer’s records, confirmed by the factory.")
    return _("From the buyer’s records; the factory has confirmed %(n)s of %(total)s lines.") % {
        "n": count(whose.confirmed),
        "total": count(whose.recorded),
    }


def forecast(request: HttpRequest, found: Partnership, judged: Shown, *, ours: bool) -> dict[str, Any]:
    """Return the forecast of one side, or why it is not shown."""
    row: dict[str, Any] = {"side": judged.side, "name": found.name(judged.side), "chance": judged.forecast}
    if not ours:
        judge = found.name("buyer" if judged.side == "factory" else "factory")
        why = _("It draws on all partners of %(judge)s, and is shown to %(judge)s alone.") % {"judge": judge}
        return row | {"chance": None, "why": why}
    if judged.forecast is None:
        return row | {"why": _("There is not enough of a past yet to fit a forecast on.")}
    return row | {"url": address(request, "why", found.pk, judged.side, "delivery") + "#forecast"}


def timeline(request: HttpRequest, found: Partnership, lines: Sequence[TimelineLine]) -> dict[str, Any]:
    """Return the picture of lateness with the sentence above it."""
    url = addresses(request, "line")
    return {
        "id": "lateness",
        "sentence": _lateness(found, lines),
        "window": {"late_days": 0, "early_days": AS_RECORDED.early_days},
        "lines": [
            {
                "label": line.label,
                "due": line.due,
                "days": line.days,
                "factory_days": line.factory_days,
                "buyer_days": line.buyer_days,
                "excused_days": line.excused_days,
                "state": line.state,
                "url": url(line.pk),
            }
            for line in lines
        ],
    }


def _lateness(found: Partnership, lines: Sequence[TimelineLine]) -> str:
    late = [line for line in lines if (line.days or 0) > 0]
    if not late:
        return ngettext("The last line came on time.", "None of the last %(n)s lines came late.", len(lines)) % {
            "n": len(lines)
        }
    values = {
        "late": len(late),
        "n": len(lines),
        "days": sum(line.days or 0 for line in late),
        "buyer_days": sum(line.buyer_days or 0 for line in late),
        "excused_days": sum(line.excused_days or 0 for line in late),
        "buyer": found.buyer_name,
    }
    return _causes(buyer=bool(values["buyer_days"]), excused=bool(values["excused_days"])) % values


def _causes(*, buyer: bool, excused: bool) -> str:
    if buyer and excused:
        return _(
            "%(late)s of the last %(n)s lines came late, %(days)s days in all: %(buyer_days)s of them came from "
            "%(buyer)s, %(excused_days)s are excused."
        )
    if buyer:
        return _(
            "%(late)s of the last %(n)s lines came late, %(days)s days in all: %(buyer_days)s of them came from "
            "%(buyer)s."
        )
    if excused:
        return _(
            "%(late)s of the last %(n)s lines came late, %(days)s days in all: %(excused_days)s of them are excused."
        )
    return _("%(late)s of the last %(n)s lines came late, %(days)s days in all; nobody else is named as the cause.")
