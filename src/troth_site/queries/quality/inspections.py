"""Inspections, read: those with a partner, and one with everything counted and seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from troth_site import access
from troth_site.access import Actor
from troth_site.models import (
    ClassSample,
    FieldSignature,
    FieldSync,
    Inspection,
    InspectionDefect,
    InspectionPhoto,
    InspectionReport,
)
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.ledger import Page
from troth_site.queries.partners import Partnership, as_partnership, may
from troth_site.queries.quality.field_answers import Field, fields_of
from troth_site.queries.quality.inspections_drawn import draw_told, lot_draw_told
from troth_site.queries.quality.inspections_measured import MeasuredRow, failing_in, measured
from troth_site.queries.quality.inspections_seen import shown_numbers
from troth_site.queries.quality.lots_made import LotMade, lot_made

PAGE = 50
OPEN = (InspectionState.PLANNED, InspectionState.TAKEN, InspectionState.WORKING)
DONE = (InspectionState.HANDED_IN, InspectionState.REPORTED)
STATES = {"open": OPEN, "done": DONE, "cancelled": (InspectionState.CANCELLED,), "skipped": (InspectionState.SKIPPED,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRow:
    """An inspection as a list shows it; the size of a lot is None where a file told none."""

    pk: int
    uid: UUID
    lot_name: str
    lot_size: int | None
    product: str
    kind: str
    source: str
    planned_on: date
    handed_in_at: datetime | None
    inspector: str
    inspector_for: str
    state: str
    verdict: str
    defects: int
    is_second: bool
    is_resubmitted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """What one class was planned with and came to; None where nobody said, and where a file tells of no plan.

    Attributes:
        from_checks: How many of those found answers and readings tell.
    """

    kind: str
    level: str
    stage: str
    aql: str
    letter: str
    sample_size: int | None
    accept: int | None
    reject: int | None
    counting: str
    looked_at: int | None
    found: int | None
    from_checks: int
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRow:
    """A photo: how far it has come, what was noticed, and its smaller picture where it has one."""

    caption: str
    taken_at: datetime
    size: int
    received: int
    refused: str
    file: UUID | None
    has_preview: bool
    noticed: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectRow:
    """A defect with its photos; a removed one stays seen with the reason. None where nobody counted."""

    name: str
    kind: str
    unit: int | None
    carton: int | None
    units: int | None
    defects: int | None
    note: str
    by: str
    answered_at: datetime
    removed_because: str
    photos: tuple[PhotoRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneInspection:
    """One inspection with everything counted and seen.

    Attributes:
        partnership: None for whoever inspects for others.
        plan: As it was frozen; of one that a file tells of, nothing but what the file said.
        is_told: A file tells of it: there was no plan of ours and no draw.
        draw: The promise, and once it was handed in what shows it; `holds` tells whether promise and secret fit.
        fields: Each with the answers of everybody; `open` are those about which people differ.
        failing: Keys of the answers that fail their question.
        lot_draw: Where some lots are skipped, the promise, and once the lot was presented what shows it; else None.
        clocks: By device, the seconds its clock was ahead of ours when it sent last.
    """

    row: InspectionRow
    partnership: Partnership | None
    zones: tuple[str, str]
    family: str
    site: str
    order: str
    cartons: int | None
    units_per_carton: int | None
    cancelled_because: str
    plan: Mapping[str, Any]
    is_told: bool
    plan_digest: str
    classes: tuple[ClassRow, ...]
    defects: tuple[DefectRow, ...]
    photos: tuple[PhotoRow, ...]
    measured: tuple[MeasuredRow, ...]
    fields: tuple[Field, ...]
    failing: frozenset[int]
    signatures: tuple[tuple[str, str, bool, str], ...]
    clocks: Mapping[str, int]
    draw: Mapping[str, Any]
    lot_draw: Mapping[str, Any] | None
    report: int | None
    made: LotMade
    may_change: bool
    may_work: bool
    may_say_word: bool
    may_present: bool


def inspections(by: Actor, pk: int, *, state: str = "", page: int = 1) -> Page[InspectionRow]:
    """Return the inspections with one partner, the latest day first."""
    rows = access.inspections(by).filter(relationship=access.relationship(by, pk))
    if state in STATES:
        rows = rows.filter(state__in=STATES[state])
    total = rows.count()
    number = max(1, min(page, -(-total // PAGE) or 1))
    found = _listed(rows).order_by("-planned_on", "-pk")[(number - 1) * PAGE : number * PAGE]
    return Page(rows=[_row(one) for one in found], number=number, total=total, size=PAGE)


def inspection(by: Actor, pk: int) -> OneInspection:
    """Return one inspection.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.inspection(by, pk)
    row = _listed(Inspection.objects.filter(pk=seen.pk)).select_related("site", "order", "lot_draw").get()
    relation = seen.relationship
    is_of_side = bool({relation.buyer_id, relation.factory_id} & set(by.organisations()))
    found = as_partnership(by, relation) if is_of_side else None
    side = found.our_side if found else ""
    photos = list(InspectionPhoto.objects.filter(inspection=seen).select_related("file").order_by("taken_at", "pk"))
    is_done = seen.state in DONE
    inspecting = row.inspector_for if row.inspector_for in ("buyer", "factory") else "buyer"
    told, fields = lot_draw_told(row), tuple(fields_of(row.pk))
    waits = told is not None and not told["shown"] and row.state in OPEN
    may_change = found is not None and may(by, found, "answer")
    return OneInspection(
        row=_row(row), partnership=found, zones=(relation.buyer.zone, relation.factory.zone), family=row.family,
        site=row.site.name if row.site else "", order=row.order.number if row.order else "", cartons=row.cartons,
        units_per_carton=row.units_per_carton, cancelled_because=row.cancelled_because, plan=row.frozen,
        is_told=_told(row) is not None,
        plan_digest=row.frozen_digest, classes=_classes(row), defects=_defects(row, photos),
        photos=tuple(_photo(one) for one in photos if one.defect_id is None), measured=measured(row),
        fields=fields, failing=failing_in(row, fields), signatures=_signatures(row), clocks=_clocks(row),
        draw={} if _told(row) else draw_told(row, is_done=is_done), lot_draw=told, made=lot_made(by, row, found),
        report=InspectionReport.objects.filter(inspection=row).order_by("-number").values_list("pk", flat=True).first(),
        may_change=may_change and row.state in OPEN, may_present=waits and may_change and side != inspecting,
        may_work=row.inspector_id == by.person and row.state in OPEN and not waits,
        may_say_word=may_change and side != inspecting and not (row.draw_seed or row.draw_word) and row.state in OPEN,
    )  # fmt: skip


