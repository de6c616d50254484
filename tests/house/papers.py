"""What must be written down, and is."""

import ast
import json
import re
import tomllib
from pathlib import Path

from tests.house.tree import LIBRARY, name_of, parsed, python_files

SETTING = re.compile(r"\bTROTH_[A-Z][A-Z_]*\b")
# Names of tests and developers, told in CONTRIBUTING.md instead.
READ_BY_TESTS = {"TROTH_SHARED", "TROTH_CHROMIUM"}


def areas_without_page(root: Path) -> list[str]:
    """List the library's areas that have no page of formulas, units and sources."""
    areas = [folder.parent.name for folder in sorted((root / LIBRARY).glob("*/__init__.py"))]
    return [f"docs/domain/{area}.md" for area in areas if not (root / "docs/domain" / f"{area}.md").exists()]


def modules_without_test(root: Path) -> list[str]:
    """List the tests of their own name that the library's modules lack."""
    missing = []
    for path in python_files(root, LIBRARY):
        inner = path.relative_to(root / LIBRARY)
        if path.name != "__init__.py" and not (root / "tests/library" / inner.parent / f"test_{path.name}").exists():
            missing.append(f"tests/library/{inner.parent.as_posix()}/test_{path.name}")
    return missing


def undocumented_functions(root: Path) -> list[str]:
    """List the library's public modules, classes and functions without a docstring."""
    found = []
    for path in python_files(root, LIBRARY):
        tree = parsed(path)
        named = [tree, *tree.body]
        named += [part for node in tree.body if _is_public_class(node) for part in node.body]
        for node in named:
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is None:
                name = getattr(node, "name", "the module")
                if not name.startswith("_") and not _is_overload(node):
                    found.append(f"{name_of(path, root)}: {name}")
    return found


def _is_public_class(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and not node.name.startswith("_")


def _is_overload(node: ast.AST) -> bool:
    return any(getattr(mark, "id", "") == "overload" for mark in getattr(node, "decorator_list", []))


def _environment_variables(path: Path) -> set[str]:
    """Return the variables a module reads: the strings that are such a name and nothing else."""
    strings = [node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)]
    return {value for value in strings if isinstance(value, str) and SETTING.fullmatch(value)}


def settings_out_of_step(root: Path) -> list[str]:
    """List the variables that are read and not documented, or documented and not read."""
    read = set().union(*[_environment_variables(path) for path in python_files(root, "src")]) - READ_BY_TESTS
    written = set(SETTING.findall((root / "docs/operate.md").read_text("utf-8")))
    undocumented = [f"{name} is missing in docs/operate.md" for name in sorted(read - written)]
    return undocumented + [f"{name} in docs/operate.md is read nowhere" for name in sorted(written - read)]


def _dependencies(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    lists = [project["project"].get("dependencies", [])]
    lists += project["project"].get("optional-dependencies", {}).values()
    lists += project.get("dependency-groups", {}).values()
    names = {re.split(r"[\[<>=!~; ]", line)[0] for lines in lists for line in lines if isinstance(line, str)}
    package = root / "package.json"
    return names | (set(json.loads(package.read_text("utf-8"))["dependencies"]) if package.exists() else set())


def dependencies_out_of_step(root: Path) -> list[str]:
    """List the dependencies without a line telling what they are for, and lines about nothing we depend on."""
    depended = _dependencies(root)
    text = (root / "docs/dependencies.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE))
    untold = [f"{name} is missing in docs/dependencies.md" for name in sorted(depended - told)]
    return untold + [f"{name} in docs/dependencies.md is no dependency" for name in sorted(told - depended)]
