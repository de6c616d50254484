"""What the reader of old .xls files does not tell: which streams a compound file holds, and its date system."""

import struct
from pathlib import Path

PIECE = 1 << 20
# The record that opens a workbook's globals in BIFF8 and BIFF5/7, up to its document type 0x0005.
OPENINGS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
DATE_MODE, END = 0x0022, 0x000A
SEARCHED = 1 << 16


def holds(path: Path, stream: str) -> bool:
    """Say whether a compound file has a stream of this name; its directory may lie anywhere in the file."""
    wanted = stream.encode("utf-16-le") + b"\0\0"
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if wanted in rest + piece:
                return True
            rest = piece[-len(wanted) :]
    return False


def date_system_of(path: Path) -> int | None:
    """Return 1900 or 1904 as the workbook's globals say; None where they are not where they usually are.

    Source: [MS-XLS] 2.4.77 Date1904.
    """
    data = path.read_bytes()
    for opening in OPENINGS:
        start = data.find(opening)
        if start >= 0 and (found := _walk(data, start)) is not None:
            return found
    return None


def _walk(data: bytes, at: int) -> int | None:
    end = min(len(data), at + SEARCHED) - 6
    while at < end:
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == DATE_MODE and size == 2:
            return 1904 if struct.unpack_from("<H", data, at + 4)[0] == 1 else 1900
        if kind == END:
            return None
        at += 4 + size
    return None
