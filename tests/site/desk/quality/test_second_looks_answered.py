"""Answers to what asks for a second look: by the inspector, his house and both sides, read by all of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.desk.quality.test_second_looks import answered, handed_in
from troth_site.access import NotThere, actor
from troth_site.actions.quality import second_looks as acts
from troth_site.actions.quality import second_looks_asking
from troth_site.models import LedgerEntry, LookAnswer, Membership, Notification, SecondLook, Site

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


def test_each_side_closes_for_itself_and_what_both_closed_is_set_aside(cast, farah, odd):
    where = "quality-second-looks", cast.pair.pk
    assert "Nobody has answered yet." in read(cast, cast.ana, *where)
    acts.answer_inspection(by=actor(farah), inspection=odd.pk, text=WHY)
    assert "Answered, and open for both sides." in read(cast, cast.ana, *where)

    for ticket in ("a", "b"):
        given = {"text": "That is enough for us.", "closes": "on", "ticket": ticket}
        cast.browser(cast.ana).post(reverse("answer-second-look", args=[odd.pk]), given)
    assert LookAnswer.objects.filter(closes=True).count() == 1
    for who in (cast.ana, cast.lin):
        assert "Closed for the buyer, open for the factory." in read(cast, who, *where)

    acts.answer_inspection(by=actor(cast.lin), inspection=odd.pk, text="For us too.", closes=True)
    text = read(cast, cast.ana, *where)
    assert ("Closed for both sides." in text, "One that both sides closed" in text) == (True, True)
    entries = LedgerEntry.objects.filter(kind="second_look.answered").order_by("seq")
    assert ['"closes":true' in str(entry.content) for entry in entries] == [False, True, True]


def test_whoever_inspected_explains_and_cannot_close(cast, farah, odd):
    own = handed_in(cast, days_ago=2, inspector=cast.ana)
    for who, row in ((farah, odd), (cast.ana, own)):
        with pytest.raises(acts.AnswerRefused, match="somebody else of either side"):
            acts.answer_inspection(by=actor(who), inspection=row.pk, text=WHY, closes=True)
    answer = cast.browser(farah).post(
        reverse("answer-second-look", args=[odd.pk]), {"text": WHY, "closes": "on", "own": "True", "ticket": "a"}
    )
    assert (answer.status_code, "somebody else of either side" in answer.text) == (422, True)
    assert not LookAnswer.objects.exists()
    assert "Enough is said for our side" not in read(cast, farah)
    assert "Enough is said for our side" in read(cast, cast.ana, "quality-second-looks", cast.pair.pk)


def test_it_is_asked_for_once_and_anew_where_something_else_is_noticed(cast, farah, odd):
    now, by = timezone.now(), actor(farah)
    for _twice in range(2):
        second_looks_asking.look_at(cast.pair, by=by, now=now)
    told = Notification.objects.filter(event="second-look-asked", person=farah)
    assert [(row.path, row.data["subject"]) for row in told] == [(reverse("second-looks"), odd.lot_name)]
    acts.answer_inspection(by=actor(cast.ana), inspection=odd.pk, text="Enough.", closes=True)
    second_looks_asking.look_at(cast.pair, by=by, now=now)
    assert SecondLook.objects.get(inspection=odd).buyer_closed_at is not None

    answered(cast, odd, minutes=4, latitude=23.5, longitude=113.75)
    odd.site = Site.objects.create(organisation=cast.pair.factory, name="Dongguan", latitude=23.02, longitude=113.75)
    odd.save()
    second_looks_asking.look_at(cast.pair, by=by, now=now)
    row = SecondLook.objects.get(inspection=odd)
    assert (row.codes, row.buyer_closed_at) == (["integrity.pace", "integrity.place"], None)
    assert told.all().count() == 2


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


def test_the_first_page_of_an_inspector_says_what_waits_for_an_answer(cast, farah, odd):
    second_looks_asking.look_at(cast.pair, by=actor(farah), now=timezone.now())
    assert "One inspection asks for a second look, and waits for your answer." in read(cast, farah, "today")
    acts.answer_inspection(by=actor(farah), inspection=odd.pk, text=WHY)
    assert "asks for a second look, and waits" not in read(cast, farah, "today")


def test_what_was_answered_before_it_was_asked_for_is_answered(cast, farah, odd):
    acts.answer_inspection(by=actor(farah), inspection=odd.pk, text=WHY)
    second_looks_asking.look_at(cast.pair, by=actor(cast.ana), now=timezone.now())
    assert SecondLook.objects.get(inspection=odd).asked_at == LookAnswer.objects.get().written_at
    assert "asks for a second look, and waits" not in read(cast, farah, "today")


def test_a_second_look_by_somebody_who_heard_of_the_first_is_not_called_blind(cast, farah, odd):
    second = handed_in(cast, days_ago=1, inspector=cast.ana, blind_of=odd, bad=9, handed_in_at=timezone.now())
    where = "quality-second-looks", cast.pair.pk
    text = read(cast, cast.lin, *where)
    assert ("second look, without knowing" in text, "had been told how the first ended" in text) == (True, False)
    Notification.objects.create(
        person=cast.ana, relationship=cast.pair, event="inspected", subject=f"inspection {odd.pk} handed in",
        path="/", at=second.handed_in_at - timedelta(days=1),
    )  # fmt: skip
    text = read(cast, cast.lin, *where)
    assert ("second look, without knowing" in text, "had been told how the first ended" in text) == (False, True)


def test_planning_a_second_look_says_who_was_told_of_the_first(cast, odd):
    odd.handed_in_at = timezone.now()
    odd.save()
    Notification.objects.create(
        person=cast.lin, relationship=cast.pair, event="inspected", subject=f"inspection {odd.pk} handed in",
        path="/", at=timezone.now(),
    )  # fmt: skip
    answer = cast.browser(cast.ana).get(reverse("new-inspection", args=[cast.pair.pk]), {"second_of": odd.pk})
    listed = [str(label) for _key, label in answer.context["form"].fields["inspector"].choices]
    assert [label.partition(" · ")[0] for label in listed] == ["Nobody yet", "Ana Petrova", "林晓梅"]
    assert listed[-1].endswith("was told how the first ended")
