from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from tests.shared import vectors
from troth.basis.survival import ImpossibleDurations, kaplan_meier, median, share_within

# Whole hours make ties between answered and open threads common.
threads = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b09"), ids=lambda vector: vector["id"])
def test_kaplan_meier_matches_the_textbook_vector(vector):
    table = vector["expected"]["table"]

    curve = kaplan_meier(durations=vector["inputs"]["times"], ended=vector["inputs"]["observed"])

    assert curve.times.tolist() == [row["t"] for row in table]
    assert curve.at_risk.tolist() == [row["at_risk"] for row in table]
    assert curve.ended.tolist() == [row["events"] for row in table]
    assert curve.surviving == pytest.approx([row["S"] for row in table], abs=vector["tol"])
    assert curve.standard_error == pytest.approx([row["se"] for row in table], abs=vector["tol"])
    assert median(curve) == vector["expected"]["median"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b10") + vectors("b11"), ids=lambda vector: vector["id"])
def test_response_times_match_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    curve = kaplan_meier(durations=inputs["hours"], ended=inputs["answered"])

    assert median(curve) == expected["median"]
    share = share_within(curve, duration=inputs["target_h"])
    assert share == pytest.approx(expected["share_within_24"], abs=vector["tol"])


def test_median_is_not_reached_while_most_threads_are_open():
    hours, answered = [1, 2, 3, 100, 100, 100, 100], [1, 1, 1, 0, 0, 0, 0]

    assert median(kaplan_meier(durations=hours, ended=answered)) is None
    assert np.median([1, 2, 3]) == 2


@pytest.mark.parametrize("cases", [2, 6, 10, 14, 30])
def test_median_is_reached_when_exactly_half_have_ended(cases):
    half = cases // 2
    durations, ended = [*range(1, half + 1), *[99] * half], [True] * half + [False] * half

    assert median(kaplan_meier(durations=durations, ended=ended)) == half


@given(threads)
@settings(max_examples=80, deadline=None)
def test_kaplan_meier_matches_lifelines(cases):
    hours, answered = zip(*cases, strict=True)

    curve = kaplan_meier(durations=hours, ended=answered)
    oracle = KaplanMeierFitter().fit(hours, answered)

    for hour in (0, 1, 12, 24, 40, 60):
        assert 1.0 - share_within(curve, duration=hour) == pytest.approx(float(oracle.predict(hour)), abs=1e-9)
    found = median(curve)
    # lifelines compares with 0.5 without allowing for rounding; away from exactly a half the two must agree.
    if not np.any(np.isclose(curve.surviving, 0.5)):
        assert (float("inf") if found is None else found) == float(oracle.median_survival_time_)


@given(threads)
@settings(max_examples=60, deadline=None)
def test_kaplan_meier_without_open_cases_is_the_plain_share(cases):
    hours = np.array([hour for hour, _ in cases])

    curve = kaplan_meier(durations=hours, ended=np.ones(hours.size, dtype=bool))

    for hour in (0, 8, 24):
        assert share_within(curve, duration=hour) == pytest.approx(np.mean(hours <= hour), abs=1e-12)


@given(threads, st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_an_open_case_never_raises_the_share_within(cases, waited):
    hours, answered = zip(*cases, strict=True)
    before = kaplan_meier(durations=hours, ended=answered)
    after = kaplan_meier(durations=[*hours, waited], ended=[*answered, False])

    for hour in (1, 24):
        assert share_within(after, duration=hour) <= share_within(before, duration=hour) + 1e-12


def test_curve_of_no_cases_knows_nothing():
    curve = kaplan_meier(durations=[], ended=[])

    assert median(curve) is None
    assert share_within(curve, duration=24) is None
    assert isnan(curve.followed_until)


def test_curve_of_open_cases_alone_has_no_answers_yet():
    curve = kaplan_meier(durations=[3, 30], ended=[False, False])

    assert median(curve) is None
    assert share_within(curve, duration=24) == 0.0
    assert (curve.observed, curve.followed_until) == (2, 30.0)


def test_standard_error_at_the_last_of_all_is_zero():
    assert kaplan_meier(durations=[1, 2], ended=[1, 1]).standard_error.tolist() == [pytest.approx(0.5**1.5), 0.0]


@pytest.mark.parametrize(
    ("durations", "ended"),
    [([-1.0], [1]), ([float("nan")], [1]), ([float("inf")], [0]), ([1, 2], [1]), ([[1]], [[1]])],
)
def test_kaplan_meier_refuses_impossible_durations(durations, ended):
    with pytest.raises(ImpossibleDurations):
        kaplan_meier(durations=durations, ended=ended)
