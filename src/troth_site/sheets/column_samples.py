"""What the first rows say of each column: its values, and of what kind they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from troth_site.sheets.date_forms import read_date
from troth_site.sheets.number_forms import CODES, SHARED_SIGNS, SIGNS, read_number
from troth_site.sheets.tables import Row, Table, text_of

FITS = 0.5  # share of filled cells that must be of a kind for the column to be of it


@dataclass(frozen=True, slots=True)
class SampledColumn:
    """What a column's sample holds: its different values, and the shares of its filled cells that read as each kind."""

    name: str
    values: tuple[str, ...]
    dates: float
    numbers: float
    currencies: float
    different: float


def sampled(table: Table, rows: Sequence[Row]) -> list[SampledColumn]:
    """Return what some rows of a table hold, column by column."""
    return [_column(table, index, rows) for index in range(len(table.header))]


def _column(table: Table, index: int, rows: Sequence[Row]) -> SampledColumn:
    cells = [row.cells[index] for row in rows if index < len(row.cells)]
    filled = [cell for cell in cells if text_of(cell).strip()]
    texts = [text_of(cell).strip() for cell in filled]
    distinct = tuple(dict.fromkeys(texts))

    def share(fits: Callable[..., bool], values: list) -> float:
        return sum(map(fits, values)) / len(values) if values else 0.0

    return SampledColumn(
        table.header[index],
        distinct,
        share(_is_date, filled),
        share(lambda cell: read_number(cell).problem is None, filled),
        share(lambda text: text.upper() in CODES or text.casefold() in SIGNS or text in SHARED_SIGNS, texts),
        len(distinct) / len(texts) if texts else 0.0,
    )


def _is_date(cell: object) -> bool:
    written = read_date(cell)  # type: ignore[arg-type]
    return written.problem is None and not (isinstance(cell, str) and written.serial is not None)
