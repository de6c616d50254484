"""The empty database that the site's tests begin with: migrated once in a run, then copied for each process.

Migrating takes longer than most files of tests; whether the migrations are complete is a test of its own.
"""

import fcntl
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from troth_site.environment import EMBEDDED

TEMPLATE = "TROTH_EMPTY_DATABASE"
"""Variable that names a migrated database beside the one for tests, on a PostgreSQL server started for them."""
IN_MEMORY = "file:troth-tests?mode=memory&cache=shared"
OPEN = "from troth_site.management.door import open_site; open_site()"
# Each migration makes its models anew and drops those before: searched for garbage often, that takes a quarter longer.
ON_THE_SERVER = """
import gc, sys, django
gc.set_threshold(100_000)
django.setup()
from django.db import connection
connection.settings_dict["TEST"]["NAME"] = sys.argv[1]
connection.creation.create_test_db(verbosity=0, autoclobber=True)
"""


@contextmanager
def filled(database: dict[str, Any], home: Path) -> Iterator[None]:
    """Let the tests' database begin migrated, and keep it while it is needed.

    Args:
        database: Settings of the database; those for tests are filled in.
        home: Folder that all processes of this run share.
    """
    told = database.setdefault("TEST", {})
    if database["ENGINE"] != EMBEDDED:
        if TEMPLATE in os.environ:
            told["TEMPLATE"] = os.environ[TEMPLATE]
        yield
        return
    told["NAME"] = IN_MEMORY
    # It lives as long as one connection to it is open.
    with closing(sqlite3.connect(IN_MEMORY, uri=True)) as kept:
        with closing(sqlite3.connect(_embedded(home / "empty"))) as empty:
            empty.backup(kept)
        yield


def _embedded(home: Path) -> Path:
    """Return an empty installation's database; the first process that asks makes it, and others wait."""
    home.mkdir(exist_ok=True)
    made = home / "troth.sqlite3"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            environment = {name: value for name, value in os.environ.items() if name != "TROTH_DATABASE"}
            _run(OPEN, environment | {"TROTH_HOME": str(home)})
    return made


def make_on_server(address: str, name: str) -> None:
    """Make a migrated database of this name beside the one that the address names."""
    _run(ON_THE_SERVER, os.environ | {"TROTH_DATABASE": address}, name)


def _run(source: str, environment: dict[str, str], *arguments: str) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "troth_site.settings"}
    subprocess.run([sys.executable, "-c", source, *arguments], env=environment | settings, check=True)
