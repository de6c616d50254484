"""Ideas of either side and what they saved; other ways of working, turned down only with data."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import alternatives
from troth_site.actions.quality import ideas as acts
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.quality.ideas_forms import AlternativeForm, IdeaAnswerForm, IdeaForm, VerdictForm
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.quality import ideas as queries

REFUSALS = (acts.IdeaRefused, alternatives.AlternativeRefused)
STATES = {"proposed": "open", "trial": "running", "adopted": "ok", "declined": "noted", "withdrawn": "cancelled"}


@signed_in
def ideas(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the ideas with a partner, and propose one."""
    posted = request.method == "POST"
    if posted:
        partnership(by, pk, "record")
    seen = queries.ideas(by, pk)
    form = IdeaForm(request.POST if posted else None, products=seen.products)

    def doing() -> None:
        acts.propose(by=by, relationship=pk, given=acts.NewIdea(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Proposed. The other side owes an answer within ten working days."))
        return redirect("quality-ideas", pk)
    return _page(request, by, seen, form if posted else None)


@require_POST
@signed_in
def propose_alternative(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Propose another way to meet a limit."""
    partnership(by, pk, "record")
    seen = queries.ideas(by, pk)
    form = AlternativeForm(request.POST, requirements=seen.requirements)

    def doing() -> None:
        alternatives.propose(by=by, relationship=pk, given=alternatives.NewAlternative(**form.cleaned_data))

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Proposed. It can be turned down only with data."))
        return redirect("quality-ideas", pk)
    return _page(request, by, seen, form)


@signed_in
def idea(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one idea, and answer it."""
    found, posted = queries.idea(by, pk), request.method == "POST"
    is_ours, may_write = _stands(by, found.partnership, found.side)
    if posted and (is_ours or not may_write):
        raise access.NotAllowed
    form = IdeaAnswerForm(request.POST if posted else None)

    def doing() -> None:
        acts.answer(by=by, idea=pk, given=acts.IdeaAnswer(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Answered. The other side sees it."))
        return redirect("idea", pk)
    is_open = found.state in ("proposed", "trial")
    context = {
        "partner": found.partnership, "is_top": True, "found": found, "shown": _shown(found),
        "form": form if posted or (is_open and may_write and not is_ours) else None,
        "withdraw_form": DeskForm() if found.state == "proposed" and is_ours and may_write else None,
    }  # fmt: skip
    return render(request, "desk/quality/ideas/one.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def withdraw(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take an idea of our own side back that nobody has answered."""
    found = queries.idea(by, pk)
    form = DeskForm(request.POST)
    if form.act(request, lambda: acts.withdraw(by=by, idea=pk), refusals=REFUSALS):
        messages.success(request, _("Taken back. No answer is owed any more."))
    else:
        messages.error(request, " ".join(form.non_field_errors()))
    return redirect("idea", found.pk)


@signed_in
def alternative(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show another way of working, and answer it."""
    found, posted = queries.alternative(by, pk), request.method == "POST"
    is_ours, may_write = _stands(by, found.partnership, found.side)
    if posted and (is_ours or not may_write):
        raise access.NotAllowed
    form = VerdictForm(request.POST if posted else None)

    def doing() -> None:
        alternatives.answer(by=by, alternative=pk, given=alternatives.Verdict(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Answered. The other side sees it."))
        return redirect("alternative", pk)
    context = {
        "partner": found.partnership, "is_top": True, "found": found, "is_ours": is_ours,
        "name": found.partnership.name(found.side),  # type: ignore[arg-type]
        "form": form if posted or (found.accepted is None and may_write and not is_ours) else None,
    }  # fmt: skip
    return render(request, "desk/quality/ideas/alternative.html", context, status=422 if posted else 200)


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from a promise to answer to the idea."""
    return redirect("idea", queries.of_promise(by, pk))


def _stands(by: Actor, found: Partnership, side: str) -> tuple[bool, bool]:
    return side == found.our_side, may(by, found, "record")


def _shown(row: queries.IdeaRow) -> dict[str, Any]:
    waits = row.state == "proposed"
    state = "overdue" if waits and row.answer_due_on < timezone.localdate() else STATES[row.state]
    names = {"name": row.partnership.name(row.side), "is_ours": row.side == row.partnership.our_side}  # type: ignore[arg-type]
    return {"row": row, "state": state, "word": "" if state == "overdue" else row.state_name, "waits": waits} | names


def _page(request: HttpRequest, by: Actor, seen: queries.IdeasPage, refused: DeskForm | None) -> HttpResponse:
    found = seen.partnership
    may_write = may(by, found, "record")
    idea_form = refused if isinstance(refused, IdeaForm) else IdeaForm(products=seen.products)
    other = refused if isinstance(refused, AlternativeForm) else AlternativeForm(requirements=seen.requirements)
    context = {
        "partner": found, "tabs": tabs(found, "quality-ideas"), "rows": [_shown(row) for row in seen.ideas],
        "sides": [{"row": row, "name": found.name(row.side), "is_ours": row.side == found.our_side}  # type: ignore[arg-type]
                  for row in seen.sides],
        "alternatives": [{"row": row, "name": found.name(row.side), "is_ours": row.side == found.our_side}  # type: ignore[arg-type]
                         for row in seen.alternatives],
        "form": idea_form if may_write else None, "alternative_form": other if may_write else None,
    }  # fmt: skip
    return render(request, "desk/quality/ideas/list.html", context, status=422 if refused else 200)
