import csv
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import makers
from troth_site.access import NotAllowed, NotThere
from troth_site.actions.communication import hospitality
from troth_site.actions.communication.hospitality import HospitalityGiven, HospitalityRefused
from troth_site.models import Hospitality

pytestmark = pytest.mark.django_db


def record(cast, person=None, amount="120", currency="EUR", **changed):
    given = {"given_by": "factory", "day": cast.today, "what": "Dinner"} | changed
    return hospitality.record(
        by=makers.make_actor(person or cast.lin), relationship=cast.pair.pk,
        given=HospitalityGiven(amount=Decimal(amount), currency=currency, **given),
    )  # fmt: skip


@pytest.fixture
def boss(cast):
    """The buyer's manager, who set a limit of 100 EUR."""
    boss = makers.make_person(cast.buyer, role="manager", name="Boss")
    hospitality.set_limit(
        by=makers.make_actor(boss), organisation=cast.buyer.pk, amount=Decimal(100), currency="eur"
    )  # fmt: skip
    return boss


def states(cast, person):
    answer = cast.browser(person).get(reverse("hospitality", args=[cast.pair.pk]))
    return [(str(row["word"]), row["form"] is not None) for row in answer.context["rows"]]


def decide(cast, person, pk, **data):
    return cast.browser(person).post(reverse("decide-hospitality", args=[cast.pair.pk, pk]), data)


@pytest.mark.parametrize(
    ("amount", "currency", "word"),
    [("100", "EUR", "within the limits"), ("100.01", "EUR", "asks approval"), ("1", "USD", "asks approval")],
)
def test_above_a_limit_or_in_another_currency_it_asks_approval(cast, boss, amount, currency, word):
    record(cast, amount=amount, currency=currency)

    assert states(cast, cast.lin) == [(word, False)]
    assert states(cast, boss) == [(word, word == "asks approval")]


def test_a_manager_approves_once(cast, boss):
    pk = record(cast)
    for _once_more in range(2):
        assert decide(cast, boss, pk, decision="approve").status_code == 302
    assert decide(cast, boss, pk, decision="decline", reason="Changed my mind").status_code == 302

    row = Hospitality.objects.get()
    assert (row.approved_by, row.declined_at, states(cast, cast.lin)) == (boss, None, [("approved", False)])


def test_declining_needs_a_reason_that_both_read(cast, boss):
    pk = record(cast)
    assert decide(cast, boss, pk, decision="decline", reason=" ").status_code == 422
    assert decide(cast, boss, pk, decision="decline", reason="Above what we accept").status_code == 302
    page = cast.browser(cast.lin).get(reverse("hospitality", args=[cast.pair.pk])).content.decode()

    assert ("Above what we accept" in page, "Boss" in page) == (True, True)


def test_nobody_approves_their_own_record_nor_for_the_other_side(cast, boss):
    own = record(cast, boss)
    for person in (boss, cast.lin, cast.finance):
        assert decide(cast, person, own, decision="approve").status_code == 403
    second = makers.make_person(cast.buyer, role="owner", name="Second")
    assert decide(cast, second, own, decision="approve").status_code == 302


def test_what_lies_within_the_limits_is_nobody_s_to_approve(cast, boss):
    pk = record(cast, amount="10")
    by = makers.make_actor(boss)
    with pytest.raises(HospitalityRefused):
        hospitality.decide(by=by, relationship=cast.pair.pk, hospitality=pk, approved=True)
    with pytest.raises(NotThere):
        hospitality.decide(by=by, relationship=cast.pair.pk + 1, hospitality=pk, approved=True)


def test_a_limit_is_the_manager_s_to_tell(cast, boss):
    with pytest.raises(NotAllowed):
        hospitality.set_limit(
            by=makers.make_actor(cast.finance), organisation=cast.buyer.pk, amount=Decimal(1), currency="EUR"
        )
    with pytest.raises(NotThere):
        hospitality.set_limit(
            by=makers.make_actor(cast.lin), organisation=cast.buyer.pk, amount=Decimal(1), currency="EUR"
        )
    page = cast.browser(cast.lin).get(reverse("hospitality", args=[cast.pair.pk]))
    assert [(each["side"], each["limit"] and each["limit"].value) for each in page.context["limits"]] == [
        ("buyer", 100), ("factory", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "-1"}, {"currency": "€€€"}, {"what": " "}, {"given_by": "carrier"}, {"amount": "NaN"},
     {"ahead": 1}, {"amount": "99999999999"}],
)  # fmt: skip
def test_an_impossible_record_is_refused(cast, wrong):
    if "ahead" in wrong:
        wrong = {"day": cast.today + timedelta(days=1)}
    with pytest.raises(HospitalityRefused):
        record(cast, **wrong)


def test_a_form_records_once_and_keeps_what_was_typed(cast):
    path = reverse("hospitality", args=[cast.pair.pk])
    data = {"given_by": "buyer", "day": str(cast.today), "what": "Typed", "amount": "-3", "currency": "EUR"}
    refused = cast.browser(cast.ana).post(path, data)
    assert (refused.status_code, 'value="Typed"' in refused.content.decode()) == (422, True)
    for _once_more in range(2):
        assert cast.browser(cast.ana).post(path, data | {"amount": "3", "ticket": "t"}).status_code == 302
    assert Hospitality.objects.count() == 1


def test_the_table_holds_no_formula(cast, boss):
    record(cast, what="=HYPERLINK(1)", people="@all", amount="120")
    answer = cast.browser(cast.lin).get(reverse("hospitality-export", args=[cast.pair.pk]))
    [row] = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())

    assert (row["what"], row["people"], row["amount"], row["state"]) == ("'=HYPERLINK(1)", "'@all", "120.00", "waits")
    assert answer["Content-Type"].startswith("text/csv")


def test_a_page_costs_as_many_queries_with_one_row_as_with_three(cast, django_assert_num_queries):
    browser, path = cast.browser(cast.ana), reverse("hospitality", args=[cast.pair.pk])
    browser.get(path)
    for number in (1, 3):
        while Hospitality.objects.count() < number:
            record(cast)
        with django_assert_num_queries(7):
            browser.get(path)


def test_a_program_reads_the_register(cast, boss):
    record(cast)
    told = cast.browser(cast.ana).get(f"/api/v1/partners/{cast.pair.pk}/hospitality").json()

    assert (told["total"], told["rows"][0]["state"], told["rows"][0]["limit_of"]) == (1, "waits", "buyer")
