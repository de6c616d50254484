"""What the inspectors of the demonstration answer and measure: every question, and every length on so many units."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from troth.quality.field_questions import name_folded, names_of, question_of
from troth_site.actions.demo.quality_keys import uid_of
from troth_site.models import Inspection
from troth_site.queries.quality.checks_counted import wanted_of

Item = dict[str, Any]
# How far from the target a good reading lies, in parts of the way to the nearer limit.
SPREAD = (0.1, -0.2, 0.3, -0.1, 0.0)
INSTRUMENTS = {"S": "Counting glass"}


def answers(row: Inspection, *, found: Collection[str], at: datetime, look: str = "") -> list[Item]:
    """Answer every question that must be answered: "no" where a defect of that name was found, else "yes"."""
    wrong = {name_folded(name) for name in found}
    asked = [question_of(each) for each in row.frozen["checklist"] if each["required"]]
    return [
        {
            "uid": uid_of(row, f"{look}{item.code}"), "field": item.code, "note": "", "answered_at": at.isoformat(),
            "value": "no" if wrong & set(names_of(item.code, item.label.values())) else "yes",
        }
        for item in asked
    ]  # fmt: skip


def readings(
    row: Inspection, *, at: datetime, told: Mapping[str, tuple[float, ...]] | None = None, look: str = ""
) -> list[Item]:  # fmt: skip
    """Measure what the specification asks for: values about the target, or those that a story tells."""
    return [
        {
            "uid": uid_of(row, f"{look}{each['code']} {unit}"), "code": each["code"], "unit_number": unit,
            "value": value, "instrument": INSTRUMENTS.get(each["code"], "Tape 07"), "answered_at": at.isoformat(),
        }
        for each in row.frozen["requirements"]
        for unit, value in enumerate((told or {}).get(each["code"]) or _good(row, each), 1)
    ]  # fmt: skip


def _good(row: Inspection, requirement: Mapping[str, Any]) -> list[float]:
    if requirement["target"] is None:
        return []
    target, wanted = requirement["target"], wanted_of(row.frozen, requirement, stage=row.kind)
    near = min(abs(limit - target) for limit in (requirement["lower"], requirement["upper"]) if limit is not None)
    return [round(target + near * SPREAD[unit % len(SPREAD)], 2) for unit in range(wanted)]
