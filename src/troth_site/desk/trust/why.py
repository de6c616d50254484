"""Why this number: every entry that moved a standing, what would raise it, and how the forecast is made up."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.desk import words
from troth_site.desk.door import signed_in
from troth_site.desk.frame import AsOf, address, look_from, pager
from troth_site.queries import partner_page
from troth_site.queries.ledger import Page
from troth_site.queries.partner_page import BothSides, Moved, Reason
from troth_site.queries.partners import Partnership, partnership
from troth_site.templatetags.troth_parts import day, promised

SMALLEST_SHOWN = 0.05


@require_GET
@signed_in
def why(request: HttpRequest, by: Actor, pk: int, side: str, dimension: str) -> HttpResponse:
    """Show why a standing is what it is."""
    if dimension not in words.DIMENSIONS:
        raise Http404
    found = partnership(by, pk)
    as_of = look_from(request)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
    reason = partner_page.reasons(by, found.pk, side=side, dimension=dimension, as_of=as_of.day, page=number)
    numbers = partner_page.both_sides(by, found, as_of=as_of.day)
    told = _steps(request, reason, as_of, _ways(by, found, numbers, (side, dimension), as_of))
    context = {
        "partner": found,
        "is_top": True,
        "name": found.name(side),  # type: ignore[arg-type]
        "is_ours": side == found.our_side,
        "side": side,
        "dimension": words.dimension(dimension),
        "why": told,
        "reason": reason,
        "pager": pager(request, Page(tuple(told["steps"]), number=reason.number, total=reason.total), target=""),
        "forecast": _forecast(found, numbers, side, dimension, as_of),
    }
    return render(request, "desk/trust/why.html", context)


def _steps(request: HttpRequest, reason: Reason, as_of: AsOf, raise_it: list[dict[str, Any]]) -> dict[str, Any]:
    is_newest = reason.number == 1
    return {
        "start": reason.start,
        "steps": _folded(request, reason.steps),
        "score": reason.score,
        "as_of": as_of.day if is_newest else reason.steps[-1].recorded_at,
        "start_note": _("what the steps before these came to") if reason.earlier else "",
        "hidden": reason.earlier or None,
        "raise_it": raise_it if is_newest else [],
    }


def _folded(request: HttpRequest, steps: Sequence[Moved]) -> list[dict[str, Any]]:
    """Return the rows of a page: what time took stands in the row of the entry it led up to, nothing is left out."""
    rows, passed = [], 0.0
    for step in steps:
        if step.entry is None:
            passed += step.step
        else:
            # What would be written as nothing waits until it is something: the page adds up as it is read.
            shown = passed if abs(passed) >= SMALLEST_SHOWN else 0.0
            rows.append(_step(request, step) | {"passed": shown})
            passed -= shown
    if steps and steps[-1].entry is None:
        # Since the last entry there is none to stand with.
        rows.append(_step(request, steps[-1]) | {"step": passed, "passed": 0.0})
    elif rows:
        rows[-1]["passed"] += passed
    return rows


def _step(request: HttpRequest, step: Moved) -> dict[str, Any]:
    said = words.spoken(step.reason)
    return {
        "at": step.at,
        "recorded_at": step.recorded_at,
        "reason": f"{promised(step.what)} – {said}" if step.what else said,
        "step": step.step,
        "url": address(request, "entry", step.relationship, step.entry) if step.entry is not None else "",
    }


def _ways(by: Actor, found: Partnership, numbers: BothSides, of: tuple[str, str], as_of: AsOf) -> list[dict[str, Any]]:
    side, dimension = of
    judged = numbers.dimensions[side].get(dimension)  # type: ignore[index]
    if judged is None or as_of.past:
        return []
    ways = partner_page.ways(by, found.pk, side=side, dimension=dimension, numbers=judged)
    return [
        {
            "sentence": _("%(what)s kept on %(day)s as promised; broken, it would cost %(points)s.")
            % {"what": promised(way.what), "day": day(way.due_on), "points": f"{-way.if_broken:.1f}"},
            "step": way.if_kept,
        }
        for way in ways
        if way.due_on is not None and way.due_on >= as_of.day
    ]


def _forecast(found: Partnership, numbers: BothSides, side: str, dimension: str, as_of: AsOf) -> dict[str, Any] | None:
    if dimension != "delivery":
        return None
    judge = found.name("buyer" if side == "factory" else "factory")
    if side not in numbers.judged_by_us:
        return {"why": _("The forecast draws on all partners of %(judge)s, and is shown to %(judge)s alone.")
                % {"judge": judge}}  # fmt: skip
    parts = partner_page.forecast_parts(found, side=side, as_of=as_of.day)  # type: ignore[arg-type]
    if parts is None:
        return {"why": _("There is not enough of a past yet to fit a forecast on.")}
    return {"parts": parts, "level_weight": 1.0 - parts.own_weight}
