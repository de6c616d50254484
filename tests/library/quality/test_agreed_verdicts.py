from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from, sets, text

from troth.quality.agreed_verdicts import Readings, Seen, judge, line_at
from troth.quality.agreed_ways import plan_agreed
from troth.quality.frozen_plans import ClassLimit, freeze
from troth.quality.sampling_values import Sampling
from troth.quality.variables_plans import Limits
from troth.quality.verdicts import Count, DefectClass, ImpossibleFinding, lot_verdict

WALD = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}
MINOR = DefectClass.MINOR


def counted(looked_at, major=0, critical=0):
    return {
        DefectClass.CRITICAL: Count(looked_at=looked_at, found=critical),
        DefectClass.MAJOR: Count(looked_at=looked_at, found=major),
    }


@pytest.mark.parametrize(
    ("looked_at", "major", "critical", "verdict"),
    [
        (23, 0, 0, "pending"), (24, 0, 0, "accepted"), (24, 1, 0, "pending"), (49, 1, 0, "accepted"),
        (2, 2, 0, "not-accepted"), (5, 0, 1, "not-accepted"), (78, 3, 0, "accepted"), (78, 4, 0, "not-accepted"),
        (0, 0, 0, "pending"), (None, None, None, "pending"),
        (None, None, 1, "not-accepted"), (None, 1, None, "pending"), (None, 4, None, "not-accepted"),
    ],
)  # fmt: skip
def test_sequential_is_judged_as_its_lines_call(looked_at, major, critical, verdict):
    plan = plan_agreed(Sampling(method="sequential", values=WALD), lot=1_000)
    assert judge(plan, counted(looked_at, major, critical)).verdict == verdict


@pytest.mark.parametrize(
    ("looked_at", "bad", "verdict"),
    [
        (9, [], "pending"),
        (10, [], "pending"),
        (508, [], "pending"),
        (509, [], "accepted"),
        (12, [3], "pending"),
        (13, [3], "pending"),
        (512, [3], "accepted"),
        (14, [3, 14], "pending"),
        (41, range(1, 42, 8), "not-accepted"),  # no ten in a row within the plan's 41
        (40, range(1, 41, 8), "pending"),
    ],
)
def test_in_line_is_accepted_at_its_end_while_sampling_and_refused_where_it_never_comes_to_it(looked_at, bad, verdict):
    plan = plan_agreed(Sampling(method="continuous", values={"clearance": "10", "share": "0.1"}), lot=5_000)
    assert plan.way.numbers["limit"] == 41
    found = judge(plan, counted(looked_at, len(bad)), seen=Seen(seed="s", bad=list(bad)))
    assert found.verdict == verdict


def test_in_line_the_run_alone_accepts_no_lot():
    plan = plan_agreed(Sampling(method="continuous", values={"clearance": "40", "share": "0.1"}), lot=10_000)
    assert judge(plan, counted(40), seen=Seen(seed="s")).verdict == "pending"
    assert judge(plan, counted(40 + 996), seen=Seen(seed="s")).verdict == "accepted"


@given(
    looked_at=integers(1, 80), lot=integers(80, 200), clearance=integers(1, 30), block=sampled_from([2, 4, 5, 10]),
    bad=sets(integers(1, 80), max_size=6), seed=text("abc", max_size=3),
)  # fmt: skip
def test_in_line_nothing_is_accepted_before_the_last_unit_of_the_lot_went_by(
    looked_at, lot, clearance, block, bad, seed
):
    values = {"clearance": str(clearance), "share": str(Decimal(1) / block)}
    plan = plan_agreed(Sampling(method="continuous", values=values), lot=lot)
    seen = Seen(seed=seed, bad=sorted(unit for unit in bad if unit <= looked_at))
    at = line_at(plan.way, looked_at=looked_at, seen=seen)
    is_over, has_failed = at.next_unit > lot, at.stretch >= plan.way.numbers["limit"]
    verdict = judge(plan, counted(looked_at, len(seen.bad)), seen=seen).verdict
    assert (verdict == "pending") == (not is_over and not has_failed)
    assert verdict != "accepted" or is_over


