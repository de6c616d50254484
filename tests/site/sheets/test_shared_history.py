"""The real delivery history, read by us and by pandas, line by line."""

import pandas
import pytest

from tests.shared import shared_path
from troth_site.sheets import orders
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.order_rows import OrderRow
from troth_site.sheets.reading import open_table

HISTORY = shared_path("data/01_scms/SCMS_Delivery_History_Dataset.csv")
pytestmark = pytest.mark.shared
MAPPING = Mapping(
    {
        "factory": "Vendor",
        "order": "PO / SO #",
        "promised": "Scheduled Delivery Date",
        "delivered": "Delivered to Client Date",
        "recorded": "Delivery Recorded Date",
        "quantity": "Line Item Quantity",
        "value": "Line Item Value",
        "item": "Item Description",
    },
    key=("ID",),
)


@pytest.fixture(scope="module")
def oracle():
    return pandas.read_csv(HISTORY, sep="\t", encoding="utf-8", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def ours():
    table = open_table(HISTORY)
    return list(orders.rows(table, orders.study(table, MAPPING)))


def test_history_is_recognised_for_what_it_is():
    facts = open_table(HISTORY).facts

    assert (facts.kind, facts.encoding, facts.delimiter, facts.line_end) == ("text", "UTF-8", "\t", "CR")


def test_history_has_every_line_and_refuses_none(ours, oracle):
    assert len(ours) == len(oracle) == 10324
    assert {type(row) for row in ours} == {OrderRow}


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("promised", "Scheduled Delivery Date"),
        ("delivered", "Delivered to Client Date"),
        ("recorded", "Delivery Recorded Date"),
    ],
)
def test_history_days_equal_those_of_pandas(ours, oracle, field, column):
    expected = pandas.to_datetime(oracle[column], format="%d-%b-%y").dt.date.tolist()

    assert [getattr(row, field) for row in ours] == expected


def test_history_names_keys_and_numbers_equal_those_of_pandas(ours, oracle):
    assert [row.factory for row in ours] == oracle["Vendor"].tolist()
    assert [row.key for row in ours] == oracle["ID"].tolist()
    assert [row.number for row in ours] == [index + 2 for index in oracle.index]
    assert [float(row.quantity) for row in ours] == oracle["Line Item Quantity"].astype(float).tolist()
    assert [float(row.value) for row in ours] == oracle["Line Item Value"].astype(float).tolist()


def test_history_warns_of_the_three_deliveries_recorded_before_they_happened(ours):
    warned = [row for row in ours if row.warnings]

    assert len(warned) == 3
    assert {reason.field for row in warned for reason in row.warnings} == {"recorded"}
