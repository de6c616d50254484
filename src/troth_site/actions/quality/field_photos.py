"""Photos that come in pieces: kept as they come, whole only when their size and hash are what the device said."""

import os
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.actions.quality import evidence
from troth_site.actions.quality.evidence import LARGEST, EvidenceRefused
from troth_site.models import InspectionPhoto

FOLDER = "uploads"
# What the server takes at once; the phone is told, and sends a larger photo in as many parts as it needs.
LARGEST_PART: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


__all__ = ["LARGEST", "LARGEST_PART", "NoPhoto", "PhotoRefused", "WrongOffset", "part_of", "photo_part", "too_large"]


class WrongOffset(Exception):
    """A part does not follow what has come; `received` is where to go on."""

    def __init__(self, received: int) -> None:
        """Keep where to go on."""
        super().__init__(received)
        self.received = received


class PhotoRefused(Exception):
    """A photo is not kept: it is none, or not what the device said; the text says what to do."""


class NoPhoto(PhotoRefused):
    """It came whole, and is none: sending it again changes nothing."""


def photo_part(*, by: Actor, photo: UUID, offset: int, content: bytes) -> int:
    """Add a part of a photo at its place, and return how much has come; the last part makes it whole.

    Args:
        by: Who is signed in on the device.
        photo: Its key, as it was told in a parcel.
        offset: Where the part begins; one that came before is passed over.
        content: At most LARGEST_PART bytes.

    Raises:
        WrongOffset: It begins behind what has come.
        PhotoRefused: It goes beyond what the device said, is another picture, or is none at all.
        access.NotThere: The photo is of no inspection of this person.
    """
    known = InspectionPhoto.objects.filter(uid=photo).values_list("pk", "inspection").first()
    if known is None:
        raise access.NotThere
    access.inspection(by, known[1], "answer")
    if len(content) > LARGEST_PART:
        raise PhotoRefused(too_large())
    with transaction.atomic():
        rows = InspectionPhoto.objects.select_for_update(of=("self",))
        row = rows.select_related("inspection__relationship__factory").get(pk=known[0])
        if row.file_id is None and not row.refused:
            is_same = _added(by, row, offset, content)
    if row.refused:
        raise NoPhoto(row.refused)
    if row.file_id is None and not is_same:
        raise PhotoRefused(_("What came is not what the device took: its hash differs. Send it again from the start."))
    received: int = row.received
    return received


def too_large() -> str:
    """Return what is said of a part that the server cannot take at once."""
    return _("Send at most %(size)s at once.") % {"size": filesizeformat(LARGEST_PART)}


def _added(by: Actor, row: InspectionPhoto, offset: int, content: bytes) -> bool:
    """Add a part to a locked photo, and tell whether it can still become what the device said."""
    if not 0 <= offset <= row.received:
        raise WrongOffset(row.received)
    if offset + len(content) > row.size:
        raise PhotoRefused(_("This goes beyond the size that the device said."))
    row.received = _add(row, offset, content)
    is_same = row.received < row.size or _whole(by, row)
    row.save(update_fields=["received", "file", "refused"])
    return is_same


def _add(row: InspectionPhoto, offset: int, content: bytes) -> int:
    path = part_of(row.uid)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "r+b") as handle:
        # A server that stopped may have written less than it noted: go on where the file really ends.
        length = handle.seek(0, os.SEEK_END)
        if offset > length:
            raise WrongOffset(length)
        handle.seek(offset)
        handle.write(content)
    return max(row.received if length >= row.received else length, offset + len(content))


def _whole(by: Actor, row: InspectionPhoto) -> bool:
    """Keep a photo that has come whole, and tell whether it is what the device said it is; else it begins anew."""
    path = part_of(row.uid)
    raw = path.read_bytes()[: row.size]
    if sha256(raw).hexdigest() != row.sha256:
        path.unlink()
        row.received = 0
        return False
    inspection = row.inspection
    try:
        with transaction.atomic():
            row.file = evidence.kept_in(
                inspection.relationship, by=by, name=_name(row, raw), content=raw, side=inspection.inspector_for,
                site=inspection.site_id,
            )  # fmt: skip
    except EvidenceRefused as refused:
        row.refused = str(refused)[:200]
    path.unlink()
    about = {"sha256": row.sha256, "refused": bool(row.refused)}
    audit.record(
        "inspection.photo",
        by=by,
        relationship=inspection.relationship,
        subject=f"inspection {inspection.pk}",
        data=about,
    )
    live.tell(inspection.relationship_id, "inspection", f"inspection {inspection.pk}")
    return True


def part_of(uid: UUID) -> Path:
    """Return where the pieces of a photo lie until it is whole."""
    return Path(settings.TROTH_FILES) / FOLDER / f"{uid}.part"


def _name(row: InspectionPhoto, raw: bytes) -> str:
    ending = "png" if raw.startswith(b"\x89PNG") else "heic" if raw[4:8] == b"ftyp" else "jpg"
    return f"{row.caption or row.inspection.lot_name}.{ending}"
