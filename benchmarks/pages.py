"""Pages of a large installation, beside a bare list of 50 rows and a hello in the same process."""

import json
import statistics
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from typing import Any

from benchmarks import databases
from benchmarks.report import Row, Section, child, ms, p95, seconds

TIMES = 100
WARMED = 2
SEED = 7
# Of every four partners asked for three are of usual size, and one is of the largest.
LARGEST_OF = 4
MOST_RATIO = 2.0
FLAT = 1.5
PEERS = {
    "partners": "Odoo 18 ms bare, 114 ms with on-time",
    "partner": "ERPNext form 274 ms",
    "today": "Odoo portal 250 ms",
}


def section(sizes: list[int], *, today: date) -> Section:
    """Return the table."""
    found = Section("Pages, signed in, through all middleware")
    medians: dict[str, list[float]] = {}
    bare: list[float] = []
    for lines in sizes:
        took = child("pages", TROTH_HOME=str(databases.home_of(lines, today=today)))
        limit = p95(took["bare"]["seconds"])
        bare.append(statistics.median(took["bare"]["seconds"]))
        for name, page in took.items():
            if name in ("bare", "hello"):
                continue
            ours = p95(page["seconds"])
            medians.setdefault(name, []).append(statistics.median(page["seconds"]))
            found.rows.append(
                Row(
                    work=f"{name}, {lines:,} lines: p95 ({page['queries']} queries, {page['kilobytes']} kB)",
                    ours=ms(ours),
                    limit=f"{ms(limit)} (bare list; hello {ms(p95(took['hello']['seconds']))})",
                    ratio=f"{ours / limit:.2f}",
                    peer=PEERS.get(name, "–"),
                    hold="p95 ≤ 2 × the bare list",
                    holds=ours / limit <= MOST_RATIO,
                )
            )
    for name, each in medians.items():
        # The sizes are measured one after the other: what the machine did meanwhile shows in the bare list too.
        slower, growth = bare[-1] / bare[0], each[-1] / each[0]
        found.rows.append(
            Row(
                work=f"{name}: median, {sizes[-1]:,} lines beside {sizes[0]:,}",
                ours=f"{growth:.2f} ×",
                limit=f"{slower:.2f} × (bare list)",
                ratio=f"{growth / slower:.2f}",
                hold=f"flat: ≤ {FLAT} × the bare list's",
                holds=growth / slower <= FLAT,
            )
        )
    return found


def asked_for(by_size: list[int]) -> list[int]:
    """Return a partner for each turn, never the same twice in a row: around the middle by size, and of the largest."""
    turns, tenth = TIMES + WARMED, by_size[-max(len(by_size) // 10, 1) :]
    # All through the largest tenth: in a large portfolio its last ones are twenty times as large as its first.
    largest = tenth[:: -max(len(tenth) * LARGEST_OF // turns, 1)]
    first = max(len(by_size) // 2 - turns // 2, 0)
    usual = by_size[first : first + turns]
    return [
        largest[turn // LARGEST_OF % len(largest)] if turn % LARGEST_OF == 0 else usual[turn % len(usual)]
        for turn in range(turns)
    ]


def measure() -> dict[str, dict[str, Any]]:
    """Ask for each page in turns."""
    # Rows can be loaded only once the site is set up.
    from troth_site.management import door  # noqa: PLC0415

    door.open_site()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from troth_site.actions import people  # noqa: PLC0415
    from troth_site.models import Relationship  # noqa: PLC0415

    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.ROOT_URLCONF = "benchmarks.page_urls"
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(people.local_operator())
    partners = asked_for(list(Relationship.objects.order_by("head_seq").values_list("pk", flat=True)))
    addresses = {
        name: [address] * len(partners)
        for name, address in {
            "bare": "/bench/bare/", "hello": "/bench/hello/", "partners": "/partners/", "today": "/",
            "partners by name": "/partners/?sort=name", "partners searched": "/partners/?q=0042",
        }.items()
    }  # fmt: skip
    addresses["partner"] = [f"/partners/{pk}/" for pk in partners]
    found: dict[str, dict[str, Any]] = {}
    for name, address in addresses.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address[0])
        if answer.status_code == 200:
            found[name] = {"seconds": [], "queries": len(queries), "kilobytes": len(answer.content) // 1024}
        else:
            print(f"{address[0]} answers {answer.status_code}", file=sys.stderr)
    _ask_in_turns(found, lambda name, turn: client.get(addresses[name][turn]))
    return found


def _ask_in_turns(found: dict[str, dict[str, Any]], ask: Callable[[str, int], object]) -> None:
    order, shuffled = list(found), Random(SEED)
    for turn in range(TIMES + WARMED):
        # In one order throughout, the same page would always clear away what all others left behind.
        shuffled.shuffle(order)
        for name in order:
            took = seconds(partial(ask, name, turn))
            if turn >= WARMED:
                found[name]["seconds"].append(took)


if __name__ == "__main__":
    print(json.dumps(measure()))
