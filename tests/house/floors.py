"""The same names on every floor."""

import re
from pathlib import Path

from tests.house.tree import AREAS, LIBRARY, SITE

FLOORS = ("models", "queries", "actions", "jobs", "desk", "portal", "field", "api")
ROOM = re.compile(r"^\| `([a-z_]+)` \|", re.MULTILINE)


def rooms_of_the_site(root: Path) -> set[str]:
    """Return the names that docs/house.md allows beside the library's: what only a site has."""
    text = (root / "docs/house.md").read_text("utf-8")
    return set(ROOM.findall(text.partition("## Rooms of the site alone")[2]))


def strange_rooms(root: Path) -> list[str]:
    """List the modules of the floors whose name is neither an area's nor one of the site's known rooms."""
    library = {path.parent.name for path in (root / LIBRARY).glob("*/__init__.py")}
    known = {*AREAS, *library, *rooms_of_the_site(root), "__init__", "urls", "forms"}
    return sorted(
        f"{SITE}/{floor}/{path.name}"
        for floor in FLOORS
        for path in (root / SITE / floor).glob("*")
        if path.stem not in known and (path.suffix == ".py" or (path / "__init__.py").exists())
    )
