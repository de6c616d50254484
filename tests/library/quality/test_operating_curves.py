import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.operating_curves import (
    ImpossiblePlan,
    acceptance_per_hundred,
    acceptance_probability,
    bad_units_of,
    curve_points,
    defect_curve_points,
    lot_acceptance_probability,
    outgoing_limit,
    outgoing_quality,
    quality_accepted_with,
    total_inspection,
)

PLANS = st.integers(2, 500).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1)))


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c06"), ids=lambda vector: vector["id"])
def test_points_of_the_curve_are_those_of_the_vectors(vector):
    found = curve_points(sample_size=vector["inputs"]["n"], accept=vector["inputs"]["c"])
    named = {"p95": found.producer, "p50": found.indifferent, "p10": found.consumer, "p05": found.strict_consumer}
    assert named == pytest.approx(vector["expected"], abs=vector["tol"])


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c07"), ids=lambda vector: vector["id"])
def test_worst_outgoing_quality_is_that_of_the_vectors(vector):
    found = outgoing_limit(sample_size=vector["inputs"]["n"], accept=vector["inputs"]["c"])
    named = {"p_at_max": found.incoming, "aoql": found.outgoing}
    assert named == pytest.approx(vector["expected"], abs=vector["tol"])


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c08"), ids=lambda vector: vector["id"])
def test_chance_of_the_lot_at_hand_is_that_of_the_vectors(vector):
    given = vector["inputs"]
    found = lot_acceptance_probability(lot=given["N"], sample_size=given["n"], accept=given["c"], bad_units=given["D"])
    assert found == pytest.approx(vector["expected"]["pa"], abs=vector["tol"])


@pytest.mark.shared
def test_outgoing_quality_and_total_inspection_are_those_of_the_handbook():
    [vector] = vectors("c04")
    plan = {"sample_size": vector["inputs"]["n"], "accept": vector["inputs"]["c"]}
    p, lot = vector["inputs"]["p"], vector["inputs"]["N"]
    assert outgoing_quality(**plan, nonconforming=p).round(4) == pytest.approx(
        vector["expected"]["aoq_no_fpc"], abs=6e-5
    )
    found = outgoing_quality(**plan, nonconforming=p, lot=lot)
    assert found == pytest.approx(vector["expected"]["aoq_with_factor"], abs=6e-5)
    [vector] = vectors("c05")
    found = total_inspection(lot=lot, **plan, nonconforming=vector["inputs"]["p"])
    assert found == pytest.approx(vector["expected"]["ati"], abs=vector["tol"])


@pytest.mark.shared
def test_producer_risk_at_the_limit_itself():
    [vector] = vectors("c24")
    given = vector["inputs"]
    passed = acceptance_probability(sample_size=given["n"], accept=given["c"], nonconforming=given["aql"])
    assert 1 - float(passed) == pytest.approx(vector["expected"]["p_reject"], abs=vector["tol"])


def test_defects_per_hundred_units_follow_poisson():
    found = acceptance_per_hundred(sample_size=10, accept=1, defects_per_unit=[0.0, 0.1])
    assert found.tolist() == pytest.approx([1.0, 2 * np.exp(-1)])


def test_the_points_of_a_plan_that_counts_defects_are_accepted_with_their_chance():
    found = defect_curve_points(sample_size=5, accept=44)
    rates = [found.producer, found.indifferent, found.consumer, found.strict_consumer]
    chances = acceptance_per_hundred(sample_size=5, accept=44, defects_per_unit=rates)
    assert chances.tolist() == pytest.approx([0.95, 0.5, 0.1, 0.05], abs=1e-9)
    with pytest.raises(ImpossiblePlan, match="draw 1 unit or more"):
        defect_curve_points(sample_size=0, accept=0)


def test_a_sample_of_millions_from_a_lot_at_hand_is_answered_at_once():
    assert lot_acceptance_probability(lot=10**12, sample_size=10**11, accept=0, bad_units=0) == 1.0
    with pytest.raises(ImpossiblePlan, match="larger than any plan"):
        lot_acceptance_probability(lot=10**12, sample_size=10**11, accept=10**9, bad_units=0)
    with pytest.raises(ImpossiblePlan, match="cannot be drawn"):
        lot_acceptance_probability(lot=20, sample_size=50, accept=3, bad_units=0)


@given(PLANS, st.floats(0, 1), st.floats(0, 1))
def test_worse_quality_is_never_accepted_more_often(plan, one, other):
    low, high = sorted((one, other))
    found = acceptance_probability(sample_size=plan[0], accept=plan[1], nonconforming=[low, high])
    assert 0 <= found[1] <= found[0] + 1e-12 <= 1 + 1e-12


@given(PLANS, st.floats(0.001, 0.999))
def test_the_quality_accepted_with_a_chance_is_accepted_with_it(plan, chance):
    quality = quality_accepted_with(sample_size=plan[0], accept=plan[1], probability=chance)
    found = acceptance_probability(sample_size=plan[0], accept=plan[1], nonconforming=quality)
    assert float(found) == pytest.approx(chance, abs=1e-6)


@given(st.integers(2, 200), st.data())
def test_a_lot_looked_at_whole_is_judged_by_what_it_holds(lot, data):
    accept = data.draw(st.integers(0, lot - 1))
    bad = data.draw(st.integers(0, lot))
    found = lot_acceptance_probability(lot=lot, sample_size=lot, accept=accept, bad_units=bad)
    assert found == pytest.approx(float(bad <= accept), abs=1e-9)


@pytest.mark.parametrize(("size", "accept"), [(0, 0), (5, 5), (5, -1)])
def test_impossible_plans_are_refused(size, accept):
    with pytest.raises(ImpossiblePlan):
        acceptance_probability(sample_size=size, accept=accept, nonconforming=0.1)


@pytest.mark.parametrize("quality", [-0.1, 1.5, float("nan")])
def test_a_quality_is_a_fraction(quality):
    with pytest.raises(ImpossiblePlan, match="fraction"):
        acceptance_probability(sample_size=5, accept=0, nonconforming=quality)


@pytest.mark.parametrize(
    ("lot", "fraction"),
    [(500, float("inf")), (500, float("nan")), (500, -0.1), (500, 1.1), (500, 0.0511), (0, 0.5), (10**400, 0.5)],
)
def test_a_fraction_of_a_lot_that_is_no_whole_number_of_units_is_refused(lot, fraction):
    with pytest.raises(ImpossiblePlan):
        bad_units_of(lot, nonconforming=fraction)


def test_more_bad_units_than_the_lot_holds_are_refused():
    with pytest.raises(ImpossiblePlan, match="do not fit a lot of 10"):
        lot_acceptance_probability(lot=10, sample_size=5, accept=0, bad_units=11)
    with pytest.raises(ImpossiblePlan):
        acceptance_per_hundred(sample_size=5, accept=0, defects_per_unit=-1)
