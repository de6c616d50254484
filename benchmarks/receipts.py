"""One receipt until its partner's numbers are current, beside one upsert into the same database file."""

import json
import os
import sys
from datetime import date
from random import Random

from benchmarks import databases
from benchmarks.report import Row, Section, child, ms, p95, seconds

TIMES = 150
MOST_ABOVE = 0.005
FLAT = 1.5


def section(sizes: list[int], *, today: date) -> Section:
    """Return the table."""
    found = Section("One receipt → its partner's numbers current")
    medians = []
    for lines in sizes:
        with databases.copy_of(databases.home_of(lines, today=today)) as home:
            took = child("receipts", today.isoformat(), TROTH_HOME=str(home))
        ours, limit = p95(took["ours"]), p95(took["limit"])
        medians.append(sorted(took["ours"])[len(took["ours"]) // 2])
        found.rows.append(
            Row(
                work=f"{lines:,} lines: p95 (median {ms(medians[-1])})",
                ours=ms(ours),
                limit=f"{ms(limit)} (SQLite upsert)",
                ratio=f"+ {ms(ours - limit)}",
                peer="ERPNext ~0.9 s",
                hold="p95 ≤ 5 ms over the upsert",
                holds=ours - limit <= MOST_ABOVE,
            )
        )
    growth = medians[-1] / medians[0]
    found.rows.append(
        Row(
            work=f"median, {sizes[-1]:,} lines beside {sizes[0]:,}",
            ours=f"{growth:.2f} ×",
            hold=f"flat: ≤ {FLAT} ×",
            holds=growth <= FLAT,
        )
    )
    found.notes.append(
        "Ours locks the relationship, records the receipt, settles the line, appends to the hash chain, moves the "
        "tallies, judges both sides, raises what follows from it, and commits."
    )
    return found


def measure(today: date) -> dict[str, list[float]]:
    """Record receipts of open lines of random partners, an upsert after each."""
    # Rows can be loaded only once the site is set up.
    from troth_site.management import door  # noqa: PLC0415

    door.open_site()
    from django.db import connection  # noqa: PLC0415

    from troth_site.actions.orders import changed  # noqa: PLC0415
    from troth_site.models import OrderLine  # noqa: PLC0415

    by = door.operator()
    lines = list(OrderLine.objects.filter(completed_on=None, ordered_on__lt=today).values_list("pk", flat=True))
    Random(1).shuffle(lines)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench (id integer PRIMARY KEY, n integer NOT NULL)")

    def upsert(pk: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench VALUES (%s, 1) ON CONFLICT (id) DO UPDATE SET n = bench.n + 1", [pk])

    ours, limit = [], []
    for pk in lines[: TIMES + 5]:
        ours.append(seconds(lambda pk=pk: changed.record_receipt(by=by, line=pk, day=today)))
        limit.append(seconds(lambda pk=pk: upsert(pk % 50)))
    return {"ours": ours[5:], "limit": limit[5:]}


if __name__ == "__main__":
    os.environ.setdefault("TROTH_LOG", "ERROR")
    print(json.dumps(measure(date.fromisoformat(sys.argv[1]))))
