import re
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


def row(cast, person, pk):
    answer = cast.browser(person).get(reverse("hospitality", args=[cast.pair.pk]))
    return next(each["row"] for each in answer.context["rows"] if each["row"].pk == pk)


def approval(cast, person, pk):
    ours = row(cast, person, pk).ours
    return (ours.state, ours.may_decide)


def waiting(cast, person):
    return cast.browser(person).get(reverse("hospitality", args=[cast.pair.pk])).context["waiting"]


def page(cast, person):
    return cast.browser(person).get(reverse("hospitality", args=[cast.pair.pk])).content.decode()


def decide(cast, person, pk, **data):
    return cast.browser(person).post(reverse("decide-hospitality", args=[cast.pair.pk, pk]), data)


def say(cast, person, pk, word, **data):
    return cast.browser(person).post(reverse("say-hospitality", args=[cast.pair.pk, pk]), {"word": word} | data)


@pytest.mark.parametrize(
    ("amount", "currency", "state"), [("100", "EUR", "within"), ("100.01", "EUR", "waits"), ("1", "USD", "waits")]
)
def test_above_its_own_limit_or_in_another_currency_a_house_is_asked(cast, boss, amount, currency, state):
    pk = record(cast, amount=amount, currency=currency)

    assert approval(cast, boss, pk) == (state, state == "waits")
    assert approval(cast, cast.finance, pk) == (state, False)
    # The factory set no limit, and learns nothing of the buyer's.
    assert approval(cast, cast.lin, pk) == ("within", False)


def test_a_limit_and_what_it_asks_are_never_read_by_the_other_side(cast, boss):
    pk = record(cast, amount="987.65")
    decide(cast, boss, pk, decision="decline", reason="Nothing above our limit")
    browser, path = cast.browser(cast.lin), reverse("hospitality", args=[cast.pair.pk])
    theirs = [
        browser.get(path).content.decode(),
        browser.get(reverse("hospitality-export", args=[cast.pair.pk])).content.decode("utf-8-sig"),
        browser.get(f"/api/v1/partners/{cast.pair.pk}/hospitality").content.decode(),
    ]
    for text in theirs:
        assert "987.65" in text
        for secret in ("Nothing above our limit", "100.00", "declined", "Boss"):
            assert secret not in text
    ours = cast.browser(cast.ana).get(path).content.decode()
    assert ("Nothing above our limit" in ours, "100" in ours) == (True, True)


def test_nothing_above_a_limit_is_accepted_before_a_manager_approves_it(cast, boss):
    pk = record(cast, word="given")
    assert row(cast, cast.ana, pk).is_given
    assert say(cast, cast.ana, pk, "accepted").status_code == 422
    assert row(cast, cast.ana, pk).received == ""
    for _once_more in range(2):
        assert decide(cast, boss, pk, decision="approve").status_code == 302
    assert decide(cast, boss, pk, decision="decline", reason="Changed my mind").status_code == 302
    for _once_more in range(2):
        assert say(cast, cast.ana, pk, "accepted").status_code == 302

    assert approval(cast, boss, pk) == ("approved", False)
    assert row(cast, cast.lin, pk).received == "accepted"


def test_nothing_above_a_limit_is_given_before_it_is_approved(cast, boss):
    pk = record(cast, cast.ana, given_by="buyer", word="given")
    assert not row(cast, cast.ana, pk).is_given
    assert say(cast, cast.ana, pk, "given").status_code == 422
    decide(cast, boss, pk, decision="approve")
    assert say(cast, cast.ana, pk, "given").status_code == 302
    assert row(cast, cast.lin, pk).is_given


def test_what_is_refused_or_given_back_needs_nobody_and_both_read_it(cast, boss):
    pk = record(cast)
    assert say(cast, cast.ana, pk, "refused", because="Above what we accept").status_code == 302
    found = row(cast, cast.lin, pk)
    assert (found.received, found.received_because) == ("refused", "Above what we accept")

    second = record(cast, amount="20")
    for word in ("accepted", "returned"):
        assert say(cast, cast.ana, second, word).status_code == 302
    assert row(cast, cast.lin, second).received == "returned"
    assert say(cast, cast.ana, second, "accepted").status_code == 422


@pytest.mark.parametrize("given_by", ["factory", "buyer"])
def test_what_was_refused_asks_nobody_for_approval_any_more(cast, boss, given_by):
    hospitality.set_limit(
        by=makers.make_actor(cast.lin), organisation=cast.pair.factory_id, amount=Decimal(100), currency="EUR"
    )
    owner = makers.make_person(cast.pair.factory, role="owner", name="林总")
    giver, receiver = (cast.lin, cast.ana) if given_by == "factory" else (cast.ana, cast.lin)
    pk = record(cast, giver, given_by=given_by)
    assert [waiting(cast, who) for who in (boss, owner)] == [1, 1]
    assert "a manager or owner of ours decides" in page(cast, boss)
    assert say(cast, receiver, pk, "refused").status_code == 302

    assert [waiting(cast, who) for who in (boss, owner)] == [0, 0]
    assert [approval(cast, who, pk) for who in (boss, owner)] == [("needless", False)] * 2
    assert [decide(cast, who, pk, decision="approve").status_code for who in (boss, owner)] == [422, 422]
    # Nobody is told any more who would decide.
    assert "a manager or owner of ours decides" not in page(cast, boss)
    told = cast.browser(boss).get(f"/api/v1/partners/{cast.pair.pk}/hospitality").json()
    assert told["rows"][0]["approval"] == "needless"


