"""The checkpoints of one order: what is due, what holds bulk back, settling them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from troth.quality.checkpoints import STAGES
from troth_site.access import Actor
from troth_site.actions.quality import settling_checkpoints as acts
from troth_site.desk.deciders import deciders
from troth_site.desk.door import signed_in
from troth_site.desk.forms import DeskForm
from troth_site.queries.partners import may
from troth_site.queries.quality import order_checkpoints as queries
from troth_site.queries.quality.wordings_read import read_order

STATES = {
    "open": ("open", gettext_lazy("open")),
    "booked": ("watch", gettext_lazy("booked")),
    "green": ("ok", gettext_lazy("green")),
    "red": ("broken", gettext_lazy("red")),
    "waived": ("waived", gettext_lazy("waived")),
}


class SettleForm(DeskForm):
    """What was found; nothing is chosen beforehand."""

    name = "settle"
    note = forms.CharField(
        label=gettext_lazy("What shows it, what was wrong, or why it is waived"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    state = forms.ChoiceField(
        choices=[("green", ""), ("red", ""), ("waived", "")], widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Say whether it is green, red or waived.")},
    )  # fmt: skip


@require_GET
@signed_in
def of_order(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the checkpoints of an order."""
    return _page(request, by, queries.order_checkpoints(by, pk), {})


@require_POST
@signed_in
def settle(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Find a checkpoint green or red, or waive it."""
    order = queries.order_of(by, pk)
    form = SettleForm(request.POST)

    def doing() -> None:
        given = form.cleaned_data
        acts.settle(by=by, checkpoint=pk, state=given["state"], note=given["note"])

    if form.act(request, doing, refusals=(acts.CheckpointRefused,)):
        messages.success(request, _("Recorded. Both sides read it."))
        return redirect("order-checkpoints", order)
    answer = _page(request, by, queries.order_checkpoints(by, order), {pk: form})
    answer.status_code = 422
    return answer


def _page(
    request: HttpRequest, by: Actor, written: queries.OrderCheckpoints, bound: dict[int, DeskForm]
) -> HttpResponse:  # fmt: skip
    today, seen = timezone.localdate(), read_order(written)
    found = seen.partnership
    # What one side owes the other side waives.
    asks = any(each.may_find and each.owner != found.our_side for each in seen.rows) and not may(by, found, "settle")
    context = {
        "partner": seen.partnership, "order": seen, "rows": [_row(each, seen, bound, today) for each in seen.rows],
        "deciders": deciders(by, found, side=found.our_side, verb="settle", about=seen.number) if asks else None,
        "overdue": sum(each.due_on < today and each.state not in ("green", "waived") for each in seen.rows),
    }  # fmt: skip
    return render(request, "desk/quality/plans/order_checkpoints.html", context)


def _row(
    each: queries.CheckpointRow, seen: queries.OrderCheckpoints, bound: dict[int, DeskForm], today: Any
) -> dict[str, Any]:
    state, word = STATES[each.state]
    is_late = each.due_on < today and each.state in ("open", "booked")
    form = None
    if each.may_find:
        form = bound.get(each.pk) or SettleForm()
        form.auto_id = f"settle-{each.pk}-%s"
    return {
        "row": each, "state": "overdue" if is_late else state, "word": "" if is_late else word, "form": form,
        "stage": _(STAGES[each.stage]), "owner": seen.partnership.name(each.owner),  # type: ignore[index]
        "note_field": form["note"] if form else None,
    }  # fmt: skip
