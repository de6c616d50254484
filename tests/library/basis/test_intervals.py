from math import isnan
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln, xlog1py, xlogy
from statsmodels.stats.proportion import proportion_confint

from tests.shared import vectors
from troth.basis.counts import ImpossibleCounts, NotAFraction
from troth.basis.intervals import clopper_pearson, jeffreys, wilson

METHODS = {"clopper_pearson": clopper_pearson, "wilson": wilson, "jeffreys": jeffreys}
ORACLE_NAMES = {"clopper_pearson": "beta", "wilson": "wilson", "jeffreys": "jeffreys"}

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
counts = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.shared
@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("vector", vectors("b01"), ids=lambda vector: vector["id"])
def test_intervals_match_the_vectors(vector, name):
    inputs = vector["inputs"]

    bounds = METHODS[name](successes=inputs["x"], trials=inputs["n"], confidence=inputs["conf"])

    assert [bounds.low, bounds.high] == pytest.approx(vector["expected"][name], abs=vector["tol"])


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("trials", [1, 2, 7, 80, 1500])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_intervals_match_statsmodels_at_every_count(name, trials, confidence):
    successes = np.arange(0, trials + 1, max(1, trials // 20))

    bounds = METHODS[name](successes=successes, trials=trials, confidence=confidence)
    low, high = proportion_confint(successes, trials, alpha=1 - confidence, method=ORACLE_NAMES[name])

    np.testing.assert_allclose(bounds.low, low, atol=1e-9)
    np.testing.assert_allclose(bounds.high, high, atol=1e-9)


def test_no_defects_in_eighty_do_not_prove_none():
    assert round(clopper_pearson(successes=0, trials=80).high, 3) == 0.045
    assert round(clopper_pearson(successes=0, trials=80, confidence=0.90).high, 3) == 0.037


@every_method
def test_interval_without_trials_is_unknown(method):
    bounds = method(successes=0, trials=0)

    assert isnan(bounds.low)
    assert isnan(bounds.high)
    assert bounds.is_known is False


@every_method
def test_interval_of_a_portfolio_knows_which_partners_have_data(method):
    bounds = method(successes=np.array([0, 3, 0]), trials=np.array([0, 4, 5]))

    assert bounds.is_known.tolist() == [False, True, True]
    assert np.isnan(bounds.low).tolist() == [True, False, False]
    assert bounds.low[1] == method(successes=3, trials=4).low
    assert bounds.high[1] == method(successes=3, trials=4).high


@every_method
def test_interval_of_one_pair_is_made_of_plain_floats(method):
    bounds = method(successes=3, trials=4)

    assert (type(bounds.low), type(bounds.high), bounds.is_known) == (float, float, True)


@every_method
def test_interval_refuses_impossible_counts_and_percentages(method):
    with pytest.raises(ImpossibleCounts):
        method(successes=5, trials=4)
    with pytest.raises(NotAFraction, match="confidence"):
        method(successes=3, trials=4, confidence=95)


@pytest.mark.parametrize("method", [clopper_pearson, wilson])
def test_interval_reaches_exactly_to_the_ends(method):
    trials = np.arange(1, 2000)

    assert method(successes=0 * trials, trials=trials).low.max() == 0.0
    assert method(successes=trials, trials=trials).high.min() == 1.0


@every_method
@given(pair=counts)
@settings(max_examples=40, deadline=None)
def test_interval_is_ordered_and_mirrors_when_kept_and_broken_swap(method, pair):
    kept, trials = pair

    bounds = method(successes=kept, trials=trials)
    mirrored = method(successes=trials - kept, trials=trials)

    assert 0.0 <= bounds.low < bounds.high <= 1.0
    assert 1.0 - mirrored.high == pytest.approx(bounds.low, abs=1e-9)
    assert 1.0 - mirrored.low == pytest.approx(bounds.high, abs=1e-9)


@every_method
@given(pair=counts)
@settings(max_examples=40, deadline=None)
def test_interval_widens_with_confidence_and_moves_up_with_one_more_kept(method, pair):
    kept, trials = pair
    usual, wide = (method(successes=kept, trials=trials, confidence=level) for level in (0.95, 0.99))
    more = method(successes=kept + 1, trials=trials + 1)

    assert wide.low <= usual.low
    assert usual.high <= wide.high
    assert more.low >= usual.low


@pytest.mark.parametrize(
    ("method", "least", "on_average"), [(clopper_pearson, 0.95, 0.95), (wilson, 0.83, 0.945), (jeffreys, 0.84, 0.94)]
)
@pytest.mark.parametrize("trials", [10, 50])
def test_interval_covers_the_true_rate_as_often_as_it_says(method, least, on_average, trials):
    kept = np.arange(trials + 1)
    rates = np.linspace(0.02, 0.98, 193)[:, None]
    binomial = np.exp(
        gammaln(trials + 1)
        - gammaln(kept + 1)
        - gammaln(trials - kept + 1)
        + xlogy(kept, rates)
        + xlog1py(trials - kept, -rates)
    )
    bounds = method(successes=kept, trials=trials)

    coverage = (binomial * ((bounds.low <= rates) & (rates <= bounds.high))).sum(axis=1)

    assert coverage.min() >= least
    assert on_average <= coverage.mean() <= 0.995


def test_wilson_of_fifty_thousand_partners_takes_milliseconds():
    trials = np.arange(50_000) % 400
    started = process_time()

    wilson(successes=trials // 2, trials=trials)

    assert process_time() - started < 0.25
