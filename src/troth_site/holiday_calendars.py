"""The public holidays of a country and region, read from the package `holidays` into a layer of a place's calendar."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from types import ModuleType
from typing import Any

from django.utils.translation import gettext, override

from troth.basis.calendars import Holiday, Mark, PublicLayer
from troth.basis.feast_names import feast_words
from troth.orders.stops import Practice

ENGLISH = "en_US"
LANGUAGES = {"en": ENGLISH, "zh-hans": "zh_CN", "vi": "vi", "es": "es", "tr": "tr", "bn": "bn"}
"""Our languages in the package's own codes; where it lacks one for a country, common feasts have names of ours."""

PUBLIC = "public"
OBSERVED_WHILE_OPEN = ("optional", "government", "half_day", "workday")
JOINED_WITH_WEEKENDS = frozenset({"CN"})
"""Countries whose notices join a holiday with the weekend beside it, which a six-day week would work."""

PRACTICES: Mapping[str, tuple[Practice, ...]] = {
    "CN": (Practice(feast="Chinese New Year (Spring Festival)"),),
    "VN": (Practice(feast="Lunar New Year", days_before=None),),
}
"""Feasts that empty a country's factories. Of Vietnam's we know no practice better than the official days."""

BY_THE_MOON = re.compile(
    r"\b(?:Diwali|Deepavali|Holi|Holika|Dussehra|Janmashtami|Shivaratri|Sivarathri|Navami|Mahavira|Guru Nanak|Ganesh"
    r"|Onam|Ugadi|Puja|Buddha|Vesak|Visakha|Visaka|Makha|Asarnha|Lent Day|Poya|Pchum|Water Festival|Day of Silence"
    r"|Lunar New Year|Chinese New Year|Dragon Boat|Mid-Autumn|Hung Kings|Loy Krathong)"
)
"""Feasts by a moon calendar other than the Islamic one, whose estimates the package marks itself."""

ESTIMATED = re.compile(r"\bestimated\)")
EXCHANGED = re.compile(r"^Day off\b|\((?:substituted|in lieu|observed)\b")
BESIDE_THE_NAME = re.compile(
    r" \((?:observed|estimated|observed, estimated|in lieu|substituted)[^)]*\)"
    r"|^(?:First|Second|Third|Fourth|Fifth) Day of |^29 of | (?:Second|Third) Day(?=$| \()"
)

LAST_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]$")
AMERICAN_DAY = re.compile(r"\b(\d\d)/(\d\d)/(\d{4})\b")


class UnknownCountry(ValueError):
    """No list of holidays is known for a country or one of its regions."""


@dataclass(frozen=True, slots=True)
class _Reading:
    country: str
    subdivision: str | None
    years: tuple[int, ...]
    as_of: date


def public_layer(
    country: str, *, years: Iterable[int], as_of: date, subdivision: str | None = None, language: str = "en"
) -> PublicLayer:
    """Return what a country and region say about some years.

    Args:
        country: ISO 3166-1 code of two letters.
        years: The years wanted.
        as_of: Today. Feasts that follow the moon are estimates in later years: lists are published year by year.
        subdivision: The region's code within the country, such as "BY" for Bavaria.
        language: The reader's language.

    Raises:
        UnknownCountry: There is no such list.
    """
    _known(country, subdivision)
    asked = _Reading(country, subdivision, tuple(sorted(set(years))), as_of)
    found: dict[date, Holiday] = {}
    for category in (PUBLIC, *OBSERVED_WHILE_OPEN):
        if category in _kind(country).supported_categories:
            found = _days(asked, category, language) | found
    makeup = _makeup_days(asked)
    found |= _joined_weekends(asked, found, makeup)
    return PublicLayer(
        country=country,
        holidays=dict(sorted(found.items())),
        makeup_days=makeup,
        unannounced_years=frozenset(year for year in asked.years if not _is_announced(country, year)),
        missing_years=frozenset(year for year in asked.years if not _has_list(country, year)),
    )


def workdays(country: str, *, year: int, days_a_week: int = 5) -> frozenset[int]:
    """Return the days of the week that are worked, Monday 0 to Sunday 6.

    Args:
        country: ISO 3166-1 code of two letters.
        year: Some countries have moved their weekend.
        days_a_week: 5 for the country's usual week, 6 where only its main day of rest is free, 7 for none.

    Raises:
        UnknownCountry: There is no list of the country.
    """
    _known(country, None)
    weekend = set(_kind(country)(years=year).weekend)
    if days_a_week == 7:
        weekend = set()
    elif days_a_week == 6:
        weekend = {next(day for day in (6, 4, *sorted(weekend)) if day in weekend)}
    return frozenset(range(7)) - weekend


def regions(country: str) -> tuple[str, ...]:
    """Return the codes of a country's regions that have holidays of their own.

    Raises:
        UnknownCountry: There is no list of the country.
    """
    _known(country, None)
    return tuple(_lists()[country])


def countries() -> tuple[str, ...]:
    """Return the codes of the countries of which a list is known, in order."""
    return tuple(sorted(code for code in _lists() if len(code) == 2))


@cache
def country_of_zone(zone: str) -> str | None:
    """Return the country of a time zone, None where it has none or nobody lists its holidays.

    A zone that several countries share stands under its own city's country: ask where it matters.
    """
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    country = {row[2]: row[0] for row in rows}.get(zone)
    return country if country in _lists() else None


