from troth.quality.defect_catalogue_packing import PACKING
from troth.quality.verdicts import DefectClass


def test_list_is_neither_short_nor_double():
    assert 25 <= len(PACKING) <= 40
    assert len({kind.code for kind in PACKING}) == len({kind.name for kind in PACKING}) == len(PACKING)
    assert {kind.defect_class for kind in PACKING} == set(DefectClass)
