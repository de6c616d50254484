from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from troth.basis.calendars import Why, day_state, is_open
from troth.basis.working_time import business_hours_between, is_working_day
from troth_site.models import AuditEntry, Commitment, SiteDay, WorkWeek
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


def page(cast, name="calendar", person=None, **query):
    return cast.browser(person or cast.ana).get(reverse(name, args=[cast.pair.pk]), query)


def send(cast, name, person=None, *args, **data):
    return cast.browser(person or cast.lin).post(reverse(name, args=[cast.pair.pk, *args]), data)


def days_ahead(cast, first, last):
    return {"first": str(cast.today + timedelta(days=first)), "last": str(cast.today + timedelta(days=last))}


def test_both_sides_read_the_same_calendars_in_the_same_order(cast):
    told = [
        [(side["name"], side["runs"], side["week"]) for side in page(cast, person=person).context["sides"]]
        for person in (cast.ana, cast.lin)
    ]

    assert told[0] == told[1]
    assert [name for name, _runs, _week in told[0]] == ["Nordlicht", "东莞永发制衣厂"]


def test_a_side_tells_a_closure_once_and_takes_it_back(cast):
    stop = {"kind": "closed", **days_ahead(cast, 30, 44), "called": "New machines", "ramp_days": "7", "ticket": "t"}
    for _once_more in range(2):
        assert send(cast, "calendar-days", **stop).status_code == 302
    row = SiteDay.objects.get()
    assert (row.organisation, (row.until - row.first).days) == (cast.pair.factory, 15)
    assert row.ramp == {"rush_days": 14, "rush_factor": 0.7, "ramp_days": 7, "ramp_start": 0.4}
    assert "New machines" in page(cast).content.decode()

    assert cast.browser(cast.ana).post(reverse("calendar-take-back", args=[cast.pair.pk, row.pk])).status_code == 404
    for _once_more in range(2):
        assert cast.browser(cast.lin).post(
            reverse("calendar-take-back", args=[cast.pair.pk, row.pk])
        ).status_code == 302  # fmt: skip
    assert "New machines" not in page(cast).content.decode()
    verbs = AuditEntry.objects.filter(verb__startswith="calendar.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["calendar.days", "calendar.taken-back"]


@pytest.mark.parametrize(("first", "last"), [(10, 5), (10, 900)])
def test_impossible_days_are_refused_with_what_was_typed(cast, first, last):
    answer = send(cast, "calendar-days", kind="closed", called="Typed", **days_ahead(cast, first, last))

    assert (answer.status_code, "Typed" in answer.content.decode(), SiteDay.objects.exists()) == (422, True, False)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day_from": "18:00"}, None), ({"zone": "Mars/Base"}, "zone"),
        ({"country": "XX"}, "country"),
        ({"region": "ZZ"}, "region"), ({"workdays": []}, "workdays"), ({"lunch_from": "12:00"}, "lunch_to"),
        ({"lunch_from": "07:00", "lunch_to": "08:30"}, None),
    ],
)  # fmt: skip
def test_an_impossible_week_is_refused(cast, wrong, field):
    right = {
        "country": "DE", "region": "BY", "zone": "Europe/Berlin", "workdays": ["0", "1"], "day_from": "08:00",
        "day_to": "16:00",
    }  # fmt: skip
    refused = send(cast, "calendar-week", cast.ana, **right | wrong)
    assert (refused.status_code, WorkWeek.objects.exists()) == (422, False)
    assert list(refused.context["form"].errors) == [field or "__all__"]

    assert send(cast, "calendar-week", cast.ana, **right).status_code == 302
    assert WorkWeek.objects.get().workdays == "01"
    assert WorkWeek.objects.get().country == "DE"


