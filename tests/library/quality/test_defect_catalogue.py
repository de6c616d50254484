from troth.quality.defect_catalogue import CATEGORIES, SHIPPED, category_key, kinds_for


def test_kinds_for_gives_packing_to_all():
    assert {kind.category for kind in kinds_for("electronics")} == {"electronics", "packing"}
    assert {kind.category for kind in kinds_for("toys")} == {"packing"}


def test_every_category_has_its_list():
    assert {kind.category for kind in SHIPPED.values()} == set(CATEGORIES)


def test_kinds_for_a_product_are_found_as_products_write_their_category():
    assert {kind.category for kind in kinds_for("hard-goods")} == {"hard goods", "packing"}
    assert [category_key(each) for each in ("hard-goods", "Hard  Goods", "apparel")] == [
        "hard goods", "hard goods", "apparel",
    ]  # fmt: skip
