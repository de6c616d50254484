from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.spans import NaiveDatetime, Span
from troth.basis.working_time import (
    MONDAY_TO_SATURDAY,
    BackwardInterval,
    ImpossibleCalendar,
    WorkCalendar,
    add_business_hours,
    add_working_days,
    business_hours_between,
    is_working_day,
    next_working_day,
    working_days_in,
)

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NINE_TO_SIX = (time(9), time(18))
NOON = (time(12), time(13))
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def spring_2026(**changes):
    facts = {
        "hours": NINE_TO_SIX,
        "lunch": NOON,
        "closed": frozenset(Span(date(2026, 2, 15), date(2026, 2, 24)).each_day()),
        "makeup_workdays": frozenset({date(2026, 2, 14), date(2026, 2, 28)}),
        "zone": SHANGHAI,
    }
    return WorkCalendar(**facts | changes)


def calendar_of(inputs):
    closed = set()
    for item in inputs["holidays"]:
        first, _, last = item.partition("..")
        end = date.fromisoformat(last or first) + timedelta(days=1)
        closed |= set(Span(date.fromisoformat(first), end).each_day())
    return WorkCalendar(
        hours=tuple(map(time.fromisoformat, inputs["work_hours"])),
        lunch=tuple(map(time.fromisoformat, inputs["lunch"])),
        workdays=frozenset(map(WEEK.index, inputs["workdays"])),
        closed=frozenset(closed),
        makeup_workdays=frozenset(map(date.fromisoformat, inputs.get("makeup_workdays", []))),
        zone=SHANGHAI,
    )


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b12") + vectors("b13"), ids=lambda vector: vector["id"])
def test_business_hours_match_the_vectors(vector):
    start, end = (datetime.fromisoformat(vector["inputs"][name]) for name in ("start", "end"))

    hours = business_hours_between(start=start, end=end, calendar=calendar_of(vector["inputs"]))

    assert hours == pytest.approx(vector["expected"]["business_hours"], abs=vector["tol"])
    assert (end - start) / timedelta(hours=1) == pytest.approx(vector["expected"]["wall_hours"], abs=vector["tol"])


def test_business_hours_over_the_spring_festival_count_the_makeup_saturday():
    start = datetime(2026, 2, 13, 16, tzinfo=SHANGHAI)
    end = datetime(2026, 2, 24, 9, 30, tzinfo=SHANGHAI)

    assert business_hours_between(start=start, end=end, calendar=spring_2026()) == 10.5


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h02"), ids=lambda vector: vector["id"])
def test_china_2026_days_off_and_makeup_days_match_the_vector(vector):
    makeup = frozenset(map(date.fromisoformat, vector["expected"]["weekend_workdays"]))
    calendar = spring_2026(makeup_workdays=makeup)
    year_to_spring = Span(date(2026, 2, 1), date(2026, 3, 1))

    off = [day for day in year_to_spring.each_day() if day.weekday() < 5 and not is_working_day(day, calendar=calendar)]
    worked_weekends = [day for day in sorted(makeup) if is_working_day(day, calendar=calendar)]

    assert [str(day) for day in off] == vector["expected"]["weekday_off"]
    assert [str(day) for day in worked_weekends] == vector["expected"]["weekend_workdays"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h05"), ids=lambda vector: vector["id"])
def test_meetings_move_to_the_next_working_day_as_in_the_vector(vector):
    inputs = vector["inputs"]
    bounds = [item.split("..") for item in inputs["closed"]]
    closed = frozenset(
        day
        for first, last in bounds
        for day in Span(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)).each_day()
    )
    calendar = spring_2026(closed=closed, makeup_workdays=frozenset())
    start = date.fromisoformat(inputs["start"])

    planned = [start + timedelta(days=inputs["interval_days"] * turn) for turn in range(inputs["count"])]

    assert [str(next_working_day(day, calendar=calendar)) for day in planned] == vector["expected"]["dates"]


