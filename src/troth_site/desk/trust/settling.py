"""Actions and red flags: what opened them, who looks after them, and what is said about them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.trust import settling
from troth_site.desk import words
from troth_site.desk.deciders import deciders
from troth_site.desk.door import signed_in
from troth_site.desk.forms import AnswerForm, DeskForm, EvidenceForm, OwnerForm
from troth_site.desk.trust import cards, facts
from troth_site.queries import settling as rows
from troth_site.queries.partners import may

# What a card on its own page leaves out: the page says it itself.
_ALONE = {"url": "", "evidence": [], "more": None}
REFUSALS = (settling.SettlingRefused,)


@require_GET
@signed_in
def action(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one action."""
    return _action_page(request, by, rows.action(by, pk))


@require_POST
@signed_in
def complete(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say that an action is done, with what shows it."""
    found = rows.action(by, pk)
    form = EvidenceForm(request.POST)

    def doing() -> None:
        settling.complete_action(by=by, action=pk, evidence=form.cleaned_data["evidence"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Done. We look at what comes due from now on, and say whether it worked."))
        return redirect("action", pk)
    return _action_page(request, by, found, refused=form)


@require_POST
@signed_in
def own(request: HttpRequest, by: Actor, pk: int, what: str) -> HttpResponse:
    """Name who on our side looks after an action or a flag."""
    find, record, page = OWNED[what]
    found = find(by, pk)
    form = OwnerForm(request.POST, people=_people(found))

    def doing() -> None:
        record(by=by, person=form.cleaned_data["person"], **{what: pk})

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("The owner on our side is recorded."))
        return redirect(what, pk)
    return page(request, by, found, refused=form)


def _people(found: rows.OpenAction | rows.Flag) -> list[tuple[int, str]]:
    ours = found.partnership
    return rows.people_of(ours.organisation(ours.our_side))


def _owner(found: rows.OpenAction | rows.Flag) -> Callable[[], DeskForm]:
    own = found.partnership.our_side
    key = found.owner_key if isinstance(found, rows.Flag) else found.owner_keys[own]
    return lambda: OwnerForm(people=_people(found), initial={"person": key})


def _action_page(
    request: HttpRequest, by: Actor, found: rows.OpenAction, *, refused: DeskForm | None = None
) -> HttpResponse:
    may_settle = may(by, found.partnership, "settle")
    card = cards.action_card(request, found, today=timezone.localdate())
    context = _shared(found, refused) | {
        "action": card | {"url": "", "evidence": [], "more": None},
        "row": found,
        "lines": found.lines,
        "wanted": words.action_evidence(found.kind),
        "done": _form(EvidenceForm, refused) if may_settle and found.state in {"open", "reopened"} else None,
        "owner": _form(_owner(found), refused, OwnerForm) if may_settle else None,
        "deciders": None
        if may_settle or found.state not in {"open", "reopened"}
        else deciders(by, found.partnership, side=found.partnership.our_side, verb="settle", about=str(card["title"])),
    }
    return render(request, "desk/trust/action.html", context, status=422 if refused else 200)


@require_GET
@signed_in
def flag(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one red flag."""
    return _flag_page(request, by, rows.flag(by, pk))


@require_POST
@signed_in
def acknowledge(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say that a flag was seen."""
    settling.acknowledge_flag(by=by, flag=pk)
    messages.success(request, _("Both sides can see that your side read the flag. It stays open."))
    return redirect("flag", pk)


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Answer a flag."""
    found = rows.flag(by, pk)
    form = AnswerForm(request.POST)

    def doing() -> None:
        settling.answer_flag(by=by, flag=pk, answer=form.cleaned_data["answer"], finding=form.cleaned_data["finding"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("The answer stands beside the flag."))
        return redirect("flag", pk)
    return _flag_page(request, by, found, refused=form)


def _flag_page(request: HttpRequest, by: Actor, found: rows.Flag, *, refused: DeskForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    is_open = found.closed_on is None and may(by, found.partnership, "settle")
    said = found.answer_of(found.partnership.our_side)
    given = {"answer": said.text, "finding": said.finding} if said else {}
    context = _shared(found, refused) | {
        "flag": cards.flag_card(request, found, today=today) | _ALONE | {"due": None, "next": "", "escalated": ""},
        "asks": "" if found.closed_on else cards.flag_next(found),
        "row": found,
        "facts": facts.of_flag(found),
        "deadline": facts.deadline(found),
        "answers": facts.answers(found),
        "precision": rows.rule_precision(by, found.rule),
        "escalated": cards.escalated(found, today=today),
        "answer": _form(lambda: AnswerForm(initial=given), refused, AnswerForm) if is_open else None,
        "owner": _form(_owner(found), refused, OwnerForm) if is_open else None,
        "may_acknowledge": is_open and not found.is_acknowledged,
    }
    return render(request, "desk/trust/flag.html", context, status=422 if refused else 200)


def _shared(found: rows.OpenAction | rows.Flag, refused: DeskForm | None) -> dict[str, Any]:
    return {"partner": found.partnership, "is_top": True, "refused": refused}


def _form(fresh: Callable[[], DeskForm], refused: DeskForm | None, kind: type[DeskForm] | None = None) -> DeskForm:
    wanted = kind or fresh
    return refused if refused is not None and type(refused) is wanted else fresh()


# How what is owned is found, how its owner is recorded, and the page that says what the form lacks.
OWNED: dict[str, tuple[Callable[..., Any], Callable[..., None], Callable[..., HttpResponse]]] = {
    "action": (rows.action, settling.own_action, _action_page),
    "flag": (rows.flag, settling.own_flag, _flag_page),
}
