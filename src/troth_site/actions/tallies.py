"""Keeping the older tallies of a relationship in one value: an event is judged after years as quickly as at first.

Whatever is packed can be read from the rows as well, with the same numbers; a pack whose rows change goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from typing import Any

import numpy as np

from troth.commitments.outcomes import SIDES
from troth.trust.tallies import NO_DAY, Tallies, day_number
from troth_site.actions import bulk
from troth_site.among import among
from troth_site.models import PackedTallies
from troth_site.prepared import Prepared, given
from troth_site.queries.tallies import PACKED_COLUMNS, in_order, packed

LOOSE = 50
"""Rows that may lie loose: reading so many takes a fraction of the judgement."""
PACKED_AT_ONCE = 5
"""Packs written in one statement: the drivers hold each several times over while they write it."""
_OF_ONE = Prepared(
    lambda: PackedTallies.objects.filter(relationship=given("relationship")).values_list(
        "pk", "relationship_id", "known_before"
    )
)


def pack(relationships: Sequence[int], tallies: Tallies, *, dimension: str, as_of: date) -> None:
    """Pack what was known before a day, for each relationship of which too much lies loose.

    Args:
        relationships: Primary keys.
        tallies: All their tallies of the dimension; group = position of the relationship x 2 + of the side.
        dimension: One of DIMENSIONS.
        as_of: Day from which on rows stay loose: what happens then does not touch the pack.
    """
    day, position = day_number(as_of), tallies.group // len(SIDES)
    packed_before = np.full(len(relationships), NO_DAY)
    kept = PackedTallies.objects.filter(dimension=dimension, columns=PACKED_COLUMNS)
    place = {pk: at for at, pk in enumerate(relationships)}
    for pk, known_before in kept.filter(relationship__in=relationships).values_list("relationship_id", "known_before"):
        packed_before[place[pk]] = known_before
    is_past = tallies.known < day
    loose = np.bincount(position[is_past & (tallies.known >= packed_before[position])], minlength=len(relationships))
    rows = (
        (
            relationships[at], dimension, day, PACKED_COLUMNS,
            packed(in_order(tallies.where(is_past & (position == at))), position=at),
        )
        for at in np.flatnonzero(loose > LOOSE).tolist()
    )  # fmt: skip
    for few in batched(rows, PACKED_AT_ONCE):
        bulk.put(PackedTallies, ("relationship_id", "dimension"), ("known_before", "columns", "rows"), few)


def unpack(known: Mapping[int, int]) -> None:
    """Remove the packs that hold rows which changed.

    Args:
        known: By relationship, the earliest day known of its tallies that changed.
    """
    gone = [pk for pk, relationship, before in _packs(list(known)) if known[relationship] < before]
    if gone:
        PackedTallies.objects.filter(among("pk", gone)).delete()


def _packs(relationships: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    if len(relationships) == 1:
        yield from _OF_ONE.rows(relationship=relationships[0])
        return
    packs = PackedTallies.objects.filter(among("relationship_id", relationships))
    yield from packs.values_list("pk", "relationship_id", "known_before")
