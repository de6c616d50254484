from datetime import date, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.basis.places import DAYS, calendars
from tests.shared import vectors
from troth.basis.calendars import Closure, NeverOpen, OwnLayer, PlaceCalendar, is_open
from troth.basis.spans import Span
from troth.communication.meeting_series import ImpossibleSeries, Series, close_meetings, occurrences, series_uid

SHANGHAI = ZoneInfo("Asia/Shanghai")


def series(start, **changes):
    return Series(**{"uid": "7@troth.example", "start": start, "clock": time(15), "zone": SHANGHAI} | changes)


def closed(*periods):
    closures = []
    for period in periods:
        first, _, last = period.partition("..")
        end = date.fromisoformat(last or first) + timedelta(days=1)
        closures.append(Closure(Span(date.fromisoformat(first), end)))
    return PlaceCalendar(own=OwnLayer(closures=tuple(closures)))


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h05") + vectors("h05b"), ids=lambda vector: vector["id"])
def test_fortnightly_series_matches_the_vectors(vector):
    inputs = vector["inputs"]
    plan = series(date.fromisoformat(inputs["start"]), weeks_apart=inputs["interval_days"] // 7, count=inputs["count"])

    found = occurrences(plan, calendars=[closed(*inputs["closed"]), PlaceCalendar()])

    assert [each.held.isoformat() for each in found] == vector["expected"]["dates"]


def test_meeting_on_a_closed_day_moves_and_keeps_its_planned_day():
    found = occurrences(series(date(2026, 2, 3), weeks_apart=2, count=3), calendars=[closed("2026-02-15..2026-02-23")])

    assert [(each.planned.day, each.held.day, each.is_moved) for each in found] == [
        (3, 3, False),
        (17, 24, True),
        (3, 3, False),
    ]


def test_meeting_that_would_fall_on_the_next_is_left_out():
    found = occurrences(series(date(2026, 2, 10), count=3), calendars=[closed("2026-02-15..2026-02-23")])

    assert [(each.held, each.start) for each in found][1] == (None, None)
    assert [each.held for each in found if each.held] == [date(2026, 2, 10), date(2026, 2, 24)]


def test_series_keeps_its_own_clock_through_a_change():
    berlin = ZoneInfo("Europe/Berlin")

    found = occurrences(series(date(2026, 3, 24), zone=berlin, clock=time(9), count=2), calendars=[])

    assert [each.start.isoformat() for each in found] == ["2026-03-24T09:00:00+01:00", "2026-03-31T09:00:00+02:00"]


def test_uid_is_stable_and_differs_between_series_and_hosts():
    marks = {series_uid(host=host, key=key) for host in ("a.example", "b.example") for key in ("1", "2")}

    assert len(marks) == 4
    assert series_uid(host="a.example", key="1") == "f5c487667165382be7a60be627423082@a.example"


@pytest.mark.parametrize("broken", [{"count": 0}, {"count": 521}, {"weeks_apart": 0}, {"duration": timedelta()}])
def test_impossible_series_are_refused(broken):
    with pytest.raises(ImpossibleSeries):
        series(date(2026, 2, 3), **broken)


@given(places=st.lists(calendars(), max_size=2), start=DAYS, weeks=st.sampled_from([1, 2]))
@settings(max_examples=50, deadline=None)
def test_meetings_are_held_in_order_on_days_open_to_all(places, start, weeks):
    try:
        found = occurrences(series(start, weeks_apart=weeks, count=8), calendars=places)
    except NeverOpen:
        return

    held = [each.held for each in found if each.held]
    assert all(is_open(day, calendar=place) for day in held for place in places)
    assert all(earlier < later for earlier, later in pairwise(held))
    assert len(found) == 8


@pytest.mark.parametrize(
    ("apart", "weeks", "is_close"), [(1, 1, True), (3, 1, True), (4, 1, False), (6, 2, True), (7, 2, False)]
)
def test_meetings_closer_than_half_their_distance_are_warned_of(apart, weeks, is_close):
    first = date(2026, 2, 23)

    found = close_meetings([first, first + timedelta(days=apart)], weeks_apart=weeks)

    assert [warning.params for warning in found] == [
        {"first": first, "second": first + timedelta(days=apart)}
    ] * is_close


def test_one_meeting_is_close_to_none():
    assert close_meetings([date(2026, 2, 23)], weeks_apart=1) == ()
