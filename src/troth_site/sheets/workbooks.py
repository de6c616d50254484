"""Workbooks of every make: the sheet with the data, its header, its rows as they were calculated."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from troth.basis.text import gettext_noop
from troth_site.sheets import probing
from troth_site.sheets.archives import Archive, damaged, encrypted, inspect
from troth_site.sheets.detecting import wrong_type
from troth_site.sheets.headers import MERGED_MEND, Header, find_header, is_blank
from troth_site.sheets.messages import ChooseSheet, Said, UnreadableFile, at_row, said
from troth_site.sheets.ods_scan import scan_ods
from troth_site.sheets.old_workbooks import date_system_of, holds
from troth_site.sheets.sheet_scan import Scan, scan
from troth_site.sheets.tables import Cell, Facts, Row, Table, letter

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


def open_workbook(path: Path, *, kind: str, sheet: str | None) -> Table:
    """Open a workbook; `kind` is zip or ole, as its first bytes say."""
    archive = inspect(path) if kind == "zip" else _old(path)
    if archive.kind in ("xls", "xlsb"):
        _refuse_unsafe(path)
    book = _reading(lambda: CalamineWorkbook.from_path(path))
    name, opened, scanned = _choose(book, path, archive, sheet)
    header = find_header(enumerate(_cells(opened), 1))
    merged = scanned.merged or opened.merged_cell_ranges or []
    _refuse_merged(header, merged)
    _refuse_uncalculated(header, scanned)
    _mark_merged(header, merged, scanned)

    def start() -> Iterator[Row]:
        return _rows(header, opened)

    others = tuple(other for other in book.sheet_names if other != name)
    notes = (*header.notes, *_hidden_note(book, name))
    facts = Facts(archive.kind, sheet=name, other_sheets=others, date_system=archive.date_system, notes=notes)
    return Table(path, header.names, header.row, facts, start, scanned.broken)


def _old(path: Path) -> Archive:
    if holds(path, "EncryptedPackage"):
        raise encrypted()
    if not (holds(path, "Workbook") or holds(path, "Book")):
        raise wrong_type(path, "Word" if holds(path, "WordDocument") else "OLE")
    return Archive("xls", date_system_of(path), calculated=True, has_data_model=False, sheets={})


def _refuse_unsafe(path: Path) -> None:
    found = probing.probe(path)
    if found == probing.ENCRYPTED:
        raise encrypted()
    if found == probing.DAMAGED:
        raise damaged()


def _reading[T](read: Callable[[], T]) -> T:
    """Run the reader; whatever it raises on a broken file is one refusal, a panic of its Rust code included."""
    try:
        return read()
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


Opened = tuple[str, CalamineSheet, Scan]


def _choose(book: CalamineWorkbook, path: Path, archive: Archive, wanted: str | None) -> Opened:
    """Choose the one sheet with a table on it; hidden sheets count only where no other does."""
    if wanted is not None:
        if wanted not in book.sheet_names:
            raise UnreadableFile(
                said(gettext_noop("The workbook has no sheet named %(sheet)s."), sheet=wanted),
                mend=said(gettext_noop("Choose among: %(sheets)s."), sheets=", ".join(book.sheet_names)),
            )
        return _open(book, path, archive, wanted)
    sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    for visible in (True, False):
        names = [meta.name for meta in sheets if (meta.visible == SheetVisibleEnum.Visible) == visible]
        filled = [found for name in names if _is_filled((found := _open(book, path, archive, name))[1])]
        if filled:
            return filled[0] if len(filled) == 1 else _only_table(filled)
    raise _nothing_inside(archive)


def _open(book: CalamineWorkbook, path: Path, archive: Archive, name: str) -> Opened:
    scanners = {"xlsx": lambda: scan(path, archive, name), "ods": lambda: scan_ods(path, name)}
    scanned = scanners.get(archive.kind, Scan)()
    return name, _reading(lambda: book.get_sheet_by_name(name)), scanned


def _is_filled(sheet: CalamineSheet) -> bool:
    return sheet.start is not None and sheet.height > 0 and sheet.width > 0


def _only_table(filled: list[Opened]) -> Opened:
    tables = [found for found in filled if _has_table(found[1])]
    if len(tables) == 1:
        return tables[0]
    raise ChooseSheet(tuple((name, sheet.height) for name, sheet, _ in tables or filled))


def _has_table(sheet: CalamineSheet) -> bool:
    if sheet.height < 2 or sheet.width < 2:
        return False
    try:
        find_header(enumerate(_cells(sheet), 1))
    except UnreadableFile:
        return False
    return True


def _cells(sheet: CalamineSheet) -> Iterator[list[Cell]]:
    """Rows as the file counts them: the reader leaves out blank columns on the left, but not blank rows above."""
    start = sheet.start
    left: list[Cell] = [""] * (start[1] if start else 0)
    for cells in sheet.iter_rows():
        yield left + cells if left else cells  # type: ignore[operator]


def _rows(header: Header, sheet: CalamineSheet) -> Iterator[Row]:
    width, top = header.width, header.row
    for number, cells in enumerate(_cells(sheet), 1):
        if number <= top or all(map(is_blank, cells)):
            continue
        end = len(cells)
        while end > width and is_blank(cells[end - 1]):
            end -= 1
        yield Row(number, tuple(cells[:end]) + ("",) * (width - end))


def _nothing_inside(archive: Archive) -> UnreadableFile:
    if archive.has_data_model:
        return UnreadableFile(
            said(
                gettext_noop(
                    "Every sheet is empty: the data sits in the workbook's data model or behind a connection, which "
                    "only Excel can open."
                )
            ),
            mend=said(
                gettext_noop("In Excel, load the query to a sheet or copy the table as values, and save it again.")
            ),
        )
    return UnreadableFile(
        said(gettext_noop("Every sheet of the workbook is empty.")),
        mend=said(gettext_noop("Drop a file with a header and at least one row of data.")),
    )


def _refuse_merged(header: Header, merged: Merged) -> None:
    for (top, left), (bottom, right) in merged:
        if top <= header.row - 1 <= bottom and (right > left or bottom > top) and left < header.width:
            raise UnreadableFile(
                said(gettext_noop("The header has merged cells: %(cells)s."), cells=_area(top, left, bottom, right)),
                place=at_row(header.row),
                mend=said(MERGED_MEND),
            )


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}"


def _refuse_uncalculated(header: Header, scanned: Scan) -> None:
    for problem in scanned.broken.get(header.row, {}).values():
        raise UnreadableFile(problem, place=at_row(header.row), mend=said(MERGED_MEND))


def _mark_merged(header: Header, merged: Merged, scanned: Scan) -> None:
    """A cell covered by a merged one reads as blank though it shows a value: such a line is refused, not guessed."""
    message = gettext_noop("Cell %(cell)s is part of the merged cells %(cells)s. Unmerge them and repeat the value.")
    for (top, left), (bottom, right) in merged:
        if top < header.row or (bottom - top) * (right - left + 1) > 10_000:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    problem = said(message, cell=f"{letter(column)}{row + 1}", cells=_area(top, left, bottom, right))
                    scanned.broken.setdefault(row + 1, {})[column] = problem


def _hidden_note(book: CalamineWorkbook, name: str) -> tuple[Said, ...]:
    meta = next(meta for meta in book.sheets_metadata if meta.name == name)
    if meta.visible == SheetVisibleEnum.Visible:
        return ()
    return (said(gettext_noop("The data stands on the hidden sheet %(sheet)s."), sheet=name),)
