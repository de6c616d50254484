"""Capacity reserved before an order: asked for by the buyer, answered by the factory, ordered or given back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.demand import reservations as acts
from troth_site.desk.demand import shown
from troth_site.desk.demand.forms import ReservationForm, StepForm
from troth_site.desk.door import signed_in
from troth_site.desk.tabs import tabs
from troth_site.queries.demand import reservations as queries
from troth_site.queries.partners import may, partnership

REFUSALS = (acts.ReservationRefused,)
# What a step is called, what follows from it, and which fields it asks.
STEPS: dict[str, tuple[Any, Any, tuple[str, ...]]] = {
    "accept": (
        gettext_lazy("Accept it"),
        gettext_lazy("From then on both are bound: the factory keeps it free, the buyer orders or gives it back."), (),
    ),
    "counter": (
        gettext_lazy("Offer something else"), gettext_lazy("The buyer accepts it or takes the request back."),
        ("quantity", "first_day", "last_day", "text"),
    ),
    "refuse": (gettext_lazy("Refuse it"), gettext_lazy("The buyer reads why, and plans elsewhere."), ("text",)),
    "withdraw": (gettext_lazy("Take it back"), gettext_lazy("Nothing is owed any more."), ()),
    "order": (
        gettext_lazy("The order was placed"), gettext_lazy("Both promises are kept then."), ("order",),
    ),
    "release": (
        gettext_lazy("Give it back"), gettext_lazy("In time your promise is kept; the factory is free."), (),
    ),
    "lose": (
        gettext_lazy("We cannot keep it free any more"),
        gettext_lazy("Told early it costs the buyer less. Your promise stays open, and breaks."), ("text",),
    ),
    "lapse": (gettext_lazy("It was not ordered in time"), gettext_lazy("You need not keep it free any more."), ()),
}  # fmt: skip


@signed_in
def reservations(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show the reservations with a partner, and ask for one."""
    posted, today = request.method == "POST", timezone.localdate()
    if posted:
        partnership(by, pk, "record")
    found, rows = queries.reservations(by, pk, today=today)
    is_buyer = found.our_side == "buyer"
    if posted and not is_buyer:
        raise access.NotAllowed
    form = ReservationForm(request.POST if posted else None)

    def doing() -> None:
        acts.ask(by=by, relationship=pk, given=acts.NewReservation(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Asked. The factory owes an answer within five working days."))
        return redirect("reservations", pk)
    context = {
        "partner": found, "tabs": tabs(found, "reservations"), "rows": [_row(row) for row in rows],
        "is_buyer": is_buyer, "form": form if is_buyer and may(by, found, "record") else None,
    }  # fmt: skip
    return render(request, "desk/demand/reservations.html", context, status=422 if posted else 200)


@signed_in
def reservation(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Show one reservation, and take the next step about it."""
    found, posted = queries.reservation(by, pk, today=timezone.localdate()), request.method == "POST"
    may_write = may(by, found.partnership, "record")
    if posted and not may_write:
        raise access.NotAllowed
    form = StepForm(request.POST if posted else None)

    def doing() -> None:
        acts.answer(by=by, reservation=pk, given=acts.Answer(**form.cleaned_data))

    if posted and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Done. The other side sees it."))
        return redirect("reservation", pk)
    forms = [_step(name, found, form if posted and form.data.get("step") == name else None) for name in found.steps]
    context = {
        "partner": found.partnership, "is_top": True, "found": _row(found), "steps": forms if may_write else [],
        "lost": form if posted and form.data.get("step") not in found.steps else None,
    }  # fmt: skip
    return render(request, "desk/demand/reservation.html", context, status=422 if posted else 200)


@require_GET
@signed_in
def of_promise(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Lead from a promise to the reservation it follows from."""
    return redirect("reservation", queries.of_promise(by, pk))


def _step(name: str, found: queries.ReservationRow, posted: StepForm | None) -> dict[str, Any]:
    label, follows, asked = STEPS[name]
    initial = {
        "step": name, "quantity": format(found.quantity.normalize(), "f"), "first_day": found.first_day,
        "last_day": found.last_day,
    }  # fmt: skip
    form = posted or StepForm(initial=initial)
    form.auto_id = f"{name}-%s"
    return {
        "name": name, "label": label, "follows": follows, "form": form, "asks": bool(asked),
        "fields": [form["step"], *(form[field] for field in asked)], "is_open": posted is not None,
    }  # fmt: skip


def _row(row: queries.ReservationRow) -> dict[str, Any]:
    waits = row.state == "asked"
    is_late = waits and row.answer_due_on < timezone.localdate()
    offer = row.offer
    return {
        "row": row, "quantity": shown.units(row.quantity), "window": shown.window(row.first_day, row.last_day),
        "state": "overdue" if is_late else shown.STATES[row.state], "word": "" if is_late else row.state_name,
        "waits": waits, "offer": offer and shown.units(offer.quantity),
        "offer_window": offer and shown.window(offer.first_day, offer.last_day),
    }  # fmt: skip
