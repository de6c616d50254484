"""Holding a meeting: its minutes, promises, statuses of earlier ones, who came, closing, and what the others say."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.communication import meetings_closing, meetings_minutes
from troth_site.actions.communication.meetings_changing import TwoVersionsMet
from troth_site.desk.communication import meetings_forms as forms
from troth_site.desk.communication.calendars_due import ask_back
from troth_site.desk.communication.meetings_editing import two_versions
from troth_site.desk.communication.meetings_one import act, press
from troth_site.desk.door import give_ticket_back, signed_in
from troth_site.queries.communication import meetings as rows
from troth_site.queries.partners import may


@require_POST
@signed_in
def minutes(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Write the words of the minutes; who wrote meanwhile is not overwritten."""
    form = forms.MinutesForm(request.POST)

    def doing() -> None:
        meetings_minutes.write(by=by, meeting=pk, edition=form.edition())

    try:
        return act(request, by, pk, form, doing, _("Written down. Both sides read it."))
    except TwoVersionsMet as met:
        give_ticket_back(request)
        return two_versions(request, rows.meeting(by, pk).partnership, form, met)


@require_POST
@signed_in
def promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Promise something for our side."""
    form = forms.MadeForm(request.POST)
    partner = rows.meeting(by, pk).partnership
    if may(by, partner, "record"):
        form.asks = ask_back(form, "due_on", organisation=partner.organisation(partner.our_side))

    def doing() -> None:
        meetings_minutes.promise(by=by, meeting=pk, **form.cleaned_data)

    return act(request, by, pk, form, doing, _("Promised. It counts once the other side has accepted it."))


@require_POST
@signed_in
def accept(request: HttpRequest, by: Actor, pk: int, commitment: int) -> HttpResponse:
    """Accept what the other side promised here."""
    return press(
        request, by, pk, lambda: meetings_minutes.accept(by=by, meeting=pk, commitment=commitment),
        _("Accepted. From now on it counts: kept or broken."),
    )  # fmt: skip


@require_POST
@signed_in
def status(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say what became of a promise of an earlier meeting."""
    form = forms.StatusForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        said = meetings_minutes.Said(
            commitment=given["commitment"], status=given["status"], note=given["note"], done_on=given["done_on"]
        )
        meetings_minutes.say_status(by=by, meeting=pk, said=said)

    return act(request, by, pk, form, doing, _("Written down. The other side reads it beside the promise."))


@require_POST
@signed_in
def came(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say who came."""
    found = rows.meeting(by, pk)
    form = forms.CameForm(request.POST, people={each.person: each.name for each in found.people})

    def doing() -> None:
        meetings_minutes.say_who_came(by=by, meeting=pk, came=form.said("came"), missed=form.said("missed"))

    return act(request, by, pk, form, doing, _("Written down."))


@require_POST
@signed_in
def close(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Close the meeting."""
    return press(
        request, by, pk, lambda: meetings_closing.close(by=by, meeting=pk),
        _("Closed. The other side has five working days to contest who came."),
    )  # fmt: skip


@require_POST
@signed_in
def closing(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Confirm or contest who came as the other side wrote it down."""
    form = forms.ClosingForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        confirms = given["says"] == "confirm"
        meetings_closing.answer_closing(by=by, meeting=pk, confirms=confirms, reason=given["reason"])

    return act(request, by, pk, form, doing, _("Recorded."))
