"""Imports undone before Troth could take corrected lines out of past days: whether the numbers were made anew since."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

SINCE = "0046_repeated_lines"
"""The migration since which undoing an import leaves no trace in any past day."""
_ASKED = f"""
SELECT COUNT(DISTINCT entry.commitment_id) FROM troth_site_ledgerentry entry
JOIN troth_site_importbatch batch ON batch.id = entry.batch_id
WHERE batch.state = 'undone' AND entry.kind = 'import.undone'
AND entry.entered_at < (SELECT applied FROM django_migrations WHERE app = 'troth_site' AND name = '{SINCE}')
AND (SELECT COUNT(*) FROM troth_site_ledgerentry earlier WHERE earlier.commitment_id = entry.commitment_id
     AND earlier.counted_on IS NOT NULL AND earlier.seq < entry.seq) > 1
AND NOT EXISTS (SELECT 1 FROM troth_site_auditentry audit
                WHERE audit.verb = 'tallies.rebuilt' AND audit.at > entry.entered_at)
"""  # noqa: S608  reason: nothing in it comes from outside


def count(ask: Callable[[str], Any]) -> int:
    """Return how many lines were taken back, after they had been corrected, whose numbers were not made anew since."""
    return int(ask(_ASKED).fetchone()[0])


def in_embedded(file: Path) -> int:
    """Return that count of the embedded database, 0 where there is none yet."""
    if not file.exists():
        return 0
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=5)
    try:
        return count(database.execute)
    except sqlite3.Error:
        return 0
    finally:
        database.close()


def in_postgres(found: dict[str, str]) -> int:
    """Return that count of a PostgreSQL database, 0 where it cannot be asked or holds no record yet."""
    try:
        import psycopg  # noqa: PLC0415  reason: it is installed only where PostgreSQL is used
    except ImportError:
        return 0
    try:
        with psycopg.connect(
            dbname=found["NAME"], user=found["USER"], password=found["PASSWORD"], host=found["HOST"],
            port=found["PORT"] or None, connect_timeout=5,
        ) as database:  # fmt: skip
            return count(database.execute)
    except psycopg.Error:
        return 0
