"""What a report is made of: everything that was planned, counted, seen and said in one inspection, as plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth.quality.agreed_verdicts import judge
from troth.quality.field_findings import hold_back, unanswered
from troth.quality.frozen_plans import from_json
from troth.quality.reports import FORM
from troth.quality.verdicts import ClassPlan, Count, Counting, DefectClass, Verdict, lot_verdict
from troth_site.models import (
    ClassSample,
    FieldSignature,
    Inspection,
    InspectionDefect,
    InspectionPhoto,
)
from troth_site.queries.quality.checks_counted import Checks, checks_standing, looked_in
from troth_site.queries.quality.inspections_seen import line_at_end, seen_in, shown_numbers, way_of
from troth_site.queries.quality.report_evidence import answers_of, measurements_of, place_of, when_where

CLOCK_MAY_BE_AHEAD = 300
"""Seconds by which a device's clock may differ without being spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a version says of itself.

    Attributes:
        conclusion: Whoever inspected, in their own words.
        why: Why there is another version; empty of the first.
    """

    number: int
    made_at: datetime
    made_by: str
    why: str = ""
    conclusion: str = ""


def counting_of(inspection: Inspection, kind: str) -> Counting:
    """Return what is counted of a class: bad units, unless the frozen plan says defects."""
    named = (inspection.frozen.get("classes") or {}).get(kind) or {}
    return Counting(named.get("counting") or Counting.UNITS)


def found_of(sample: ClassSample, counting: Counting) -> int | None:
    """Return the count on which the verdict rests."""
    return sample.defects if counting is Counting.DEFECTS else sample.nonconforming


def judged(inspection: Inspection, samples: Iterable[ClassSample]) -> tuple[Verdict, dict[str, Verdict]]:
    """Return what the frozen plan says of a lot and of each class; pending where nothing is planned.

    Raises:
        troth.quality.verdicts.ImpossibleFinding: A count does not fit its plan.
    """
    plans, counts, known = {}, {}, list(samples)
    for sample in known:
        kind, counting = DefectClass(sample.defect_class), counting_of(inspection, sample.defect_class)
        plans[kind] = ClassPlan(
            sample_size=sample.sample_size, accept=sample.accept, reject=sample.reject, counting=counting
        )
        counts[kind] = Count(looked_at=sample.looked_at, found=found_of(sample, counting))
    if not plans:
        return Verdict(inspection.verdict or Verdict.PENDING), {}
    checks = checks_standing(inspection, known)
    seen, way = seen_in(inspection, checks), way_of(inspection)
    found = lot_verdict(plans, counts) if seen is None else judge(from_json(inspection.frozen), counts, seen=seen)
    found = hold_back(found, checks, method=way.method if way else "")
    return found.verdict, {str(kind): verdict for kind, verdict in found.classes.items()}


def content_of(inspection: Inspection, version: Version) -> dict[str, Any]:
    """Return all that a version of a report says, in the parts that the library checks."""
    samples = list(ClassSample.objects.filter(inspection=inspection))
    samples.sort(key=lambda each: list(DefectClass).index(DefectClass(each.defect_class)))
    verdict, of_class = judged(inspection, samples)
    photos = list(InspectionPhoto.objects.filter(inspection=inspection).select_related("person", "file", "defect"))
    photos.sort(key=lambda each: (each.taken_at, each.pk))
    checks = checks_standing(inspection, samples)
    answers = answers_of(inspection)
    signatures = list(FieldSignature.objects.filter(inspection=inspection).order_by("signed_at", "pk"))
    return {
        "form": FORM, "number": version.number, "made_at": version.made_at, "made_by": version.made_by,
        "why": version.why, "conclusion": version.conclusion, "verdict": verdict, "lot": _lot(inspection),
        "parties": {"buyer": inspection.relationship.buyer.name, "factory": inspection.relationship.factory.name},
        "who": _who(inspection), "plan": _plan(inspection, checks),
        "classes": [_class(inspection, each, of_class, checks) for each in samples],
        "defects": _defects(inspection, photos), "photos": [_photo(each) for each in photos],
        "measurements": measurements_of(inspection), "answers": answers,
        "signatures": [_signature(each) for each in signatures], "draw": _draw(inspection),
        "noticed": _noticed(inspection, photos, answers, signatures) + _open(inspection),
    }  # fmt: skip


def _plan(inspection: Inspection, checks: Checks) -> dict[str, Any]:
    line = line_at_end(inspection, checks)
    told = {"digest": inspection.frozen_digest, "frozen": inspection.frozen}
    return told if line is None else told | {"line": line}


def _lot(inspection: Inspection) -> dict[str, Any]:
    order, product, site = inspection.order, inspection.product, inspection.site
    return {
        "inspection": str(inspection.uid), "name": inspection.lot_name, "size": inspection.lot_size,
        "cartons": inspection.cartons, "units_per_carton": inspection.units_per_carton,
        "product": product.name if product else "", "order": order.number if order else "",
        "site": str(site) if site else "", "family": inspection.family, "kind": inspection.kind,
        "source": inspection.source,
        "resubmitted_of": str(inspection.resubmitted_of.uid) if inspection.resubmitted_of else None,
    }  # fmt: skip


def _who(inspection: Inspection) -> dict[str, Any]:
    return {
        "inspector": str(inspection.inspector or ""), "for": inspection.inspector_for,
        "planned_on": inspection.planned_on, "started_at": inspection.started_at,
        "handed_in_at": inspection.handed_in_at, "clock_ahead": inspection.clock_ahead,
    }  # fmt: skip


def _class(
    inspection: Inspection, sample: ClassSample, verdicts: Mapping[str, Verdict], checks: Checks
) -> dict[str, Any]:  # fmt: skip
    counting = counting_of(inspection, sample.defect_class)
    found = found_of(sample, counting)
    accept, reject, method = shown_numbers(inspection, sample)
    line = line_at_end(inspection, checks) if method == "continuous" else None
    told = checks.get(DefectClass(sample.defect_class))
    return {
        "class": sample.defect_class, "stage": sample.stage, "aql": sample.aql, "letter": sample.letter,
        "sample_size": sample.sample_size, "accept": accept, "reject": reject, "counting": counting,
        "looked_at": sample.looked_at, "found": found, "nonconforming": sample.nonconforming,
        "defects": sample.defects, "verdict": verdicts[sample.defect_class],
        # Left out where there is none: what was reported before keeps its hash.
        **({"way": method} if method else {}), **({} if line is None else {"passed": line["passed"]}),
        **({"from_checks": min(sample.from_checks, found or 0)} if sample.from_checks else {}),
        **({"open": list(told.open)} if told and told.open else {}),
    }  # fmt: skip


def _defects(inspection: Inspection, photos: Iterable[InspectionPhoto]) -> list[dict[str, Any]]:
    rows = InspectionDefect.objects.filter(inspection=inspection, removed_at=None).select_related(
        "person", "defect_type"
    )
    of_defect: dict[int, list[str]] = {}
    for photo in photos:
        if photo.defect_id:
            of_defect.setdefault(photo.defect_id, []).append(photo.sha256)
    return [
        {
            "uid": str(row.uid), "name": row.name, "code": row.defect_type.code if row.defect_type else "",
            "class": row.defect_class, "unit": row.unit, "carton": row.carton, "units": row.units,
            "defects": row.defects, "note": row.note, "photos": of_defect.get(row.pk, []), **when_where(row),
        }
        for row in rows.order_by("answered_at", "pk")
    ]  # fmt: skip


def _photo(row: InspectionPhoto) -> dict[str, Any]:
    return {
        "uid": str(row.uid), "sha256": row.sha256, "caption": row.caption, "field": row.field,
        "defect": str(row.defect.uid) if row.defect else None, "marks": row.marks, "by": str(row.person),
        "at": row.taken_at, "place": place_of(row.latitude, row.longitude), "came": row.file_id is not None,
        "refused": row.refused,
    }  # fmt: skip


def _signature(row: FieldSignature) -> dict[str, Any]:
    return {
        "uid": str(row.uid), "side": row.side, "name": row.name, "is_listed": row.is_listed, "digest": row.digest,
        "strokes": row.strokes, "refused_because": row.refused_because, "at": row.signed_at,
    }  # fmt: skip


def _draw(inspection: Inspection) -> dict[str, Any]:
    return {
        "subject": f"inspection {inspection.uid}", "commitment": inspection.draw_commitment,
        "secret": inspection.draw_secret, "nonce": inspection.draw_nonce, "word": inspection.draw_word,
        "seed": inspection.draw_seed, "drawn": inspection.drawn,
    }  # fmt: skip


def _open(inspection: Inspection) -> list[dict[str, Any]]:
    """Say how many questions had to be answered and were not, of whatever class."""
    lacking = unanswered(looked_in(inspection))
    return [{"code": "not-answered", "value": len(lacking), "about": ""}] if lacking else []


def _noticed(
    inspection: Inspection,
    photos: Iterable[InspectionPhoto],
    answers: Iterable[Mapping[str, Any]],
    signatures: Iterable[FieldSignature],
) -> list[dict[str, Any]]:
    """List what a reader should know beside the counts: kept as it came, never corrected, accusing nobody."""
    found: list[dict[str, Any]] = []
    ahead = inspection.clock_ahead
    if ahead is not None and abs(ahead) > CLOCK_MAY_BE_AHEAD:
        found.append({"code": "clock", "value": ahead, "about": ""})
    for photo in photos:
        lacks = "not-a-photo" if photo.refused else "not-come"
        said = photo.file.noticed if photo.file else [{"code": lacks, "value": photo.size}]
        found += [{"code": each["code"], "value": each.get("value"), "about": photo.sha256} for each in said]
    for answer in answers:
        differ = {repr(each["value"]) for each in answer["answers"]}
        if len(differ) > 1 and not any(each["chosen_by"] for each in answer["answers"]):
            found.append(
                {"code": "two-answers", "value": len(differ), "about": answer["field"], "label": answer["label"]}
            )
    for row in signatures:
        if not row.is_listed:
            found.append({"code": "not-listed", "value": None, "about": row.name})
        if row.refused_because:
            found.append({"code": "not-signed", "value": None, "about": row.name})
    return found
