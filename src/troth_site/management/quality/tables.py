"""Files of lots: read by their column names, written with more columns, each bad row named by its number."""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from troth_site.management.answers import No

YES, NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})


class BadRow(ValueError):
    """One row of a file cannot be read; the message says which column and why."""


def rows(path: str, *, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a file by column name, blanks stripped.

    Args:
        path: A CSV file with a header.
        needed: Columns that must be there.

    Raises:
        No: The file cannot be read, lacks a column or names one twice.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_header(path, reader.fieldnames or [], needed)
            for row in reader:
                yield {str(name): (value or "").strip() for name, value in row.items() if isinstance(value, str | None)}
    except OSError as error:
        raise No(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise No(f"{path} is not a CSV file in UTF-8: {error}") from error


def _check_header(path: str, names: Sequence[str], needed: Sequence[str]) -> None:
    missing = [name for name in needed if name not in names]
    if missing:
        raise No(f"{path} has no column {', '.join(missing)}; its first line names: {', '.join(names) or 'nothing'}")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise No(f"{path} names the column {', '.join(twice)} twice")


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
        raise BadRow(f"{name} is {text!r}, not a whole number") from None


def number(row: dict[str, str], name: str) -> float:
    """Return a column's number.

    Raises:
        BadRow: It is empty or no number.
    """
    text = row[name]
    try:
        return float(text)
    except ValueError:
        raise BadRow(f"{name} is {text!r}, not a number" if text else f"{name} is empty") from None


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
    raise BadRow(f"{name} is {row[name]!r}; write yes or no")
