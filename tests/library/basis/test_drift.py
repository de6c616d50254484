from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.counts import ImpossibleCounts, NotAFraction
from troth.basis.drift import (
    ImpossibleChart,
    Signal,
    bernoulli_cusum,
    bernoulli_reference,
    cusum,
    p_chart,
)

readings = st.lists(st.floats(-5, 5), min_size=1, max_size=60)
promises = st.lists(st.booleans(), min_size=1, max_size=120)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b14"), ids=lambda vector: vector["id"])
def test_p_chart_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    chart = p_chart(defectives=inputs["defectives"], sizes=inputs["n"])

    assert chart.centre == pytest.approx(expected["p_bar"], abs=vector["tol"])
    assert chart.upper == pytest.approx(np.full(chart.upper.size, expected["UCL"]), abs=vector["tol"])
    assert chart.lower == pytest.approx(np.full(chart.lower.size, expected["LCL"]), abs=vector["tol"])
    assert list(chart.outside) == expected["signals"]


def test_p_chart_limits_follow_the_size_of_each_lot():
    chart = p_chart(defectives=[1, 10], sizes=[10, 100], baseline=0.1)

    assert chart.upper.tolist() == pytest.approx([0.1 + 0.9 / 10**0.5, 0.19])
    assert chart.lower.tolist() == pytest.approx([0.0, 0.01])


def test_p_chart_sees_lots_that_are_suddenly_too_good():
    assert p_chart(defectives=[50, 20, 48], sizes=500, baseline=0.1).outside == (2,)


def test_p_chart_draws_no_limits_for_a_lot_without_units():
    chart = p_chart(defectives=[2, 0, 3], sizes=[50, 0, 50])

    assert np.isnan(chart.upper).tolist() == [False, True, False]
    assert chart.outside == ()
    assert isnan(p_chart(defectives=[0], sizes=0).centre)


def test_p_chart_refuses_impossible_counts_and_percentages():
    with pytest.raises(ImpossibleCounts):
        p_chart(defectives=[51], sizes=50)
    with pytest.raises(NotAFraction, match="baseline"):
        p_chart(defectives=[1], sizes=50, baseline=2.5)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b16") + vectors("b17"), ids=lambda vector: vector["id"])
def test_cusum_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    chart = cusum(values=inputs["x"], target=inputs["target"], slack=inputs["k"], limit=inputs["h"])

    assert chart.upper == pytest.approx(expected["C_plus"], abs=vector["tol"])
    assert chart.lower == pytest.approx(expected["C_minus"], abs=vector["tol"])
    [signal] = chart.signals
    assert signal == Signal(
        at=expected["first_signal"],
        changed_after=expected["first_signal"] - expected["N_plus_at_signal"],
        upward=True,
    )


def test_cusum_signals_a_fall_as_well_as_a_rise():
    chart = cusum(values=[0, 0, -3, -3], target=0, slack=0.5, limit=4)

    assert chart.signals == (Signal(at=4, changed_after=2, upward=False),)


def test_cusum_without_restart_signals_each_direction_once():
    chart = cusum(values=[3, 3, 3, 3, *[-3] * 8], target=0, slack=0.5, limit=4)

    assert [(signal.at, signal.upward) for signal in chart.signals] == [(2, True), (6, False)]


def test_cusum_with_restart_begins_again_at_zero():
    chart = cusum(values=[3, 3, 3, 3, 3], target=0, slack=0.5, limit=4, restart=True)

    assert chart.upper.tolist() == [2.5, 5.0, 2.5, 5.0, 2.5]
    assert chart.signals == (Signal(at=2, changed_after=0, upward=True), Signal(at=4, changed_after=2, upward=True))


def test_cusum_does_not_signal_at_the_limit_itself():
    assert cusum(values=[2.5, 2.5], target=0, slack=0.5, limit=4).signals == ()


@given(readings)
@settings(max_examples=60, deadline=None)
def test_cusum_mirrors_when_the_values_change_sign(values):
    chart = cusum(values=values, target=0, slack=0.5, limit=4)
    mirror = cusum(values=[-value for value in values], target=0, slack=0.5, limit=4)

    assert mirror.upper.tolist() == chart.lower.tolist()
    assert {(signal.at, signal.changed_after, not signal.upward) for signal in mirror.signals} == {
        (signal.at, signal.changed_after, signal.upward) for signal in chart.signals
    }


