"""What an inspection measured and answered, as its page shows it: what failed and what lies beyond is marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from troth.quality.capability import Capability, capability
from troth.quality.field_questions import fails, is_beyond, question_of
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.variables_plans import Limits
from troth_site.models import Inspection, Measurement
from troth_site.queries.quality.field_answers import Field

FEWEST_READINGS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRow:
    """The readings of one requirement, each with whether it lies beyond the limits, and how well they fit these."""

    code: str
    name: str
    unit: str
    lower: float | None
    upper: float | None
    readings: tuple[tuple[float, bool], ...]
    fits: Capability | None


def measured(row: Inspection) -> tuple[MeasuredRow, ...]:
    """Return the readings of an inspection by requirement; what was taken back is left out."""
    rows = Measurement.objects.filter(inspection=row, removed_at=None).order_by("code", "unit_number", "pk")
    by_code: dict[str, list[float]] = {}
    for code, value in rows.values_list("code", "value"):
        by_code.setdefault(code, []).append(value)
    known = {one["code"]: one for one in row.frozen.get("requirements", [])}
    return tuple(_of_code(code, tuple(values), known.get(code, {})) for code, values in by_code.items())


def _of_code(code: str, values: tuple[float, ...], kept: Mapping[str, Any]) -> MeasuredRow:
    lower, upper = kept.get("lower"), kept.get("upper")
    fits = None
    if len(values) >= FEWEST_READINGS and (lower is not None or upper is not None):
        try:
            fits = capability(values, limits=Limits(lower=lower, upper=upper))
        except ImpossiblePlan:
            fits = None
    return MeasuredRow(
        code=code, name=kept.get("name", code), unit=kept.get("unit", ""), lower=lower, upper=upper,
        readings=tuple((value, is_beyond(value, lower=lower, upper=upper)) for value in values), fits=fits,
    )  # fmt: skip


def failing_in(row: Inspection, fields: Iterable[Field]) -> frozenset[int]:
    """Return the answers of an inspection that fail their question, by their keys."""
    items = {each["code"]: question_of(each) for each in row.frozen.get("checklist") or []}
    said = [(items[field.name], answer) for field in fields if field.name in items for answer in field.answers]
    return frozenset(answer.pk for item, answer in said if fails(item, answer.value))
