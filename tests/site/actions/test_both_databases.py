"""One file brought in on SQLite and on PostgreSQL is one record: entries, lines, tallies, judgement and flags."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks.history import write
from tests.site.actions import told_record

ROOT = Path(__file__).parents[3]
LINES = 600
DATABASE = "troth_both"


def _python(home, *arguments, database=None):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    environment |= {"TROTH_HOME": str(home), "PYTHONPATH": str(ROOT)}
    if database is not None:
        environment["TROTH_DATABASE"] = database
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _record(home, file, database=None):
    command = ("-m", "troth_site.management.cli", "import", "orders", str(file), "--factory-column", "Supplier")
    imported = _python(home, *command, "--json", database=database)
    assert imported["new"] == LINES
    return _python(home, told_record.__file__, database=database)


@pytest.fixture
def second_database():
    import psycopg

    server = os.environ["TROTH_DATABASE"].rpartition("/")[0]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        admin.execute(f"CREATE DATABASE {DATABASE}")
        yield f"{server}/{DATABASE}"
        admin.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.mark.postgres
def test_one_file_is_one_record_on_both_databases(tmp_path, second_database):
    file = write(tmp_path / "orders.csv", LINES, today=date(2026, 3, 2))

    on_sqlite = _record(tmp_path / "sqlite", file)
    on_postgres = _record(tmp_path / "postgres", file, second_database)

    counted = {name: len(rows) for name, rows in on_sqlite.items()}
    assert counted["LedgerEntry"] == counted["OrderLine"] == counted["PromisedDate"] == LINES
    assert min(counted[name] for name in ("Receipt", "Tally", "Judgement")) > 0
    assert on_postgres == on_sqlite