@given(st.lists(st.floats(-5, 5), min_size=20, max_size=80), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_cusum_stands_at_zero_on_one_side_when_the_other_signals(values, slack):
    chart = cusum(values=values, target=0, slack=slack, limit=4, restart=True)

    for signal in chart.signals:
        other = chart.lower if signal.upward else chart.upper
        assert other[signal.at - 1] == pytest.approx(0.0, abs=1e-9)


@given(readings)
@settings(max_examples=60, deadline=None)
def test_cusum_is_the_height_above_its_lowest_point(values):
    chart = cusum(values=values, target=0.2, slack=0.5, limit=4)

    walk = np.concatenate([[0.0], np.cumsum(np.array(values) - 0.7)])

    assert chart.upper == pytest.approx((walk - np.minimum.accumulate(walk))[1:], abs=1e-9)


@pytest.mark.parametrize(
    "changes",
    [{"slack": -1}, {"limit": 0}, {"limit": float("nan")}, {"values": [1, float("nan")]}, {"values": [[1]]}],
)
def test_cusum_refuses_what_does_not_fit(changes):
    with pytest.raises(ImpossibleChart):
        cusum(**{"values": [1.0], "target": 0, "slack": 0.5, "limit": 4} | changes)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b21"), ids=lambda vector: vector["id"])
def test_bernoulli_reference_matches_the_vector(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    reference = bernoulli_reference(good_rate=inputs["p0"], bad_rate=inputs["p1"])

    assert reference == pytest.approx(expected["gamma"], abs=vector["tol"])
    assert 1 / reference == pytest.approx(expected["about_1_over"], abs=0.01)


@given(st.floats(0.001, 0.4), st.floats(1.1, 2.4))
@settings(max_examples=60, deadline=None)
def test_bernoulli_reference_lies_between_the_rates(good, factor):
    assert good < bernoulli_reference(good_rate=good, bad_rate=good * factor) < good * factor


def test_bernoulli_cusum_starts_again_after_a_signal():
    failed = [0] * 10 + [1] * 3 + [0] * 10 + [1] * 3

    sums, signals = bernoulli_cusum(failed=failed, good_rate=0.05, bad_rate=0.2, limit=2)

    assert [(signal.at, signal.changed_after) for signal in signals] == [(13, 10), (26, 23)]
    assert sums[12] > 2
    assert sums[13] == 0.0


@given(promises)
@settings(max_examples=60, deadline=None)
def test_bernoulli_cusum_dates_the_change_where_the_sum_last_stood_at_zero(failed):
    sums, signals = bernoulli_cusum(failed=failed, good_rate=0.05, bad_rate=0.2, limit=1.5)

    alarms = {signal.at for signal in signals}
    assert alarms == {number for number, value in enumerate(sums, start=1) if value > 1.5}
    for signal in signals:
        before = signal.changed_after
        assert before == 0 or before in alarms or sums[before - 1] == 0.0
        assert np.all(sums[before : signal.at] > 0)
        assert failed[before] is True


@given(promises)
@settings(max_examples=60, deadline=None)
def test_one_more_broken_promise_never_delays_the_first_alarm(failed):
    place = len(failed) // 2
    worse = [*failed[:place], True, *failed[place + 1 :]]

    first, sooner = (
        min((signal.at for signal in signals), default=10**6)
        for _, signals in (
            bernoulli_cusum(failed=case, good_rate=0.05, bad_rate=0.2, limit=1.5) for case in (failed, worse)
        )
    )

    assert sooner <= first


def test_bernoulli_cusum_of_kept_promises_never_signals():
    sums, signals = bernoulli_cusum(failed=[0] * 500, good_rate=0.05, bad_rate=0.2, limit=0.5)

    assert (sums.max(), signals) == (0.0, ())
    assert bernoulli_cusum(failed=[], good_rate=0.05, bad_rate=0.2, limit=1)[0].size == 0


def test_bernoulli_cusum_refuses_what_does_not_fit():
    with pytest.raises(ImpossibleCounts):
        bernoulli_cusum(failed=[0, 0.5], good_rate=0.05, bad_rate=0.2, limit=1)
    with pytest.raises(ImpossibleChart, match="limit"):
        bernoulli_cusum(failed=[0], good_rate=0.05, bad_rate=0.2, limit=0)
    with pytest.raises(ImpossibleChart, match="above the good one"):
        bernoulli_cusum(failed=[0], good_rate=0.2, bad_rate=0.05, limit=1)
    with pytest.raises(NotAFraction, match="good rate"):
        bernoulli_cusum(failed=[0], good_rate=5, bad_rate=20, limit=1)


@pytest.mark.parametrize("wrong", [{"slack": float("nan")}, {"target": float("nan")}, {"target": float("inf")}])
def test_a_chart_without_its_numbers_is_refused(wrong):
    with pytest.raises(ImpossibleChart):
        cusum(**{"values": [1.0, 2.0], "target": 1.0, "slack": 0.5, "limit": 5.0} | wrong)
