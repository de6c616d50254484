"""Numbers whose one separator may stand before thousands or before a fraction, such as 1.000 and 2,500."""

import re
from collections.abc import Iterator

from troth.basis.text import gettext_noop
from troth.communication.ambiguity_scan import Scan, compiled
from troth.communication.remarks import Remark

# A zero or four digits and more in front can only stand before a fraction; a second group shows what the first is.
_ONE_OF_TWO = r"(?<![\w.,'’/:])(?![0০])\d{1,3}[.,]\d{3}(?![\d%'’]|[.,]\d|\s?[‰%])"
# Whole things are counted in thousands wherever a comma is written: nobody packs 1.2 pieces.
_COUNTED = (
    r"\s?(?:(?:pcs?|pieces?|pairs?|sets?|units?|cartons?|ctns?|boxes|dozens?|rolls?|bags?|piezas?|pares|cajas?|adet|"
    r"çift|koli|cái|chiếc|đôi|bộ|thùng)(?![a-z])|件|个|只|双|套|箱|টি|টা|পিস)"
)
_WHOLE_MONEY = r"(?:vnd|đồng|đ|₫|jpy|yen|日元|krw|won|₩|idr|rp|cop|clp)"
_BEFORE_MONEY = rf"{_WHOLE_MONEY}\s?$"
_AFTER_MONEY = rf"\s?{_WHOLE_MONEY}(?![a-z])"
# How the same text writes other numbers settles how this one is meant.
_CLEAR = (
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{2,3})+\.\d+|\d{1,3}(?:,\d{2,3}){2,})(?![\d.,]*\d)",
    r"(?<![\w.,])(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})(?![\d.,]*\d)",
)
# So does a number that can only be a fraction: it starts with zero, or has another count of decimals and a unit.
_FRACTION = (
    r"(?<![\w.,'’/:])(?:[0০](?P<zero>[.,])\d+|\d+(?P<few>[.,])(?:\d{1,2}|\d{4,6})(?=\s?(?:[%‰°\"″”]|"
    r"(?:mm|cm|dm|m|km|mic|microns?|mg|g|gr|kgs?|lbs?|oz|tons?|tonnes?|t|gsm|ml|l|cbm|sqm|inch(?:es)?|ft|yds?|"
    r"metros?|gramos?|metre|mét)(?![a-z])|毫米|厘米|公分|米|克|千克|公斤|吨|মিমি|সেমি|মিটার|গ্রাম|কেজি)))(?![.,]?\d)"
)
_MAY_BE = gettext_noop("“%(quoted)s” may be %(one)s or %(other)s.")
_WRITE = gettext_noop("Write %(one)s or %(other)s, whichever you mean.")


def separators(scan: Scan) -> Iterator[Remark]:
    """Find numbers that one side reads as thousands and the other as a fraction.

    A number is clear where it starts with zero, has both separators or one of them twice, counts whole things with a
    comma, or is money without a fraction; and where another number of the same text shows how its writer separates.
    A fraction beside it (0.125 mm) shows the decimal sign, but whole things with that sign are doubted all the same:
    whoever writes "1.000 pieces of 0.125 mm" copied the size from a drawing.

    Args:
        scan: A text made ready.

    Source: ISO 80000-1:2022, clause 7.3: comma and point are both decimal signs, neither may separate thousands.

    >>> from datetime import date
    >>> from troth.communication.ambiguity_scan import scan
    >>> found = separators(scan("1.000 pieces, 2,500 m, 0.125 mm", written_on=date(2026, 3, 2)))
    >>> [(remark.quoted, remark.finding.params["one"], remark.finding.params["other"]) for remark in found]
    [('1.000', '1000', '1')]
    """
    if any(compiled(style).search(scan.text) for style in _CLEAR):
        return
    decimal = _decimal_sign(scan)
    for found in scan.each(_ONE_OF_TWO):
        if not _is_clear(scan, found, decimal):
            number = found[0]
            yield scan.remark(
                found.span(),
                extra={"one": re.sub(r"[.,]", "", number), "other": number.rstrip("0০").rstrip(".,")},
                rule="ambiguity.separator",
                meaning=_MAY_BE,
                mend=_WRITE,
            )


def _decimal_sign(scan: Scan) -> str:
    """Return the sign before the fractions of a text; none where it has no fraction or two signs for them."""
    signs = {found["zero"] or found["few"] for found in scan.each(_FRACTION)}
    return signs.pop() if len(signs) == 1 else ""


def _is_clear(scan: Scan, found: re.Match[str], decimal: str) -> bool:
    # A Chinese comma between two numbers is folded into one of ours: it lists them.
    start, end = scan.folded.place(*found.span())
    if not re.search(r"\d[.,]\d", scan.written[start:end]):
        return True
    before, after = scan.text[max(0, found.start() - 8) : found.start()], found.end()
    is_counted = compiled(_COUNTED).match(scan.text, after) is not None
    if decimal and (decimal not in found[0] or not is_counted):
        return True
    is_money = compiled(_BEFORE_MONEY).search(before) or compiled(_AFTER_MONEY).match(scan.text, after)
    return bool(("," in found[0] and is_counted) or is_money)
