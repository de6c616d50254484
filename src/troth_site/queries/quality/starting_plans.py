"""Starting plans by category, read from the file that is shipped, in the language of whoever begins."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from troth.quality.checkpoints import Checkpoint
from troth.quality.sampling_values import Sampling

_FILE = Path(__file__).parents[2] / "shipped" / "quality_plans.yaml"
_TEXTS = ("name", "method", "limits", "evidence")


def categories() -> tuple[str, ...]:
    """Return the categories that have a starting plan."""
    return tuple(_plans())


def starting_plan(category: str, *, language: str) -> tuple[Checkpoint, ...]:
    """Return the checkpoints a plan of a category may begin with, in a language, else in English.

    Raises:
        KeyError: The category has none.
    """
    return tuple(_checkpoint(each, language) for each in _plans()[category])


@cache
def _plans() -> dict[str, list[dict[str, Any]]]:
    plans: dict[str, list[dict[str, Any]]] = yaml.safe_load(_FILE.read_text("utf-8"))["plans"]
    return plans


def _checkpoint(each: Mapping[str, Any], language: str) -> Checkpoint:
    texts = {name: each[name].get(language, each[name]["en"]) for name in _TEXTS}
    return Checkpoint(
        stage=each["stage"], owner=each["owner"], days_before_due=each["days_before_due"],
        holds_bulk=each.get("holds_bulk", False), sampling=Sampling(**each["sampling"]), **texts,
    )  # fmt: skip
