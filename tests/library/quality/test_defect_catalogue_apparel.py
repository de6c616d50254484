from troth.quality.defect_catalogue_apparel import APPAREL
from troth.quality.verdicts import DefectClass


def test_list_is_neither_short_nor_double():
    assert 25 <= len(APPAREL) <= 40
    assert len({kind.code for kind in APPAREL}) == len({kind.name for kind in APPAREL}) == len(APPAREL)
    assert {kind.defect_class for kind in APPAREL} == set(DefectClass)