def feast_key(english: str) -> str:
    """Return the name under which every day of a feast is known.

    >>> feast_key("Third Day of Lunar New Year"), feast_key("Eid al-Fitr Second Day (estimated)")
    ('Lunar New Year', 'Eid al-Fitr')
    """
    return BESIDE_THE_NAME.sub("", english)


@cache
def _lists() -> dict[str, list[str]]:
    return _package().list_supported_countries()


def _known(country: str, subdivision: str | None) -> None:
    if country not in countries():
        raise UnknownCountry(f"No list of holidays is known for {country!r}; write a country as two letters, like CN.")
    if subdivision is not None and subdivision not in _lists()[country]:
        known = ", ".join(_lists()[country]) or "none"
        raise UnknownCountry(
            f"No list of holidays is known for {subdivision!r} in {country}; its regions are: {known}."
        )


def _package() -> ModuleType:
    # Three megabytes that most workers need once an hour at most, and commands hardly ever.
    import holidays  # noqa: PLC0415

    return holidays


def _kind(country: str) -> type[Any]:
    kind: type[Any] = getattr(_package(), country)
    return kind


def _days(asked: _Reading, category: str, language: str) -> dict[date, Holiday]:
    kind = _kind(asked.country)
    english = _names(asked, category, ENGLISH)
    wanted = LANGUAGES.get(language, ENGLISH)
    is_told = wanted in {ENGLISH, *kind.supported_languages}
    named = _names(asked, category, wanted) if is_told else _in_our_words(english, language)
    local = _names(asked, category, kind.default_language or ENGLISH)
    return {
        day: Holiday(
            name=_told(named[day], name),
            local_name=_told(local[day], name),
            mark=Mark.ESTIMATED if _may_move(asked, day, name) else Mark.ANNOUNCED,
            closes=category == PUBLIC,
            key="; ".join(dict.fromkeys(map(feast_key, name.split("; ")))),
            substitutes=bool(EXCHANGED.search(name)),
        )
        for day, name in english.items()
        if day.year in asked.years
    }


def _names(asked: _Reading, category: str, language: str) -> Mapping[date, str]:
    kind = _kind(asked.country)
    spoken = kind.supported_languages
    # A country with one language takes no choice; of two codes of English, its own is as good.
    code = language if language in spoken else ENGLISH if ENGLISH in spoken else None
    found: Mapping[date, str] = kind(subdiv=asked.subdivision, years=asked.years, categories=category, language=code)
    if code != ENGLISH:
        return found
    return {day: AMERICAN_DAY.sub(r"\3-\1-\2", name) for day, name in found.items()}


def _in_our_words(english: Mapping[date, str], language: str) -> Mapping[date, str]:
    with override(language):
        return {day: "; ".join(map(_in_our_word, name.split("; "))) for day, name in english.items()}


def _in_our_word(english: str) -> str:
    words = feast_words(_told(english, english))
    return gettext(words[1]) % {"feast": gettext(words[0])} if words else english


def _told(name: str, english: str) -> str:
    """Return a name without the word for "estimated", which the day's mark says in the reader's own language."""
    return LAST_BRACKETS.sub("", name) if ESTIMATED.search(english) else name


def _may_move(asked: _Reading, day: date, english: str) -> bool:
    if ESTIMATED.search(english):
        return True
    if _last_notice(asked.country) is not None:
        unannounced = not _is_announced(asked.country, day.year)
        return unannounced and bool(BY_THE_MOON.search(english) or EXCHANGED.search(english))
    return day.year > asked.as_of.year and bool(BY_THE_MOON.search(english))


def _makeup_days(asked: _Reading) -> frozenset[date]:
    worked = _kind(asked.country)(subdiv=asked.subdivision, years=asked.years).weekend_workdays
    # The package lists every make-up day of another year than its day off, whatever years were asked for.
    return frozenset(day for day in worked if day.year in asked.years)


def _joined_weekends(asked: _Reading, found: Mapping[date, Holiday], makeup: frozenset[date]) -> dict[date, Holiday]:
    """Return the days of rest that a notice joins with a holiday, under the name of the day they follow or precede."""
    joined: dict[date, Holiday] = {}
    if asked.country not in JOINED_WITH_WEEKENDS:
        return joined
    closing = {day: holiday for day, holiday in found.items() if holiday.closes}
    for day, holiday in closing.items():
        if not _is_announced(asked.country, day.year):
            continue
        for step in (timedelta(days=1), timedelta(days=-1)):
            beside = day + step
            while beside.weekday() >= 5 and beside not in makeup and beside not in closing:
                joined[beside] = holiday
                beside += step
    return {day: holiday for day, holiday in joined.items() if day.year in asked.years}


@cache
def _last_notice(country: str) -> int | None:
    """Return the last year for which a country's notice of exchanged days is known; None where there are no notices."""
    special: Mapping[int, Any] = getattr(_kind(country)(years=2026), "special_public_holidays", None) or {}
    return max((year for year, entry in special.items() if _exchanges(entry)), default=None)


def _exchanges(entry: tuple[Any, ...]) -> bool:
    """Tell whether an entry of the package exchanges days: a month and day off, for a month and day worked."""
    parts = entry if isinstance(entry[0], tuple) else (entry,)
    return any(len(part) > 3 and all(isinstance(number, int) for number in part) for part in parts)


def _is_announced(country: str, year: int) -> bool:
    last = _last_notice(country)
    return last is None or year <= last


def _has_list(country: str, year: int) -> bool:
    return _kind(country).start_year <= year <= _kind(country).end_year
