"""What the cells of a workbook do not tell once they are read: formulas never calculated, errors, true extent."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from troth.basis.text import gettext_noop
from troth_site.sheets.archives import Archive, pieces, too_large
from troth_site.sheets.messages import Said, said

MOST_CELLS = 20_000_000  # the reader keeps a full rectangle in memory, about 32 bytes a cell
WIDEST = 16_384
MOST_BROKEN = 100_000

# These begin with plain letters, so that the search runs at the speed of memory.
ROW = re.compile(rb'row [^>]*?\br="(\d+)"')
COLUMN = re.compile(rb' r="([A-Z]{1,3})\d')
FORMULAS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/", b't="e"')
CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<marks>[^>]*?)(?<!/)>(?P<inner>.*?)</(?:\w+:)?c>",
    re.DOTALL,
)
NAME = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]+)</")

NEVER_CALCULATED = gettext_noop(
    "Cell %(cell)s holds a formula without a saved result. Open the file in a spreadsheet program, save it, and drop "
    "it again."
)
ERROR = gettext_noop("Cell %(cell)s holds the error %(error)s. Mend its formula and drop the file again.")


@dataclass(slots=True)
class Scan:
    """Cells without a usable value by row number and column index, merged ones, and how far the sheet reaches."""

    broken: dict[int, dict[int, Said]] = field(default_factory=dict)
    last_row: int = 0
    columns: set[bytes] = field(default_factory=set)
    count: int = 0
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)  # ODS; others' reader tells

    def note(self, row: int, column: int, problem: Said) -> None:
        """Note a cell without a usable value."""
        if self.count < MOST_BROKEN:
            self.count += 1
            self.broken.setdefault(row, {})[column] = problem


def scan(path: Path, archive: Archive, sheet: str) -> Scan:
    """Go through the XML of one sheet of an XLSX once, in pieces.

    Raises:
        UnreadableFile: A stray cell far out would make the sheet fill the memory.
    """
    found = Scan()
    entry = archive.sheets.get(sheet)
    with zipfile.ZipFile(path) as opened:
        if entry is None or entry not in opened.namelist():
            return found
        for part in _parts(pieces(opened, entry)):
            _take(found, part, calculated=archive.calculated)
    _refuse_extent(found)
    return found


def _parts(stream: Iterator[bytes]) -> Iterator[bytes]:
    """Cut the stream behind a closing bracket of a row, so that no cell is torn."""
    rest = b""
    for piece in stream:
        whole = rest + piece
        end = max(whole.rfind(b"</row>"), whole.rfind(b":row>"))
        if end < 0:
            rest = whole
            continue
        yield whole[: end + 6]
        rest = whole[end + 6 :]
    yield rest


def _take(found: Scan, part: bytes, *, calculated: bool) -> None:
    rows = ROW.findall(part)
    if rows:
        found.last_row = max(found.last_row, *map(int, rows))
    if found.last_row * WIDEST > MOST_CELLS:
        found.columns.update(COLUMN.findall(part))
    if any(mark in part for mark in FORMULAS):
        for cell in CELL.finditer(part):
            _judge(found, cell, calculated=calculated)


def _judge(found: Scan, cell: re.Match[bytes], *, calculated: bool) -> None:
    marks, inner = cell["marks"], cell["inner"]
    value = VALUE.search(inner)
    text = value[1] if value else b""
    # A program that never calculates writes 0 for every formula and asks Excel to calculate on opening.
    empty = not text or (not calculated and text == b"0" and b"t=" not in marks)
    problem: str | None = None
    if b't="e"' in marks:
        problem = ERROR
    elif empty and FORMULA.search(inner) and b't="str"' not in marks:
        problem = NEVER_CALCULATED
    name = NAME.search(marks)
    if problem is not None and name is not None:
        told = said(problem, cell=(name[1] + name[2]).decode(), error=text.decode())
        found.note(int(name[2]), column_index(name[1]), told)


def column_index(letters: bytes) -> int:
    """Return the index of a column from its letters.

    >>> column_index(b"A"), column_index(b"AA")
    (0, 26)
    """
    index = 0
    for code in letters:
        index = index * 26 + code - 64
    return index - 1


def _refuse_extent(found: Scan) -> None:
    width = max(map(column_index, found.columns), default=0) + 1
    if found.last_row * width > MOST_CELLS:
        raise too_large(found.last_row * width * 32 >> 20)
