import pytest
from scipy import stats

from troth.quality.defect_catalogue import SHIPPED
from troth.quality.defect_rates import ImpossibleLotCount
from troth.quality.packing import DAMAGE, Arrived, NoDropTest, damage_by_pack, damage_per_thousand, drop_test


def test_heavier_cartons_fall_less_far():
    weights = [0.1, 9.9, 10, 18.9, 19, 27.9, 28, 44.9, 45, 68]
    assert [drop_test(weight).height_mm for weight in weights] == [
        760, 760, 610, 610, 460, 460, 310, 310, 200, 200,
    ]  # fmt: skip
    assert len(set(drop_test(5).drops)) == 10


@pytest.mark.parametrize("weight", [0, -1, 68.1, float("nan")])
def test_what_cannot_be_dropped_is_refused(weight):
    with pytest.raises(NoDropTest):
        drop_test(weight)


def test_damage_is_counted_per_thousand():
    assert damage_per_thousand(damaged=0, cartons=10) == 0
    for damaged, cartons in [(2, 1), (0, 0), (-1, 5)]:
        with pytest.raises(ImpossibleLotCount):
            damage_per_thousand(damaged=damaged, cartons=cartons)


def test_versions_of_a_pack_are_compared_with_the_one_before():
    lots = [Arrived(pack=2, cartons=300, damaged=2), Arrived(pack=1, cartons=200, damaged=12),
            Arrived(pack=1, cartons=300, damaged=18), Arrived(pack=3, cartons=300, damaged=30),
            Arrived(pack=None, cartons=50, damaged=0)]  # fmt: skip
    found = damage_by_pack(lots)
    assert [(each.pack, each.lots, each.cartons, each.damaged) for each in found] == [
        (1, 2, 500, 30), (2, 1, 300, 2), (3, 1, 300, 30), (None, 1, 50, 0),
    ]  # fmt: skip
    assert [each.finding.code if each.finding else None for each in found] == [
        None, "packing.better", "packing.worse", None,
    ]  # fmt: skip
    assert damage_by_pack(lots[::-1]) == found
    assert found[1].low < found[1].per_thousand < found[1].high
    exact = stats.binomtest(2, 300).proportion_ci(method="exact")
    assert (found[1].low, found[1].high) == pytest.approx((1000 * exact.low, 1000 * exact.high))
    tables = [[30, 470], [2, 298]], [[30, 270], [2, 298]]
    assert all(stats.fisher_exact(table, alternative="greater").pvalue < 0.05 for table in tables)


def test_a_difference_that_may_be_chance_is_no_finding():
    lots = [Arrived(pack=1, cartons=100, damaged=3), Arrived(pack=2, cartons=100, damaged=1)]
    assert [each.finding for each in damage_by_pack(lots)] == [None, None]
    assert damage_by_pack([]) == ()


@pytest.mark.parametrize(("cartons", "damaged"), [(0, 0), (5, 6), (5, -1)])
def test_more_damaged_cartons_than_arrived_are_refused(cartons, damaged):
    with pytest.raises(ImpossibleLotCount):
        damage_by_pack([Arrived(pack=1, cartons=100, damaged=1), Arrived(pack=1, cartons=cartons, damaged=damaged)])


def test_kinds_of_damage_are_of_the_catalogue():
    assert set(SHIPPED) >= DAMAGE
