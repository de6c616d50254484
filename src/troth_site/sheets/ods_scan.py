"""What the cells of an ODS do not tell once they are read: formulas never calculated, errors, merges, repetitions.

Its rows carry no numbers: they are counted, each as often as it is repeated.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from troth_site.sheets.archives import pieces, too_large
from troth_site.sheets.messages import said
from troth_site.sheets.sheet_scan import ERROR, NEVER_CALCULATED, WIDEST, Scan
from troth_site.sheets.tables import letter

MOST_REPEATED = 1_000  # cells and rows marked one by one; where more repeat one broken formula, nobody mends by place

ROW = re.compile(rb"<table:table-row(?=[\s/>])")
ROW_END = b"</table:table-row>"
SHEET = re.compile(rb'<table:table\s(?:[^>"]|"[^"]*")*?table:name="([^"]*)"')
HEAD = re.compile(rb'(?:[^>"]|"[^"]*")*')
CELL = re.compile(
    rb'<table:(?:covered-)?table-cell(?P<marks>(?:[^>"]|"[^"]*")*?)'
    rb"(?:/>|>(?P<inner>.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')
ROWS_SPANNED = re.compile(rb'number-rows-spanned="(\d+)"')
COLUMNS_SPANNED = re.compile(rb'number-columns-spanned="(\d+)"')
# A formula may well come to an empty text; a number, a day or a truth is written down.
RESULT = re.compile(rb'office:(?:(?:date-|time-|boolean-)?value="[^"]|value-type="string")')
TEXT = re.compile(rb"<text:p[^>]*>([^<]+)")
TOLD = (b"table:formula=", b"-spanned=", b'value-type="error"')


def scan_ods(path: Path, sheet: str) -> Scan:
    """Go through the XML of an ODS once, in pieces, and note what one sheet holds.

    Raises:
        UnreadableFile: A few bytes stand for a sheet that would fill the memory.
    """
    found = Scan()
    current, number = "", 0
    with zipfile.ZipFile(path) as opened:
        for row, after in _rows(opened):
            _refuse_repeated(row)
            repeated = _times(HEAD.match(row)[0])  # type: ignore[index]  # it matches nothing at all, too
            if current == sheet and any(mark in row for mark in TOLD):
                _judge_row(found, row, range(number + 1, number + 1 + min(repeated, MOST_REPEATED)))
            number += repeated
            if names := SHEET.findall(after):
                current, number = html.unescape(names[-1].decode()), 0
    return found


def _rows(archive: zipfile.ZipFile) -> Iterator[tuple[bytes, bytes]]:
    """Return each row, from behind its tag's name on, and what stands before the next; no row at first."""
    rest, is_row = b"", False
    for piece in pieces(archive, "content.xml"):
        *whole, rest = ROW.split(rest + piece)
        for part in whole:
            yield _parted(part) if is_row else (b"", part)
            is_row = True
    yield _parted(rest) if is_row else (b"", rest)


def _parted(part: bytes) -> tuple[bytes, bytes]:
    row, end, after = part.rpartition(ROW_END)
    if not end:
        row, end, after = part.partition(b"/>")  # a row without cells
    return row, after


def _times(marks: bytes) -> int:
    return max(map(int, REPEATED.findall(marks)), default=1)


def _judge_row(found: Scan, row: bytes, numbers: range) -> None:
    column = 0
    for cell in CELL.finditer(row):
        marks, inner = cell["marks"], cell["inner"] or b""
        times = _times(marks)
        problem = _problem(marks, inner)
        if problem is not None:
            error = TEXT.search(inner)
            shown = html.unescape(error[1].decode()) if error else ""
            for number in numbers:
                for at in range(column, column + min(times, MOST_REPEATED)):
                    found.note(number, at, said(problem, cell=f"{letter(at)}{number}", error=shown))
        _merge(found, marks, numbers, column)
        column += times


def _problem(marks: bytes, inner: bytes) -> str | None:
    if b'value-type="error"' in marks:
        return ERROR
    if b"table:formula=" in marks and not RESULT.search(marks) and not TEXT.search(inner):
        return NEVER_CALCULATED
    return None


def _merge(found: Scan, marks: bytes, numbers: range, column: int) -> None:
    high, wide = ROWS_SPANNED.search(marks), COLUMNS_SPANNED.search(marks)
    rows, columns = int(high[1]) if high else 1, int(wide[1]) if wide else 1
    if rows > 1 or columns > 1:
        found.merged.extend(((n - 1, column), (n + rows - 2, column + columns - 1)) for n in numbers)


def _refuse_repeated(row: bytes) -> None:
    """A filled cell or row can be repeated by a number; a few bytes then stand for a whole sheet."""
    if b"-repeated=" not in row:
        return
    filled = [cell for cell in row.split(b"<table:table-cell") if b"office:value-type" in cell]
    if not filled:
        return
    rows = _times(row.partition(b">")[0])
    columns = sum(map(_times, filled))
    if rows * columns > WIDEST:
        raise too_large(rows * columns * 32 >> 20)
