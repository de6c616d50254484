"""Workbooks: dates of both systems, formulas, several sheets, a million blank rows."""

import datetime as dt
import time

import pytest
import xlsxwriter

from tests.shared import shared_path
from tests.site.sheets.files import HEADER, LINES, filled, ods, ods_cell, ods_cells, ods_row, rezipped, workbook
from troth_site.sheets import orders
from troth_site.sheets.mapping import Mapping
from troth_site.sheets.messages import ChooseSheet, UnreadableFile
from troth_site.sheets.old_workbooks import date_system_of
from troth_site.sheets.order_rows import OrderRow, RefusedRow
from troth_site.sheets.reading import open_table

MAPPING = Mapping({"factory": "Factory", "order": "Order", "promised": "Promised", "quantity": "Quantity"})


def cells(table):
    return [row.cells for row in table.rows()]


def imported(path, mapping=MAPPING):
    table = open_table(path)
    return list(orders.rows(table, orders.study(table, mapping)))


def test_workbook_gives_the_table_that_was_written(tmp_path):
    table = open_table(workbook(tmp_path, filled((HEADER, *LINES))))

    assert (table.header, table.header_row, cells(table)) == (HEADER, 1, list(LINES))
    assert (table.facts.kind, table.facts.sheet, table.facts.date_system) == ("xlsx", "Orders", 1900)


def test_title_blank_rows_and_blank_columns_around_the_table_keep_their_numbers(tmp_path):
    def fill(sheet, book):
        sheet.write(0, 2, "Open orders")
        filled((HEADER, *LINES), top=4, left=2)(sheet, book)

    table = open_table(workbook(tmp_path, fill))

    assert (table.header, table.header_row) == (("(A)", "(B)", *HEADER), 5)
    assert [row.number for row in table.rows()] == [6, 7, 8]


@pytest.mark.parametrize(("system", "expected"), [(1900, dt.date(2026, 1, 15)), (1904, dt.date(2030, 1, 16))])
@pytest.mark.parametrize("formatted", [True, False])
def test_days_are_read_in_the_date_system_of_the_workbook(tmp_path, system, expected, formatted):
    def fill(sheet, book):
        day = book.add_format({"num_format": "yyyy-mm-dd"}) if formatted else None
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["PO-1", "Saigon Knit"])
        sheet.write_number(1, 2, 46037, day)
        sheet.write_number(1, 4, 100)

    def switch(name, data):
        return data.replace(b"<workbookPr", b'<workbookPr date1904="1"') if name == "xl/workbook.xml" else data

    path = workbook(tmp_path, fill)
    if system == 1904:
        rezipped(path, switch)

    table = open_table(path)

    assert table.facts.date_system == system
    assert [row.promised for row in imported(path)] == [expected]


@pytest.mark.shared
@pytest.mark.parametrize("system", [1900, 1904])
def test_date_system_of_old_workbooks_is_found(system):
    assert date_system_of(shared_path(f"data/11_spreadsheets/sheetjs/{system}.xls")) == system


@pytest.mark.shared
def test_old_workbook_equals_its_text_and_xlsx_twins():
    folder = shared_path("data/04_facilities/osh")
    tables = [open_table(folder / f"lists_12.{ending}") for ending in ("csv", "xls", "xlsx")]

    assert [table.header for table in tables] == [("country", "name", "address", "sector")] * 3
    assert cells(tables[1]) == cells(tables[2])
    # The workbooks were saved with one name already garbled; everything else equals the text file.
    assert sum(a != b for a, b in zip(cells(tables[0]), cells(tables[1]), strict=True)) == 1


