"""Changing and cancelling meetings. Of two people who edit one, the second sees both versions and chooses."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from troth_site.access import Actor
from troth_site.actions.communication import meetings_changing as acts
from troth_site.actions.communication.meetings_changing import Edition, TwoVersionsMet
from troth_site.desk.communication import meetings_forms as forms
from troth_site.desk.communication import meetings_shown as shown
from troth_site.desk.door import give_ticket_back, new_ticket, signed_in
from troth_site.queries.communication import meetings as rows
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
    context = {"partner": partner, "is_top": True, "row": found.row, "before": values, "series": None}

    def doing(edition: Edition) -> None:
        acts.change(by=by, meeting=pk, edition=edition)

    return _edited(request, form, doing, context, redirect("meeting", pk))


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
