"""A header as wide as the rows, whose names stand one column beside their values."""

import pytest

from tests.site.sheets.files import put, text
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.proposing import propose
from troth_site.sheets.reading import open_table

HEADER = ("PO", "Supplier", "Ordered", "Promised", "Delivered", "Qty", "Goods")
CHINESE = ("订单号", "供应商", "下单日期", "计划交货日", "实际交货日期", "数量", "品名")
ROWS = [
    (f"P{i}", ("Kim Loi", "Bursa", "东莞宏达")[i % 3], f"2024-11-{10 + i}", f"2025-02-{10 + i}", f"2025-02-{11 + i}",
     str(100 + i), "shirts")
    for i in range(9)
]  # fmt: skip


def refusal(folder, header, rows):
    with pytest.raises(UnreadableFile) as refused:
        propose(open_table(put(folder, text((header, *rows)))))
    return str(refused.value)


def accepted(folder, header, rows):
    return {
        name: found.column for name, found in propose(open_table(put(folder, text((header, *rows))))).fields.items()
    }


@pytest.mark.parametrize("header", [HEADER, CHINESE])
@pytest.mark.parametrize("first", ["", "row"], ids=["an empty column", "row numbers"])
def test_values_one_column_right_of_their_names_are_refused_as_a_file(tmp_path, header, first):
    rows = [(first and str(at), *row[:-1]) for at, row in enumerate(ROWS, start=1)]

    assert refusal(tmp_path, header, rows) == (
        f"The names of the columns stand one column beside their values: {header[2]} holds, for example, Kim Loi, and "
        "what its name says stands in column D. Row 1. Put every name over its own column, and drop the file again."
    )


def test_values_one_column_left_of_their_names_are_refused_as_a_file(tmp_path):
    message = refusal(tmp_path, HEADER, [(*row[1:], "") for row in ROWS])

    assert "Delivered holds, for example, 100, and what its name says stands in column D." in message


def test_one_column_of_another_kind_is_no_shift(tmp_path):
    words = [(*row[:2], "not yet", *row[3:]) for row in ROWS]

    assert accepted(tmp_path, HEADER, words)["promised"] == "Promised"


def test_two_columns_changed_for_each_other_are_no_shift(tmp_path):
    header = (*HEADER[:4], "Qty", "Delivered", "Goods")

    assert accepted(tmp_path, header, ROWS)["promised"] == "Promised"


def test_empty_columns_are_no_shift(tmp_path):
    open_orders = [(*row[:2], "", row[3], "", "", row[6]) for row in ROWS]

    assert accepted(tmp_path, HEADER, open_orders)["delivered"] == "Delivered"


def test_too_few_names_that_say_a_kind_prove_nothing(tmp_path):
    header = ("PO", "Supplier", "Place", "Promised", "When", "Goods")
    rows = [(row[0], row[1], row[2], "soon", row[4], row[6]) for row in ROWS]

    assert "promised" not in accepted(tmp_path, header, rows)
