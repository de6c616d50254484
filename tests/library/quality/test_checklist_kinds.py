"""Kinds of answers."""

import pytest

from troth.quality.checklist_kinds import Kind, kind_problem, step_problem


@pytest.mark.parametrize("answer", ["2026-03-12T14:30", "2026-03-12T14:30:05", "2026-03-12T14:30+08:00"])
def test_kind_problem_takes_a_moment(answer):
    assert kind_problem(Kind.MOMENT, answer) == ""


@pytest.mark.parametrize("answer", ["2026-03-12", "14:30", "2026-03-12T25:00", "T", 3, True, ["2026-03-12T14:30"]])
def test_kind_problem_refuses_what_is_no_moment(answer):
    assert kind_problem(Kind.MOMENT, answer)


def test_step_problem_takes_every_step_in_tenths_and_nothing_between():
    assert [step_problem(tenths / 10, base=1, step=0.1) for tenths in range(10, 51)] == [""] * 41
    assert step_problem(1.25, base=1, step=0.1)
    assert step_problem(2, base=1, step=2)
