"""The register of meals and gifts, both sides' own halves, one's own limit, and the table to take away."""

import io
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.communication import hospitality as acts
from troth_site.desk.communication.hospitality_forms import WORDS, DecideForm, HospitalityForm, LimitForm, SayForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.frame import pager
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import hospitality as queries
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.sheets.writing import write_table

REFUSALS = (acts.HospitalityRefused,)
APPROVALS = {
    "waits": ("watch", gettext_lazy("asks approval of our house")),
    "needless": ("cancelled", gettext_lazy("refused: nothing to approve")),
    "approved": ("confirmed", gettext_lazy("approved by our house")),
    "declined": ("broken", gettext_lazy("declined by our house")),
}
SAID = {"given": "done", "accepted": "done", "refused": "cancelled", "returned": "cancelled"}
# Names of columns for programs, which do not change with the reader's language.
COLUMNS = ("day", "given_by", "what", "amount", "currency", "people", "recorded_by", "is_given", "received",
           "received_because", "our_approval", "our_limit", "our_limit_currency", "our_decided_by",
           "our_reason")  # fmt: skip
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@signed_in
def register(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the register, and record a meal or gift."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    form = HospitalityForm(request.POST if posted else None, names=_names(found))
    if posted and form.act(request, lambda: acts.record(by=by, relationship=pk, given=form.given()), refusals=REFUSALS):
        messages.success(request, _("Recorded. Both sides read it; no number is made of it."))
        return redirect("hospitality", pk)
    return _page(request, by, found, {"hospitality": form})


@require_POST
@signed_in
def set_limit(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Say up to which amount one's own people give or accept without asking."""
    found = partnership(by, pk, "people")
    form = LimitForm(request.POST)
    ours = found.organisation(found.our_side)
    if form.act(request, lambda: acts.set_limit(by=by, organisation=ours, **form.cleaned_data), refusals=REFUSALS):
        messages.success(request, _("Kept. What is recorded from now on is measured by it."))
        return redirect("hospitality", pk)
    return _page(request, by, found, {"limit": form})


@require_POST
@signed_in
def decide(request: HttpRequest, by: Actor, pk: int, item: int) -> HttpResponse:
    """Approve or decline for our house what lies above our limit."""
    found = partnership(by, pk, "people")
    form = DecideForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        is_approved = given["decision"] == "approve"
        acts.decide(by=by, relationship=pk, hospitality=item, approved=is_approved, reason=given["reason"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Decided. The people of your house read it; the other side does not."))
        return redirect("hospitality", pk)
    return _page(request, by, found, {f"decide-{item}": form})


@require_POST
@signed_in
def say(request: HttpRequest, by: Actor, pk: int, item: int) -> HttpResponse:
    """Say what became of a meal or gift on our side."""
    found = partnership(by, pk, "answer")
    form = SayForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        acts.say(by=by, relationship=pk, hospitality=item, word=given["word"], because=given["because"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Noted. Both sides read it in the register."))
        return redirect("hospitality", pk)
    return _page(request, by, found, {f"say-{item}": form})


@require_GET
@signed_in
def export(request: HttpRequest, by: Actor, pk: int, kind: str) -> HttpResponse:
    """Take the register away as a table that no program runs as formulas; of limits, our own alone."""
    found = partnership(by, pk)
    target = io.BytesIO()
    rows = (_cells(row) for row in queries.whole_register(by, found))
    write_table(target, header=COLUMNS, rows=rows, kind=kind)
    answer = HttpResponse(target.getvalue(), content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="hospitality-{pk}.{kind}"'
    return answer


def _cells(row: queries.HospitalityRow) -> Iterable[Any]:
    limit = row.ours.limit
    return (
        row.day, row.given_by, row.what, row.amount, row.currency, row.people, row.recorded_by,
        "yes" if row.is_given else "", row.received, row.received_because, row.ours.state,
        limit.amount if limit else "", limit.currency if limit else "", row.ours.decided_by, row.ours.reason,
    )  # fmt: skip


def _names(found: Partnership) -> dict[str, str]:
    return {"buyer": found.buyer_name, "factory": found.factory_name}


def _page(request: HttpRequest, by: Actor, found: Partnership, bound: dict[str, DeskForm]) -> HttpResponse:
    number = request.GET.get("page", "")
    page = queries.register(by, found, page=int(number) if number.isdecimal() and len(number) < 8 else 1)
    ours = queries.our_limit(found)
    limit_form = LimitForm(initial={"amount": ours.amount, "currency": ours.currency} if ours else None)
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "hospitality"),
        "limit": ours,
        "rows": [_row(row, _names(found), bound) for row in page.rows],
        "waiting": queries.waiting(by, found),
        "pager": pager(request, page, target="#register"),
        "form": _recording(found, bound) if may(by, found, "answer") else None,
        "limit_form": bound.get("limit", limit_form) if may(by, found, "people") else None,
    }
    is_refused = any(form.is_bound for form in bound.values())
    return render(request, "desk/communication/customs/hospitality.html", context, status=422 if is_refused else 200)


def _recording(found: Partnership, bound: dict[str, DeskForm]) -> DeskForm:
    return bound.get("hospitality") or HospitalityForm(names=_names(found))


def _row(row: queries.HospitalityRow, names: dict[str, str], bound: dict[str, DeskForm]) -> dict[str, Any]:
    decide, say = None, None
    if row.ours.may_decide:
        decide = bound.get(f"decide-{row.pk}") or DecideForm()
        decide.auto_id = f"decide-{row.pk}-%s"
    if row.words or f"say-{row.pk}" in bound:
        say = bound.get(f"say-{row.pk}") or SayForm()
        say.auto_id = f"say-{row.pk}-%s"
    receiver = "buyer" if row.given_by == "factory" else "factory"
    return {
        "row": row, "giver": names[row.given_by], "receiver": names[receiver],
        "halves": [_half(row, "given" if row.is_given else "", row.given_by), _half(row, row.received, receiver)],
        "approval": APPROVALS.get(row.ours.state), "decide": decide, "say": say,
        "words": [{"word": word, "label": WORDS[word]} for word in row.words],
    }  # fmt: skip


def _half(row: queries.HospitalityRow, word: str, side: str) -> dict[str, Any]:
    is_giver = side == row.given_by
    return {
        "side": side, "state": SAID.get(word, "unknown"), "word": WORDS.get(word, _("nothing said yet")),
        "who": row.said_given_by if is_giver else row.said_received_by,
        "because": "" if is_giver else row.received_because,
    }  # fmt: skip
