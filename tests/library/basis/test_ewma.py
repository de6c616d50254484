import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.drift import ImpossibleChart
from troth.basis.ewma import ewma


@pytest.mark.shared
def test_means_and_signals_are_those_of_montgomery():
    [vector] = vectors("b19")
    given = vector["inputs"]
    chart = ewma(
        values=given["x"], target=given["target"], deviation=given["sigma"], weight=given["lam"], width=given["L"]
    )
    assert chart.means == pytest.approx(vector["expected"]["ewma"], abs=1e-4)
    assert list(chart.outside) == vector["expected"]["signals"]


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_full_weight_is_the_observations_themselves(values):
    chart = ewma(values=values, target=0, deviation=1, weight=1.0)
    assert chart.means == pytest.approx(values)
    assert chart.upper == pytest.approx([2.7] * len(values))


@pytest.mark.parametrize(
    "said", [{"deviation": 0}, {"weight": 0}, {"weight": 1.1}, {"width": 0}, {"values": [float("nan")]}]
)
def test_nonsense_is_refused(said):
    with pytest.raises(ImpossibleChart):
        ewma(**({"values": [1.0], "target": 0, "deviation": 1} | said))


def test_a_chart_without_a_target_is_refused():
    with pytest.raises(ImpossibleChart):
        ewma(values=[1.0, 2.0], target=float("nan"), deviation=1.0)
