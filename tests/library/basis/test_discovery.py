import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from tests.shared import vectors
from troth.basis.counts import NotAFraction
from troth.basis.discovery import NotAProbability, false_alarm_probability, rejected, stands_among

NAN = float("nan")
p_values = st.lists(st.floats(0, 1) | st.floats(0, 0.02), min_size=1, max_size=30)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b23") + vectors("b24"), ids=lambda vector: vector["id"])
def test_rejected_matches_the_vectors(vector):
    mask = rejected(vector["inputs"]["p"], q=vector["inputs"]["q"])

    assert np.flatnonzero(mask).tolist() == vector["expected"]["rejected"]


def test_rejected_matches_the_example_of_1995():
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.759,
        1,
    ]

    assert np.flatnonzero(rejected(p, q=0.05)).tolist() == [0, 1, 2, 3]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("f14"), ids=lambda vector: vector["id"])
def test_false_alarm_probability_matches_the_vector(vector):
    tests, level = vector["inputs"]["tests"], vector["inputs"]["alpha"]

    assert false_alarm_probability(tests=tests, level=level) == pytest.approx(
        vector["expected"]["p_at_least_one"], abs=vector["tol"]
    )


@given(st.floats(0, 1), st.lists(st.just(0.0) | st.floats(0, 1), max_size=30), st.floats(0.01, 0.4))
@settings(max_examples=80, deadline=None)
def test_a_test_stands_among_others_as_if_all_larger_ones_were_one(own, others, q):
    smaller = sum(p <= own for p in others)
    as_if = [own, *[0.0] * smaller, *[1.0] * (len(others) - smaller)]

    found = stands_among(own, smaller=smaller, tests=len(as_if), q=q)

    assert found == rejected(as_if, q=q)[0]
    assert rejected([own, *others], q=q)[0] or not found
    assert found or not stands_among(own, smaller=smaller, tests=len(as_if) + 1, q=q)


@given(p_values, st.floats(0.01, 0.4))
@settings(max_examples=80, deadline=None)
def test_rejected_matches_statsmodels(p, q):
    assert rejected(p, q=q).tolist() == multipletests(p, alpha=q, method="fdr_bh")[0].tolist()


@given(p_values, st.floats(0.01, 0.4), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_rejected_ignores_what_was_not_tested_and_the_order(p, q, random):
    chosen = sorted(value for value, out in zip(p, rejected(p, q=q), strict=True) if out)
    mixed = [*p, NAN, NAN]
    random.shuffle(mixed)

    assert sorted(value for value, out in zip(mixed, rejected(mixed, q=q), strict=True) if out) == chosen


@given(p_values, st.floats(0.01, 0.2))
@settings(max_examples=60, deadline=None)
def test_rejected_grows_with_q_and_never_beyond_single_tests(p, q):
    few, more = rejected(p, q=q), rejected(p, q=2 * q)

    assert not np.any(few & ~more)
    assert not np.any(few & (np.asarray(p) > q))


def test_rejected_includes_a_p_value_at_its_limit():
    q = 0.013581488322349549

    assert rejected([0.0, 0.0, q], q=q).tolist() == [True, True, True]


def test_rejected_of_nothing_tested_is_nothing():
    assert rejected([], q=0.1).tolist() == []
    assert rejected([NAN, NAN], q=0.1).tolist() == [False, False]


def test_rejected_keeps_the_shape_of_a_table():
    assert rejected([[0.001, 0.9], [NAN, 0.002]], q=0.1).tolist() == [[True, False], [False, True]]


@pytest.mark.parametrize("p", [[-0.1], [1.1, 0.5]])
def test_rejected_refuses_what_is_no_probability(p):
    with pytest.raises(NotAProbability):
        rejected(p, q=0.1)


def test_rejected_refuses_a_percentage():
    with pytest.raises(NotAFraction, match="false discovery rate"):
        rejected([0.1], q=10)


def test_rejected_holds_the_share_of_false_discoveries():
    random = np.random.default_rng(20260303)
    shares = []
    for _ in range(400):
        p = np.concatenate([random.uniform(size=90), random.uniform(size=10) * 1e-4])
        chosen = rejected(p, q=0.10)
        shares.append(chosen[:90].sum() / max(chosen.sum(), 1))

    assert 0.07 < np.mean(shares) < 0.11


def test_false_alarm_probability_of_no_tests_is_none():
    assert false_alarm_probability(tests=0, level=0.05) == 0.0
    assert false_alarm_probability(tests=1, level=0.05) == pytest.approx(0.05)
    with pytest.raises(ValueError, match="-1"):
        false_alarm_probability(tests=-1, level=0.05)
