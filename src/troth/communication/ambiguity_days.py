"""Days that two readers may read as two days: 03/04, a year of two digits, a weekday alone, tomorrow."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from troth.basis.text import gettext_noop
from troth.communication.ambiguity_hours import names_a_zone
from troth.communication.ambiguity_scan import Scan, compiled
from troth.communication.ambiguity_words import RELATIVE_DAYS, WEEKDAYS
from troth.communication.folding import fold, phrase_pattern
from troth.communication.remarks import Remark

_THREE = r"(?<![0-9a-z/.\-])(\d{1,4})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?![0-9a-z/\-]|\.\d)"
_TWO = r"(?<![0-9a-z/.\-:])(\d{1,2})([/.\-])(\d{1,2})(?![0-9a-z/\-:%]|[.,]\d)"
_SHORT_YEAR = (
    r"(?<![0-9a-z/.\-])\d{1,2}(?:-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-"
    r"|\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s')\d{2}(?![0-9a-z/\-])"
)
_DAY_BEFORE = (
    r"(?:(?<![a-z])(?:by|on|before|until|till|from|since|after|due|eta|etd|date|deliver[a-z]*|ship[a-z]*|el|del|hasta|"
    r"fecha|para)|在|到|于|交期|截止|日期|船期|ngày|trước|hạn|đến|từ|vào|día)[\s.:]{0,3}$"
)
_DAY_AFTER = r"^\s?(?:前|之前|以前|到货|交货|出货|发货|截止|日|tarih|günü|'[a-z]|তারিখ)"
_SHARE_AFTER = r"^\s?(?:of|inch|in(?![a-z])|\"|″|''|mm|cm|yd|yard|de (?:la|los|las)|ounces?|oz|分|英寸)"

_MONTH_NAMES = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|ocak|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|"
    "জানু|ফেব্রু|মার্চ|এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টে|অক্টো|নভে|ডিসে"
)
_WHOLE_DAY = (
    rf"\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}|\d{{1,2}}\s?(?:st|nd|rd|th)?\s?(?:of\s|de\s)?(?:{_MONTH_NAMES})"
    rf"|(?:{_MONTH_NAMES})[a-z]*\.?\s\d{{1,2}}(?!\d)|\d{{1,2}}月\d{{1,2}}|\d{{1,2}}\s?(?:号|tháng)|ngày\s\d"
)
_EVERY_OR_PAST = (
    r"(?:(?<![a-z])(?:every|each|last|past|black|los|cada|pasado|her|geçen)\s|"
    r"每个?|逢|上个?|mỗi\s|hàng\s|প্রতি\s?|গত\s)$"
)
_PAST_AFTER = r"^\s(?:tuần trước|pasado|trước)|^(?:至|到|-| to )(?:周|星期|friday|saturday)"

FAR_OFF = timedelta(days=3 * 365)
"""A reading so far from the day of writing is left out where there is a nearer one."""

_TWO_DAYS = gettext_noop("“%(quoted)s” may be read as %(first)s or as %(second)s.")
_THREE_DAYS = gettext_noop("“%(quoted)s” may be read as %(first)s, as %(second)s or as %(third)s.")
_NAME_MONTH = gettext_noop("Which day do you mean? Write the month as a word: %(first)s or %(second)s.")
_NAME_MONTH_OF_THREE = gettext_noop(
    "Which day do you mean? Write the month as a word: %(first)s, %(second)s or %(third)s."
)
_SHORT = gettext_noop("The year in “%(quoted)s” has two digits and may be taken for a day.")
_WRITE_YEAR = gettext_noop("Write the year with four digits.")
_WHICH_WEEK = gettext_noop(
    "“%(quoted)s” may be %(first)s or %(second)s, and it may be over by the time the message is read."
)
_ADD_DAY = gettext_noop("Add the day: %(first)s or %(second)s.")
_OTHER_DAY = gettext_noop("“%(quoted)s” may be another day, or another hour, where the message is read.")
_WRITE_DAY = gettext_noop("Write the day and whose time counts, such as %(first)s, your time.")


def numeric_days(scan: Scan) -> Iterator[Remark]:
    """Find days written in figures that have more than one reading.

    A day is left alone where one reading alone is possible (25/12/2026), where both are the same (04/04), and where
    the year comes first with four digits. Without a year, figures count as a day if one starts with 0 or the words
    beside them speak of a day: 3/4 alone is three quarters.

    Args:
        scan: A text made ready.

    Source: `domain.md` S2-02; ISO 8601-1:2019, 5.2.2 for the order year, month, day.

    >>> from troth.communication.ambiguity_scan import scan
    >>> [str(day) for day in next(numeric_days(scan("by 03/04", written_on=date(2026, 3, 2)))).readings]
    ['2026-03-04', '2026-04-03']
    """
    for found in scan.each(_THREE):
        near = _near(scan.written_on, _readings_of_three(found))
        yield from _remark(scan, found, near, short_year=len(found[4]) == 2 and len(found[1]) < 4)
    for found in scan.each(_TWO):
        if _is_day(scan, found):
            yield from _remark(scan, found, _nearest(scan.written_on, int(found[1]), int(found[3])), short_year=False)
    for found in scan.each(_SHORT_YEAR):
        yield scan.remark(found.span(), rule="ambiguity.two-digit-year", meaning=_SHORT, mend=_WRITE_YEAR)


def weekdays(scan: Scan) -> Iterator[Remark]:
    """Find a weekday that stands without its day: it is this week's or the next, and may be past when read.

    Args:
        scan: A text made ready.

    >>> from troth.communication.ambiguity_scan import scan
    >>> [str(day) for day in next(weekdays(scan("Ship on Friday.", written_on=date(2026, 3, 2)))).readings]
    ['2026-03-06', '2026-03-13']
    """
    for number, names in WEEKDAYS.items():
        for found in scan.each(phrase_pattern(names)):
            before, after = scan.around(found, reach=24)
            is_other = compiled(_EVERY_OR_PAST).search(before) or compiled(_PAST_AFTER).search(after)
            if is_other or _has_day(before, after):
                continue
            first = scan.written_on + timedelta(days=(number - scan.written_on.weekday()) % 7)
            readings = (first, first + timedelta(days=7))
            yield scan.remark(
                found.span(), readings=readings, rule="ambiguity.weekday", meaning=_WHICH_WEEK, mend=_ADD_DAY
            )


def relative_days(scan: Scan) -> Iterator[Remark]:
    """Find "today", "tomorrow" and "end of day" that do not say whose.

    Args:
        scan: A text made ready.

    >>> from troth.communication.ambiguity_scan import scan
    >>> [remark.quoted for remark in relative_days(scan("Send it tomorrow.", written_on=date(2026, 3, 2)))]
    ['tomorrow']
    """
    for days, phrases in RELATIVE_DAYS.items():
        for found in scan.each(phrase_pattern(phrases)):
            if names_a_zone(scan.sentence(found)) or _has_day(*scan.around(found, reach=24)):
                continue
            # "por la mañana" is in the morning.
            if found[0] == _MORNING and compiled(r"(?:\sla|\sesta|\sde)\s$").search(scan.around(found, reach=8)[0]):
                continue
            readings = (scan.written_on + timedelta(days=days),)
            yield scan.remark(
                found.span(), readings=readings, rule="ambiguity.relative-day", meaning=_OTHER_DAY, mend=_WRITE_DAY
            )


_MORNING = fold("mañana").text


def _remark(scan: Scan, found: re.Match[str], readings: tuple[date, ...], *, short_year: bool) -> Iterator[Remark]:
    if len(readings) > 1:
        meaning, mend = (_TWO_DAYS, _NAME_MONTH) if len(readings) == 2 else (_THREE_DAYS, _NAME_MONTH_OF_THREE)
        yield scan.remark(found.span(), readings=readings, rule="ambiguity.day-or-month", meaning=meaning, mend=mend)
    elif readings and short_year:
        yield scan.remark(
            found.span(), readings=readings, rule="ambiguity.two-digit-year", meaning=_SHORT, mend=_WRITE_YEAR
        )


def _readings_of_three(found: re.Match[str]) -> tuple[date, ...]:
    first, second, last = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) > 2:
        return _possible([(first, second, last)])
    if len(found[4]) == 4:
        return _possible([(last, second, first), (last, first, second)])
    return _possible([(2000 + last, second, first), (2000 + last, first, second), (2000 + first, second, last)])


def _near(written_on: date, readings: tuple[date, ...]) -> tuple[date, ...]:
    """Leave out readings many years off where a nearer one is possible: nobody means 2005 by 05.06.26."""
    near = tuple(day for day in readings if abs(day - written_on) < FAR_OFF)
    return near or readings


def _possible(orders: list[tuple[int, int, int]]) -> tuple[date, ...]:
    """Return the different days among (year, month, day), ascending."""
    return tuple(sorted({day for order in orders if (day := _day(*order))}))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(written_on: date, first: int, second: int) -> tuple[date, ...]:
    nearest = []
    for month, day in {(first, second), (second, first)}:
        possible = [found for year in (-1, 0, 1) if (found := _day(written_on.year + year, month, day))]
        nearest += [min(possible, key=lambda found: abs(found - written_on))] if possible else []
    return tuple(sorted(nearest))


def _is_day(scan: Scan, found: re.Match[str]) -> bool:
    before, after = scan.around(found, reach=16)
    if compiled(_SHARE_AFTER).search(after):
        return False
    is_padded = found[2] == "/" and "0" in {found[1][0], found[3][0]} and len(found[0]) == 5
    return is_padded or bool(compiled(_DAY_BEFORE).search(before) or compiled(_DAY_AFTER).search(after))


def _has_day(before: str, after: str) -> bool:
    return any(compiled(_WHOLE_DAY).search(side) for side in (before, after))
