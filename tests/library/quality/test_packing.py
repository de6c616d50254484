import pytest

from troth.quality.defect_rates import ImpossibleLotCount
from troth.quality.packing import NoDropTest, damage_per_thousand, drop_test


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
