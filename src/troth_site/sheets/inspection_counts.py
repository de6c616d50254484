"""Numbers of units in inspection results: whole, never guessed; which words say that nobody knows them is stated."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from troth.basis.text import gettext_noop
from troth_site.sheets.dates import Unread
from troth_site.sheets.inspection_columns import NUMBERS
from troth_site.sheets.number_forms import Amount
from troth_site.sheets.numbers import NumberColumn, NumberDecision, NumberReader
from troth_site.sheets.questions import Question
from troth_site.sheets.tables import Cell, Table, text_of

UNKNOWN = frozenset({"unknown", "n/a", "na", "pending", "tbd", "未知", "不详", "待定"})
"""Words that say a number is not known; every other word is refused, even where it looks as if it said so."""
LARGEST = 100_000_000
NO_COUNT = gettext_noop(
    "This is no number of units. Write a whole number; where nobody knows it, leave the cell blank or write unknown, "
    "n/a or pending."
)
NO_UNITS = gettext_noop("This has to be 1 or more; where nobody knows it, leave the cell blank.")
AT_LEAST_ONE = ("lot_size", "inspected")


@dataclass(slots=True)
class Counts:
    """How the columns of numbers are read, and which words in them say that nothing is known."""

    decisions: Mapping[str, NumberDecision]
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    readers: dict[str, NumberReader] = field(default_factory=dict)

    def read(self, name: str, cell: Cell) -> int | str | None:
        """Return the number of a cell, None where nobody knows it, or the sentence that refuses it."""
        text = text_of(cell).strip()
        if unicodedata.normalize("NFKC", text).casefold() in UNKNOWN:
            self.unknown.setdefault(name, Counter())[text] += 1
            return None
        found = self.readers.setdefault(name, NumberReader(self.decisions[name].style)).read(cell)
        if found is None:
            return None
        value = None if isinstance(found, Unread) or _is_more(found) else found.point
        if value is None or value % 1 or not 0 <= value <= LARGEST:
            return NO_COUNT
        return NO_UNITS if name in AT_LEAST_ONE and value < 1 else int(value)


def _is_more(found: Amount) -> bool:
    """Say whether a cell says more than a number: money or a share is no number of units."""
    return found.percent or found.currency is not None or found.shared_sign is not None


def study(
    table: Table, columns: Mapping[str, int], answers: Mapping[str, str]
) -> tuple[dict[str, NumberDecision], tuple[Question, ...]]:
    """Decide for every column of numbers whether a point or a comma parts thousands, or ask.

    Raises:
        UnreadableFile: A column mixes both ways, or an answer does not go with what is written.
    """
    held = {name: NumberColumn(table.header[columns[name]], counts=True) for name in NUMBERS if name in columns}
    for row in table.rows() if held else ():
        if len(row.cells) == len(table.header):
            for name, column in held.items():
                column.study(row.cells[columns[name]], row.number)
    decided = {name: column.decide(name, answers.get(column.name)) for name, column in held.items()}
    asked = tuple(question for _decision, question in decided.values() if question is not None)
    return {name: decision for name, (decision, _question) in decided.items()}, asked
