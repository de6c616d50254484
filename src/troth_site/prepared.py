"""Queries composed once.

Django composes a query anew each time it is asked, which takes ten times as long as a database needs to find a few rows
by their key. What every recorded act asks is composed at its first use; from then on only its values are filled in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction
from django.db.models import Func, IntegerField, Lookup, Model, QuerySet, Value
from django.db.models.query import ModelIterable

_LARGEST_KEY = 2**63 - 1


# A plain function instead of Django's aggregate, which counts by groups: two thirds of the time for thousands of rows.
NUMBER = Func(function="COUNT", template="%(function)s(*)", output_field=IntegerField())
"""How many rows there are, as the one value of the one row of a query without an order."""


@dataclass(frozen=True, slots=True)
class _Place:
    name: str


def given(name: str) -> Any:
    """Return a place in a query for a value that is told when it is asked."""
    return Value(_Place(name))


class IsOneOf(Lookup):
    """Whether a column holds one of some words of our own: SQLite uses an index of some rows where it reads which."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the condition with its words written out."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(repr(word) for word in self.rhs)})", params


class Prepared[Row]:
    """A query over rows, or over a list of their values, with places for what is told when it is asked.

    It answers as the query itself would: converted values, related rows filled in. A query that locks is refused
    outside a transaction.
    """

    def __init__(self, compose: Callable[[], QuerySet[Any, Row]]) -> None:
        """Take the query as a function, because nothing can be composed before all models are loaded."""
        self._compose = compose

    def rows(self, **values: int | float | str | datetime) -> list[Row]:
        """Return what the query finds, each place filled with the value of its name; None is not a value.

        A number larger than any key finds nothing, as with the query itself.
        """
        composed = self._composed
        if composed.locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("Rows are locked within a transaction only.")
        if any(isinstance(value, int) and value > _LARGEST_KEY for value in values.values()):
            return []
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, [values[at.name] if isinstance(at, _Place) else at for at in composed.params])
            found = cursor.fetchall()
        return found if composed.plain else [composed.made(row) for row in found]

    def first(self, **values: int | float | str | datetime) -> Row | None:
        """Return the first row the query finds, None where it finds none."""
        return next(iter(self.rows(**values)), None)

    @cached_property
    def _composed(self) -> "_Composed":
        return _Composed(self._compose())


class _Composed:
    """A query as SQL, and how to make one of its rows from what the cursor gives."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        self.locks = queryset.query.select_for_update
        columns = [column for column, _sql, _alias in compiler.select]
        # Converters by position; most columns need none.
        self._converters = list(compiler.get_converters(columns).items())
        whole = queryset._iterable_class is ModelIterable
        self._shape = _Shape(compiler.klass_info, compiler.select) if whole else None
        self.plain = not whole and not self._converters

    def made(self, row: tuple[Any, ...]) -> Any:
        """Return the row as the query itself would."""
        if self._converters:
            values = list(row)
            for at, (converters, expression) in self._converters:
                for convert in converters:
                    values[at] = convert(values[at], expression, connection)
            row = tuple(values)
        return row if self._shape is None else self._shape.made(row)


class _Shape:
    """Which of the values are the row's own, and which those of the rows it was selected with."""

    def __init__(self, described: dict[str, Any], select: Any) -> None:
        own = described["select_fields"]
        self._model: type[Model] = described["model"]
        self._own = slice(own[0], own[-1] + 1)
        self._names = [column.target.attname for column, _sql, _alias in select[self._own]]
        self._related = [
            (related["field"].name, _Shape(related, select)) for related in described.get("related_klass_infos", ())
        ]

    def made(self, row: tuple[Any, ...]) -> Model:
        made = self._model.from_db(connection.alias, self._names, row[self._own])
        for name, related in self._related:
            setattr(made, name, related.made(row))
        return made
