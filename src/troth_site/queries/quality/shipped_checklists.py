"""The checklists that are shipped, read from their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from troth.quality.checklists import Choice, Item, Kind, check_items
from troth.quality.verdicts import DefectClass

_FOLDER = Path(__file__).parents[2] / "shipped" / "checklists"
_ANSWERS = "answers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A checklist of ours: its name by language, the stage and the goods it is for, and its questions."""

    code: str
    number: int
    name: Mapping[str, str]
    stage: str
    category: str
    items: tuple[Item, ...]


@cache
def shipped() -> Mapping[str, Shipped]:
    """Return every shipped checklist by its code, in the order of their names."""
    answers = usual_answers()
    files = sorted(path.stem for path in _FOLDER.glob("*.yaml") if path.stem != _ANSWERS)
    found = [_checklist(code, _read(code), answers) for code in files]
    return {each.code: each for each in sorted(found, key=lambda each: each.name["en"])}


@cache
def usual_answers() -> tuple[Choice, ...]:
    """Return what a check can be answered with, in every language of ours."""
    return tuple(Choice(**each) for each in _read(_ANSWERS))


@cache
def sections() -> Mapping[str, Mapping[str, str]]:
    """Return the names of shipped sections by language, under the English one that a checklist keeps."""
    labels = [section["label"] for code in shipped() for section in _read(code)["sections"]]
    return {label["en"]: label for label in labels}


def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))


def _checklist(code: str, data: Mapping[str, Any], answers: tuple[Choice, ...]) -> Shipped:
    items = tuple(
        _item(question, section["label"]["en"], answers)
        for section in data["sections"]
        for question in section["questions"]
    )
    check_items(items)
    return Shipped(
        code=code, number=data["number"], name=data["name"], stage=data["stage"], category=data["category"], items=items
    )


def _item(data: Mapping[str, Any], section: str, answers: tuple[Choice, ...]) -> Item:
    kind = Kind(data.get("kind", "choice"))
    is_check = kind is Kind.CHOICE
    return Item(
        code=data["code"], kind=kind, label=data["label"], section=section, relevant=data.get("relevant", ""),
        choices=answers if is_check else (), failing=("no",) if is_check else (), required=True,
        defect_class=DefectClass(data.get("class", "major")) if is_check else None,
    )  # fmt: skip
