"""Columns that cannot be what they are taken for: the header is shifted against the data, or another one is meant."""

from itertools import islice

from troth.basis.text import gettext_noop
from troth_site.sheets.date_forms import BLANK, read_date
from troth_site.sheets.dates import DateColumn
from troth_site.sheets.mapping import FIELDS, Columns
from troth_site.sheets.messages import Said, UnreadableFile, at_row, said
from troth_site.sheets.tables import Cell, Table, letter, text_of

LOOKED_AT = 200


def refuse(table: Table, columns: Columns, *, promised: DateColumn) -> None:
    """Refuse a file whose promised column holds no days, or whose factory column holds days instead of names.

    Args:
        table: The opened file.
        columns: Which column is what.
        promised: What all values of the promised column say.

    Raises:
        UnreadableFile: One of them does.
    """
    _refuse_days_as_names(table, columns)
    _refuse_no_days(table, columns.fields["promised"], promised)


def _refuse_days_as_names(table: Table, columns: Columns) -> None:
    index = columns.fields["factory"]
    cells = [row.cells[index] for row in islice(table.rows(), LOOKED_AT) if index < len(row.cells)]
    filled = [cell for cell in cells if text_of(cell).strip()]
    days = [cell for cell in filled if _is_plainly_a_day(cell)]
    if len(days) * 2 <= len(filled):
        return
    message = gettext_noop(
        "The column %(column)s, chosen for %(field)s, holds days such as %(value)s: the header is shifted against "
        "the data, or another column is meant."
    )
    named = {"column": columns.names["factory"], "field": said(FIELDS["factory"]), "value": text_of(days[0])}
    raise _refused(table, said(message, **named))


def _is_plainly_a_day(cell: Cell) -> bool:
    """Digits alone may be a factory's number."""
    written = read_date(cell)
    is_day = written is not BLANK and written.problem is None and written.serial is None
    return is_day and not text_of(cell).strip().isdecimal()


def _refuse_no_days(table: Table, index: int, column: DateColumn) -> None:
    filled = column.dates + column.broken + sum(column.words.values())
    if not filled or column.dates * 2 >= filled:
        return
    neighbour = _dates_beside(table, index)
    if neighbour is None and column.dates + column.shaped > filled / 2:
        return  # dates, but such as do not exist: they are refused row by row
    message = gettext_noop("The column %(column)s, chosen for %(field)s, holds no dates but, for example, %(value)s.")
    shifted = gettext_noop(
        "The column %(column)s holds no dates but, for example, %(value)s, while column %(beside)s beside it does: "
        "the header is shifted against the data, or another column is meant."
    )
    beside = None if neighbour is None else f"{letter(neighbour)} ({table.header[neighbour]})"
    named = {"column": column.name, "field": said(FIELDS["promised"]), "value": column.example, "beside": beside}
    raise _refused(table, said(message if beside is None else shifted, **named))


def _dates_beside(table: Table, index: int) -> int | None:
    beside = [i for i in (index - 1, index + 1) if 0 <= i < len(table.header)]
    columns = {i: DateColumn(table.header[i]) for i in beside}
    for row in islice(table.rows(), LOOKED_AT):
        for i, column in columns.items():
            if i < len(row.cells):
                column.study(row.cells[i], row.number)
    good = [i for i, column in columns.items() if column.dates > 2 * (column.broken + sum(column.words.values()))]
    return good[0] if good else None


def _refused(table: Table, problem: Said) -> UnreadableFile:
    mend = gettext_noop("Put every name over its own column, or choose another column.")
    return UnreadableFile(problem, place=at_row(table.header_row), mend=said(mend))
