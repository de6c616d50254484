from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.orders.test_capacity import DONGGUAN
from tests.shared import vectors
from troth.basis.calendars import PlaceCalendar
from troth.orders.capacity import ImpossibleCapacity, Plant
from troth.orders.planning import BrokenPlan, Stage, backward_plan, slacks

PORT = Plant(calendar=PlaceCalendar())
CHAIN = (
    Stage(name="inland", days=5, side="buyer"),
    Stage(name="ocean", days=28),
    Stage(name="port", days=2, plant=PORT),
    Stage(name="production", days=30, plant=DONGGUAN, side="factory"),
    Stage(name="approval", days=7, side="buyer"),
)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h07"), ids=lambda vector: vector["id"])
def test_backward_plan_matches_the_vector(vector):
    stages = [Stage(name=name, days=days) for name, days in vector["inputs"]["stages"]]

    plan = backward_plan(date.fromisoformat(vector["inputs"]["in_store"]), stages=stages)

    assert [milestone.start.isoformat() for milestone in plan] == vector["expected"]["dates"]


def test_each_stage_counts_by_its_own_calendar():
    plan = backward_plan(date(2026, 5, 8), stages=CHAIN)

    # Ocean and inland by the calendar, the port by its week, production over the Spring Festival.
    assert [(each.stage.name, each.start.isoformat()) for each in plan] == [
        ("inland", "2026-05-03"),
        ("ocean", "2026-04-05"),
        ("port", "2026-04-02"),
        ("production", "2026-01-31"),
        ("approval", "2026-01-24"),
    ]


def test_slack_turns_negative_and_at_risk_when_time_runs_out():
    plan = backward_plan(date(2026, 5, 8), stages=CHAIN)

    in_time, late = (slacks(plan, as_of=day) for day in (date(2026, 1, 24), date(2026, 2, 24)))

    # Closed days behind production leave the port a day of room.
    assert [slack.days for slack in in_time] == [1, 1, 1, 0, 0]
    assert not any(slack.is_at_risk for slack in in_time)
    assert [slack.days for slack in late if slack.milestone.stage.name == "approval"] == [-31]
    assert all(slack.is_at_risk for slack in late)


def test_done_stage_frees_the_next_and_is_never_at_risk():
    plan = backward_plan(date(2026, 5, 8), stages=CHAIN)

    found = slacks(plan, as_of=date(2026, 1, 20), done={"approval": date(2026, 2, 2)}, from_day=date(2026, 1, 26))

    approval, production = found[-1], found[-2]
    assert (approval.is_done, approval.days, approval.is_at_risk) == (True, -2, False)
    assert (production.earliest_start, production.is_at_risk) == (date(2026, 1, 26), False)


def test_broken_plans_are_refused():
    twice = Stage(name="ocean", days=3)
    for stages in ((), (twice, twice)):
        with pytest.raises(BrokenPlan):
            backward_plan(date(2026, 5, 8), stages=stages)
    with pytest.raises(BrokenPlan, match="dyeing"):
        slacks(backward_plan(date(2026, 5, 8), stages=CHAIN), as_of=date(2026, 1, 1), done={"dyeing": date(2026, 1, 1)})
    for days in (-1, 2.5):
        with pytest.raises(ImpossibleCapacity):
            Stage(name="ocean", days=days)


@given(due=st.dates(date(2026, 1, 1), date(2026, 12, 31)), early=st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_plan_begun_by_its_latest_day_has_no_negative_slack(due, early):
    plan = backward_plan(due, stages=CHAIN)
    began = plan[-1].start - timedelta(days=early)

    assert min(slack.days for slack in slacks(plan, as_of=began)) >= 0


@given(due=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_stages_follow_each_other_without_gap(due):
    plan = backward_plan(due, stages=CHAIN)

    assert [each.finish for each in plan] == [due, *(each.start for each in plan[:-1])]
