from datetime import timedelta

import pytest
from django.urls import reverse

from tests import makers
from troth_site.actions.communication import customs
from troth_site.actions.communication.customs import CustomGiven, CustomRefused
from troth_site.models import AuditEntry, CustomNote
from troth_site.queries.communication.customs import beside
from troth_site.queries.partners import partnership

pytestmark = pytest.mark.django_db


def write(cast, person, *, ours=True, text="We bow.", category="greeting", pair=None):
    given = CustomGiven(about_ourselves=ours, category=category, text=text, source="us", dated_on=cast.today)
    return customs.write(by=makers.make_actor(person), relationship=(pair or cast.pair).pk, given=given)


def page(cast, person, pair=None):
    answer = cast.browser(person).get(reverse("customs", args=[(pair or cast.pair).pk]))
    return {
        (side["side"], kind): [note["row"].text for note in side[kind]]
        for side in answer.context["sides"]
        for kind in ("own", "noted")
    }


def test_what_people_tell_of_themselves_stands_before_what_others_noted(cast):
    write(cast, cast.ana, ours=False, text="They like tea")
    write(cast, cast.lin, text="We start at seven", category="hours")
    write(cast, cast.lin, text="Call me Lin", category="names")
    write(cast, cast.lin, ours=False, text="They eat late")

    told = page(cast, cast.ana)
    assert told == page(cast, cast.lin)
    assert told == {
        ("buyer", "own"): [], ("buyer", "noted"): ["They eat late"],
        ("factory", "own"): ["Call me Lin", "We start at seven"], ("factory", "noted"): ["They like tea"],
    }  # fmt: skip


def test_another_buyer_reads_what_the_factory_tells_of_itself_and_no_more(cast):
    other = makers.make_organisation("Halcyon", kind="buyer")
    pair = makers.make_relationship(other, cast.pair.factory)
    reader = makers.make_person(other)
    write(cast, cast.lin, text="We bow")
    write(cast, cast.ana, ours=False, text="Only between us")
    write(cast, cast.lin, ours=False, text="Of Nordlicht alone")
    write(cast, cast.ana, text="Nordlicht of itself")

    assert page(cast, reader, pair) == {
        ("buyer", "own"): [], ("buyer", "noted"): [], ("factory", "own"): ["We bow"], ("factory", "noted"): [],
    }  # fmt: skip
    assert "Of Nordlicht alone" in page(cast, cast.ana)["buyer", "noted"]


def test_a_note_is_taken_away_by_its_own_side_alone(cast):
    note = write(cast, cast.ana, ours=False, text="They like tea")
    path = reverse("remove-custom", args=[cast.pair.pk, note])
    assert cast.browser(cast.lin).post(path).status_code == 404
    for _once_more in range(2):
        assert cast.browser(cast.finance).post(path).status_code == 302

    assert page(cast, cast.lin)["factory", "noted"] == []
    assert CustomNote.objects.get().removed_at is not None
    verbs = AuditEntry.objects.filter(verb__startswith="custom.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["custom.written", "custom.taken-away"]
    assert not AuditEntry.objects.filter(data__icontains="tea").exists()


@pytest.mark.parametrize(
    "wrong", [{"text": "  "}, {"source": " "}, {"category": "country"}, {"text": "x" * 2001}, {"ahead": 1}]
)
def test_a_note_without_words_source_or_day_is_refused(cast, wrong):
    given = {"text": "We bow", "source": "us", "category": "greeting", "ahead": 0} | wrong
    day = cast.today + timedelta(days=given.pop("ahead"))
    with pytest.raises(CustomRefused):
        customs.write(
            by=makers.make_actor(cast.ana), relationship=cast.pair.pk,
            given=CustomGiven(about_ourselves=True, dated_on=day, **given),
        )  # fmt: skip


def test_a_form_keeps_what_was_typed(cast):
    data = {"about": "them", "category": "meals", "text": "Typed", "source": "", "dated_on": str(cast.today)}
    answer = cast.browser(cast.ana).post(reverse("customs", args=[cast.pair.pk]), data)
    assert (answer.status_code, ">\nTyped<" in answer.content.decode()) == (422, True)

    right = data | {"source": "a visit", "ticket": "t"}
    for _once_more in range(2):
        assert cast.browser(cast.ana).post(reverse("customs", args=[cast.pair.pk]), right).status_code == 302
    assert CustomNote.objects.count() == 1


def test_beside_a_meeting_stand_the_partner_s_own_words_in_one_query(cast, django_assert_num_queries):
    for number in range(6):
        write(cast, cast.ana, ours=False, text=f"Noted {number}")
        write(cast, cast.lin, text=f"Told {number}", category="holidays")
    write(cast, cast.lin, text="Greet the oldest first")
    by = makers.make_actor(cast.ana)
    found = partnership(by, cast.pair.pk)
    with django_assert_num_queries(1):
        shown = [row.text for row in beside(by, found)]

    assert (shown[0], len(shown), {text.split()[0] for text in shown[1:7]}) == ("Greet the oldest first", 8, {"Told"})


def test_a_page_costs_as_many_queries_with_one_note_as_with_three(cast, django_assert_num_queries):
    browser, path = cast.browser(cast.ana), reverse("customs", args=[cast.pair.pk])
    browser.get(path)
    for number in (1, 3):
        while CustomNote.objects.count() < number:
            write(cast, cast.lin)
        with django_assert_num_queries(7):
            browser.get(path)


def test_a_program_reads_the_notes(cast):
    write(cast, cast.lin, text="We bow")
    [told] = cast.browser(cast.ana).get(f"/api/v1/partners/{cast.pair.pk}/customs").json()

    assert (told["about"], told["by_themselves"], told["text"]) == ("factory", True, "We bow")
