from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.calendars import Closure, NeverOpen, OwnLayer, PlaceCalendar
from troth.basis.spans import Span
from troth.quality.programmes import (
    ImpossibleInterval,
    LookState,
    interval_by_risk,
    look_state,
    next_look,
    next_look_by_lots,
)
from troth.quality.switching import Stage

CLEAN = [True] * 5
KNOWN = st.fixed_dictionaries(
    {
        "results": st.lists(st.booleans(), max_size=14),
        "stages": st.lists(st.sampled_from(list(Stage)), max_size=3),
        "alarms": st.integers(0, 3),
        "standing": st.none() | st.floats(0, 100),
    }
)
BASES = st.integers(1, 1000)


@pytest.mark.parametrize(
    ("known", "length", "codes"),
    [
        ({}, 30, []),
        ({"results": [True, True]}, 30, []),
        ({"alarms": 1}, 15, ["alarm"]),
        ({"alarms": 4}, 15, ["alarm"]),
        ({"results": [*CLEAN, False]}, 15, ["refused"]),
        ({"results": [False, True]}, 30, []),
        ({"stages": [Stage.TIGHTENED, Stage.NORMAL], "alarms": 1}, 7, ["tightened", "alarm"]),
        ({"stages": [Stage.TIGHTENED], "alarms": 1, "results": [False]}, 7, ["tightened", "alarm", "refused", "bound"]),
        ({"stages": [Stage.DISCONTINUED], "results": CLEAN, "standing": 90.0}, 7, ["still"]),
        ({"results": CLEAN, "standing": 60.0}, 45, ["clean"]),
        ({"results": CLEAN * 2, "standing": 60.0}, 60, ["clean"]),
        ({"results": CLEAN * 5, "standing": 99.0}, 60, ["clean"]),
        ({"results": CLEAN, "standing": 59.9}, 30, ["unproven"]),
        ({"results": CLEAN}, 30, ["unknown"]),
        ({"results": CLEAN, "standing": 90.0, "alarms": 1}, 15, ["alarm"]),
        ({"results": CLEAN, "standing": 90.0, "stages": [Stage.REDUCED]}, 45, ["clean"]),
    ],
)
def test_interval_follows_from_what_is_known(known, length, codes):
    found = interval_by_risk(30, **known)

    assert (found.base, found.length) == (30, length)
    assert [reason.code for reason in found.reasons] == [f"programme.{code}" for code in codes]


def test_interval_of_nothing_is_refused():
    with pytest.raises(ImpossibleInterval, match="not 0"):
        interval_by_risk(0)


@settings(max_examples=60, deadline=None)
@given(base=BASES, known=KNOWN)
def test_interval_stays_within_its_bounds(base, known):
    length = interval_by_risk(base, **known).length

    assert max(1, base // 4) <= length <= 2 * base


@settings(max_examples=60, deadline=None)
@given(base=BASES, known=KNOWN)
def test_another_alarm_or_refused_lot_never_lengthens_the_interval(base, known):
    before = interval_by_risk(base, **known).length
    alarmed = interval_by_risk(base, **known | {"alarms": known["alarms"] + 1}).length
    refused = interval_by_risk(base, **known | {"results": [*known["results"], False]}).length

    assert alarmed <= before
    assert refused <= before


@settings(max_examples=60, deadline=None)
@given(base=BASES, known=KNOWN)
def test_another_accepted_lot_never_shortens_the_interval(base, known):
    before = interval_by_risk(base, **known).length

    assert interval_by_risk(base, **known | {"results": [*known["results"], True]}).length >= before


def test_a_look_falls_on_an_open_day_and_says_why_it_moved():
    away = PlaceCalendar(own=OwnLayer(closures=(Closure(Span(date(2026, 2, 16), date(2026, 2, 24)), "春节"),)))
    found = next_look(last_on=date(2026, 2, 3), interval=14, calendar=away)

    assert (found.asked, found.proposed) == (date(2026, 2, 17), date(2026, 2, 24))
    assert found.finding.params["name"] == "春节"


def test_a_look_at_a_place_that_never_opens_is_refused():
    away = PlaceCalendar(own=OwnLayer(closures=(Closure(Span(date(2026, 1, 1), date(2029, 1, 1))),)))
    with pytest.raises(NeverOpen):
        next_look(last_on=date(2026, 2, 3), interval=14, calendar=away)


def test_lots_are_counted_from_the_first_finished_whatever_their_order():
    days = [date(2026, 11, day) for day in (9, 2, 4, 20)]

    assert next_look_by_lots(finished=days, interval=3, calendar=PlaceCalendar()).asked == date(2026, 11, 16)
    assert next_look_by_lots(finished=days, interval=5, calendar=PlaceCalendar()) is None


@pytest.mark.parametrize(
    ("ahead", "state"),
    [(8, LookState.LATER), (7, LookState.SOON), (1, LookState.SOON), (0, LookState.TODAY), (-1, LookState.OVERDUE)],
)
def test_a_look_is_later_soon_today_or_overdue(ahead, state):
    today = date(2026, 11, 20)

    assert look_state(today + timedelta(days=ahead), today=today) is state


def test_a_look_without_a_day_is_later():
    assert look_state(None, today=date(2026, 11, 20)) is LookState.LATER
