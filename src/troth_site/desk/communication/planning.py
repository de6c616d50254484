"""The planning board over all partners, and the latest day on which work for one of them must begin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth.orders.capacity import NoCapacity
from troth.orders.planning import Slack
from troth_site.access import Actor
from troth_site.desk import words
from troth_site.desk.communication import calendars_shown as shown
from troth_site.desk.communication.calendars_forms import MOST_WORKING_DAYS, StartForm
from troth_site.desk.door import signed_in
from troth_site.desk.frame import address, pager
from troth_site.desk.tabs import tabs
from troth_site.desk.trust.cards import left
from troth_site.queries.communication import planning as queries
from troth_site.queries.communication.calendars_year import USUAL_ORDER_DAYS
from troth_site.queries.communication.planning_start import StartAsked, StartPlan, start_plan
from troth_site.queries.partners import Partnership, partnership

MONTHS = (6, 9, 12)
STAGES = {
    "approval": (gettext_lazy("Approval"), gettext_lazy("the buyer’s working days")),
    "production": (gettext_lazy("Production"), gettext_lazy("the factory’s working days, less what its stops cost")),
    "port": (gettext_lazy("Port"), gettext_lazy("working days in the factory’s country")),
    "ocean": (gettext_lazy("At sea"), gettext_lazy("calendar days")),
    "inland": (gettext_lazy("To the buyer"), gettext_lazy("the buyer’s working days")),
}


@require_GET
@signed_in
def board(request: HttpRequest, by: Actor) -> HttpResponse:
    """Show what the coming months close where, and what falls due in it."""
    today = timezone.localdate()
    countries = queries.countries(by)
    asked = queries.BoardAsked(
        today=today,
        months=_chosen(request, "months", MONTHS[0], within=MONTHS),
        order_days=_chosen(request, "days", USUAL_ORDER_DAYS, within=range(1, MOST_WORKING_DAYS + 1)),
        country=country if (country := request.GET.get("country", "")) in countries else "",
        page=_chosen(request, "page", 1, within=range(1, 10**6)),
        language=get_language() or "en",
    )
    page = queries.board(by, asked)
    context = {
        "asked": asked,
        "rows": [_row(request, row, today) for row in page.rows],
        "months": [{"value": months, "selected": months == asked.months} for months in MONTHS],
        "countries": [{"value": code, "selected": code == asked.country} for code in countries],
        "pager": pager(request, page, target="#board"),
        "affected": sum(each.due for row in page.rows for each in (*row.stops, *row.feasts)),
        "most_days": MOST_WORKING_DAYS,
    }
    return render(request, "desk/communication/calendars/board.html", context)


def _chosen(request: HttpRequest, name: str, otherwise: int, *, within: Any) -> int:
    asked = request.GET.get(name, "")
    number = int(asked) if asked.isdecimal() and len(asked) < 8 else otherwise
    return number if number in within else otherwise


def _row(request: HttpRequest, row: queries.PartnerRow, today: Any) -> dict[str, Any]:
    found = row.partnership
    return {
        "partner": found,
        "url": address(request, "calendar", found.pk),
        "start_url": address(request, "latest-start", found.pk),
        "strip": shown.strip(row.year),
        "stops": [
            {
                **shown.stop_words(stop.long),
                "left": left(stop.long.order_by, today) if stop.long.order_by else "",
                "is_past": stop.long.order_by is not None and stop.long.order_by < today,
                "due": stop.due,
                "more": stop.due - len(stop.lines),
                "lines": [{"line": line, "url": address(request, "line", line.pk)} for line in stop.lines],
            }
            for stop in row.stops
        ],
        "feasts": [{**shown.run(feast.run, row.year), "due": feast.due} for feast in row.feasts],
    }


@require_GET
@signed_in
def latest_start(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Count back from a delivery day to the day on which work must begin."""
    found = partnership(by, pk)
    is_asked = "due" in request.GET
    form = StartForm(request.GET if is_asked else None, initial={"production": USUAL_ORDER_DAYS})
    plan = _plan(by, found, form) if is_asked and form.is_valid() else None
    words = None if plan is None else _plan_words(plan)
    context = {"partner": found, "is_top": True, "tabs": tabs(found, "latest-start"), "form": form, "plan": words}
    return render(request, "desk/communication/calendars/latest_start.html", context)


def _plan(by: Actor, found: Partnership, form: StartForm) -> StartPlan | None:
    asked = StartAsked(
        due=form.cleaned_data["due"], days=form.days(), today=timezone.localdate(), language=get_language() or "en"
    )
    try:
        return start_plan(by, found, asked)
    except NoCapacity:
        form.add_error("due", _("The stages do not fit before this day: look at the closures of both calendars."))
        return None


def _plan_words(plan: StartPlan) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "plan": plan,
        "made": next(each.milestone for each in plan.slacks if each.milestone.stage.name == "production"),
        "begin_left": left(plan.begin, today),
        "is_past": plan.begin < today,
        "stages": [_stage(each) for each in plan.slacks],
        "stops": [
            {
                "span": shown.span_of(stop.span.start, stop.span.end),
                "names": shown.names(stop.names),
                "basis": stop.basis,
                "estimated": stop.mark.value == "estimated",
            }
            for stop in plan.stops
        ],
        "hints": [words.found(hint) for hint in plan.hints],
    }


def _stage(each: Slack) -> dict[str, Any]:
    name, counted = STAGES[each.milestone.stage.name]
    return {"slack": each, "name": name, "counted": counted, "days": each.milestone.stage.days}
