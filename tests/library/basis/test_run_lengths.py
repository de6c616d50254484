import numpy as np
import pytest

from tests.shared import vectors
from troth.basis.drift import ImpossibleChart, bernoulli_cusum, bernoulli_reference
from troth.basis.run_lengths import bernoulli_limit, bernoulli_run_length, siegmund_run_length

RATES = {"good_rate": 0.05, "bad_rate": 0.2}


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b20"), ids=lambda vector: vector["id"])
def test_siegmund_run_length_matches_the_vector(vector):
    inputs = vector["inputs"]

    lengths = [siegmund_run_length(shift=shift, slack=inputs["k"], limit=inputs["h"]) for shift in inputs["delta"]]

    assert lengths == pytest.approx(vector["expected"]["one_sided"], abs=vector["tol"])


def test_siegmund_run_length_is_smooth_where_the_shift_equals_the_slack():
    lengths = [siegmund_run_length(shift=0.5 + step / 2000, slack=0.5, limit=5) for step in range(-40, 41)]

    assert lengths[40] == pytest.approx(6.166**2)
    falls = -np.diff(lengths)
    assert falls.min() > 0
    assert falls.max() < 1.3 * falls.min()


def test_siegmund_run_length_refuses_a_limit_of_nothing():
    with pytest.raises(ImpossibleChart):
        siegmund_run_length(shift=0, slack=0.5, limit=0)


def test_bernoulli_run_length_of_a_chart_one_failure_passes_is_the_wait_for_it():
    # The reference of 1/9 takes the first failure to 8/9, above a limit of half.
    assert bernoulli_run_length(rate=0.05, limit=0.5, **RATES) == pytest.approx(1 / 0.05)


@pytest.mark.parametrize("rate", [0.05, 0.1, 0.2])
def test_bernoulli_run_length_matches_charts_that_were_run(rate):
    # Rates whose reference value is a whole fraction, so that the chain and the chart are the same chart.
    good, whole = 0.05, 10
    bad = _bad_rate_for(good, 1 / whole)
    random = np.random.default_rng(20261121)
    failed = random.uniform(size=150_000) < rate

    limit = 1.55
    _, signals = bernoulli_cusum(failed=failed, good_rate=good, bad_rate=bad, limit=limit)
    waits = np.diff([0, *(signal.at for signal in signals)])

    expected = bernoulli_run_length(rate=rate, good_rate=good, bad_rate=bad, limit=limit)
    assert waits.size > 200
    assert abs(waits.mean() - expected) < 4 * waits.std() / waits.size**0.5


def _bad_rate_for(good, reference):
    low, high = good + 1e-6, 0.999
    while high - low > 1e-13:
        middle = (low + high) / 2
        if bernoulli_reference(good_rate=good, bad_rate=middle) < reference:
            low = middle
        else:
            high = middle
    return high


def test_bernoulli_run_length_falls_as_the_rate_rises():
    lengths = [bernoulli_run_length(rate=rate, limit=2, **RATES) for rate in (0.02, 0.05, 0.1, 0.2, 0.5)]

    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("run_length", [1, 50, 400, 5000])
def test_bernoulli_limit_is_the_smallest_that_is_rare_enough(run_length):
    limit = bernoulli_limit(run_length=run_length, **RATES)
    step = 1 / round(1 / bernoulli_reference(**RATES))

    # Between two values of the sum: rounding must not decide whether it has passed.
    assert (limit / step) % 1 == pytest.approx(0.5)
    assert bernoulli_run_length(rate=0.05, limit=limit, **RATES) >= run_length
    if limit > 1.5 * step:
        assert bernoulli_run_length(rate=0.05, limit=limit - step, **RATES) < run_length


def test_run_lengths_refuse_what_does_not_fit():
    with pytest.raises(ImpossibleChart, match="limit"):
        bernoulli_run_length(rate=0.05, limit=0, **RATES)
    with pytest.raises(ImpossibleChart, match="run length"):
        bernoulli_limit(run_length=0, **RATES)
