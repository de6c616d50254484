from math import comb

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


@pytest.mark.parametrize(
    ("lot", "bad", "risk", "size"),
    [
        (100_000, 1, 0.05, 95_000), (10**7, 1, 0.05, 9_500_000), (10**15, 1, 0.5, 5 * 10**14),
        (10**9, 20_000, 0.01, 230_230), (10**15, 10**12, 0.05, 2_995),
    ],
)  # fmt: skip
def test_the_largest_lots_are_sized_exactly(lot, bad, risk, size):
    assert zero_plan_of_lot(lot, bad_units=bad, risk=risk) == size


@pytest.mark.parametrize(("lot", "bad", "risk"), [(2_400, 700, 1e-70), (5_000, 400, 1e-20), (3_000, 900, 1e-150)])
def test_many_bad_units_in_a_large_sample_are_sized_as_counted_out(lot, bad, risk):
    found = zero_plan_of_lot(lot, bad_units=bad, risk=risk)
    chances = [comb(lot - bad, drawn) / comb(lot, drawn) for drawn in (found - 1, found)]
    assert min(found, bad) > 300
    assert chances[0] > risk >= chances[1]


def test_lots_on_both_sides_of_the_largest_that_is_summed_agree():
    sizes = [zero_plan_of_lot(lot, bad_units=50_000, risk=0.05) for lot in (10**9, 10**9 + 1)]
    assert sizes[0] == pytest.approx(sizes[1], abs=1)


def test_a_lot_larger_than_any_is_refused():
    with pytest.raises(ImpossiblePlan, match="larger than any"):
        zero_plan_of_lot(10**18 + 1, bad_units=3, risk=0.05)
