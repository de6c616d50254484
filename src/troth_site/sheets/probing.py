"""Opening a binary workbook once in a process of its own, with little memory: a damaged one may take it all.

The reader follows the sector chains of .xls files without looking for circles, and makes room for the furthest cell
that .xlsb and .xls name. Both have ended whole servers; here they end a child that nobody misses.
"""

import subprocess
import sys
from pathlib import Path

from python_calamine import CalamineWorkbook, PasswordError

MOST_BYTES = 2 << 30
MOST_SECONDS = 120
OPENS, DAMAGED, ENCRYPTED = 0, 1, 3


def probe(path: Path) -> int:
    """Return OPENS, DAMAGED or ENCRYPTED; nothing the file holds can harm the caller."""
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and file; the path is one argument
            [sys.executable, "-I", __file__, str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return DAMAGED
    return child.returncode if child.returncode in (OPENS, ENCRYPTED) else DAMAGED


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def _open_all(path: str) -> int:
    try:
        book = CalamineWorkbook.from_path(path)
    except PasswordError:
        return ENCRYPTED
    for name in book.sheet_names:
        book.get_sheet_by_name(name)
    return OPENS


if __name__ == "__main__":
    _limit_memory()
    sys.exit(_open_all(sys.argv[1]))
