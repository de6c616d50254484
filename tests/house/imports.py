"""Import rules that the contracts in pyproject.toml cannot say."""

import ast
import re
import sys
import tomllib
from pathlib import Path

from tests.house.tree import FACES, LIBRARY, SITE, functions, imported, name_of, parsed, python_files

# The rest of the standard library would let the clock, the disk, the network or chance in.
ALLOWED_OUTSIDE = {"numpy", "scipy", "troth"}
IMPURE = {
    "asyncio", "glob", "http", "io", "locale", "logging", "multiprocessing", "os", "pathlib",
    "random", "secrets", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading",
    "time", "urllib", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"today", "now", "utcnow", "fromtimestamp"}
DIRECTIVE = re.compile(r"#\s*(noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w, -]+\])?)")
REASON_LETTERS = 10


def deferred_without_reason(root: Path) -> list[str]:
    """List the imports inside functions whose reason is written neither on their line nor on the one above."""
    found = set()
    for path in python_files(root, "src"):
        lines = path.read_text("utf-8").splitlines()
        for function in functions(parsed(path)):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and not _has_reason(lines, node):
                    found.add(f"{name_of(path, root)}:{node.lineno}: a deferred import needs a written reason")
    return sorted(found)


def _has_reason(lines: list[str], node: ast.stmt) -> bool:
    own = [line.partition("#") for line in lines[node.lineno - 1 : node.end_lineno]]
    above = lines[node.lineno - 2].strip()
    comments = [mark + text for _, mark, text in own if mark] + ([above] if above.startswith("#") else [])
    return any(len(re.findall(r"\w", DIRECTIVE.sub("", comment))) >= REASON_LETTERS for comment in comments)


def impure_library(root: Path) -> list[str]:
    """List where the library reaches for a clock, the disk, the network, chance or a foreign package."""
    found = []
    for path in python_files(root, LIBRARY):
        tree = parsed(path)
        for name in sorted(set(imported(tree))):
            top = name.split(".")[0]
            if name in IMPURE or top in IMPURE or not (top in ALLOWED_OUTSIDE or top in sys.stdlib_module_names):
                found.append(f"{name_of(path, root)}: the library may not import {top}")
        found += [f"{name_of(path, root)}: the library may not call {call}" for call in _impure_calls(tree)]
    return sorted(set(found))


def _impure_calls(tree: ast.AST) -> list[str]:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [f"{f.id}()" for f in calls if isinstance(f, ast.Name) and f.id in {"open", "input", "print"}]
    return named + [f".{f.attr}()" for f in calls if isinstance(f, ast.Attribute) and f.attr in IMPURE_CALLS]


def rows_in_faces(root: Path) -> list[str]:
    """List the faces' modules that import the models, or another face."""
    found = []
    for face in FACES:
        others = {f"troth_site.{other}" for other in FACES if other != face} | {"troth_site.models"}
        for path in python_files(root, f"{SITE}/{face}"):
            for name in sorted({".".join(name.split(".")[:2]) for name in imported(parsed(path))} & others):
                found.append(f"{name_of(path, root)}: a face may not import {name}")
    return found


def faces_without_contract(root: Path) -> list[str]:
    """List the faces that stand in the house but not in the contract that keeps rows from them."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    sources = next(contract["source_modules"] for contract in contracts if contract["id"] == "rows")
    standing = [f"troth_site.{face}" for face in FACES if (root / SITE / face / "__init__.py").exists()]
    return sorted(set(standing) - set(sources))
