"""Files of lots: read by their column names, written with more columns, each bad row named by its number."""

import csv
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from troth_site.management.answers import No
from troth_site.sheets.encodings import Encoding, find_encoding
from troth_site.sheets.messages import WHOLE_FILE, UnreadableFile
from troth_site.sheets.text_files import Dialect, records

YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
DELIMITERS = (",", ";", "\t")
SHOWN = 40  # characters of a cell that a message repeats


class BadRow(ValueError):
    """One row of a file cannot be read; the message says which column and why."""


class Row(NamedTuple):
    """A row of a file: its number as a spreadsheet counts, and its cells by column."""

    line: int
    cells: dict[str, str]


def rows(path: str, *, needed: Sequence[str]) -> list[Row]:
    """Return the rows of a file, blanks stripped and empty rows left out.

    Args:
        path: A text file with a header, cut by commas, semicolons or tabs, in any encoding that imports know.
        needed: Columns that must be there, in whatever letters of either size.

    Raises:
        No: The file cannot be read, lacks a column or names one twice, or a row has more cells than the header.
    """
    try:
        encoding = find_encoding(Path(path))
        lines = _records(path, encoding, needed)
        _, header = next(lines, (1, []))
        names = [_named(cell, needed) for cell in header]
        _check_header(path, names, needed)
        return [Row(number, _cells(path, number, names, record)) for number, record in lines if any(map(_text, record))]
    except OSError as error:
        raise No(f"{path}: {error.strerror}") from error
    except UnreadableFile as error:
        place = "" if error.place is WHOLE_FILE else f" {error.place}"
        raise No(f"{path}: {error.message}{place} Save it as CSV in UTF-8.") from error


def _records(path: str, encoding: Encoding, needed: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Cut the file by the first delimiter under which its header names what is needed."""
    for delimiter in DELIMITERS:
        cut = records(Path(path), encoding, Dialect(delimiter, "LF"))
        if set(needed) <= {_named(cell, needed) for _, header in islice(cut, 1) for cell in header}:
            return records(Path(path), encoding, Dialect(delimiter, "LF"))
    return records(Path(path), encoding, Dialect(",", "LF"))


def _text(cell: str) -> str:
    return cell.strip()


def _named(cell: str, needed: Sequence[str]) -> str:
    name = _text(cell)
    return name.casefold() if name.casefold() in needed else name


def _cells(path: str, number: int, names: Sequence[str], record: list[str]) -> dict[str, str]:
    if any(map(_text, record[len(names) :])):
        raise No(
            f"{path}, row {number}: {len(record)} cells stand under {len(names)} columns; "
            "write a value that holds the delimiter between quotation marks"
        )
    cells = [_text(cell) for cell in record[: len(names)]]
    return dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=True))


def _check_header(path: str, names: Sequence[str], needed: Sequence[str]) -> None:
    if not any(names):
        raise No(f"{path} is empty; its first line names the columns {', '.join(needed)}")
    missing = [name for name in needed if name not in names]
    if missing:
        raise No(f"{path} has no column {', '.join(missing)}; its first line names: {shown(', '.join(names), 200)}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise No(f"{path} names the column {', '.join(twice)} twice")


def shown(text: str, most: int = SHOWN) -> str:
    """Return a text as a message repeats it, cut where it is long."""
    return text if len(text) <= most else f"{text[:most]}…"


def writer(columns: Sequence[str]) -> "csv.DictWriter[str]":
    """Return a writer of rows to standard output, its header written."""
    made = csv.DictWriter(sys.stdout, fieldnames=list(columns), lineterminator="\n", extrasaction="ignore")
    made.writeheader()
    return made


def whole(row: dict[str, str], name: str) -> int:
    """Return a column's whole number.

    Raises:
        BadRow: It is empty or no whole number.
    """
    text = row[name]
    if not text:
        raise BadRow(f"{name} is empty")
    try:
        return int(text)
    except ValueError:
        raise BadRow(f"{name} is {shown(text)!r}, not a whole number; write it like 30") from None


def number(row: dict[str, str], name: str) -> float:
    """Return a column's number.

    Raises:
        BadRow: It is empty or no number.
    """
    text = row[name]
    try:
        found = float(text)
    except ValueError:
        raise BadRow(_no_number(name, text) if text else f"{name} is empty") from None
    if not isfinite(found):
        raise BadRow(_no_number(name, text))
    return found


def count(row: dict[str, str], name: str) -> float:
    """Return a column's count, whichever way its whole number is written, such as 3 or 3.0.

    Raises:
        BadRow: It is empty, no number or not whole.
    """
    found = number(row, name)
    if not found.is_integer():
        raise BadRow(f"{name} is {shown(row[name])!r}; a count is a whole number")
    return found


def _no_number(name: str, text: str) -> str:
    return f"{name} is {shown(text)!r}, not a number; write it like 9.45"


def said(row: dict[str, str], name: str) -> bool | None:
    """Return a column's yes or no; None where it is empty.

    Raises:
        BadRow: It is neither.
    """
    text = row[name].casefold()
    if text in YES or text in NO:
        return text in YES
    if not text:
        return None
    raise BadRow(f"{name} is {shown(row[name])!r}; write yes or no")
