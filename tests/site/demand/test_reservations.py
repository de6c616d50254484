"""Reserved capacity: accepted it binds both sides; given back, lapsed or lost, it frees whom it should."""

from decimal import Decimal

import pytest

from troth_site.actions.demand.reservations import ReservationRefused
from troth_site.jobs import demand as jobs
from troth_site.models import Reservation

pytestmark = pytest.mark.django_db


def test_another_offer_becomes_the_reservation_once_the_buyer_accepts_it(pair):
    made = pair.reserve()
    with pytest.raises(ReservationRefused):
        pair.step(made, "counter", quantity=Decimal(500))
    pair.step(made, "counter", text="The second line is serviced.", quantity=Decimal(500))
    with pytest.raises(ReservationRefused):
        pair.step(made, "accept")
    pair.step(made, "accept", by=pair.buyer)

    row = Reservation.objects.get()
    assert (row.quantity, row.state, row.answer_promise.state) == (500, "held", "kept")
    assert (row.hold_promise.side, row.hold_promise.due_on) == ("factory", row.last_day)
    assert (row.order_promise.side, row.order_promise.due_on) == ("buyer", row.order_by)


def test_given_back_in_time_the_buyer_kept_its_word_and_the_factory_is_free(pair):
    made = pair.reserve()
    pair.step(made, "accept")
    for _again in range(2):
        pair.step(made, "release", by=pair.buyer)

    row = Reservation.objects.get()
    assert (row.order_promise.state, row.hold_promise.state) == ("kept", "withdrawn")


def test_not_ordered_in_time_it_lapses_at_night_and_only_the_buyer_s_promise_stays_open(pair):
    made = pair.reserve(first=5, last=50, by=0, on=pair.today)
    pair.step(made, "accept")
    with pytest.raises(ReservationRefused):
        pair.step(made, "lapse")
    jobs.night.call()
    assert Reservation.objects.get().state == "held"
    Reservation.objects.update(order_by=pair.day(-1))
    jobs.night.call()

    row = Reservation.objects.get()
    assert (row.state, row.hold_promise.state, row.order_promise.state) == ("lapsed", "withdrawn", "accepted")


def test_lost_capacity_frees_the_buyer_and_stays_the_factory_s_debt(pair):
    made = pair.reserve()
    pair.step(made, "accept")
    pair.step(made, "lose", text="The dyeing line burned.")
    row = Reservation.objects.get()

    assert (row.state, row.hold_promise.state, row.order_promise.state) == ("lost", "accepted", "withdrawn")


@pytest.mark.parametrize("given", [
    {"quantity": 0}, {"first": -1}, {"first": 90, "last": 60}, {"by": 91}, {"by": -1}, {"last": 4000},
])  # fmt: skip
def test_impossible_reservations_are_refused(pair, given):
    with pytest.raises(ReservationRefused):
        pair.reserve(**given)
