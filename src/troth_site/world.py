"""The countries of the world, and the cities of its time zones, called as the reader calls them."""

import unicodedata
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

LANGUAGES_KEPT = 8
CITIES_KEPT = 512


@lru_cache(maxsize=LANGUAGES_KEPT)
def countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return ISO codes and names in a language, by name.

    Args:
        language: Such as "en" or "zh-hans".
    """
    # reason: it costs 7 MB, and only the first page of a new partner lists countries
    from babel import Locale  # noqa: PLC0415

    text = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text("utf-8")
    pairs = [line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#")]
    known = Locale.parse(language, sep="-").territories
    named = [(code, str(known.get(code, name))) for code, name in pairs]
    return tuple(sorted(named, key=lambda pair: _place(pair[1], language)))


@lru_cache(maxsize=CITIES_KEPT)
def city(zone: str, language: str = "en") -> str:
    """Return the city of a time zone in a language; UTC is called UTC.

    Args:
        zone: A known zone, such as "Asia/Shanghai".
        language: Such as "en" or "zh-hans".
    """
    # reason: it costs 7 MB, and few pages name a place
    from babel import Locale, dates  # noqa: PLC0415

    if zone in {"", "UTC"}:
        return "UTC"
    return str(dates.get_timezone_location(ZoneInfo(zone), locale=Locale.parse(language, sep="-"), return_city=True))


def _place(name: str, language: str) -> bytes:
    """Return where a name stands in a list: Chinese by its reading, the order of the national code; else by letters."""
    if language.startswith("zh"):
        return name.encode("gb18030")
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.casefold().encode()
