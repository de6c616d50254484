"""Fast, portable bulk writes: one statement for many rows, on SQLite and on PostgreSQL.

Bulk creation through row objects costs three times as long as the whole rest of an import; these few functions are
the price of 5,000 lines a second. Names of tables and columns come from the models, never from input.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from itertools import batched, chain, islice
from typing import Any

from django.db import connection, models

Row = Sequence[Any]
BLOCK = 500
"""Rows handed to the database at once: the cursor keeps a second copy of what it is given until it is done."""
BESIDE = "troth_beside"
"""Name of the table of a moment through which PostgreSQL takes many rows that may be there already."""


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
        _copy(connection.ops.quote_name(model._meta.db_table), columns, _stored(model, columns, rows))
        return
    _execute_many(_insert_sql(model, columns), _stored(model, columns, rows))


def update(model: type[models.Model], key: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Set columns of rows, given as sequences of the columns' values with the key's value last."""
    if connection.vendor == "postgresql":
        _update_at_once(model, key, columns, rows)
        return
    table = connection.ops.quote_name(model._meta.db_table)
    setting = ", ".join(f"{name} = %s" for name in columns)
    sql = f"UPDATE {table} SET {setting} WHERE {key} = %s"  # noqa: S608  reason: names are the models'
    _execute_many(sql, _stored(model, [*columns, key], rows))


def find(model: type[models.Model], pair: tuple[str, str], columns: Sequence[str], wanted: Sequence[Row]) -> list[Row]:
    """Return columns of the rows whose two key columns hold one of the wanted pairs, through the index on both."""
    if not wanted:
        return []
    table = connection.ops.quote_name(model._meta.db_table)
    told: list[Any]
    if connection.vendor == "postgresql":
        source, told = _as_arrays(model, pair, wanted)
        source = f"SELECT * FROM {source}"  # noqa: S608
    else:
        # Not flattened into a plain join, which SQLite would walk through the other way round.
        source, told = "SELECT value ->> 0, value ->> 1 FROM json_each(%s)", [json.dumps(wanted)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH wanted (one, two) AS MATERIALIZED ({source}) SELECT {', '.join(columns)} FROM wanted "  # noqa: S608
            f"JOIN {table} ON {pair[0]} = wanted.one AND {pair[1]} = wanted.two",
            told,
        )
        return cursor.fetchall()


def add_up(model: type[models.Model], keys: Sequence[str], sums: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, adding the sums onto the row that already has the same keys; no two rows given share their keys."""
    table = connection.ops.quote_name(model._meta.db_table)
    conflict = ", ".join(keys)
    adding = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
    _insert_or(model, [*keys, *sums], f"ON CONFLICT ({conflict}) DO UPDATE SET {adding}", rows)


def put(model: type[models.Model], keys: Sequence[str], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows, replacing the columns of the row that already has the same keys."""
    replacing = ", ".join(f"{name} = excluded.{name}" for name in columns)
    _insert_or(model, [*keys, *columns], f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {replacing}", rows)


def _insert_or(model: type[models.Model], columns: Sequence[str], otherwise: str, rows: Iterable[Row]) -> None:
    if connection.vendor != "postgresql":
        _execute_many(f"{_insert_sql(model, columns)} {otherwise}", _stored(model, columns, rows))
        return
    coming = iter(rows)
    first = list(islice(coming, BLOCK))
    if len(first) == BLOCK:
        _insert_from_beside(model, columns, otherwise, chain(first, coming))
    elif first:
        table, arrays = _as_arrays(model, columns, first)
        _insert_from(table, model, columns, otherwise, arrays)


def _insert_from_beside(model: type[models.Model], columns: Sequence[str], otherwise: str, rows: Iterable[Row]) -> None:
    """Copy rows into a table beside, which nobody else sees, and let them go on from there in one statement.

    A copy cannot add onto rows that are there, and arrays of very many rows are slow to write and to read.
    """
    name = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE {BESIDE} AS SELECT {', '.join(columns)} FROM {name} WITH NO DATA"  # noqa: S608
        )
        _copy(BESIDE, columns, _stored(model, columns, rows))
        _insert_from(BESIDE, model, columns, otherwise, [])
        cursor.execute(f"DROP TABLE {BESIDE}")


def _insert_from(
    source: str, model: type[models.Model], columns: Sequence[str], otherwise: str, arrays: list[list[Any]]
) -> None:
    name = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name} ({', '.join(columns)}) SELECT * FROM {source} {otherwise}",  # noqa: S608
            arrays,
        )


def _update_at_once(model: type[models.Model], key: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    name = connection.ops.quote_name(model._meta.db_table)
    setting = ", ".join(f"{column} = told.{column}" for column in columns)
    for block in batched(rows, BLOCK):
        table, arrays = _as_arrays(model, [*columns, key], block)
        sql = f"UPDATE {name} SET {setting} FROM {table} AS told ({', '.join([*columns, key])}) "  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} WHERE {name}.{key} = told.{key}", arrays)


def _as_arrays(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[list[Any]]]:
    """Return rows as PostgreSQL takes many at once: a table of one array a column, and the arrays."""
    kinds = {field.column: field.rel_db_type(connection) for field in model._meta.concrete_fields}
    table = ", ".join(f"%s::{kinds[name]}[]" for name in columns)
    return f"unnest({table})", [list(column) for column in zip(*rows, strict=True)]


def _insert_sql(model: type[models.Model], columns: Sequence[str]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608  reason: names are the models'


def _execute_many(sql: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        for block in batched(rows, BLOCK):
            cursor.executemany(sql, block)


def _copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with (
        # Django tells of what a plain statement is refused for in its own words, of a copy it does not.
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _stored(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> Iterable[Row]:
    """Return rows as text where SQLite knows no such type, and where the driver of PostgreSQL is slow to write it."""
    return _written(rows, _writers_of(model, tuple(columns)))


@cache
def _writers_of(model: type[models.Model], columns: tuple[str, ...]) -> list[tuple[int, Callable[[Any], str]]]:
    kinds = {field.column: field for field in model._meta.concrete_fields}
    # A moment is a kind of day for Django, so it is asked for first.
    return [
        (at, writer)
        for at, name in enumerate(columns)
        if (writer := next((write for kind, write in _WRITERS if isinstance(kinds[name], kind)), None))
    ]


def _written(rows: Iterable[Row], writers: Sequence[tuple[int, Callable[[Any], str]]]) -> Iterator[Row]:
    """Write the values column by column: a walk through every row would cost as much as the database's own work."""
    for block in batched(rows, BLOCK):
        columns: list[Sequence[Any]] = list(zip(*block, strict=True))
        for at, write in writers:
            columns[at] = [None if value is None else write(value) for value in columns[at]]
        yield from zip(*columns, strict=True)


class _Days(dict[date, str]):
    """Days as text, each written once: a history names the same few thousand days again and again."""

    def __missing__(self, day: date) -> str:
        text = self[day] = day.isoformat()
        return text


@lru_cache(maxsize=8)  # rows that are written together were written at one moment
def _moment(value: datetime) -> str:
    text = value.astimezone(UTC).isoformat(sep=" ", timespec="microseconds")
    # SQLite keeps moments as text without their zone.
    return text if connection.vendor == "postgresql" else text.removesuffix("+00:00")


_WRITERS: tuple[tuple[type[models.Field], Callable[[Any], str]], ...] = (
    (models.DateTimeField, _moment),
    (models.DateField, _Days().__getitem__),
    (models.DecimalField, str),
)
