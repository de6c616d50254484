"""What comes up on Today, for either side: long holidays in time, feasts to greet for, letters in no thread."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth_site.models import Notification, Organisation, UnplacedMail
from troth_site.queries.communication.calendars_ahead import NOTICE, stops_ahead


def today(cast, person):
    answer = cast.browser(person).get(reverse("today"))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def abroad(cast):
    """The factory in China, the buyer in Vietnam: both close for the new year."""
    Organisation.objects.filter(pk=cast.pair.factory_id).update(country="CN", zone="Asia/Shanghai")
    Organisation.objects.filter(pk=cast.buyer.pk).update(country="VN", zone="Asia/Ho_Chi_Minh")
    return cast


def test_a_long_holiday_is_told_of_from_two_weeks_before_its_last_day_to_begin_until_it_starts(abroad):
    by, first = makers.make_actor(abroad.ana), date(2026, 11, 1)
    year = stops_ahead(by, today=date(2027, 1, 15))
    [new_year] = [each for each in year if "New Year" in " ".join(each.long.stop.names)]
    told = [
        day
        for day in (first + timedelta(days=at) for at in range(110))
        if any(each.long.stop.span == new_year.long.stop.span for each in stops_ahead(by, today=day))
    ]

    assert new_year.country == "CN"
    assert (told[0], told[-1]) == (
        new_year.long.order_by - NOTICE, new_year.long.stop.span.start - timedelta(days=1)
    )  # fmt: skip


def test_either_side_sees_the_other_s_long_holiday_with_the_way_to_the_board(abroad, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: date(2027, 1, 15))
    ours, theirs = today(abroad, abroad.ana), today(abroad, abroad.lin)

    for text, code, other in ((ours, "CN", "VN"), (theirs, "VN", "CN")):
        assert f'href="{reverse("planning-board")}?country={code}"' in text
        assert f"?country={other}" not in text


def test_no_long_holiday_is_near_in_may(abroad):
    assert stops_ahead(makers.make_actor(abroad.ana), today=date(2026, 5, 11)) == ()


def test_a_feast_is_greeted_by_whoever_was_reminded_alone(abroad):
    day = timezone.localdate()
    Notification.objects.create(
        person=abroad.ana, relationship=abroad.pair, event="greeting", subject="greeting", at=timezone.now(),
        path="/", data={"partner": "东莞永发制衣厂", "subject": "Mid-Autumn Festival", "day": day.isoformat()},
    )  # fmt: skip

    assert "A good moment to greet" in today(abroad, abroad.ana)
    assert "Mid-Autumn Festival" in today(abroad, abroad.ana)
    assert "A good moment to greet" not in today(abroad, abroad.lin)


def test_letters_in_no_thread_are_told_to_their_own_house(abroad):
    for number in range(2):
        UnplacedMail.objects.create(
            organisation=abroad.buyer, person=abroad.ana, mail_id=f"{number}@x", why="no token",
            received_at=timezone.now(),
        )  # fmt: skip

    assert f'<a href="{reverse("unplaced-mail")}">2 letters stand in no thread</a>' in today(abroad, abroad.ana)
    assert "stand in no thread" not in today(abroad, abroad.lin)
    UnplacedMail.objects.update(settled_at=timezone.now())
    assert "stand in no thread" not in today(abroad, abroad.ana)
