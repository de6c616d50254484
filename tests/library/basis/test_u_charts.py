import math

import pytest

from tests.shared import shared_path
from troth.basis.drift import ImpossibleChart
from troth.basis.u_charts import u_chart


@pytest.mark.shared
def test_counts_of_wafers_keep_the_limits_of_the_handbook():
    text = shared_path("data/06_spc/nist_dataplot/MONITOR-6_3_3_1.DAT").read_text()
    rows = (line.split() for line in text.partition("----")[2].splitlines()[1:])
    counts = [int(row[1]) for row in rows if len(row) == 2]
    chart = u_chart(defects=counts, units=1)
    assert len(counts) == 25
    assert (chart.centre, chart.lower[0], chart.upper[0]) == (16.0, 4.0, 28.0)
    assert [counts[at - 1] for at in chart.outside] == [31]


def test_larger_lots_keep_narrower_limits_and_empty_ones_none():
    chart = u_chart(defects=[5, 20, 0], units=[10, 40, 0])
    assert chart.upper[1] < chart.upper[0]
    assert math.isnan(chart.upper[2])
    assert chart.outside == ()


def test_nothing_inspected_is_no_chart():
    assert math.isnan(u_chart(defects=[0], units=0).centre)


@pytest.mark.parametrize("said", [{"defects": [-1]}, {"units": -1}, {"baseline": 0.0}, {"defects": [float("nan")]}])
def test_nonsense_is_refused(said):
    with pytest.raises(ImpossibleChart):
        u_chart(**({"defects": [1], "units": 5} | said))
