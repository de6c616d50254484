import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.variables_plans import Limits, accept_form_1, accept_form_2, constant_from_fraction, measured

READINGS = st.lists(st.floats(-100, 100), min_size=3, max_size=30)


def test_the_textbook_example_is_accepted():
    found = measured([197, 188, 184, 205, 201], limits=Limits(upper=209))
    assert [found.mean, found.deviation, found.upper_quality] == pytest.approx([195, 8.80, 1.590], abs=5e-3)
    assert found.beyond == pytest.approx(0.0218, abs=1e-4)
    assert (found.lower_quality, found.beyond_lower, found.outside) == (None, 0.0, 0)
    assert accept_form_2(found, most=0.0332)
    assert not accept_form_2(found, most=0.02)


@pytest.mark.shared
def test_constants_follow_from_fractions():
    [vector] = vectors("c22")
    found = constant_from_fraction(sample_size=vector["inputs"]["n"], most=vector["inputs"]["M"])
    assert found == pytest.approx(vector["expected"]["k"], abs=vector["tol"])


@given(READINGS, st.floats(0.001, 0.4), st.floats(-100, 100))
def test_both_forms_decide_alike_for_one_limit(values, most, upper):
    found = measured(values, limits=Limits(upper=upper))
    if found.deviation > 1e-6 and abs(found.beyond - most) > 1e-9:
        k = constant_from_fraction(sample_size=len(values), most=most)
        assert accept_form_1(found, k=k) == accept_form_2(found, most=most)


@given(READINGS, st.floats(-100, 100), st.floats(0.1, 50))
def test_swapping_the_sides_swaps_the_shares(values, lower, width):
    found = measured(values, limits=Limits(lower=lower, upper=lower + width))
    mirror = measured([-value for value in values], limits=Limits(lower=-lower - width, upper=-lower))
    assert found.beyond_lower == pytest.approx(mirror.beyond_upper, abs=1e-6)
    assert found.outside == mirror.outside


def test_without_any_spread_the_mean_alone_tells():
    inside = measured([5, 5, 5], limits=Limits(upper=5))
    outside = measured([6, 6, 6], limits=Limits(upper=5))
    assert (inside.beyond, outside.beyond) == (0.0, 1.0)
    assert (accept_form_1(inside, k=1.5), accept_form_1(outside, k=1.5)) == (True, False)


def test_nonsense_is_refused():
    with pytest.raises(ImpossiblePlan, match="3 readings"):
        measured([1, 2], limits=Limits(upper=3))
    with pytest.raises(ImpossiblePlan):
        measured([1, 2, float("nan")], limits=Limits(upper=3))
    with pytest.raises(ImpossiblePlan, match="needs a lower or an upper"):
        Limits()
    with pytest.raises(ImpossiblePlan, match="not below"):
        Limits(lower=3, upper=3)
