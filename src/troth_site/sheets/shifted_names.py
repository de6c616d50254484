"""Names that stand one column beside their values, under a header as wide as the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.basis.text import gettext_noop
from troth_site.sheets.column_samples import FITS, SampledColumn
from troth_site.sheets.header_names import likeness
from troth_site.sheets.mapping import DATE_FIELDS, NUMBER_FIELDS
from troth_site.sheets.messages import UnreadableFile, at_row, said
from troth_site.sheets.tables import Table, letter

SURE = 0.75  # how well a name says what stands below it before it is held against the values
FEWEST = 3  # names that must all fit one column beside

_KINDS = dict.fromkeys(DATE_FIELDS, "dates") | dict.fromkeys(NUMBER_FIELDS, "numbers")
_KINDS |= {"currency": "currencies"}


@dataclass(frozen=True, slots=True)
class _Named:
    index: int
    kind: str


def refuse_shifted_names(table: Table, columns: Sequence[SampledColumn]) -> None:
    """Refuse a file in which the names fit the values one column beside them, and not their own.

    A column of row numbers without a name, or one cell too few, moves all values: then every column can be read, and
    every one is read as another.

    Args:
        table: The opened file.
        columns: What its first rows hold.

    Raises:
        UnreadableFile: All names that say a kind fit the columns one to the left or right, and some do not fit theirs.
    """
    named = [_Named(index, kind) for index, column in enumerate(columns) if (kind := _kind(column.name))]
    own = [_fits(columns, each, 0) for each in named]
    wrong = next((each for each, fits in zip(named, own, strict=True) if not fits and columns[each.index].values), None)
    if wrong is None:
        return
    for beside in (1, -1):
        there = [each for each in named if 0 <= each.index + beside < len(columns)]
        if len(there) >= FEWEST and all(_fits(columns, each, beside) for each in there):
            raise _refused(table, columns[wrong.index], wrong.index + beside)


def _kind(name: str) -> str:
    """Return of what kind the values of a column are by its name, empty where that is not plain."""
    score, kind = max((likeness(name, field)[0], kind) for field, kind in _KINDS.items())
    return kind if score >= SURE else ""


def _fits(columns: Sequence[SampledColumn], named: _Named, beside: int) -> bool:
    found: float = getattr(columns[named.index + beside], named.kind)
    return found >= FITS


def _refused(table: Table, wrong: SampledColumn, right: int) -> UnreadableFile:
    problem = gettext_noop(
        "The names of the columns stand one column beside their values: %(column)s holds, for example, %(value)s, and "
        "what its name says stands in column %(beside)s."
    )
    mend = gettext_noop("Put every name over its own column, and drop the file again.")
    told = said(problem, column=wrong.name, value=wrong.values[0], beside=letter(right))
    return UnreadableFile(told, place=at_row(table.header_row), mend=said(mend))
