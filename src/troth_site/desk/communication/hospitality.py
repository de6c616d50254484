"""The register of meals and gifts: recording, asking approval above a limit, taking it away as a table."""

import io
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth_site.access import Actor
from troth_site.actions.communication import hospitality as acts
from troth_site.desk.communication.customs_forms import DecideForm, HospitalityForm, LimitForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.frame import pager
from troth_site.desk.tabs import tabs
from troth_site.queries.communication import hospitality as queries
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.sheets.writing import write_table

REFUSALS = (acts.HospitalityRefused,)
STATES = {
    "within": ("ok", gettext_lazy("within the limits")),
    "waits": ("watch", gettext_lazy("asks approval")),
    "approved": ("confirmed", gettext_lazy("approved")),
    "declined": ("broken", gettext_lazy("declined")),
}
# Names of columns for programs, which do not change with the reader's language.
COLUMNS = ("day", "given_by", "what", "amount", "currency", "people", "needs", "recorded_by", "state", "limit",
           "limit_currency", "limit_of", "decided_by", "reason")  # fmt: skip


@signed_in
def register(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the register, and record a meal or gift."""
    posted = request.method == "POST"
    found = partnership(by, pk, "answer" if posted else "see")
    names = {"buyer": found.buyer_name, "factory": found.factory_name}
    fresh = {"day": timezone.localdate(), "given_by": found.our_side}
    form = HospitalityForm(request.POST if posted else None, names=names, initial=fresh)
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
    """Approve or decline a meal or gift above a limit."""
    found = partnership(by, pk, "people")
    form = DecideForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        is_approved = given["decision"] == "approve"
        acts.decide(by=by, relationship=pk, hospitality=item, approved=is_approved, reason=given["reason"])

    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Decided. Both sides read it in the register."))
        return redirect("hospitality", pk)
    return _page(request, by, found, {f"decide-{item}": form})


@require_GET
@signed_in
def export(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Take the register away as a table that no program runs as formulas."""
    found = partnership(by, pk)
    target = io.BytesIO()
    rows = (_cells(row) for row in queries.whole_register(by, found))
    write_table(target, header=COLUMNS, rows=rows, kind="csv")
    answer = HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="hospitality-{pk}.csv"'
    return answer


def _cells(row: queries.HospitalityRow) -> Iterable[Any]:
    limit = row.limit
    return (
        row.day, row.given_by, row.what, row.amount, row.currency, row.people, row.needs, row.recorded_by, row.state,
        limit.value if limit else "", limit.currency if limit else "", row.limit_of, row.decided_by, row.reason,
    )  # fmt: skip


def _page(request: HttpRequest, by: Actor, found: Partnership, bound: dict[str, DeskForm]) -> HttpResponse:
    number = request.GET.get("page", "")
    page = queries.register(by, found, page=int(number) if number.isdecimal() and len(number) < 8 else 1)
    limits = queries.limits_of(found.buyer, found.factory)
    names = {"buyer": found.buyer_name, "factory": found.factory_name}
    ours = limits.get(found.our_side)
    limit_form = LimitForm(initial={"amount": ours.value, "currency": ours.currency} if ours else None)
    context = {
        "partner": found,
        "is_top": True,
        "tabs": tabs(found, "hospitality"),
        "limits": [
            {"side": side, "name": names[side], "limit": limits.get(side), "ours": side == found.our_side}  # type: ignore[call-overload]
            for side in ("buyer", "factory")
        ],
        "rows": [_row(row, names, bound) for row in page.rows],
        "waiting": sum(row.state == "waits" for row in page.rows),
        "pager": pager(request, page, target="#register"),
        "form": bound.get("hospitality") or HospitalityForm(names=names) if may(by, found, "answer") else None,
        "limit_form": bound.get("limit", limit_form) if may(by, found, "people") else None,
    }
    is_refused = any(form.is_bound for form in bound.values())
    return render(request, "desk/communication/customs/hospitality.html", context, status=422 if is_refused else 200)


def _row(row: queries.HospitalityRow, names: dict[str, str], bound: dict[str, DeskForm]) -> dict[str, Any]:
    state, word = STATES[row.state]
    form = None
    if row.may_decide:
        form = bound.get(f"decide-{row.pk}") or DecideForm()
        form.auto_id = f"decide-{row.pk}-%s"
    return {
        "row": row, "state": state, "word": word, "form": form, "giver": names[row.given_by],
        "limit_name": names.get(row.limit_of, ""), "reason": form["reason"] if form else None,
    }  # fmt: skip
