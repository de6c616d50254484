import os
import shutil
import subprocess
import sys

import pytest

from tests.house.tree import ROOT

FAULTS = {
    "wall": ("troth/basis/text.py", "import django"),
    "library": ("troth/commitments/outcomes.py", "from troth.trust import tallies"),
    "site": ("troth_site/models/trust.py", "from troth_site.actions import audit"),
    "rows": ("troth_site/desk/__init__.py", "from troth_site.models import people"),
    "circles": ("troth/basis/text.py", "from troth.basis import planted"),
}


def check(folder, *contracts):
    """Run the import contracts on the house that stands in a folder."""
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    code = "from importlinter.cli import lint_imports_command as command; command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-logo", "--no-cache", *chosen],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the house in which a fault can be planted."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info", "static", "locale", "templates")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    return folder


def test_imports_go_down_only():
    done = check(ROOT)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


@pytest.mark.parametrize("contract", FAULTS)
def test_an_import_that_goes_up_is_found(copy, contract):
    name, line = FAULTS[contract]
    file = copy / "src" / name
    whole = file.read_text("utf-8")
    planted = copy / "src/troth/basis/planted.py"
    planted.write_text("from troth.basis import text\n")
    file.write_text(f"{whole}\n{line}\n")

    done = check(copy, contract)

    file.write_text(whole)
    planted.unlink()
    assert (done.returncode, "BROKEN" in done.stdout) == (1, True), done.stdout[-3000:] + done.stderr
