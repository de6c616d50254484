"""Text files in every dialect give the same table."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.shared import shared_path
from tests.site.sheets.files import HEADER, LINES, put, text
from troth_site.sheets.messages import ChooseSheet, UnreadableFile
from troth_site.sheets.reading import open_table

CHINESE = ("订单号", "供应商", "计划交货日", "实际交货日期", "数量")
CHINESE_LINES = (
    ("合同-1", "东莞市长安电子有限公司", "2026-01-15", "2026-01-14", "100"),
    ("合同-2", "重庆棉纺厂", "2026-02-15", "", "3"),
)
TRADITIONAL = ("訂單號", "供應商", "計劃交貨日", "實際交貨日期", "數量")
TRADITIONAL_LINES = (
    ("合約-1", "臺灣紡織股份有限公司", "2026-01-15", "2026-01-14", "100"),
    ("合約-2", "廣東製衣廠", "2026-02-15", "", "3"),
)
WESTERN = ("Order", "Lieferant", "Zugesagt", "Geliefert", "Menge")
WESTERN_LINES = (
    ("PO-1", "Müller & Söhne – Nähte", "2026-01-15", "2026-01-14", "100"),
    ("PO-2", "Côte Élégance", "2026-02-15", "", "3"),
)


def cells(table):
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_table_is_the_same_in_every_dialect(tmp_path, delimiter, end):
    table = open_table(put(tmp_path, text((HEADER, *LINES), delimiter=delimiter, end=end)))

    assert (table.header, table.header_row, cells(table)) == (HEADER, 1, list(LINES))
    assert (table.facts.delimiter, table.facts.line_end) == (delimiter, {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[end])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "name", "header", "lines"),
    [
        ("utf-8", "UTF-8", CHINESE, CHINESE_LINES),
        ("utf-8-sig", "UTF-8", CHINESE, CHINESE_LINES),
        ("utf-16", "UTF-16", CHINESE, CHINESE_LINES),
        ("utf-16-le", "UTF-16", CHINESE, CHINESE_LINES),
        ("utf-16-be", "UTF-16", CHINESE, CHINESE_LINES),
        ("gb18030", "GB18030", CHINESE, CHINESE_LINES),
        ("big5", "Big5", TRADITIONAL, TRADITIONAL_LINES),
        ("cp1252", "Windows-1252", WESTERN, WESTERN_LINES),
    ],
)
def test_names_survive_every_encoding(tmp_path, encoding, name, header, lines, end):
    table = open_table(put(tmp_path, text((header, *lines), end=end), encoding=encoding))

    assert (table.header, cells(table), table.facts.encoding) == (header, list(lines), name)


def test_encoding_of_gb18030_is_found_from_a_few_names_only(tmp_path):
    rows = (
        ("Order", "Factory", "Due"),
        *((f"PO-{i}", "广州服装厂" if i == 250 else "Mill", "2026-01-02") for i in range(500)),
    )

    table = open_table(put(tmp_path, text(rows), encoding="gb18030"))

    assert (table.facts.encoding, cells(table)[250][1]) == ("GB18030", "广州服装厂")


def test_turkish_letters_are_read_and_called_uncertain(tmp_path):
    table = open_table(put(tmp_path, "Sipariş,Tedarikçi\n1,Işık Tekstil\n", encoding="cp1254"))

    assert (table.header, table.facts.encoding, len(table.facts.notes)) == (("Sipariş", "Tedarikçi"), "Windows-1254", 1)


def test_broken_byte_in_utf8_is_read_as_windows_and_its_line_named(tmp_path):
    good = "".join(f"PO-{i},Côte,2026-01-02\n" for i in range(20)).encode()

    table = open_table(put(tmp_path, b"Order,Factory,Due\n" + good + b"PO-x,C\xf4te,2026-01-02\n"))

    assert cells(table)[-1][1] == "Côte"
    assert [dict(note.params) for note in table.facts.notes] == [{"rows": "22"}]


def test_title_and_blank_lines_above_the_header_are_passed_over(tmp_path):
    content = "Open orders 2026\n\nPrinted by ERP;;;;\n" + text((HEADER, *LINES), delimiter=";")

    table = open_table(put(tmp_path, content))

    assert (table.header, table.header_row) == (HEADER, 4)
    assert [row.number for row in table.rows()] == [5, 6, 7]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    table = open_table(put(tmp_path, 'Order,Factory\n\n1,"two\nlines"\n,\n2,B\n'))

    assert [tuple(row) for row in table.rows()] == [(3, ("1", "two\nlines")), (5, ("2", "B"))]


def test_stray_blanks_and_blank_columns_are_cut(tmp_path):
    table = open_table(put(tmp_path, " Order , Manufacturing  time,,\n1,2,,\n3,4,,\n,,,\n"))

    assert (table.header, cells(table)) == (("Order", "Manufacturing time"), [("1", "2"), ("3", "4")])


def test_separator_declared_for_excel_is_taken_at_its_word(tmp_path):
    table = open_table(put(tmp_path, "sep=;\nOrder;Factory\n1;A, B\n"))

    assert (table.header, table.header_row, cells(table)) == (("Order", "Factory"), 2, [("1", "A, B")])


def test_decimal_commas_do_not_pass_for_separators(tmp_path):
    table = open_table(put(tmp_path, "Ware;Preis;Menge\nA;1,50;2,25\nB;3,75;4,00\n"))

    assert cells(table) == [("A", "1,50", "2,25"), ("B", "3,75", "4,00")]


def test_rows_can_be_streamed_again(tmp_path):
    table = open_table(put(tmp_path, text((HEADER, *LINES))))

    assert list(table.rows()) == list(table.rows())


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="'"), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",\t;|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_cells_come_back_as_they_were_written(tmp_path: Path, rows, delimiter, end, encoding):
    assume(any(cell.strip() for row in rows for cell in row))
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["Order", "Factory", "Remark"], *rows]
    )

    table = open_table(put(tmp_path, written.getvalue(), encoding=encoding))

    expected = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert (table.header, cells(table)) == (("Order", "Factory", "Remark"), expected)


def test_long_file_is_streamed_and_never_held(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("Order,Factory,Promised\n")
        file.writelines(f"PO-{i},Factory {i % 50},2026-01-{i % 28 + 1:02}\n" for i in range(200_000))

    tracemalloc.start()
    count = sum(1 for _ in open_table(path).rows())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert count == 200_000
    assert peak < 12_000_000


@pytest.mark.shared
def test_every_shared_file_is_read_or_refused_clearly():
    folders = (
        "data/01_scms",
        "data/03_procurement",
        "data/04_facilities/osh",
        "data/09_prices",
        "data/11_spreadsheets/sheetjs",
    )
    paths = [
        path
        for folder in folders
        for path in sorted(shared_path(folder).iterdir())
        if path.suffix in {".csv", ".xls", ".xlsx"}
    ]
    refused = {}
    for path in paths:
        try:
            table = open_table(path)
            assert all(len(row.cells) == len(table.header) for row in table.rows()), path
        except UnreadableFile as error:
            refused[path.name] = type(error)

    assert len(paths) > 20
    assert refused == {
        "worldbank_CMO-Historical-Data-Monthly.xlsx": ChooseSheet,
        "1900.xls": UnreadableFile,  # bare values without a header
        "1904.xls": UnreadableFile,
        "1904.xlsx": UnreadableFile,
    }
