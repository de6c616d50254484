import pytest

from troth.quality.capability import capability
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.variables_plans import Limits

READINGS = [9.8, 10.1, 10.0, 9.9, 10.2, 10.0, 9.9, 10.1, 10.0, 10.0]


def test_the_nearer_limit_decides():
    found = capability(READINGS, limits=Limits(lower=9.7, upper=10.6))
    assert found.cp == pytest.approx(0.9 / (6 * found.deviation))
    assert found.cpk == pytest.approx((found.mean - 9.7) / (3 * found.deviation))
    assert found.cpk_low < found.cpk < found.cpk_high


def test_one_limit_has_no_cp():
    assert capability(READINGS, limits=Limits(upper=10.6)).cp is None


def test_more_readings_say_more():
    few, many = (capability(READINGS * times, limits=Limits(lower=9.5, upper=10.5)) for times in (1, 10))
    assert few.cpk_high - few.cpk_low > many.cpk_high - many.cpk_low


def test_without_any_spread_nothing_is_claimed():
    found = capability([5, 5, 5], limits=Limits(lower=4, upper=6))
    assert (found.cp, found.cpk, found.cpk_low, found.cpk_high) == (None, None, None, None)


def test_a_confidence_is_a_fraction():
    with pytest.raises(ImpossiblePlan):
        capability(READINGS, limits=Limits(upper=11), confidence=95)