def test_a_holiday_not_kept_leaves_the_list_and_comes_back(cast):
    assert send(cast, "calendar-holiday", cast.ana, key="Christmas Day").status_code == 302
    shown = page(cast).context["sides"][0]["own"][2]["days"]
    assert [day["name"] for day in shown] == ["Christmas Day"]
    assert send(cast, "calendar-holiday", cast.ana, key="Nobody's Day").status_code == 422

    cast.browser(cast.ana).post(reverse("calendar-take-back", args=[cast.pair.pk, shown[0]["pk"]]))
    assert page(cast).context["sides"][0]["own"][2]["days"] == []


def test_a_calendar_costs_as_many_queries_with_one_word_as_with_three(cast, django_assert_num_queries):
    browser, path = cast.browser(cast.ana), reverse("calendar", args=[cast.pair.pk])
    browser.get(path)
    for number in (1, 3):
        while SiteDay.objects.count() < number:
            say(cast.pair.factory, "closed", cast.today + timedelta(days=40), cast.today + timedelta(days=50))
        with django_assert_num_queries(6):
            browser.get(path)


def closed_day(cast):
    """Return a Sunday that lies ahead: nobody of the cast works on it."""
    return cast.today + timedelta(days=21 + 6 - cast.today.weekday())


def test_a_promise_for_a_closed_day_asks_back_with_the_next_open_one(cast):
    sunday = closed_day(cast)
    path = reverse("propose", args=[cast.pair.pk])
    data = {"what": "Answer", "due_on": str(sunday), "dimension": "communication", "ticket": "once"}
    asked = cast.browser(cast.ana).post(path, data)
    asks = asked.context["asks"]
    assert (asked.status_code, asks.asked, Commitment.objects.filter(kind="promise").exists()) == (422, sunday, False)
    assert f'value="{asks.proposed}"' in asked.content.decode()

    taken = cast.browser(cast.ana).post(path, data | {"take_day": str(asks.proposed)})
    assert taken.status_code == 302
    assert Commitment.objects.get(kind="promise").due_on == asks.proposed
    kept = cast.browser(cast.ana).post(path, data | {"keep_day": str(sunday), "ticket": "other"})
    assert kept.status_code == 302
    assert Commitment.objects.filter(kind="promise", due_on=sunday).count() == 1


def test_a_day_kept_for_one_day_is_not_kept_for_another(cast):
    sunday = closed_day(cast)
    data = {"what": "Answer", "due_on": str(sunday), "dimension": "communication"}
    path = reverse("propose", args=[cast.pair.pk])

    for answer in ({"keep_day": str(sunday + timedelta(days=7))}, {"take_day": str(sunday + timedelta(days=9))}):
        assert cast.browser(cast.ana).post(path, data | answer).status_code == 422


def test_a_moved_day_asks_back_by_the_calendar_of_who_delivers(cast):
    monday = closed_day(cast) + timedelta(days=1)
    say(cast.pair.factory, "closed", monday, monday + timedelta(days=2), "Stock taking")
    path = reverse("move-promise", args=[cast.open_line.pk])
    data = {"day": str(monday), "moved_by": "agreed", "reason": "Artwork"}
    asked = cast.browser(cast.ana).post(path, data)
    assert (asked.status_code, "Stock taking" in asked.context["asks"].sentence) == (422, True)

    assert cast.browser(cast.ana).post(path, data | {"take_day": str(monday + timedelta(days=2))}).status_code == 302
    cast.open_line.refresh_from_db()
    assert cast.open_line.due_on == monday + timedelta(days=2)


def test_a_program_reads_what_the_page_shows(cast):
    say(cast.pair.factory, "closed", cast.today + timedelta(days=40), cast.today + timedelta(days=60), "New machines")
    told = cast.browser(cast.ana).get(f"/api/v1/partners/{cast.pair.pk}/calendar").json()

    assert [side["organisation"] for side in told] == ["Nordlicht", "东莞永发制衣厂"]
    [stop] = told[1]["long_closures"]
    assert (stop["basis"], stop["names"], stop["mark"]) == ("own", ["New machines"], "announced")
