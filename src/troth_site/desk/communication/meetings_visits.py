"""What people do on the page of a meeting in person: plan its meal, say how it was, tell and answer what was seen."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site.access import Actor
from troth_site.actions.communication import table_needs as meals
from troth_site.actions.communication import visit_feedback as acts
from troth_site.desk.communication.calendars_due import ask_back
from troth_site.desk.communication.hospitality_forms import MealForm
from troth_site.desk.communication.meetings_one import act
from troth_site.desk.communication.meetings_visit_shown import (
    FindingAnswerForm,
    FindingForm,
    FindingPromiseForm,
    RatingForm,
    names_of,
)
from troth_site.desk.door import signed_in
from troth_site.queries.communication import meetings as rows
from troth_site.queries.partners import may


@require_POST
@signed_in
def meal(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Plan the meal of a visit."""
    found = rows.meeting(by, pk)
    form = MealForm(request.POST, names=names_of(found))

    def doing() -> None:
        meals.plan_meal(by=by, meeting=pk, meal=form.meal())

    return act(request, by, pk, form, doing, _("Planned. Both sides read it."))


@require_POST
@signed_in
def rate(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say for our side how the visit was."""
    form = RatingForm(request.POST)

    def doing() -> None:
        acts.rate(by=by, meeting=pk, answers=form.answers(), words=form.cleaned_data["words"])

    done = _("Kept. Both sides read it once both have answered, or a week after the visit.")
    return act(request, by, pk, form, doing, done)


@require_POST
@signed_in
def find(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Write down what our side saw."""
    form = FindingForm(request.POST)

    def doing() -> None:
        acts.find(by=by, meeting=pk, text=form.cleaned_data["text"])

    return act(request, by, pk, form, doing, _("Written down. The other side reads it and can answer."))


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int, finding: int) -> HttpResponse:
    """Answer what the other side saw."""
    form = FindingAnswerForm(request.POST)
    form.finding = finding

    def doing() -> None:
        acts.answer(by=by, meeting=pk, finding=finding, text=form.cleaned_data["text"])

    return act(request, by, pk, form, doing, _("Answered. Both sides read it."))


@require_POST
@signed_in
def promise(request: HttpRequest, by: Actor, pk: int, finding: int) -> HttpResponse:
    """Promise something for our side about what was seen."""
    form = FindingPromiseForm(request.POST)
    form.finding = finding
    partner = rows.meeting(by, pk).partnership
    if may(by, partner, "record"):
        form.asks = ask_back(form, "due_on", organisation=partner.organisation(partner.our_side))

    def doing() -> None:
        acts.promise(by=by, meeting=pk, finding=finding, made=acts.Promised(**form.cleaned_data))

    return act(request, by, pk, form, doing, _("Promised. It counts once the other side has accepted it."))
