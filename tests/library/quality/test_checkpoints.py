from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.working_time import WorkCalendar, is_working_day
from troth.quality.checkpoints import (
    Checkpoint,
    due_day,
    gaps_in_plan,
    holding_back,
    read_checkpoints,
    written_plan,
    wrong_settlement,
)
from troth.quality.sampling_values import Sampling

WEEK = WorkCalendar(hours=(time(9), time(17)), zone=ZoneInfo("Asia/Shanghai"))
FINAL = Checkpoint(
    name="Final", stage="final", method="Look at drawn units", limits="By the plan", owner="buyer",
    sampling=Sampling(method="fixed", values={"units": "20"}), evidence="Photos", days_before_due=4,
)  # fmt: skip
MEETING = replace(
    FINAL,
    name="Meeting",
    stage="readiness",
    owner="factory",
    holds_bulk=True,
    sampling=Sampling(method="none", values={}),
)


def codes(*checkpoints):
    return [each.code for each in gaps_in_plan(checkpoints)]


def test_a_whole_plan_lacks_nothing():
    assert gaps_in_plan([MEETING, FINAL]) == ()


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"method": " "}, "plan.words"),
        ({"limits": ""}, "plan.words"),
        ({"evidence": ""}, "plan.words"),
        ({"days_before_due": 366}, "plan.days"),
        ({"owner": "buyer"}, "plan.holder"),
        ({"stage": "in-line"}, "plan.late"),
        ({"name": "Final"}, "plan.name"),
        ({"sampling": Sampling(method="fixed", values={})}, "sampling.wrong"),
    ],
)
def test_each_thing_that_lacks_is_told(changed, lacks):
    assert codes(FINAL, replace(MEETING, **changed)) == [lacks]


def test_a_plan_needs_a_look_at_finished_goods():
    assert (codes(), codes(MEETING)) == (["plan.empty"], ["plan.final"])


def test_a_check_moves_forward_to_an_open_day():
    # The 15th is a Sunday.
    assert due_day(date(2026, 3, 20), days_before=5, calendar=WEEK, known_on=date(2026, 3, 2)) == date(2026, 3, 13)


def test_a_day_gone_by_becomes_the_next_open_one():
    late = due_day(date(2026, 3, 20), days_before=15, calendar=WEEK, known_on=date(2026, 3, 13))
    overdue = due_day(date(2026, 2, 20), days_before=15, calendar=WEEK, known_on=date(2026, 3, 13))

    assert late == overdue == date(2026, 3, 16)


def test_of_a_forgotten_order_nothing_is_asked():
    assert due_day(date(2026, 1, 1), days_before=0, calendar=WEEK, known_on=date(2026, 3, 13)) is None


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(0, 90), st.integers(-50, 200))
def test_nobody_promises_the_past_nor_a_closed_day(order_due, before, ahead):
    known_on = order_due - timedelta(days=ahead)
    due = due_day(order_due, days_before=before, calendar=WEEK, known_on=known_on)

    assert (due > known_on, is_working_day(due, calendar=WEEK)) == (True, True)


def test_bulk_waits_for_what_is_neither_green_nor_waived():
    states = [("Sample", True, "green"), ("Meeting", True, "red"), ("Trim", True, "booked"), ("Final", False, "open")]

    assert holding_back(states) == ("Meeting", "Trim")


def test_what_is_written_reads_back_the_same():
    assert read_checkpoints(written_plan([MEETING, FINAL], specification="ab", why="First")) == (MEETING, FINAL)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"by": "buyer"}, None),
        ({"before": "red"}, None),
        ({"before": "green"}, "checkpoint.closed"),
        ({"before": "waived"}, "checkpoint.closed"),
        ({"after": "booked"}, "checkpoint.state"),
        ({"note": "  "}, "checkpoint.note"),
        ({"after": "waived"}, "checkpoint.own"),
        ({"after": "waived", "by": "buyer"}, None),
    ],
)
def test_a_checkpoint_is_settled_once_with_a_note_and_waived_by_the_other_side(changed, code):
    said = {"before": "open", "after": "green", "note": "Photos 1 to 9", "by": "factory", "owner": "factory"} | changed
    wrong = wrong_settlement(**said)

    assert (wrong.code if wrong else None) == code
