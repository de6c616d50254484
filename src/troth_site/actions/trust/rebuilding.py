"""Making every tally again: the ledger streams as Arrow into DuckDB, the library's own SQL sums it."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
from django.db import transaction

from troth.trust.tallies import tallies_sql
from troth_site.access import Actor, NotAllowed
from troth_site.actions import audit, bulk
from troth_site.actions.ledger import TALLY_KEYS, TALLY_SUMS
from troth_site.models import LedgerEntry, PackedTallies, Tally
from troth_site.queries.orders import OUTCOME_FIELDS

PART = 50_000
_COLUMNS = ("relationship_id", "side", "dimension", "commitment_id", "seq", *OUTCOME_FIELDS)
_NAMES = ("relationship", "side", "dimension", "commitment", "seq", *OUTCOME_FIELDS)
_DAYS = frozenset({"recorded_on", "counted_on", "counted_from", "scored_on", "scored_from", "held_until"})
_WHOLE = frozenset({"relationship", "commitment", "seq", "lines", "kept", "excused"})
_SUMMED = """
SELECT relationship, side, dimension, date_diff('day', DATE '1970-01-01', known_on),
       date_diff('day', DATE '1970-01-01', happened_on), lines, kept, excused, kept_weight, broken_weight,
       excused_weight, light_weight
FROM ({tallies})
"""


def rebuild_tallies(*, by: Actor) -> tuple[int, int]:
    """Replace all tallies by what the ledger says, in one transaction; return the entries read and the rows made."""
    if not by.as_operator:
        raise NotAllowed
    with transaction.atomic():
        entries = LedgerEntry.objects.filter(counted_on__isnull=False).count()
        with duckdb.connect() as engine:
            engine.register("part", _schema().empty_table())
            engine.execute("CREATE TABLE outcomes AS SELECT * FROM part")
            # Part by part on this thread: an engine that pulled a stream would read outside this transaction.
            for batch in _batches():
                engine.register("part", pa.Table.from_batches([batch]))
                engine.execute("INSERT INTO outcomes SELECT * FROM part")
            found = engine.execute(_SUMMED.format(tallies=tallies_sql().strip().rstrip(";")))
            Tally.objects.all().delete()
            PackedTallies.objects.all().delete()
            rows = 0
            while part := found.fetchmany(PART):
                bulk.insert(Tally, (*TALLY_KEYS, *TALLY_SUMS), part)
                rows += len(part)
        audit.record("tallies.rebuilt", by=by, data={"entries": entries, "tallies": rows})
    return entries, rows


def _schema() -> Any:
    def kind(name: str) -> Any:
        if name in _DAYS:
            return pa.date32()
        if name in _WHOLE:
            return pa.int64()
        return pa.string() if name in ("side", "dimension") else pa.float64()

    return pa.schema([(name, kind(name)) for name in _NAMES])


def _batches() -> Iterator[Any]:
    schema = _schema()
    rows = (
        LedgerEntry.objects.filter(counted_on__isnull=False).order_by("relationship_id", "seq").values_list(*_COLUMNS)
    )
    part: list[tuple[Any, ...]] = []
    for row in rows.iterator(PART):
        part.append(row)
        if len(part) == PART:
            yield _batch(part, schema)
            part = []
    if part:
        yield _batch(part, schema)


def _batch(rows: list[tuple[Any, ...]], schema: Any) -> Any:
    columns = zip(*rows, strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
