import pytest

from tests.library.communication.noticed import MONDAY, noticed
from troth.communication.ambiguity import ambiguities
from troth.communication.remarks import said


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Size 40 please.", ["Size 40"]),
        ("The weight is 500, tolerance ±2.", ["weight is 500", "tolerance ±2"]),
        ("Carton 60x40x30", ["60x40x30"]),
        ("The strap is 42 long, please 3 wider.", ["42", "3"]),
        ("数量：500，重量 300", ["数量：500", "重量 300"]),
        ("số lượng 500", ["số lượng 500"]),
        ("La cantidad es 500", ["cantidad es 500"]),
        ("Miktar 500", ["Miktar 500"]),
        ("পরিমাণ ৫০০", ["পরিমাণ ৫০০"]),
    ],
)
def test_number_without_unit_is_found(text, quoted):
    assert noticed(text, rule="unit") == quoted


@pytest.mark.parametrize(
    "text",
    [
        'Size 40 EU, length 30 cm, width 12", weight 500 g, weight 1,250 kg.',
        "Quantity: 1,200 pcs, tolerance ±5 %, tolerance +/- 2 mm.",
        "Carton 60 x 40 x 30 cm",
        "Sample size 80, lot size 1200.",
        "数量：500件，重量：500克，尺寸 30x40厘米",
        "số lượng 500 cái",
        "cantidad: 500 piezas",
        "miktar 500 adet",
        "পরিমাণ ৫০০ পিস",
        "The strap is 42 cm long, order 4500-3, not long.",
        "We sized the quantity. Order 4500, item 300, 5 samples.",
    ],
)
def test_number_with_unit_and_plain_counts_are_left_alone(text):
    assert noticed(text, rule="unit") == []


def test_remark_says_what_a_quantity_may_be():
    (remark,) = ambiguities("Quantity: 500", written_on=MONDAY)

    assert said(remark.finding) == "“Quantity: 500” may be pieces, pairs, sets, dozens or cartons."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("¥45 a piece", ["¥45"]), ("单价￥45", ["￥45"]), ("$5.20, please.", ["$5.20"]), ("5.20 $", ["5.20 $"])],
)
def test_sign_shared_by_currencies_is_found(text, quoted):
    assert noticed(text, rule="currency") == quoted


@pytest.mark.parametrize(
    "text", ["US$5.20", "HK$ 5", "$5.20 USD", "¥45 (CNY)", "¥45 人民币", "€5, £4, ৳300, ₺20, ₫100", "USD 5"]
)
def test_currency_that_is_named_is_left_alone(text):
    assert noticed(text, rule="currency") == []
