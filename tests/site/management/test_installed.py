"""The installed command, as a shell starts it: an empty folder, one document, one line of reason."""

import json
import os
import sys
from pathlib import Path
from subprocess import PIPE, run

import pytest

from tests.site.record import written

TROTH = Path(sys.executable).with_name("troth")


@pytest.fixture
def shell(tmp_path):
    without = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}

    def command(*arguments):
        return run(
            [TROTH, *map(str, arguments)], env=without | {"TROTH_HOME": str(tmp_path / "home")}, capture_output=True,
            text=True, check=False, encoding="utf-8",
        )  # fmt: skip

    return command


@pytest.mark.parametrize("arguments", [("plan", "--lot", 3200, "--aql", "2.5"), ("plan", "--lot", 1, "--json")])
def test_whoever_stops_reading_gets_no_trace_of_it(shell, arguments):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as closed:
        answer = run([TROTH, *map(str, arguments)], stdout=closed, stderr=PIPE, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (1, "")


def test_a_history_comes_in_and_is_judged_from_the_shell(shell, tmp_path):
    file = written(
        tmp_path / "orders.csv", ("PO", "Factory", "Due", "Delivered"), ("1", "越南金利", "2024-03-01", "2024-03-09")
    )

    imported = shell("import", "orders", file, "--factory-column", "Factory", "--key", "PO", "--json")
    partners = shell("partners", "--json")

    assert (imported.returncode, imported.stderr) == (0, "")
    assert json.loads(imported.stdout)["new"] == 1
    assert [document["name"] for document in json.loads(partners.stdout)] == ["越南金利"]
    assert (tmp_path / "home" / "troth.sqlite3").exists()


def test_a_copy_is_verified_without_a_home(shell, tmp_path):
    answer = shell("ledger", "verify", tmp_path / "nowhere.jsonl")

    assert (answer.returncode, answer.stdout, len(answer.stderr.splitlines())) == (1, "", 1)
    assert not (tmp_path / "home").exists()


def test_wrong_use_is_told_in_one_line(shell):
    answer = shell("partners", "--as-of", "tomorrow")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == (
        "troth: argument --as-of: 'tomorrow' is not a day: write it as 2026-03-12. See troth partners --help\n"
    )


def test_a_home_that_cannot_be_used_is_told_in_one_line(shell, tmp_path):
    (tmp_path / "home").write_text("a file where a folder belongs", "utf-8")

    answer = shell("partners", "--json")

    assert (answer.returncode, json.loads(answer.stdout)) == (
        1,
        {"error": answer.stderr.removeprefix("troth: ").strip()},
    )
    assert answer.stderr == f"troth: {tmp_path / 'home'}: File exists\n"


def test_a_damaged_database_is_told_in_one_line(shell, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "troth.sqlite3").write_text("no database\n" * 100, "utf-8")

    answer = shell("partners", "--json")

    assert (answer.returncode, len(answer.stderr.splitlines())) == (1, 1)
    assert json.loads(answer.stdout) == {
        "error": f"the database in {tmp_path / 'home'} cannot be used: file is not a database"
    }
