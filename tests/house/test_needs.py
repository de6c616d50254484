import os
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

NOWHERE = {"TROTH_SHARED": "/nowhere", "TROTH_CHROMIUM": "/nowhere/chromium"}


def run(*arguments, **environment):
    """Run the tests with needs where nothing is that they need."""
    inherited = {k: v for k, v in os.environ.items() if k not in {"CI", "TROTH_DATABASE"} and "XDIST" not in k}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/house/needs.py", *arguments],
        cwd=ROOT,
        env=inherited | NOWHERE | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", [[], pytest.param(["-n", "1"], marks=pytest.mark.long)])
def test_what_a_machine_lacks_is_left_out_and_told(workers):
    done = run(*workers)

    told = sorted(line for line in done.stdout.splitlines() if line.startswith("left out"))
    assert (done.returncode, told) == (
        0,
        [
            "left out: 1 tests need Chromium (install it, or name it in TROTH_CHROMIUM)",
            "left out: 1 tests need PostgreSQL (make test starts one; TROTH_DATABASE names another)",
            "left out: 1 tests need the shared files (/nowhere is absent; TROTH_SHARED names another folder)",
        ],
    )


def test_ci_fails_without_the_shared_files():
    done = run(CI="true")

    assert (done.returncode, "CI needs the shared files" in done.stderr) == (4, True)
