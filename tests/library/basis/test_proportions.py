from fractions import Fraction
from math import comb, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.counts import ImpossibleCounts, NotAFraction
from troth.basis.proportions import (
    largest_alarming,
    lower_tail,
    posterior_below,
    upper_tail,
    zero_defect_sample_size,
)

counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
targets = st.floats(0.005, 0.995)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b02"), ids=lambda vector: vector["id"])
def test_below_target_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]
    counted = {"successes": inputs["on_time"], "trials": inputs["total"], "target": inputs["target"]}

    assert lower_tail(**counted) == pytest.approx(expected["p_value"], abs=vector["tol"])
    assert posterior_below(**counted) == pytest.approx(expected["bayes_prob_below"], abs=vector["tol"])
    assert (lower_tail(**counted) < 0.05) is expected["significant_5pct"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b03"), ids=lambda vector: vector["id"])
def test_largest_alarming_matches_the_vector(vector):
    inputs = vector["inputs"]

    alarming = {
        str(trials): largest_alarming(trials=trials, target=inputs["target"], level=inputs["alpha"])
        for trials in inputs["n"]
    }

    assert alarming == vector["expected"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b04"), ids=lambda vector: vector["id"])
def test_above_target_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]
    counted = {"successes": inputs["x"], "trials": inputs["n"], "target": inputs["target"]}

    assert upper_tail(**counted) == pytest.approx(expected["p_value"], abs=vector["tol"])
    assert 1 - posterior_below(**counted) == pytest.approx(expected["bayes_prob_above"], abs=vector["tol"])


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b05") + vectors("b05b"), ids=lambda vector: vector["id"])
def test_zero_defect_sample_size_matches_the_vectors(vector):
    inputs = vector["inputs"]

    size = zero_defect_sample_size(largest_rate=inputs["p_max"], confidence=inputs["confidence"])

    assert size == vector["expected"]["n"]


@pytest.mark.parametrize(
    ("rate", "confidence", "size"),
    [(0.01, 0.95, 299), (0.025, 0.95, 119), (0.1, 0.9, 22), (0.9, 0.9, 1), (0.5, 0.75, 2), (0.05, 0.05, 1)],
)
def test_zero_defect_sample_size_is_the_smallest_that_proves_it(rate, confidence, size):
    assert zero_defect_sample_size(largest_rate=rate, confidence=confidence) == size


def test_one_late_of_ten_is_no_alarm_and_four_of_twenty_are():
    assert lower_tail(successes=9, trials=10, target=0.95) == pytest.approx(0.4013, abs=1e-4)
    assert lower_tail(successes=16, trials=20, target=0.95) < 0.05
    assert largest_alarming(trials=10, target=0.95) == 7


def test_largest_alarming_is_none_where_no_count_can_alarm():
    assert largest_alarming(trials=0, target=0.95) is None
    assert largest_alarming(trials=4, target=0.5) is None
    assert largest_alarming(trials=5, target=0.5) == 0


def test_largest_alarming_lies_strictly_under_the_level():
    assert largest_alarming(trials=1, target=0.5, level=0.5) is None


def exact_lower_tail(kept, trials, target):
    p = Fraction(target)
    return float(sum(comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(kept + 1)))


@given(counts, targets)
@settings(max_examples=60, deadline=None)
def test_tails_are_exact(pair, target):
    kept, trials = pair
    counted = {"successes": kept, "trials": trials, "target": target}

    assert lower_tail(**counted) == pytest.approx(exact_lower_tail(kept, trials, target), rel=1e-9, abs=1e-300)
    assert lower_tail(**counted) + upper_tail(**counted) >= 1.0 - 1e-12
    if kept:
        below = lower_tail(successes=kept - 1, trials=trials, target=target)
        assert below + upper_tail(**counted) == pytest.approx(1.0, abs=1e-12)


@given(counts, targets)
@settings(max_examples=60, deadline=None)
def test_tails_mirror_when_kept_and_broken_swap(pair, target):
    kept, trials = pair

    mirrored = upper_tail(successes=trials - kept, trials=trials, target=1.0 - target)

    assert lower_tail(successes=kept, trials=trials, target=target) == pytest.approx(mirrored, rel=1e-6, abs=1e-12)


@given(st.integers(1, 200), targets, st.floats(0.001, 0.3))
@settings(max_examples=40, deadline=None)
def test_largest_alarming_is_the_last_one_under_the_level(trials, target, level):
    alarming = largest_alarming(trials=trials, target=target, level=level)

    last = -1 if alarming is None else alarming
    assert last < 0 or lower_tail(successes=last, trials=trials, target=target) < level
    assert lower_tail(successes=last + 1, trials=trials, target=target) >= level


@pytest.mark.parametrize("test", [lower_tail, upper_tail, posterior_below])
def test_tests_without_trials_are_no_tests(test):
    answer = test(successes=np.array([0, 3]), trials=np.array([0, 4]), target=0.95)

    assert isnan(test(successes=0, trials=0, target=0.95))
    assert np.isnan(answer).tolist() == [True, False]
    assert answer[1] == test(successes=3, trials=4, target=0.95)
    assert type(test(successes=3, trials=4, target=0.95)) is float


@pytest.mark.parametrize("test", [lower_tail, upper_tail, posterior_below])
def test_tests_refuse_impossible_counts_and_percentages(test):
    with pytest.raises(ImpossibleCounts):
        test(successes=5, trials=4, target=0.95)
    with pytest.raises(NotAFraction, match="target"):
        test(successes=3, trials=4, target=95)


def test_limits_refuse_percentages():
    with pytest.raises(NotAFraction, match="level"):
        largest_alarming(trials=10, target=0.95, level=5)
    with pytest.raises(NotAFraction, match="largest rate"):
        zero_defect_sample_size(largest_rate=1)
    with pytest.raises(NotAFraction, match="confidence"):
        zero_defect_sample_size(largest_rate=0.01, confidence=95)
    with pytest.raises(ImpossibleCounts):
        largest_alarming(trials=-1, target=0.95)
