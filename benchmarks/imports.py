"""Validated import of order lines by the command, beside bare bulk inserts of the same rows."""

import csv
import json
import sqlite3
import sys
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

from benchmarks import databases
from benchmarks.report import ROOT, TROTH, Ran, Row, Section, child, run, seconds

SHARED_HISTORY = ROOT.parent / "shared" / "data" / "01_scms" / "SCMS_Delivery_History_Dataset.csv"
PEER = "Tryton ~105 rows/s, Odoo ~30, ERPNext 9"
FEWEST_ROWS, MOST_MB, MOST_SECONDS, STARTS = 5_000, 150, 3.0, 3


def section(sizes: list[int], *, today: date) -> Section:
    """Return the table."""
    found = Section("Validated import by the command, from file to current judgement")
    with tempfile.TemporaryDirectory(prefix="troth-bench-", dir=databases.cache()) as folder:
        began = _start(TROTH_HOME=str(Path(folder) / "start"))
        found.notes.append(f"The command's own start, measured as `troth partners` on an empty home: {began:.2f} s.")
        if SHARED_HISTORY.exists():
            found.rows.append(_shared(Path(folder) / "shared", began))
        each = [_generated(found, Path(folder), lines, began, today) for lines in sizes]
    growth = each[-1] / each[0]
    if len(sizes) > 1:
        found.rows.append(
            Row(
                work=f"time a row, {sizes[-1]:,} rows beside {sizes[0]:,}",
                ours=f"{growth:.2f} ×",
                hold="in proportion: ≤ 1.25 ×",
                holds=growth <= 1.25,
            )
        )
    return found


def postgres(sizes: list[int], *, today: date) -> Section:
    """Return the same on PostgreSQL, where a server can be started."""
    from tests.postgres import NoServer, server  # noqa: PLC0415  reason: only here the tests are needed

    found = Section("The same on PostgreSQL, the server beside it on this machine")
    with suppress(NoServer), server() as address, tempfile.TemporaryDirectory(prefix="troth-bench-") as folder:
        for lines in sizes:
            environment = _database(address, f"troth_{lines}", Path(folder) / f"home-{lines}")
            began = _start(**environment)
            file = databases.file_of(lines, today=today)
            ran = _import(file, "Supplier", **environment)
            limit = child("imports", "copy", file, TROTH_DATABASE=environment["TROTH_DATABASE"])
            found.rows.append(_row(f"{lines:,} rows", lines, ran, began, limit, name="COPY"))
            found.notes[:] = [
                f"The command's own start, measured as `troth partners` on an empty record: {began:.2f} s."
            ]
    if not found.rows:
        found.notes.append("No PostgreSQL server could be started on this machine.")
    return found


def _database(address: str, name: str, home: Path) -> dict[str, str]:
    import psycopg  # noqa: PLC0415  reason: absent where no server is

    server = address.rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return {"TROTH_HOME": str(home), "TROTH_DATABASE": f"{server}/{name}"}


def _start(**environment: str) -> float:
    run([TROTH, "partners", "--json"], **environment)
    times = sorted(run([TROTH, "partners", "--json"], **environment).seconds for _ in range(STARTS))
    return times[len(times) // 2]


def _shared(home: Path, began: float) -> Row:
    times = []
    for at in range(STARTS):
        fresh = {"TROTH_HOME": str(home.with_suffix(f".{at}"))}
        _start(**fresh)
        ran = _import(SHARED_HISTORY, "Vendor", "--key", "ID", **fresh)
        times.append((ran.seconds - began, ran))
    beyond, ran = sorted(times, key=lambda time: time[0])[len(times) // 2]
    read = json.loads(ran.output)["read"]
    return Row(
        work=f"the real history, {read:,} rows: {read / beyond:,.0f} rows/s, peak {ran.peak_mb:.0f} MB",
        ours=f"{beyond:.2f} s beyond the start", peer=PEER, hold=f"≤ {MOST_SECONDS:.0f} s beyond the start",
        holds=beyond <= MOST_SECONDS,
    )  # fmt: skip


def _generated(found: Section, folder: Path, lines: int, began: float, today: date) -> float:
    file = databases.file_of(lines, today=today)
    home = folder / f"home-{lines}"
    run([TROTH, "partners", "--json"], TROTH_HOME=str(home))
    ran = _import(file, "Supplier", TROTH_HOME=str(home))
    limit = child("imports", "insert", file, folder / f"bare-{lines}.sqlite3")
    found.rows.append(_row(f"{lines:,} rows", lines, ran, began, limit, name="SQLite bulk insert"))
    return (ran.seconds - began) / lines


def _import(file: Path, factory: str, *more: str, **environment: str) -> Ran:
    return run([TROTH, "import", "orders", file, "--factory-column", factory, *more, "--json"], **environment)


def _row(work: str, lines: int, ran: Ran, began: float, limit: float, *, name: str) -> Row:
    assert json.loads(ran.output)["new"] == lines, ran.output[:300]
    rate, beyond = lines / ran.seconds, lines / (ran.seconds - began)
    return Row(
        work=f"{work}: {ran.seconds:.1f} s in all, {ran.cpu_seconds:.1f} s of a core, peak {ran.peak_mb:.0f} MB",
        ours=f"{rate:,.0f} rows/s; {beyond:,.0f} beyond the start", limit=f"{lines / limit:,.0f} rows/s ({name})",
        ratio=f"{(ran.seconds - began) / limit:.1f}", peer=PEER,
        hold=f"≥ {FEWEST_ROWS:,} rows/s; < {MOST_MB} MB", holds=rate >= FEWEST_ROWS and ran.peak_mb < MOST_MB,
    )  # fmt: skip


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))[1:]


def insert(file: Path, target: Path) -> float:
    """Return how long a bare bulk insert of the file's rows takes, reading the file not counted."""
    rows = _rows(file)
    with sqlite3.connect(target) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE lines (a, b, c, d, e, f, g, h, i, j, k, PRIMARY KEY (a, b))")

        def write() -> None:
            database.executemany("INSERT INTO lines VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
            database.commit()

        return seconds(write)


def copy(file: Path, address: str) -> float:
    """Return how long COPY of the file's rows takes."""
    import psycopg  # noqa: PLC0415  reason: absent where no server is

    rows = _rows(file)
    with psycopg.connect(address) as database:
        columns = ", ".join(f"{name} text" for name in "abcdefghijk")
        database.execute(f"CREATE TABLE bare ({columns}, PRIMARY KEY (a, b))")

        def write() -> None:
            with database.cursor().copy("COPY bare FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)
            database.commit()

        return seconds(write)


if __name__ == "__main__":
    import os

    if sys.argv[1] == "insert":
        print(json.dumps(insert(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        print(json.dumps(copy(Path(sys.argv[2]), os.environ["TROTH_DATABASE"])))
