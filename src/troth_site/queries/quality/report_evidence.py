"""What was measured and answered in an inspection, as its report tells it: each with who, when and where."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from troth.quality.capability import capability
from troth.quality.field_questions import fails, is_beyond, question_of
from troth.quality.origin_questions import CODES
from troth.quality.variables_plans import Limits
from troth_site.models import FieldEntry, Inspection, InspectionDefect, Measurement
from troth_site.queries.quality.field_answers import latest

FEWEST_READINGS = 3


def measurements_of(inspection: Inspection) -> list[dict[str, Any]]:
    """Return the readings by requirement; those beyond limits are marked."""
    rows = Measurement.objects.filter(inspection=inspection, removed_at=None).select_related("requirement", "person")
    by_code: dict[str, list[Measurement]] = {}
    for row in rows.order_by("code", "unit_number", "pk"):
        by_code.setdefault(row.code, []).append(row)
    known = {each["code"]: each for each in inspection.frozen.get("requirements") or []}
    return [_measured(code, readings, known.get(code) or {}) for code, readings in by_code.items()]


def _measured(code: str, readings: list[Measurement], kept: Mapping[str, Any]) -> dict[str, Any]:
    wanted = readings[0].requirement
    lower, upper = (wanted.lower, wanted.upper) if wanted else (kept.get("lower"), kept.get("upper"))
    values = [row.value for row in readings]
    beyond = [is_beyond(value, lower=lower, upper=upper) for value in values]
    return {
        "code": code, "name": wanted.name if wanted else kept.get("name", code),
        "unit": wanted.unit if wanted else kept.get("unit", ""),
        "target": wanted.target if wanted else None, "lower": lower, "upper": upper, "beyond": sum(beyond),
        **_capable(values, lower, upper),
        "readings": [
            {"uid": str(row.uid), "unit_number": row.unit_number, "value": row.value, "instrument": row.instrument,
             "calibrated_until": row.calibrated_until, "by": str(row.person), "at": row.answered_at,
             # Left out where there is none: what was reported before keeps its hash.
             **({"beyond": True} if is_out else {})}
            for row, is_out in zip(readings, beyond, strict=True)
        ],
    }  # fmt: skip


def _capable(values: list[float], lower: float | None, upper: float | None) -> dict[str, Any]:
    unknown = dict.fromkeys(("mean", "cpk", "cpk_low", "cpk_high"))
    if (lower is None and upper is None) or len(values) < FEWEST_READINGS:
        return unknown
    found = capability(values, limits=Limits(lower=lower, upper=upper))
    told = {"mean": found.mean, "cpk": found.cpk, "cpk_low": found.cpk_low, "cpk_high": found.cpk_high}
    return {name: None if value is None else round(value, 4) for name, value in told.items()}


def answers_of(inspection: Inspection) -> list[dict[str, Any]]:
    """Return the answers by question; those that fail are marked."""
    # Who supplies a factory may be one person, and a report lasts for ever: it stands beside it, and can be mended.
    rows = FieldEntry.objects.filter(inspection=inspection).exclude(field__in=CODES)
    found = latest(rows.select_related("person", "chosen_by"))
    labels = _labels(inspection)
    failing = _failing(inspection, found)
    places = {name: place for place, name in enumerate(labels)}
    names = sorted(found, key=lambda name: (places.get(name, len(places)), name))
    return [
        {"field": name, "label": labels.get(name, {}), "answers": _said(found[name].values(), failing)}
        for name in names
    ]


def _said(entries: Iterable[FieldEntry], failing: Collection[int]) -> list[dict[str, Any]]:
    return [
        {
            "uid": str(row.uid), "value": row.value, "note": row.note, "accuracy": row.accuracy,
            "chosen_by": str(row.chosen_by or ""), "chosen_at": row.chosen_at, **when_where(row),
            **({"fails": True} if row.pk in failing else {}),
        }
        for row in sorted(entries, key=lambda row: (row.answered_at, row.pk))
    ]  # fmt: skip


def _labels(inspection: Inspection) -> dict[str, Any]:
    return {item["code"]: item["label"] for item in inspection.frozen.get("checklist") or []}


def _failing(inspection: Inspection, found: Mapping[str, Mapping[int, FieldEntry]]) -> frozenset[int]:
    items = [question_of(each) for each in inspection.frozen.get("checklist") or []]
    said = [(item, entry) for item in items for entry in found.get(item.code, {}).values()]
    return frozenset(entry.pk for item, entry in said if fails(item, entry.value))


def when_where(row: InspectionDefect | FieldEntry) -> dict[str, Any]:
    """Return who said something, when and where."""
    return {"by": str(row.person), "at": row.answered_at, "place": place_of(row.latitude, row.longitude)}


def place_of(latitude: float | None, longitude: float | None) -> dict[str, float] | None:
    """Return a place as a report keeps it, None where it is unknown."""
    if latitude is None or longitude is None:
        return None
    return {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}
