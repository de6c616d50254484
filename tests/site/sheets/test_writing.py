"""Files out: refused rows come back mendable, and nothing in them runs as a formula."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.sheets.files import put
from troth_site.sheets import orders
from troth_site.sheets.guards import guarded, unguarded
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.order_rows import OrderRow, RefusedRow
from troth_site.sheets.proposing import propose
from troth_site.sheets.reading import open_table
from troth_site.sheets.writing import write_refused, write_table

MAPPING = Mapping({"factory": "Mill", "promised": "Due"}, ("Order",))
CONTENT = 'Order,Mill,Due\n=1+1,"@Mill, Ltd",2026-02-30\n2,B,2026-01-01\n3,,2026-01-01\n4,C\n'


def refused(folder):
    table = open_table(put(folder, CONTENT))
    study = orders.study(table, MAPPING)
    return table, [row for row in orders.rows(table, study) if isinstance(row, RefusedRow)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_refused_rows_come_back_with_their_reasons_and_cells(tmp_path, kind):
    table, rows = refused(tmp_path)
    path = tmp_path / f"refused.{kind}"

    assert write_refused(path, table=table, rows=rows, kind=kind) == 3

    again = open_table(path)
    assert again.header == ("Order", "Mill", "Due", "Why refused")
    assert [row.cells for row in again.rows()] == [
        ("=1+1", "@Mill, Ltd", "2026-02-30", "Due: 2026-02-30 does not exist in the calendar."),
        ("3", "", "2026-01-01", "Mill: This cell is blank, but every line needs it."),
        (
            "4",
            "C",
            "",
            "The row has 2 cells, the header 3. Put a cell that contains the separator in quotation marks, or fill in "
            "the missing one.",
        ),
    ]


def test_mended_file_is_read_as_if_it_had_never_been_refused(tmp_path):
    table, rows = refused(tmp_path)
    path = tmp_path / "refused.csv"
    write_refused(path, table=table, rows=rows, kind="csv")
    mended = (
        path.read_text("utf-8-sig")
        .replace("2026-02-30", "2026-02-28")
        .replace("3,,", "3,D,")
        .replace("4,C,,", "4,C,2026-01-05,")
    )

    again = open_table(put(tmp_path, mended, "mended.csv"))
    found = list(orders.rows(again, orders.study(again, MAPPING)))

    assert [(type(row), row.key, row.factory, row.promised) for row in found] == [
        (OrderRow, "=1+1", "@Mill, Ltd", dt.date(2026, 2, 28)),
        (OrderRow, "3", "D", dt.date(2026, 1, 1)),
        (OrderRow, "4", "C", dt.date(2026, 1, 5)),
    ]
    assert "Why refused" not in propose(again).factory_candidates


def test_second_refusal_does_not_pile_up_columns_of_reasons(tmp_path):
    table, rows = refused(tmp_path)
    path = tmp_path / "refused.csv"
    write_refused(path, table=table, rows=rows, kind="csv")
    again = open_table(path)

    still = [row for row in orders.rows(again, orders.study(again, MAPPING)) if isinstance(row, RefusedRow)]
    write_refused(tmp_path / "twice.csv", table=again, rows=still, kind="csv")

    assert open_table(tmp_path / "twice.csv").header == ("Order", "Mill", "Due", "Why refused")


@pytest.mark.parametrize("text", ["=1+1", "+1 555", "-x", "@SUM(A1)", "\tx", "\r=1", "'=1", "''=1"])
def test_dangerous_text_leaves_as_text_and_comes_back_whole(text):
    assert guarded(text)[0] == "'"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-5", "-1,234.50", "+5", "Mill", "'t Hart", ""])
def test_harmless_text_is_left_alone(text):
    assert guarded(text) == text == unguarded(text)


def test_csv_for_excel_begins_with_a_mark_and_keeps_formulas_asleep():
    file = io.BytesIO()

    write_table(file, header=["Mill"], rows=[["=cmd|' /C calc'!A0"], ["Đồng"]], kind="csv")

    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")))) == [
        ["Mill"],
        ["'=cmd|' /C calc'!A0"],
        ["Đồng"],
    ]


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5),
    kind=st.sampled_from(["csv", "xlsx"]),
)
def test_whatever_is_exported_comes_back_as_it_was(tmp_path, rows, kind):
    rows = [["x" + row[0], row[1]] for row in rows]
    path = tmp_path / f"out.{kind}"

    write_table(path, header=["Order", "Mill"], rows=rows, kind=kind)

    assert [list(row.cells) for row in open_table(path).rows()] == rows
