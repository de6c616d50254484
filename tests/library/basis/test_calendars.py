from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.basis.places import CHINA, DAYS, FESTIVAL, calendars, closures
from troth.basis.calendars import (
    Closure,
    Holiday,
    Mark,
    NeverOpen,
    OwnLayer,
    PlaceCalendar,
    PublicLayer,
    Why,
    closed_days,
    day_is_estimate,
    day_state,
    is_open,
    kept_holiday,
    next_day_open_to_all,
    next_open_day,
)
from troth.basis.spans import Span
from troth.basis.working_time import ImpossibleCalendar


def own(**layer):
    return PlaceCalendar(public=CHINA, own=OwnLayer(**layer))


@pytest.mark.parametrize(
    ("day", "why", "opens"),
    [
        (date(2026, 2, 13), Why.WORKDAY, True),
        (date(2026, 2, 14), Why.MAKEUP_DAY, True),
        (date(2026, 2, 15), Why.HOLIDAY, False),
        (date(2026, 2, 23), Why.HOLIDAY, False),
        (date(2026, 2, 24), Why.WORKDAY, True),
        (date(2026, 2, 28), Why.MAKEUP_DAY, True),
        (date(2026, 3, 1), Why.REST_DAY, False),
    ],
)
def test_day_state_tells_what_decided(day, why, opens):
    state = day_state(day, calendar=PlaceCalendar(public=CHINA))

    assert (state.why, state.is_open) == (why, opens)


def test_holiday_gives_its_name_and_whether_it_may_move():
    eid = Holiday(name="Eid al-Fitr", mark=Mark.ESTIMATED)
    bangladesh = PlaceCalendar(public=PublicLayer(holidays={date(2027, 3, 10): eid}))

    state = day_state(date(2027, 3, 10), calendar=bangladesh)

    assert (state.name, state.mark) == ("Eid al-Fitr", Mark.ESTIMATED)
    assert day_is_estimate(date(2027, 3, 10), calendar=bangladesh)


def test_own_closure_wins_over_a_makeup_day_and_tells_its_reason():
    state = day_state(
        date(2026, 2, 14),
        calendar=own(closures=(Closure(FESTIVAL), Closure(Span(date(2026, 2, 9), date(2026, 3, 2)), "Move"))),
    )

    assert (state.is_open, state.why, state.name) == (False, Why.OWN_CLOSURE, "Move")


def test_own_opening_wins_over_a_holiday():
    assert day_state(FESTIVAL.start, calendar=own(openings=frozenset({FESTIVAL.start}))).why is Why.OWN_OPENING


def test_holiday_that_is_not_kept_is_a_day_like_others():
    place = own(not_kept=frozenset({"Chinese New Year"}))

    assert kept_holiday(date(2026, 2, 17), calendar=place) is None
    assert day_state(date(2026, 2, 17), calendar=place).why is Why.WORKDAY


def test_observance_leaves_the_place_open():
    diwali = PublicLayer(holidays={date(2026, 11, 9): Holiday(name="Diwali", closes=False)})

    assert is_open(date(2026, 11, 9), calendar=PlaceCalendar(public=diwali))
    assert kept_holiday(date(2026, 11, 9), calendar=PlaceCalendar(public=diwali)).name == "Diwali"


def test_silent_years_make_their_days_estimates_unless_the_place_spoke():
    place = PlaceCalendar(
        public=PublicLayer(unannounced_years=frozenset({2027}), missing_years=frozenset({2028})),
        own=OwnLayer(openings=frozenset({date(2027, 2, 8)})),
    )

    days = [date(2026, 2, 9), date(2027, 2, 9), date(2027, 2, 8), date(2028, 2, 9)]
    assert [day_is_estimate(day, calendar=place) for day in days] == [False, True, False, True]


def test_week_without_workdays_is_refused():
    for week in (frozenset(), frozenset({7})):
        with pytest.raises(ImpossibleCalendar):
            PlaceCalendar(workdays=week)


def test_calendar_that_never_opens_says_so():
    gone = Closure(Span(date(2026, 1, 1), date(2028, 1, 1)))

    with pytest.raises(NeverOpen, match="own closures"):
        next_open_day(date(2026, 1, 1), calendar=own(closures=(gone,)))


@given(calendar=calendars(), start=DAYS, length=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_closed_and_open_days_partition_a_span(calendar, start, length):
    span = Span(start, start + timedelta(days=length))

    closed = [state.day for state in closed_days(span, calendar=calendar)]
    opened = [day for day in span.each_day() if is_open(day, calendar=calendar)]

    assert sorted(closed + opened) == list(span.each_day())


@given(calendar=calendars(), closure=closures())
@settings(max_examples=60, deadline=None)
def test_own_closure_always_wins(calendar, closure):
    layer = OwnLayer(
        closures=(*calendar.own.closures, closure), openings=calendar.own.openings, not_kept=calendar.own.not_kept
    )
    place = PlaceCalendar(public=calendar.public, own=layer, workdays=calendar.workdays)

    assert not any(is_open(day, calendar=place) for day in closure.span.each_day())


@given(places=st.lists(calendars(), max_size=3), day=DAYS)
@settings(max_examples=60, deadline=None)
def test_next_day_open_to_all_is_the_first_such_day(places, day):
    try:
        found = next_day_open_to_all(day, calendars=places)
    except NeverOpen:
        return

    tried = list(Span(day, found + timedelta(days=1)).each_day())
    shared = [each for each in tried if all(is_open(each, calendar=place) for place in places)]
    assert shared == [found]