def test_formulas_give_their_saved_results(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write_formula("E2", "=50+50", None, 100)
        sheet.write_formula("B3", '="Saigon"', None, "Saigon")

    table = open_table(workbook(tmp_path, fill))

    assert [row.cells[4] for row in table.rows()] == [100.0, "250", "75"]
    assert table.broken == {}


@pytest.mark.parametrize("saved", ["", 0])
def test_formula_never_calculated_refuses_its_row_and_names_the_cell(tmp_path, saved):
    """XlsxWriter writes 0 for what it cannot calculate, openpyxl nothing; both ask Excel to calculate on opening."""

    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write_formula("E3", "=E2*2", None, saved)

    found = imported(workbook(tmp_path, fill))

    assert [type(row) for row in found] == [OrderRow, RefusedRow, OrderRow]
    assert [str(reason.said) for reason in found[1].reasons] == [
        "Cell E3 holds a formula without a saved result. Open the file in a spreadsheet program, save it, and drop it "
        "again."
    ]


def test_formula_never_calculated_in_an_unused_column_does_no_harm(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write_formula("D3", "=C3+1", None, "")

    assert [type(row) for row in imported(workbook(tmp_path, fill))] == [OrderRow] * 3


def test_error_in_a_used_cell_refuses_its_row(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write_formula("E2", "=1/0", None, "#DIV/0!")

    found = imported(workbook(tmp_path, fill))

    assert "Cell E2 holds the error #DIV/0!." in str(found[0].reasons[0].said)


def test_merged_cells_in_the_data_refuse_the_covered_rows(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.merge_range("B2:B3", "Saigon Knit")

    found = imported(workbook(tmp_path, fill))

    assert [type(row) for row in found] == [OrderRow, RefusedRow, OrderRow]
    assert "Cell B3 is part of the merged cells B2:B3." in str(found[1].reasons[0].said)


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write_string("B2", "=HYPERLINK(1)")

    assert imported(workbook(tmp_path, fill))[0].factory == "=HYPERLINK(1)"


def sheets(folder, *contents):
    path = folder / "orders.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in contents:
            filled(rows)(book.add_worksheet(name), book)
    return path


def test_the_only_sheet_with_a_table_is_chosen(tmp_path):
    path = sheets(tmp_path, ("Notes", [["Read me"], ["first"]]), ("Lines", [HEADER, *LINES]), ("Empty", []))

    facts = open_table(path).facts

    assert (facts.sheet, facts.other_sheets) == ("Lines", ("Notes", "Empty"))


def test_two_sheets_with_tables_are_a_question_until_one_is_named(tmp_path):
    path = sheets(tmp_path, ("2025", [HEADER, *LINES]), ("2026", [HEADER, *LINES[:1]]))

    with pytest.raises(ChooseSheet) as caught:
        open_table(path)

    assert caught.value.sheets == (("2025", 4), ("2026", 2))
    assert cells(open_table(path, sheet="2026")) == [LINES[0]]
    with pytest.raises(UnreadableFile, match=r"The workbook has no sheet named 2027. Choose among: 2025, 2026\."):
        open_table(path, sheet="2027")


def test_hidden_sheet_counts_only_where_no_other_holds_data(tmp_path):
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Cover")
        hidden = book.add_worksheet("Data")
        filled((HEADER, *LINES))(hidden, book)
        hidden.hide()

    facts = open_table(path).facts

    assert (facts.sheet, [str(note) for note in facts.notes]) == ("Data", ["The data stands on the hidden sheet Data."])


def test_a_million_blank_rows_end_quickly(tmp_path):
    def pad(name, data):
        if name != "xl/worksheets/sheet1.xml":
            return data
        blanks = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (i, i) for i in range(10, 1_000_000))
        return data.replace(b"</sheetData>", blanks + b"</sheetData>")

    path = rezipped(workbook(tmp_path, filled((HEADER, *LINES))), pad)
    start = time.perf_counter()

    assert cells(open_table(path)) == list(LINES)
    assert time.perf_counter() - start < 10


def test_ods_is_read_with_its_blank_tail(tmp_path):
    tail = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    path = ods(tmp_path, "".join(ods_row(row) for row in (HEADER, *LINES)) + tail)

    table = open_table(path)

    assert (table.facts.kind, table.header, cells(table)) == ("ods", HEADER, list(LINES))


COVERED = "<table:covered-table-cell/>"
TWICE = 'table:formula="of:=IF([.E2]>1;[.E2]*2;0)"'


def test_formulas_of_an_ods_give_their_saved_results(tmp_path):
    amount = ods_cell("100", f'{TWICE} office:value-type="float" office:value="100"')
    name = ods_cell("Saigon", 'table:formula="of:=&quot;Saigon&quot;" office:value-type="string"')
    empty = ods_cell("", 'table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""')
    rows = [ods_row(HEADER), ods_cells(LINES[0][0], name, *LINES[0][2:4], amount), ods_cells(*LINES[1][:3], empty, "3")]

    table = open_table(ods(tmp_path, "".join(rows)))

    assert table.broken == {}
    assert [row.cells[4] for row in table.rows()] == [100.0, "3"]


@pytest.mark.parametrize("marks", [TWICE, f'{TWICE} office:value-type="float"'])
def test_formula_of_an_ods_never_calculated_refuses_its_row_and_names_the_cell(tmp_path, marks):
    title = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    rows = [title, ods_row(HEADER), ods_row(LINES[0]), ods_cells(*LINES[1][:4], ods_cell("", marks)), ods_row(LINES[2])]

    found = imported(ods(tmp_path, "".join(rows)))

    assert [type(row) for row in found] == [OrderRow, RefusedRow, OrderRow]
    assert [str(reason.said) for reason in found[1].reasons] == [
        "Cell E5 holds a formula without a saved result. Open the file in a spreadsheet program, save it, and drop it "
        "again."
    ]


def test_error_of_an_ods_refuses_its_row(tmp_path):
    error = ods_cell("#DIV/0!", 'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"')
    found = imported(ods(tmp_path, ods_row(HEADER) + ods_cells(*LINES[0][:4], error) + ods_row(LINES[1])))

    assert "Cell E2 holds the error #DIV/0!." in str(found[0].reasons[0].said)


def test_cells_after_repeated_ones_are_named_rightly(tmp_path):
    same = ods_cell("A", 'office:value-type="string" table:number-columns-repeated="2"')
    row = f"<table:table-row>{same}{ods_cell(LINES[0][2])}{ods_cell('x')}{ods_cell('', TWICE)}</table:table-row>"

    table = open_table(ods(tmp_path, ods_row(HEADER) + row))

    assert {number: list(cells) for number, cells in table.broken.items()} == {2: [4]}


def test_only_the_sheet_that_is_read_is_judged(tmp_path):
    broken = ods_cells(*LINES[0][:4], ods_cell("", TWICE))
    other = f'</table:table><table:table table:name="Notes &amp; more">{ods_row(HEADER)}{broken}'
    path = ods(tmp_path, ods_row(HEADER) + ods_row(LINES[0]) + other)

    assert open_table(path, sheet="Orders").broken == {}
    assert list(open_table(path, sheet="Notes & more").broken) == [2]


def test_merged_cells_in_the_data_of_an_ods_refuse_the_covered_rows(tmp_path):
    two = ods_cell("Saigon Knit", 'office:value-type="string" table:number-rows-spanned="2"')
    first = ods_cells(LINES[0][0], two, *LINES[0][2:])
    second = ods_cells(LINES[1][0], COVERED, *LINES[1][2:])
    found = imported(ods(tmp_path, ods_row(HEADER) + first + second + ods_row(LINES[2])))

    assert [type(row) for row in found] == [OrderRow, RefusedRow, OrderRow]
    assert "Cell B3 is part of the merged cells B2:B3." in str(found[1].reasons[0].said)
