import numpy as np
import pytest
from scipy.stats import hypergeom

from troth.quality.lot_curves import lot_curve_points, lot_outgoing_limit
from troth.quality.operating_curves import ImpossiblePlan, curve_points, outgoing_limit

PLANS = [(50, 50, 3), (60, 50, 3), (51, 50, 0), (100, 20, 1), (500, 50, 3), (500, 80, 79), (1_201, 125, 7), (9, 1, 0)]


@pytest.mark.parametrize(("lot", "size", "accept"), PLANS)
def test_points_are_the_largest_shares_that_pass_so_often(lot, size, accept):
    passes = hypergeom.cdf(accept, lot, np.arange(lot + 1), size)
    points = lot_curve_points(lot=lot, sample_size=size, accept=accept)
    found = [points.producer, points.indifferent, points.consumer, points.strict_consumer]
    assert found == [np.flatnonzero(passes >= chance - 1e-9).max() / lot for chance in (0.95, 0.5, 0.1, 0.05)]


@pytest.mark.parametrize(("lot", "size", "accept"), PLANS)
def test_worst_that_goes_out_is_that_of_every_bad_unit_a_sample_may_miss(lot, size, accept):
    shown = np.arange(accept + 1)
    goes_out = [((bad - shown) * hypergeom.pmf(shown, lot, bad, size)).sum() / lot for bad in range(lot + 1)]
    limit = lot_outgoing_limit(lot=lot, sample_size=size, accept=accept)
    assert limit.outgoing == pytest.approx(max(goes_out), abs=1e-9)
    assert goes_out[round(limit.incoming * lot)] == pytest.approx(max(goes_out), abs=1e-9)


def test_a_lot_looked_at_whole_passes_with_as_many_as_are_accepted_and_lets_none_out():
    points = lot_curve_points(lot=50, sample_size=50, accept=3)
    limit = lot_outgoing_limit(lot=50, sample_size=50, accept=3)
    assert (points.producer, points.strict_consumer, limit.outgoing) == (0.06, 0.06, 0.0)


def test_a_large_lot_is_hardly_another_than_a_series():
    of_lot, of_series = (
        lot_curve_points(lot=10**7, sample_size=80, accept=5),
        curve_points(sample_size=80, accept=5),
    )
    assert of_lot.consumer == pytest.approx(of_series.consumer, abs=1e-5)
    assert lot_outgoing_limit(lot=10**7, sample_size=80, accept=5).outgoing == pytest.approx(
        outgoing_limit(sample_size=80, accept=5).outgoing, abs=1e-5
    )


@pytest.mark.parametrize(("lot", "size", "accept"), [(49, 50, 3), (0, 1, 0), (50, 3, 3), (10**13, 5, 0)])
def test_what_is_no_plan_of_a_lot_is_refused(lot, size, accept):
    with pytest.raises(ImpossiblePlan):
        lot_curve_points(lot=lot, sample_size=size, accept=accept)
    with pytest.raises(ImpossiblePlan):
        lot_outgoing_limit(lot=lot, sample_size=size, accept=accept)
