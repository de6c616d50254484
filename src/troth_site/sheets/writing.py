"""Tables out: refused rows that can be mended and dropped again, and exports no spreadsheet takes for formulas."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from troth_site.sheets.guards import guarded
from troth_site.sheets.headers import WHY_REFUSED
from troth_site.sheets.messages import Translate
from troth_site.sheets.order_rows import RefusedRow
from troth_site.sheets.tables import Table, text_of

MOST_ROWS = 1_048_576
Target = Path | str | IO[bytes]


def write_refused(
    target: Target, *, table: Table, rows: Iterable[RefusedRow], translate: Translate = str, kind: str = "xlsx"
) -> int:
    """Write refused rows with the file's own columns and the reasons beside them.

    The column of reasons is passed over when the mended file is dropped again.

    Args:
        target: Path or binary stream.
        table: The file the rows came from.
        rows: The refused rows.
        translate: The language of the reasons, normally Django's gettext.
        kind: xlsx or csv.

    Returns:
        How many rows were written.
    """
    kept = [name != WHY_REFUSED for name in table.header]
    header = [name for name, keep in zip(table.header, kept, strict=True) if keep]
    width = len(header)

    def lines() -> Iterable[list[Any]]:
        for row in rows:
            cells = [cell for i, cell in enumerate(row.cells) if i >= len(kept) or kept[i]]
            reason = " ".join(_sentence(reason.column, reason.said.text(translate)) for reason in row.reasons)
            # A ragged row keeps its surplus cells, behind the reason: nothing of it is lost.
            yield [*cells[:width], *[""] * (width - len(cells)), reason, *cells[width:]]

    return write_table(target, header=[*header, WHY_REFUSED], rows=lines(), kind=kind)


def _sentence(column: str, text: str) -> str:
    return f"{column}: {text}" if column else text


def write_table(target: Target, *, header: Sequence[str], rows: Iterable[Sequence[Any]], kind: str = "xlsx") -> int:
    """Write a table as a workbook, or as CSV with a byte order mark so that Excel reads it as UTF-8."""
    return _write_csv(target, header, rows) if kind == "csv" else _write_workbook(target, header, rows)


def _write_csv(target: Target, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    if isinstance(target, (str, Path)):
        with Path(target).open("wb") as file:
            return _write_csv(file, header, rows)
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is returned
        writer.writerow([guarded(text_of(cell)) for cell in row])
    text.flush()
    text.detach()
    return count


def _write_workbook(target: Target, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    # Strings stay strings: no formula, no link, no number is made of what looks like one.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd",
    }
    # Few workers ever write a workbook, and each would keep its writer in memory.
    import xlsxwriter  # noqa: PLC0415

    count = 0
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), options) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for index, name in enumerate(header):
            sheet.write_string(0, index, name, bold)
        for count, row in enumerate(rows, 1):
            if count >= MOST_ROWS:
                raise ValueError("a sheet holds 1,048,576 rows; write CSV instead")
            for index, cell in enumerate(row):
                _write_cell(sheet, count, index, cell)
    return count


def _write_cell(sheet: Any, row: int, index: int, cell: Any) -> None:
    if isinstance(cell, str):
        if cell:
            sheet.write_string(row, index, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, index, cell)
    elif isinstance(cell, (int, float, dt.date, dt.time, dt.timedelta)):
        sheet.write(row, index, cell)
    elif cell is not None:
        sheet.write_string(row, index, text_of(cell))
