"""Where the shared vectors and real files stand."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("TROTH_SHARED", Path(__file__).parents[2] / "shared"))


def shared_path(name: str) -> Path:
    """Return the path of a shared file; it may be absent outside CI."""
    return SHARED / name


@cache
def _all_vectors() -> list[dict[str, Any]]:
    return json.loads(shared_path("vectors/vectors.json").read_text("utf-8"))["vectors"]


def vectors(prefix: str) -> list[dict[str, Any]]:
    """Return the vectors whose id is the prefix or starts with it and a point; empty where shared is absent."""
    if not SHARED.exists():
        return []
    return [v for v in _all_vectors() if v["id"] == prefix or v["id"].startswith(prefix + ".")]
