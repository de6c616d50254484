import numpy as np
import pytest

from troth.basis.counts import ImpossibleCounts, NotAFraction, checked_counts, checked_fraction


@pytest.mark.parametrize(("successes", "trials"), [(3, 2), (-1, 2), (0, -1), (0.5, 2), (1, 2.5), (float("nan"), 2)])
def test_counts_refuse_what_cannot_be_counted(successes, trials):
    with pytest.raises(ImpossibleCounts):
        checked_counts(successes, trials)


def test_counts_name_the_impossible_pair_of_a_portfolio():
    with pytest.raises(ImpossibleCounts, match="5 of 4"):
        checked_counts(np.array([1, 5]), np.array([2, 4]))


def test_counts_of_a_portfolio_share_one_number_of_trials():
    successes, trials = checked_counts(np.array([1, 2]), 7)

    assert successes.tolist() == [1.0, 2.0]
    assert trials.tolist() == [7.0, 7.0]


def test_counts_of_an_empty_portfolio_are_empty():
    assert checked_counts(np.array([]), np.array([]))[0].size == 0


@pytest.mark.parametrize("value", [0.0, 1.0, 95.0, -0.1, float("nan")])
def test_fraction_refuses_percentages_and_ends(value):
    with pytest.raises(NotAFraction, match="target"):
        checked_fraction(value, name="target")
