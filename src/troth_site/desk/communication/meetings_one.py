"""One meeting: who comes, its agenda, its minutes; every button of its page comes back to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.commitments.lifecycle import STATES, MoveError
from troth_site.access import Actor
from troth_site.actions.communication import agendas, meetings_answering
from troth_site.actions.communication.table_needs import TableRefused
from troth_site.actions.communication.visit_feedback import FeedbackRefused
from troth_site.desk import words
from troth_site.desk.communication import meetings_forms as forms
from troth_site.desk.communication import meetings_shown as shown
from troth_site.desk.communication.feeds_forms import RepliesForm
from troth_site.desk.communication.meetings_visit_shown import shown as in_person
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.door import new_ticket, signed_in
from troth_site.desk.forms import DeskForm
from troth_site.queries.communication import meetings as rows
from troth_site.queries.communication.live import newest
from troth_site.queries.communication.meetings import OneMeeting
from troth_site.queries.communication.meetings_minutes import Earlier
from troth_site.queries.partners import may

PAGE = "desk/communication/meetings/meeting.html"
REFUSALS = (*forms.REFUSALS, MoveError, FeedbackRefused, TableRefused)


@require_GET
@signed_in
def meeting(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one meeting."""
    return page(request, by, rows.meeting(by, pk))


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say whether one comes."""
    form = forms.AnswerForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        coming = given["answer"] == "coming"
        meetings_answering.answer(by=by, meeting=pk, is_coming=coming, following=given["following"])

    return act(request, by, pk, form, doing, _("Noted, and the others see it."))


@require_POST
@signed_in
def ask(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask somebody else to come."""
    found = rows.meeting(by, pk)
    known = [(each.person, each.name) for each in found.others] + [(each.person, each.name) for each in found.people]
    form = forms.PersonForm(request.POST, people=known)

    def doing() -> None:
        meetings_answering.ask(by=by, meeting=pk, person=form.cleaned_data["person"])

    return act(request, by, pk, form, doing, _("Asked. They get the invitation by mail."))


@require_POST
@signed_in
def point(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Add a point to the agenda."""
    form = forms.PointForm(request.POST)

    def doing() -> None:
        agendas.add_point(by=by, meeting=pk, **form.cleaned_data)

    return act(request, by, pk, form, doing, _("Added. Both sides read it."))


@require_POST
@signed_in
def remove_point(request: HttpRequest, by: Actor, pk: int, point: int) -> HttpResponse:
    """Remove a point one wrote oneself."""
    form = DeskForm(request.POST)

    def doing() -> None:
        agendas.remove_point(by=by, meeting=pk, point=point)

    return act(request, by, pk, form, doing, _("Removed."))


@require_POST
@signed_in
def feedback(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say what our side wants to keep and to change."""
    form = forms.FeedbackForm(request.POST)

    def doing() -> None:
        agendas.say_feedback(by=by, meeting=pk, **form.cleaned_data)

    return act(request, by, pk, form, doing, _("Written down for your side."))


def act(
    request: HttpRequest, by: Actor, pk: int, form: DeskForm, doing: Callable[[], object], done: str
) -> HttpResponse:
    """Do what a form of the page asks and come back to it; a refusal stands at the form, what was typed is kept."""

    def again(refused: DeskForm) -> HttpResponse:
        return page(request, by, rows.meeting(by, pk), refused=refused)

    back = reverse("meeting", args=[pk])
    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=again))


def press(
    request: HttpRequest, by: Actor, pk: int, doing: Callable[[], object], done: str
) -> HttpResponse:  # fmt: skip
    """Do what a button without fields asks."""
    return act(request, by, pk, DeskForm(request.POST), doing, done)