def test_next_working_day_leaves_a_closure_behind():
    assert next_working_day(date(2026, 2, 15), calendar=spring_2026()) == date(2026, 2, 24)
    assert next_working_day(date(2026, 2, 14), calendar=spring_2026()) == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 2, 16), 0, date(2026, 2, 16)),
        (date(2025, 12, 31), 3, date(2026, 1, 5)),
    ],
)
def test_add_working_days_steps_over_what_is_not_worked(day, count, expected):
    assert add_working_days(day, count=count, calendar=spring_2026()) == expected


@given(st.dates(date(2025, 12, 1), date(2026, 4, 1)), st.integers(0, 30), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_working_days_added_in_two_steps_add_up(day, first, second):
    calendar = spring_2026(workdays=MONDAY_TO_SATURDAY, makeup_workdays=frozenset())

    halfway = add_working_days(day, count=first, calendar=calendar)
    there = add_working_days(halfway, count=second, calendar=calendar)

    assert there == add_working_days(day, count=first + second, calendar=calendar)
    # The first day after `day` up to the one reached holds exactly that many working days.
    one_day = timedelta(days=1)
    assert working_days_in(Span(day + one_day, there + one_day), calendar=calendar) == first + second


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": (time(18), time(9))},
        {"hours": (time(9), time(9)), "lunch": None},
        {"lunch": (time(13), time(12))},
        {"lunch": (time(8), time(8, 30))},
        {"workdays": frozenset()},
        {"workdays": frozenset({7})},
        {"closed": frozenset({date(2026, 2, 14)})},
    ],
)
def test_calendar_refuses_what_contradicts_itself(changes):
    with pytest.raises(ImpossibleCalendar):
        spring_2026(**changes)


def test_business_hours_refuse_moments_without_zone_and_backward_intervals():
    aware, naive = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 9)

    for start, end in ((naive, aware), (aware, naive)):
        with pytest.raises(NaiveDatetime):
            business_hours_between(start=start, end=end, calendar=spring_2026())
    with pytest.raises(BackwardInterval):
        business_hours_between(start=aware, end=aware - timedelta(seconds=1), calendar=spring_2026())


def test_business_hours_of_a_week_long_closure_are_none():
    start = datetime(2026, 2, 15, tzinfo=SHANGHAI)

    assert business_hours_between(start=start, end=start + timedelta(days=9), calendar=spring_2026()) == 0.0


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_business_hours_follow_the_clock_change_of_a_place_that_never_closes(day, hours):
    always = WorkCalendar(hours=(time(0), time(23, 59, 59, 999999)), workdays=frozenset(range(7)), zone=BERLIN)
    start = datetime.combine(day, time(0), tzinfo=BERLIN)
    end = datetime.combine(day + timedelta(days=1), time(0), tzinfo=BERLIN)

    assert business_hours_between(start=start, end=end, calendar=always) == pytest.approx(hours, abs=1e-8)


@pytest.mark.parametrize(("day", "first_hour"), [(date(2026, 3, 27), 8), (date(2026, 3, 30), 7)])
def test_business_hours_of_an_office_day_do_not_change_with_the_clocks(day, first_hour):
    office = WorkCalendar(hours=(time(9), time(17)), zone=BERLIN)
    opening = datetime.combine(day, time(first_hour), tzinfo=UTC)

    assert business_hours_between(start=opening, end=opening + timedelta(hours=8), calendar=office) == 8.0


def test_business_hours_see_the_hour_that_comes_twice():
    night = WorkCalendar(hours=(time(1), time(5)), workdays=frozenset(range(7)), zone=BERLIN)
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0)
    again = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)

    assert business_hours_between(start=first, end=again, calendar=night) == 1.0
    with pytest.raises(BackwardInterval):
        business_hours_between(start=again, end=first, calendar=night)


