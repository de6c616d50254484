"""Every action leaves an entry in the audit trail."""

import ast
from pathlib import Path

from tests.house.tree import SITE, imported, name_of, parsed, python_files

# What actions are made of. Only actions may import these, so that nothing is written past the trail.
INSTRUMENTS = {
    "audit": "writes the trail itself",
    "bulk": "moves many rows for an action that records them as one act",
    "ledger": "appends to the chain inside the action that tells why",
    "communication.live": "notes inside an act that open pages should ask again",
    "bridges.notices": "notes inside an act whom to tell of it",
}
# Public functions that write and need no entry of their own, each with the reason.
NOT_AUDITED = {
    "bridges.reading.mark_read": "remembers what a person has read of their own; a reading is no act",
    "people.local_operator": "finds the person commands act as; the act itself is recorded",
    "tokens.note_use": "remembers when a program asked last; a reading is no act",
    "tokens_answers.once": "keeps what was answered beside the act, which is recorded by itself",
    "trust.judging.fit_forecasts": "keeps what the library fitted to the record; it can be made again at any time",
}

WRITES = {"bulk_create", "bulk_update", "create", "create_user", "delete", "get_or_create", "save", "update_or_create"}

Name = tuple[str, str]


def _writes(function: ast.AST) -> bool:
    """Tell whether a function changes rows by itself; update() with keywords is a query's, without them a dict's."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return any(call.func.attr in WRITES or (call.func.attr == "update" and call.keywords) for call in calls)


def _calls(function: ast.AST, module: str, names: dict[str, Name]) -> set[Name]:
    """Return which functions of the actions a function calls, as pairs of module and name."""
    found = set()
    for node in ast.walk(function):
        # A function handed on (to transaction.on_commit, or in a table) counts as called.
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = names.get(node.value.id)
            if owner is not None and owner[1] == "":
                found.add((owner[0], node.attr))
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(names.get(node.id, (module, node.id)))
    return found


def _names(tree: ast.Module, root: Path) -> dict[str, Name]:
    """Return what the names imported from the actions stand for; a whole module has an empty function name."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("troth_site.actions"):
            module = (node.module or "").removeprefix("troth_site.actions").removeprefix(".")
            for alias in node.names:
                inner = ".".join(filter(None, [module, alias.name]))
                path = root / SITE / "actions" / inner.replace(".", "/")
                is_module = path.is_dir() or path.with_suffix(".py").exists()
                found[alias.asname or alias.name] = (inner, "") if is_module else (module, alias.name)
    return found


def _reaching(calls: dict[Name, set[Name]], goal: set[Name]) -> set[Name]:
    """Return the functions that do what the goal does, by themselves or through one they call."""
    reaching = set(goal)
    while more := {name for name, called in calls.items() if called & reaching} - reaching:
        reaching |= more
    return reaching


def unrecorded(root: Path) -> list[str]:
    """List the actions that change rows and leave no entry in the audit trail.

    A public function that only other actions call is a part of them, and recorded by them.
    """
    calls: dict[Name, set[Name]] = {}
    writing = set()
    for path in python_files(root, f"{SITE}/actions"):
        tree = parsed(path)
        module = _module(path, root)
        names = _names(tree, root)
        for function in [node for node in tree.body if isinstance(node, ast.FunctionDef)]:
            calls[module, function.name] = _calls(function, module, names)
            if _writes(function) or module in INSTRUMENTS:
                writing.add((module, function.name))
    quiet = _reaching(calls, writing) - _reaching(calls, {("audit", "record")})
    outside = _called_from_outside(root)
    return sorted(
        f"{module}.{name}"
        for module, name in quiet
        if _is_public(module, name)
        and f"{module}.{name}" not in NOT_AUDITED
        and (_among((module, name), outside) or not _among((module, name), set().union(*calls.values())))
    )


def all_functions(root: Path) -> set[Name]:
    """Return every function of the actions, as pairs of module and name."""
    return {
        (_module(path, root), node.name)
        for path in python_files(root, f"{SITE}/actions")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef)
    }


def _module(path: Path, root: Path) -> str:
    """Return a module's dotted name below the actions; a package's is its folder's."""
    parts = path.relative_to(root / SITE / "actions").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _called_from_outside(root: Path) -> set[Name]:
    """Return the actions that other floors name."""
    found = set()
    for path in python_files(root, SITE):
        if not path.is_relative_to(root / SITE / "actions"):
            tree = parsed(path)
            found |= _calls(tree, "", _names(tree, root))
    return found


def _among(name: Name, called: set[Name]) -> bool:
    """Tell whether a function is called, under its module's name or under that of the package that hands it on."""
    module, function = name
    return any(f == function and (m == module or module.startswith(f"{m}.")) for m, f in called if m)


def _is_public(module: str, name: str) -> bool:
    return module not in INSTRUMENTS and not name.startswith("_")


def instruments_elsewhere(root: Path) -> list[str]:
    """List the modules outside the actions that reach for what actions are made of."""
    forbidden = {f"troth_site.actions.{name}" for name in INSTRUMENTS}
    return [
        f"{name_of(path, root)}: only actions may import {name}"
        for path in python_files(root, SITE)
        if not path.is_relative_to(root / SITE / "actions")
        for name in sorted(set(imported(parsed(path))) & forbidden)
    ]
