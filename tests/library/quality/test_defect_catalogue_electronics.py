from troth.quality.defect_catalogue_electronics import ELECTRONICS
from troth.quality.verdicts import DefectClass


def test_list_is_neither_short_nor_double():
    assert 25 <= len(ELECTRONICS) <= 40
    assert len({kind.code for kind in ELECTRONICS}) == len({kind.name for kind in ELECTRONICS}) == len(ELECTRONICS)
    assert {kind.defect_class for kind in ELECTRONICS} == set(DefectClass)
