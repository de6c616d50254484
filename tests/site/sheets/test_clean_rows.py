"""The quick way through a file gives exactly what the careful reader gives, whatever the rows hold."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from troth_site.sheets import clean_rows, orders
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.order_reading import OrderReader
from troth_site.sheets.order_rows import OrderRow
from troth_site.sheets.tables import Cells, Facts, Row, Table

HEADER = ("Order", "Line", "Supplier", "Ordered", "Promised", "Delivered", "Recorded", "Pieces", "Value", "Currency")
FIELDS = {
    "order": "Order", "line": "Line", "factory": "Supplier", "ordered": "Ordered", "promised": "Promised",
    "delivered": "Delivered", "recorded": "Recorded", "quantity": "Pieces", "value": "Value", "currency": "Currency",
}  # fmt: skip
GOOD = ("A", "1", "Mill", "2024-01-02", "2024-03-01", "2024-03-04", "2024-03-05", "120", "1250.50", "USD")
DAYS = ("2024-01-02", "2024-03-01", "2024-03-04", " 2024-03-05", "", "not yet", "2024-02-31", "2099-01-01")
POOLS: tuple[tuple[object, ...], ...] = (
    ("A", "B", " A ", ""), ("1", "2", 3, 3.0, ""), ("Mill", " Mill", "Dye", ""), DAYS, DAYS, DAYS, DAYS,
    ("12", "0", 7, 7.5, "2.00", "2.50", "1,200", "-3", "5%", "many", ""),
    ("12", "12.50", 9.25, "1,200.00", "USD 3.00", "€ 4.00", "$ 5.00", "-1.00", "5%", "free", "1.2.3", ""),
    ("USD", "usd", "EUR", "$", "€", "shells", ""),
)  # fmt: skip
# Rows that are good but for a cell or two: of one that is all wrong each way says the same.
SPOILT = st.lists(st.sampled_from([(at, value) for at, pool in enumerate(POOLS) for value in pool]), max_size=2).map(
    lambda changes: tuple(dict(changes).get(at, value) for at, value in enumerate(GOOD))
)
# A column that holds hardly any day is refused as a whole, so good rows go before.
GOOD_ROWS = [("G", str(at), *GOOD[2:]) for at in range(40)]


def table_of(rows: list[Cells]) -> Table:
    numbered = [Row(number, cells) for number, cells in enumerate(rows, 2)]
    return Table(Path("orders.csv"), HEADER, 1, Facts("text"), lambda: iter(numbered))


@example([(*GOOD[:5], "2099-01-01", "", *GOOD[7:])], ())
@example([(*GOOD[:3], "2024-03-04", GOOD[4], "2024-03-01", "", *GOOD[7:])], ())
@settings(max_examples=150, deadline=None)
@given(st.lists(SPOILT, max_size=12), st.sampled_from([(), (("Currency", "eur"),)]))
def test_both_ways_agree(rows, set_aside):
    keyed = [(f"{at}{cells[0]}" if at % 4 and cells[0] else cells[0], *cells[1:]) for at, cells in enumerate(rows)]
    table = table_of([*GOOD_ROWS, *keyed])
    study = orders.study(table, Mapping(FIELDS, ("Order", "Line"), set_aside))
    reader = OrderReader.of(table, study)
    assert list(clean_rows.stream(reader, table.rows())) == [reader.read(row) for row in table.rows()]


def test_blocks_keep_the_order_of_the_rows():
    rows: list[Cells] = [(str(at), "1", *GOOD[2:]) for at in range(3 * clean_rows.BLOCK)]
    rows[700] = (*rows[700][:4], "", *rows[700][5:])
    rows[1_200] = rows[1_200][:3]
    table = table_of(rows)
    found = list(orders.rows(table, orders.study(table, Mapping(FIELDS, ("Order", "Line")))))
    assert [row.number for row in found] == list(range(2, len(rows) + 2))
    assert [at for at, row in enumerate(found) if not isinstance(row, OrderRow)] == [700, 1_200]
