"""Budgets of files and functions."""

import ast
from pathlib import Path

from tests.house.tree import SITE, functions, name_of, parsed, python_files

FILE_LINES = 300
FUNCTION_LINES = 40
ARGUMENTS = 6
TEMPLATE_LINES = 150
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def long_files(root: Path) -> list[str]:
    """List the Python files over the budget."""
    found = []
    for path in python_files(root, "src", "tests", "benchmarks"):
        lines = len(path.read_text("utf-8").splitlines())
        if lines > FILE_LINES:
            found.append(f"{name_of(path, root)}: {lines} lines, at most {FILE_LINES}")
    return found


def _code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring, which may be as long as it needs to be."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is not None:
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines


def long_functions(root: Path) -> list[str]:
    """List the functions over the budget."""
    return [
        f"{name_of(path, root)}: {function.name} has {lines} lines, at most {FUNCTION_LINES}"
        for path in python_files(root, "src", "benchmarks")
        for function in functions(parsed(path))
        if (lines := _code_lines(function)) > FUNCTION_LINES
    ]


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = function.args
    names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([n for n in names if n not in {"self", "cls"}]) + (given.vararg is not None) + (given.kwarg is not None)


def many_arguments(root: Path) -> list[str]:
    """List the functions that take more than the house allows."""
    return [
        f"{name_of(path, root)}: {function.name} takes {count} arguments, at most {ARGUMENTS}"
        for path in python_files(root, "src")
        for function in functions(parsed(path))
        if (count := _arguments(function)) > ARGUMENTS
    ]


def junk_rooms(root: Path) -> list[str]:
    """List the files and folders whose name says nothing about what is in them."""
    rooms = [*python_files(root, "src", "tests", "benchmarks"), *(root / "src").rglob("*/")]
    return sorted(
        {f"{name_of(path, root)}: name it after what is in it" for path in rooms if path.stem in FORBIDDEN_NAMES}
    )


def long_templates(root: Path) -> list[str]:
    """List the templates over the budget."""
    found = []
    for path in sorted((root / SITE / "templates").rglob("*.*")):
        lines = len(path.read_text("utf-8").splitlines())
        if lines > TEMPLATE_LINES:
            found.append(f"{name_of(path, root)}: {lines} lines, at most {TEMPLATE_LINES}")
    return found
