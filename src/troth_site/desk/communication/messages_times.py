"""Moments in the zones of both sides, and languages by the names their speakers give them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

from troth_site.queries.partners import Partnership
from troth_site.templatetags.troth_parts import clock, day, short_day
from troth_site.world import city

# The site's own languages stand first; these are what people write besides.
OTHER_LANGUAGES = ("en", "zh-hans", "zh-hant", "vi", "es", "tr", "bn", "hi", "ta", "id", "km", "ko", "ja", "th", "ur",
                   "pt", "fr", "de", "it", "pl")  # fmt: skip


def languages() -> list[tuple[str, str]]:
    """Return the languages one may write in, each under its own name."""
    codes = dict.fromkeys([code for code, _name in settings.LANGUAGES] + list(OTHER_LANGUAGES))
    return [(code, language(code)) for code in codes]


def language(code: str) -> str:
    """Return a language's own name; a code nobody knows is shown as it is."""
    return dict(settings.LANGUAGES).get(code) or str(LANG_INFO.get(code, {}).get("name_local", code))


def zones_of(found: Partnership, zones: Mapping[str, str]) -> tuple[ZoneInfo, ZoneInfo | None]:
    """Return our zone and theirs; where they live in ours, or nobody told theirs, there is one."""
    ours, theirs = zone(zones[found.our_side]), zone(zones[found.their_side])
    return (ours or theirs or ZoneInfo("UTC")), (theirs if ours and theirs and theirs.key != ours.key else None)


def zone(name: str) -> ZoneInfo | None:
    """Return a zone by its name, None where there is none of it."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def place(of: ZoneInfo) -> str:
    """Return the city of a zone in the reader's language."""
    return city(of.key, get_language() or "en")


def both(at: datetime | None, zones: tuple[ZoneInfo, ZoneInfo | None]) -> str:
    """Write a moment in both zones: `Thu 12 Mar 2026 · 11:00 London · 18:00 Shanghai`; an en dash for none."""
    if at is None:
        return "–"
    ours, theirs = zones
    here = at.astimezone(ours)
    said = f"{day(here)} · {clock(here)} {place(ours)}"
    if theirs is None:
        return said
    there = at.astimezone(theirs)
    other_day = "" if there.date() == here.date() else f"{short_day(there)} "
    return f"{said} · {other_day}{clock(there)} {place(theirs)}"


def deadline(at: datetime, zones: tuple[ZoneInfo, ZoneInfo | None], *, state: str = "open") -> dict[str, Any]:
    """Return what parts/dates.html shows of a deadline."""
    ours, theirs = zones
    found: dict[str, Any] = {"at": at.astimezone(ours), "place": place(ours), "state": state}
    if theirs is not None:
        found |= {"there": at.astimezone(theirs), "other_place": place(theirs)}
    return found
