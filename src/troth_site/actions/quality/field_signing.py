"""Reading a signature on the glass: who signs for which side, by hand or by name alone, or does not sign and why."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from troth_site.actions.quality.field_reading import LONGEST_VALUE, ItemRefused, moment, optional_whole, text
from troth_site.queries.quality.field_people import Signer

HEX = re.compile(r"[0-9a-f]{64}")
SIDES = ("buyer", "factory", "third")


def read(item: Mapping[str, Any], people: Sequence[Signer]) -> dict[str, Any]:
    """Return what is kept of a signature.

    Args:
        item: As the device sent it.
        people: Those who may sign, of all sides.

    Raises:
        ItemRefused: It names no side, nothing is written, or who signs is not on the list; the text says who is.
    """
    side, signed = text(item, "side", longest=7, needed=True), text(item, "digest", longest=64, needed=True)
    if side not in SIDES or not HEX.fullmatch(signed):
        raise ItemRefused(_("A signature names its side, and carries the hash of what it stands under."))
    listed = {one.person: one for one in people if one.side == side}
    person = listed.get(optional_whole(item, "person") or 0)
    refused = text(item, "refused_because", longest=300)
    strokes = _strokes(item, is_needed=not refused)
    if person is None and not refused:
        raise _not_listed(text(item, "name", longest=200), [one.name for one in listed.values()])
    return {
        "side": side, "person_id": person.person if person else None, "is_listed": person is not None,
        "name": person.name if person else text(item, "name", longest=200, needed=True), "strokes": strokes,
        "digest": signed, "refused_because": refused, "signed_at": moment(item, "signed_at"),
    }  # fmt: skip


def _strokes(item: Mapping[str, Any], *, is_needed: bool) -> list[Any]:
    strokes = item.get("strokes") or []
    is_written = bool(strokes) or item.get("typed") is True
    is_read = isinstance(strokes, list) and len(json.dumps(strokes)) <= 10 * LONGEST_VALUE
    if not is_read or (is_needed and not is_written):
        raise ItemRefused(_("There is nothing written on the glass."))
    found: list[Any] = strokes
    return found


def _not_listed(name: str, listed: list[str]) -> ItemRefused:
    if not listed:
        return ItemRefused(
            _("Nobody is on the list of those who may sign for this side, so “%(name)s” cannot sign either."), name=name
        )
    refused = _("“%(name)s” is not on the list of those who may sign for this side. On it are: %(listed)s.")
    return ItemRefused(refused, name=name, listed=", ".join(listed))
