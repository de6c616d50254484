"""Small files for the tests of reading, written byte by byte or by XlsxWriter."""

import io
import zipfile

import xlsxwriter

HEADER = ("Order", "Factory", "Promised", "Delivered", "Quantity")
LINES = (
    ("PO-1", "Saigon Knit", "2026-01-15", "2026-01-14", "100"),
    ("PO-2", "Đồng Nai Dệt", "2026-02-15", "2026-02-20", "250"),
    ("PO-3", "Saigon Knit", "2026-03-15", "", "75"),
)


def text(rows, *, delimiter=",", end="\n"):
    """Join plain rows; cells here need no quotes."""
    return "".join(delimiter.join(row) + end for row in rows)


def put(folder, content, name="orders.csv", encoding="utf-8"):
    """Write text or bytes and return the path."""
    path = folder / name
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def workbook(folder, fill, name="orders.xlsx", **options):
    """Write a workbook with one sheet that `fill(sheet, book)` fills."""
    path = folder / name
    with xlsxwriter.Workbook(str(path), options) as book:
        fill(book.add_worksheet("Orders"), book)
    return path


def filled(rows, *, top=0, left=0):
    """Return a filler that writes rows of values from a corner."""

    def fill(sheet, book):
        for index, row in enumerate(rows):
            sheet.write_row(top + index, left, row)

    return fill


def rezipped(path, change):
    """Rewrite a zip archive; `change(name, data)` returns new bytes, or None to leave an entry out."""
    source = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return path


def ods(folder, table, name="orders.ods", extra=b""):
    """Write the smallest ODS around the XML of one table."""
    path = folder / name
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Orders">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", b"<manifest>" + extra + b"</manifest>")
        archive.writestr("content.xml", content)
    return path


def ods_row(cells, repeated=""):
    """Return the XML of one ODS row of text cells."""
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row{repeated}>{inner}</table:table-row>"


def ods_cell(text="", marks='office:value-type="string"'):
    """Return the XML of one ODS cell."""
    inner = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {marks}>{inner}</table:table-cell>"


def ods_cells(*cells):
    """Return the XML of one ODS row of texts and made cells."""
    made = "".join(cell if cell.startswith("<") else ods_cell(cell) for cell in cells)
    return f"<table:table-row>{made}</table:table-row>"
