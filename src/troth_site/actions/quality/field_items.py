"""The items of a parcel, kind by kind; each is kept once under the key its device gave it, as it was said."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from troth.quality.frozen_plans import from_json
from troth.quality.verdicts import DefectClass
from troth_site.access import Actor
from troth_site.actions import ledger
from troth_site.actions.quality import corrective, field_signing, inspections
from troth_site.actions.quality.defects import type_of
from troth_site.actions.quality.evidence import LARGEST
from troth_site.actions.quality.field_reading import (
    LONGEST_VALUE,
    ItemRefused,
    key,
    moment,
    number,
    optional_day,
    optional_moment,
    optional_whole,
    place,
    text,
    whole,
)
from troth_site.models import (
    CorrectiveAction,
    FieldEntry,
    FieldSignature,
    Inspection,
    InspectionDefect,
    InspectionPhoto,
    Measurement,
    Requirement,
)
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.quality.field_people import people_who_sign

Item = Mapping[str, Any]
HEX = re.compile(r"[0-9a-f]{64}")
LOOKED_AT = "looked-at."
CLOSED = (InspectionState.HANDED_IN, InspectionState.REPORTED)
WAITS_FOR = "defect:"
"""The field of a photo that came before the defect it shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Who sent something for which inspection, from which device, when it came."""

    by: Actor
    inspection: Inspection
    device: str
    at: datetime

    @property
    def who(self) -> dict[str, Any]:
        """Return what every kept item says of its sender."""
        return {
            "inspection": self.inspection, "person_id": self.by.person, "device": self.device, "received_at": self.at,
        }  # fmt: skip

    def sample(self, kind: str) -> int:
        """Return the sample of a class of the frozen plan.

        Raises:
            ItemRefused: The plan has no such class.
        """
        plans = from_json(self.inspection.frozen).plans
        if kind not in DefectClass or DefectClass(kind) not in plans:
            raise ItemRefused(
                _("The plan of this lot has no class “%(kind)s”: nothing can be counted in it."), kind=kind[:40]
            )
        return plans[DefectClass(kind)].sample_size


def _is_known(kind: type[Any], uid: UUID, sent: Sent) -> bool:
    """Tell whether an item came before; one of another inspection under the same key is refused."""
    known = kind._default_manager.filter(uid=uid).values_list("inspection", flat=True).first()
    if known is not None and known != sent.inspection.pk:
        raise ItemRefused(_("This key belongs to something else already."))
    return known is not None


def _entry(sent: Sent) -> Callable[[Item], UUID]:
    """Return what keeps an answer."""

    def take(item: Item) -> UUID:
        uid, value = key(item), item.get("value")
        if len(json.dumps(value)) > LONGEST_VALUE:
            raise ItemRefused(_("This answer is too long."))
        field = text(item, "field", longest=120, needed=True)
        if field.startswith(LOOKED_AT):
            raise ItemRefused(_("Units looked at are counted, not answered."))
        _keep_entry(sent, item, uid, field=field, value=value)
        return uid

    return take


def _count(sent: Sent) -> Callable[[Item], UUID]:
    """Return what keeps how many units were looked at, class by class."""

    def take(item: Item) -> UUID:
        uid, kind = key(item), text(item, "class", longest=40, needed=True)
        looked_at = whole(item, "looked_at", most=sent.sample(kind))
        _keep_entry(sent, item, uid, field=f"{LOOKED_AT}{kind}", value=looked_at)
        return uid

    return take


def _keep_entry(sent: Sent, item: Item, uid: UUID, *, field: str, value: Any) -> None:
    if _is_known(FieldEntry, uid, sent):
        return
    own = FieldEntry.objects.filter(inspection=sent.inspection, person=sent.by.person)
    replaced = own.filter(uid=key(item, "replaces")).first() if item.get("replaces") else None
    accuracy = item.get("accuracy")
    FieldEntry.objects.create(
        uid=uid, field=field, value=value, note=text(item, "note", longest=1000),
        answered_at=moment(item, "answered_at"),
        accuracy=float(accuracy) if isinstance(accuracy, int | float) and 0 <= accuracy < 1e7 else None,
        replaces=replaced, **place(item), **sent.who,
    )  # fmt: skip


def _defect(sent: Sent) -> Callable[[Item], UUID]:
    """Return what keeps a defect, or takes one back with a reason."""

    def take(item: Item) -> UUID:
        uid, kind = key(item), text(item, "class", longest=40, needed=True)
        largest = sent.sample(kind)
        removed_at = optional_moment(item, "removed_at")
        removed = {"removed_at": removed_at, "removed_because": text(item, "removed_because", longest=300)}
        if removed_at is not None and not removed["removed_because"]:
            raise ItemRefused(_("Say why this defect is taken back."))
        if _is_known(InspectionDefect, uid, sent):
            if removed_at is not None:
                InspectionDefect.objects.filter(uid=uid, removed_at=None).update(**removed)
            return uid
        unit = optional_whole(item, "unit", least=1, most=max(largest, from_json(sent.inspection.frozen).largest))
        units = whole(item, "units", least=1, most=largest) if item.get("units") is not None else 1
        if unit is not None and units != 1:
            raise ItemRefused(_("A named unit is one unit."))
        InspectionDefect.objects.create(
            uid=uid, defect_type=type_of(sent.inspection.relationship, text(item, "code", longest=60)),
            name=text(item, "name", longest=200, needed=True),
            defect_class=kind, unit=unit, carton=optional_whole(item, "carton", least=1), units=units,
            defects=whole(item, "defects", least=units) if item.get("defects") is not None else units,
            note=text(item, "note", longest=1000), answered_at=moment(item, "answered_at"), **removed, **place(item),
            **sent.who,
        )  # fmt: skip
        found = InspectionDefect.objects.get(uid=uid)
        waiting = InspectionPhoto.objects.filter(inspection=sent.inspection, field=f"{WAITS_FOR}{uid}")
        waiting.update(defect=found, field="")
        return uid

    return take


def _measurement(sent: Sent) -> Callable[[Item], UUID]:
    """Return what keeps a reading, or takes one back."""

    def take(item: Item) -> UUID:
        uid, removed_at = key(item), optional_moment(item, "removed_at")
        if _is_known(Measurement, uid, sent):
            if removed_at is not None:
                Measurement.objects.filter(uid=uid, removed_at=None).update(removed_at=removed_at)
            return uid
        code = text(item, "code", longest=40, needed=True)
        requirement = Requirement.objects.filter(version=sent.inspection.specification_id, code=code).first()
        Measurement.objects.create(
            uid=uid, requirement=requirement, code=code, value=number(item, "value"),
            unit_number=whole(item, "unit_number", least=1, most=sent.inspection.lot_size),
            instrument=text(item, "instrument", longest=120), calibrated_until=optional_day(item, "calibrated_until"),
            answered_at=moment(item, "answered_at"), removed_at=removed_at, **sent.who,
        )  # fmt: skip
        return uid

    return take


def _photo(sent: Sent) -> Callable[[Item], UUID]:
    """Return what keeps that a photo was taken; the picture itself comes afterwards."""

    def take(item: Item) -> UUID:
        uid, sha256 = key(item), text(item, "sha256", longest=64, needed=True).lower()
        if not HEX.fullmatch(sha256):
            raise ItemRefused(_("The photo carries no hash."))
        if _is_known(InspectionPhoto, uid, sent):
            known = InspectionPhoto.objects.filter(uid=uid)
            if known.exclude(sha256=sha256).exists():
                raise ItemRefused(_("Another photo came under this key."))
            # Marked, or said to show another defect, after it was told of; a report that was written stays as it is.
            if sent.inspection.state not in CLOSED:
                known.update(**_words(sent, item))
            return uid
        who = {name: value for name, value in sent.who.items() if name != "received_at"}
        InspectionPhoto.objects.create(
            uid=uid, sha256=sha256, size=whole(item, "size", least=1, most=LARGEST), taken_at=moment(item, "taken_at"),
            **_words(sent, item), **place(item), **who,
        )  # fmt: skip
        return uid

    return take


def _words(sent: Sent, item: Item) -> dict[str, Any]:
    """Return what is said of a photo: which defect it shows, its caption and the marks on it."""
    shown = key(item, "defect") if item.get("defect") else None
    known = InspectionDefect.objects.filter(inspection=sent.inspection, uid=shown).first() if shown else None
    waits = f"{WAITS_FOR}{shown}" if shown and known is None else ""
    marks = item.get("marks") or []
    if not isinstance(marks, list) or len(json.dumps(marks)) > LONGEST_VALUE:
        raise ItemRefused(_("The marks on this photo cannot be read."))
    field, caption = text(item, "field", longest=120), text(item, "caption", longest=300)
    return {"defect": known, "field": waits or field, "caption": caption, "marks": marks}


def _signature(sent: Sent) -> Callable[[Item], UUID]:
    """Return what keeps a signature on the glass, of somebody on the list; anybody may be said not to sign, and why."""

    def take(item: Item) -> UUID:
        uid = key(item)
        if not _is_known(FieldSignature, uid, sent):
            said = field_signing.read(item, people_who_sign(sent.inspection))
            FieldSignature.objects.create(uid=uid, inspection=sent.inspection, received_at=sent.at, **said)
        return uid

    return take


def _corrective(sent: Sent) -> Callable[[Item], UUID]:
    """Return what opens a corrective action in the field; both sides go on with it at their desks."""

    def take(item: Item) -> UUID:
        uid, row = key(item), sent.inspection
        if _is_known(CorrectiveAction, uid, sent):
            return uid
        grade = text(item, "grade", longest=8, needed=True)
        if grade not in DefectClass:
            raise ItemRefused(_("A corrective action is critical, major or minor."))
        shown = (
            InspectionDefect.objects.filter(inspection=row, uid=key(item, "defect")).first()
            if item.get("defect")
            else None
        )
        given = corrective.NewAction(
            title=text(item, "title", longest=200, needed=True), grade=grade, inspection=row.pk, uid=uid,
            problem=text(item, "problem", longest=5000, needed=True),
            defect_type=shown.defect_type_id if shown else None, defect_name=shown.name if shown else "",
        )  # fmt: skip
        side = inspections.side_that_inspects(row)
        try:
            corrective.opened_in(ledger.lock(row.relationship_id), given, by=sent.by, side=side, at=sent.at)
        except corrective.CorrectiveRefused as refused:
            raise ItemRefused(_(str(refused))) from refused
        return uid

    return take


TAKERS: dict[str, Callable[[Sent], Callable[[Item], UUID]]] = {
    "entries": _entry, "counts": _count, "defects": _defect, "measurements": _measurement, "photos": _photo,
    "signatures": _signature, "corrective": _corrective,
}  # fmt: skip
"""What keeps the items of each kind."""
