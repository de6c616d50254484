"""One written number: its sign, currency and digits, and what it is under a decimal point or a decimal comma."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from troth.basis.text import gettext_noop
from troth_site.sheets.messages import Said, said
from troth_site.sheets.tables import Cell, text_of

Style = Literal["point", "comma"]
STYLES: tuple[Style, ...] = ("point", "comma")

# Signs of one currency. $ and ¥ are shared by several, so they name none.
SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₫": "VND",
    "đ": "VND",
    "₺": "TRY",
    "৳": "BDT",
    "₹": "INR",
    "฿": "THB",
    "₩": "KRW",
    "₱": "PHP",
    "zł": "PLN",
    "us$": "USD",
    "hk$": "HKD",
    "nt$": "TWD",
    "s$": "SGD",
    "a$": "AUD",
    "r$": "BRL",
    "rmb": "CNY",
    "cn¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "jp¥": "JPY",
    "rp": "IDR",
    "rm": "MYR",
    "tl": "TRY",
    "tk": "BDT",
}
SHARED_SIGNS = {
    "$": frozenset({"USD", "AUD", "CAD", "HKD", "SGD", "TWD", "NZD", "MXN"}),
    "¥": frozenset({"CNY", "JPY"}),
}
# ISO 4217 codes met in trade; anything else of three letters beside a number is no currency we can name.
CODES = frozenset(
    [
        "USD",
        "EUR",
        "GBP",
        "CNY",
        "CNH",
        "JPY",
        "HKD",
        "TWD",
        "KRW",
        "VND",
        "THB",
        "IDR",
        "MYR",
        "PHP",
        "SGD",
        "INR",
        "BDT",
        "PKR",
        "LKR",
        "KHR",
        "MMK",
        "LAK",
        "NPR",
        "TRY",
        "EGP",
        "MAD",
        "TND",
        "ZAR",
        "KES",
        "NGN",
        "GHS",
        "ETB",
        "MXN",
        "BRL",
        "PEN",
        "CLP",
        "COP",
        "ARS",
        "CAD",
        "AUD",
        "NZD",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "RON",
        "BGN",
        "RUB",
        "UAH",
        "ILS",
        "AED",
        "SAR",
        "QAR",
        "KWD",
        "JOD",
        "MUR",
        "MGA",
        "HTG",
        "GTQ",
        "HNL",
        "NIO",
        "CRC",
        "DOP",
    ]
)

REMEMBERED = 1 << 12
PLAIN = re.compile(r"[0-9]+\.[0-9]{1,2}|[0-9]{4,}\.[0-9]+")
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
AROUND = re.compile(
    r"^(?P<before>[^\d.,(+\-]*)(?P<open>\()?(?P<minus>[-+])?(?P<inner>[^\d.,+\-]*)(?P<digits>[\d.,' ]*\d[\d.,' ]*)"
    r"(?P<close>\))?(?P<after>[^\d]*)$"
)
POINT = re.compile(r"^(\d+|\d{1,3}([ ',]\d{3})+|\d{1,2}(,\d{2})*,\d{3})?(\.\d*)?$")
COMMA = re.compile(r"^(\d+|\d{1,3}([ '.]\d{3})+)?(,\d*)?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """What one cell may mean as a number; a style that is missing cannot read it."""

    point: Decimal | None = None
    comma: Decimal | None = None
    currency: str | None = None
    shared_sign: str | None = None
    percent: bool = False
    problem: Said | None = None
    is_words: bool = False

    def under(self, style: Style | None) -> Decimal | None:
        """Return the number under a style; with no style decided both agree."""
        return self.comma if style == "comma" else self.point


BLANK = Amount()


@lru_cache(maxsize=REMEMBERED, typed=True)  # signs and groupings take time to tell apart, and prices repeat
def read_number(cell: Cell) -> Amount:
    """Return every number a cell may mean; a blank is unknown, never zero."""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = Decimal(text_of(cell)) if cell == cell and abs(cell) != float("inf") else None
        return Amount(number, number) if number is not None else _no_number(text_of(cell))
    return _no_number(text_of(cell))


def _text(cell: str) -> Amount:
    text = cell.strip()
    if is_whole(text):
        return Amount(whole := Decimal(text), whole)
    if PLAIN.fullmatch(text):  # most amounts; the general way below reads them the same
        return Amount(Decimal(text))
    text = unicodedata.normalize("NFKC", text).replace("−", "-").replace("’", "'").strip()
    if not text:
        return BLANK
    found = AROUND.match(SPACES.sub(" ", text))
    if found is None:
        return _no_number(cell)
    marks = [mark for name in ("before", "inner", "after") if (mark := found[name].strip(" )").casefold())]
    sign = Decimal(-1) if found["open"] or found["minus"] == "-" or "-" in marks else Decimal(1)
    marks = [stripped for mark in marks if (stripped := mark.strip("- "))]
    percent = "%" in marks
    currency, shared = _currency([mark for mark in marks if mark != "%"])
    if currency == "":
        return _no_number(cell)
    return _styled(found["digits"].strip(" "), sign, cell, (currency, shared, percent))


def is_whole(text: str) -> bool:
    """Say whether a text is a number of digits alone, which means the same under either decimal mark."""
    return text.isascii() and text.isdigit()


def _currency(marks: list[str]) -> tuple[str | None, str | None]:
    """Return the currency and the shared sign; an empty currency where a mark is neither."""
    currency = shared = None
    for mark in marks:
        for part in mark.split():
            if part in SHARED_SIGNS:
                shared = part
            elif part in SIGNS:
                currency = SIGNS[part]
            elif part.upper() in CODES:
                currency = part.upper()
            else:
                return "", None
    return currency, shared


def _styled(digits: str, sign: Decimal, cell: str, marks: tuple[str | None, str | None, bool]) -> Amount:
    point = _value(digits, POINT, ".", sign)
    comma = _value(digits, COMMA, ",", sign)
    if point is None and comma is None:
        return _no_number(cell)
    return Amount(point, comma, *marks)


def _value(digits: str, pattern: re.Pattern[str], decimal: str, sign: Decimal) -> Decimal | None:
    if not pattern.match(digits) or digits == decimal:
        return None
    whole, _, fraction = digits.partition(decimal)
    whole = re.sub(r"\D", "", whole)
    grouped = digits.partition(decimal)[0] != whole
    if grouped and whole.startswith("0"):
        return None  # 0.123 is no grouping of thousands
    return sign * Decimal(f"{whole or '0'}.{fraction or '0'}") if fraction else sign * Decimal(whole or "0")


def _no_number(cell: str) -> Amount:
    """Tell words, which stand for an unknown number, from a broken number, which must be mended."""
    text = cell.strip()
    words = bool(text) and not (text[0].isdigit() or (text[0] in "+-(.,$€£¥" and any(map(str.isdigit, text))))
    return Amount(problem=said(gettext_noop("%(value)s is not a number."), value=cell), is_words=words)