def test_business_hours_count_no_moment_twice_when_a_break_falls_into_the_skipped_hour():
    night = WorkCalendar(hours=(time(0), time(6)), lunch=(time(2, 30), time(3)), workdays=frozenset({6}), zone=BERLIN)
    midnight = datetime(2026, 3, 29, tzinfo=BERLIN)

    assert business_hours_between(start=midnight, end=datetime(2026, 3, 29, 6, tzinfo=BERLIN), calendar=night) == 5.0


def test_business_hours_cross_the_year_end():
    start = datetime(2025, 12, 31, 17, tzinfo=SHANGHAI)
    end = datetime(2026, 1, 2, 10, tzinfo=SHANGHAI)
    calendar = spring_2026(closed=frozenset({date(2026, 1, 1)}), makeup_workdays=frozenset())

    assert business_hours_between(start=start, end=end, calendar=calendar) == 2.0


# Around both clock changes and the year end, with a break on the skipped hour: the least friendly places.
moments = st.one_of(
    st.datetimes(datetime(2026, 3, 27), datetime(2026, 3, 31)),
    st.datetimes(datetime(2026, 10, 23), datetime(2026, 10, 27)),
    st.datetimes(datetime(2025, 12, 29), datetime(2026, 1, 3)),
).map(lambda clock: clock.replace(tzinfo=UTC))
calendars = st.sampled_from(
    [
        WorkCalendar(hours=(time(9), time(17)), lunch=NOON, zone=BERLIN),
        WorkCalendar(hours=(time(0), time(6)), lunch=(time(2, 30), time(3)), workdays=frozenset(range(7)), zone=BERLIN),
        WorkCalendar(hours=(time(1), time(3, 15)), workdays=frozenset({5, 6}), zone=ZoneInfo("America/New_York")),
    ]
)


@given(st.lists(moments, min_size=3, max_size=3), calendars)
@settings(max_examples=150, deadline=None)
def test_business_hours_cut_in_two_add_up_and_never_exceed_the_wall_clock(three, calendar):
    start, middle, end = sorted(three)

    def hours(first, last):
        return business_hours_between(start=first, end=last, calendar=calendar)

    assert hours(start, middle) + hours(middle, end) == pytest.approx(hours(start, end), abs=1e-9)
    assert 0.0 <= hours(start, end) <= (end - start) / timedelta(hours=1)
    assert hours(start.astimezone(SHANGHAI), end.astimezone(BERLIN)) == hours(start, end)


@given(moments, st.floats(0.01, 60), calendars)
@settings(max_examples=150, deadline=None)
def test_business_hours_added_are_the_hours_between(start, hours, calendar):
    end = add_business_hours(start, hours=hours, calendar=calendar)

    assert end.tzinfo == calendar.zone
    assert business_hours_between(start=start, end=end, calendar=calendar) == pytest.approx(hours, abs=1e-6)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-20 17:00", "2026-11-25 14:00"),  # Friday evening: one hour, then two days, then five hours
        ("2026-11-21 12:00", "2026-11-25 15:00"),  # Saturday counts nothing
        ("2026-11-23 03:00", "2026-11-25 15:00"),  # before the doors open
    ],
)
def test_twenty_four_business_hours_end_on_the_third_day(start, end):
    calendar = WorkCalendar(hours=NINE_TO_SIX, zone=SHANGHAI)
    found = add_business_hours(datetime.fromisoformat(start).replace(tzinfo=SHANGHAI), hours=24, calendar=calendar)

    assert found == datetime.fromisoformat(end).replace(tzinfo=SHANGHAI)


def test_business_hours_added_need_a_zone_and_a_number_that_ends():
    calendar = WorkCalendar(hours=NINE_TO_SIX, zone=SHANGHAI)
    with pytest.raises(NaiveDatetime):
        add_business_hours(datetime(2026, 1, 1), hours=1, calendar=calendar)
    for hours in (0, -1, 10_001, float("nan")):
        with pytest.raises(ValueError, match="Business hours must be more than 0"):
            add_business_hours(datetime(2026, 1, 1, tzinfo=UTC), hours=hours, calendar=calendar)
