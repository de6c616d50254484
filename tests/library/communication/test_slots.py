from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.basis.places import CHINA
from troth.basis.calendars import Closure, OwnLayer, PlaceCalendar, is_open
from troth.basis.spans import Span
from troth.communication.slots import (
    ImpossibleMeeting,
    NoSharedDay,
    Pains,
    discomfort,
    fairest_slot,
    propose_slots,
)
from troth.communication.zones import Office

HOUR = timedelta(hours=1)
ZONES = ("Europe/Berlin", "Asia/Shanghai", "America/New_York", "America/Los_Angeles", "Asia/Ho_Chi_Minh", "Asia/Dhaka",
         "Europe/Istanbul", "Pacific/Auckland", "UTC", "Asia/Kathmandu")  # fmt: skip
BERLIN, SHANGHAI, NEW_YORK = (Office(name=key, zone=ZoneInfo(key)) for key in ZONES[:3])
DONGGUAN = Office(name="Dongguan", zone=ZoneInfo("Asia/Shanghai"), calendar=PlaceCalendar(public=CHINA))
OFFICES = st.builds(
    Office,
    name=st.just("Somewhere"),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hours=st.sampled_from([(time(9), time(18)), (time(8), time(17)), (time(10), time(16))]),
    calendar=st.just(PlaceCalendar(workdays=frozenset(range(7)))),
)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
SHARES = st.builds(Pains, first=st.integers(0, 40).map(float), second=st.integers(0, 40).map(float))


def at(hour, minute=0):
    return datetime(2026, 1, 14, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("start", "pain"),
    [
        (at(9), 0.0),
        (at(17), 0.0),
        (at(17, 30), 0.25),
        (at(20), 9.0),
        (at(7), 4.0),
        (at(8, 30), 0.25),
        (at(3), 36.0),
        (at(0), 49.0),
    ],
)
def test_discomfort_is_the_squared_hours_outside_nine_to_six(start, pain):
    assert discomfort(start, duration=HOUR, office=SHANGHAI) == pain


def test_own_working_hours_are_no_discomfort():
    early = Office(name="Early", zone=ZoneInfo("Asia/Shanghai"), hours=(time(7), time(16)))

    assert discomfort(at(7), duration=HOUR, office=early) == 0


def test_slot_lies_inside_both_working_days_where_it_can():
    slot = fairest_slot(date(2026, 7, 15), first=BERLIN, second=SHANGHAI, duration=HOUR)

    assert (slot.start, slot.end) == (datetime(2026, 7, 15, 7, tzinfo=UTC), datetime(2026, 7, 15, 8, tzinfo=UTC))
    assert (slot.pains, slot.overlap_hours) == (Pains(), 3.0)


def test_slot_keeps_to_short_working_days_although_an_earlier_hour_is_no_discomfort():
    late = Office(name="Late", zone=ZoneInfo("Europe/Berlin"), hours=(time(11), time(16)))

    slot = fairest_slot(date(2026, 7, 15), first=late, second=late, duration=HOUR)

    assert slot.start.astimezone(late.zone).hour == 11


def test_meeting_longer_than_the_overlap_lies_outside():
    slot = fairest_slot(date(2026, 7, 15), first=BERLIN, second=SHANGHAI, duration=4 * HOUR)

    assert slot.pains.first + slot.pains.second == pytest.approx(0.5)


def test_slot_between_new_york_and_shanghai_costs_both_the_same():
    slot = fairest_slot(date(2026, 7, 15), first=NEW_YORK, second=SHANGHAI, duration=HOUR)

    assert slot.start == datetime(2026, 7, 15, 11, tzinfo=UTC)
    assert (slot.pains, slot.overlap_hours) == (Pains(first=4.0, second=4.0), 0.0)


def test_side_that_has_borne_more_is_spared():
    """7:00 in New York and 19:00 in Shanghai cost each side the same; an hour's shift spares one of them."""
    pains = [
        fairest_slot(date(2026, 7, 15), first=NEW_YORK, second=SHANGHAI, duration=HOUR, past=past).pains
        for past in (Pains(first=20.0), Pains(second=20.0))
    ]

    assert pains == [Pains(first=1.0, second=9.0), Pains(first=9.0, second=1.0)]


