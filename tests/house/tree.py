"""Walking the project's files."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIBRARY = "src/troth"
SITE = "src/troth_site"

AREAS = (
    "partners", "vetting", "contracts", "orders", "quality", "payments", "communication", "improvement", "visits",
    "chain", "growth",
)  # fmt: skip
FACES = ("desk", "portal", "field", "api", "management")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Yield the Python files below the folders, generated migrations left out."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.relative_to(root).parts:
                yield path


def name_of(path: Path, root: Path) -> str:
    """Return a file's name as the house writes it."""
    return path.relative_to(root).as_posix()


def parsed(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Yield all functions and methods of a tree, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything a tree imports: the module, and module and name for "from" imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def plant(root: Path, name: str, text: str) -> None:
    """Write a file with a fault into a house of straw."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
