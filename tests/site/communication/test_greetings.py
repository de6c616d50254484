import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests import makers
from troth_site.actions.communication import calendars
from troth_site.actions.communication.greetings import remind
from troth_site.models import AuditEntry, Message, Notification
from troth_site.queries.communication.greetings import greetings

pytestmark = pytest.mark.django_db
SPRING_FESTIVAL, KEY = date(2027, 2, 6), "Chinese New Year (Spring Festival)"


@pytest.fixture
def china(cast):
    cast.pair.factory.country = "CN"
    cast.pair.factory.save()
    return cast


def feast_days(first=date(2027, 1, 28), days=12):
    return [first + timedelta(days=at) for at in range(days)]


def test_a_feast_is_told_once_three_days_ahead_to_the_other_side(china):
    told = {day: remind(today=day) for day in feast_days()}
    again = remind(today=next(day for day, number in told.items() if number))

    [when] = [day for day, number in told.items() if number]
    rows = Notification.objects.filter(event="greeting")
    assert (again, {row.person for row in rows}) == (0, {china.ana})
    assert (rows.get().data["key"], date.fromisoformat(rows.get().data["day"]) - when) == (KEY, timedelta(days=3))
    assert rows.get().path == f"/partners/{china.pair.pk}/calendar/"
    assert AuditEntry.objects.filter(verb="greetings.reminded").count() == 1


def test_a_feast_missed_by_a_night_in_which_nothing_ran_is_told_late(china):
    assert remind(today=date(2027, 2, 4)) == 1
    assert remind(today=date(2027, 2, 5)) == 0

    row = Notification.objects.get(event="greeting")
    assert (row.person, row.data["key"]) == (china.ana, KEY)


def test_a_holiday_that_a_place_removed_reminds_nobody(china):
    calendars.drop_holiday(
        by=makers.make_actor(china.lin), organisation=china.pair.factory_id, key=KEY, known=[KEY]
    )  # fmt: skip

    assert [remind(today=day) for day in feast_days()] == [0] * 12
    assert not Notification.objects.filter(event="greeting").exists()


def test_the_buyer_s_feast_is_told_to_the_factory(china):
    remind(today=date(2026, 12, 22))

    assert {row.person for row in Notification.objects.filter(event="greeting")} == {china.lin}


def test_the_person_who_looks_after_a_partner_is_told_alone(china):
    china.pair.owner_buyer = makers.make_person(china.buyer, role="sourcing", name="Keeper")
    china.pair.save()
    for day in feast_days():
        remind(today=day)

    assert {row.person.name for row in Notification.objects.filter(event="greeting")} == {"Keeper"}


def test_no_feast_tells_nobody_and_leaves_no_trace(china):
    assert remind(today=date(2026, 11, 3)) == 0
    assert not AuditEntry.objects.filter(verb="greetings.reminded").exists()


def test_today_shows_what_one_was_reminded_of_in_one_query(china, django_assert_num_queries):
    now = timezone.localdate()
    for subject, ahead in (("near", 2), ("over", -1)):
        Notification.objects.create(
            person=china.ana, event="greeting", subject=subject, at=timezone.now(), path="/", relationship=china.pair,
            data={"partner": "永发", "subject": "春节", "day": str(now + timedelta(days=ahead)), "key": KEY},
        )  # fmt: skip
    actor = makers.make_actor(china.ana)
    with django_assert_num_queries(1):
        [found] = greetings(actor)

    assert (found.feast, found.day, found.relationship) == ("春节", now + timedelta(days=2), china.pair.pk)
    assert found.suggestion.sentence().startswith("春节")
    assert greetings(makers.make_actor(china.lin)) == ()


def test_a_greeting_is_begun_with_its_sentence_and_sent_by_nobody_but_its_writer(china):
    feast = {"partner": "永发", "subject": "春节", "day": str(timezone.localdate() + timedelta(days=2)), "key": KEY}
    Notification.objects.create(
        person=china.ana, event="greeting", subject="near", at=timezone.now(), path="/", relationship=china.pair,
        data=feast,
    )  # fmt: skip
    browser = china.browser(china.ana)
    today = browser.get("/").content.decode()
    address = unescape(re.search(rf'href="(/partners/{china.pair.pk}/messages/new/[?]subject=[^"]+)"', today)[1])
    form = browser.get(address).context["form"]

    assert form["subject"].value() == "春节"
    assert form["text"].value().startswith("春节")
    assert not Message.objects.exists()
