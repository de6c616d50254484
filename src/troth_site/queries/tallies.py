"""Tallies read for the library: plain columns, without converters, for one relationship or for all."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from troth.commitments.outcomes import SIDES
from troth.trust.tallies import COLUMNS, NO_DAY, Tallies
from troth_site.models import PackedTallies, Tally
from troth_site.prepared import Prepared, given

_TOLD = ("side", *COLUMNS[1:])
_OF_ONE = Prepared(
    lambda: Tally.objects.filter(
        relationship=given("relationship"),
        side__in=[given("one_side"), given("other_side")],
        dimension=given("dimension"),
        known__gte=given("known_from"),
    ).values_list(*_TOLD)
)
_PACK = Prepared(
    lambda: PackedTallies.objects.filter(
        relationship=given("relationship"), dimension=given("dimension"), columns=PACKED_COLUMNS
    ).values_list("known_before", "rows")
)
PACKED_COLUMNS = " ".join(COLUMNS)
"""What a pack says it holds; one that says anything else is not read, and another takes its place."""
_PACKED = np.dtype([(name, "<f8" if name.endswith("_weight") else "<i4") for name in COLUMNS])

FETCHED_ROWS = 4_000
ASKED = 32
"""Relationships asked for at once: few enough that both databases walk along the index."""


def tallies_of(relationships: Sequence[int], dimension: str, sides: Sequence[str] = SIDES) -> Tallies:
    """Return the tallies of relationships for the library; group = position of the relationship x 2 + of the side."""
    if not relationships:
        return Tallies.from_tuples([])
    if len(relationships) == 1:
        return _of_one(relationships[0], dimension, sides)
    rows = Tally.objects.filter(dimension=dimension, side__in=sides).values_list("relationship_id", *_TOLD)
    place = {(pk, side): at * len(SIDES) + to for at, pk in enumerate(relationships) for to, side in enumerate(SIDES)}
    ordered = sorted(relationships)
    slices = (ordered[at : at + ASKED] for at in range(0, len(ordered), ASKED))
    parts = [_columns(part, place) for few in slices for part in _fetched(_among(rows, few))]
    if not parts:
        return Tallies.from_tuples([])
    return Tallies.from_columns({name: np.concatenate([part[name] for part in parts]) for name in COLUMNS})


def packed(tallies: Tallies, *, position: int) -> bytes:
    """Return the tallies of the relationship at a position in one value; there its group is that of the side alone."""
    rows = np.empty(len(tallies), dtype=_PACKED)
    for name in COLUMNS:
        rows[name] = getattr(tallies, name)
    rows["group"] -= position * len(SIDES)
    return rows.tobytes()


def in_order(tallies: Tallies) -> Tallies:
    """Return tallies by group, then by the days they became known and happened: sums of floats depend on the order."""
    return tallies.where(np.lexsort((tallies.happened, tallies.known, tallies.group)))


def _of_one(relationship: int, dimension: str, sides: Sequence[str]) -> Tallies:
    """Return what lies in one value from before a day, and the rows known since, as one."""
    known_from, pack = _PACK.first(relationship=relationship, dimension=dimension) or (NO_DAY, None)
    rows = _OF_ONE.rows(
        relationship=relationship, dimension=dimension, one_side=sides[0], other_side=sides[-1], known_from=known_from
    )
    recent = _from_rows(rows)
    if pack is None:
        return recent
    read = np.frombuffer(pack, dtype=_PACKED)
    past = Tallies.from_columns({name: read[name] for name in COLUMNS})
    both = {name: np.concatenate((getattr(past, name), getattr(recent, name))) for name in COLUMNS}
    found = in_order(Tallies.from_columns(both))
    return found if len(sides) == len(SIDES) else found.where(found.group == SIDES.index(sides[0]))


def _from_rows(rows: Sequence[tuple[Any, ...]]) -> Tallies:
    if not rows:
        return Tallies.from_tuples([])
    side, *measures = zip(*rows, strict=True)
    return Tallies.from_columns(dict(zip(COLUMNS, (list(map(SIDES.index, side)), *measures), strict=True)))


def _among(rows: QuerySet[Any, Any], relationships: Sequence[int]) -> QuerySet[Any, Any]:
    lowest, highest = relationships[0], relationships[-1]
    # Keys that follow each other, as almost always, are one walk along the index.
    dense = highest - lowest + 1 == len(relationships)
    ranged = rows.filter(relationship__gte=lowest, relationship__lte=highest)
    return ranged if dense else ranged.filter(relationship__in=relationships)


def _fetched(rows: QuerySet[Any, Any]) -> Iterator[list[tuple[Any, ...]]]:
    """Run the query on the bare cursor, a part at a time: two million tally rows need no converters and no list.

    On PostgreSQL the answer waits at the server: its driver would hold all of it, 20 MB of the largest partners.
    """
    sql, params = rows.query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while part := cursor.fetchmany(FETCHED_ROWS):
            yield part


def _columns(part: list[tuple[Any, ...]], place: Mapping[tuple[int, str], int]) -> dict[str, Any]:
    keys, sides, *measures = zip(*part, strict=True)
    group = [place[key] for key in zip(keys, sides, strict=True)]
    kept = Tallies.from_columns(dict(zip(COLUMNS, (group, *measures), strict=True)))
    return {name: getattr(kept, name) for name in COLUMNS}
