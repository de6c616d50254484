"""What sides of the demonstration plan ahead: terms, forecasts month by month, reserved capacity, large orders."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from troth.orders.demand import Grain, periods_from
from troth_site.actions import ledger
from troth_site.actions.demand import firm, forecasts, placing, reservations, terms
from troth_site.actions.demand.forecasts import NewForecast
from troth_site.actions.demand.placing import NewOrder
from troth_site.actions.demand.reservations import Answer, NewReservation
from troth_site.actions.demand.terms import NewTerms
from troth_site.actions.demo.founding import Place
from troth_site.actions.orders import changed
from troth_site.actions.trust import judging

AGREED_DAYS, TOLD_EVERY, TOLD_TIMES = 300, 60, 5
CAPACITY = Decimal(24_000)
# Days ago it was placed, days from then to the day it is wanted, units.
LARGE = ((210, 96, 6600), (120, 80, 6300), (40, 52, 7600))


def plan_ahead(buyer: Place, places: dict[str, Place], *, today: date) -> None:
    """Record what two partners agreed about planning, and what came of it.

    Args:
        buyer: The buyer.
        places: Factories by the story they tell.
        today: The day on which the stories end.
    """
    steady, late = places["steady"], places["buyer_caused"]
    with judging.postponed():
        _agree(buyer, steady, today)
        for number in range(TOLD_TIMES):
            _tell(buyer, steady, today - timedelta(days=AGREED_DAYS - 5 - TOLD_EVERY * number), number)
        for number, (ago, ahead, units) in enumerate(LARGE, start=1):
            placed = today - timedelta(days=ago)
            order = NewOrder(
                number=f"PA-{number:03d}", quantity=Decimal(units), wanted_on=placed + timedelta(days=ahead),
                item="Peak season", is_meant=True,
            )  # fmt: skip
            line = placing.place(by=buyer.person, relationship=steady.relationship, given=order, on=placed)
            if order.wanted_on < today:
                changed.record_receipt(by=buyer.person, line=line, day=order.wanted_on, recorded=order.wanted_on)
        firm.keep(ledger.lock(steady.relationship), by=buyer.person, on=today)
        _reserve(buyer, steady, today)
        given = NewTerms(lead_days=40, extra_days=30, monthly_capacity=Decimal(9000))
        terms.propose(by=late.person, relationship=late.relationship, given=given, on=today - timedelta(days=6))
    judging.judge([steady.relationship, late.relationship], as_of=today)


def _agree(buyer: Place, place: Place, today: date) -> None:
    day = today - timedelta(days=AGREED_DAYS)
    given = NewTerms(lead_days=45, extra_days=30, monthly_capacity=CAPACITY)
    made = terms.propose(by=place.person, relationship=place.relationship, given=given, on=day)
    terms.answer(by=buyer.person, terms=made, is_agreed=True, on=day)


def _tell(buyer: Place, place: Place, day: date, number: int) -> None:
    spans = periods_from(day, grain=Grain.MONTH, count=8)
    # The running month stays as told the time before; the last telling changes a firm one by more than was agreed.
    versions = [max(0, number - 1), *[number] * (len(spans) - 1)]
    units = {("", span.start): _expected(span.start, at) for span, at in zip(spans, versions, strict=True)}
    if number == TOLD_TIMES - 1:
        units["", spans[1].start] *= Decimal("1.3")
    moment = datetime.combine(day, time(8), tzinfo=UTC)
    given = NewForecast(units=units, note="Autumn listings are in." if number == TOLD_TIMES - 1 else "", is_meant=True)
    forecasts.tell(by=buyer.person, relationship=place.relationship, given=given, now=moment)


def _expected(month: date, number: int) -> Decimal:
    return Decimal(11_600 + 700 * ((month.month + number) % 4))


def _reserve(buyer: Place, place: Place, today: date) -> None:
    def ask(ago: int, units: int, first: int) -> int:
        given = NewReservation(
            quantity=Decimal(units), item="Spring range", first_day=today + timedelta(days=first),
            last_day=today + timedelta(days=first + 30), order_by=today + timedelta(days=first - 20),
        )  # fmt: skip
        day = today - timedelta(days=ago)
        return reservations.ask(by=buyer.person, relationship=place.relationship, given=given, on=day)

    held = ask(18, 5000, 95)
    ask(2, 3000, 150)
    offer = Answer(step="counter", text="৪,৫০০ পারব, দ্বিতীয় লাইন তখন সার্ভিসে। 4,500; line 2 is serviced then.",
                   quantity=Decimal(4500))  # fmt: skip
    reservations.answer(by=place.person, reservation=held, given=offer, on=today - timedelta(days=15))
    reservations.answer(by=buyer.person, reservation=held, given=Answer(step="accept"), on=today - timedelta(days=14))
