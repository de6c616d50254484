"""Tables written as text: the delimiter sniffed over many lines with quotes respected, and a stream of records."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from troth.basis.text import gettext_noop
from troth_site.sheets.encodings import Encoding
from troth_site.sheets.messages import UnreadableFile, at_row, said

DELIMITERS = (",", "\t", ";", "|")
SNIFFED_CHARACTERS = 1 << 18
SNIFFED_ROWS = 400
LONGEST_CELL = 1 << 17  # a longer cell is a quotation mark that never closes
GUARDED = re.compile(rb"'[=+\-@\t\r\n']")
DECLARED = re.compile(r'^"?sep=(.)"?\r?\n?$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the records of a text file are cut."""

    delimiter: str
    line_end: str
    declared: bool = False  # the first line is Excel's sep= and no data


def find_dialect(path: Path, encoding: Encoding) -> Dialect:
    """Choose the delimiter that cuts most rows, the header among them, into the same number of cells."""
    head = _head(path, encoding)
    line_end = _line_end(head)
    first = head.splitlines(keepends=True)[0] if head.strip() else ""
    if found := DECLARED.match(first):
        return Dialect(found.group(1), line_end, declared=True)
    scores = {delimiter: _score(head, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return Dialect(best, line_end)


def _head(path: Path, encoding: Encoding) -> str:
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as file:
        head = file.read(SNIFFED_CHARACTERS)
        if len(head) == SNIFFED_CHARACTERS:  # the last line is cut: leave it out
            head = head[: max(head.rfind("\n"), head.rfind("\r")) + 1] or head
    return head


def _line_end(head: str) -> str:
    both = head.count("\r\n")
    counts = {"CRLF": both, "LF": head.count("\n") - both, "CR": head.count("\r") - both}
    used = [name for name, count in counts.items() if count]
    if len(used) > 1 and min(counts[name] for name in used) * 20 > max(counts.values()):
        return "mixed"  # a stray one inside a quoted cell is no line end
    return max(counts, key=lambda name: counts[name]) if used else "LF"


def _score(head: str, delimiter: str) -> tuple[float, int]:
    widths = Counter[int]()
    try:
        for record in islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), SNIFFED_ROWS):
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
    except csv.Error:
        return (0.0, 0)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width = max(wide, key=lambda w: (wide[w], w))
    # Lines before the header are narrow in every reading, so narrow ones weigh half.
    share = wide[width] / (sum(wide.values()) + widths[1] / 2)
    return (round(share, 2), width)


def records(path: Path, encoding: Encoding, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Stream the records by number; one with line breaks inside quotes counts once, as in a spreadsheet."""
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as file:
        reader = csv.reader(file, delimiter=dialect.delimiter)
        try:
            for number, record in enumerate(reader, 1):
                if record and not (number == 1 and dialect.declared):
                    yield number, record
        except csv.Error as error:
            raise unclosed_quote(number + 1) from error


def check_quotes(path: Path, encoding: Encoding, dialect: Dialect) -> None:
    """Refuse a file whose last quotation mark never closes: it would swallow every row after it."""
    if _quotes(path) % 2 == 0:
        return
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    with path.open(encoding=encoding.codec, errors=encoding.errors, newline="") as file:
        reader = csv.reader(file, delimiter=dialect.delimiter, strict=True)
        try:
            for _ in reader:
                number += 1
        except csv.Error as error:
            raise unclosed_quote(number + 1) from error


def _quotes(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b'"') for piece in iter(lambda: file.read(1 << 20), b""))


def has_guards(path: Path) -> bool:
    """Say whether some text may carry the apostrophe that our own exports put before what looks like a formula."""
    with path.open("rb") as file:
        return any(GUARDED.search(piece) for piece in iter(lambda: file.read(1 << 20), b""))


def unclosed_quote(number: int) -> UnreadableFile:
    """Return the refusal of a file with a quotation mark that does not close as it should."""
    return UnreadableFile(
        said(gettext_noop("A quotation mark opens here and does not close as it should.")),
        place=at_row(number),
        mend=said(gettext_noop("Close it, or write it twice inside a quoted cell, and drop the file again.")),
    )