def _listed(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    counted = Sum("found__defects", filter=Q(found__removed_at=None), default=0)
    return rows.select_related("product", "inspector").annotate(defects_found=counted)


def _told(one: Inspection) -> Mapping[str, Any] | None:
    told: Mapping[str, Any] | None = one.frozen.get("told")
    return told


def _row(one: Inspection) -> InspectionRow:
    who, told = one.inspector, _told(one) or {}
    return InspectionRow(
        pk=one.pk, uid=one.uid, lot_name=one.lot_name, lot_size=told.get("lot_size", one.lot_size), kind=one.kind,
        source=one.source, product=one.product.name if one.product else one.family,
        planned_on=one.planned_on, handed_in_at=one.handed_in_at,
        inspector=(who.name or who.email) if who else told.get("inspector", ""),
        inspector_for=one.inspector_for, state=one.state, verdict=one.verdict,
        defects=one.defects_found,  # type: ignore[attr-defined]
        is_second=one.blind_of_id is not None, is_resubmitted=one.resubmitted_of_id is not None,
    )  # fmt: skip


def _classes(row: Inspection) -> tuple[ClassRow, ...]:
    rows = ClassSample.objects.filter(inspection=row).order_by("pk")
    if _told(row) is not None:
        return tuple(_told_class(sample) for sample in rows)
    samples = {one.defect_class: one for one in rows}
    found = []
    for kind, kept in row.frozen["classes"].items():
        sample = samples[kind]
        counted = sample.defects if kept["counting"] == "defects" else sample.nonconforming
        accept, reject, _way = shown_numbers(row, sample)
        found.append(
            ClassRow(
                kind=kind, level=kept["level"], stage=sample.stage, aql=sample.aql, letter=sample.letter,
                sample_size=sample.sample_size, accept=accept, reject=reject, counting=kept["counting"],
                looked_at=sample.looked_at, found=counted, from_checks=min(sample.from_checks or 0, counted or 0),
                verdict=sample.verdict,
            )
        )  # fmt: skip
    return tuple(found)


def _told_class(sample: ClassSample) -> ClassRow:
    """Return what a file told of a class: bad units, or defects where it counted those alone."""
    by_defect = sample.nonconforming is None and sample.defects is not None
    return ClassRow(
        kind=sample.defect_class, level="", stage=sample.stage, aql="", letter="", sample_size=None, accept=None,
        reject=None, counting="defects" if by_defect else "units", looked_at=sample.looked_at,
        found=sample.defects if by_defect else sample.nonconforming, from_checks=0, verdict=sample.verdict,
    )  # fmt: skip


def _defects(row: Inspection, photos: list[InspectionPhoto]) -> tuple[DefectRow, ...]:
    rows = InspectionDefect.objects.filter(inspection=row).select_related("person").order_by("answered_at", "pk")
    shown: dict[int, list[PhotoRow]] = {}
    for one in photos:
        shown.setdefault(one.defect_id or 0, []).append(_photo(one))
    return tuple(
        DefectRow(
            name=one.name, kind=one.defect_class, unit=one.unit, carton=one.carton, units=one.units,
            defects=one.defects, note=one.note, by=one.person.name or one.person.email, answered_at=one.answered_at,
            removed_because=one.removed_because, photos=tuple(shown.get(one.pk, [])),
        )
        for one in rows
    )  # fmt: skip


def _photo(one: InspectionPhoto) -> PhotoRow:
    file = one.file
    return PhotoRow(
        caption=one.caption, taken_at=one.taken_at, size=one.size, received=one.received, refused=one.refused,
        file=file.uid if file else None, has_preview=bool(file and file.preview), noticed=file.noticed if file else [],
    )  # fmt: skip


def _signatures(row: Inspection) -> tuple[tuple[str, str, bool, str], ...]:
    rows = FieldSignature.objects.filter(inspection=row).order_by("signed_at", "pk")
    return tuple(rows.values_list("name", "side", "is_listed", "refused_because"))


def _clocks(row: Inspection) -> dict[str, int]:
    rows = FieldSync.objects.filter(inspection=row, device_time__isnull=False).order_by("received_at")
    return {
        device: round((said - came).total_seconds())
        for device, said, came in rows.values_list("device", "device_time", "received_at")
    }
