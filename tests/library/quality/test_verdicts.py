import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.schemes import Level
from troth.quality.single_plans import single_plan
from troth.quality.verdicts import (
    ClassPlan,
    Count,
    Counting,
    DefectClass,
    ImpossibleFinding,
    Verdict,
    class_verdict,
    largest_sample,
    lot_verdict,
)

PLAN = ClassPlan(sample_size=125, accept=7, reject=8)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c23"), ids=lambda vector: vector["id"])
def test_verdicts_are_those_of_the_vectors(vector):
    given, expected = vector["inputs"], vector["expected"]
    plans = {
        DefectClass(kind): ClassPlan(sample_size=plan.sample_size, accept=plan.accept, reject=plan.reject)
        for kind, aql in given["aql"].items()
        if aql
        for plan in [single_plan(given["lot"], aql=aql, level=Level(given["level"]))]
    }
    plans[DefectClass.CRITICAL] = largest_sample(plans)
    counts = {DefectClass(kind): Count(looked_at=200, found=found) for kind, found in given["found"].items()}
    found = lot_verdict(plans, counts)
    assert {kind: plans[kind].accept for kind in plans} == {kind: expected[kind]["ac"] for kind in plans}
    assert {kind: verdict is Verdict.ACCEPTED for kind, verdict in found.classes.items()} == {
        kind: expected[kind]["accept"] for kind in plans
    }
    assert (found.verdict is Verdict.ACCEPTED) == expected["lot_accepted"]


@pytest.mark.parametrize(
    ("looked_at", "found", "verdict"),
    [
        (125, 7, Verdict.ACCEPTED),
        (125, 8, Verdict.NOT_ACCEPTED),
        (20, 8, Verdict.NOT_ACCEPTED),
        (124, 0, Verdict.PENDING),
        (0, 0, Verdict.PENDING),
        (None, None, Verdict.PENDING),
        (125, None, Verdict.PENDING),
        (None, 7, Verdict.PENDING),
        (None, 8, Verdict.NOT_ACCEPTED),
    ],
)
def test_a_class_is_judged_once_its_count_tells(looked_at, found, verdict):
    assert class_verdict(PLAN, Count(looked_at=looked_at, found=found)) is verdict


def test_what_was_not_counted_is_pending_and_never_passed():
    plans = {DefectClass.MAJOR: PLAN, DefectClass.MINOR: PLAN}
    done = {DefectClass.MAJOR: Count(looked_at=125, found=0)}
    assert lot_verdict(plans, done).verdict is Verdict.PENDING
    refused = {DefectClass.MAJOR: Count(looked_at=9, found=8)}
    assert lot_verdict(plans, refused).verdict is Verdict.NOT_ACCEPTED


def test_a_critical_defect_refuses_a_lot_of_which_nobody_said_how_many_were_looked_at():
    plans = {DefectClass.CRITICAL: ClassPlan(sample_size=125, accept=0, reject=1), DefectClass.MAJOR: PLAN}
    found = lot_verdict(plans, {DefectClass.CRITICAL: Count(looked_at=None, found=1)})
    assert found.verdict is Verdict.NOT_ACCEPTED
    assert list(found.classes.values()) == [Verdict.NOT_ACCEPTED, Verdict.PENDING]


@given(looked_at=st.none() | st.integers(0, 30), found=st.integers(0, 30), more=st.integers(0, 30))
def test_no_further_unit_takes_a_refusal_back(looked_at, found, more):
    plan = ClassPlan(sample_size=30, accept=2, reject=3, counting=Counting.DEFECTS)
    if class_verdict(plan, Count(looked_at=looked_at, found=found)) is Verdict.NOT_ACCEPTED:
        assert class_verdict(plan, Count(looked_at=30, found=found + more)) is Verdict.NOT_ACCEPTED
    else:
        assert found < 3


def test_between_the_two_numbers_a_lot_is_accepted():
    plan = ClassPlan(sample_size=32, accept=2, reject=5)
    assert class_verdict(plan, Count(looked_at=32, found=4)) is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("looked_at", "found", "said"),
    [(126, 0, "the sample holds 125"), (3, 4, "4 units are bad of 3"), (-1, 0, "0 or more"), (5, -1, "0 or more")],
)
def test_counts_that_cannot_be_are_refused(looked_at, found, said):
    with pytest.raises(ImpossibleFinding, match=said):
        class_verdict(PLAN, Count(looked_at=looked_at, found=found))


def test_defects_may_be_more_than_units():
    plan = ClassPlan(sample_size=5, accept=14, reject=15, counting=Counting.DEFECTS)
    assert class_verdict(plan, Count(looked_at=5, found=14)) is Verdict.ACCEPTED


def test_a_count_needs_a_plan():
    with pytest.raises(ImpossibleFinding, match="Counted without a plan: minor"):
        lot_verdict({DefectClass.MAJOR: PLAN}, {DefectClass.MINOR: Count(looked_at=1, found=0)})
    with pytest.raises(ImpossibleFinding, match="at least one class"):
        lot_verdict({}, {})
    with pytest.raises(ImpossibleFinding):
        largest_sample({})
    with pytest.raises(ImpossibleFinding, match="is no plan"):
        ClassPlan(sample_size=5, accept=1, reject=1)


@given(st.integers(1, 200), st.data())
def test_one_more_bad_unit_never_makes_a_verdict_better(sample, data):
    accept = data.draw(st.integers(0, sample - 1))
    plan = ClassPlan(sample_size=sample, accept=accept, reject=accept + 1)
    looked_at = data.draw(st.integers(1, sample))
    found = data.draw(st.integers(0, looked_at - 1))
    worse = [Verdict.ACCEPTED, Verdict.PENDING, Verdict.NOT_ACCEPTED]
    ranks = [worse.index(class_verdict(plan, Count(looked_at=looked_at, found=n))) for n in (found, found + 1)]
    assert ranks == sorted(ranks)
