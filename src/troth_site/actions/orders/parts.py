"""Recording very many lines: part by part, each part one transaction, the next part read while the database is busy."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction

from troth_site.actions.orders.reported import Counts, Import, ReportedLine, Understood, record, understand

PART = 4_000
SELDOM = 64_000
"""Pages (256 MB) after which SQLite's log is written back while lines are recorded: one part after another touches
mostly the same pages, each of which is then written back once."""


def record_in_parts(
    source: Import, lines: Iterator[ReportedLine], *, progress: Callable[[int], None] | None = None
) -> Counts:
    """Record lines part by part; safe to run again after an interruption.

    Args:
        source: Where they come from.
        lines: Read by a thread of its own, which therefore must not ask the database.
        progress: Told the number of lines recorded so far.
    """
    counts, done = Counts(), 0
    with _uncollected(), _seldom_written_back(), ThreadPoolExecutor(1, "troth-lines") as beside:
        part = beside.submit(_next, source, lines).result()
        while part:
            with transaction.atomic():
                counts.add(record(source, part))
                done += len(part)
                # Two parts never stand in memory at once.
                part.clear()
                # PostgreSQL checks a part's foreign keys when it is committed, a fifth of all its time: a reader that
                # began earlier would take the interpreter from the writer.
                coming = beside.submit(_next, source, lines)
            part = coming.result()
            if progress is not None:
                progress(done)
    return counts


def _next(source: Import, lines: Iterator[ReportedLine]) -> list[Understood]:
    return understand(source, islice(lines, PART))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no circles while lines are recorded: their rows make none, and looking costs an eighth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _seldom_written_back() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
        cursor.execute(f"PRAGMA wal_autocheckpoint={SELDOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA wal_autocheckpoint={before}")
            if not connection.in_atomic_block:
                # Not left to whoever records the next receipt.
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
