"""Workbooks as zip archives: what kind, whether it is safe to open, and what only its XML tells."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from troth.basis.text import gettext_noop
from troth_site.sheets.detecting import wrong_type
from troth_site.sheets.messages import UnreadableFile, said

MOST_ENTRIES = 10_000
MOST_BYTES = 1 << 30
SUSPECT_BYTES, SUSPECT_RATIO = 20 << 20, 300  # ordinary sheets shrink 5 to 60 times
PIECE = 1 << 20
DATA_MODEL = re.compile(
    r"^xl/(model/|pivotCache/|connections\.xml$|queryTables/|customData/|powerPivot)", re.IGNORECASE
)
# All that zipfile and ElementTree raise on damaged files; they have no common class.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
SAVE_AGAIN = gettext_noop("Open it in a spreadsheet program, save it under another name, and drop that file.")


@dataclass(frozen=True, slots=True)
class Archive:
    """What a zipped workbook tells besides its cells."""

    kind: str  # xlsx, xlsb, ods
    date_system: int | None
    calculated: bool  # False where a program wrote the file and left all formulas to be calculated on opening
    has_data_model: bool
    sheets: dict[str, str]  # sheet name to the entry with its XML; xlsx only


def inspect(path: Path) -> Archive:
    """Check a zipped workbook before anything expands it.

    Raises:
        UnreadableFile: It is no workbook, damaged, encrypted, or would expand beyond all measure.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive)
            kind = _kind(archive, path)
            _refuse_encrypted(archive, kind)
            _refuse_damaged(archive)
            return _inspected(archive, kind)
    except BROKEN as error:
        raise damaged() from error


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > SUSPECT_BYTES and entry.file_size > SUSPECT_RATIO * max(1, entry.compress_size)
        for entry in entries
    )
    if len(entries) > MOST_ENTRIES or total > MOST_BYTES or swollen:
        raise too_large(total >> 20)


def too_large(megabytes: int) -> UnreadableFile:
    """Return the refusal of a workbook that would fill the memory."""
    return UnreadableFile(
        said(gettext_noop("The workbook would expand to %(size)s MB, as no honest one does."), size=megabytes),
        mend=said(gettext_noop("Copy the rows into a new workbook, or save the sheet as CSV, and drop that file.")),
    )


def _kind(archive: zipfile.ZipFile, path: Path) -> str:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "mimetype" in names and archive.read("mimetype").startswith(ODS_TYPE):
        return "ods"
    for start, name in (("word/", "Word"), ("ppt/", "PowerPoint")):
        if any(entry.startswith(start) for entry in names):
            raise wrong_type(path, name)
    if "content.xml" in names:
        raise wrong_type(path, "OpenDocument")
    raise wrong_type(path, "ZIP")


def _refuse_encrypted(archive: zipfile.ZipFile, kind: str) -> None:
    sealed = any(entry.flag_bits & 1 for entry in archive.infolist())
    if kind == "ods" and "META-INF/manifest.xml" in archive.namelist():
        sealed = sealed or b"encryption-data" in archive.read("META-INF/manifest.xml")
    if sealed:
        raise encrypted()


def encrypted() -> UnreadableFile:
    """Return the refusal of a workbook with a password."""
    return UnreadableFile(
        said(gettext_noop("The workbook is protected by a password.")),
        mend=said(gettext_noop("Remove the password in the spreadsheet program, save, and drop the file again.")),
    )


def damaged() -> UnreadableFile:
    """Return the refusal of a workbook that does not open."""
    return UnreadableFile(said(gettext_noop("The workbook is damaged or cut off.")), mend=said(SAVE_AGAIN))


def _refuse_damaged(archive: zipfile.ZipFile) -> None:
    """Read every entry to its end: a checksum that fails raises, and nothing has been believed yet."""
    for entry in archive.infolist():
        for _ in pieces(archive, entry.filename):
            pass


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Stream one entry."""
    with archive.open(name) as file:
        while piece := file.read(PIECE):
            yield piece


def _inspected(archive: zipfile.ZipFile, kind: str) -> Archive:
    has_model = any(DATA_MODEL.match(name) for name in archive.namelist())
    if kind != "xlsx":
        return Archive(kind, None, calculated=True, has_data_model=has_model, sheets={})
    workbook = archive.read("xl/workbook.xml")
    return Archive(
        kind,
        1904 if re.search(rb'date1904\s*=\s*"(1|true)"', workbook) else 1900,
        calculated=not re.search(rb'fullCalcOnLoad\s*=\s*"(1|true)"', workbook),
        has_data_model=has_model,
        sheets=_sheets(archive, workbook),
    )


def _sheets(archive: zipfile.ZipFile, workbook: bytes) -> dict[str, str]:
    """Follow the relations from each sheet's name to the entry that holds it."""
    if "xl/_rels/workbook.xml.rels" not in archive.namelist():
        return {}
    relations = archive.read("xl/_rels/workbook.xml.rels")
    if b"<!DOCTYPE" in workbook or b"<!DOCTYPE" in relations:
        raise damaged()  # no spreadsheet program writes one; entities could expand without end
    targets = {node.get("Id"): node.get("Target", "") for node in ElementTree.fromstring(relations)}  # noqa: S314
    sheets: dict[str, str] = {}
    for node in ElementTree.fromstring(workbook).iter():  # noqa: S314 - no document type, checked above
        if node.tag.rpartition("}")[2] != "sheet":
            continue
        relation = next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == "id"), "")
        target = targets.get(relation, "").lstrip("/")
        sheets[node.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return sheets
