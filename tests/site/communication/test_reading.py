"""The reading list about a partner, and questions whose answers are read by nobody else."""

import pytest
from django.urls import reverse

from tests import makers
from troth_site.access import NotThere
from troth_site.actions.communication import customs, quiz
from troth_site.actions.communication.customs import CustomGiven, CustomRefused
from troth_site.actions.communication.quiz import QuestionRefused
from troth_site.models import AuditEntry, Organisation, QuizAnswer, QuizQuestion

pytestmark = pytest.mark.django_db
CHOICES = ["the guest", "the eldest"]


def write(cast, person, text, *, ours=True, pair=None, link=""):
    given = CustomGiven(
        about_ourselves=ours, category="meals", text=text, source="us", dated_on=cast.today, link=link
    )  # fmt: skip
    return customs.write(by=makers.make_actor(person), relationship=(pair or cast.pair).pk, given=given)


def ask(cast, note, person=None, **changed):
    asked = {"text": "Who sits first?", "choices": CHOICES, "right": 1} | changed
    by = makers.make_actor(person or cast.lin)
    return quiz.ask(by=by, relationship=cast.pair.pk, note=note, **asked)


def page(cast, person, pair=None):
    return cast.browser(person).get(reverse("reading", args=[(pair or cast.pair).pk])).content.decode()


def answer(cast, person, question, chosen):
    path = reverse("answer-question", args=[cast.pair.pk, question])
    return cast.browser(person).post(path, {"chosen": chosen})


def test_a_note_stands_with_link_author_source_and_day(cast):
    write(cast, cast.lin, "We eat at noon", link="https://example.org/tea")
    text = page(cast, cast.ana)

    for told in ("We eat at noon", 'href="https://example.org/tea"', "noopener", "known from: us", str(cast.lin)):
        assert told in text
    # To its own house it is nothing to read, only something to ask about.
    assert "known from: us" not in page(cast, cast.lin)
    for link in ("javascript:alert(1)", "https://localhost/", "http://127.0.0.1/"):
        with pytest.raises(CustomRefused):
            write(cast, cast.lin, "We eat", link=link)


def test_other_partners_of_the_country_tell_of_themselves_and_no_stranger_is_read(cast):
    Organisation.objects.filter(pk=cast.pair.factory_id).update(country="CN")
    near = makers.make_organisation("Near", kind="factory")
    strange = makers.make_organisation("Strange", kind="factory")
    Organisation.objects.filter(pk__in=[near.pk, strange.pk]).update(country="CN")
    pair = makers.make_relationship(cast.buyer, near)
    elsewhere = makers.make_relationship(makers.make_organisation("Halcyon"), strange)
    write(cast, makers.make_person(near, name="Wen"), "We rest at one", pair=pair)
    write(cast, cast.ana, "Only between us and Near", ours=False, pair=pair)
    write(cast, makers.make_person(strange, name="Yu"), "Told to others", pair=elsewhere)

    text = page(cast, cast.ana)
    assert "We rest at one" in text
    assert "Only between us and Near" not in text
    assert "Told to others" not in text
    assert "We rest at one" not in page(cast, cast.lin)


def test_what_somebody_answers_is_read_by_nobody_else(cast):
    question = ask(cast, write(cast, cast.lin, "The eldest sits first"))
    assert "as they say themselves" not in page(cast, cast.ana)
    for chosen in (0, 1):
        assert answer(cast, cast.ana, question, chosen).status_code == 302
    assert "as they say themselves" in page(cast, cast.ana)

    for person in (cast.finance, cast.lin):
        text = page(cast, person)
        assert "as they say themselves" not in text
        assert "checked" not in text
    told = cast.browser(cast.finance).get(f"/api/v1/partners/{cast.pair.pk}/reading").json()
    assert [(each["chosen"], each["is_right"]) for each in told["questions"]] == [(None, None)]
    told = cast.browser(cast.ana).get(f"/api/v1/partners/{cast.pair.pk}/reading").json()
    assert [(each["chosen"], each["is_right"]) for each in told["questions"]] == [(1, True)]
    [entry, _again] = AuditEntry.objects.filter(verb="quiz.answered")
    assert (entry.data, entry.relationship_id, entry.organisation_id) == ({}, None, None)


def test_answers_are_erased_on_request_and_with_their_question(cast):
    question = ask(cast, write(cast, cast.lin, "The eldest sits first"))
    answer(cast, cast.ana, question, 0)
    assert cast.browser(cast.ana).post(reverse("forget-answers", args=[cast.pair.pk])).status_code == 302
    assert QuizAnswer.objects.count() == 0
    answer(cast, cast.ana, question, 0)
    for _once_more in range(2):
        path = reverse("remove-question", args=[cast.pair.pk, question])
        assert cast.browser(cast.lin).post(path).status_code == 302
    assert QuizAnswer.objects.count() == 0
    assert answer(cast, cast.ana, question, 0).status_code == 404


def test_a_house_asks_about_its_own_notes_of_itself_alone(cast):
    own, noted = write(cast, cast.lin, "We bow"), write(cast, cast.lin, "They eat late", ours=False)
    with pytest.raises(NotThere):
        ask(cast, noted)
    with pytest.raises(NotThere):
        ask(cast, own, cast.ana)
    assert cast.browser(cast.lin).get(reverse("reading", args=[cast.pair.pk])).status_code == 200
    question = ask(cast, own)
    with pytest.raises(NotThere):
        quiz.answer(by=makers.make_actor(cast.lin), relationship=cast.pair.pk, question=question, chosen=0)
    with pytest.raises(NotThere):
        quiz.take_away(by=makers.make_actor(cast.ana), relationship=cast.pair.pk, question=question)


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"choices": ["one"]}, {"choices": ["a", "A"]}, {"right": 7}, {"text": "x" * 301}]
)
def test_a_question_without_an_own_answer_is_refused(cast, wrong):
    note = write(cast, cast.lin, "We bow")
    with pytest.raises(QuestionRefused):
        ask(cast, note, **wrong)


def test_a_sixth_question_is_too_many_and_a_strange_answer_is_none(cast):
    note = write(cast, cast.lin, "We bow")
    questions = [ask(cast, note, text=f"Question {number}") for number in range(5)]
    with pytest.raises(QuestionRefused):
        ask(cast, note)
    for chosen in (2, -1, "x", ""):
        assert answer(cast, cast.ana, questions[0], chosen).status_code == 422
    assert QuizAnswer.objects.count() == 0


def test_a_form_asks_once_and_keeps_what_was_typed(cast):
    note = write(cast, cast.lin, "We bow")
    path = reverse("ask-question", args=[cast.pair.pk])
    data = {"note": note, "text": "Typed", "choice1": "yes", "choice2": "Yes", "right": "1"}
    refused = cast.browser(cast.lin).post(path, data)
    assert (refused.status_code, 'value="Typed"' in refused.content.decode()) == (422, True)
    for _once_more in range(2):
        assert cast.browser(cast.lin).post(path, data | {"choice2": "no", "ticket": "t"}).status_code == 302
    assert QuizQuestion.objects.get().choices == ["yes", "no"]


def test_a_page_costs_as_many_queries_with_one_question_as_with_three(cast, django_assert_max_num_queries):
    note = write(cast, cast.lin, "We bow")
    browser, path = cast.browser(cast.ana), reverse("reading", args=[cast.pair.pk])
    browser.get(path)
    counts = []
    for number in (1, 3):
        while QuizQuestion.objects.count() < number:
            ask(cast, note)
        with django_assert_max_num_queries(12) as counted:
            browser.get(path)
        counts.append(len(counted))
    assert counts[0] == counts[1]
