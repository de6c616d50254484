"""Opening any file as a table: the one door of this folder for files that come in."""

from collections.abc import Iterator
from pathlib import Path

from troth.basis.text import gettext_noop
from troth_site.sheets import text_files
from troth_site.sheets.detecting import kind_of
from troth_site.sheets.encodings import Encoding, find_encoding
from troth_site.sheets.guards import unguarded
from troth_site.sheets.headers import Header, find_header, refuse_ragged
from troth_site.sheets.messages import said
from troth_site.sheets.tables import Facts, Row, Table

NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
OTHER_NAMES = {"cp1252": "Windows-1252", "cp1254": "Windows-1254", "gb18030": "GB18030", "cp950": "Big5"}


def open_table(path: Path | str, *, sheet: str | None = None) -> Table:
    """Open a CSV, TSV, XLSX, XLSB, XLS or ODS file by its content.

    Args:
        path: The file; its ending does not matter.
        sheet: Name of the sheet, needed only where several hold data.

    Raises:
        UnreadableFile: The file cannot be trusted as a whole: what, where, how to mend it.
        ChooseSheet: Several sheets hold data and none was named.
    """
    path = Path(path)
    kind = kind_of(path)
    if kind == "text":
        return _open_text(path)
    # reason: the readers of workbooks take 5 MB, which the import of a large text file has better use for.
    from troth_site.sheets.workbooks import open_workbook  # noqa: PLC0415

    return open_workbook(path, kind=kind, sheet=sheet)


def _open_text(path: Path) -> Table:
    encoding = find_encoding(path)
    dialect = text_files.find_dialect(path, encoding)
    text_files.check_quotes(path, encoding, dialect)
    header = find_header(text_files.records(path, encoding, dialect))
    refuse_ragged(header, text_files.records(path, encoding, dialect))

    guards = text_files.has_guards(path)

    def start() -> Iterator[Row]:
        found = _text_rows(header, text_files.records(path, encoding, dialect))
        return map(_unguarded, found) if guards else found

    return Table(path, header.names, header.row, _facts(encoding, dialect, header), start)


def _facts(encoding: Encoding, dialect: text_files.Dialect, header: Header) -> Facts:
    name = NAMES.get(encoding.codec) or OTHER_NAMES.get(encoding.codec) or encoding.codec
    notes = [*encoding.notes, *header.notes]
    if dialect.line_end == "mixed":
        notes.append(said(gettext_noop("The file mixes several kinds of line end.")))
    return Facts("text", encoding=name, delimiter=dialect.delimiter, line_end=dialect.line_end, notes=tuple(notes))


def _text_rows(header: Header, records: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    width, top = header.width, header.row
    for number, record in records:
        if number <= top:
            continue
        if len(record) != width:
            record = _fitted(record, width)
        if any(record) and any(map(str.strip, record)):
            yield Row(number, tuple(record))


def _unguarded(row: Row) -> Row:
    return Row(row.number, tuple([unguarded(cell) for cell in row.cells]))  # type: ignore[arg-type]


def _fitted(record: list[str], width: int) -> list[str]:
    """Cut blank cells beyond the header; a row that stays ragged is refused later, by row."""
    while len(record) > width and not record[-1].strip():
        record.pop()
    return record
