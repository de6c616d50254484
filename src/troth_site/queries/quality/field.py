"""What an inspector takes along: the list of inspections, and for each everything a phone needs without signal."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from troth_site import access
from troth_site.access import Actor
from troth_site.models import (
    ApprovedSample,
    CorrectiveAction,
    EvidenceFile,
    FieldSignature,
    Inspection,
    InspectionDefect,
    InspectionPhoto,
    Measurement,
)
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.quality import catalogue
from troth_site.queries.quality.field_answers import Answer, fields_of
from troth_site.queries.quality.field_people import people_who_sign
from troth_site.queries.quality.inspections_seen import carried_out

OPEN = (InspectionState.PLANNED, InspectionState.TAKEN, InspectionState.WORKING)
EARLIER_LOTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """One of the inspections somebody carries out."""

    uid: UUID
    pk: int
    lot_name: str
    lot_size: int
    product: str
    family: str
    kind: str
    state: str
    planned_on: date
    site: str
    buyer: str
    factory: str
    handed_in_at: datetime | None
    verdict: str


def mine(by: Actor) -> list[Mine]:
    """Return the inspections a person carries out: the open ones by day, then those of late, the newest first."""
    rows = (
        access.inspections(by)
        .filter(inspector=by.person)
        .select_related("product", "site", "relationship__buyer", "relationship__factory")
    )
    # What is only looked at if a draw says so is nobody's work before the lot was presented.
    ready = rows.filter(Q(lot_draw=None) | Q(lot_draw__presented_at__isnull=False), state__in=OPEN)
    due = list(ready.order_by("planned_on", "pk")[:100])
    done = list(rows.filter(handed_in_at__isnull=False).order_by("-handed_in_at", "-pk")[:20])
    return [
        Mine(
            uid=row.uid, pk=row.pk, lot_name=row.lot_name, lot_size=row.lot_size, family=row.family, kind=row.kind,
            product=row.product.name if row.product else "", state=row.state, planned_on=row.planned_on,
            site=row.site.name if row.site else "", buyer=row.relationship.buyer.name,
            factory=row.relationship.factory.name, handed_in_at=row.handed_in_at, verdict=row.verdict,
        )
        for row in (*due, *done)
    ]  # fmt: skip


def pack(by: Actor, uid: UUID) -> dict[str, Any]:
    """Return everything one inspection needs on a phone, as plain values.

    Raises:
        access.NotThere: It is not this person's.
    """
    row = access.inspection(by, uid, "answer")
    return {
        "form": 1,
        "uid": str(row.uid),
        "person": {"id": by.person, "name": by.name},
        "lot": _lot(row),
        "state": row.state,
        "plan": {**row.frozen, "digest": row.frozen_digest},
        "way": carried_out(row),
        "draw": {"commitment": row.draw_commitment, "word": row.draw_word, **_drawn(row)},
        "samples": _samples(row),
        "earlier": _earlier(by, row),
        "corrective": _corrective(by, row),
        "catalogue": _catalogue(row),
        "people": [asdict(one) for one in people_who_sign(row)],
        "kept": _kept(row),
    }


def _lot(row: Inspection) -> dict[str, Any]:
    site, relation = row.site, row.relationship
    return {
        "name": row.lot_name, "size": row.lot_size, "cartons": row.cartons, "units_per_carton": row.units_per_carton,
        "kind": row.kind, "source": row.source, "family": row.family,
        "product": row.product.name if row.product else "",
        "order": row.order.number if row.order else "", "planned_on": row.planned_on.isoformat(),
        "buyer": relation.buyer.name, "factory": relation.factory.name,
        "resubmitted": row.resubmitted_of_id is not None,
        "site": {
            "name": site.name, "address": site.address, "latitude": site.latitude, "longitude": site.longitude,
        } if site else None,
    }  # fmt: skip


def _drawn(row: Inspection) -> dict[str, Any]:
    return {"cartons": row.drawn.get("cartons", []), "units": row.drawn.get("units", []), "made": bool(row.draw_seed)}


def _samples(row: Inspection) -> list[dict[str, Any]]:
    if row.product_id is None:
        return []
    found = ApprovedSample.objects.filter(product=row.product_id, refused_because="").prefetch_related("photos")
    return [
        {"label": one.label, "kind": one.kind, "photos": [_photo(file) for file in one.photos.all() if file.preview]}
        for one in found.order_by("pk")
    ]


def _photo(file: EvidenceFile) -> dict[str, Any]:
    return {"url": reverse("evidence-preview", args=[file.uid]), "name": file.name, "sha256": file.sha256}


def _earlier(by: Actor, row: Inspection) -> list[dict[str, Any]]:
    """Return what earlier lots of the product were found to have; a blind look is told of no other."""
    if row.blind_of_id is not None:
        return []
    lots = Inspection.objects.filter(
        relationship=row.relationship_id, family=row.family, handed_in_at__isnull=False
    ).exclude(pk__in={row.pk} | by.unseen.inspections)
    found = list(lots.order_by("-handed_in_at")[:EARLIER_LOTS])
    defects = InspectionDefect.objects.filter(inspection__in=found, removed_at=None).select_related("defect_type")
    return [
        {
            "lot": lot.lot_name, "on": lot.planned_on.isoformat(), "verdict": lot.verdict,
            "defects": _summed([one for one in defects.order_by("pk") if one.inspection_id == lot.pk]),
        }
        for lot in found
    ]  # fmt: skip


def _summed(defects: list[InspectionDefect]) -> list[dict[str, Any]]:
    """Return what was found with its units, each defect once for its class, the most frequent first."""
    units: Counter[tuple[str, str]] = Counter()
    for one in defects:
        units[_called(one), one.defect_class] += one.units
    return [{"name": name, "class": kind, "units": count} for (name, kind), count in units.most_common()]


def _called(found: InspectionDefect) -> str:
    return catalogue.named(found.defect_type) if found.defect_type else found.name


def _corrective(by: Actor, row: Inspection) -> list[dict[str, Any]]:
    rows = CorrectiveAction.objects.filter(relationship=row.relationship_id, family=row.family)
    rows = rows.exclude(state__in=("closed", "dropped")).exclude(pk__in=by.unseen.correctives)
    return [
        {"number": one.number, "title": one.title, "grade": one.grade, "state": one.state}
        for one in rows.order_by("number")
    ]


def _catalogue(row: Inspection) -> list[dict[str, Any]]:
    """Return the defects of the product's category and of packing, in the reader's language; codes stay the same."""
    relation = row.relationship
    rows = catalogue.in_pack(
        (relation.buyer_id, relation.factory_id), category=row.product.category if row.product else ""
    )
    listed = sorted(rows, key=lambda one: (one["category"], one["name"]))
    return [one | {"photo": _picture(one) if one["photo"] else None} for one in listed]


def _picture(kind: dict[str, str]) -> dict[str, Any]:
    return {"url": reverse("evidence-preview", args=[kind["photo"]]), "name": kind["name"]}


def _kept(row: Inspection) -> dict[str, Any]:
    """Return what has come already, from whichever device, so that a second phone goes on where the first is."""
    defects = InspectionDefect.objects.filter(inspection=row).select_related("defect_type", "person").order_by("pk")
    readings = Measurement.objects.filter(inspection=row, removed_at=None).order_by("pk")
    photos = InspectionPhoto.objects.filter(inspection=row).select_related("defect").order_by("pk")
    return {
        "fields": [
            {
                "field": field.name, "value": field.value, "open": field.is_open,
                "answers": [_answer(one) for one in field.answers],
            }
            for field in fields_of(row.pk)
        ],
        "defects": [
            {
                "uid": str(one.uid), "code": one.defect_type.code if one.defect_type else None, "name": one.name,
                "class": one.defect_class, "unit": one.unit, "carton": one.carton, "units": one.units,
                "defects": one.defects, "note": one.note, "by": one.person.name or one.person.email,
                "removed": one.removed_at is not None,
            }
            for one in defects
        ],
        "measurements": [
            {"uid": str(one.uid), "code": one.code, "unit_number": one.unit_number, "value": one.value}
            for one in readings
        ],
        "photos": [
            {
                "uid": str(one.uid), "sha256": one.sha256, "size": one.size, "received": one.received,
                "defect": str(one.defect.uid) if one.defect else None, "caption": one.caption, "refused": one.refused,
            }
            for one in photos
        ],
        "signatures": _signed(row),
    }  # fmt: skip


def _signed(row: Inspection) -> list[dict[str, Any]]:
    return [
        {
            "uid": str(one.uid), "side": one.side, "person": one.person_id, "name": one.name,
            "refused_because": one.refused_because, "signed_at": one.signed_at.isoformat(),
        }
        for one in FieldSignature.objects.filter(inspection=row).order_by("signed_at", "pk")
    ]  # fmt: skip


def _answer(one: Answer) -> dict[str, Any]:
    return {"uid": one.uid, "value": one.value, "by": one.name, "answered_at": one.answered_at.isoformat()}
