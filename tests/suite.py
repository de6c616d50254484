"""Run the whole test suite in parts, each with its own closing lines, and fail if any part failed.

    python -m tests.suite [--jobs N] [--long]

The parts differ in what they share: the first runs in parallel on SQLite, the browser's tests one at a time, and the
last on a PostgreSQL server started for it.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.postgres import NoServer, server

ROOT = Path(__file__).parents[1]
# The floors that talk to the database themselves; --long runs the whole site on both.
SAMPLE = ("models", "queries", "actions", "jobs")


def run(name: str, arguments: list[str], **environment: str) -> bool:
    """Run one part and return whether it passed."""
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode
    print(f"=== {name}: {time.monotonic() - started:.0f} s", flush=True)
    return code == 0


def on_postgres(parallel: list[str], *, long: bool) -> bool:
    """Run the site's tests on PostgreSQL; without a server this passes on a person's machine, and fails in CI."""
    names = ["."] if long else SAMPLE
    folders = [str(path) for name in names if (path := ROOT / "tests" / "site" / name).is_dir()]
    if not folders:
        print("No tests of the site were found to run on PostgreSQL.", flush=True)
        return False
    wanted = "not browser" if long else "not browser and not long"
    try:
        with server() as address:
            return run("site on PostgreSQL", [*parallel, "-m", wanted, *folders], TROTH_DATABASE=address)
    except NoServer as reason:
        print(f"left out: the tests on PostgreSQL, for {reason}", flush=True)
        return not os.environ.get("CI")


def main() -> int:
    """Run all parts, also after one failed, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--long", action="store_true")
    chosen = parser.parse_args()
    parallel = ["-n", chosen.jobs, "--dist", "loadfile"]
    kept = "" if chosen.long else " and not long"
    passed = [run("library, house and site on SQLite", [*parallel, "-m", f"not browser and not postgres{kept}"])]
    if (ROOT / "tests" / "browser").is_dir():
        passed.append(run("browser", ["-m", f"browser{kept}", "tests/browser"]))
    # Apart, because two drivers of a browser cannot run beside each other in one process.
    passed.append(run("pieces in the browser", ["-m", f"browser{kept}", "tests/site"]))
    passed.append(on_postgres(parallel, long=chosen.long))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
