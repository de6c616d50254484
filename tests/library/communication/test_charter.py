from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import NaiveDatetime
from troth.basis.working_time import WorkCalendar
from troth.communication.charter import (
    WEIGHTS,
    Charter,
    ReplyTime,
    gaps_in_charter,
    hours_taken,
    reply_due,
    shared_languages,
)
from troth.communication.remarks import said

MILL = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
FRIDAY = datetime(2026, 3, 6, 10, tzinfo=MILL.zone)


@pytest.mark.parametrize(
    ("weight", "due"),
    [
        ("critical", datetime(2026, 3, 7, 10, tzinfo=MILL.zone)),
        ("major", datetime(2026, 3, 11, 10, tzinfo=MILL.zone)),
        ("question", datetime(2026, 3, 11, 10, tzinfo=MILL.zone)),
    ],
)
def test_critical_matters_run_on_the_wall_clock_and_others_on_business_hours(weight, due):
    assert reply_due(Charter(), weight=weight, asked_at=FRIDAY, calendar=MILL) == due


def test_critical_runs_on_the_wall_clock_whatever_was_agreed():
    charter = Charter(reply_times={"critical": ReplyTime(hours=4, clock="business")})

    assert reply_due(charter, weight="critical", asked_at=FRIDAY.replace(hour=20), calendar=MILL).day == 7
    assert reply_due(charter, weight="minor", asked_at=FRIDAY, calendar=MILL).day == 11


def test_moment_without_zone_is_refused():
    with pytest.raises(NaiveDatetime):
        reply_due(Charter(), weight="minor", asked_at=datetime(2026, 3, 6), calendar=MILL)


@given(st.sampled_from(list(WEIGHTS)), st.integers(0, 24 * 14), st.integers(1, 72))
@settings(max_examples=60, deadline=None)
def test_answer_at_the_due_moment_took_exactly_the_agreed_hours(weight, offset, hours):
    charter = Charter(reply_times={weight: ReplyTime(hours=hours, clock="business")})
    asked_at = datetime.fromtimestamp(FRIDAY.timestamp() + 3600 * offset, tz=MILL.zone)
    due = reply_due(charter, weight=weight, asked_at=asked_at, calendar=MILL)

    taken = hours_taken(charter, weight=weight, asked_at=asked_at, answered_at=due, calendar=MILL)

    assert taken == pytest.approx(hours)


def test_gaps_of_a_charter_are_told():
    charter = Charter(
        channels={"orders": "email"},
        reply_times={"critical": ReplyTime(hours=48, clock="wall"), "minor": ReplyTime(hours=0, clock="business")},
        languages={"factory": ("en",)},
    )

    assert [gap.code for gap in gaps_in_charter(charter)] == [
        *["charter.channel"] * 4,
        "charter.hours",
        "charter.critical",
        "charter.language",
    ]


def test_slow_critical_answer_is_told_with_its_hours():
    charter = Charter(
        reply_times={"critical": ReplyTime(hours=48, clock="wall"), "major": ReplyTime(hours=24, clock="business")}
    )

    assert [said(gap) for gap in gaps_in_charter(charter)] == [
        "A critical matter may wait 48 hours, longer than a major one. Give it no more hours than the others."
    ]


@pytest.mark.parametrize(("other", "hours", "told"), [("minor", 8, True), ("question", 8, True), ("minor", 24, False)])
def test_major_matter_may_not_wait_longer_than_a_lighter_one(other, hours, told):
    times = {"major": ReplyTime(hours=24, clock="business"), other: ReplyTime(hours=hours, clock="business")}
    # A critical one has the shortest time, so that it is not told of.
    times["critical"] = ReplyTime(hours=2, clock="wall")
    codes = [gap.code for gap in gaps_in_charter(Charter(reply_times=times))]

    assert codes == ["charter.major"] * told


@pytest.mark.parametrize(
    ("buyer", "factory", "shared"),
    [
        (("en",), ("en",), ("en",)),
        (("en",), ("zh-hans",), ()),
        (("en", "zh-hans"), ("zh-hans", "en"), ("en", "zh-hans")),
        (("de", "en", "vi"), ("vi", "en"), ("en", "vi")),
        (("en", "tr", "es"), ("es", "tr", "en"), ("tr", "en", "es")),
    ],
)
def test_shared_languages_suit_both_sides_best_first(buyer, factory, shared):
    assert shared_languages(Charter(languages={"buyer": buyer, "factory": factory})) == shared
    assert shared_languages(Charter(languages={"buyer": factory, "factory": buyer})) == shared
