"""The meetings with one partner, and planning the next one: slots are proposed, a person chooses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from troth_site.access import Actor
from troth_site.actions.communication import meetings as acts
from troth_site.desk.communication import meetings_shown as shown
from troth_site.desk.communication.customs import beside
from troth_site.desk.communication.meetings_forms import REFUSALS, AskForm, PlanForm
from troth_site.desk.door import signed_in
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import meetings as rows
from troth_site.queries.communication.live import newest
from troth_site.queries.communication.meetings_people import Candidate, candidates_of
from troth_site.queries.communication.slots import NoSlot, offers
from troth_site.queries.partners import Partnership, may, partnership

PLAN = "desk/communication/meetings/plan.html"


@require_GET
@signed_in
def meetings(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the meetings with one partner."""
    page = rows.meetings(by, pk)
    found = page.partnership
    context = {
        "partner": found,
        "tabs": tabs(found, "meetings"),
        "ahead": [shown.listed(found, each) for each in page.ahead],
        "waiting": [shown.listed(found, each) for each in page.waiting],
        "past": [shown.listed(found, each) for each in page.past],
        "series": page.series,
        "may_plan": may(by, found, "record"),
        "live": {"pk": pk, "last": newest(), "target": "meetings"},
    }
    return render(request, "desk/communication/meetings/list.html", context)


@signed_in
def plan(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask for slots (which plans nothing), then plan what somebody chose."""
    found = partnership(by, pk, "record")
    today = timezone.localdate()
    if request.method == "POST":
        return _planned(request, by, found)
    form = AskForm(request.GET if "title" in request.GET else None, today=today)
    context = _context(by, found, form)
    if form.is_bound and form.is_valid():
        context |= _offers(by, found, form)
        context["people"] = _people(by, found)
        context["ticket"] = PlanForm(today=today, people=[]).ticket
    return render(request, PLAN, context, status=422 if form.is_bound and form.errors else 200)


def _planned(request: HttpRequest, by: Actor, found: Partnership) -> HttpResponse:
    people = _people(by, found)
    form = PlanForm(
        request.POST, today=timezone.localdate(), people=[(each.person, each.name) for each in people]
    )  # fmt: skip
    made: list[int] = []

    def doing() -> None:
        given = form.cleaned_data
        planned = acts.Plan(
            title=given["title"], asked=form.asked(), choice=given["choice"], people=given["people"],
            place=given["place"], way=given["way"],
        )  # fmt: skip
        made.append(acts.plan(by=by, relationship=found.pk, plan=planned))

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Planned. Everybody asked is told, and gets a letter their calendar can read."))
        return redirect("meeting", made[0]) if made else redirect("meetings", found.pk)
    asked = AskForm(request.POST, today=timezone.localdate())
    context = _context(by, found, asked) | {"plan_form": form, "people": people, "ticket": form.ticket}
    if asked.is_valid():
        context |= _offers(by, found, asked)
    return render(request, PLAN, context, status=422)


def _context(by: Actor, found: Partnership, form: AskForm) -> dict[str, Any]:
    return {"partner": found, "is_top": True, "form": form, "customs": beside(by, found)}


def _offers(by: Actor, found: Partnership, form: AskForm) -> dict[str, Any]:
    try:
        table = offers(by, found.pk, form.asked())
    except NoSlot:
        return {"no_slot": True}
    sides = (found.our_side, found.their_side)
    return {
        "offers": shown.offers(found, table),
        "is_series": bool(form.asked().every_weeks),
        "borne": [{"side": side, "name": table.names[side], "cost": table.borne[side]} for side in sides],
    }


def _people(by: Actor, found: Partnership) -> tuple[Candidate, ...]:
    return tuple(each for each in candidates_of(by, found.pk) if each.person != by.person)
