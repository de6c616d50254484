from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests import makers
from troth.basis.calendars import Why, day_state, is_open
from troth.basis.working_time import business_hours_between, is_working_day
from troth_site.models import SiteDay, WorkWeek
from troth_site.queries.communication import calendars

pytestmark = pytest.mark.django_db

SPRING_FESTIVAL, MAKEUP_SATURDAY = date(2026, 2, 17), date(2026, 2, 14)
FRIDAY, SATURDAY, SUNDAY = date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 7)


def say(organisation, kind, first, until, name=""):
    return SiteDay.objects.create(
        organisation=organisation, kind=kind, first=first, until=until, name=name, announced_on=date(2026, 1, 1)
    )


def week(organisation, country="CN", workdays="012345", **more):
    given = {"zone": "Asia/Shanghai", "day_from": time(8), "day_to": time(17), "written_at": timezone.now()}
    return WorkWeek.objects.create(organisation=organisation, country=country, workdays=workdays, **given | more)


@pytest.fixture
def factory():
    return makers.make_organisation("Rosewater", kind="factory", country="CN")


def calendar(organisation):
    return calendars.place_calendar(organisation.pk, years=(2026,))


def test_a_place_that_says_nothing_keeps_its_country_s_week_and_holidays(factory):
    found = calendar(factory)

    assert (is_open(SATURDAY, calendar=found), is_open(MAKEUP_SATURDAY, calendar=found)) == (False, True)
    assert day_state(SPRING_FESTIVAL, calendar=found).why is Why.HOLIDAY


def test_a_place_of_no_known_country_works_from_monday_to_friday():
    nowhere = makers.make_organisation("Somewhere", kind="factory")

    assert [is_open(day, calendar=calendar(nowhere)) for day in (SPRING_FESTIVAL, FRIDAY, SATURDAY)] == [
        True, True, False,
    ]  # fmt: skip
    assert calendars.work_calendar_of(nowhere.pk, FRIDAY).zone.key == "UTC"


def test_bangladesh_rests_on_friday_and_saturday_or_as_it_says_itself():
    place = makers.make_organisation("Sonali Suta", kind="factory", country="BD")
    before = [is_open(day, calendar=calendar(place)) for day in (FRIDAY, SATURDAY, SUNDAY)]
    week(place, country="BD", workdays="012356", zone="Asia/Dhaka")

    assert before == [False, False, True]
    assert [is_open(day, calendar=calendar(place)) for day in (FRIDAY, SATURDAY, SUNDAY)] == [False, True, True]


def test_what_a_place_says_wins_over_the_list(factory):
    week(factory)
    say(factory, "closed", date(2026, 2, 9), date(2026, 3, 1), "New Year stop")
    say(factory, "open", SUNDAY, date(2026, 6, 8))
    found = calendar(factory)

    assert day_state(MAKEUP_SATURDAY, calendar=found).name == "New Year stop"
    assert [is_open(day, calendar=found) for day in (SATURDAY, SUNDAY)] == [True, True]


def test_a_holiday_not_kept_is_worked_and_a_word_taken_back_counts_no_more(factory):
    row = say(factory, "removed", SPRING_FESTIVAL, date(2026, 2, 18), "Chinese New Year (Spring Festival)")
    assert is_open(SPRING_FESTIVAL, calendar=calendar(factory))

    row.removed_at = timezone.now()
    row.save()
    assert not is_open(SPRING_FESTIVAL, calendar=calendar(factory))


def test_business_hours_leave_out_the_lunch_and_the_holidays(factory):
    week(factory, lunch_from=time(12), lunch_to=time(13))
    flat = calendars.work_calendar_of(factory.pk, FRIDAY)
    zone = ZoneInfo("Asia/Shanghai")
    whole_day = [datetime(2026, 6, 5, hour, tzinfo=zone) for hour in (0, 23)]

    assert business_hours_between(start=whole_day[0], end=whole_day[1], calendar=flat) == 8
    assert [is_working_day(day, calendar=flat) for day in (SPRING_FESTIVAL, SATURDAY, SUNDAY)] == [False, True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_calendars_of_any_number_of_places_cost_two_queries(django_assert_num_queries, number):
    kept = [makers.make_organisation(f"Factory {at}", kind="factory", country="VN").pk for at in range(number)]

    with django_assert_num_queries(2):
        assert len(calendars.work_calendars_of(kept, FRIDAY)) == number
    with django_assert_num_queries(2):
        assert len(calendars.offices_of(kept, FRIDAY)) == number


def test_a_due_day_on_a_closed_day_is_answered_with_the_next_open_one(factory):
    found = calendars.due_proposal(factory.pk, SPRING_FESTIVAL, language="zh-hans")

    assert (found.proposed, found.finding.params["name"]) == (date(2026, 2, 24), "春节")
    assert calendars.due_proposal(factory.pk, FRIDAY).finding is None
    assert calendars.due_proposal(factory.pk, date.max).proposed == date.max
