"""Starting plans by category, read from the file that is shipped, in the language of whoever begins."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from troth.quality.checkpoints import Checkpoint
from troth.quality.sampling_values import Sampling
from troth_site.queries.quality.shipped_checklists import shipped

_FILE = Path(__file__).parents[2] / "shipped" / "quality_plans.yaml"
_TEXTS = ("name", "method", "limits", "evidence")


def categories() -> tuple[str, ...]:
    """Return the categories that have a starting plan."""
    return tuple(_plans())


def starting_plan(category: str, *, language: str) -> tuple[Checkpoint, ...]:
    """Return the checkpoints a plan of a category may begin with, in a language, else in English.

    The first checkpoint of a stage names the shipped checklist for it, where there is one for these goods.

    Raises:
        KeyError: The category has none.
    """
    checklists = _checklists(category)
    return tuple(_checkpoint(each, language, checklists.pop(each["stage"], "")) for each in _plans()[category])


def texts() -> tuple[Mapping[str, str], ...]:
    """Return every text of the starting plans, each by language."""
    return tuple(each[name] for plan in _plans().values() for each in plan for name in _TEXTS)


def _checklists(category: str) -> dict[str, str]:
    """Return the one checklist of each stage that has just one for these goods."""
    found: dict[str, list[str]] = {}
    for each in shipped().values():
        if each.category.replace(" ", "-") in ("", category):
            found.setdefault(each.stage, []).append(f"{each.code}/{each.number}")
    return {stage: codes[0] for stage, codes in found.items() if len(codes) == 1}


@cache
def _plans() -> dict[str, list[dict[str, Any]]]:
    plans: dict[str, list[dict[str, Any]]] = yaml.safe_load(_FILE.read_text("utf-8"))["plans"]
    return plans


def _checkpoint(each: Mapping[str, Any], language: str, checklist: str) -> Checkpoint:
    texts = {name: each[name].get(language, each[name]["en"]) for name in _TEXTS}
    return Checkpoint(
        stage=each["stage"], owner=each["owner"], days_before_due=each["days_before_due"],
        holds_bulk=each.get("holds_bulk", False), sampling=Sampling(**each["sampling"]), checklist=checklist,
        **texts,
    )  # fmt: skip
