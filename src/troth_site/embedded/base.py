"""SQLite as Django speaks to it, which finds this module by its name.

Django turns the places of a statement into those of SQLite each time it is run, a tenth of the time a small one takes.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper as Wrapper

KEPT = 512
LONGEST = 10_000
"""Characters of a statement whose form is kept; longer ones name many keys and are seldom run again."""


class DatabaseWrapper(Wrapper):
    """A connection whose cursors remember the form of a statement."""

    def create_cursor(self, name: str | None = None) -> "Cursor":
        """Return a cursor; the name is for databases that keep cursors themselves."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor


class Cursor(SQLiteCursorWrapper):
    """A cursor that puts each statement into SQLite's form once."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """Return the statement with SQLite's places; named ones are rare, and left to Django."""
        if param_names is not None or len(query) > LONGEST:
            converted: str = super().convert_query(query, param_names=param_names)
            return converted
        return _with_marks(query)


@lru_cache(maxsize=KEPT)
def _with_marks(query: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
