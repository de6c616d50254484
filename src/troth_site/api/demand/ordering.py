"""Orders placed with their notice, and capacity reserved before; the last of the room, which hands its router on."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from troth_site.actions.demand import placing, reservations
from troth_site.api.demand.forms import OrderGiven, ReservationGiven, ReservationShown, ReservationStep
from troth_site.api.demand.planning import router
from troth_site.api.frame.forms import Key, answers
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Done, asker, done, writes, written
from troth_site.queries.demand import reservations as held


@router.post("partners/{partner}/orders", response=written(), operation_id="place_order", url_name="orders")
@writes(placing.OrderRefused, placing.reservations.ReservationRefused, blames="number")
def place_order(request: HttpRequest, partner: Key, given: OrderGiven) -> Done:
    """Place an order of one line; with less notice than was agreed it is asked back about (409) and not recorded."""
    try:
        made = placing.place(by=asker(request), relationship=partner, given=placing.NewOrder(**given.model_dump()))
    except placing.ShortNotice as error:
        raise Problem(409, _short(error), where="wanted_on") from error
    return done(made, "line", line=made)


@router.get("partners/{partner}/reservations", response=answers(list[ReservationShown], 404, 422),
            operation_id="reservations", url_name="reservations")  # fmt: skip
def list_reservations(request: HttpRequest, partner: Key) -> list[ReservationShown]:
    """List the capacity that was asked for, what is still open first."""
    _found, rows = held.reservations(asker(request), partner, today=timezone.localdate())
    names = [name for name in ReservationShown.model_fields if name != "id"]
    return [ReservationShown(id=row.pk, **{name: getattr(row, name) for name in names}) for row in rows]


@router.post("partners/{partner}/reservations", response=written(), operation_id="ask_reservation",
             url_name="reservations")  # fmt: skip
@writes(reservations.ReservationRefused, blames="first_day")
def ask_reservation(request: HttpRequest, partner: Key, given: ReservationGiven) -> Done:
    """Ask the factory to keep capacity free; it owes an answer within five of its working days."""
    new = reservations.NewReservation(**given.model_dump())
    made = reservations.ask(by=asker(request), relationship=partner, given=new)
    return done(made, "reservations", partner=partner)


@router.post("reservations/{reservation}/step", response=written(), operation_id="step_reservation",
             url_name="step_reservation")  # fmt: skip
@writes(reservations.ReservationRefused, blames="step")
def step_reservation(request: HttpRequest, reservation: Key, given: ReservationStep) -> Done:
    """Accept, counter, refuse, take back, order, give back or let lapse."""
    by = asker(request)
    partner = held.reservation(by, reservation, today=timezone.localdate()).partnership.pk
    reservations.answer(by=by, reservation=reservation, given=reservations.Answer(**given.model_dump()))
    return done(reservation, "reservations", partner=partner)


def _short(error: placing.ShortNotice) -> str:
    """Say what an order lacks, and which day would keep the notice."""
    judged = error.found.judged
    if judged is None:
        return _(str(error))
    told = _(
        "This order is large and gives %(given)s days of notice where %(required)s were agreed. Wanted from %(day)s on,"
        " it keeps the notice; send is_meant to place it all the same."
    )
    notice = judged.notice
    return told % {"given": notice.given, "required": notice.required, "day": notice.keeps_from.isoformat()}
