import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.drift import p_chart
from troth.basis.ewma import ewma
from troth.quality.change_points import changed_after, chart_signals, shift_signals, stretches
from troth.quality.defect_rates import ImpossibleLotCount


@pytest.mark.shared
def test_each_stretch_of_the_handbook_chart_is_one_signal():
    [vector] = vectors("b14")
    bad, n = vector["inputs"]["defectives"], vector["inputs"]["n"]
    chart = p_chart(defectives=np.array(bad), sizes=n)
    assert list(chart.outside) == vector["expected"]["signals"]
    assert [signal.at for signal in chart_signals(chart.outside, bad=bad, looked_at=[n] * len(bad))] == [15, 23]


def test_a_stretch_outside_is_marked_once():
    assert stretches([]) == ()
    assert stretches([2, 3, 4, 7]) == ((2, 4), (7, 7))


def test_a_fall_next_to_a_rise_is_a_signal_of_its_own():
    bad = [10, 11, 9, 10, 12, 10, 9, 11, 40, 0, 10]
    chart = p_chart(defectives=np.array(bad), sizes=100)
    assert chart.outside == (9, 10)
    found = [(one.at, one.until, one.upward, one.changed_after) for one in chart_signals(
        chart.outside, bad=bad, looked_at=[100] * 11
    )]  # fmt: skip
    assert found == [(9, 9, True, 8), (10, 10, False, 9)]


def test_direction_is_told_from_the_centre_of_the_chart():
    found = chart_signals([2], bad=[1, 3, 9], looked_at=[50] * 3, centre=0.01)
    assert [one.upward for one in found] == [True]


def test_a_second_signal_looks_only_at_what_came_after_the_first():
    bad = [1, 1, 9, 1, 1, 1, 9]
    found = chart_signals([3, 7], bad=bad, looked_at=[50] * 7)
    assert [(one.at, one.changed_after) for one in found] == [(3, 2), (7, 6)]


def test_a_shift_is_dated_to_the_last_return_to_the_centre():
    values = [10.2, 9.7, 10.1, 9.6] + [11.5] * 8
    drawn = ewma(values=values, target=10, deviation=1)
    means = np.array(values) @ [[0.1 * 0.9 ** (to - at) if to >= at else 0 for to in range(12)] for at in range(12)]
    means += 10 * 0.9 ** np.arange(1, 13)
    assert drawn.means == pytest.approx(means)
    rest = [at for at, mean in enumerate(means, start=1) if mean <= 10]
    [signal] = shift_signals(drawn.outside, above=(means - 10).tolist(), below=(10 - means).tolist())
    assert (signal.changed_after, signal.until, signal.upward) == (4, 12, True)
    assert max(rest) == 4


def test_a_shift_from_the_first_on_has_nothing_before_it():
    [signal] = shift_signals([2, 3], above=[-1, -2, -3], below=[1, 2, 3])
    assert (signal.at, signal.until, signal.changed_after, signal.upward) == (2, 3, 0, False)


@given(st.integers(1, 12), st.integers(1, 6))
def test_a_clear_step_is_dated_to_the_lot(before, after):
    bad = [0] * before + [20] * after
    assert changed_after(bad=bad, looked_at=[40] * len(bad)) == before


def test_lots_without_any_change_are_one_stretch():
    assert changed_after(bad=[2, 2, 2], looked_at=[50, 50, 50]) == 0


@pytest.mark.parametrize(("bad", "looked_at"), [([], []), ([1], [])])
def test_nothing_to_date_is_refused(bad, looked_at):
    with pytest.raises(ImpossibleLotCount):
        changed_after(bad=bad, looked_at=looked_at)
