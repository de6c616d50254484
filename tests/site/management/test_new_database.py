"""A new database is made from the rows as they are, and is the one that all migrations in their turn make."""

import json
import os
import shutil
import subprocess
import sys

import pytest

# Each migration makes its models anew and drops those before: searched for garbage often, that takes a quarter longer.
DESCRIBED = """
import gc, json
gc.set_threshold(100_000)
from django.core.management import call_command
{before}
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
with connection.cursor() as cursor:
    tables = cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    rows = cursor.execute("SELECT code, category, name, defect_class FROM troth_site_defecttype ORDER BY code")
    shipped = list(map(list, rows.fetchall()))
done = sorted(map(list, MigrationRecorder(connection).applied_migrations()))
print(json.dumps({{"tables": dict(tables), "shipped": shipped, "done": done}}))
"""
QUICK = "from troth_site.management.door import open_site; open_site()"
IN_TURN = "import django; django.setup(); call_command('migrate', verbosity=0)"


def described(home, before):
    environment = {name: value for name, value in os.environ.items() if name != "TROTH_DATABASE"}
    environment |= {"TROTH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "troth_site.settings"}
    command = [sys.executable, "-c", DESCRIBED.format(before=before)]
    home.mkdir()
    return json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def quick_home(tmp_path_factory):
    return tmp_path_factory.mktemp("new") / "home"


@pytest.fixture(scope="module")
def quick(quick_home):
    """What stands in a new database, which stays where it was made."""
    return described(quick_home, QUICK)


def parts(sql):
    """The columns and constraints of a table: they stand in another order, because migrations add theirs at the end."""
    found, depth = [""], 0
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return sorted(part.strip() for part in found)


def test_a_new_database_is_the_one_that_the_migrations_make(quick, tmp_path):
    in_turn = described(tmp_path / "in-turn", IN_TURN)

    made, expected = (
        {name: parts(sql) if sql.startswith("CREATE TABLE") else sql for name, sql in each["tables"].items()}
        for each in (quick, in_turn)
    )
    assert {name: made.get(name) for name in expected if made.get(name) != expected[name]} == {}
    assert made.keys() == expected.keys()
    assert (quick["shipped"], quick["done"]) == (in_turn["shipped"], in_turn["done"])
    assert len(quick["shipped"]) > 50


def test_a_database_of_ours_is_never_made_anew(quick, quick_home, tmp_path):
    again = shutil.copytree(quick_home, tmp_path / "home")
    (again / "migrated").unlink()
    environment = {**os.environ, "TROTH_HOME": str(again), "DJANGO_SETTINGS_MODULE": "troth_site.settings"}

    told = subprocess.run(
        [sys.executable, "-c", "from troth_site.management import door, new_database\n"
         "door.open_site(); print(new_database.is_wanted())"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert told.stdout.strip() == "False"