def page(
    request: HttpRequest, by: Actor, found: OneMeeting, *, refused: DeskForm | None = None
) -> HttpResponse:  # fmt: skip
    """Show a meeting; a form that was refused stands in its place, with what was typed."""
    partner, row = found.partnership, found.row
    has_begun = row.starts_at <= timezone.now()
    is_open = row.state == "planned"
    may_answer, may_record = may(by, partner, "answer"), may(by, partner, "record")
    named = _forms(found)
    if refused is not None and refused.name in named:
        named[refused.name] = refused
    context: dict[str, Any] = {
        "partner": partner, "is_top": True, "found": found, "row": row, "when": shown.both_clocks(partner, row.local),
        "state": shown.STATES[row.state], "people": [_person(each) for each in found.people],
        "progress": shown.lines(found.agenda.progress), "challenges": shown.lines(found.agenda.challenges),
        "points": {part: [each for each in found.agenda.points if each.part == part] for part, _word in forms.PARTS},
        "forms": named, "ticket": new_ticket(), "is_open": is_open, "has_begun": has_begun,
        "may_answer": may_answer and is_open, "may_record": may_record and is_open,
        "may_settle": may_answer, "promises": [_made(each) for each in found.minutes.promises],
        "earlier": [_earlier(each, refused) for each in found.minutes.earlier],
        "problems": [words.found(problem) for problem in found.minutes.problems],
        "closing": found.minutes.closing,
        "closing_word": shown.CLOSINGS.get(found.minutes.closing.state) if found.minutes.closing else None,
        "live": {"pk": partner.pk, "last": newest(), "target": "meeting"},
        "came": [{"side": side, "word": shown.came_word(found.came[side])} for side in ("buyer", "factory")],
        "way": shown.WAYS.get(row.way, ""),
    }  # fmt: skip
    if row.way == "visit":
        context["in_person"] = in_person(by, found, refused)
    if refused is not None and not _stands(refused, context):
        # The page moved on, or the button has no fields: what was refused has no place of its own.
        messages.warning(request, " ".join(error for errors in refused.errors.values() for error in errors))
    return render(request, PAGE, context, status=200 if refused is None else 422)


def _stands(refused: DeskForm, page: dict[str, Any]) -> bool:
    """Tell whether the page shows a form that was refused, with what is wrong at its fields."""
    in_person = page.get("in_person")
    listed = [*page["earlier"], *(in_person["findings"] if in_person else ())]
    if any(refused in (each["form"], each.get("promise")) for each in listed):
        return bool(page["has_begun"])
    names: dict[str, bool] = {
        "point": page["may_answer"], "feedback": page["may_answer"],
        "answer": page["may_answer"] and not page["has_begun"],
        "replies": page["may_answer"] and not page["has_begun"],
        "person": page["may_record"] and not page["has_begun"] and bool(page["found"].others),
        "minutes": page["may_answer"] and page["has_begun"], "made": page["may_record"] and page["has_begun"],
        "came": page["may_answer"] and page["has_begun"] and bool(page["people"]),
        "closing": page["may_settle"] and page["closing"] is not None and page["closing"].may_answer,
    }  # fmt: skip
    if in_person:
        names |= {
            "meal": in_person["may_plan_meal"], "rating": in_person["visit"].may_rate,
            "finding": in_person["visit"].has_begun and page["may_settle"],
        }  # fmt: skip
    return names.get(refused.name, False)


def _forms(found: OneMeeting) -> dict[str, DeskForm]:
    said = next((each for each in found.agenda.feedback if each.side == found.partnership.our_side), None)
    answers = {f"person{each.person}": each.state for each in found.people if each.state in {"came", "missed"}}
    all_of = [
        forms.AnswerForm(), forms.PersonForm(people=[(each.person, each.name) for each in found.others]),
        forms.PointForm(), forms.MadeForm(), forms.ClosingForm(), RepliesForm(),
        forms.FeedbackForm(initial={"keep": said.keep, "change": said.change} if said else None),
        forms.MinutesForm(initial={"notes": found.minutes.notes, "revision": found.row.revision}),
        forms.CameForm(people={each.person: each.name for each in found.people}, initial=answers),
    ]  # fmt: skip
    return {form.name: form for form in all_of}


def _person(each: Any) -> dict[str, Any]:
    return {"each": each, "word": shown.ANSWERS[each.state]}


def _made(each: Any) -> dict[str, Any]:
    return {"each": each, "state": shown.PROMISES.get(each.state, each.state), "word": _(STATES[each.state])}


def _earlier(each: Earlier, refused: DeskForm | None) -> dict[str, Any]:
    form: DeskForm = forms.StatusForm(may=each.may, initial={"commitment": each.commitment})
    form.auto_id = f"status-{each.commitment}-%s"
    is_refused = refused is not None and refused.name == "status" and each.may and not each.status
    if refused is not None and is_refused and refused.data.get("commitment") == str(each.commitment):
        form = refused
    said = forms.STATUSES.get(each.status) if each.status else ""  # type: ignore[call-overload]
    return {"each": each, "form": form, "said": said, "state": shown.PROMISES.get(each.state, each.state),
            "word": _(STATES[each.state])}  # fmt: skip
