"""Inspections, what a program sends of them, and the files that prove something."""

from typing import Any
from uuid import UUID

from tests.cast import Cast
from tests.site.matrix.rows import BUYERS, RECORD, SALES, SEE, Row, ahead, api_route, api_writes, button, on
from tests.site.quality.inspecting import answered, make_inspection, send
from tests.site.quality.photos import make_photo
from troth.quality.verdicts import DefectClass
from troth_site.actions.quality import evidence
from troth_site.actions.quality.inspections_wishes import Limit
from troth_site.models import EvidenceFile, FieldEntry

ASSIGNED = frozenset({"inspector"})
NOON = "2026-11-02T12:00:00+00:00"


def _inspection(**more: Any) -> Any:
    return lambda cast, part: {"inspection": cast.key("inspection"), **more}


def _chosen(name: str) -> Any:
    return lambda cast, part: {"pk": cast.key("inspection"), name: cast.key("answer")}


def _planned(cast: Cast, part: str) -> dict[str, Any]:
    return {
        "lot_name": "Lot 8", "lot_size": "1200", "family": "Cardigans", "kind": "final", "source": "final",
        "planned_on": ahead(3), "edition": "iso2859-1", "level": "II", "major": "2.5",
        "counting": "units",
    }  # fmt: skip


def _wished(cast: Cast, part: str) -> dict[str, Any]:
    limits = {"major": {"aql": "2.5", "level": "II"}}
    said = {name: value for name, value in _planned(cast, part).items() if name not in ("level", "major", "counting")}
    return said | {"lot_size": 1200, "limits": limits}


def _parcel(cast: Cast, part: str) -> dict[str, Any]:
    # A program that heard no answer sends the same again.
    said = answered(uid=str(UUID(int=201)), answered_at=NOON)
    return {"parcel": str(UUID(int=202)), "device": "program", "device_time": NOON, "entries": [said]}


def _word(cast: Cast, part: str) -> dict[str, Any]:
    return {"word": "monsoon"}


def _reason(cast: Cast, part: str) -> dict[str, Any]:
    return {"reason": "The lot was moved."}


def _made(cast: Cast, part: str) -> dict[str, Any]:
    return {"line": "Line 2", "suppliers": "Hongfa Dyeing\nLida Print"}


def _made_by(cast: Cast, part: str) -> dict[str, Any]:
    return {"line": "Line 4", "suppliers": ["Hongfa Dyeing", "Lida Print"]}


def _inspector(cast: Cast, part: str) -> dict[str, Any]:
    return {"inspector": cast.people["manager"].pk}


ROWS = {
    "evidence": Row(where=on("evidence", "uid"), get=SEE),
    "evidence-preview": Row(where=on("evidence", "uid"), get=SEE),
    "quality-inspections": Row(where=on("ours"), get=SEE),
    "new-inspection": Row(where=on("ours"), get=SEE, post=SEE, given=_planned),
    "inspection": Row(where=on("inspection"), get=SEE | ASSIGNED),
    "cancel-inspection": button(on("inspection"), SEE, _reason),
    "assign-inspection": Row(where=on("not_begun"), post=SEE, closed=ASSIGNED, given=_inspector),
    "inspection-word": Row(where=on("inspection"), post=SALES, closed=BUYERS, given=_word),
    "present-lot": Row(where=on("to_present"), post=SALES, closed=BUYERS, given=_word),
    "say-lot-made": Row(where=on("inspection"), post=RECORD | ASSIGNED, closed=SEE - RECORD, given=_made),
    "choose-answer": Row(where=_chosen("entry"), post=SEE | ASSIGNED),
    "api:inspections": Row(where=on("ours", "partner"), get=SEE, post=SEE, given=_wished, is_api=True),
    "api:inspection": api_route(_inspection(), SEE | ASSIGNED),
    "api:inspection-pack": Row(where=_inspection(), get=SEE | ASSIGNED, is_api=True, named_to=ASSIGNED),
    "api:send-parcel": Row(where=_inspection(), post=SEE | ASSIGNED, given=_parcel, is_api=True),
    "api:cancel-inspection": Row(where=_inspection(), post=SEE, given=_reason, is_api=True),
    "api:assign-inspection": Row(where=on("not_begun", "inspection"), post=SEE, given=_inspector, is_api=True),
    "api:inspection-word": Row(where=_inspection(), post=SALES, closed=BUYERS, given=_word, is_api=True),
    "api:present-lot": Row(
        where=on("to_present_too", "inspection"), post=SALES, closed=BUYERS, given=_word, is_api=True
    ),
    "api:say-lot-made": Row(
        where=_inspection(), post=RECORD | ASSIGNED, closed=SEE - RECORD, given=_made_by, is_api=True
    ),
    "api:choose-answer": Row(where=on("answer", "answer"), post=SEE | ASSIGNED, is_api=True),
    "api:replay-sampling": api_writes(on("ours", "partner"), RECORD),
}
PRESSED_BY: dict[str, str] = {
    "new-inspection": "buyer", "cancel-inspection": "sales", "assign-inspection": "buyer", "inspection-word": "sales",
    "choose-answer": "buyer", "say-lot-made": "sales", "api:say-lot-made": "inspector",
    "present-lot": "sales", "api:present-lot": "sales", "api:inspections": "buyer", "api:send-parcel": "inspector",
    "api:cancel-inspection": "sales", "api:assign-inspection": "buyer", "api:inspection-word": "sales",
    "api:choose-answer": "buyer",
}  # fmt: skip
# It counts again what stands there already.
LEAVE_NOTHING: set[str] = {"api:replay-sampling"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a photo, an inspection that an inspector works on with two answers to one question."""
    buyer = cast.actor("buyer")
    photo = evidence.keep(by=buyer, relationship=cast.ours, name="KDR- seam.jpg", content=make_photo(), side="buyer")
    row = make_inspection(cast, inspector="inspector", lot_name="Lot 7 of scarves")
    send(cast, row, part="inspector", entries=[answered("label", "yes")])
    send(cast, row, entries=[answered("label", "no")])
    skipped = {"limits": {DefectClass.MAJOR: Limit(aql="2.5", level="II")}, "skip": (2, 0.5)}
    to_present, too = (make_inspection(cast, lot_name=f"Lot {n} of scarves", **skipped) for n in (21, 22))
    return {
        "to_present": to_present.pk, "to_present_too": too.pk,
        "evidence": EvidenceFile.objects.get(pk=photo).uid, "inspection": row.pk, "inspection_uid": row.uid,
        "answer": FieldEntry.objects.get(inspection=row, value="no").pk,
    }  # fmt: skip
