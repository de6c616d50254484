"""The lots of relationships as the defect rate counts them: each once, each unit once, each class by its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from troth.quality import class_samples
from troth.quality.defect_kpi import DatedLot
from troth.quality.defect_rates import Source
from troth.quality.lot_findings import Found
from troth_site.models import ClassSample, InspectionDefect

GRAVE = ("critical", "major")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLot:
    """One lot of a relationship that was looked at.

    Attributes:
        classes: Units looked at and bad ones, by class, as they were counted.
    """

    inspection: int
    name: str
    source: Source
    dated: DatedLot
    classes: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One inspection, before its classes are joined."""

    relationship: int
    name: str
    source: str
    on: date
    size: int | None
    classes: dict[str, tuple[int, int]]


def known_lots(relationships: Sequence[int]) -> Mapping[int, tuple[KnownLot, ...]]:
    """Return the lots of relationships, oldest first; resubmitted lots and what nobody counted are left out.

    What was counted counts whatever the verdict: a file may tell none, and a lot on hold was looked at all the same.
    A unit with a critical and a major defect is one bad unit where its number was said. Of a lot whose size a file did
    not tell, none is known.
    """
    rows = _rows(relationships)
    numbered = _found_in([key for key, row in rows.items() if sum(bad > 0 for _n, bad in row.classes.values()) > 1])
    lots: dict[int, list[KnownLot]] = {}
    for inspection, row in rows.items():
        found = numbered.get(inspection, {})
        classes = [
            class_samples.ClassSample(looked_at=looked_at, nonconforming=bad, found=tuple(found.get(kind, ())))
            for kind, (looked_at, bad) in row.classes.items()
        ]
        largest = max(looked_at for looked_at, _bad in row.classes.values())
        sample = class_samples.lot_sample(classes, lot=None if row.size is None else max(row.size, largest))
        lot = KnownLot(
            inspection=inspection, name=row.name, source=Source(row.source),
            dated=DatedLot(on=row.on, sample=sample), classes=row.classes,
        )  # fmt: skip
        lots.setdefault(row.relationship, []).append(lot)
    return {relationship: tuple(found) for relationship, found in lots.items()}


def _rows(relationships: Sequence[int]) -> dict[int, _Row]:
    samples = (
        ClassSample.objects.filter(
            inspection__relationship__in=relationships,
            inspection__resubmitted_of__isnull=True,
            inspection__blind_of__isnull=True,
            defect_class__in=GRAVE,
            looked_at__gt=0,
            nonconforming__isnull=False,
        )
        .values_list(
            "inspection", "inspection__relationship", "inspection__lot_name", "inspection__source",
            "inspection__planned_on", "inspection__lot_size", "inspection__frozen__told", "defect_class", "looked_at",
            "nonconforming",
        )
        .order_by("inspection__planned_on", "inspection", "defect_class")
    )  # fmt: skip
    rows: dict[int, _Row] = {}
    for inspection, relationship, name, source, on, size, told, kind, looked_at, bad in samples:
        known = _size(size, told)
        row = _Row(relationship=relationship, name=name, source=source, on=on, size=known, classes={})
        rows.setdefault(inspection, row).classes[kind] = (looked_at, bad)
    return rows


def _size(kept: int, told: Mapping[str, Any] | None) -> int | None:
    """Return what a lot holds; of one that a file tells of, what the file said, and not what stands in its place."""
    return kept if told is None else told.get("lot_size") and kept


def _found_in(inspections: Sequence[int]) -> dict[int, dict[str, list[Found]]]:
    """Return what was found unit by unit, by class, in the lots where two classes have bad units."""
    if not inspections:
        return {}
    rows = InspectionDefect.objects.filter(
        inspection__in=inspections, defect_class__in=GRAVE, removed_at=None, units__isnull=False, defects__isnull=False
    )
    found: dict[int, dict[str, list[Found]]] = defaultdict(lambda: defaultdict(list))
    for inspection, kind, unit, units, defects in rows.values_list(
        "inspection", "defect_class", "unit", "units", "defects"
    ):
        found[inspection][kind].append(Found(unit=unit, units=units, defects=defects))
    return found
