"""Fast, portable bulk writes: one statement for many rows, on SQLite and on PostgreSQL.

Bulk creation through row objects costs three times as long as the whole rest of an import; these few functions are
the price of 5,000 lines a second. Names of tables and columns come from the models, never from input.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

Row = Sequence[Any]


def take_ids(model: type[models.Model], count: int) -> range:
    """Return so many unused primary keys of a table, reserved within the open transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            sequence = cursor.fetchone()[0]
            # Blocks stay whole because every importer takes the table's advisory lock first.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
            cursor.execute("SELECT nextval(%s)", [sequence])
            first = cursor.fetchone()[0]
            cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
        else:
            # AUTOINCREMENT's own memory, so that keys of deleted rows are not used again.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            first = (found[0] if found else 0) + 1
    return range(first, first + count)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows given as sequences in the order of the columns."""
    if connection.vendor == "postgresql":
        _copy(model, columns, rows)
        return
    _execute_many(_insert_sql(model, columns), rows)


def add_up(model: type[models.Model], keys: Sequence[str], sums: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, adding the sums onto the row that already has the same keys."""
    table = connection.ops.quote_name(model._meta.db_table)
    conflict = ", ".join(keys)
    adding = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    sql = f"{_insert_sql(model, [*keys, *sums])} ON CONFLICT ({conflict}) DO UPDATE SET {adding}"
    _execute_many(sql, rows)


def _insert_sql(model: type[models.Model], columns: Sequence[str]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  reason: names are the models'


def _execute_many(sql: str, rows: Iterable[Row]) -> None:
    if connection.vendor == "sqlite":
        rows = [[_stored(value) for value in row] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _stored(value: Any) -> Any:
    """Return a value as Django stores it in SQLite."""
    kind = type(value)
    if kind is date:
        return value.isoformat()
    if kind is Decimal:
        return str(value)
    if kind is datetime:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return value
