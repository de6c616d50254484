from datetime import date

import pytest

from tests.shared import vectors
from troth.commitments.outcomes import TallyRow
from troth.trust.actions import MISSED_TARGET_ACTIONS, LinesKept, action_to_open, effect_check, may_close
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

DAY = date(2026, 3, 2)
BEFORE = LinesKept(kept=44, n=50)


def state_of(kept, n):
    row = TallyRow(happened_on=DAY, known_on=DAY, lines=n, kept=kept)
    return judge(Tallies.from_rows([row]), groups=1, as_of=DAY, policy=DEFAULT_POLICY.of("delivery")).of(0).state


@pytest.mark.shared
@pytest.mark.parametrize("vector", [*vectors("b27"), *vectors("b27b")], ids=lambda v: v["id"])
def test_action_of_a_kpi_equals_the_vector(vector):
    inputs = vector["inputs"]

    state = state_of(inputs["value"], inputs["total"])
    action = action_to_open(inputs["kpi"], state=state)

    assert state == vector["expected"]["state"]
    assert (action and action.title) == vector["expected"]["action"]


@pytest.mark.parametrize("state", ["no data", "insufficient", "ok", "watch"])
def test_action_is_opened_by_an_alarm_alone(state):
    assert action_to_open("on_time_delivery", state=state) is None


def test_action_is_opened_once():
    assert action_to_open("on_time_delivery", state="alarm", is_open=True) is None


def test_action_of_each_missed_target_is_the_seeds_own():
    assert {kpi: action.title for kpi, action in MISSED_TARGET_ACTIONS.items()} == {
        "on_time_delivery": "Review production schedules",
        "defect_rate": "Strengthen QC processes",
        "response_time": "Reassign contacts",
    }


def test_action_has_an_owner_on_each_side_and_a_due_day():
    action = action_to_open("on_time_delivery", state="alarm")

    assert set(action.owners) == {"buyer", "factory"}
    assert action.due_on(DAY) == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("kept", "n", "verdict"),
    [
        (0, 0, "not yet"),
        (9, 9, "not yet"),
        (10, 10, "worked"),
        (9, 10, "worked"),
        (8, 10, "did not work"),
        (5, 10, "did not work"),
        (36, 40, "worked"),
        (35, 40, "did not work"),
    ],
)
def test_effect_check_waits_for_ten_lines_and_then_decides(kept, n, verdict):
    assert effect_check(before=BEFORE, after=LinesKept(kept=kept, n=n), target=0.95).verdict == verdict


def test_effect_check_says_why():
    check = effect_check(before=BEFORE, after=LinesKept(kept=10, n=10), target=0.95)

    assert check.reason.text() == "It worked: 10 of the 10 lines since were on time, before 44 of 50."


def test_action_closes_only_with_evidence_and_a_known_effect():
    early = effect_check(before=BEFORE, after=LinesKept(kept=3, n=3), target=0.95)
    done = effect_check(before=BEFORE, after=LinesKept(kept=10, n=10), target=0.95)

    assert [may_close(early, evidence_count=1), may_close(done, evidence_count=0)] == [False, False]
    assert may_close(done, evidence_count=1)
