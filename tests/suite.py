"""Run the whole test suite in parts, each with its own closing lines, and fail if any part failed.

    python -m tests.suite [--jobs N] [--long]

The first part computes, in parallel on SQLite. The browser's tests wait much, for pages and for the sites they visit;
beside them runs what belongs on a PostgreSQL server started for it. What a part says is printed in one piece.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from tests import empty_database
from tests.postgres import NoServer, server

ROOT = Path(__file__).parents[1]
# The floors that talk to the database themselves; --long runs the whole site on both.
SAMPLE = ("models", "queries", "actions", "jobs")
EMPTY = "troth_empty"


def run(name: str, arguments: list[str], said: IO[str] | None = None, **environment: str) -> bool:
    """Run one part and return whether it passed; what it says goes to the file, or is seen as it is said."""
    print(f"\n=== {name}", file=said, flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    # Every process collects all tests, and reads those compiled before in half the time.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(
        command, cwd=ROOT, env=kept | environment, stdout=said, stderr=said and subprocess.STDOUT, check=False
    ).returncode
    print(f"=== {name}: {time.monotonic() - started:.0f} s", file=said, flush=True)
    return code == 0


def beside(*parts: Callable[[IO[str]], bool]) -> list[bool]:
    """Run parts beside each other, print what each said once it has ended, and return which of them passed."""

    def told(part: Callable[[IO[str]], bool]) -> bool:
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            passed = part(said)
            said.seek(0)
            # In one write, so that two parts that end together are not mixed.
            sys.stdout.write(said.read())
            sys.stdout.flush()
        return passed

    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(told, parts))


def on_postgres(said: IO[str], jobs: int, *, long: bool) -> bool:
    """Run the site's tests on PostgreSQL; without a server this passes on a person's machine, and fails in CI."""
    names = ["."] if long else SAMPLE
    folders = [str(path) for name in names if (path := ROOT / "tests" / "site" / name).is_dir()]
    if not folders:
        print("No tests of the site were found to run on PostgreSQL.", file=said, flush=True)
        return False
    wanted = "not browser" if long else "not browser and not long"
    try:
        with server() as address:
            empty_database.make_on_server(address, EMPTY)
            known = {"TROTH_DATABASE": address, empty_database.TEMPLATE: EMPTY}
            return run("site on PostgreSQL", [*parallel(jobs), "-m", wanted, *folders], said, **known)
    except NoServer as reason:
        print(f"left out: the tests on PostgreSQL, for {reason}", file=said, flush=True)
        return not os.environ.get("CI")


def parallel(jobs: int) -> list[str]:
    """Return how the tests are spread: those of one file share what it prepares."""
    return ["-n", str(jobs), "--dist", "loadfile"]


def main() -> int:
    """Run all parts, also after one failed, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--long", action="store_true")
    chosen = parser.parse_args()
    spread, kept = parallel(chosen.jobs), "" if chosen.long else " and not long"
    passed = [run("library, house and site on SQLite", [*spread, "-m", f"not browser and not postgres{kept}"])]
    passed += beside(
        lambda said: run("browser", [*spread, "-m", f"browser{kept}", "tests/browser"], said),
        # One less: the browser has its own processes.
        lambda said: on_postgres(said, max(1, chosen.jobs - 1), long=chosen.long),
    )
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
