"""What to read before meeting a partner, with the questions it asks; what somebody answers is shown to them alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.communication import quiz as acts
from troth_site.desk.communication.customs_forms import ChosenForm, QuestionForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import reading as queries
from troth_site.queries.communication.customs import CustomRow, categories
from troth_site.queries.partners import may, partnership

PAGE = "desk/communication/customs/reading.html"
REFUSALS = (acts.QuestionRefused,)
ANSWERED = {
    True: {"state": "kept", "word": gettext_lazy("as they say themselves")},
    False: {"state": "watch", "word": gettext_lazy("they say otherwise")},
}


@require_GET
@signed_in
def reading(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the reading list about a partner."""
    return _page(request, by, pk)


@require_POST
@signed_in
def ask(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Ask something about a note of one's own."""
    found = partnership(by, pk, "answer")
    form = QuestionForm(request.POST, notes=_titles(queries.reading(by, found).ours))

    def doing() -> None:
        acts.ask(by=by, relationship=pk, **form.given())

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Asked. Your partners can answer for themselves; you are not told what."))
        return redirect("reading", pk)
    return _page(request, by, pk, question=form)


@require_POST
@signed_in
def take_away(request: HttpRequest, by: Actor, pk: int, question: int) -> HttpResponse:
    """Take away a question of one's own house."""
    acts.take_away(by=by, relationship=pk, question=question)
    messages.success(request, _("Taken away."))
    return redirect("reading", pk)


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int, question: int) -> HttpResponse:
    """Answer a question for oneself."""
    partnership(by, pk)
    form = ChosenForm(request.POST)

    def doing() -> None:
        acts.answer(by=by, relationship=pk, question=question, chosen=form.cleaned_data["chosen"])

    if form.act(request, doing, refusals=REFUSALS):
        return redirect("reading", pk)
    return _page(request, by, pk, chosen=(question, form))


@require_POST
@signed_in
def forget(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Erase all of one's own answers."""
    partnership(by, pk)
    acts.forget(by=by)
    messages.success(request, _("All of your answers are erased; nothing of them is kept."))
    return redirect("reading", pk)


def _page(
    request: HttpRequest, by: Actor, pk: int, *, question: DeskForm | None = None,
    chosen: tuple[int, DeskForm] | None = None,
) -> HttpResponse:  # fmt: skip
    found = partnership(by, pk)
    shown = queries.reading(by, found)
    words = dict(categories())
    may_ask = may(by, found, "answer") and bool(shown.ours)
    context = {
        "partner": found, "is_top": True, "tabs": tabs(found, "reading"),
        "own": _notes(shown.own, words), "noted": _notes(shown.noted, words),
        "of_country": _notes(shown.of_country, words), "country": shown.country,
        "asked": [_asked(each, chosen) for each in shown.asked],
        "has_answered": any(each.chosen is not None for each in shown.asked),
        "ours": [_asked(each, None) for each in shown.our_questions], "may_ask": may_ask,
        "may_write": may(by, found, "answer"),
        "question_form": (question or QuestionForm(notes=_titles(shown.ours))) if may_ask else None,
        "ticket": DeskForm(),
    }  # fmt: skip
    is_refused = question is not None or chosen is not None
    return render(request, PAGE, context, status=422 if is_refused else 200)


def _notes(rows: tuple[CustomRow, ...], words: dict[str, str]) -> list[dict[str, Any]]:
    return [{"row": row, "category": words[row.category]} for row in rows]


def _titles(rows: tuple[CustomRow, ...]) -> list[tuple[int, str]]:
    return [(row.pk, Truncator(row.text).chars(80)) for row in rows]


def _asked(each: queries.Asked, chosen: tuple[int, DeskForm] | None) -> dict[str, Any]:
    refused = chosen[1] if chosen is not None and chosen[0] == each.pk else None
    return {
        "each": each, "told": None if each.right is None else ANSWERED[each.right],
        "choices": list(enumerate(each.question.choices)),
        "errors": [error for errors in refused.errors.values() for error in errors] if refused else [],
        "ticket": DeskForm().ticket,
    }  # fmt: skip
