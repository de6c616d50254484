"""Files that cannot be trusted: each is refused with what is wrong, where, and how to mend it."""

import struct

import pytest

from tests.site.sheets.files import (
    HEADER,
    LINES,
    filled,
    ods,
    ods_cell,
    ods_cells,
    ods_row,
    put,
    rezipped,
    text,
    workbook,
)
from troth_site.sheets.messages import UnreadableFile
from troth_site.sheets.reading import open_table


def refusal(path):
    with pytest.raises(UnreadableFile) as caught:
        list(open_table(path).rows())
    assert caught.value.mend.text()
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "name", "type_name"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "orders.csv", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "orders.csv", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "orders.xlsx", "JPEG"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "orders.xls", "HTML"),
        (b'<?xml version="1.0"?><Workbook></Workbook>', "orders.xls", "XML"),
        (b'[{"order": 1}]', "orders.csv", "JSON"),
        (b"{\\rtf1 Orders}", "orders.csv", "RTF"),
        (b"\x1f\x8b\x08\0abc", "orders.csv", "gzip"),
    ],
)
def test_other_types_are_refused_by_their_name(tmp_path, content, name, type_name):
    message = refusal(put(tmp_path, content, name))

    assert message.startswith(f"This is a {type_name} file, not a table, although its name ends in {name[6:]}.")


def test_content_counts_and_not_the_ending(tmp_path):
    assert open_table(put(tmp_path, text((HEADER, *LINES)), "orders.xlsx")).header == HEADER
    assert open_table(workbook(tmp_path, filled((HEADER, *LINES)), "orders.csv")).header == HEADER


def test_binary_bytes_are_no_table(tmp_path):
    assert refusal(put(tmp_path, bytes(range(256)) * 20)).startswith("This is not a table: the file holds binary data.")


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_empty_file_is_refused(tmp_path, content):
    assert refusal(put(tmp_path, content)).startswith("The file is empty.")


def test_header_without_rows_is_refused(tmp_path):
    assert refusal(put(tmp_path, text((HEADER,)))).startswith("The file has a header, but no rows below it. Row 1.")


def test_missing_header_is_refused_with_its_row_and_a_value(tmp_path):
    message = refusal(put(tmp_path, text(LINES)))

    assert message.startswith("No header found: the first full row already holds data, such as 2026-01-15. Row 1.")


def test_duplicate_header_names_both_columns(tmp_path):
    message = refusal(put(tmp_path, "Order,Date,Factory, date\n1,2026-01-01,A,2026-01-02\n"))

    assert message.startswith("Two columns have the same name, date: column B and column D. Row 1.")


@pytest.mark.parametrize("row", ["PO,Saigon,2026-01-01,100", "PO,2026-01-01"])
def test_header_shifted_against_the_data_is_refused(tmp_path, row):
    message = refusal(put(tmp_path, "Order,Factory,Promised\n" + f"{row}\n" * 10))

    assert "its names are shifted. Row 1." in message


def test_text_without_columns_is_refused(tmp_path):
    assert refusal(put(tmp_path, "one\ntwo\nthree\n")).startswith("No table found: every row has one cell only.")


def test_quotation_mark_that_never_closes_is_refused_with_its_row(tmp_path):
    content = "Order,Factory\n" + "1,A\n" * 5 + '2,"B\n' + "3,C\n" * 5

    assert refusal(put(tmp_path, content)).startswith(
        "A quotation mark opens here and does not close as it should. Row 7."
    )


def test_inch_marks_are_no_open_quotes(tmp_path):
    table = open_table(put(tmp_path, 'Order,Item\n1,Pipe 5"\n2,Rod\n'))

    assert [row.cells for row in table.rows()] == [("1", 'Pipe 5"'), ("2", "Rod")]


def test_undecodable_byte_is_refused_with_its_row(tmp_path):
    message = refusal(put(tmp_path, b"Order,Factory,Due\n1,M\xfcller,x\n2,S\xf6hne,y\n3,A\x81\x8d,z\n"))

    assert message.startswith("The file is neither UTF-8 nor Windows-1252: byte 0x81 has no meaning there. Row 4.")


def test_file_that_says_utf16_and_is_not_is_refused(tmp_path):
    assert refusal(put(tmp_path, b"\xff\xfea\0b\0c")).startswith("The file says it is UTF-16, but its bytes are not.")


# Workbooks


def test_encrypted_workbooks_are_refused(tmp_path):
    sealed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600

    assert refusal(put(tmp_path, sealed, "orders.xlsx")).startswith("The workbook is protected by a password.")
    assert refusal(ods(tmp_path, "", extra=b"<encryption-data/>")).startswith(
        "The workbook is protected by a password."
    )


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_cut_off_workbook_is_refused(tmp_path, keep):
    data = workbook(tmp_path, filled((HEADER, *LINES))).read_bytes()

    assert refusal(put(tmp_path, data[: int(len(data) * keep)], "o.xlsx")).startswith(
        "The workbook is damaged or cut off."
    )