def test_what_was_decided_before_it_was_refused_stays_as_it_was_decided(cast, boss):
    pk = record(cast)
    decide(cast, boss, pk, decision="decline", reason="Above what we accept")
    say(cast, cast.ana, pk, "refused")
    assert approval(cast, boss, pk) == ("declined", False)


def test_each_side_says_its_own_half_alone(cast):
    pk = record(cast)
    assert say(cast, cast.ana, pk, "given").status_code == 422
    assert say(cast, cast.lin, pk, "accepted").status_code == 422
    assert row(cast, cast.lin, pk).words == ("given",)
    assert row(cast, cast.ana, pk).words == ("accepted", "refused")


def test_what_is_planned_is_said_once_its_day_has_come(cast):
    day = cast.today + timedelta(days=9)
    pk = record(cast, day=day)
    assert say(cast, cast.lin, pk, "given").status_code == 422
    by = makers.make_actor(cast.lin)
    hospitality.say(by=by, relationship=cast.pair.pk, hospitality=pk, word="given", on=day)
    assert row(cast, cast.lin, pk).is_given


def test_declining_needs_a_reason(cast, boss):
    pk = record(cast)
    assert decide(cast, boss, pk, decision="decline", reason=" ").status_code == 422
    assert decide(cast, boss, pk, decision="decline", reason="Above what we accept").status_code == 302

    assert row(cast, cast.ana, pk).ours.reason == "Above what we accept"
    assert say(cast, cast.ana, pk, "accepted").status_code == 422


def test_nobody_approves_their_own_record_nor_for_the_other_side(cast, boss):
    own = record(cast, boss)
    for person in (boss, cast.finance):
        assert decide(cast, person, own, decision="approve").status_code == 403
    # The factory's policy asks nobody: there is nothing of theirs to approve.
    assert decide(cast, cast.lin, own, decision="approve").status_code == 422
    assert approval(cast, boss, own) == ("waits", False)
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
    pages = [cast.browser(who).get(reverse("hospitality", args=[cast.pair.pk])) for who in (boss, cast.lin)]
    assert [page.context["limit"] and page.context["limit"].amount for page in pages] == [100, None]


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "-1"}, {"currency": "€€€"}, {"what": " "}, {"given_by": "carrier"}, {"amount": "NaN"},
     {"ahead": 1}, {"amount": "99999999999"}, {"word": "accepted"}, {"word": "eaten"}],
)  # fmt: skip
def test_an_impossible_record_is_refused(cast, wrong):
    if "ahead" in wrong:
        wrong = {"day": cast.today + timedelta(days=400)}
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


def wrong_at(answer, name="hospitality"):
    """Return the fields of a form at which something is refused."""
    return set(re.findall(rf'id="{name}-(\w+)_error"', answer.content.decode()))


def test_what_is_refused_stands_at_its_field_and_all_of_it_at_once(cast, boss):
    path = reverse("hospitality", args=[cast.pair.pk])
    fine = {"given_by": "buyer", "day": str(cast.today), "what": "Tea", "amount": "5", "currency": "eur"}
    far = str(cast.today + timedelta(days=400))
    for wrong, fields in (
        ({"currency": "€€€", "amount": "-5", "what": " ", "day": far}, {"currency", "amount", "what", "day"}),
        ({"currency": "1€2"}, {"currency"}), ({"word": "accepted"}, {"word"}),
        ({"day": str(cast.today + timedelta(days=9)), "word": "given"}, {"word"}),
    ):  # fmt: skip
        answer = cast.browser(cast.ana).post(path, fine | wrong)
        assert (answer.status_code, wrong_at(answer)) == (422, fields)
    limit = cast.browser(boss).post(
        reverse("hospitality-limit", args=[cast.pair.pk]), {"amount": "1", "currency": "12€"}
    )
    assert (limit.status_code, wrong_at(limit, "limit")) == (422, {"currency"})
    pk = record(cast)
    declined = decide(cast, boss, pk, decision="decline", reason="")
    assert (declined.status_code, wrong_at(declined, f"decide-{pk}")) == (422, {"reason"})
    assert Hospitality.objects.count() == 1


def test_a_page_costs_as_many_queries_with_one_row_as_with_three(cast, django_assert_num_queries):
    browser, path = cast.browser(cast.ana), reverse("hospitality", args=[cast.pair.pk])
    browser.get(path)
    for number in (1, 3):
        while Hospitality.objects.count() < number:
            record(cast)
        with django_assert_num_queries(9):
            browser.get(path)


def test_a_program_reads_the_register_and_says_its_own_half(cast, boss):
    pk = record(cast)
    browser, base = cast.browser(cast.ana), f"/api/v1/partners/{cast.pair.pk}"
    told = browser.get(f"{base}/hospitality").json()

    assert (told["total"], told["rows"][0]["approval"], told["rows"][0]["limit"]) == (1, "waits", "100.00")
    answer = browser.post(
        f"{base}/meals/{pk}/say", {"word": "refused"}, content_type="application/json",
        headers={"Idempotency-Key": "one"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert row(cast, cast.lin, pk).received == "refused"
