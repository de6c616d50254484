"""Changing and cancelling meetings. Of two people who edit one, the second sees both versions and chooses."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from troth_site.access import Actor, NotThere
from troth_site.actions.communication import meetings_changing as acts
from troth_site.actions.communication import meetings_taking_off as taking_off
from troth_site.actions.communication.meetings_changing import Edition, TwoVersionsMet
from troth_site.desk.communication import meetings_forms as forms
from troth_site.desk.communication import meetings_shown as shown
from troth_site.desk.door import give_ticket_back, new_ticket, signed_in
from troth_site.queries.communication import meetings as rows
from troth_site.queries.communication.meetings_closed import ClosedThen, closed_for
from troth_site.queries.partners import Partnership, partnership

EDIT = "desk/communication/meetings/edit.html"


@signed_in
def edit(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Change one meeting."""
    found = rows.meeting(by, pk)
    partner = partnership(by, found.row.relationship, "record")
    values = rows.values_of(found.row)
    posted = request.method == "POST"
    form = forms.EditForm(request.POST if posted else None, initial={**values, "revision": found.row.revision})
    context = {"partner": partner, "is_top": True, "row": found.row, "before": values, "series": None,
               "city": shown.city_of(found.row.zone)}  # fmt: skip

    def doing(edition: Edition) -> None:
        acts.change(by=by, meeting=pk, edition=edition)

    if posted and "as_it_is" not in request.POST and form.is_valid():
        closed = _closed(form, partner, values, found.row.zone)
        if closed is not None:
            # Nothing is changed yet; what was typed, and what it was typed over, stays.
            before = {name: form.data.get(forms.BEFORE + name, "") for name in values}
            return render(request, EDIT, context | {"form": form, "before": before, "closed": closed})
    return _edited(request, form, doing, context, redirect("meeting", pk))


def _closed(form: forms.EditForm, partner: Partnership, values: dict[str, str], zone: str) -> ClosedThen | None:
    """Return who is closed at the time that was written, where it is another one than it was."""
    given = form.cleaned_data
    if (given["day"].isoformat(), given["clock"]) == (values["day"], values["clock"]):
        return None
    try:
        start = datetime.combine(given["day"], time.fromisoformat(given["clock"]), tzinfo=ZoneInfo(zone))
        return closed_for(partner, start)
    except (ValueError, OverflowError):
        # No hour at all: the act itself says so.
        return None


@signed_in
def series(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Change every meeting of a series that is still to come."""
    partner, row = rows.one_series(by, pk)
    partner = partnership(by, partner.pk, "record")
    values = {"title": row.title, "clock": row.starts, "minutes": str(row.minutes), "place": row.place}
    posted = request.method == "POST"
    form = forms.SeriesForm(request.POST if posted else None, initial={**values, "revision": row.revision})
    context = {"partner": partner, "is_top": True, "row": None, "before": values, "series": row}

    def doing(edition: Edition) -> None:
        acts.change_series(by=by, series=pk, edition=edition)

    return _edited(request, form, doing, context, redirect("meetings", partner.pk))


@signed_in
def cancel(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Cancel one meeting, or with it all that are still to come of its series."""
    found = rows.meeting(by, pk)
    partner = partnership(by, found.row.relationship, "record")
    posted = request.method == "POST"
    form = forms.CancelForm(request.POST if posted else None)

    def doing() -> None:
        whole = request.POST.get("scope") == "all"
        acts.cancel(by=by, meeting=pk, whole=whole, why=form.cleaned_data["why"])

    if posted and form.act(request, doing, refusals=forms.REFUSALS):
        messages.success(request, _("Cancelled. Everybody asked is told, and calendars take it out."))
        return redirect("meetings", partner.pk)
    context = {
        "partner": partner, "is_top": True, "row": found.row, "form": form,
        "when": shown.both_clocks(partner, found.row.local),
    }  # fmt: skip
    return render(request, "desk/communication/meetings/cancel.html", context, status=422 if posted else 200)


@signed_in
def take_off(request: HttpRequest, by: Actor, pk: int, person: int) -> HttpResponse:
    """Take somebody off a meeting, or off it and all that follow in its series."""
    found = rows.meeting(by, pk)
    partner = partnership(by, found.row.relationship, "record")
    who = next((each for each in found.people if each.person == person), None)
    posted = request.method == "POST"
    if who is None and posted:
        # Sent twice: they are off it already.
        return redirect("meeting", pk)
    if who is None:
        raise NotThere
    form = forms.OffForm(request.POST if posted else None)

    def doing() -> None:
        following = request.POST.get("scope") == "all"
        taking_off.take_off(by=by, meeting=pk, person=person, why=form.cleaned_data["why"], following=following)

    if posted and form.act(request, doing, refusals=forms.REFUSALS):
        messages.success(request, _("Taken off. They are told why, and their calendar takes the meeting out."))
        return redirect("meeting", pk)
    context = {
        "partner": partner, "is_top": True, "row": found.row, "form": form, "who": who,
        "when": shown.both_clocks(partner, found.row.local),
    }  # fmt: skip
    return render(request, "desk/communication/meetings/off.html", context, status=422 if posted else 200)


def _edited(
    request: HttpRequest, form: forms.EditForm, doing: Callable[[Edition], None], context: dict[str, Any],
    after: HttpResponse,
) -> HttpResponse:  # fmt: skip
    try:
        done = form.is_bound and form.act(request, lambda: doing(form.edition()), refusals=forms.REFUSALS)
    except TwoVersionsMet as met:
        give_ticket_back(request)
        return two_versions(request, context["partner"], form, met)
    if done:
        messages.success(request, _("Changed. Everybody asked is told."))
        return after
    if form.is_bound:
        # What it said when the page was opened, not what it says now: or the next version would be overwritten.
        context["before"] = {name: form.data.get(forms.BEFORE + name, "") for name in context["before"]}
    return render(request, EDIT, context | {"form": form}, status=422 if form.is_bound else 200)


def two_versions(
    request: HttpRequest, partner: Partnership, form: forms.EditForm, met: TwoVersionsMet
) -> HttpResponse:  # fmt: skip
    """Show both versions of what two people changed, field by field; whoever came second chooses."""
    conflicts = [
        {"name": name, "label": form.fields[name].label, "met": versions}
        for name, versions in met.merged.conflicts.items()
    ]
    kept = {name: value for name, value in met.merged.values.items() if name not in met.merged.conflicts}
    context = {
        "partner": partner, "is_top": True, "conflicts": conflicts, "kept": kept, "revision": met.revision,
        "before": met.merged.values, "why": form.data.get("why", ""), "action": request.path,
        "ticket": new_ticket(),
    }  # fmt: skip
    return render(request, "desk/communication/meetings/two_versions.html", context, status=409)
