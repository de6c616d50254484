"""What an inspector's device sends, taken once whatever happens on the way; what came first stays as it came."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.quality.frozen_plans import digest
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.actions.quality import (
    field_items,
    field_reading,
    inspections_closing,
    inspections_draws,
    inspections_skipping,
)
from troth_site.actions.quality.field_items import CLOSED, Sent
from troth_site.actions.quality.field_reading import ItemRefused, OtherContent, ParcelRefused
from troth_site.models import FieldEntry, FieldSync, Inspection, InspectionPhoto
from troth_site.models.quality.choices import InspectionState
from troth_site.queries.quality.field_answers import both_answers

MOST_ITEMS = 5_000
KINDS = ("entries", "counts", "defects", "measurements", "photos", "signatures", "corrective")
# After it was handed in, only what proves something may still arrive: it changes no number.
LATE_KINDS = ("photos", "signatures")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """A parcel that could be read as a whole."""

    key: UUID
    digest: str
    device: str
    device_time: datetime | None
    items: dict[str, list[Mapping[str, Any]]]
    hand_in: bool


def take_along(*, by: Actor, inspection: UUID) -> None:
    """Note that an inspection was taken offline, and draw its units, once."""
    seen = access.inspection(by, inspection, "answer")
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if row.state == InspectionState.CANCELLED or row.draw_seed:
            return
        _check_may_begin(row)
        inspections_draws.draw(row)
        row.state = InspectionState.TAKEN if row.state == InspectionState.PLANNED else row.state
        row.save(update_fields=["state"])
        audit.record("inspection.taken", by=by, relationship=seen.relationship, subject=f"inspection {row.pk}")
        live.tell(row.relationship_id, "inspection", f"inspection {row.pk}")


def sync(*, by: Actor, inspection: UUID, parcel: Any, now: datetime | None = None) -> dict[str, Any]:
    """Take a parcel of a device and return what became of it; the same parcel again changes nothing.

    Args:
        by: Who is signed in on the device.
        inspection: Which one, by its public name.
        parcel: As the field contract says (docs/howto/field.md).
        now: The moment, by the server's clock.

    Raises:
        ParcelRefused: It cannot be read; nothing of it is kept.
        OtherContent: Another parcel came under the same key.
        access.NotThere: The inspection is not this person's.
    """
    seen = access.inspection(by, inspection, "answer")
    read = _read(parcel)
    with transaction.atomic():
        row = Inspection.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        known = FieldSync.objects.filter(parcel=read.key).first()
        if known is not None:
            if known.digest != read.digest or known.inspection_id != row.pk:
                raise OtherContent
            kept: dict[str, Any] = known.answer
            return kept
        _check_may_begin(row)
        moment = now or timezone.now()
        answer = _taken(by, row, read, moment)
        FieldSync.objects.create(
            inspection=row, parcel=read.key, device=read.device, person_id=by.person, digest=read.digest,
            received_at=moment, device_time=read.device_time, answer=answer,
        )  # fmt: skip
        audit.record(
            "inspection.synced", by=by, relationship=row.relationship, subject=f"inspection {row.pk}",
            data={"accepted": len(answer["accepted"]), "refused": len(answer["refused"])},
        )  # fmt: skip
        live.tell(row.relationship_id, "inspection", f"inspection {row.pk}")
    return answer


def _check_may_begin(row: Inspection) -> None:
    if row.state in (InspectionState.PLANNED, InspectionState.SKIPPED):
        try:
            inspections_skipping.check_may_begin(row)
        except inspections_skipping.NotToBegin as refused:
            raise ParcelRefused(_(str(refused))) from refused


def _read(parcel: Any) -> _Parcel:
    if not isinstance(parcel, dict):
        raise ParcelRefused(_("This is no parcel: it ends in the middle, or is something else. Send it again."))
    try:
        key = field_reading.key(parcel, "parcel")
        device_time = field_reading.optional_moment(parcel, "device_time")
        device = field_reading.text(parcel, "device", longest=64)
        hashed = digest(parcel)
    except (ItemRefused, ValueError) as error:
        raise ParcelRefused(str(error)) from error
    items = {kind: field_reading.items(parcel, kind) for kind in KINDS}
    if sum(map(len, items.values())) > MOST_ITEMS:
        raise ParcelRefused(_("Send no more than 5,000 items at once."))
    return _Parcel(
        key=key, digest=hashed, device=device, device_time=device_time, items=items,
        hand_in=parcel.get("hand_in") is True,
    )  # fmt: skip


def _taken(by: Actor, row: Inspection, parcel: _Parcel, now: datetime) -> dict[str, Any]:
    answer: dict[str, Any] = {"accepted": [], "refused": [], "photos": [], "state": "", "both": []}
    sent = Sent(by=by, inspection=row, device=parcel.device, at=now)
    for kind in KINDS:
        wanted = parcel.items[kind]
        if wanted and _is_late(row, kind):
            answer["refused"] += [{"uid": str(one.get("uid", ""))[:64], "reason": _late(row)} for one in wanted]
            continue
        field_reading.taken(wanted, field_items.TAKERS[kind](sent), answer)
    _begin(row, parcel, now)
    if parcel.hand_in and row.state not in (*CLOSED, InspectionState.CANCELLED):
        try:
            ahead = (parcel.device_time - now).total_seconds() if parcel.device_time else None
            inspections_closing.close(by=by, row=row, now=now, clock_ahead=round(ahead) if ahead is not None else None)
        except inspections_closing.HandInRefused as refused:
            answer["refused"].append({"uid": str(parcel.key), "reason": str(refused)})
    photos = InspectionPhoto.objects.filter(inspection=row).order_by("pk")
    answer["photos"] = [
        {"uid": str(uid), "received": come, "refused": refused}
        for uid, come, refused in photos.values_list("uid", "received", "refused")
    ]
    answer["state"], answer["both"] = str(row.state), both_answers(row.pk)
    return answer


def _is_late(row: Inspection, kind: str) -> bool:
    return row.state == InspectionState.CANCELLED or (row.state in CLOSED and kind not in LATE_KINDS)


def _late(row: Inspection) -> str:
    if row.state == InspectionState.CANCELLED:
        return _("This inspection was cancelled. Save what you have as a file.")
    return _("This inspection was handed in before this came. Save it as a file and ask for a new report.")


def _begin(row: Inspection, parcel: _Parcel, now: datetime) -> None:
    if row.state not in (InspectionState.PLANNED, InspectionState.TAKEN) or not any(parcel.items.values()):
        return
    # Without a network the work began before it came; a clock that runs ahead does not move it into the future.
    first = FieldEntry.objects.filter(inspection=row).aggregate(at=Min("answered_at"))["at"]
    row.state, row.started_at = InspectionState.WORKING, row.started_at or min(first or now, now)
    row.save(update_fields=["state", "started_at"])
