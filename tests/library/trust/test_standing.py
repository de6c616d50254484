from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.standing import (
    clean_commitments_needed,
    counted,
    geometric_mean,
    kept_in_all,
    mutual_trust,
    overall,
    points,
    setback,
    standings_of,
)

DELIVERY = DEFAULT_POLICY.of("delivery")
NOTHING = float("nan")
STANDING_VECTORS = [v for key in ("a01", "a02", "a03", "a04", "j08") for v in vectors(key)]


def of(*, kept: float, broken: float, light: float = 0.0):
    weights = {"kept": kept, "broken": broken, "light": light}
    return standings_of(**{name: np.array([weight]) for name, weight in weights.items()}, policy=DELIVERY)


def evidence(inputs) -> tuple[float, float]:
    if "kept_weight" in inputs:
        return inputs["kept_weight"], inputs["broken_weight"]
    if "kept" in inputs:
        return sum(inputs["kept"].values()), sum(inputs["broken"].values())
    return inputs["r"], inputs["s"] / 2


@pytest.mark.shared
@pytest.mark.parametrize("vector", STANDING_VECTORS, ids=lambda v: v["id"])
def test_standing_equals_the_vector(vector):
    kept, broken = evidence(vector["inputs"])
    expected = vector["expected"]

    found = of(kept=kept, broken=broken)

    assert (found.alpha[0], found.beta[0]) == (expected["alpha"], expected["beta"])
    assert found.expected[0] / 100 == pytest.approx(expected["mean"], abs=vector["tol"])
    if "q05" in expected:
        assert found.standing[0] / 100 == pytest.approx(expected["q05"], abs=vector["tol"])
        assert found.upper[0] / 100 == pytest.approx(expected["q95"], abs=vector["tol"])


@pytest.mark.parametrize(("kept", "broken", "standing"), [(0, 0, 5.0), (8, 0, 71.7), (8, 1, 53.0), (13, 0, 80.7)])
def test_standing_of_the_numbers_a_reader_can_check(kept, broken, standing):
    assert round(float(of(kept=kept, broken=broken).standing[0]), 1) == standing


weights = st.floats(0, 500)


@given(weights, weights, weights)
def test_light_promises_make_up_a_fifth_at_the_most(heavy, light, broken):
    found = of(kept=heavy + light, broken=broken, light=light)
    counting = found.r[0] - heavy

    assert -1e-9 <= counting <= 0.2 * found.r[0] + 1e-9
    # As many of them as the share allows do count.
    assert counting == pytest.approx(light) or found.r[0] == pytest.approx(1.25 * heavy)


@given(weights, weights, weights, st.floats(0, 50), st.booleans())
def test_one_more_kept_promise_never_lowers_the_standing(heavy, light, broken, weight, is_light):
    before = of(kept=heavy + light, broken=broken, light=light)
    after = of(kept=heavy + light + weight, broken=broken, light=light + weight * is_light)

    assert after.r[0] >= before.r[0] - 1e-9
    assert after.standing[0] >= before.standing[0] - 1e-9


def test_light_promises_alone_earn_nothing_until_a_heavier_one_is_kept():
    alone, beside = of(kept=30, broken=0, light=30), of(kept=31, broken=0, light=30)

    assert (alone.standing[0], alone.n_eff[0], alone.uncertainty[0]) == (pytest.approx(5.0), 0.0, 1.0)
    assert (beside.r[0], round(float(beside.standing[0]), 1)) == (1.25, 26.4)


@given(weights, weights)
def test_kept_in_all_turns_counted_round(heavy, light):
    found = of(kept=heavy + light, broken=0, light=light)

    # Where nothing counts, nobody can tell how much heavy weight there was; there was none.
    in_all = kept_in_all(float(found.r[0]), light=light, policy=DELIVERY)
    assert in_all == pytest.approx(heavy + light, abs=1e-6)


def test_another_share_of_light_promises_is_policy():
    half, none = replace(DELIVERY, light_share=0.5), replace(DELIVERY, light_share=0.0)
    kept, light = np.array([4.0]), np.array([3.0])

    assert counted(kept, light=light, policy=half).tolist() == [2.0]
    assert counted(kept, light=light, policy=none).tolist() == [1.0]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("a05"), ids=lambda v: v["id"])
