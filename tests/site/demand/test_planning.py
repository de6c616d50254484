"""Planning ahead: terms bind both from their day, short notice is said before an order is placed, and then counted."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.cast import check
from troth_site.access import NotAllowed, NotThere
from troth_site.actions import imports as steps
from troth_site.actions.demand import forecasts, noticing, placing, terms
from troth_site.actions.demand.forecasts import ForecastRefused, NewForecast, ZonesBroken
from troth_site.actions.demand.placing import NewOrder, OrderRefused, ShortNotice
from troth_site.actions.demand.reservations import ReservationRefused
from troth_site.actions.demand.terms import NewTerms, TermsRefused
from troth_site.desk.demand.forms import TermsForm
from troth_site.jobs import imports as import_jobs
from troth_site.models import (
    Commitment,
    DemandForecast,
    ImportBatch,
    LargeOrder,
    LedgerEntry,
    Order,
    Reservation,
)
from troth_site.queries import imports as known_imports
from troth_site.queries.demand import forecasts as told
from troth_site.queries.demand import notices
from troth_site.queries.demand.notices import Planned

pytestmark = pytest.mark.django_db


def test_without_terms_nobody_is_warned_and_nothing_counts(pair):
    pair.place()
    page = notices.notices(pair.buyer, pair.pk, today=pair.today)

    assert (page.score.rate, page.score.orders, page.terms, LargeOrder.objects.count()) == (None, 0, None, 0)


def test_a_short_large_order_is_refused_first_with_the_day_that_keeps_it(pair):
    pair.agree()
    with pytest.raises(ShortNotice) as refusal:
        pair.place()

    notice = refusal.value.found.judged.notice
    assert (notice.given, notice.required, notice.keeps_from) == (30, 75, pair.day(75))
    assert not Order.objects.filter(number="P-1").exists()
    pair.place(number="P-2", ahead=75)
    pair.place(number="P-3", quantity=100)
    assert list(LargeOrder.objects.values_list("number", "given_days")) == [("P-2", 75)]


def test_meant_all_the_same_it_breaks_a_promise_of_the_buyer_on_the_ledger(pair):
    pair.agree()
    pair.place(is_meant=True)
    row = LargeOrder.objects.get()
    entry = LedgerEntry.objects.get(commitment=row.commitment_id)

    assert (row.commitment.side, row.commitment.dimension, row.commitment.state) == ("buyer", "delivery", "broken")
    assert (entry.kind, entry.kept, entry.lines, entry.side) == ("large_order.judged", 0, 1, "buyer")
    # 45 days lack of 75: two fifths of the weight are kept.
    assert entry.kept_weight == pytest.approx(0.6 * 0.4)
    for by in (pair.buyer, pair.factory):
        score = notices.notices(by, pair.pk, today=pair.today).score
        assert (score.kept, score.orders, score.rate) == (0, 1, 0.0)


def test_looking_again_changes_nothing_and_an_order_of_before_the_terms_never_counts(pair):
    pair.place(number="P-0", on=pair.day(-9), ahead=60)
    pair.agree()
    pair.place(is_meant=True)
    before = LedgerEntry.objects.count()

    assert noticing.keep_up([pair.pk], by=pair.buyer) == 0
    assert LedgerEntry.objects.count() == before
    assert LargeOrder.objects.count() == 1


def test_a_quantity_corrected_later_is_judged_again_and_taken_back_where_it_is_small(pair):
    pair.agree()
    line = pair.place(is_meant=True)
    Order.objects.get(number="P-1").lines.update(quantity=Decimal(900))
    assert noticing.keep_up([pair.pk], by=pair.buyer) == 1
    assert LargeOrder.objects.get().quantity == 900

    Order.objects.get(number="P-1").lines.filter(pk=line).update(quantity=Decimal(100))
    assert noticing.keep_up([pair.pk], by=pair.buyer) == 1
    assert not LargeOrder.objects.exists()
    assert Commitment.objects.get(kind="large_order").state == "withdrawn"


def test_capacity_held_before_gives_its_notice_from_the_day_it_was_asked_for(pair):
    pair.agree(on=pair.day(-80))
    made = pair.reserve(first=20, last=60, by=20, on=pair.day(-60))
    pair.step(made, "accept", on=pair.day(-58))
    planned = Planned(
        number="P-1", quantity=Decimal(700), placed_on=pair.today, wanted_on=pair.day(30), reservation=made
    )
    assert not notices.check(pair.buyer, pair.pk, planned).breaks
    pair.place(reservation=made)

    row, held = LargeOrder.objects.get(), Reservation.objects.get()
    assert (row.given_days, row.told_on, row.commitment.state) == (90, pair.day(-60), "kept")
    assert (held.state, held.order_number) == ("ordered", "P-1")
    assert (held.hold_promise.state, held.order_promise.state) == ("kept", "kept")
    assert held.hold_promise.confirmed_on == pair.today


@pytest.mark.parametrize("given", [
    {"number": " "}, {"quantity": 0}, {"quantity": "NaN"}, {"ahead": -1}, {"ahead": 9999}, {"value": Decimal(5)},
    {"number": "KDR-000"}, {"reservation": 10**6},
])  # fmt: skip
def test_impossible_orders_are_refused_whole(pair, given):
    before = Order.objects.count()
    with pytest.raises((OrderRefused, ReservationRefused)):
        pair.place(**given)
    assert Order.objects.count() == before


def test_a_factory_places_nothing_reserves_nothing_and_tells_no_demand(pair):
    month = {("", pair.day(200).replace(day=1)): Decimal(5)}
    with pytest.raises(NotAllowed):
        placing.place(
            by=pair.factory, relationship=pair.pk,
            given=NewOrder(number="P", quantity=Decimal(1), wanted_on=pair.day(9)),
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        forecasts.tell(by=pair.factory, relationship=pair.pk, given=NewForecast(units=month))
    with pytest.raises(NotThere):
        terms.propose(by=pair.cast.actor("other factory"), relationship=pair.pk, given=NewTerms(lead_days=3))


def test_no_term_is_filled_in_beforehand_and_what_is_often_agreed_is_said():
    form = TermsForm()

    assert {name: form[name].value() for name in form.fields} == dict.fromkeys(form.fields)
    assert {name: field.help_text for name, field in form.fields.items() if field.help_text} == {
        "extra_days": "Often agreed: 30.", "deviations": "Often agreed: 2.", "capacity_percent": "Often agreed: 25.",
        "together_days": "Often agreed: 14.", "grain": "Often agreed: month.", "frozen": "Often agreed: 1.",
        "slush": "Often agreed: 2.", "flexibility_percent": "Often agreed: 20.",
    }  # fmt: skip


def test_nobody_agrees_to_their_own_terms_and_agreeing_twice_changes_nothing(pair):
    made = terms.propose(by=pair.factory, relationship=pair.pk, given=NewTerms(lead_days=45))
    with pytest.raises(NotAllowed):
        terms.answer(by=pair.factory, terms=made, is_agreed=True)
    for _again in range(2):
        terms.answer(by=pair.buyer, terms=made, is_agreed=True)
    later = pair.agree(lead_days=50)

    with pytest.raises(TermsRefused):
        terms.answer(by=pair.buyer, terms=made, is_agreed=False)
    assert later != made
    kinds = LedgerEntry.objects.filter(kind__startswith="planning_terms").values_list("kind", flat=True)
    assert sorted(kinds) == ["planning_terms.agreed"] * 2 + ["planning_terms.proposed"] * 2


@pytest.mark.parametrize("given", [
    {"lead_days": -1}, {"lead_days": 731}, {"lead_days": 1, "capacity_percent": Decimal(0)},
    {"lead_days": 1, "monthly_capacity": Decimal(0)}, {"lead_days": 1, "grain": "year"},
    {"lead_days": 1, "frozen": 25}, {"lead_days": 1, "flexibility_percent": Decimal(101)},
])  # fmt: skip
def test_impossible_terms_are_refused(pair, given):
    with pytest.raises(TermsRefused):
        terms.propose(by=pair.buyer, relationship=pair.pk, given=NewTerms(**given))


def test_a_firm_period_is_changed_only_when_it_is_meant_and_both_see_it(pair):
    pair.agree()
    running = pair.today.replace(day=1)
    forecasts.tell(by=pair.buyer, relationship=pair.pk, given=NewForecast(units={("", running): Decimal(100)}))
    changed = NewForecast(units={("", running): Decimal(150)})
    with pytest.raises(ZonesBroken) as refusal:
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=changed)
    assert [each.zone.value for each in refusal.value.breaks] == ["frozen"]

    meant = NewForecast(units={("", running): Decimal(150)}, is_meant=True)
    for _again in range(2):
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=meant)
    page = told.demand(pair.factory, pair.pk, today=pair.today)
    assert (page.told.number, page.told.breaks, len(page.breaks)) == (2, 1, 1)
    assert DemandForecast.objects.count() == 2


@pytest.mark.parametrize(("item", "back", "quantity"), [
    ("", 0, "-1"), ("", 40, "5"), ("", -400 * 6, "5"), ("x" * 121, 0, "5"), ("", 0, "Infinity"),
])  # fmt: skip
def test_impossible_forecasts_are_refused(pair, item, back, quantity):
    month = pair.day(-back).replace(day=1)
    with pytest.raises(ForecastRefused):
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=NewForecast(units={(item, month): Decimal(quantity)}))
    with pytest.raises(ForecastRefused):
        forecasts.tell(by=pair.buyer, relationship=pair.pk, given=NewForecast(units={}))


def test_an_order_split_up_counts_as_one_within_the_agreed_days(pair):
    pair.agree(together_days=14, on=pair.day(-20))
    pair.place(number="S-1", quantity=200, on=pair.day(-12))
    pair.place(number="S-2", quantity=200, on=pair.day(-9))
    with pytest.raises(ShortNotice) as refusal:
        pair.place(number="S-3", quantity=200, on=pair.day(-6))

    assert [each.number for each in refusal.value.found.judged.together] == ["S-1", "S-2"]
    pair.place(number="S-3", quantity=200, on=pair.day(-6), is_meant=True)
    pair.place(number="S-4", quantity=100)
    mine = LargeOrder.objects.filter(number__startswith="S-")
    rows = mine.values_list("number", "quantity", "with_orders", "with_quantity", "commitment__state")
    assert list(rows) == [("S-3", 200, 2, 400, "broken")]
    assert "400 of 2 orders shortly before" in pair.browser().get(reverse("planning", args=[pair.pk])).content.decode()


def test_an_import_s_preview_warns_and_says_the_day_and_importing_counts_it(pair):
    pair.agree()
    wanted = pair.day(20).isoformat()
    file = (
        "Order,Line,Factory,Promised day,Delivered day,Quantity,Value,Currency,Item\n"
        f"NEW-1,1,Rosewater Knitting Mills,{wanted},,900,100,USD,Scarf\n"
        f"NEW-2,1,Rosewater Knitting Mills,{wanted},,10,100,USD,Scarf\n"
    )
    uid = check(
        pair.cast.people["buyer"], pair.cast.organisations["Kestrel & Dale Outfitters"], "new.csv", file.encode()
    )
    short = known_imports.batch(pair.buyer, uid).study["short_notice"]
    assert [(each["order"], each["given"], each["required"], each["keeps_from"]) for each in short] == [
        ("NEW-1", 20, 75, pair.day(75).isoformat())
    ]
    browser = pair.browser()
    assert "NEW-1, Rosewater Knitting Mills: 900 units, 20 of 75 days" in browser.get(f"/imports/{uid}/").text
    assert browser.get(f"/api/v1/imports/{uid}").json()["short_notice"][0]["order"] == "NEW-1"

    steps.confirm(by=pair.buyer, uid=uid)
    batch = ImportBatch.objects.get(uid=uid)
    import_jobs.apply.call(batch=batch.pk)
    assert LargeOrder.objects.get().number == "NEW-1"
    steps.ask_undo(by=pair.buyer, uid=uid)
    import_jobs.undo.call(batch=batch.pk)
    assert not LargeOrder.objects.exists()


def test_the_page_asks_back_and_places_only_what_is_meant(pair):
    pair.agree()
    browser, where = pair.browser(), reverse("place-order", args=[pair.pk])
    form = {
        "number": "P-7", "quantity": "700", "wanted_on": pair.day(30).isoformat(),
        "keep_day": pair.day(30).isoformat(), "ticket": "one",
    }  # fmt: skip
    refused = browser.post(where, form)
    assert refused.status_code == 422
    assert "Not placed yet." in refused.text
    assert 'name="is_meant"' in refused.text
    assert browser.post(where, form | {"is_meant": "on"}).status_code == 302
    assert Order.objects.filter(number="P-7").count() == 1


def test_a_program_is_told_the_day_and_records_nothing(pair):
    pair.agree()
    browser, where = pair.browser(), f"/api/v1/partners/{pair.pk}"
    order = {"number": "P-7", "quantity": "700", "wanted_on": pair.day(30).isoformat()}
    refused = browser.post(f"{where}/orders", order, content_type="application/json", headers={"Idempotency-Key": "a"})
    assert (refused.status_code, refused.json()["where"]) == (409, "wanted_on")
    assert pair.day(75).isoformat() in refused.json()["detail"]
    asked = browser.get(f"{where}/notice/check", {"quantity": "700", "wanted_on": pair.day(30).isoformat()}).json()
    assert (asked["is_large"], asked["keeps_notice"], asked["keeps_from"]) == (True, False, pair.day(75).isoformat())
    assert not Order.objects.filter(number="P-7").exists()


@pytest.mark.parametrize("orders", [1, 3])
def test_the_page_asks_the_database_a_fixed_number_of_times(pair, orders, django_assert_num_queries):
    pair.agree()
    for number in range(orders):
        pair.place(number=f"P-{number}", is_meant=True)
        pair.reserve()
    month = pair.day(200).replace(day=1)
    forecasts.tell(by=pair.buyer, relationship=pair.pk, given=NewForecast(units={("", month): Decimal(5)}))
    browser = pair.browser("sales")
    browser.get(reverse("planning", args=[pair.pk]))

    with django_assert_num_queries(11):
        assert browser.get(reverse("planning", args=[pair.pk])).status_code == 200
    with django_assert_num_queries(5):
        assert browser.get(reverse("reservations", args=[pair.pk])).status_code == 200


@pytest.mark.parametrize(("name", "field", "value"), [
    ("planning-terms", "lead_days", "two weeks"), ("planning-terms", "capacity_percent", "0"),
    ("planning-forecast", "units-2026", ""), ("reservations", "quantity", "-4"), ("place-order", "currency", "EURO"),
    ("place-order", "wanted_on", "2026-02-30"), ("reservations", "last_day", "1999-01-01"),
])  # fmt: skip
def test_nonsense_gets_a_message_and_nothing_is_kept(pair, name, field, value):
    before = LedgerEntry.objects.count()
    answer = pair.browser().post(reverse(name, args=[pair.pk]), {field: value})

    assert answer.status_code == 422
    assert "t-field-error" in answer.text
    assert LedgerEntry.objects.count() == before