def test_quarter_of_weekly_meetings_costs_both_sides_the_same():
    los_angeles = Office(name="LA", zone=ZoneInfo("America/Los_Angeles"))
    saigon = Office(name="Saigon", zone=ZoneInfo("Asia/Ho_Chi_Minh"), hours=(time(8), time(17)))

    found = propose_slots(offices=(los_angeles, saigon), start=date(2026, 6, 2), weeks=13, duration=2 * HOUR)

    assert found.pains.first + found.pains.second > 13
    # No single meeting costs more than the gap that may be left at the end.
    assert abs(found.pains.gap) <= max(slot.pains.first + slot.pains.second for slot in found.slots)


def test_series_skips_the_holidays_of_either_side():
    fair = PlaceCalendar(own=OwnLayer(closures=(Closure(Span(date(2026, 2, 3), date(2026, 2, 4)), "Fair"),)))
    berlin = Office(name="Berlin", zone=ZoneInfo("Europe/Berlin"), calendar=fair)

    found = propose_slots(offices=(berlin, DONGGUAN), start=date(2026, 2, 3), weeks=6, every=2, duration=HOUR)

    assert [(slot.moved_from, slot.day) for slot in found.slots] == [
        (date(2026, 2, 3), date(2026, 2, 4)),
        (date(2026, 2, 17), date(2026, 2, 24)),
        (None, date(2026, 3, 3)),
    ]


def test_meeting_that_would_fall_on_the_next_one_is_left_out():
    found = propose_slots(offices=(BERLIN, DONGGUAN), start=date(2026, 2, 17), weeks=2, duration=HOUR)

    assert [slot.day for slot in found.slots] == [date(2026, 2, 24)]


def test_clock_changes_inside_the_series_are_warned_of():
    found = propose_slots(offices=(BERLIN, SHANGHAI), start=date(2026, 10, 20), weeks=2, duration=HOUR)

    assert [warning.code for warning in found.warnings] == ["calendar.clock-change"]


def test_impossible_meetings_are_refused():
    for duration in (timedelta(), 9 * HOUR):
        with pytest.raises(ImpossibleMeeting):
            fairest_slot(date(2026, 7, 15), first=BERLIN, second=SHANGHAI, duration=duration)
    for broken in ({"weeks": 0}, {"weeks": 1, "every": 0}):
        with pytest.raises(ImpossibleMeeting):
            propose_slots(offices=(BERLIN, SHANGHAI), start=date(2026, 7, 15), duration=HOUR, **broken)


def test_closed_day_has_no_slot():
    with pytest.raises(NoSharedDay, match="2026-07-18"):
        fairest_slot(date(2026, 7, 18), first=BERLIN, second=SHANGHAI, duration=HOUR)


@given(first=OFFICES, second=OFFICES, day=DAYS, past=SHARES)
@settings(max_examples=40, deadline=None)
def test_swapping_the_sides_mirrors_the_pains(first, second, day, past):
    swapped = Pains(first=past.second, second=past.first)

    slot = fairest_slot(day, first=first, second=second, duration=HOUR, past=past)
    mirrored = fairest_slot(day, first=second, second=first, duration=HOUR, past=swapped)

    assert mirrored.start == slot.start
    assert (mirrored.pains.first, mirrored.pains.second) == (slot.pains.second, slot.pains.first)


@given(first=OFFICES, second=OFFICES, day=DAYS)
@settings(max_examples=40, deadline=None)
def test_nobody_else_could_pay_much_less(first, second, day):
    """No start of the day costs both sides together less than the slot by more than the room for turns."""
    slot = fairest_slot(day, first=first, second=second, duration=HOUR)

    starts = [datetime.combine(day, time(), tzinfo=first.zone) + step * timedelta(minutes=30) for step in range(48)]
    sums = [sum(discomfort(start, duration=HOUR, office=office) for office in (first, second)) for start in starts]
    assert slot.pains.first + slot.pains.second <= min(sums) + 2.0


@given(weeks=st.integers(1, 20), every=st.sampled_from([1, 2]), start=DAYS)
@settings(max_examples=30, deadline=None)
def test_series_lies_on_open_days_in_order(weeks, every, start):
    found = propose_slots(offices=(BERLIN, DONGGUAN), start=start, weeks=weeks, every=every, duration=HOUR)

    assert all(is_open(slot.day, calendar=DONGGUAN.calendar) for slot in found.slots)
    assert all(earlier.start < later.start for earlier, later in pairwise(found.slots))
