"""A machine that varies more is found in seeded data, and chance alone is seldom taken for one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from troth.quality.machine_variation import machines_compared

LOOMS = ("Loom 1", "Loom 2", "Loom 3", "Loom 4")


def lots_of(seed, deviation, *, lots=8, readings=5):
    """Return lots whose means differ, as sizes and colours make them."""
    drawn = np.random.default_rng(seed)
    means = drawn.normal(50, 5, lots)
    return [drawn.normal(mean, deviation, readings).tolist() for mean in means]


def found_in(properties):
    return {
        (name, each.machine)
        for name, spreads in machines_compared(properties).items()
        for each in spreads
        if each.finding is not None
    }


def test_the_machine_with_the_larger_variance_is_detected_in_seeded_data():
    machines = {loom: lots_of(at, 0.6 if loom == "Loom 3" else 0.2) for at, loom in enumerate(LOOMS)}
    assert found_in({"Width": machines}) == {("Width", "Loom 3")}
    (sentence,) = [each.finding.sentence() for each in machines_compared({"Width": machines})["Width"] if each.finding]
    assert sentence.startswith("Width varies more on Loom 3 than elsewhere: a standard deviation of 0.58")


def test_four_alike_machines_are_seldom_called_odd():
    alarms = sum(
        bool(found_in({"Width": {loom: lots_of(1_000 * run + at, 0.2) for at, loom in enumerate(LOOMS)}}))
        for run in range(400)
    )
    # 5 % are tolerated; two standard errors above.
    assert alarms / 400 <= 0.05 + 2 * (0.05 * 0.95 / 400) ** 0.5


def test_without_lots_that_differ_it_is_the_test_of_brown_and_forsythe():
    drawn = np.random.default_rng(7)
    first, second = drawn.normal(0, 2, 20).tolist(), drawn.normal(0, 1, 24).tolist()
    spread = machines_compared({"Width": {"A": [first], "B": [second]}})["Width"][0]
    away = [np.abs(np.asarray(one) - np.median(one)) for one in (first, second)]
    assert spread.p_value == pytest.approx(stats.ttest_ind(*away, equal_var=False, alternative="greater").pvalue)
    assert (spread.deviation, spread.others) == pytest.approx((np.std(first, ddof=1), np.std(second, ddof=1)))


@given(st.floats(0.1, 1000), st.floats(-1e4, 1e4))
def test_the_unit_of_measurement_changes_nothing(scale, offset):
    machines = {"A": lots_of(3, 0.9), "B": lots_of(4, 0.2)}
    other = {
        name: [[scale * reading + offset for reading in lot] for lot in lots] for name, lots in machines.items()
    }  # fmt: skip
    assert found_in({"Width": other}) == found_in({"Width": machines}) == {("Width", "A")}


def test_one_machine_alone_or_too_few_readings_say_nothing():
    assert machines_compared({"Width": {"A": lots_of(1, 1.0)}}) == {}
    few = machines_compared({"Width": {"A": lots_of(1, 9.0, lots=1), "B": lots_of(2, 0.1)}})["Width"]
    assert [(each.readings, each.finding, each.p_value != each.p_value) for each in few] == [
        (5, None, True), (40, None, True),
    ]  # fmt: skip
    single = machines_compared({"Width": {"A": [[1.0]] * 20, "B": lots_of(2, 0.1)}})["Width"][0]
    assert (single.readings, single.deviation) == (0, None)


def test_lots_without_any_variation_are_compared_too():
    found = machines_compared({"Width": {"A": [[1.0, 2.0, 1.0, 2.0]] * 4, "B": [[5.0] * 4] * 4}})["Width"]
    assert [each.finding is not None for each in found] == [True, False]
    assert [each.p_value for each in found] == [0.0, 1.0]


def test_a_small_difference_that_is_no_chance_is_not_worth_a_word():
    machines = {"A": lots_of(1, 1.15, lots=300), "B": lots_of(2, 1.0, lots=300)}
    found = machines_compared({"Width": machines})["Width"][0]
    assert found.p_value < 0.001
    assert found.finding is None
