"""No score ever takes a country, a culture or a custom as input."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import SITE, imported, name_of, parsed, python_files

SCORING = ("src/troth/trust", "src/troth/commitments")
# What reads the record for judgement, keeps what it found, or calls it.
FEEDING = (
    f"{SITE}/queries/tallies.py", f"{SITE}/queries/trust.py", f"{SITE}/queries/forecasts.py",
    f"{SITE}/actions/trust/judging.py", f"{SITE}/actions/trust/reporting.py", f"{SITE}/models/trust.py",
)  # fmt: skip
FORBIDDEN = re.compile(
    r"(?:^|_)(?:countr(?:y|ies)|regions?|nations?|national(?:ity|ities)?|ethnic\w*|races?|religio\w*|cultur\w*|customs?"
    r"|holidays?|hospitality|gifts?|languages?|mother_tongue|birthplace|continents?|quiz\w*|alcohol|diets?|dietary"
    r"|faiths?|table_needs|visit_ratings?)(?:_|$)",
    re.IGNORECASE,
)
# Modules that know of countries and customs; no module of a score may reach one, however long the way.
KNOWING = re.compile(
    r"(?:^|\.)(?:customs|hospitality|greetings|holiday_calendars|holidays|calendars\w*|quiz|reading|reading_links"
    r"|table_needs|visit_feedback|agendas_visit|channel_mix|voice_notes|person_files)$"
)
# Rows that do: the site's models stand in one package, so that only their names can be watched.
ROWS = {
    "CustomNote", "Hospitality", "HospitalityApproval", "HospitalityLimit", "WorkWeek", "SiteDay", "PreferenceCard",
    "QuizQuestion", "QuizAnswer", "TableNeeds", "MealPlan", "VisitRating", "VisitFinding", "PersonFile",
    "ContactPolicy",
}  # fmt: skip
# Names that stand there and weigh nothing, each with the reason.
ALLOWED = {
    ("src/troth/commitments/excusal.py", "known_holiday"): "a reason for lateness that is refused, to every side alike",
}
NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
SQL_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SQL_COMMENT = re.compile(r"--[^\n]*")


def inputs_of_origin(root: Path) -> list[str]:
    """List where a score has a parameter, field, column or key of a country or custom, by file, line and name."""
    found = []
    for path in _files(root):
        for line, name in _names(parsed(path)):
            is_forbidden = any(FORBIDDEN.search(part) for part in name.split("__"))
            if is_forbidden and (name_of(path, root), name) not in ALLOWED:
                found.append(f"{name_of(path, root)}:{line}: a score may not take {name}")
    for path in sorted((root / SCORING[0]).glob("*.sql")):
        words = SQL_WORD.findall(SQL_COMMENT.sub("", path.read_text("utf-8")))
        found += [f"{name_of(path, root)}: a score may not take {word}" for word in words if FORBIDDEN.search(word)]
    return sorted(set(found))


def ways_to_origin(root: Path) -> list[str]:
    """List the modules of scores that reach a module knowing of countries or customs, with the way to it."""
    graph = {_dotted(path, root): _imports(path, root) for path in python_files(root, "src/troth")}
    found = []
    for path in python_files(root, *SCORING):
        start = _dotted(path, root)
        way = _way(graph, start)
        if way:
            found.append(" -> ".join(way))
    for name in FEEDING:
        if (root / name).exists():
            named = {part.rpartition(".")[2] for part in imported(parsed(root / name))}
            modules = {part for part in imported(parsed(root / name)) if KNOWING.search(part)}
            found += [f"{name} -> {row}" for row in sorted(named & ROWS | modules)]
    return sorted(found)


def _files(root: Path) -> Iterator[Path]:
    yield from python_files(root, *SCORING)
    yield from (root / name for name in FEEDING if (root / name).exists())


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield parameters, fields, attributes, keywords, names, and text that is a name such as a column's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.match(node.value):
            yield node.lineno, node.value


def _dotted(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root / "src").with_suffix("").parts).removesuffix(".__init__")


def _imports(path: Path, root: Path) -> set[str]:
    named = set(imported(parsed(path)))
    # "from a import b" names a module b, or something of the module a.
    return {name for name in named if _is_module(name, root)} | {name for name in named if KNOWING.search(name)}


def _is_module(name: str, root: Path) -> bool:
    path = root / "src" / name.replace(".", "/")
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _way(graph: dict[str, set[str]], start: str) -> list[str]:
    """Return the shortest way from a module to one that knows, nothing where there is none."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        for name in sorted(graph.get(way[-1], ())):
            if KNOWING.search(name):
                return [*way, name]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []
