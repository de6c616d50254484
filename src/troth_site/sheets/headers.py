"""Where the header of a table stands, and whether it can be trusted to name the columns below it."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from troth.basis.text import gettext_noop
from troth_site.sheets.messages import Said, UnreadableFile, at_row, said
from troth_site.sheets.tables import Cell, letter, plain_name, text_of

LOOKED_AT = 400
HIGHEST_HEADER = 60  # rows with content above which a header is looked for
WHY_REFUSED = "Why refused"  # the column written beside refused rows; it is passed over when they come back

VALUE_LIKE = re.compile(r"^[-+(]?[\d.,'\s]*\d[\d.,'\s]*[)%]?$|^\d{1,4}[-/.]\w{1,9}[-/.]\d{1,4}|^\d{4}年")
MERGED_MEND = gettext_noop("Unmerge the cells, give every column its own name in one row, and drop the file again.")


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns and the row they stand in; `width` counts the cells that are used."""

    row: int
    names: tuple[str, ...]
    notes: tuple[Said, ...] = ()

    @property
    def width(self) -> int:
        """Return how many cells a full row has."""
        return len(self.names)


def find_header(records: Iterable[tuple[int, Sequence[Cell]]]) -> Header:
    """Find the row that names the columns among the first records; refuse what cannot be trusted.

    The header is the first row that fills nearly the width of the rows below it; titles above are narrower.
    """
    rows = [(number, trimmed(cells)) for number, cells in islice(records, LOOKED_AT)]
    rows = [(number, cells) for number, cells in rows if cells]
    if not rows:
        raise _empty()
    width = _usual_width(rows)
    if width < 2:
        raise _one_column(rows[0][0])
    index = _first_wide(rows, width)
    number, cells = rows[index]
    _refuse_data_as_header(number, cells)
    below = rows[index + 1 :]
    if not below:
        raise _no_rows(number)
    _refuse_shifted(number, cells, below)
    names, notes = _named(number, cells, below)
    return Header(number, names, notes)


def trimmed(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cut the blank cells at the end of a row."""
    end = len(cells)
    while end and is_blank(cells[end - 1]):
        end -= 1
    return tuple(cells[:end])


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing to read."""
    return type(cell) is str and not cell.strip()


def _usual_width(rows: list[tuple[int, tuple[Cell, ...]]]) -> int:
    """The last used column of most rows; wider rows are ragged, unless the header itself is that wide."""
    widths = Counter(len(cells) for _, cells in rows)
    common = max(widths, key=lambda w: (widths[w], w))
    return common if common > 1 else max(widths)


def _first_wide(rows: list[tuple[int, tuple[Cell, ...]]], width: int) -> int:
    needed = max(2, round(width * 0.7)) if width > 2 else 2
    for index, (_, cells) in enumerate(rows[:HIGHEST_HEADER]):
        if sum(not is_blank(cell) for cell in cells) >= needed:
            return index
    return _fullest(rows)


def _fullest(rows: list[tuple[int, tuple[Cell, ...]]]) -> int:
    counts = [sum(not is_blank(cell) for cell in cells) for _, cells in rows[:HIGHEST_HEADER]]
    return counts.index(max(counts))


def _refuse_data_as_header(number: int, cells: tuple[Cell, ...]) -> None:
    filled = [cell for cell in cells if not is_blank(cell)]
    values = [cell for cell in filled if _is_value(cell)]
    if len(values) * 3 < len(filled) or not values:
        return
    raise UnreadableFile(
        said(
            gettext_noop("No header found: the first full row already holds data, such as %(value)s."),
            value=text_of(values[0]),
        ),
        place=at_row(number),
        mend=said(gettext_noop("Put one row with a name for every column above the data, and drop the file again.")),
    )


def _is_value(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(VALUE_LIKE.match(cell.strip()))
    return isinstance(cell, (int, float, bool, dt.date, dt.time, dt.timedelta))


def _refuse_shifted(number: int, cells: tuple[Cell, ...], below: list[tuple[int, tuple[Cell, ...]]]) -> None:
    """More than half of the rows wider than the header: its names stand over the wrong columns."""
    wider = [row for row in below if len(row[1]) > len(cells)]
    if len(wider) * 2 <= len(below):
        return
    raise UnreadableFile(
        said(
            gettext_noop("The header has %(header)s cells, but most rows have %(cells)s: its names are shifted."),
            header=len(cells),
            cells=Counter(len(row[1]) for row in wider).most_common(1)[0][0],
        ),
        place=at_row(number),
        mend=said(gettext_noop("Give every column its own name in one row, and drop the file again.")),
    )


def _named(
    number: int, cells: tuple[Cell, ...], below: list[tuple[int, tuple[Cell, ...]]]
) -> tuple[tuple[str, ...], tuple[Said, ...]]:
    """Trim the names, call a nameless column by its letter, and refuse two columns of one name."""
    names = [" ".join(text_of(cell).split()) for cell in cells]
    notes: list[Said] = []
    for index, name in enumerate(names):
        if not name:
            names[index] = f"({letter(index)})"
            if any(len(row) > index and not is_blank(row[index]) for _, row in below):
                message = gettext_noop("Column %(letter)s has no name and is passed over unless you choose it.")
                notes.append(said(message, letter=letter(index)))
    _refuse_duplicates(number, names)
    return tuple(names), tuple(notes)


def _refuse_duplicates(number: int, names: list[str]) -> None:
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        first = seen.setdefault(plain_name(name), index)
        if first != index and name != WHY_REFUSED:
            raise UnreadableFile(
                said(
                    gettext_noop("Two columns have the same name, %(name)s: column %(first)s and column %(second)s."),
                    name=name,
                    first=letter(first),
                    second=letter(index),
                ),
                place=at_row(number),
                mend=said(gettext_noop("Give each column its own name, and drop the file again.")),
            )


def refuse_ragged(header: Header, records: Iterable[tuple[int, Sequence[Cell]]]) -> None:
    """Refuse a text file whose rows have, mostly, other numbers of cells than its header."""
    below = [(n, cells) for n, cells in islice(records, LOOKED_AT) if n > header.row and trimmed(cells)]
    short = [cells for _, cells in below if len(cells) < header.width]
    if len(short) * 2 <= len(below):
        return
    raise UnreadableFile(
        said(
            gettext_noop("The header has %(header)s cells, but most rows have %(cells)s: its names are shifted."),
            header=header.width,
            cells=Counter(map(len, short)).most_common(1)[0][0],
        ),
        place=at_row(header.row),
        mend=said(gettext_noop("Give every column its own name in one row, and drop the file again.")),
    )


def _empty() -> UnreadableFile:
    return UnreadableFile(
        said(gettext_noop("The file is empty.")),
        mend=said(gettext_noop("Drop a file with a header and at least one row of data.")),
    )


def _no_rows(row: int) -> UnreadableFile:
    return UnreadableFile(
        said(gettext_noop("The file has a header, but no rows below it.")),
        place=at_row(row),
        mend=said(gettext_noop("Drop a file with a header and at least one row of data.")),
    )


def _one_column(row: int) -> UnreadableFile:
    return UnreadableFile(
        said(gettext_noop("No table found: every row has one cell only.")),
        place=at_row(row),
        mend=said(gettext_noop("Separate the columns by comma, semicolon, tab or |, or save the file as a workbook.")),
    )
