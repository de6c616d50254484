"""Who a firm is: what both sides say of it, what it answers, and its own word to all its partners."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.firms import facts as acts
from troth_site.desk.door import signed_in
from troth_site.desk.firms.forms import FactAnswerForm, FactForm
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries import firms
from troth_site.queries.firms.said import KINDS_NAMED, SOURCES_NAMED
from troth_site.queries.partners import Partnership, may, partnership

SIDES = ("buyer", "factory")
REFUSALS = (acts.FactRefused,)


@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show who both sides are said to be, and say something of the partner."""
    posted = request.method == "POST"
    found = partnership(by, pk, "record" if posted else "see")
    form = FactForm(request.POST if posted else None)
    if posted and form.act(
        request, lambda: acts.say_of_partner(by=by, relationship=pk, **form.cleaned_data), refusals=REFUSALS
    ):
        messages.success(request, _("Kept. Both sides read it, and they may answer it."))
        return redirect("firm", pk)
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "firm"),
        "sides": sides_said(by, found),
        "form": form if may(by, found, "record") else None,
        "own_url": reverse("own-firm", args=[found.organisation(found.our_side)]),
        "links": firms.links_of(by, found),
        "back": f"firm/{pk}",
    }
    return render(request, "desk/firms/firm.html", context, status=422 if posted else 200)


@signed_in
def of_house(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show all that is said of one's own organisation, and say something to all its partners."""
    said = firms.facts_of_house(by, pk)
    seat = next(seat for seat in by.seats if seat.organisation == pk)
    posted = request.method == "POST"
    form = FactForm(request.POST if posted else None, initial={"source": "own word"})
    if posted and form.act(
        request, lambda: acts.say_of_ourselves(by=by, organisation=pk, **form.cleaned_data), refusals=REFUSALS
    ):
        messages.success(request, _("Kept. All your partners read it."))
        return redirect("own-firm", pk)
    context = {
        "own": seat,
        "back": f"own-firm/{pk}",
        "own_word": [_fact(fact) for fact in said if fact.is_own_word],
        "others": [_fact(fact) for fact in said if not fact.is_own_word],
        "form": form if pk in by.organisations("record") else None,
    }
    return render(request, "desk/firms/own.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Answer what another says of one's own organisation."""
    form = FactAnswerForm(request.POST)
    is_right = request.POST.get("is_right") == "yes"

    def doing() -> None:
        acts.answer_fact(by=by, fact=pk, is_right=is_right, answer=form.cleaned_data["answer"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Your answer stands beside it."))
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return _back(request)


@require_POST
@signed_in
def take_back(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take back what one's own organisation said."""
    acts.take_back_fact(by=by, fact=pk)
    messages.success(request, _("Taken back: it counts in no comparison any more."))
    return _back(request)


def sides_said(by: Actor, found: Partnership) -> list[dict[str, Any]]:
    """Return what is said of each side of a record, the buyer first."""
    said = firms.facts_between(by, found)
    return [
        {
            "side": side,
            "name": found.name(side),  # type: ignore[arg-type]
            "ours": side == found.our_side,
            "facts": said_of(said, found.organisation(side)),  # type: ignore[arg-type]
        }
        for side in SIDES
    ]


def said_of(said: tuple[firms.Fact, ...], organisation: int) -> list[dict[str, Any]]:
    """Return what is said of one organisation, as its card shows it."""
    return [_fact(fact) for fact in said if fact.organisation == organisation]


def _fact(fact: firms.Fact) -> dict[str, Any]:
    return {
        "row": fact,
        "kind": dict(KINDS_NAMED)[fact.kind],
        "source": dict(SOURCES_NAMED)[fact.source],
        "answer_form": FactAnswerForm() if fact.may_answer else None,
        "take_form": DeskForm() if fact.may_take_back else None,
    }


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the page that shows the fact: that of a partner, or one's own."""
    to = request.POST.get("back", "")
    name, _of, key = to.partition("/")
    if name in ("firm", "own-firm") and key.isdecimal() and len(key) < 16:
        return redirect(name, int(key))
    return redirect("settings")
