"""What people eat: told by themselves, read by those who plan a visit, gone on request."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication.test_visit_feedback import page, visit
from troth_site.actions.communication import table_needs
from troth_site.actions.communication.table_needs import Meal, TableRefused
from troth_site.models import Attendance, AuditEntry, MealPlan, Meeting, TableNeeds

pytestmark = pytest.mark.django_db
WORDS = "Please no coriander"


def tell(person, **told):
    table_needs.tell(by=makers.make_actor(person), **{"needs": ["halal"], "drink": "none", "words": WORDS} | told)


def test_those_who_plan_the_visit_read_it_and_nobody_else(cast):
    row = visit(cast, hours=48)
    tell(cast.ana)
    Attendance.objects.create(meeting=row, person=cast.finance, side="buyer", state="coming")
    boss = makers.make_person(cast.pair.factory, role="owner", name="Away")

    assert WORDS in page(cast, cast.lin, row)
    # Finance comes and plans nothing; the owner of the factory plans and does not come.
    assert WORDS not in page(cast, cast.finance, row)
    assert WORDS not in page(cast, boss, row)
    assert WORDS not in cast.browser(cast.lin).get(f"/api/v1/meetings/{row.pk}/visit").content.decode()
    assert WORDS not in cast.browser(cast.lin).get(reverse("person", args=[cast.ana.pk])).content.decode()


@pytest.mark.parametrize(
    ("state", "hours", "way"), [("asked", 48, "visit"), ("declined", 48, "visit"), ("coming", -5, "visit"),
                                ("coming", 48, "video")],
)  # fmt: skip
def test_of_who_does_not_come_of_what_is_over_and_of_a_call_nobody_reads_it(cast, state, hours, way):
    row = visit(cast, hours=hours, way=way)
    Attendance.objects.filter(meeting=row, person=cast.ana).update(state=state)
    tell(cast.ana)

    assert WORDS not in page(cast, cast.lin, row)


def test_it_is_erased_with_nothing_left_and_stands_in_no_trail(cast):
    path = reverse("own-table")
    browser = cast.browser(cast.ana)
    for _once_more in range(2):
        sent = {"needs": ["halal", "no-nuts"], "drink": "little", "words": WORDS, "ticket": "t"}
        assert browser.post(path, sent).status_code == 302
    assert TableNeeds.objects.get().needs == ["no-nuts", "halal"]
    assert WORDS in browser.get(path).content.decode()
    for _once_more in range(2):
        assert browser.post(path, {"erase": "1"}).status_code == 302

    assert TableNeeds.objects.count() == 0
    assert WORDS not in browser.get(path).content.decode()
    trail = AuditEntry.objects.filter(verb__startswith="table.")
    assert [entry.data for entry in trail] == [{}, {}]
    assert {entry.relationship_id for entry in trail} == {None}


@pytest.mark.parametrize("wrong", [{"needs": ["keto"]}, {"drink": "vodka"}, {"words": "x" * 301}])
def test_what_is_not_known_or_too_long_is_refused_and_kept_on_the_page(cast, wrong):
    with pytest.raises(TableRefused):
        tell(cast.ana, **wrong)
    answer = cast.browser(cast.ana).post(reverse("own-table"), {"needs": [], "drink": "", "words": "Typed"} | wrong)
    assert (answer.status_code, TableNeeds.objects.count()) == (422, 0)


def test_there_is_no_way_to_tell_it_of_another(cast):
    cast.browser(cast.ana).post(reverse("own-table"), {"needs": ["halal"], "person": cast.lin.pk})

    assert list(TableNeeds.objects.values_list("person", flat=True)) == [cast.ana.pk]


def test_a_meal_is_planned_for_a_visit_ahead_and_both_read_it(cast):
    row = visit(cast, hours=48)
    path = reverse("meeting-meal", args=[row.pk])
    sent = {"what": "Lunch in the canteen", "place": "Building 2", "pays": "factory", "words": ""}
    assert cast.browser(cast.finance).post(path, sent).status_code == 403
    for _once_more in range(2):
        assert cast.browser(cast.lin).post(path, sent).status_code == 302
    assert MealPlan.objects.count() == 1
    for person in (cast.ana, cast.lin, cast.finance):
        text = page(cast, person, row)
        assert ("Lunch in the canteen" in text, "Building 2" in text) == (True, True)
    for wrong in ({"what": " "}, {"pays": "carrier"}, {"what": "x" * 201}):
        assert cast.browser(cast.lin).post(path, sent | wrong).status_code == 422


@pytest.mark.parametrize("changed", [{"way": "call"}, {"hours": -5}, {"state": "cancelled"}])
def test_no_meal_is_planned_for_a_call_or_what_is_over(cast, changed):
    row = visit(cast, **{"hours": 48} | changed)
    with pytest.raises(TableRefused):
        table_needs.plan_meal(by=makers.make_actor(cast.lin), meeting=row.pk, meal=Meal(what="Lunch"))
    assert MealPlan.objects.count() == 0


def test_whoever_planned_the_meal_reads_it_without_coming(cast):
    row = visit(cast, hours=48)
    tell(cast.ana)
    owner = makers.make_person(cast.pair.factory, role="owner", name="Host")
    assert WORDS not in page(cast, owner, row)
    table_needs.plan_meal(by=makers.make_actor(owner), meeting=row.pk, meal=Meal(what="Lunch"))
    assert WORDS in page(cast, owner, row)
    Meeting.objects.update(starts_at=timezone.now() - timedelta(days=2))
    assert WORDS not in page(cast, owner, row)
