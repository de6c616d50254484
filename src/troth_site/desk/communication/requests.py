"""One question with everything that happened to it, and what either side does about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth.communication.escalation import NAMES
from troth_site.access import Actor
from troth_site.actions.communication import requests as acts
from troth_site.actions.communication import requests_doors
from troth_site.desk import words
from troth_site.desk.communication.messages_times import both, deadline, zones_of
from troth_site.desk.communication.pressing import Press, pressed
from troth_site.desk.communication.response_forms import SayForm
from troth_site.desk.communication.responses import row
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import request_page as pages
from troth_site.queries.communication import requests as rows
from troth_site.queries.partners import may
from troth_site.templatetags.troth_parts import day, short_day

REFUSALS = (acts.AskRefused, acts.AnswerRefused)
HAPPENED = {
    "request.asked": gettext_lazy("It was asked. The clock runs from then on."),
    "request.answered": gettext_lazy("It was answered; the clock stands."),
    "request.denied": gettext_lazy("A side said of a message that it does not answer it."),
    "request.answer_undone": gettext_lazy("The mail that answered was taken back; it stands as without it."),
    "request.claimed": gettext_lazy("A side said of a message that it answers it."),
    "request.confirmed": gettext_lazy("The sender of the answer was confirmed; it weighs in full."),
    "request.withdrawn": gettext_lazy("It was taken back; nothing is owed any more."),
    "request.escalated": gettext_lazy("Nobody had answered, so the next person was asked to help."),
}
ORIGINS = {
    "link": gettext_lazy("by link"),
    "mail": gettext_lazy("by e-mail"),
    "file": gettext_lazy("from a file of mail"),
    "api": gettext_lazy("by a program"),
}


@require_GET
@signed_in
def request_page(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one question."""
    return _page(request, by, pk)


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from a promise to answer to its question."""
    return redirect("request", rows.request_of_promise(by, pk))


@require_POST
@signed_in
def say(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say whether a message answers a question."""
    form = SayForm(request.POST)

    def saying() -> None:
        acts.say(by=by, request=pk, message=form.cleaned_data["message"], answers=form.cleaned_data["answers"])

    done = _("Noted. Where both sides say different things, the question stays open.")
    return _act(request, by, pk, form, saying, done)


@require_POST
@signed_in
def withdraw(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take a question back."""
    done = _("Taken back. It counts for nobody.")
    return _act(request, by, pk, DeskForm(request.POST), lambda: acts.withdraw(by=by, request=pk), done)


@require_POST
@signed_in
def confirm(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Confirm who sent the answer."""
    done = _("Confirmed. The answer weighs in full from now on.")
    return _act(request, by, pk, DeskForm(request.POST), lambda: acts.confirm_sender(by=by, request=pk), done)


@require_POST
@signed_in
def revoke(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Close every mailed door of a question."""
    closed = requests_doors.revoke_doors(by=by, request=pk)
    messages.success(request, _("Closed: %(n)s links answer nothing any more.") % {"n": closed})
    return redirect("request", pk)


def _act(
    request: HttpRequest, by: Actor, pk: int, form: DeskForm, doing: Callable[[], object], done: str
) -> HttpResponse:
    def page(refused: DeskForm) -> HttpResponse:
        return _page(request, by, pk, refused=refused)

    back = reverse("request", args=[pk])
    return pressed(request, form, Press(doing=doing, done=done, refusals=REFUSALS, back=back, page=page))


def _page(request: HttpRequest, by: Actor, pk: int, *, refused: DeskForm | None = None) -> HttpResponse:
    seen = pages.request_page(by, pk)
    found, one = seen.partnership, seen.row
    in_zones = zones_of(found, seen.zones)
    may_answer = may(by, found, "answer")
    is_over = one.withdrawn_at is not None
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "response"),
        "request_row": one,
        "shown": row(one, in_zones),
        "asked_by": found.name(one.side),
        "answered_by": found.name(one.answering),
        "wanted": deadline(one.due_at, in_zones),
        "answered": both(one.answered_at, in_zones),
        "acknowledged": both(one.acknowledged_at, in_zones) if one.acknowledged_at else "",
        "sayings": [_saying(each, found, in_zones, may_say=may_answer and not is_over) for each in seen.sayings],
        "told": [_told(each, in_zones) for each in seen.told],
        "ahead": [_next(each, in_zones, is_ours=one.side == found.our_side) for each in seen.ahead],
        "history": [_happening(each, in_zones) for each in seen.history],
        "doors": seen.doors,
        "refused": refused,
        "blank": DeskForm(),
        "may_withdraw": may_answer and one.side == found.our_side and one.answered_at is None and not is_over,
        "may_confirm": may_answer and one.answering == found.our_side and not one.is_verified,
        "may_revoke": may_answer and seen.doors > 0,
    }
    return render(request, "desk/communication/requests/request.html", context, status=422 if refused else 200)


def _happening(each: pages.Happening, in_zones: Any) -> dict[str, Any]:
    """Return one entry in words: when it happened and, where that was another day, when it was entered here."""
    entered = each.at.astimezone(in_zones[0])
    happened = each.happened_at.astimezone(in_zones[0]).date() if each.happened_at else each.happened_on
    later = _("entered here %(day)s") % {"day": short_day(entered)} if entered.date() > happened else ""
    is_that_moment = each.happened_at is None and not later
    at = each.at if is_that_moment else each.happened_at
    return {
        "row": each,
        "said": str(HAPPENED.get(each.kind, words.entry(each.kind))),
        "at": both(at, in_zones) if at else day(each.happened_on),
        "later": later,
    }


def _saying(each: pages.Saying, found: Any, in_zones: Any, *, may_say: bool) -> dict[str, Any]:
    ours = each.said.get(found.our_side)
    verdicts = [
        _("%(name)s: this answers it") % {"name": found.name(side)} if what
        else _("%(name)s: this is no answer") % {"name": found.name(side)}
        for side, what in sorted(each.said.items())
    ]  # fmt: skip
    return {
        "row": each,
        "at": both(each.at, in_zones),
        "origin": ORIGINS.get(each.origin, ""),
        "verdicts": verdicts,
        "yes": SayForm(initial={"message": each.pk, "answers": "yes"}) if may_say and ours is not True else None,
        "no": SayForm(initial={"message": each.pk, "answers": "no"}) if may_say and ours is not False else None,
    }


def _told(each: pages.Told, in_zones: Any) -> dict[str, Any]:
    return {
        "step": _(NAMES[each.step]).capitalize(),  # type: ignore[index]
        "person": each.person,
        "at": both(each.at, in_zones),
        "letter": words.noticed(each.letter) if each.letter else "",
        "skipped": [words.noticed(one) for one in each.skipped],
    }


def _next(each: pages.NextStep, in_zones: Any, *, is_ours: bool) -> dict[str, Any]:
    """Return a step of the ladder nobody was told on yet; its words are for whoever asks."""
    return {
        "step": _(NAMES[each.step]).capitalize(),
        "person": each.person,
        "at": both(each.at, in_zones),
        "letter": words.found(each.letter) if is_ours and each.letter else "",
    }
