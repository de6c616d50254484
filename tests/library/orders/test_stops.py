from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.library.basis.places import CHINA, FESTIVAL, calendars
from troth.basis.calendars import Closure, Mark, OwnLayer, PlaceCalendar
from troth.basis.spans import Span
from troth.orders.capacity import CapacityModel
from troth.orders.stops import Practice, plant_at, stop_around, stops_in

SPRING = Practice(feast="Chinese New Year")
WINTER = Span(date(2026, 1, 1), date(2026, 4, 1))
# The list's first day of this feast is 15 February; the practice counts from it.
PRACTISED = stop_around(FESTIVAL.start)


def stops(practices=(SPRING,), at_least=10, **own):
    place = PlaceCalendar(public=CHINA, own=OwnLayer(**own))
    found = stops_in(WINTER, calendar=place, practices=practices, at_least=at_least)
    return [(stop.basis, stop.span, stop.mark) for stop in found]


def test_practice_replaces_the_official_days():
    assert stops(at_least=9) == [("practice", PRACTISED, Mark.ESTIMATED)]


def test_official_days_are_a_stop_where_they_are_long_or_the_trade_keeps_them():
    official = [("calendar", FESTIVAL, Mark.ANNOUNCED)]

    assert stops(practices=()) == []
    assert stops(practices=(), at_least=9) == official
    assert stops(practices=(Practice(feast="Chinese New Year", days_before=None),)) == official


def test_long_own_closure_is_a_stop_without_any_feast():
    summer = Span(date(2026, 3, 9), date(2026, 3, 21))

    assert stops(practices=(), closures=(Closure(summer),)) == [
        ("own", Span(date(2026, 3, 7), date(2026, 3, 23)), Mark.ANNOUNCED)
    ]


def test_own_closure_replaces_the_practice():
    away = Span(date(2026, 2, 9), date(2026, 2, 28))

    assert stops(closures=(Closure(away),)) == [("own", Span(date(2026, 2, 7), date(2026, 2, 28)), Mark.ANNOUNCED)]


@pytest.mark.parametrize("day", [date(2026, 3, 11), date(2026, 2, 26)])
def test_short_own_closure_is_no_stop(day):
    assert stops(closures=(Closure(Span(day, day + timedelta(days=1))),)) == stops()


def test_place_that_works_through_or_does_not_keep_the_feast_has_no_practice():
    assert stops(openings=frozenset({date(2026, 2, 19)})) == []
    assert stops(not_kept=frozenset({"Chinese New Year"})) == []


@pytest.mark.parametrize("practices", [(), (SPRING,)])
@given(calendar=calendars())
@settings(max_examples=40, deadline=None)
def test_stops_never_overlap(practices, calendar):
    spans = [stop.span for stop in stops_in(WINTER, calendar=calendar, practices=practices)]

    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))


def test_a_plant_keeps_what_its_place_told_of_a_closure():
    away = Closure(Span(date(2026, 2, 9), date(2026, 2, 28)), "New Year")
    told = ((away.span, CapacityModel(ramp_days=7)),)
    plant = plant_at(
        PlaceCalendar(own=OwnLayer(closures=(away,))), span=Span(date(2026, 1, 1), date(2026, 6, 1)), told=told
    )

    assert ([stop.days for stop in plant.stops], plant.told) == ([23], told)
