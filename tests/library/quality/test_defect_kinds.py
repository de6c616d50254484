import pytest

from troth.quality.defect_catalogue import SHIPPED
from troth.quality.defect_kinds import DefectKind


@pytest.mark.parametrize("kind", SHIPPED.values(), ids=str)
def test_kind_is_told_whole(kind: DefectKind):
    assert kind.code.startswith(kind.category.replace(" ", "-") + ".")
    assert len(kind.code) <= 60
    assert kind.description.endswith(".")
