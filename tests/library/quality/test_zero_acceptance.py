import pytest

from tests.shared import vectors
from troth.quality.operating_curves import ImpossiblePlan, lot_acceptance_probability
from troth.quality.zero_acceptance import zero_plan, zero_plan_of_lot


@pytest.mark.shared
@pytest.mark.parametrize("vector", [*vectors("c14"), *vectors("b05b")], ids=lambda vector: vector["id"])
def test_samples_of_a_series_are_those_of_the_vectors(vector):
    given = vector["inputs"]
    risk = given["beta"] if "beta" in given else 1 - given["confidence"]
    found = zero_plan(nonconforming=given.get("p", given.get("p_max")), risk=risk)
    assert found == vector["expected"]["n"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c15"), ids=lambda vector: vector["id"])
def test_samples_of_a_lot_are_those_of_the_vectors(vector):
    given = vector["inputs"]
    found = zero_plan_of_lot(given["N"], bad_units=given["D"], risk=given["beta"])
    chance = lot_acceptance_probability(lot=given["N"], sample_size=found, accept=0, bad_units=given["D"])
    assert found == vector["expected"]["n"]
    assert chance == pytest.approx(vector["expected"]["pa"], abs=vector["tol"])


def test_a_large_lot_needs_hardly_more_than_a_series():
    assert zero_plan_of_lot(500_000, bad_units=5_000, risk=0.05) in {298, 299}


def test_where_all_are_bad_one_unit_tells():
    assert zero_plan_of_lot(40, bad_units=40, risk=0.05) == 1


@pytest.mark.parametrize("bad", [0, 11])
def test_bad_units_must_fit_the_lot(bad):
    with pytest.raises(ImpossiblePlan):
        zero_plan_of_lot(10, bad_units=bad, risk=0.05)
