"""What an inspection saw beside its counts, for those ways of sampling whose verdict two numbers do not tell."""

from collections.abc import Mapping
from typing import Any

from troth.quality.agreed_verdicts import Readings, Seen, line_at
from troth.quality.agreed_ways import RUNNING, line_of, numbers_at, steps_of
from troth.quality.frozen_plans import Way
from troth.quality.in_line import block_picks
from troth.quality.sampling_values import Sampling
from troth.quality.variables_plans import Limits
from troth.quality.verdicts import ClassPlan, DefectClass
from troth_site.models import ClassSample, Inspection, InspectionDefect, Measurement
from troth_site.queries.quality.checks_counted import Checks

GRAVE = (DefectClass.CRITICAL, DefectClass.MAJOR)


def way_of(row: Inspection) -> Way | None:
    """Return how the plan of an inspection is carried out where not by AQL."""
    kept = row.frozen.get("way")
    return Way(**kept) if kept else None


def seen_in(row: Inspection, checks: Checks) -> Seen | None:
    """Return what the verdict needs beside counts; None where two numbers tell it.

    Args:
        row: With its frozen plan.
        checks: What answers and readings add; empty where they do not count.
    """
    way = way_of(row)
    if way is None or way.method not in RUNNING:
        return None
    if way.method == "variables":
        return Seen(readings=_readings(row))
    bad, unplaced = _bad(row, checks)
    return Seen(seed=row.draw_seed, bad=bad, unplaced=unplaced)


def agreed_in(row: Inspection) -> tuple[Sampling, int] | None:
    """Return a way as it was agreed, and the units in the lot, for whoever tells it in words."""
    way = way_of(row)
    if way is None:
        return None
    return Sampling(method=way.method, values=way.values), row.lot_size  # type: ignore[arg-type]


def shown_numbers(row: Inspection, sample: ClassSample) -> tuple[int | None, int | None, str]:
    """Return with how many a class is accepted, from how many it is refused, and its way where numbers do not tell."""
    way = way_of(row)
    plan = ClassPlan(sample_size=sample.sample_size, accept=sample.accept, reject=sample.reject)
    accept, reject = numbers_at(way, plan, looked_at=sample.looked_at)
    if way is None or way.method not in RUNNING or plan.accept == 0:
        return accept, reject, ""
    measured = {each["defect_class"] for each in row.frozen.get("requirements", []) if has_limits(each)}
    judged = measured if way.method == "variables" else {DefectClass.MAJOR}
    return accept, reject, way.method if sample.defect_class in judged else "recorded"


def carried_out(row: Inspection) -> dict[str, Any] | None:
    """Return what a phone needs to carry a way out: steps of numbers, or what follows a line."""
    way = way_of(row)
    if way is None:
        return None
    told: dict[str, Any] = {"method": way.method}
    if way.method == "sequential":
        told["steps"] = [list(step) for step in steps_of(way)]
    elif way.method == "continuous" and row.draw_seed:
        line = line_of(way)
        told |= {**way.numbers, "picks": list(block_picks(row.draw_seed, block=line.block))}
    return told


def line_at_end(row: Inspection, checks: Checks) -> dict[str, Any] | None:
    """Return where following a line came to, None where no line was followed."""
    way, looked_at = way_of(row), _looked_at(row)
    if way is None or way.method != "continuous" or not row.draw_seed or looked_at is None:
        return None
    bad, unplaced = _bad(row, checks)
    at = line_at(way, looked_at=looked_at, seen=Seen(seed=row.draw_seed, bad=bad, unplaced=unplaced))
    return {"looked_at": looked_at, "passed": at.passed, "is_sampling": at.is_sampling, "run": at.run} | way.numbers


def _looked_at(row: Inspection) -> int | None:
    return ClassSample.objects.filter(inspection=row, defect_class="major").values_list("looked_at", flat=True).first()


def _bad(row: Inspection, checks: Checks) -> tuple[list[int], int]:
    """Return the bad units by their numbers, and how many findings name none; a failed question names none."""
    rows = InspectionDefect.objects.filter(inspection=row, removed_at=None, defect_class__in=GRAVE).values_list(
        "unit", flat=True
    )
    more = [checks[kind] for kind in GRAVE if kind in checks]
    named = {unit for unit in rows if unit is not None} | {unit for each in more for unit in each.numbers}
    return sorted(named), sum(unit is None for unit in rows) + sum(len(each.answers) for each in more)


def _readings(row: Inspection) -> list[Readings]:
    by_code: dict[str, list[float]] = {}
    rows = Measurement.objects.filter(inspection=row, removed_at=None).order_by("unit_number", "answered_at", "pk")
    for code, value in rows.values_list("code", "value"):
        by_code.setdefault(code, []).append(value)
    return [
        Readings(
            defect_class=DefectClass(each["defect_class"]), limits=Limits(lower=each["lower"], upper=each["upper"]),
            values=by_code.get(each["code"], []),
        )
        for each in row.frozen.get("requirements", [])
        if has_limits(each)
    ]  # fmt: skip


def has_limits(requirement: Mapping[str, Any]) -> bool:
    """Tell whether a requirement has a limit to measure against."""
    return requirement["kind"] == "measured" and not (requirement["lower"] is None and requirement["upper"] is None)
