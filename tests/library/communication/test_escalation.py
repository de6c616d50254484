from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import NaiveDatetime
from troth.basis.working_time import WorkCalendar
from troth.communication.escalation import STEPS, ImpossibleLadder, Rung, letter, rung_due, rungs_ahead
from troth.communication.remarks import said
from troth.communication.tone import tones

MILL = WorkCalendar(
    hours=(time(8), time(17)),
    lunch=(time(12), time(13)),
    workdays=frozenset(range(6)),
    closed=frozenset(date(2026, 2, 15) + timedelta(days=count) for count in range(9)),
    zone=ZoneInfo("Asia/Shanghai"),
)
LADDER = tuple(
    Rung(step=step, name=name, calendar=MILL) for step, name in zip(STEPS, ("Bao", "Lin", "Chen", "Wang"), strict=True)
)
MONDAY = datetime(2026, 3, 2, 8, tzinfo=MILL.zone)


def due(ladder=LADDER, *, hours: float = 0, asked_at=MONDAY, answered_at=None):
    return rung_due(ladder, asked_at=asked_at, now=asked_at + timedelta(hours=hours), answered_at=answered_at)


@pytest.mark.parametrize(
    ("hours", "name"), [(0, "Bao"), (8.9, "Bao"), (9, "Lin"), (32.9, "Lin"), (33, "Chen"), (57, "Wang"), (999, "Wang")]
)
def test_each_rung_has_a_working_day_before_the_next_is_asked(hours, name):
    assert due(hours=hours).rung.name == name


def test_reached_rung_tells_since_when_who_was_asked_and_who_follows():
    reached = due(hours=10)

    assert reached.since == datetime(2026, 3, 2, 17, tzinfo=MILL.zone)
    assert reached.asked_before == ("Bao",)
    assert (reached.next_rung.name, reached.next_at) == ("Chen", datetime(2026, 3, 3, 17, tzinfo=MILL.zone))
    assert due(hours=999).next_at is None


def test_holidays_do_not_count():
    before_new_year = datetime(2026, 2, 14, 13, tzinfo=MILL.zone)

    reached = due(asked_at=before_new_year, hours=9 * 24)

    assert reached.rung.name == "Bao"
    assert reached.next_at == datetime(2026, 2, 24, 12, tzinfo=MILL.zone)


def test_step_without_a_name_is_left_out_and_told():
    ladder = [LADDER[0], replace(LADDER[1], name=" "), LADDER[3]]

    reached = due(ladder, hours=9)

    assert reached.rung.name == "Wang"
    assert [finding.code for finding in reached.findings] == ["escalation.no-deputy", "escalation.no-manager"]


def test_ladder_without_anybody_says_so():
    reached = due([], hours=9)

    assert (reached.rung, [finding.code for finding in reached.findings]) == (None, ["escalation.nobody"])
    assert letter(reached, topic="Lab dip", asked_at=MONDAY, sender="Ana") is None


def test_answer_stops_the_climb():
    assert due(hours=999, answered_at=MONDAY + timedelta(hours=10)).rung.name == "Lin"


def test_letters_are_polite_and_tell_the_case():
    letters = [letter(due(hours=hours), topic="Lab dip", asked_at=MONDAY, sender="Ana") for hours in (0, 9, 33, 57)]

    assert [one.code for one in letters] == [f"escalation.{step}" for step in STEPS]
    assert said(letters[2]) == (
        "Dear Chen, our question about “Lab dip” of Mon 2 Mar 2026 is still open; we asked Bao, Lin before. Perhaps "
        "something on our side is unclear. Could you help us to settle it together, or name who will? Kind regards, Ana"
    )


def test_no_letter_presses_or_blames():
    for hours in (0, 9, 33, 57):
        assert tones(said(letter(due(hours=hours), topic="Lab dip", asked_at=MONDAY, sender="Ana"))) == ()


@pytest.mark.parametrize(
    "ladder",
    [LADDER[::-1], [LADDER[0], LADDER[0]], [replace(LADDER[0], hours=0)]],
    ids=["backwards", "twice", "no time"],
)
def test_impossible_ladder_is_refused(ladder):
    with pytest.raises(ImpossibleLadder):
        due(ladder)


def test_moment_without_zone_is_refused():
    with pytest.raises(NaiveDatetime):
        rung_due(LADDER, asked_at=datetime(2026, 3, 2), now=datetime(2026, 3, 3, tzinfo=UTC))


@given(
    st.lists(st.sampled_from(STEPS), unique=True),
    st.lists(st.floats(0.5, 40), min_size=4, max_size=4),
    st.floats(0, 900),
    st.floats(0, 900),
)
@settings(max_examples=60, deadline=None)
def test_ladder_never_goes_down_as_time_passes(steps, times, one, other):
    ladder = [replace(rung, hours=time) for rung, time in zip(LADDER, times, strict=True) if rung.step in steps]
    earlier, later = (due(ladder, hours=hours) for hours in sorted((one, other)))

    if ladder:
        assert STEPS.index(earlier.rung.step) <= STEPS.index(later.rung.step)
        assert earlier.since <= later.since


def test_ladder_ahead_is_the_ladder_climbed_step_by_step():
    steps = rungs_ahead(LADDER, asked_at=MONDAY)

    assert [each.rung.step for each in steps] == ["contact", "deputy", "manager", "owner"]
    assert [rung_due(LADDER, asked_at=MONDAY, now=each.since) for each in steps] == list(steps)


def test_ladder_ahead_leaves_out_steps_without_anybody_and_is_empty_without_all():
    nobody = [replace(rung, name="") for rung in LADDER]

    assert [each.rung.step for each in rungs_ahead([*nobody[:2], *LADDER[2:]], asked_at=MONDAY)] == ["manager", "owner"]
    assert rungs_ahead(nobody, asked_at=MONDAY) == ()