def test_clean_commitments_needed_equals_the_vector(vector):
    for bound, needed in vector["expected"].items():
        assert clean_commitments_needed(bound_fraction=float(bound)) == needed


@given(st.floats(0.06, 0.98))
def test_clean_commitments_needed_is_the_smallest_number_that_reaches_the_bound(bound):
    needed = clean_commitments_needed(bound_fraction=bound)
    counts = np.array([needed, needed - 1.0])
    reached = points(kept=counts, broken=np.zeros(2), policy=DELIVERY) / 100

    assert reached[0] >= bound - 1e-12
    assert reached[1] < bound


def test_clean_commitments_needed_refuses_points():
    with pytest.raises(ValueError, match="fraction"):
        clean_commitments_needed(bound_fraction=80)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("a06"), ids=lambda v: v["id"])
def test_setback_is_slow_to_earn_and_quick_to_lose(vector):
    expected = vector["expected"]

    found = setback(kept=vector["inputs"]["kept_before"], broken=0, policy=DELIVERY)

    assert found.before / 100 == pytest.approx(expected["lb_before"], abs=vector["tol"])
    assert found.after / 100 == pytest.approx(expected["lb_after"], abs=vector["tol"])
    assert found.kept_to_regain == expected["extra_kept_to_regain_previous_lb"]


def test_setback_of_a_long_record_is_found_beyond_the_first_search():
    found = setback(kept=400, broken=60, policy=DELIVERY)
    regained = of(kept=400 + found.kept_to_regain, broken=61).standing[0]
    one_less = of(kept=400 + found.kept_to_regain - 1, broken=61).standing[0]

    assert one_less < found.before <= regained


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("a14"), ids=lambda v: v["id"])
def test_uncertainty_is_that_of_subjective_logic(vector):
    found = of(kept=vector["inputs"]["r"], broken=vector["inputs"]["s"])

    assert found.uncertainty[0] == pytest.approx(vector["expected"]["uncertainty"], abs=vector["tol"])
    assert found.expected[0] / 100 == pytest.approx(vector["expected"]["expectation"], abs=vector["tol"])


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("a15"), ids=lambda v: v["id"])
def test_geometric_mean_equals_the_vector(vector):
    values, weights = vector["inputs"]["dims"], vector["inputs"]["weights"]

    found = geometric_mean(list(values.values()), weights=[weights[name] for name in values])

    assert found == pytest.approx(vector["expected"]["geometric"], abs=vector["tol"])


def test_overall_leaves_out_what_is_not_known_and_is_capped_under_a_critical_flag():
    given_points = [90.0, 90.0, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING]

    assert overall(given_points, policy=DEFAULT_POLICY) == pytest.approx(90.0)
    assert overall(given_points, policy=DEFAULT_POLICY, critical_flag=True) == 40.0
    assert overall([30.0, *given_points[2:], 30.0], policy=DEFAULT_POLICY, critical_flag=True) == pytest.approx(30.0)


def test_overall_of_nothing_is_nothing():
    assert isnan(overall([NOTHING] * 7, policy=DEFAULT_POLICY))


@settings(deadline=None)
@given(st.lists(st.floats(1, 100), min_size=7, max_size=7), st.integers(0, 6))
def test_overall_cannot_buy_off_a_weak_dimension(given_points, weak):
    arithmetic = float(np.average(given_points, weights=DEFAULT_POLICY.overall_weights))

    assert overall(given_points, policy=DEFAULT_POLICY) <= arithmetic + 1e-9
    weaker = [*given_points[:weak], 0.5, *given_points[weak + 1 :]]
    assert overall(weaker, policy=DEFAULT_POLICY) < overall(given_points, policy=DEFAULT_POLICY)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("a16"), ids=lambda v: v["id"])
def test_mutual_trust_equals_the_vector(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    found = mutual_trust(inputs["buyer_of_factory"], inputs["factory_of_buyer"])

    assert (found.harmonic, found.minimum, found.asymmetry) == pytest.approx(
        (expected["harmonic"], expected["minimum"], expected["asymmetry"]), abs=vector["tol"]
    )
    assert mutual_trust(inputs["factory_of_buyer"], inputs["buyer_of_factory"]) == found
