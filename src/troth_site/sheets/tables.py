"""A table as read from any file: its header, its rows by file row number, and what was decided on the way."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from troth_site.sheets.messages import Said

# Text files give text alone; workbooks also give numbers, dates and truth values.
Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Cells = tuple[Cell, ...]


class Row(NamedTuple):
    """One row of data; `number` counts from 1 as a spreadsheet shows it. A ragged row keeps its own width."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Facts:
    """What was decided while opening a file, to be shown beside the preview."""

    kind: str  # text, xlsx, xlsb, xls, ods
    encoding: str | None = None
    delimiter: str | None = None
    line_end: str | None = None  # LF, CRLF, CR, mixed
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    date_system: int | None = None  # 1900 or 1904; None where the format keeps whole dates or nobody knows
    notes: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and a stream of rows that can be started again as often as needed."""

    path: Path
    header: tuple[str, ...]
    header_row: int
    facts: Facts
    start: Callable[[], Iterator[Row]] = field(repr=False)
    # Cells without a usable value, by row number and column index: the reason, e.g. a formula never calculated.
    broken: dict[int, dict[int, Said]] = field(default_factory=dict, repr=False)

    def rows(self) -> Iterator[Row]:
        """Stream the rows below the header; blank rows are passed over."""
        return self.start()

    def column(self, name: str) -> int:
        """Return the index of a column by its header, forgiving case and stray blanks."""
        if name in self.header:
            return self.header.index(name)
        wanted = plain_name(name)
        found = [i for i, header in enumerate(self.header) if plain_name(header) == wanted]
        if len(found) != 1:
            raise KeyError(name)
        return found[0]


def plain_name(header: str) -> str:
    """Reduce a header to what two spellings of the same header share."""
    return " ".join(header.split()).casefold()


def letter(index: int) -> str:
    """Return a spreadsheet's name for a column index counted from 0: A, B, ... Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_of(cell: Any) -> str:
    """Write a cell as text in one way only: 5.0 is 5, a date is ISO, a truth value is TRUE or FALSE."""
    if type(cell) is str:
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return str(cell)
