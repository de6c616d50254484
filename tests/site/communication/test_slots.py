"""Proposed slots: the fairest of the coming weeks, holidays moved with their reason, discomfort carried on."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from tests import makers
from tests.site.communication import meeting as makes
from tests.site.communication.talking import settle
from troth_site import access
from troth_site.models import Meeting, Organisation
from troth_site.queries.communication.slots import SAME, TURNS, Asked, NoSlot, offers


@pytest.fixture
def pair(cast):
    return settle(cast)


def offered(cast, **asked):
    return offers(makers.make_actor(cast.ana), cast.pair.pk, Asked(**{"minutes": 60} | asked))


def test_single_slots_lie_in_both_working_days_and_one_is_marked(pair):
    found = offered(pair, first_on=date(2026, 3, 5)).offers

    assert [each.meetings[0].start.date().isoformat() for each in found] == [
        "2026-03-05", "2026-03-06", "2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16",
    ]  # fmt: skip
    first = found[0].meetings[0]
    assert (first.local["buyer"].hour, first.local["factory"].hour) == (9, 16)
    assert first.pains == {"buyer": 0.0, "factory": 0.0}
    assert [each.is_fairest for each in found].count(True) == 1


def test_fortnightly_series_over_chinese_new_year_is_moved_with_its_reason(pair):
    same = next(
        each for each in offered(pair, first_on=date(2026, 2, 3), every_weeks=2, count=4).offers if each.key == SAME
    )
    moved = same.meetings[1]

    assert [each.start.astimezone(UTC).date().isoformat() for each in same.meetings] == [
        "2026-02-03", "2026-02-24", "2026-03-03", "2026-03-17",
    ]  # fmt: skip
    assert moved.is_moved
    assert [name for name, _why in moved.moved_because] == [makes_name(pair)]
    assert "Chinese New Year" in moved.moved_because[0][1]


def test_a_meeting_moved_close_to_the_next_one_is_warned_of(pair):
    """The factory opens on Tuesday 24 February; the meeting of Wednesday 18 then stands a day before the next."""
    found = offered(pair, first_on=date(2026, 2, 11), every_weeks=1, count=4).offers

    assert [each.code for each in found[0].warnings] == ["calendar.close-meetings"]
    assert found[0].warnings[0].params == {"first": date(2026, 2, 24), "second": date(2026, 2, 25)}


def test_a_reason_is_offered_in_the_language_of_the_reader(pair):
    with translation.override("zh-hans"):
        found = offered(pair, first_on=date(2026, 2, 3), every_weeks=2, count=4).offers

    assert [why for _name, why in next(each for each in found if each.key == SAME).meetings[1].moved_because] == [
        "春节"
    ]


def makes_name(cast):
    return Organisation.objects.get(pk=cast.pair.factory_id).name


def test_weeks_in_which_clocks_change_are_warned_of(pair):
    same = offered(pair, first_on=date(2026, 3, 17), every_weeks=1, count=4).offers[0]

    assert [warning.code for warning in same.warnings] == ["calendar.clock-change"]
    assert {each.local["buyer"].hour for each in same.meetings} == {9}
    assert {each.local["factory"].hour for each in same.meetings} == {15, 16}


def test_far_zones_take_discomfort_in_turn_and_the_past_is_carried_on(cast):
    Organisation.objects.filter(pk=cast.buyer.pk).update(zone="America/New_York", country="US")
    Organisation.objects.filter(pk=cast.pair.factory_id).update(zone="Asia/Shanghai", country="CN")
    asked = {"first_on": date(2026, 6, 2), "every_weeks": 1, "count": 6}
    before = {each.key: each for each in offered(cast, **asked).offers}
    Meeting.objects.create(
        relationship=cast.pair, title="Early", starts_at=datetime(2026, 5, 19, 7, tzinfo=UTC), minutes=60,
        zone="America/New_York", state="closed",
    )  # fmt: skip
    found = offered(cast, **asked)

    assert found.borne["buyer"] > found.borne["factory"]
    turns = next((each for each in found.offers if each.key == TURNS), found.offers[0])
    was = before.get(TURNS, before[SAME])
    assert turns.pains["buyer"] < was.pains["buyer"]


def test_an_hour_of_one_s_own_is_offered_as_it_is_with_what_it_costs(pair):
    (only,) = offered(pair, first_on=date(2026, 3, 5), clock=time(16)).offers

    assert only.meetings[0].local["factory"].hour == 23
    assert only.pains["factory"] > 0
    assert only.pains["buyer"] == 0


def test_what_cannot_be_a_meeting_is_refused(pair):
    with pytest.raises(NoSlot):
        offered(pair, first_on=date(2026, 3, 5), minutes=600)


def test_others_are_offered_nothing(pair):
    with pytest.raises(access.NotThere):
        offers(makers.make_actor(pair.stranger), pair.pair.pk, Asked(first_on=date(2026, 3, 5), minutes=60))


def test_proposing_costs_as_many_queries_whatever_is_planned(pair, django_assert_num_queries):
    by = makers.make_actor(pair.ana)
    for planned in (0, 3):
        for at in range(planned):
            makes.plan(pair, first_on=makes.DAY + timedelta(days=at))
        with django_assert_num_queries(4):
            offers(by, pair.pair.pk, Asked(first_on=date(2026, 3, 5), minutes=60))
