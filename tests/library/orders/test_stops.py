from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.library.basis.places import CHINA, FESTIVAL, calendars
from troth.basis.calendars import Closure, Mark, OwnLayer, PlaceCalendar
from troth.basis.spans import Span
from troth.orders.stops import Practice, stop_around, stops_in

SPRING = Practice(feast="Chinese New Year")
WINTER = Span(date(2026, 1, 1), date(2026, 4, 1))
# The list's first day of this feast is 15 February; the practice counts from it.
PRACTISED = stop_around(FESTIVAL.start)


def stops(practices=(SPRING,), **own):
    place = PlaceCalendar(public=CHINA, own=OwnLayer(**own))
    return [(stop.basis, stop.span, stop.mark) for stop in stops_in(WINTER, calendar=place, practices=practices)]


def test_practice_replaces_the_official_days():
    assert stops() == [("practice", PRACTISED, Mark.ESTIMATED)]


def test_official_days_stand_where_there_is_no_practice():
    assert stops(practices=()) == [("calendar", FESTIVAL, Mark.ANNOUNCED)]


def test_own_closure_replaces_the_practice():
    away = Span(date(2026, 2, 9), date(2026, 2, 28))

    assert stops(closures=(Closure(away),)) == [("own", Span(date(2026, 2, 7), date(2026, 2, 28)), Mark.ANNOUNCED)]


def test_short_own_closure_is_no_stop():
    assert stops(closures=(Closure(Span(date(2026, 3, 11), date(2026, 3, 12))),)) == stops()


def test_place_that_works_through_or_does_not_keep_the_feast_has_no_practice():
    assert stops(openings=frozenset({date(2026, 2, 19)})) == []
    assert stops(not_kept=frozenset({"Chinese New Year"})) == []


@pytest.mark.parametrize("practices", [(), (SPRING,)])
@given(calendar=calendars())
@settings(max_examples=40, deadline=None)
def test_stops_never_overlap(practices, calendar):
    spans = [stop.span for stop in stops_in(WINTER, calendar=calendar, practices=practices)]

    assert all(earlier.end <= later.start for earlier, later in pairwise(spans))
