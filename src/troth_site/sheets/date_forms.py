"""One written date and every day it may mean; nothing is decided here, that takes the whole column."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from troth.basis.text import gettext_noop
from troth_site.sheets.messages import Said, said
from troth_site.sheets.month_names import MONTHS, PASSED_OVER
from troth_site.sheets.tables import Cell, text_of

Order = Literal["day-first", "month-first", "year-first"]
ORDERS: tuple[Order, ...] = ("day-first", "month-first", "year-first")

NOT_A_DATE = gettext_noop("%(value)s is not a date.")
REMEMBERED = 1 << 13
FIRST_YEAR, LAST_YEAR = 1950, 2100
# Two-digit years: 69-99 are the last century's, 00-68 this one's, as POSIX has it.
LAST_SHORT_YEAR = 68

CLOCK = re.compile(
    r"[T\s,]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(am|pm|a\.m\.|p\.m\.|上午|下午)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号號.]?$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
TRIPLE = re.compile(r"^(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})\.?$")
VIETNAMESE = re.compile(r"^(?:ngày\s*)?(\d{1,2})\s*(?:tháng|thg)\s*(\d{1,2})\s*,?\s*(?:năm\s*)?(\d{4})$")
SERIAL = re.compile(r"^[2-6]\d{4}$")
TOKENS = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Written:
    """What one cell may mean as a day.

    `fixed` is a day that needs no column to be understood; `by_order` the days under each order of day, month and
    year; `shapes` the orders its numbers allow, existing day or not; `serial` a spreadsheet's count of days.
    """

    fixed: dt.date | None = None
    by_order: tuple[tuple[Order, dt.date], ...] = ()
    shapes: frozenset[Order] = frozenset()
    serial: int | None = None
    problem: Said | None = None
    is_words: bool = False
    short_year: bool = False
    parts: tuple[int, int, int] | None = None

    def under(self, order: Order | None) -> dt.date | None:
        """Return the day under an order of day, month and year."""
        if self.fixed is not None:
            return self.fixed
        return next((day for name, day in self.by_order if name == order), None)


BLANK = Written()


@lru_cache(maxsize=REMEMBERED, typed=True)  # a file says the same day again and again, in two passes
def read_date(cell: Cell) -> Written:
    """Return every day a cell may mean; a blank means nothing and is no problem."""
    if isinstance(cell, dt.datetime):
        return _fixed(cell.year, cell.month, cell.day, str(cell))
    if isinstance(cell, dt.date):
        return _fixed(cell.year, cell.month, cell.day, str(cell))
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number(cell)
    if not isinstance(cell, str):
        return _no_date(text_of(cell))
    return _text(cell)


def _text(cell: str) -> Written:
    text = cell.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return BLANK
    if ":" in text:
        text = CLOCK.sub("", text)
    if not text.strip("0-./ "):
        return _no_date(cell)
    if found := TRIPLE.match(text):
        return _triple(int(found[1]), int(found[3]), found[4], cell)
    if found := YEAR_FIRST.match(text) or COMPACT.match(text):
        return _fixed(int(found[1]), int(found[2]), int(found[3]), cell)
    if SERIAL.match(text):
        return Written(serial=int(text))
    return _worded(text.casefold(), cell)


def _worded(text: str, cell: str) -> Written:
    if found := VIETNAMESE.match(text):
        return _fixed(int(found[3]), int(found[2]), int(found[1]), cell)
    numbers: list[str] = []
    months: list[int] = []
    for token in TOKENS.findall(text):
        if token.isdecimal():
            numbers.append(token)
        elif token in MONTHS:
            months.append(MONTHS[token])
        elif token not in PASSED_OVER:
            return _no_date(cell)
    if len(numbers) != 2 or len(months) != 1:
        return _no_date(cell)
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    if len(day) > 2 or len(year) not in (2, 4):
        return _no_date(cell)
    short = len(year) == 2
    return _fixed(long_year(year), months[0], int(day), cell, short=short)


def long_year(year: str) -> int:
    """Write a two-digit year in full; a four-digit one stays."""
    number = int(year)
    if len(year) != 2:
        return number
    return number + (2000 if number <= LAST_SHORT_YEAR else 1900)


def _triple(first: int, second: int, last: str, cell: str) -> Written:
    year = long_year(last)
    candidates: list[tuple[Order, int, int, int]] = [
        ("day-first", year, second, first),
        ("month-first", year, first, second),
    ]
    short = len(last) == 2
    if short:
        candidates.append(("year-first", long_year(f"{first:02}"), second, int(last)))
    shaped = [(name, y, m, d) for name, y, m, d in candidates if 1 <= m <= 12 and 1 <= d <= 31]
    days = tuple((name, day) for name, y, m, d in shaped if (day := _day(y, m, d)) is not None)
    if days:
        return Written(
            by_order=days,
            shapes=frozenset(name for name, *_ in shaped),
            short_year=short,
            parts=(first, second, int(last)),
        )
    if shaped:
        return Written(problem=_no_such_day(*shaped[0][1:], cell))
    return Written(problem=said(gettext_noop("%(value)s is no date in any order of day and month."), value=cell))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _fixed(year: int, month: int, day: int, cell: str, *, short: bool = False) -> Written:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = gettext_noop("%(value)s lies outside the years %(first)s to %(last)s.")
        return Written(problem=said(message, value=cell, first=FIRST_YEAR, last=LAST_YEAR))
    found = _day(year, month, day)
    if found is None:
        return Written(problem=_no_such_day(year, month, day, cell))
    return Written(fixed=found, short_year=short)


def _no_such_day(year: int, month: int, day: int, cell: str) -> Said:
    if month == 2 and day == 29:
        message = gettext_noop("%(value)s does not exist: %(year)s is not a leap year.")
        return said(message, value=cell, year=year)
    return said(gettext_noop("%(value)s does not exist in the calendar."), value=cell, month=month)


def _number(cell: float) -> Written:
    if found := COMPACT.match(text_of(cell)):
        return _fixed(int(found[1]), int(found[2]), int(found[3]), text_of(cell))
    if 1 <= cell < 200_000:
        return Written(serial=int(cell))
    return _no_date(text_of(cell))


def _no_date(cell: str) -> Written:
    """Tell words, which may stand for an unknown day, from a broken date, which must be mended.

    Words hold no digit, or zeros alone: SAP and MySQL write 00.00.0000 and 0000-00-00 where there is no day.
    """
    words = not any(c.isdigit() and c != "0" for c in cell)
    return Written(problem=said(NOT_A_DATE, value=cell), is_words=words)


def serial_day(serial: int, *, system: int) -> dt.date | None:
    """Return the day of a spreadsheet's day number; None for 29 February 1900, which Excel believes in.

    >>> serial_day(61, system=1900), serial_day(60, system=1900), serial_day(0, system=1904)
    (datetime.date(1900, 3, 1), None, datetime.date(1904, 1, 1))
    """
    if system == 1904:
        return dt.date(1904, 1, 1) + dt.timedelta(days=serial)
    if serial == 60:
        return None
    return dt.date(1899, 12, 30 if serial > 60 else 31) + dt.timedelta(days=serial)
