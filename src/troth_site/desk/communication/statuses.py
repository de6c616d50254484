"""Weekly statuses of both sides: what is due, telling one in two minutes, and how often each side tells in time."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.communication.status_form import FIELDS, Punctuality
from troth.communication.status_mirror import MIRROR_FIELDS
from troth_site import access
from troth_site.access import Actor
from troth_site.actions.communication import statuses as acts
from troth_site.desk import words
from troth_site.desk.communication.statuses_forms import PERCENT, PROCESS_WORDS, REFUSALS, ReportForm, WeekdayForm
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.desk.tabs import tabs
from troth_site.desk.trust.cards import left
from troth_site.queries.communication import statuses as rows
from troth_site.queries.communication.statuses import DAYS, PROCESSES, StatusRow
from troth_site.queries.partners import Partnership, may, partnership

STATES = {
    "due": {"state": "open", "word": ""}, "overdue": {"state": "overdue", "word": ""},
    "on time": {"state": "kept", "word": ""}, "late": {"state": "late", "word": ""},
}  # fmt: skip


@require_GET
@signed_in
def statuses(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the weekly statuses of both sides."""
    return _page(request, by, pk)


@require_POST
@signed_in
def day(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Propose the day, agree to the one proposed, or end it."""
    does = request.POST.get("does", "")
    form: DeskForm = WeekdayForm(request.POST) if does == "propose" else DeskForm(request.POST)

    def doing() -> None:
        if does == "propose":
            acts.propose_day(by=by, relationship=pk, weekday=form.cleaned_data["weekday"])
        elif does == "agree":
            acts.agree(by=by, relationship=pk)
        elif does == "end":
            acts.end(by=by, relationship=pk)
        else:
            raise access.NotThere

    partnership(by, pk, "record")
    if form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Recorded. The other side sees it."))
        return redirect("statuses", pk)
    return _page(request, by, pk, refused=form)


@signed_in
def status(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Tell one status of our side, or read one."""
    found = rows.status(by, pk)
    is_ours = found.row.side == found.partnership.our_side
    posted = request.method == "POST"
    if posted and not is_ours:
        raise access.NotAllowed
    form = ReportForm(request.POST if posted else None, side=found.row.side)

    def doing() -> None:
        acts.tell(by=by, status=pk, told=form.told(), seconds=form.seconds())

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Sent. Both sides read it."))
        return redirect("status", pk)
    tells = is_ours and found.row.sent_at is None and may(by, found.partnership, "answer")
    context = {
        "partner": found.partnership, "is_top": True, "found": found, "row": found.row, "is_ours": is_ours,
        "state": STATES[found.row.state], "told": told_rows(found.row),
        "form": form if tells else None, "fields": _fields(form, found.before), "before": found.before,
        "gaps": [words.found(gap) for gap in found.gaps],
    }  # fmt: skip
    return render(
        request, "desk/communication/statuses/status.html", context, status=422 if posted else 200
    )  # fmt: skip


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from the promise to send a status to the status itself."""
    return redirect("status", rows.of_promise(by, pk))


def told_rows(row: StatusRow) -> list[dict[str, Any]]:
    """Return what a status tells, field by field; what was left blank is not shown as nothing."""
    words = MIRROR_FIELDS if row.side == "buyer" else FIELDS
    found = []
    for name in words:
        value = row.told.get(name)
        if name == "percent_complete" and value:
            parts = [f"{PROCESS_WORDS[each]} {value[each]} %" for each in PROCESSES if each in value]
            value = " · ".join(parts)
        found.append({"label": _(words[name]), "value": value, "is_day": name in DAYS})
    return found


def _fields(form: ReportForm, before: StatusRow | None) -> list[dict[str, Any]]:
    """Return the fields of the form, each with what was told the week before, beside it and not in it."""
    told = before.told if before else {}
    percents = told.get("percent_complete") or {}
    found = []
    for field in form:
        if field.name == "opened":
            continue
        is_percent = field.name.startswith(PERCENT)
        was = percents.get(field.name.removeprefix(PERCENT)) if is_percent else told.get(field.name)
        shown = f"{was} %" if is_percent and was is not None else was
        group = _(FIELDS["percent_complete"]) if is_percent else ""
        found.append({"field": field, "was": shown, "is_day": field.name in DAYS, "group": group})
    return found


def _page(request: HttpRequest, by: Actor, pk: int, *, refused: DeskForm | None = None) -> HttpResponse:
    page = rows.statuses(by, pk)
    found, plan = page.partnership, page.plan
    today = timezone.localdate()
    if refused is not None and refused.name != "weekday":
        messages.warning(request, " ".join(error for errors in refused.errors.values() for error in errors))
    context = {
        "partner": found, "tabs": tabs(found, "statuses"), "plan": plan,
        "weekday": WEEKDAYS[plan.weekday] if plan else "", "ours_waits": plan is not None and not plan.is_agreed
        and plan.side != found.our_side, "may_record": may(by, found, "record"),
        "form": refused if isinstance(refused, WeekdayForm) else WeekdayForm(), "button": DeskForm(),
        "due": [_row(each, found, today) for each in page.due],
        "sent": [_row(each, found, today) for each in page.sent],
        "punctual": [_punctual(found, side, page.punctual[side]) for side in (found.our_side, found.their_side)],
    }  # fmt: skip
    return render(
        request, "desk/communication/statuses/list.html", context, status=200 if refused is None else 422
    )  # fmt: skip


def _row(each: StatusRow, found: Partnership, today: Any) -> dict[str, Any]:
    return {
        "row": each, "state": STATES[each.state], "name": found.name(each.side),
        "is_ours": each.side == found.our_side, "left": left(each.due_on, today),
    }  # fmt: skip


def _punctual(found: Partnership, side: Any, told: Punctuality) -> dict[str, Any]:
    return {"side": side, "name": found.name(side), "is_ours": side == found.our_side, "told": told}
