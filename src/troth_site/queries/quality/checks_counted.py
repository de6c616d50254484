"""What the answers and readings of an inspection come to beside its defects: asked of the library for every reader."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from troth.quality.field_findings import FromChecks, Looked, Measured, Recorded, found_by_checks
from troth.quality.field_questions import question_of
from troth.quality.frozen_plans import from_json
from troth.quality.lot_findings import ClassCount, Found, count_class
from troth.quality.requirement_questions import is_looked_at, is_told_by_a_number
from troth.quality.verdicts import DefectClass
from troth_site.models import ClassSample, Inspection, InspectionDefect, InspectionPhoto, Measurement
from troth_site.queries.quality.field_answers import fields_of, standing

Values = Mapping[str, Any]
Checks = Mapping[DefectClass, FromChecks]


def checks_of(row: Inspection, said: Values | None = None) -> Checks:
    """Return what answers and readings add to each class of an inspection's plan, and what is open.

    Args:
        row: With its frozen plan.
        said: What was answered, where it is known already.
    """
    return found_by_checks(looked_in(row, said), list(from_json(row.frozen).classes))


def checks_standing(row: Inspection, samples: Iterable[ClassSample]) -> Checks:
    """Return what answers and readings add to the classes whose verdict they carry.

    Left out are classes handed in before answers counted, and those that somebody counted again since.
    """
    counted = {DefectClass(sample.defect_class) for sample in samples if sample.from_checks is not None}
    return {kind: found for kind, found in checks_of(row).items() if kind in counted} if counted else {}


def written_in(row: Inspection) -> dict[DefectClass, ClassCount]:
    """Return what the defects of an inspection that were written down come to, class by class."""
    rows = InspectionDefect.objects.filter(inspection=row, removed_at=None)
    by_class: dict[DefectClass, list[Found]] = {}
    for kind, unit, units, defects in rows.values_list("defect_class", "unit", "units", "defects"):
        by_class.setdefault(DefectClass(kind), []).append(Found(unit=unit, units=units or 0, defects=defects or 0))
    return {kind: count_class(found) for kind, found in by_class.items()}


def looked_in(row: Inspection, said: Values | None = None) -> Looked:
    """Return what was asked, answered, measured and written down in an inspection."""
    answers = standing(fields_of(row.pk)) if said is None else said
    photos = InspectionPhoto.objects.filter(inspection=row).exclude(field="")
    return Looked(
        items=[question_of(each) for each in row.frozen.get("checklist") or []], answers=answers,
        photographed=frozenset(photos.values_list("field", flat=True)), measured=_measured(row),
        recorded=_recorded(row),
    )  # fmt: skip


def wanted_of(frozen: Values, requirement: Values, *, stage: str) -> int:
    """Return on how many units a requirement is to be measured: no more than are looked at, none at other stages."""
    if not is_looked_at(kind=requirement.get("kind", ""), stage=stage):
        return 0
    sizes = [one["sample_size"] for one in frozen["classes"].values()]
    return min(requirement.get("readings") or 0, max(sizes, default=0))


def is_judged_apart(frozen: Values, requirement: Values) -> bool:
    """Tell whether a plan by measurement judges a requirement, so that its readings are not counted one by one."""
    method = (frozen.get("way") or {}).get("method")
    return method == "variables" and requirement.get("kind") == "measured"


def _measured(row: Inspection) -> list[Measured]:
    by_code: dict[str, list[tuple[int, float]]] = defaultdict(list)
    rows = Measurement.objects.filter(inspection=row, removed_at=None)
    for code, unit, value in rows.values_list("code", "unit_number", "value"):
        by_code[code].append((unit, value))
    return [
        Measured(
            code=each["code"], name=each.get("name", ""), lower=each.get("lower"), upper=each.get("upper"),
            defect_class=DefectClass(each["defect_class"]) if each.get("defect_class") else None,
            wanted=wanted_of(row.frozen, each, stage=row.kind), readings=by_code[each["code"]],
        )
        for each in row.frozen.get("requirements") or []
        if _is_measured(each) and not is_judged_apart(row.frozen, each)
    ]  # fmt: skip


def _is_measured(requirement: Values) -> bool:
    return is_told_by_a_number(
        kind=requirement.get("kind", ""), lower=requirement.get("lower"), upper=requirement.get("upper")
    )


def _recorded(row: Inspection) -> list[Recorded]:
    rows = InspectionDefect.objects.filter(inspection=row, removed_at=None).values_list(
        "defect_class", "name", "defect_type__code", "unit", "units", "defects"
    )
    return [
        Recorded(
            defect_class=DefectClass(kind), names=(name, code or ""), unit=unit, units=units or 0, defects=defects or 0
        )
        for kind, name, code, unit, units, defects in rows
    ]
