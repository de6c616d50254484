"""What a file is by its content, whatever its name ends with; what is no table is refused by its own name."""

import re
from pathlib import Path

from troth.basis.text import gettext_noop
from troth_site.sheets.messages import UnreadableFile, said

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Other types by their first bytes, and what people call them.
OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
HTML = re.compile(rb"^\s*(<!doctype html|<html|<head|<body|<table|<meta|<div)", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml|^\s*<\w+[\s>:]")
JSON = re.compile(rb'^\s*(\{\s*"|\[\s*[\[{"])')


def kind_of(path: Path) -> str:
    """Return text, zip (a workbook inside or not) or ole; refuse what is certainly no table."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise UnreadableFile(
            said(gettext_noop("The file is empty.")),
            mend=said(gettext_noop("Drop a file with a header and at least one row of data.")),
        )
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    if (name := _other(head.removeprefix(b"\xef\xbb\xbf"))) is not None:
        raise wrong_type(path, name)
    return "text"


def _other(head: bytes) -> str | None:
    for start, name in OTHERS:
        # A text table may begin with the two letters BM; an image goes on with zero bytes.
        if head.startswith(start) and (len(start) > 2 or b"\0" in head[:32] or start == b"\x1f\x8b"):
            return name
    for pattern, name in ((HTML, "HTML"), (XML, "XML"), (JSON, "JSON")):
        if pattern.match(head):
            return name
    return None


def wrong_type(path: Path, name: str) -> UnreadableFile:
    """Return the refusal of a file that is something else, under whatever ending."""
    ending = path.suffix.lower() or "-"
    message = gettext_noop("This is a %(type)s file, not a table, although its name ends in %(ending)s.")
    plain = gettext_noop("This is a %(type)s file, not a table.")
    tells = ending in {".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xlsm", ".ods"}
    return UnreadableFile(
        said(message if tells else plain, type=name, ending=ending),
        mend=said(gettext_noop("Open it in a spreadsheet program, save it as XLSX or CSV, and drop that file.")),
    )
