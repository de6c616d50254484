"""Numbers and days as one language writes them.

Which language that is costs more to ask than most numbers cost to write, so a page of hundreds asks once: figures().
"""

from datetime import date, datetime
from functools import lru_cache

from django.utils import formats
from django.utils.translation import get_language, gettext_noop, pgettext

NOTHING = "–"
MINUS = "−"
# Django's Chinese writes 星期四 where a table has room for 周四. Marked here, our own catalogue goes before Django's.
WEEKDAYS = (
    gettext_noop("Mon"), gettext_noop("Tue"), gettext_noop("Wed"), gettext_noop("Thu"),
    gettext_noop("Fri"), gettext_noop("Sat"), gettext_noop("Sun"),
)  # fmt: skip
# The days of a page repeat: the last ones written are kept.
KEPT = 4096


class Figures:
    """How one language writes numbers and days; what is not known is an en dash everywhere."""

    __slots__ = ("_day", "_language", "_month", "_percentage", "_separators", "_short_day")

    def __init__(self) -> None:
        self._language = get_language()
        comma = formats.get_format("THOUSAND_SEPARATOR") if formats.get_format("NUMBER_GROUPING") else ""
        self._separators = str.maketrans({",": comma, ".": formats.get_format("DECIMAL_SEPARATOR")})
        form = pgettext("a percentage, with a narrow space where the language has one", "%(number)s\u202f%%")
        self._percentage = form % {"number": "{}"}
        self._day = pgettext("a day, in the letters of Django's date filter", "D j M Y")
        self._short_day = pgettext("a day without its weekday, in the letters of Django's date filter", "j M Y")
        self._month = pgettext("a month, in the letters of Django's date filter", "M Y")

    def decimal(self, value: float, places: int) -> str:
        """Write a number with the language's grouping and decimal sign."""
        return f"{value:,.{places}f}".translate(self._separators)

    def rate(self, fraction: float | None, places: int = 1) -> str:
        """Write a fraction as a percentage."""
        return NOTHING if fraction is None else self._percentage.format(self.decimal(100 * fraction, places))

    def rate_to(self, low: float | None, high: float | None) -> str:
        """Write an interval of fractions as `84–98`, whole percentages without the sign."""
        if low is None or high is None:
            return NOTHING
        return f"{self.decimal(100 * low, 0)}–{self.decimal(100 * high, 0)}"

    def signed(self, value: float | None, places: int = 1) -> str:
        """Write a step with its sign: `+2.1`, `−9.8`, `±0.0`."""
        if value is None:
            return NOTHING
        shown = round(float(value), places)
        sign = "±" if shown == 0 else ("+" if shown > 0 else MINUS)
        return f"{sign}{self.decimal(abs(shown), places)}"

    def count(self, value: float | None, places: int = 0) -> str:
        """Write a count, or a score of 0 to 100."""
        return NOTHING if value is None else self.decimal(float(value), places)

    def day(self, value: date | None) -> str:
        """Write a day so that nobody can read it two ways: `Thu 12 Mar 2026`."""
        return self._dated(value, self._day)

    def short_day(self, value: date | None) -> str:
        """Write a day in a dense table: `12 Mar 2026`."""
        return self._dated(value, self._short_day)

    def month(self, value: date | None) -> str:
        """Write a month: `Mar 2026`."""
        return self._dated(value, self._month)

    def _dated(self, value: date | None, form: str) -> str:
        if value is None:
            return NOTHING
        return _written(value.date() if isinstance(value, datetime) else value, form, self._language)


def figures() -> Figures:
    """Return how the language of this moment writes numbers and days."""
    return _figures(get_language())


@lru_cache(maxsize=64)
def _figures(_language: str | None) -> Figures:
    return Figures()


@lru_cache(maxsize=KEPT)
def _written(value: date, form: str, _language: str | None) -> str:
    return formats.date_format(value, form)