def test_workbook_with_a_flipped_byte_is_refused(tmp_path):
    path = workbook(tmp_path, filled((HEADER, *LINES)))
    data = bytearray(path.read_bytes())
    at = data.find(b"xl/worksheets/sheet1.xml") + 60
    data[at] ^= 0xFF

    assert refusal(put(tmp_path, bytes(data), "o.xlsx")).startswith("The workbook is damaged or cut off.")


def test_workbook_with_broken_xml_is_refused(tmp_path):
    def cut(name, data):
        return data[: len(data) // 2] if name == "xl/worksheets/sheet1.xml" else data

    path = rezipped(workbook(tmp_path, filled((HEADER, *LINES))), cut)

    assert refusal(path).startswith("The workbook is damaged or cut off.")


def test_damaged_old_workbook_is_refused(tmp_path):
    broken = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 600 + "Workbook".encode("utf-16-le") + b"\0" * 600

    assert refusal(put(tmp_path, broken, "orders.xls")).startswith("The workbook is damaged or cut off.")


def test_old_workbook_whose_sectors_run_in_a_circle_is_refused(tmp_path):
    """The reader follows such a circle until the memory is full; it does so in a child with little of it."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 504)
    header[8:76] = struct.pack(
        "<16xHHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header[76:80] = struct.pack("<I", 1)  # the table of sectors is the second one
    directory = ("Workbook".encode("utf-16-le") + b"\0" * 512)[:512]
    circle = struct.pack("<II", 0, 0xFFFFFFFD) + b"\xff" * 504

    message = refusal(put(tmp_path, bytes(header) + directory + circle, "orders.xls"))

    assert message.startswith("The workbook is damaged or cut off.")


def test_other_archives_are_refused_by_name(tmp_path):
    def as_word(name, data):
        return None if name == "xl/workbook.xml" else data

    path = rezipped(workbook(tmp_path, filled((HEADER, *LINES))), as_word)

    assert refusal(path).startswith("This is a ZIP file, not a table, although its name ends in .xlsx.")


def test_sheets_empty_because_of_a_data_model_are_explained(tmp_path):
    path = workbook(tmp_path, lambda sheet, book: None)
    rezipped(path, lambda name, data: data)
    import zipfile

    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/model/item.data", b"x" * 100)

    message = refusal(path)

    assert message.startswith("Every sheet is empty: the data sits in the workbook's data model")


def test_empty_workbook_is_refused(tmp_path):
    assert refusal(workbook(tmp_path, lambda sheet, book: None)).startswith("Every sheet of the workbook is empty.")


def test_zip_bomb_is_refused_before_it_expands(tmp_path):
    def swell(name, data):
        return data + b" " * (60 << 20) if name == "xl/sharedStrings.xml" else data

    path = rezipped(workbook(tmp_path, filled((HEADER, *LINES))), swell)

    assert path.stat().st_size < 100_000
    assert refusal(path).startswith("The workbook would expand to 60 MB, as no honest one does.")


def test_stray_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write(1_048_575, 16_383, "x")

    assert "MB, as no honest one does." in refusal(workbook(tmp_path, fill))


def test_repeated_cells_of_an_ods_are_refused_before_they_fill_the_memory(tmp_path):
    bomb = ods_row(["x"], ' table:number-rows-repeated="1048576"')

    assert "MB, as no honest one does." in refusal(ods(tmp_path, ods_row(HEADER) + bomb))


def test_merged_header_cells_are_named(tmp_path):
    def fill(sheet, book):
        filled((("Order", "Factory", "Dates", "", "Quantity"), *LINES))(sheet, book)
        sheet.merge_range("C1:D1", "Dates")

    message = refusal(workbook(tmp_path, fill))

    assert message.startswith("The header has merged cells: C1:D1. Row 1. Unmerge the cells")


def test_merged_header_cells_of_an_ods_are_named(tmp_path):
    wide = ods_cell("Dates", 'office:value-type="string" table:number-columns-spanned="2"')
    header = ods_cells("Order", "Factory", wide, "<table:covered-table-cell/>", "Quantity")

    message = refusal(ods(tmp_path, header + "".join(map(ods_row, LINES))))

    assert message.startswith("The header has merged cells: C1:D1. Row 1. Unmerge the cells")


def test_header_of_an_ods_with_names_by_formula_never_calculated_is_refused(tmp_path):
    formula = ods_cell("", 'table:formula="of:=&quot;Fac&quot;&amp;&quot;tory&quot;"')
    header = ods_cells(HEADER[0], formula, *HEADER[2:])

    message = refusal(ods(tmp_path, header + "".join(map(ods_row, LINES))))

    assert message.startswith("Cell B1 holds a formula without a saved result.")


def test_header_with_names_by_formula_never_calculated_is_refused(tmp_path):
    def fill(sheet, book):
        filled((HEADER, *LINES))(sheet, book)
        sheet.write_formula("B1", '="Fac"&"tory"', None, "")

    assert refusal(workbook(tmp_path, fill)).startswith("Cell B1 holds a formula without a saved result.")
