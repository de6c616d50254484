"""Tallies read for the library: plain columns, without converters, for one relationship or for all."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from troth.commitments.outcomes import SIDES
from troth.trust.tallies import COLUMNS, Tallies
from troth_site.models import Tally

_MEASURES = ("happened", "known", "lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight")


def tallies_of(relationships: Sequence[int], dimension: str, sides: Sequence[str] = SIDES) -> Tallies:
    """Return the tallies of relationships for the library; group = position of the relationship x 2 + of the side."""
    if not relationships:
        return Tallies.from_tuples([])
    rows = Tally.objects.filter(dimension=dimension, side__in=sides)
    rows = rows.filter(relationship=relationships[0]) if len(relationships) == 1 else _among(rows, relationships)
    fetched = _fetch(rows.values_list("relationship_id", "side", *_MEASURES))
    if not fetched:
        return Tallies.from_tuples([])
    place = {pk: at * len(SIDES) for at, pk in enumerate(relationships)}
    offset = {side: at for at, side in enumerate(SIDES)}
    keys, side_column, *measures = zip(*fetched, strict=True)
    group = [place[pk] + offset[side] for pk, side in zip(keys, side_column, strict=True)]
    return Tallies.from_columns(dict(zip(COLUMNS, (group, *measures), strict=True)))


def _among(rows: QuerySet[Tally], relationships: Sequence[int]) -> QuerySet[Tally]:
    # A list of thousands of keys is slower than the whole table and exceeds SQLite's number of parameters.
    lowest, highest = min(relationships), max(relationships)
    dense = (highest - lowest + 1) == len(relationships)
    ranged = rows.filter(relationship__gte=lowest, relationship__lte=highest)
    return ranged if dense or len(relationships) > 900 else ranged.filter(relationship__in=relationships)


def _fetch(rows: QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """Run the query on the bare cursor: two million tally rows need no converters."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
