"""Answers to what asks for a second look: by the inspector, his house and both sides, read by all of them."""

import pytest
from django.urls import reverse

from tests import makers
from tests.site.desk.quality.test_second_looks import answered, handed_in
from troth_site.access import NotThere, actor
from troth_site.actions.quality import second_looks as acts
from troth_site.models import LedgerEntry, LookAnswer, Membership, Notification

WHY = "The first carton was counted before the clock was set."


@pytest.fixture
def house(db):
    return makers.make_organisation("Plumbline", kind="service")


@pytest.fixture
def farah(cast, house):
    return makers.make_person(house, role="inspector", name="Farah Qureshi")


@pytest.fixture
def odd(cast, farah):
    for day in (40, 30, 20):
        answered(cast, handed_in(cast, days_ago=day), minutes=80)
    row = handed_in(cast, days_ago=3, inspector=farah)
    answered(cast, row, minutes=4)
    return row


def read(cast, who, name="second-looks", *args):
    return cast.browser(who).get(reverse(name, args=args)).text


def test_an_inspector_sees_what_is_said_of_his_own_inspections_alone(cast, farah, odd):
    text = read(cast, farah)

    assert "Each unit took 3.0 seconds" in text
    assert odd.lot_name in text
    assert "LOT-20" not in text
    assert cast.pair.buyer.name in text
    assert cast.pair.factory.name in text
    assert "Second looks at our inspections" in text


def test_his_answer_stands_at_the_entry_for_both_sides_and_is_kept_once(cast, farah, odd):
    browser, where = cast.browser(farah), reverse("answer-second-look", args=[odd.pk])
    for ticket in ("a", "b"):
        answer = browser.post(where, {"text": WHY, "own": "True", "ticket": ticket})
        assert (answer.status_code, answer["Location"]) == (302, reverse("second-looks"))

    assert LookAnswer.objects.count() == 1
    assert LedgerEntry.objects.filter(kind="second_look.answered").count() == 1
    for who in (cast.ana, cast.lin):
        text = read(cast, who, "quality-second-looks", cast.pair.pk)
        assert (WHY in text, "Farah Qureshi, for the inspection" in text) == (True, True)
    assert WHY in read(cast, farah)
    assert Notification.objects.filter(event="second-look", person=cast.ana).exists()
    assert not Notification.objects.filter(event="second-look", person=farah).exists()


def test_a_side_answers_too_and_the_inspector_is_told(cast, farah, odd):
    acts.answer_inspection(by=actor(cast.lin), inspection=odd.pk, text="We were there: the light failed.")

    assert "for the factory" in read(cast, farah)
    told = Notification.objects.get(event="second-look", person=farah)
    assert told.path == reverse("second-looks")


def test_whoever_looks_after_the_inspectors_reads_and_answers_as_they_do(cast, house, farah, odd):
    head = makers.make_person(house, role="manager", name="Noor Aziz")

    assert odd.lot_name in read(cast, head)
    acts.answer_record(by=actor(head), relationship=cast.pair.pk, inspector=farah.pk, text=WHY)
    assert LookAnswer.objects.get().side == "inspector"
    Membership.objects.filter(person=head).update(role="sales")
    assert odd.lot_name not in read(cast, head)


def test_strangers_and_colleagues_without_that_duty_find_nothing(cast, house, farah, odd):
    other = makers.make_person(house, role="inspector", name="Sami")
    stranger = makers.make_person(makers.make_organisation("Elsewhere", kind="service"), role="manager", name="Kim")

    for who in (other, stranger):
        assert odd.lot_name not in read(cast, who)
        with pytest.raises(NotThere):
            acts.answer_inspection(by=actor(who), inspection=odd.pk, text=WHY)
        with pytest.raises(NotThere):
            acts.answer_record(by=actor(who), relationship=cast.pair.pk, inspector=farah.pk, text=WHY)
    with pytest.raises(NotThere):
        acts.answer_record(by=actor(cast.ana), relationship=cast.pair.pk, inspector=other.pk, text=WHY)


@pytest.mark.parametrize(("text", "told"), [
    (" ", "is empty"), ("x" * 4001, "4\u202f000"),
])  # fmt: skip
def test_empty_and_endless_answers_are_refused_at_their_field(cast, farah, odd, text, told):
    where = reverse("answer-second-look", args=[odd.pk])
    answer = cast.browser(farah).post(where, {"text": text, "own": "True", "ticket": "a"})

    assert answer.status_code == 422
    assert "Second looks at our inspections" in answer.text
    assert told in answer.text
    assert not LookAnswer.objects.exists()


def test_an_inspection_under_way_has_nothing_to_answer(cast, farah):
    row = handed_in(cast, days_ago=1, state="working", inspector=farah)
    with pytest.raises(acts.AnswerRefused, match="not handed in yet"):
        acts.answer_inspection(by=actor(farah), inspection=row.pk, text=WHY)


def test_the_first_page_of_an_inspector_leads_to_the_inspections_and_to_what_is_asked(cast, farah, odd):
    text = read(cast, farah, "today")

    assert f'href="{reverse("field")}"' in text
    assert f'href="{reverse("second-looks")}"' in text
    assert "Import an order history" not in text
