"""Asking for the rows of many keys at once.

Written out one by one, keys fill a statement that the database reads anew each time, and SQLite takes 999 of them in
its smallest builds. Given as one list they are one value, and three keys or thousands are asked for by one statement.
"""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup


class _IsAmong(Lookup):
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*params, json.dumps(self.rhs))  # noqa: S608  reason: a column of a model

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


def among(column: str, values: Iterable[int] | Iterable[str]) -> Lookup:
    """Return the condition that a column, also of a related row, holds one of the values; none holds one of nothing."""
    return _IsAmong(F(column), list(values))
