from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests import makers
from tests.site.desk.test_notes import numbers
from troth.trust.pulse import QUESTIONS, quarter_of
from troth_site.actions import pulse
from troth_site.actions.trust import judging
from troth_site.models import PulseAnswer
from troth_site.queries import pulse as queries
from troth_site.queries.partners import partnership

ALL_FOUR = {question.key: 4 for question in QUESTIONS}


def answer(cast, person, steps=4, on=None):
    answers = {question.key: steps for question in QUESTIONS}
    pulse.answer(by=makers.make_actor(person), relationship=cast.pair.pk, answers=answers, on=on)


def seen(cast, person, today=None):
    by = makers.make_actor(person)
    return queries.pulse(by, partnership(by, cast.pair.pk), today=today or cast.today)


def page(cast, person, name="pulse"):
    return cast.browser(person).get(reverse(name, args=[cast.pair.pk]))


def test_the_other_side_s_answers_are_hidden_until_both_have_answered(cast):
    answer(cast, cast.lin, 2)
    hidden = seen(cast, cast.ana).now.sides["factory"]
    assert (hidden.is_hidden, hidden.people, hidden.medians["promises"].n) == (True, 0, 0)
    assert "not shown yet" in page(cast, cast.ana).content.decode()

    answer(cast, cast.ana, 5)
    shown = seen(cast, cast.ana).now.sides["factory"]
    assert (shown.is_hidden, shown.medians["promises"].value, shown.medians["promises"].n) == (False, 2.0, 1)
    assert seen(cast, cast.lin).now.sides["buyer"].medians["promises"].value == 5.0


def test_they_are_shown_once_the_quarter_is_over(cast):
    before = quarter_of(cast.today).previous.last_day
    answer(cast, cast.lin, 2, on=before)

    assert seen(cast, cast.ana, today=before).now.sides["factory"].is_hidden
    (past,) = seen(cast, cast.ana).past
    assert past.sides["factory"].medians["future"].value == 2.0


def test_a_side_s_middle_is_shown_and_nobody_s_name(cast):
    for person, steps in ((cast.ana, 1), (cast.finance, 5)):
        answer(cast, person, steps)
    answer(cast, makers.make_person(cast.buyer, name="Third of three"), 4)
    answer(cast, cast.lin, 3)
    text = page(cast, cast.lin).content.decode()

    assert seen(cast, cast.lin).now.sides["buyer"].medians["promises"].value == 4.0
    assert [name in text for name in ("Ana Petrova", "Frank", "Third of three")] == [False, False, False]


def test_an_answer_may_be_changed_and_stays_one(cast):
    address = reverse("pulse", args=[cast.pair.pk])
    browser = cast.browser(cast.ana)
    for step in ("2", "5"):
        assert browser.post(address, {"promises": step}).status_code == 302
    row = PulseAnswer.objects.get()

    assert (row.promises, row.future, row.side, row.quarter) == (5, None, "buyer", quarter_of(cast.today).start)
    assert browser.get(address).content.decode().count("checked") == 1


def test_nothing_is_answered_beforehand(cast):
    assert "checked" not in page(cast, cast.ana).content.decode()


def test_no_answer_and_no_such_step_are_refused(cast):
    address = reverse("pulse", args=[cast.pair.pk])
    browser = cast.browser(cast.ana)
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"promises": "6"}).status_code == 422
    with pytest.raises(pulse.PulseRefused):
        pulse.answer(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, answers={"promises": 0})
    assert not PulseAnswer.objects.exists()


def test_both_sides_are_asked_the_same(cast):
    asked = [[str(each["field"].label) for each in page(cast, person).context["questions"]]
             for person in (cast.ana, cast.lin)]  # fmt: skip
    assert asked[0] == asked[1] == [question.text for question in QUESTIONS]


def test_it_is_never_mixed_into_a_number(cast):
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)
    before = numbers()
    shown = page(cast, cast.ana, "partner").context["pair"]
    for person in (cast.ana, cast.lin):
        for on in (cast.today, cast.today - timedelta(days=100)):
            answer(cast, person, 1, on=on)
    judging.judge_portfolio(cast.buyer.pk, as_of=cast.today)

    assert numbers() == before
    assert page(cast, cast.ana, "partner").context["pair"] == shown
    assert "1.0" in page(cast, cast.ana).content.decode()


def test_a_stranger_finds_nothing(cast):
    assert page(cast, cast.stranger).status_code == 404


def test_a_past_page_shows_no_later_answers(cast):
    answer(cast, cast.ana)
    past = cast.browser(cast.ana).get(reverse("partner", args=[cast.pair.pk]), {"as_of": "2026-01-05"})
    assert "pulse" not in past.context


def test_the_page_costs_the_same_queries_for_one_answer_and_three(cast, django_assert_num_queries):
    client = cast.browser(cast.ana)
    for people in ((cast.ana,), (cast.lin, cast.finance)):
        for person in people:
            answer(cast, person, on=date(cast.today.year, 1, 2))
            answer(cast, person)
        with django_assert_num_queries(5):  # session, person, seats, relationship, answers
            client.get(reverse("pulse", args=[cast.pair.pk]))
