"""Large databases, built once through our own actions and kept between runs."""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks import report
from benchmarks.history import history, write

BUYER = "Benchmark Trading"
PART = 5_000
SOURCE = report.ROOT / "src" / "troth_site"


def cache() -> Path:
    """Return the folder that is kept between runs."""
    folder = Path(os.environ.get("TROTH_BENCH_HOME") or Path(tempfile.gettempdir()) / "troth-bench")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def file_of(lines: int, *, today: date) -> Path:
    """Return a CSV file of so many order lines."""
    return write(cache() / f"orders-{lines}.csv", lines, today=today)


def home_of(lines: int, *, today: date) -> Path:
    """Return the home folder of a database of so many order lines, built first where it is missing or outdated."""
    migrations = b"".join(path.read_bytes() for path in sorted((SOURCE / "migrations").glob("0*.py")))
    folder = cache() / f"database-{lines}-{hashlib.sha256(migrations).hexdigest()[:8]}"
    if not (folder / "built").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        print(f"  building a database of {lines:,} lines in {folder}", flush=True)
        built = report.child("databases", str(lines), today.isoformat(), TROTH_HOME=str(folder))
        (folder / "built").write_text(json.dumps(built))
    _let_night_pass(folder, today)
    return folder


def _let_night_pass(folder: Path, today: date) -> None:
    """Judge a database of an earlier day as every night does, so that each day measures the same."""
    judged = folder / "judged"
    if not judged.exists() or judged.read_text() != today.isoformat():
        report.child("databases", "night", today.isoformat(), TROTH_HOME=str(folder))
        judged.write_text(today.isoformat())


@contextmanager
def copy_of(home: Path) -> Iterator[Path]:
    """Yield a copy that may be changed, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="troth-bench-copy-", dir=cache()) as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        # Else the disk is still busy with the copy while what happens in it is measured.
        os.sync()
        yield copy


def clean() -> None:
    """Remove everything that is kept between runs."""
    shutil.rmtree(cache(), ignore_errors=True)


def build(lines: int, today: date) -> None:
    """Fill the open installation: a buyer, its operator, the history, the judgement of all partners."""
    # Rows can be loaded only once the site is set up.
    from troth_site.management import door  # noqa: PLC0415

    door.open_site()
    from troth_site.actions import people  # noqa: PLC0415
    from troth_site.actions.orders.reported import Import, record_lines  # noqa: PLC0415
    from troth_site.actions.partners import found_organisation  # noqa: PLC0415
    from troth_site.actions.trust import judging  # noqa: PLC0415

    began = perf_counter()
    founded = found_organisation(by=door.operator(), kind="buyer", name=BUYER)
    people.take_seat(by=door.operator(), person=people.local_operator(), organisation=founded.pk, role="operator")
    source = Import(by=door.operator(), buyer=founded.pk, batch=None, entered_on=today)
    rows = history(lines, today=today)
    while part := list(islice(rows, PART)):
        record_lines(source, part)
    recorded = perf_counter() - began
    judging.judge_portfolio(founded.pk, as_of=today)
    print(json.dumps({"recorded": recorded, "judged": perf_counter() - began - recorded}))


def judge(today: date) -> None:
    """Judge everybody as of another day."""
    # Rows can be loaded only once the site is set up.
    from troth_site.management import door  # noqa: PLC0415

    door.open_site()
    from troth_site.actions.trust import judging  # noqa: PLC0415
    from troth_site.queries import organisations  # noqa: PLC0415

    for organisation in organisations.judging():
        judging.judge_portfolio(organisation, as_of=today)
    print(json.dumps({"judged": today.isoformat()}))


if __name__ == "__main__":
    asked, day = sys.argv[1], date.fromisoformat(sys.argv[2])
    judge(day) if asked == "night" else build(int(asked), day)
