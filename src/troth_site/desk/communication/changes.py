"""Changes that one side asks for: all of a relationship, one of them, and its answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor, NotAllowed
from troth_site.actions.communication import changes as asking
from troth_site.actions.communication import changes_answering as answering
from troth_site.desk.communication.changes_forms import (
    FORMS,
    STATES,
    DeclineForm,
    OfferForm,
    PressForm,
    TrialForm,
    WishForm,
    constraint_word,
)
from troth_site.desk.communication.messages_checks import told
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.frame import pager
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import changes as queries
from troth_site.queries.communication.changes import ChangeRow
from troth_site.queries.partners import Partnership, may, partnership

REFUSALS = (asking.ChangeRefused,)


@signed_in
def of_partner(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the changes of a relationship and what contradicts itself, and ask for another."""
    posted = request.method == "POST"
    found = partnership(by, pk, "record" if posted else "see")
    form = WishForm(request.POST if posted else None)
    thread = _number(request, "thread")
    made: list[int] = []

    def doing() -> None:
        made.append(asking.ask(by=by, relationship=pk, wish=form.wish(thread)))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Asked. The other side accepts it, offers another way, or says why not."))
        return redirect("change", made[0]) if made else redirect("changes", pk)
    page = queries.changes(by, pk, page=_number(request, "page") or 1)
    context = {
        "partner": found,
        "tabs": tabs(found, "changes"),
        "changes": [_card(found, row) for row in page.rows],
        "pager": pager(request, page, target="#changes"),
        "conflicts": [told(finding) for finding in queries.open_conflicts(pk)],
        "form": form if may(by, found, "record") else None,
        "thread": thread or "",
    }
    return render(request, "desk/communication/messages/changes.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def change(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one change with everything that was answered."""
    row, found = queries.change(by, pk)
    return render(request, "desk/communication/messages/change.html", _one(by, row, found))


@require_POST
@signed_in
def answer(request: HttpRequest, by: Actor, pk: int, event: str) -> HttpResponse:
    """Answer a change, or take it back."""
    row, found = queries.change(by, pk)
    if not may(by, found, "record"):
        raise NotAllowed
    if event not in FORMS:
        raise Http404
    form = FORMS[event](request.POST)
    if form.act(request, lambda: _does(by, pk, form)[event](), refusals=REFUSALS):
        messages.success(request, _("Done. The other side sees it at once."))
        return redirect("change", pk)
    context = _one(by, row, found) | {"refused": event, form.name: form}
    return render(request, "desk/communication/messages/change.html", context, status=422)


def _does(by: Actor, pk: int, form: Any) -> dict[str, Callable[[], object]]:
    """Return what each button does with its form."""
    return {
        "accept": lambda: answering.accept(by=by, change=pk),
        "accept-alternative": lambda: answering.answer(by=by, change=pk, verdict="accepted"),
        "withdraw": lambda: asking.withdraw(by=by, change=pk),
        "offer": lambda: answering.offer(
            by=by, change=pk, alternative=form.cleaned_data["alternative"], constraint=form.bound()
        ),
        "decline": lambda: answering.decline(by=by, change=pk, reason=form.cleaned_data["reason"]),
        "reject": lambda: answering.answer(by=by, change=pk, verdict="rejected", trial=form.trial()),
    }


def _one(by: Actor, row: ChangeRow, found: Partnership) -> dict[str, Any]:
    moves = row.waits_for() if may(by, found, "record") else ""
    is_ours, forms = moves == found.our_side, dict[str, DeskForm | None](press=PressForm())
    is_asked = is_ours and row.state == "open"
    forms["offer"] = OfferForm() if is_asked else None
    forms["decline"] = DeclineForm() if is_asked else None
    forms["trial"] = TrialForm() if is_ours and row.state == "alternative" and row.constraint_kind != "law" else None
    return {
        "partner": found,
        **_card(found, row),
        **forms,
        "is_ours_to_accept": is_asked,
        "is_ours_to_judge": is_ours and row.state == "alternative",
        "can_withdraw": row.side == found.our_side and moves != "",
        "constraint_word": constraint_word(row.constraint_kind),
    }


def _card(found: Partnership, row: ChangeRow) -> dict[str, Any]:
    state, word = STATES[row.state]
    return {
        "row": row,
        "state": state,
        "word": word,
        "asked_from": found.name(row.side),  # type: ignore[arg-type]
        "waits_for": found.name(row.waits_for()) if row.waits_for() else "",  # type: ignore[arg-type]
    }


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.POST.get(name, "") or request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 16 else None
