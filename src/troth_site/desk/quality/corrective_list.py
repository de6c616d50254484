"""The corrective actions with a partner, with how soon each side answers, and opening one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from troth_site.access import Actor
from troth_site.actions.quality import corrective as acts
from troth_site.desk.door import signed_in
from troth_site.desk.quality.corrective import REFUSALS, STATES
from troth_site.desk.quality.corrective_forms import OpenForm
from troth_site.desk.tabs import tabs
from troth_site.queries.partners import Partnership, may, partnership
from troth_site.queries.quality import corrective as queries
from troth_site.queries.quality.corrective_around import offered

LONGEST_NUMBER = 10


@signed_in
def actions(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the corrective actions with a partner, and open one."""
    posted = request.method == "POST"
    if posted:
        partnership(by, pk, "record")
    seen = queries.actions(by, pk)
    found = seen.partnership
    asked = (request.POST if posted else request.GET).get("inspection", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < LONGEST_NUMBER
    can = offered(by, pk, inspection=int(asked) if is_number else None)
    form = _form(request, can)
    if posted:
        made: list[int] = []

        def doing() -> None:
            made.append(acts.open_action(by=by, relationship=pk, given=acts.NewAction(**form.cleaned_data)))

        if form.act(request, doing, refusals=REFUSALS):
            messages.success(request, _("Opened. Both sides see it; say next what is done at once."))
            return redirect("corrective", made[0]) if made else redirect("quality-corrective", pk)
    context = {
        "partner": found, "tabs": tabs(found, "quality-corrective"), "seen": seen, "offered": can,
        "rows": [_row(row, found) for row in seen.rows], "paces": [_pace(pace, found) for pace in seen.paces],
        "form": form if may(by, found, "record") else None,
    }  # fmt: skip
    return render(request, "desk/quality/corrective/list.html", context, status=422 if posted else 200)


def _form(request: HttpRequest, can: Any) -> OpenForm:
    if request.method == "POST":
        return OpenForm(request.POST, offered=can)
    title = request.GET.get("title", "")[:200]
    defect = next((key for key, name in can.defects if name == title), None)
    start = {"inspection": request.GET.get("inspection"), "title": title, "defect": defect}
    return OpenForm(offered=can, initial=start)


def _row(row: queries.ActionRow, found: Partnership) -> dict[str, Any]:
    is_late = bool(row.next_due and row.next_due < timezone.localdate()) and row.state not in queries.OVER
    return {
        "row": row, "state": STATES[row.state], "is_ours": row.opened_side == found.our_side, "is_late": is_late,
        "is_over": row.state in queries.OVER,
    }  # fmt: skip


def _pace(pace: queries.Pace, found: Partnership) -> dict[str, Any]:
    other = "factory" if pace.opened_side == "buyer" else "buyer"
    return {
        "pace": pace, "name": found.name(pace.opened_side), "answers": found.name(other),  # type: ignore[arg-type]
        "is_ours": pace.opened_side == found.our_side,
    }  # fmt: skip
