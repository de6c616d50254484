from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from troth.quality.corrective import (
    Effect,
    LotSince,
    Stage,
    StepDone,
    Terms,
    before_after,
    due_day,
    effect_of,
    eight_disciplines,
    lots_that_show,
    what_lacks,
)
from troth.quality.verdicts import DefectClass

OPENED = date(2026, 3, 2)
CLEAN, BACK = LotSince(looked_at=80, came_back=0), LotSince(looked_at=80, came_back=1)


def step(stage, *, done=True, confirmed=True):
    return StepDone(stage=stage, side="factory", done=done, confirmed=confirmed)


ALL_DONE = [step(stage) for stage in Stage]


def lacks(steps=ALL_DONE, *, cause_side="both", lots=(CLEAN,) * 3):
    return [lack.code for lack in what_lacks(steps, cause_side=cause_side, lots=lots, lots_to_watch=3)]


def test_due_days_follow_the_grade():
    found = {
        grade: [(due_day(grade, stage=stage, opened=OPENED) - OPENED).days for stage in Stage] for grade in DefectClass
    }
    assert found == {
        DefectClass.CRITICAL: [1, 3, 7, 7],
        DefectClass.MAJOR: [1, 15, 30, 30],
        DefectClass.MINOR: [1, 45, 90, 90],
    }


def test_what_both_sides_agreed_moves_containment_and_the_report():
    terms = Terms(containment_hours=48, report_days=10)
    found = [(due_day(DefectClass.MAJOR, stage=stage, opened=OPENED, terms=terms) - OPENED).days for stage in Stage]

    assert found == [2, 10, 30, 30]
    # A critical cause is due sooner than the report in any case.
    assert due_day(DefectClass.CRITICAL, stage=Stage.CAUSE, opened=OPENED, terms=terms) == date(2026, 3, 5)


def test_what_lacks_names_the_side_that_goes_on():
    waits = StepDone(stage=Stage.CAUSE, side="factory", done=True, confirmed=False)
    undone = StepDone(stage=Stage.PREVENTION, side="buyer", done=False, confirmed=False)
    lacking = what_lacks([waits, undone], cause_side="both", lots=[CLEAN] * 3, lots_to_watch=3)

    assert [(lack.code, lack.params.get("side")) for lack in lacking] == [
        ("corrective.no-step", None), ("corrective.not-confirmed", "buyer"), ("corrective.no-step", None),
        ("corrective.not-done", "buyer"),
    ]  # fmt: skip


def test_an_action_closes_when_every_part_is_done_confirmed_and_shown_to_work():
    assert lacks() == []


@pytest.mark.parametrize(
    ("said", "lacking"),
    [
        ({"steps": ALL_DONE[1:]}, ["corrective.no-step"]),
        ({"steps": [step(Stage.CONTAINMENT, done=False, confirmed=False), *ALL_DONE[1:]]}, ["corrective.not-done"]),
        ({"steps": [step(Stage.CONTAINMENT, confirmed=False), *ALL_DONE[1:]]}, ["corrective.not-confirmed"]),
        ({"cause_side": ""}, ["corrective.no-cause-side"]),
        ({"lots": [CLEAN] * 2}, ["corrective.not-shown"]),
        ({"lots": [CLEAN, BACK, CLEAN]}, ["corrective.came-back"]),
    ],
)
def test_each_thing_that_lacks_is_named(said, lacking):
    assert lacks(**said) == lacking


def test_sentences_read():
    [lack] = what_lacks(ALL_DONE, cause_side="both", lots=[CLEAN], lots_to_watch=3)
    assert lack.sentence() == "1 of 3 lots have shown that it works: inspect the next ones."


def test_a_problem_that_came_back_is_never_shown_to_be_gone():
    assert effect_of([CLEAN] * 5 + [BACK], lots_to_watch=3) is Effect.CAME_BACK
    assert effect_of([], lots_to_watch=3) is Effect.TOO_EARLY


def test_rare_defects_need_more_clean_lots():
    assert [lots_that_show(usual_rate=rate, units_a_lot=80) for rate in (0.1, 0.02, 0.005)] == [1, 2, 6]


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_the_fall_is_tested_as_fisher_does(before, after, data):
    bad_before, bad_after = data.draw(st.integers(0, before)), data.draw(st.integers(0, after))
    found = before_after(bad_before=bad_before, units_before=before, bad_after=bad_after, units_after=after)
    table = [[bad_before, before - bad_before], [bad_after, after - bad_after]]
    assert found.p_value == pytest.approx(fisher_exact(table, alternative="greater").pvalue, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("counts", [(1, 0, 0, 5), (6, 5, 0, 5), (0, 5, -1, 5)])
def test_impossible_comparisons_are_refused(counts):
    names = ("bad_before", "units_before", "bad_after", "units_after")
    with pytest.raises(ValueError, match="looked at before and after"):
        before_after(**dict(zip(names, counts, strict=True)))


def test_an_8d_report_has_eight_parts():
    assert list(eight_disciplines()) == [f"D{number}" for number in range(1, 9)]
