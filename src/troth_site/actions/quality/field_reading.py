"""Reading what a device sent, item by item: what cannot be is refused with its reason, and the rest is taken."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth_site.actions.communication.keeping import cleaned

MOST = 2_147_483_647
LONGEST_VALUE = 20_000


class ItemRefused(Exception):
    """One item cannot be taken; the text says why."""

    def __init__(self, reason: str | Promise, **values: object) -> None:
        """Say it with its values."""
        super().__init__(str(reason) % values if values else str(reason))


class ParcelRefused(Exception):
    """The parcel as a whole cannot be read; nothing of it is kept."""


class OtherContent(Exception):
    """Something else came under the same key before; what came first stays."""


def items(parcel: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return the items of one kind.

    Raises:
        ParcelRefused: They are no list of items.
    """
    found = parcel.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ParcelRefused(str(_("“%(name)s” is no list of items. Nothing of this parcel was kept.") % {"name": name}))
    return found


def key(item: Mapping[str, Any], name: str = "uid") -> UUID:
    """Return the key a device gave to an item."""
    try:
        return UUID(str(item.get(name)))
    except ValueError as error:
        raise ItemRefused(_("It carries no key of its own.")) from error


def text(item: Mapping[str, Any], name: str, *, longest: int, needed: bool = False) -> str:
    """Return a text, as any database takes it."""
    found = item.get(name)
    said = cleaned(found).strip() if isinstance(found, str) else ""
    if needed and not said:
        raise ItemRefused(_("“%(name)s” is empty."), name=name)
    if len(said) > longest:
        raise ItemRefused(_("“%(name)s” is longer than %(most)s characters."), name=name, most=longest)
    return said


def moment(item: Mapping[str, Any], name: str) -> datetime:
    """Return a time with its zone, as the device said it, however wrong its clock is."""
    found = optional_moment(item, name)
    if found is None:
        raise ItemRefused(_("“%(name)s” is no time with a zone."), name=name)
    return found


def optional_moment(item: Mapping[str, Any], name: str) -> datetime | None:
    """Return a time with its zone, None where there is none."""
    found = item.get(name)
    if found in (None, ""):
        return None
    try:
        read = datetime.fromisoformat(str(found))
    except ValueError:
        read = None
    if read is None or read.tzinfo is None or not 1970 <= read.year <= 9990:
        raise ItemRefused(_("“%(name)s” is no time with a zone."), name=name)
    return read


def optional_day(item: Mapping[str, Any], name: str) -> date | None:
    """Return a day, None where there is none."""
    found = item.get(name)
    if found in (None, ""):
        return None
    try:
        return date.fromisoformat(str(found))
    except ValueError as error:
        raise ItemRefused(_("“%(name)s” is no day."), name=name) from error


def whole(item: Mapping[str, Any], name: str, *, least: int = 0, most: int = MOST) -> int:
    """Return a whole number between two others."""
    found = item.get(name)
    if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
        refused = _("“%(name)s” is no whole number from %(least)s to %(most)s.")
        raise ItemRefused(refused, name=name, least=least, most=most)
    return found


def optional_whole(item: Mapping[str, Any], name: str, *, least: int = 0, most: int = MOST) -> int | None:
    """Return a whole number, None where nobody said one."""
    return None if item.get(name) is None else whole(item, name, least=least, most=most)


def number(item: Mapping[str, Any], name: str) -> float:
    """Return a number that is one."""
    found = item.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not isfinite(found):
        raise ItemRefused(_("“%(name)s” is no number."), name=name)
    return float(found)


def place(item: Mapping[str, Any]) -> dict[str, float | None]:
    """Return where it was, None where the device did not say; a place that is none on earth is none."""
    latitude, longitude = _degrees(item, "latitude", 90), _degrees(item, "longitude", 180)
    if latitude is None or longitude is None:
        return {"latitude": None, "longitude": None}
    return {"latitude": latitude, "longitude": longitude}


def _degrees(item: Mapping[str, Any], name: str, most: int) -> float | None:
    found = item.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float) or not -most <= found <= most:
        return None
    return float(found)


def taken(
    wanted: list[Mapping[str, Any]], take: Callable[[Mapping[str, Any]], UUID], answer: dict[str, list[Any]]
) -> None:
    """Take items one after the other, and note in the answer which were, and which were not and why."""
    for item in wanted:
        try:
            answer["accepted"].append(str(take(item)))
        except ItemRefused as refused:
            answer["refused"].append({"uid": str(item.get("uid", ""))[:64], "reason": str(refused)})
