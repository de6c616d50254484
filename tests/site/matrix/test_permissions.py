"""Everybody tries every address: who is let in, what the others get, and that nobody reads what is not theirs."""

import re

import pytest
from django.urls import get_resolver

from tests.cast import BUYER, EVERYBODY, FACTORY, NOBODY, OTHER_BUYER, OTHER_FACTORY, WORKER
from tests.site.matrix import addresses
from tests.site.matrix.table import ALLAUTH_OWN, ALLAUTH_PARTS, ALLAUTH_WAYS_IN, API, NONE, ROWS, Row
from tests.site.matrix.visits import hidden_from, leaks

pytestmark = pytest.mark.django_db
SIDES = frozenset({BUYER, FACTORY})
NAMED = set(ROWS) | ALLAUTH_OWN | ALLAUTH_WAYS_IN


def test_every_address_has_a_row_and_every_row_an_address():
    assert addresses.differences(NAMED, addresses.names()) == []


def test_a_missing_row_and_a_row_too_many_are_noticed():
    assert addresses.differences(NAMED - {"receive"}, addresses.names()) == ["receive has no row"]
    assert addresses.differences(NAMED | {"gone"}, addresses.names()) == ["gone has no address"]


@pytest.mark.parametrize("name", ROWS)
def test_pages_open_to_whom_they_should(visitors, cast, name):
    row = ROWS[name]
    answers = {part: visitors.visit(part, name, row) for part in EVERYBODY}

    assert {part: _outcome(row, answer) for part, answer in answers.items()} == {
        part: _expected(row, row.get, part) for part in EVERYBODY
    }
    assert _leaks(row, answers, cast) == []


@pytest.mark.parametrize("name", ROWS)
def test_buttons_work_for_whom_they_should(visitors, cast, name):
    row = ROWS[name]
    answers = {part: visitors.post(part, name, row) for part in EVERYBODY}

    assert {part: _outcome(row, answer) for part, answer in answers.items()} == {
        part: _expected(row, row.post, part) for part in EVERYBODY
    }
    assert _leaks(row, answers, cast) == []


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.post])
def test_buttons_do_nothing_for_a_form_of_another_site(visitors, name):
    answers = {part: visitors.post(part, name, ROWS[name], with_token=False).status for part in EVERYBODY}

    # Before a program's form is looked at, it is asked who sends it; a phone is a browser.
    unnamed = {NOBODY: 401} if name.startswith("api:") else {}
    assert answers == dict.fromkeys(EVERYBODY, 403) | unnamed


def _outcome(row: Row, answer) -> str:
    if answer.leads_to_sign_in or (row.is_api and answer.status == 401):
        return "sign in first"
    if answer.is_in:
        return "let in"
    return {403: "closed", 404: "not there", 405: "not so"}.get(answer.status, f"status {answer.status}")


def _leaks(row: Row, answers, cast) -> list[str]:
    return [
        leak
        for part, answer in answers.items()
        for leak in leaks(answer, part, cast, told=SIDES if part in row.named_to else NONE)
    ]


def _expected(row: Row, who: frozenset[str] | None, part: str) -> str:
    if who is None and not row.reads_only:
        return "not so"
    who = row.get or NONE if who is None else who
    if part in who:
        return "let in"
    if part == NOBODY and not (row.is_public or row.reads_only):
        return "sign in first"
    return "closed" if part in row.closed else "not there"


@pytest.mark.parametrize("name", sorted(ALLAUTH_OWN))
def test_own_pages_ask_to_sign_in_and_show_nothing_of_any_record(visitors, cast, name):
    row = _of_allauth(name)
    outside, inside = visitors.visit(NOBODY, name, row), visitors.visit("inspector", name, row)

    assert outside.status == 302
    assert inside.status in {200, 302, 403, 404}
    assert leaks(outside, NOBODY, cast) == leaks(inside, "inspector", cast) == []


@pytest.mark.parametrize("name", sorted(ALLAUTH_WAYS_IN))
def test_ways_in_show_nothing_of_any_record(visitors, cast, name):
    row = _of_allauth(name)
    for part in (NOBODY, "inspector"):
        for answer in (visitors.visit(part, name, row), visitors.post(part, name, row)):
            assert answer.status in {200, 302, 400, 401, 404, 405}
            assert leaks(answer, part, cast) == []


def _of_allauth(name: str) -> Row:
    wanted = next(iter(get_resolver().reverse_dict.getlist(name)))[0][0][1]
    return Row(where=lambda cast, part: {key: ALLAUTH_PARTS[key] for key in wanted}, get=NONE)


def test_nobody_signs_up_by_themselves(visitors):
    row = Row(given=lambda cast, part: {"email": "me@elsewhere.example", "password1": "a long sentence of mine"})
    answer = visitors.post(NOBODY, "account_signup", row)

    assert "me@elsewhere.example" not in answer.text
    assert answer.status in {200, 403}
    assert not type(visitors.cast.people["buyer"]).objects.filter(email="me@elsewhere.example").exists()


def test_words_that_must_not_leak_do_stand_on_the_pages_of_those_who_may_read_them(visitors, cast):
    read = {
        part: "".join(visitors.visit(part, name, ROWS[name]).text for name in ("partners", "today", "api:partners"))
        for part in ("buyer", "sales", "other buyer", "other factory")
    }

    assert OTHER_FACTORY in read["buyer"]
    assert OTHER_FACTORY not in read["sales"]
    assert OTHER_BUYER in read["sales"]
    assert OTHER_BUYER not in read["buyer"]
    assert FACTORY in read["other buyer"]
    kept_by_sales = {"A remark in the house of sales", "A remark to oneself of sales"}
    assert hidden_from("buyer", cast) == {"HTR-", "Cable scarf", OTHER_BUYER, WORKER} | kept_by_sales
    assert hidden_from("manager", cast) == hidden_from("buyer", cast) | {"A remark to oneself of buyer"}
    assert "A remark to oneself of buyer" in visitors.visit("buyer", "notes", ROWS["notes"]).text
    assert "A remark in the house of buyer" in visitors.visit("finance", "notes", ROWS["notes"]).text
    assert "A shared remark of buyer" in visitors.visit("owner", "api:notes", ROWS["api:notes"]).text
    assert "KDR-" in visitors.visit("finance", "line", ROWS["line"]).text
    assert WORKER in visitors.visit("sales", "trainees", ROWS["trainees"]).text
    assert "Send the lab dips" in visitors.visit("owner", "partner", ROWS["partner"]).text


def test_api_answers_alike_for_what_is_hidden_and_what_never_was(visitors):
    there = visitors.visit("other buyer", "api:partner", API["api:partner"])
    nowhere = visitors.visit("other buyer", "api:partner", Row(where=lambda cast, part: {"partner": 987654}))

    assert (there.status, there.text) == (nowhere.status, nowhere.text) == (404, nowhere.text)


@pytest.mark.parametrize("name", ["partner", "line", "promise", "action", "flag"])
def test_pages_answer_alike_for_what_is_hidden_and_what_never_was(visitors, name):
    there = visitors.visit("other buyer", name, ROWS[name])
    nowhere = visitors.visit("other buyer", name, Row(where=lambda cast, part: {"pk": 987654}))

    assert there.status == nowhere.status == 404
    assert _still(there.text) == _still(nowhere.text)


def _still(text: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|next" value)="[^"]*"', "", text)
