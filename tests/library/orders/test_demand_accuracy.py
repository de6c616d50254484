"""How well forecasts came true: a forecast that was met is not off, and nothing ordered gives no rate."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.spans import Span
from troth.orders.demand_accuracy import ImpossibleSeries, ToldDemand, demand_accuracy, told_in_time

MAY = Span(date(2026, 5, 1), date(2026, 6, 1))
units = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("j01"), ids=lambda vector: vector["id"])
def test_vector_of_accuracy_agrees(vector):
    found, expected = demand_accuracy(**vector["inputs"]), vector["expected"]

    assert [found.mape, found.wape, found.bias, found.mad, found.tracking_signal, found.mase] == pytest.approx(
        [expected[name] for name in ("mape_nonzero", "wape", "bias_pct", "mad", "tracking_signal", "mase")], abs=1e-5
    )


@settings(max_examples=60, deadline=None)
@given(units, st.integers(1, 50))
def test_what_was_met_is_not_off_and_the_unit_does_not_matter(actual, times):
    met = demand_accuracy(actual, actual)
    off = demand_accuracy([value + 10 for value in actual], actual)
    scaled = demand_accuracy([(value + 10) * times for value in actual], [value * times for value in actual])

    assert met.wape in (0, None)
    assert met.tracking_signal is None
    assert off.wape == pytest.approx(scaled.wape)
    assert off.wape is None or off.wape == pytest.approx(off.bias)


def test_nothing_ordered_gives_no_rate():
    found = demand_accuracy([100.0, 50.0], [0.0, 0.0])

    assert (found.wape, found.bias, found.mape, found.mad, found.periods) == (None, None, None, 75.0, 2)
    assert demand_accuracy([], []).mad is None


@pytest.mark.parametrize(("forecast", "actual"), [([1.0], []), ([-1.0], [1.0]), ([1.0], [-1.0])])
def test_impossible_series_are_refused(forecast, actual):
    with pytest.raises(ImpossibleSeries):
        demand_accuracy(forecast, actual)


def test_what_was_told_too_late_does_not_count():
    told = [ToldDemand(date(2026, 3, 17), 100.0), ToldDemand(date(2026, 3, 18), 200.0)]

    assert told_in_time(told, period=MAY, lag_days=45) == 100.0
    assert told_in_time(told, period=MAY, lag_days=44) == 200.0
    assert told_in_time(told, period=MAY, lag_days=46) is None
