import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.shared import vectors
from troth.basis.trends import ImpossibleSeries, mann_kendall, theil_sen

# Whole numbers make ties common.
series = st.lists(st.integers(0, 12), min_size=3, max_size=20)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b22"), ids=lambda vector: vector["id"])
def test_trend_matches_the_vector(vector):
    x, expected, tol = vector["inputs"]["x"], vector["expected"], vector["tol"]

    found = mann_kendall(x)

    assert (found.s, found.variance) == (expected["S"], expected["var_S"])
    assert found.z == pytest.approx(expected["Z"], abs=tol)
    assert found.p_two_sided == pytest.approx(expected["p_two_sided"], abs=tol)
    assert theil_sen(x) == pytest.approx(expected["theil_sen"], abs=tol)


@given(series)
@settings(max_examples=80, deadline=None)
def test_a_series_turned_round_has_the_opposite_trend(values):
    forward, backward = mann_kendall(values), mann_kendall(values[::-1])

    assert (backward.s, backward.variance, backward.z) == (-forward.s, forward.variance, -forward.z)
    assert theil_sen(values[::-1]) == -theil_sen(values)


@given(series)
@settings(max_examples=60, deadline=None)
def test_slope_is_scipys(values):
    assert theil_sen(values) == pytest.approx(stats.theilslopes(values).slope, abs=1e-12)


def test_ties_shrink_the_variance():
    # n = 5 with a pair tied: (5 x 4 x 15 - 2 x 1 x 9) / 18.
    assert mann_kendall([1, 2, 2, 3, 4]).variance == pytest.approx((300 - 18) / 18)


@pytest.mark.parametrize("values", [[], [4], [4, 4, 4]])
def test_what_cannot_rise_has_no_trend(values):
    found = mann_kendall(values)

    assert (found.s, found.z, found.p_two_sided) == (0, 0.0, 1.0)


def test_slope_counts_the_distance_between_places():
    assert theil_sen([1, 3], places=[0, 4]) == 0.5
    assert theil_sen([1, 3], places=[2, 2]) is None
    assert theil_sen([1]) is None


@pytest.mark.parametrize(("values", "places"), [([1, float("nan")], None), ([[1]], None), ([1, 2], [1])])
def test_impossible_series_are_refused(values, places):
    with pytest.raises(ImpossibleSeries):
        theil_sen(values, places=places)
