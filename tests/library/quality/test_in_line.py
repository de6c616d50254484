import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.quality.continuous_plans import continuous_limit, continuous_result
from troth.quality.in_line import InLine, block_picks, follow, in_line
from troth.quality.operating_curves import ImpossiblePlan

LINE = InLine(clearance=3, block=4, limit=9)
PICKS = (2, 4, 1)


@pytest.mark.parametrize(
    ("looked_at", "bad", "comes_to"),
    [
        (0, [], (False, 0, 0, 0, 1)),
        (2, [], (False, 2, 2, 2, 3)),
        (2, [2], (False, 0, 2, 2, 3)),
        (3, [], (True, 0, 0, 3, 5)),
        (4, [], (True, 0, 0, 5, 11)),
        (5, [], (True, 0, 0, 11, 12)),
        (6, [], (True, 0, 0, 12, 17)),  # the picks begin again
        (5, [5], (False, 0, 0, 11, 12)),
        (8, [5], (True, 0, 0, 14, 15)),  # the third pick, 1 of the block after 14
    ],
)
def test_follow_looks_at_all_until_a_run_then_at_one_of_each_block(looked_at, bad, comes_to):
    at = follow(LINE, looked_at=looked_at, bad=bad, picks=PICKS)
    assert (at.is_sampling, at.run, at.stretch, at.passed, at.next_unit) == comes_to


@given(st.sets(st.integers(1, 60)), st.integers(0, 59))
@settings(max_examples=100, deadline=None)
def test_follow_goes_on_with_the_unit_it_named(bad, looked_at):
    before, after = (follow(LINE, looked_at=number, bad=bad, picks=PICKS) for number in (looked_at, looked_at + 1))
    assert after.passed == before.next_unit
    assert after.next_unit > after.passed


def test_in_line_limit_is_reached_19_times_in_20_at_the_worst_quality():
    line, worst = in_line(clearance=38, share=1 / 3), continuous_limit(clearance=38, share=1 / 3).outgoing
    drawn, cleared = random.Random(7), 0
    for _ in range(4_000):
        bad = [number for number in range(1, line.limit + 1) if drawn.random() < worst]
        runs = [here - before - 1 for before, here in zip([0, *bad], [*bad, line.limit + 1], strict=True)]
        cleared += max(runs) >= line.clearance
    assert (line.block, line.limit) == (3, 88)
    assert cleared / 4_000 == pytest.approx(0.952, abs=0.012)


def test_following_inspects_the_share_that_the_plan_says():
    line, drawn = InLine(clearance=20, block=5, limit=10**6), random.Random(3)
    looked = 20_000
    bad = {number for number in range(1, looked + 1) if drawn.random() < 0.02}
    at = follow(line, looked_at=looked, bad=bad, picks=block_picks("seed", block=5))
    said = continuous_result(nonconforming=0.02, clearance=20, share=0.2)
    # A bad unit ends its block, so that a little more is looked at, and never less.
    assert 0 < looked / at.passed - said.inspected < 0.02


@pytest.mark.parametrize("wrong", [{"clearance": 0, "share": 0.1}, {"clearance": 5, "share": 0.6}])
def test_in_line_refuses_what_is_no_plan(wrong):
    with pytest.raises(ImpossiblePlan):
        in_line(**wrong)
