"""Words that have no place in the project: paths of somebody's machine, and hosts of registries."""

import re
import subprocess
from pathlib import Path

# Split, so that this file does not name them either.
PARTS = (
    ("/wo", "rk/"), ("/ro", "ot/"), ("/tm", "p/plan"), ("/fa", "rm/"), (".lib", "rary/"), ("/Us", "ers/"),
    ("pypi", ".org"), ("files.python", "hosted"), ("registry.npm", "js"), ("deb.deb", "ian.org"),
)  # fmt: skip
FORBIDDEN = re.compile("|".join(re.escape("".join(pair)) for pair in PARTS))


def _files(root: Path) -> list[Path]:
    """Return the files under version control and those about to be."""
    command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := root / name).is_file()]


def forbidden_words(root: Path) -> list[str]:
    """List the lines that name a machine's path or a registry's host."""
    found = []
    for path in _files(root):
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
        found += [
            f"{path.relative_to(root).as_posix()}:{number}: {match.group()}"
            for number, line in enumerate(lines, 1)
            if (match := FORBIDDEN.search(line))
        ]
    return found
