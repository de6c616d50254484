"""The rooms of planning ahead: terms, forecasts, reserved capacity, orders with their notice."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import BUYERS, IMPORT_OURS, RECORD, SEE, Row, ahead, api_route, api_writes, button, on, said
from troth_site.actions.demand import forecasts, placing, reservations, terms
from troth_site.actions.demand.forecasts import NewForecast
from troth_site.actions.demand.placing import NewOrder
from troth_site.actions.demand.reservations import NewReservation
from troth_site.actions.demand.terms import NewTerms
from troth_site.models import FirmPeriod, LargeOrder, Reservation

BUYER, FACTORY = RECORD & BUYERS, RECORD - BUYERS
_ours = on("ours")
TERMS = {
    "lead_days": 45, "extra_days": 20, "capacity_percent": 25, "deviations": 2, "grain": "month", "frozen": 1,
    "slush": 2, "flexibility_percent": 20, "together_days": 14,
}  # fmt: skip


def _month(cast: Cast, part: str) -> str:
    return (timezone.localdate().replace(day=1) + timedelta(days=140)).replace(day=1).isoformat()


def _running() -> str:
    return timezone.localdate().replace(day=1).isoformat()


def _forecast(cast: Cast, part: str) -> dict[str, Any]:
    return {f"units-{_month(cast, part)}": "640", f"units-{_running()}": "300", "item": "Cardigan"}


def _told(cast: Cast, part: str) -> dict[str, Any]:
    running = {"item": "Cardigan", "starts_on": _running(), "quantity": "300"}
    return {"periods": [{"starts_on": _month(cast, part), "quantity": "640"}, running]}


def _asked(cast: Cast, part: str) -> dict[str, Any]:
    return {"quantity": "900", "first_day": ahead(90), "last_day": ahead(120), "order_by": ahead(40)}


def _order(cast: Cast, part: str) -> dict[str, Any]:
    return {"number": "KDR-700", "quantity": "40", "wanted_on": ahead(120), "keep_day": ahead(120)}


def _api_order(cast: Cast, part: str) -> dict[str, Any]:
    return {"number": "KDR-700", "quantity": "40", "wanted_on": ahead(120)}


ROWS: dict[str, Row] = {
    "planning": Row(where=_ours, get=SEE),
    "planning-forecast": Row(where=_ours, get=BUYER, post=BUYER, closed=SEE - BUYER, given=_forecast),
    "planning-terms": Row(where=_ours, get=SEE, post=RECORD, closed=SEE - RECORD, given=said(**TERMS)),
    "answer-planning-terms": button(on("planning_terms"), FACTORY, said(answer="agree")),
    "place-order": Row(where=_ours, get=IMPORT_OURS, post=IMPORT_OURS, closed=SEE - IMPORT_OURS, given=_order),
    "reservations": Row(where=_ours, get=SEE, post=BUYER, closed=SEE - BUYER, given=_asked),
    "reservation": Row(
        where=on("reservation"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(step="accept")
    ),
    "reservation-of-promise": Row(where=on("reservation_promise"), get=SEE),
    "large-order-of-promise": Row(where=on("large_order_promise"), get=SEE),
    "firm-period-of-promise": Row(where=on("firm_period_promise"), get=SEE),
    "accept-demand": button(_ours, FACTORY, said(forecast=2)),
    "api:firm_periods": api_route(on("ours", "partner"), SEE),
    "api:accept_demand": api_writes(on("ours", "partner"), FACTORY, said(forecast=2)),
    "api:planning_terms": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(lead_days=30), is_api=True
    ),
    "api:answer_planning_terms": api_writes(on("planning_terms", "terms_id"), FACTORY, said(agree=True)),
    "api:demand": Row(
        where=on("ours", "partner"), get=SEE, post=BUYER, closed=SEE - BUYER, given=_told, is_api=True
    ),
    "api:notice": api_route(on("ours", "partner"), SEE),
    "api:check_notice": api_route(on("ours", "partner"), SEE),
    "api:orders": api_writes(on("ours", "partner"), IMPORT_OURS, _api_order),
    "api:reservations": Row(
        where=on("ours", "partner"), get=SEE, post=BUYER, closed=SEE - BUYER, given=_asked, is_api=True
    ),
    "api:step_reservation": api_writes(
        on("reservation", "reservation"), RECORD, said(step="refuse", text="The line is full.")
    ),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "planning-forecast": "buyer", "planning-terms": "buyer", "answer-planning-terms": "sales", "place-order": "buyer",
    "reservations": "buyer", "reservation": "sales", "api:planning_terms": "sales",
    "api:answer_planning_terms": "sales", "api:demand": "buyer", "api:orders": "buyer", "api:reservations": "buyer",
    "api:step_reservation": "sales", "accept-demand": "sales", "api:accept_demand": "sales",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave agreed terms, newer ones that wait for the factory, a forecast, a reservation and a large order."""
    buyer, sales, ours, today = cast.actor("buyer"), cast.actor("sales"), cast.ours, timezone.localdate()
    agreed = NewTerms(lead_days=30, monthly_capacity=Decimal(800), together_days=0)
    first = terms.propose(by=sales, relationship=ours, given=agreed)
    terms.answer(by=buyer, terms=first, is_agreed=True)
    waiting = terms.propose(by=buyer, relationship=ours, given=NewTerms(lead_days=40))
    month = (today.replace(day=1) + timedelta(days=140)).replace(day=1)
    for units in (500, 300):
        told = {("Cardigan", month): Decimal(500), ("Cardigan", today.replace(day=1)): Decimal(units)}
        forecasts.tell(by=buyer, relationship=ours, given=NewForecast(units=told, is_meant=True))
    wanted = NewReservation(
        quantity=Decimal(600), first_day=today + timedelta(days=60), last_day=today + timedelta(days=90),
        order_by=today + timedelta(days=30),
    )  # fmt: skip
    made = reservations.ask(by=buyer, relationship=ours, given=wanted)
    large = NewOrder(
        number="KDR-L1", quantity=Decimal(700), wanted_on=today + timedelta(days=20), item="Heathered cardigan L",
        is_meant=True,
    )  # fmt: skip
    placing.place(by=buyer, relationship=ours, given=large)
    return {
        "planning_terms": waiting, "reservation": made,
        "reservation_promise": Reservation.objects.get(pk=made).answer_promise_id,
        "firm_period_promise": FirmPeriod.objects.get(relationship=ours).commitment_id,
        "large_order_promise": LargeOrder.objects.get(relationship=ours).commitment_id,
    }  # fmt: skip
