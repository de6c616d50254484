"""Days that cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from troth_site.sheets import orders, reading
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.order_rows import OrderRow, RefusedRow

FIELDS = {"factory": "Factory", "order": "Order", "promised": "Promised", "delivered": "Delivered"}


@pytest.mark.parametrize(("days_ahead", "kind"), [(-1, OrderRow), (0, OrderRow), (5, RefusedRow)])
def test_a_delivery_that_lies_ahead_is_refused(tmp_path, days_ahead, kind):
    delivered = datetime.now(UTC).date() + timedelta(days=days_ahead)
    path = tmp_path / "orders.csv"
    path.write_text(f"Factory,Order,Promised,Delivered\nYongfa,PO-1,2026-01-15,{delivered}\n", "utf-8")
    table = reading.open_table(path)

    found = list(orders.rows(table, orders.study(table, Mapping(FIELDS, ("Order",)))))

    assert [type(row) for row in found] == [kind]
