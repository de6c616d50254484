from troth.quality.defect_catalogue_hard_goods import HARD_GOODS
from troth.quality.verdicts import DefectClass


def test_list_is_neither_short_nor_double():
    assert 25 <= len(HARD_GOODS) <= 40
    assert len({kind.code for kind in HARD_GOODS}) == len({kind.name for kind in HARD_GOODS}) == len(HARD_GOODS)
    assert {kind.defect_class for kind in HARD_GOODS} == set(DefectClass)
