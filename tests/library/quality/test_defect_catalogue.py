from troth.quality.defect_catalogue import CATEGORIES, SHIPPED, kinds_for


def test_kinds_for_gives_packing_to_all():
    assert {kind.category for kind in kinds_for("electronics")} == {"electronics", "packing"}
    assert {kind.category for kind in kinds_for("toys")} == {"packing"}


def test_every_category_has_its_list():
    assert {kind.category for kind in SHIPPED.values()} == set(CATEGORIES)
