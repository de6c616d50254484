from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.intervals import wilson
from troth.basis.survival import kaplan_meier, share_within
from troth.basis.survival_intervals import median_interval, share_interval

threads = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=40)


@given(threads, st.sampled_from([1, 12, 24, 40]))
@settings(max_examples=100, deadline=None)
def test_interval_holds_the_estimate_between_0_and_1(cases, hour):
    hours, answered = zip(*cases, strict=True)

    found = share_interval(durations=hours, ended=answered, duration=hour)

    share = share_within(kaplan_meier(durations=hours, ended=answered), duration=hour)
    assert 0 <= found.low <= share + 1e-12
    assert share - 1e-12 <= found.high <= 1


@given(threads, st.sampled_from([0, 1, 12, 24]))
@settings(max_examples=100, deadline=None)
def test_interval_is_wilsons_where_all_open_ones_were_followed_so_long(cases, hour):
    hours = [lasted if answered else lasted + 30 for lasted, answered in cases]
    answered = [ended for _, ended in cases]
    within = sum(lasted <= hour for lasted, ended in zip(hours, answered, strict=True) if ended)

    found = share_interval(durations=hours, ended=answered, duration=hour)

    plain = wilson(successes=within, trials=len(cases))
    assert (found.low, found.high) == (pytest.approx(plain.low, abs=1e-9), pytest.approx(plain.high, abs=1e-9))


def test_one_open_for_an_hour_tells_less_than_one_open_for_a_day():
    ended = [True, True, True, False, False]

    followed = share_interval(durations=[2, 3, 4, 30, 30], ended=ended, duration=24)
    fresh = share_interval(durations=[2, 3, 4, 1, 1], ended=ended, duration=24)

    assert followed.low < 0.6 < followed.high
    assert fresh.high == 1.0


def test_nothing_followed_so_long_could_be_anything():
    found = share_interval(durations=[1, 2], ended=[False, False], duration=24)

    assert (found.low, found.high) == (0.0, 1.0)


def test_no_cases_have_no_interval():
    assert isnan(share_interval(durations=[], ended=[], duration=24).low)
    assert median_interval(durations=[], ended=[]) == (None, None)


def test_interval_covers_the_true_share_with_open_cases():
    chance = np.random.default_rng(7)
    true = 1 - np.exp(-24 / 30)
    covered = 0
    for _ in range(400):
        answered_after, followed = chance.exponential(30, 40), chance.uniform(5, 60, 40)
        found = share_interval(
            durations=np.minimum(answered_after, followed), ended=answered_after <= followed, duration=24
        )
        covered += found.low <= true <= found.high
    assert 0.92 <= covered / 400 <= 0.985


@given(threads)
@settings(max_examples=60, deadline=None)
def test_median_lies_in_its_interval(cases):
    hours, answered = zip(*cases, strict=True)
    curve = kaplan_meier(durations=hours, ended=answered)
    halved = [time for time, left in zip(curve.times, curve.surviving, strict=True) if left <= 0.5]

    low, high = median_interval(durations=hours, ended=answered)

    if halved:
        assert low <= halved[0]
        assert high is None or high >= halved[0]


def test_median_of_few_answers_has_no_upper_bound():
    assert median_interval(durations=[1, 2, 90, 90], ended=[True, True, False, False]) == (1.0, None)
