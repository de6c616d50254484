"""How commands answer: one JSON document or a table, and two ways to say no."""

import json
import sys
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any


class No(Exception):
    """The answer is no: verification failed, a file was refused, nobody has that name.

    Attributes:
        document: What is printed under --json beside the reason; without one, the reason is the document.
    """

    def __init__(self, reason: str, document: Any = None) -> None:
        """Keep the reason and the document."""
        super().__init__(reason)
        self.document = document


class WrongUse(Exception):
    """The command was called in a way that cannot be meant."""


def print_json(document: Any) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, default=_plain, allow_nan=False)
    sys.stdout.write("\n")


def print_table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows under their headers, numbers to the right, an en dash where nothing is known."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(header, *cells, strict=True)]
    right = [all(not isinstance(row[at], str) for row in rows) and bool(rows) for at in range(len(header))]
    for line in (list(header), *cells):
        print("  ".join(_aligned(*cell) for cell in zip(line, widths, right, strict=True)).rstrip())


def percent(share: float | None) -> str:
    """Return a fraction as a percentage with one decimal, an en dash where it is not known."""
    return "–" if share is None else f"{100 * share:.1f} %"


def _aligned(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _width(text: str) -> int:
    """Return the columns a text takes in a terminal: two for wide characters, none for marks that combine."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _shown(cell: Any) -> str:
    return "–" if cell is None else str(cell)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{value!r} has no JSON form")