def test_in_line_a_bad_unit_nobody_placed_never_makes_the_line_look_better():
    plan = plan_agreed(Sampling(method="continuous", values={"clearance": "10", "share": "0.1"}), lot=5_000)
    assert judge(plan, counted(12, 1), seen=Seen(seed="s", unplaced=1)).verdict == "pending"


@pytest.mark.parametrize(("bad", "verdict"), [([], "accepted"), ([4], "not-accepted")])
def test_in_line_a_lot_shorter_than_the_run_is_looked_at_whole(bad, verdict):
    plan = plan_agreed(Sampling(method="continuous", values={"clearance": "10", "share": "0.1"}), lot=6)
    assert judge(plan, counted(6, len(bad)), seen=Seen(bad=bad)).verdict == verdict


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([197, 188, 184, 205, 201], "accepted"),  # estimated 2.18 % beyond, Z1.9's own example
        ([197, 188, 184, 205], "pending"),
        ([207, 198, 194, 208, 208], "not-accepted"),
    ],
)
def test_by_measurement_is_judged_by_the_share_that_is_estimated_outside(values, verdict):
    plan = plan_agreed(
        Sampling(method="variables", values={"readings": "5", "most": "0.0332"}), lot=500,
        measured_classes=[DefectClass.MAJOR],
    )  # fmt: skip
    read = Readings(defect_class=DefectClass.MAJOR, limits=Limits(upper=209), values=values)
    assert judge(plan, counted(5), seen=Seen(readings=[read])).verdict == verdict
    assert judge(plan, counted(5, critical=1), seen=Seen(readings=[read])).verdict == "not-accepted"


@pytest.mark.parametrize("values", [[5.0], [12.0]])
def test_by_measurement_one_unit_is_known_and_not_estimated(values):
    plan = plan_agreed(
        Sampling(method="variables", values={"readings": "5", "most": "0.03"}), lot=1,
        measured_classes=[DefectClass.MAJOR],
    )  # fmt: skip
    read = Readings(defect_class=DefectClass.MAJOR, limits=Limits(upper=10), values=values)
    wanted = "accepted" if values == [5.0] else "not-accepted"
    assert judge(plan, counted(1), seen=Seen(readings=[read])).verdict == wanted


def test_minor_defects_are_recorded_and_refuse_nothing():
    plan = plan_agreed(Sampling(method="sequential", values=WALD), lot=1_000)
    found = judge(plan, counted(24) | {MINOR: Count(looked_at=24, found=20)})
    assert (found.verdict, found.classes[MINOR]) == ("accepted", "accepted")


def test_two_numbers_are_judged_as_ever():
    plan = freeze(5_000, {MINOR: ClassLimit(aql="4.0")})
    counts = {MINOR: Count(looked_at=200, found=14)}
    assert judge(plan, counts) == lot_verdict(plan.plans, counts)


@pytest.mark.parametrize(
    ("method", "values"),
    [("continuous", {"clearance": "10", "share": "0.1"}), ("variables", {"readings": "5", "most": "0.03"})],
)
def test_a_critical_defect_refuses_in_every_way_before_anybody_said_how_many_were_looked_at(method, values):
    plan = plan_agreed(Sampling(method=method, values=values), lot=500, measured_classes=[DefectClass.MAJOR])
    assert judge(plan, counted(None, None, 1)).verdict == "not-accepted"


def test_more_than_can_be_is_refused_in_every_way():
    plan = plan_agreed(Sampling(method="sequential", values=WALD), lot=1_000)
    with pytest.raises(ImpossibleFinding):
        judge(plan, counted(79))
    with pytest.raises(ImpossibleFinding):
        judge(plan, counted(5, 6))
