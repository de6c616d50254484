"""Placing an order: what it would break is said before it is recorded, with the day that would keep it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.demand import placing as acts
from troth_site.desk.communication.calendars_due import Asks, ask_back
from troth_site.desk.demand import shown
from troth_site.desk.demand.forms import OrderForm
from troth_site.desk.door import signed_in
from troth_site.queries.demand import reservations
from troth_site.queries.demand.notices import Check
from troth_site.queries.demand.terms import holding
from troth_site.queries.partners import Partnership, partnership

REFUSALS = (acts.OrderRefused, acts.ShortNotice, acts.reservations.ReservationRefused)


@signed_in
def place(request: HttpRequest, by: Actor, pk: int) -> HttpResponse:
    """Place an order of one line."""
    found, posted = partnership(by, pk, "import"), request.method == "POST"
    if found.our_side != "buyer":
        raise access.NotAllowed
    form = OrderForm(request.POST if posted else None, held=_held(by, pk))
    warnings: list[Check] = []
    made: list[int] = []

    def doing() -> None:
        try:
            made.append(acts.place(by=by, relationship=pk, given=acts.NewOrder(**form.cleaned_data)))
        except acts.ShortNotice as error:
            warnings.append(error.found)
            raise

    asks = ask_back(form, "wanted_on", organisation=found.factory) if posted else None
    if posted and asks is None and form.act(request, doing, refusals=REFUSALS):
        messages.success(request, _("Placed. The factory sees it, and owes it by the day you chose."))
        return redirect("line", made[0]) if made else redirect("planning", pk)
    return _page(request, found, form, warnings, asks)


def _page(
    request: HttpRequest, found: Partnership, form: OrderForm, warnings: list[Check], asks: Asks | None
) -> HttpResponse:
    form.warned = bool(warnings)
    if warnings:
        # What stands above the form says it better than the same sentence at its first field.
        form.errors.pop("number", None)
    terms = holding(found.pk)
    required = terms.notice.required_days if terms else None
    context = {
        "partner": found, "is_top": True, "form": form, "terms": terms, "definition": shown.definition(terms),
        "warning": shown.warning(warnings[0]) if warnings else None, "asks": asks,
        "safe_from": timezone.localdate() + timedelta(days=required) if required is not None else None,
    }  # fmt: skip
    return render(request, "desk/demand/place.html", context, status=422 if request.method == "POST" else 200)


def _held(by: Actor, pk: int) -> list[tuple[int, Any]]:
    _found, rows = reservations.reservations(by, pk, today=timezone.localdate())
    return [(row.pk, _named(row)) for row in rows if row.state == "held"]


def _named(row: reservations.ReservationRow) -> str:
    parts = (shown.units(row.quantity), row.item, shown.window(row.first_day, row.last_day))
    return " · ".join(filter(None, parts))
