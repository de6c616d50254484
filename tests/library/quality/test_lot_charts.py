"""Control charts of lots."""

import numpy as np
import pytest
from scipy.stats import binom

from troth.basis.drift import cusum, p_chart
from troth.quality.defect_rates import ImpossibleLotCount
from troth.quality.lot_charts import ChartKind, lot_chart, standardised

SIZES = [80, 125, 200, 125, 80, 200, 125, 80, 125, 200, 125, 80]
GOOD = [1, 2, 3, 1, 1, 2, 2, 1, 2, 3, 2, 1]
RISEN = [1, 2, 3, 1, 1, 2, 6, 4, 7, 10, 6, 4]


def test_standardised_is_the_binomial_of_each_size():
    rate = sum(RISEN) / sum(SIZES)
    expected = [(bad - binom.mean(n, rate)) / binom.std(n, rate) for bad, n in zip(RISEN, SIZES, strict=True)]
    assert standardised(found=RISEN, looked_at=SIZES) == pytest.approx(expected)


@pytest.mark.parametrize("found", [[0] * 12, SIZES])
def test_lots_that_are_all_alike_make_no_signal(found):
    assert all(lot_chart(kind, found=found, looked_at=SIZES).signals == () for kind in ChartKind)


@pytest.mark.parametrize(("kind", "latest"), [(ChartKind.CUSUM, 20), (ChartKind.EWMA, 23)])
def test_a_small_lasting_rise_is_one_signal_dated_to_its_beginning(kind, latest):
    found, sizes = [2, 3] * 10 + [6, 7] * 5, [100] * 30
    assert lot_chart(ChartKind.P, found=found, looked_at=sizes).signals == ()
    [rise] = [signal for signal in lot_chart(kind, found=found, looked_at=sizes).signals if signal.upward]
    # A weighted mean returns to its centre a little after the change.
    assert (rise.until, 20 <= rise.changed_after <= latest) == (30, True)


def test_the_cusum_is_the_one_of_the_basis_and_marks_its_first_alarm():
    chart = lot_chart(ChartKind.CUSUM, found=RISEN, looked_at=SIZES)
    known = cusum(values=standardised(found=RISEN, looked_at=SIZES), target=0, slack=0.5, limit=5)
    assert [point.value for point in chart.points] == pytest.approx(known.upper.tolist())
    assert [point.below for point in chart.points] == pytest.approx((-known.lower).tolist())
    assert [(s.at, s.changed_after, s.upward) for s in chart.signals] == [
        (s.at, s.changed_after, s.upward) for s in known.signals
    ]


def test_p_is_the_chart_of_the_basis_and_u_takes_more_defects_than_units():
    chart, known = lot_chart(ChartKind.P, found=RISEN, looked_at=SIZES), p_chart(
        defectives=np.array(RISEN), sizes=np.array(SIZES)
    )  # fmt: skip
    assert [point.upper for point in chart.points] == pytest.approx(known.upper.tolist())
    assert chart.centre == known.centre
    assert lot_chart(ChartKind.U, found=[9, 40], looked_at=[4, 8]).rate == pytest.approx(49 / 12)


@pytest.mark.parametrize(
    ("found", "looked_at"), [([], []), ([1], [1, 2]), ([0], [0]), ([3], [2]), ([-1], [2])]
)  # fmt: skip
def test_what_is_no_lot_is_refused(found, looked_at):
    with pytest.raises(ImpossibleLotCount):
        lot_chart(ChartKind.P, found=found, looked_at=looked_at)
