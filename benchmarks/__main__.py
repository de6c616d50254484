"""Run all benchmarks and write benchmarks/results.md; see docs/howto/bench.md."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks import databases, field, forecasts, imports, judgement, pages, receipts, report, servers
from benchmarks.report import Row, Section

RESULTS = Path(__file__).parent / "results.md"
SMALL, LARGE = [10_000, 100_000], [10_000, 100_000, 1_000_000]


def main() -> int:
    """Run the chosen sections; print each as it is done."""
    arguments = _arguments()
    if arguments.clean:
        databases.clean()
        return 0
    sizes, today = (SMALL if arguments.quick else LARGE), arguments.date
    sections: dict[str, Callable[[], Section]] = {
        "judgement": lambda: judgement.section(sizes, today=today),
        "receipts": lambda: receipts.section(sizes, today=today),
        "pages": lambda: pages.section(sizes, today=today),
        "imports": lambda: imports.section(sizes[1:], today=today),
        "postgres": lambda: imports.postgres(sizes[:1] if arguments.quick else sizes[1:], today=today),
        "forecast": forecasts.section,
        "memory": lambda: servers.memory(sizes[1], today=today),
        "start": servers.starts,
        "field": field.section,
    }
    began = perf_counter()
    found = []
    for name, work in sections.items():
        if not arguments.only or name in arguments.only:
            found.append(_done(name, work))
            print(found[-1].text(), flush=True)
    # A run of some sections is for looking at; only a whole one is kept.
    if not arguments.only:
        RESULTS.write_text(_whole(found, today, perf_counter() - began, quick=arguments.quick), "utf-8")
    missed = [f"{section.title}: {row.work}" for section in found for row in section.rows if row.holds is False]
    print(f"{len(missed)} figures are missed." if missed else "All figures hold.", *missed, sep="\n  ")
    return 0


def _done(name: str, work: Callable[[], Section]) -> Section:
    """Return a section; one that stops is a miss of its own, and the others go on."""
    try:
        return work()
    except SystemExit as stopped:
        return Section(name, [Row(work=name, ours="stopped", holds=False)], [str(stopped)])


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="without a million rows")
    asked.add_argument("--only", action="append", default=[], metavar="SECTION")
    asked.add_argument("--date", type=date.fromisoformat, default=date.today(), help="the day written on the results")  # noqa: DTZ011, TID251
    asked.add_argument("--clean", action="store_true", help="remove the databases and files kept between runs")
    return asked.parse_args()


def _whole(found: list[Section], today: date, took: float, *, quick: bool) -> str:
    head = [
        "# Results of `make bench`",
        "",
        f"{today}, {'the quick run' if quick else 'the whole run'}, {took / 60:.1f} minutes. {report.machine()}",
        "",
        "The limit of the machine is measured in the same run, in turns with ours; ratios compare, milliseconds do "
        "not. Peers were measured once on one machine beside ours.",
        "",
    ]
    return "\n".join(head) + "\n" + "\n".join(section.text() for section in found)


if __name__ == "__main__":
    raise SystemExit(main())
