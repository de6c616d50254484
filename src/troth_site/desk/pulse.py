"""The quarterly pulse: answering it, and each side's medians beside the standing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.trust.pulse import HIGHEST, QUESTIONS
from troth_site.access import Actor
from troth_site.actions import pulse as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import PulseForm
from troth_site.queries import pulse as queries
from troth_site.queries.partners import Partnership, may, partnership

BUYER_FIRST = ("buyer", "factory")


@signed_in
def pulse(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the pulse of a partnership, and answer it."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    seen = queries.pulse(by, found, today=timezone.localdate())
    form = PulseForm(request.POST if posted else None, initial=seen.own or {})
    if posted and form.act(
        request,
        lambda: acts.answer(by=by, relationship=pk, answers=form.cleaned_data),
        refusals=(acts.PulseRefused,),
    ):
        messages.success(request, _("Kept. You can change your answers until the quarter ends."))
        return redirect("pulse", pk)
    context = {
        "partner": found,
        "is_top": True,
        "now": table(found, seen.now),
        "past": [table(found, each) for each in seen.past],
        "until": seen.now.quarter.last_day,
        "has_answered": seen.own is not None,
        "form": form if may(by, found, "answer") else None,
        "questions": [
            {"field": form[question.key], "low": _(question.low), "high": _(question.high)} for question in QUESTIONS
        ],
    }
    return render(request, "desk/pulse/pulse.html", context, status=422 if posted else 200)


def table(found: Partnership, seen: queries.QuarterPulse) -> dict[str, Any]:
    """Return one quarter as a table: a row a question, a column a side, the buyer left."""
    sides = [seen.sides[side] for side in BUYER_FIRST]  # type: ignore[index]
    quarter = seen.quarter
    return {
        "title": _("Quarter %(number)s of %(year)s")
        % {"number": (quarter.start.month + 2) // 3, "year": quarter.start.year},
        "has_answers": seen.has_answers,
        "highest": HIGHEST,
        "sides": [
            {"side": side.side, "heading": _heading(found, side.side), "people": side.people, "hidden": side.is_hidden}
            for side in sides
        ],
        "shown_on": quarter.end,
        "rows": [
            {
                "label": _(question.label),
                "cells": [{"hidden": side.is_hidden, "median": side.medians[question.key]} for side in sides],
            }
            for question in QUESTIONS
        ],
    }


def _heading(found: Partnership, side: str) -> str:
    """Return whose answers a column holds; a side answers about the other."""
    if side == found.our_side:
        return _("We say of %(partner)s") % {"partner": found.partner}
    return _("%(partner)s says of us") % {"partner": found.partner}
