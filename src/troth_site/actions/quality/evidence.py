"""Files that prove something, kept as they came: photos of samples and defects, counter-evidence, certificates."""

import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.quality.integrity import Place
from troth.quality.photos import noticed
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication.keeping import cleaned
from troth_site.models import EvidenceFile, Relationship, Site

FOLDER = "evidence"
LARGEST = 64 * 1024 * 1024
LONGEST_NAME = 300
PHOTO_NAMES = {"jpg", "jpeg", "png", "webp", "heic", "heif", "avif"}
# How a file of these kinds begins, and what it is.
PAPERS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": (b"PK\x03\x04", "application/vnd.oasis.opendocument.spreadsheet"),
    "xls": (b"\xd0\xcf\x11\xe0", "application/vnd.ms-excel"),
}
REFUSED: dict[str, str | Promise] = {
    "empty": _("“%(name)s” is empty. Choose the file again."),
    "large": _("“%(name)s” is larger than 64 megabytes. Send a smaller one."),
    "kind": _("“%(name)s” is no photo, PDF or spreadsheet. Send it as one of these."),
    "format": _("“%(name)s” is called a photo and is none. Take it again, or save it as JPEG, PNG, WebP or HEIC."),
    "broken": _("“%(name)s” is cut off or damaged and cannot be opened. Send it again from where it was taken."),
    "bomb": _("“%(name)s” would unpack to a picture far larger than any photo, so it was not opened."),
    "paper": _("“%(name)s” is not what its name says: it does not open as such a file. Save it anew, send it again."),
}


class EvidenceRefused(Exception):
    """The file cannot be kept as evidence; the text names it and says what to do."""

    def __init__(self, code: str, name: str) -> None:
        """Keep the code and say it in the reader's language."""
        super().__init__(str(REFUSED[code]) % {"name": name})
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    media_type: str
    told: dict[str, Any]
    preview: bytes = b""


def keep(*, by: Actor, relationship: int, name: str, content: bytes | Path, side: str, site: int | None = None) -> int:
    """Keep a file as it came, and return its key.

    Args:
        by: Who brings it.
        relationship: Whose record it belongs to.
        name: As its owner calls it.
        content: The file, or where it lies.
        side: Whose it is: "buyer", "factory" or "third".
        site: Where it should have been taken; the relationship's site where left out.

    Raises:
        EvidenceRefused: It is no photo, PDF or spreadsheet, is damaged, or would unpack to far more than it is.
        access.NotThere: The person may not know the record.
    """
    row = access.relationship(by, relationship, "answer")
    with transaction.atomic():
        kept = kept_in(row, by=by, name=name, content=content, side=side, site=site)
        audit.record(
            "evidence.kept", by=by, relationship=row, subject=f"evidence {kept.pk}", data={"sha256": kept.sha256}
        )
    return kept.pk


def kept_in(
    row: Relationship, *, by: Actor, name: str, content: bytes | Path, side: str, site: int | None = None
) -> EvidenceFile:
    """Keep a file for an act that has been through the gate, inside its transaction."""
    name = cleaned(name).strip()[-LONGEST_NAME:] or "file"
    raw = _bytes(content, name)
    now, place = timezone.now(), _site(row, site)
    looked = _look(raw, name, zone=(place.zone if place else "") or row.factory.zone)
    digest = sha256(raw).hexdigest()
    kept = f"{FOLDER}/{digest[:2]}/{digest}"
    write(kept, raw)
    told = looked.told
    pixels = told["width"] * told["height"] if told else None
    said = noticed(
        pixels=pixels, place=_place(told.get("latitude"), told.get("longitude")),
        site=_place(place.latitude, place.longitude) if place else None,
        taken_at=told.get("taken_at"), received_at=now,
    )  # fmt: skip
    preview = f"{kept}.preview.jpg" if looked.preview else ""
    if preview:
        write(preview, looked.preview)
    return EvidenceFile.objects.create(
        relationship=row, name=name, media_type=looked.media_type, size=len(raw), sha256=digest, path=kept,
        preview=preview, noticed=[asdict(one) for one in said], side=side, kept_by_id=by.person, kept_at=now, **told,
    )  # fmt: skip


def path_of(kept: str) -> Path:
    """Return where a kept file lies."""
    return Path(settings.TROTH_FILES) / kept


def write(kept: str, content: bytes) -> None:
    """Write a file whole or not at all: a machine that stops leaves no half of one under its hash."""
    path = path_of(kept)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as handle:
        handle.write(content)
    part.replace(path)


def _bytes(content: bytes | Path, name: str) -> bytes:
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > LARGEST:
        raise EvidenceRefused("large", name)
    if size == 0:
        raise EvidenceRefused("empty", name)
    return content if isinstance(content, bytes) else content.read_bytes()


def _look(raw: bytes, name: str, *, zone: str) -> _Looked:
    ending = name.rpartition(".")[2].lower()
    if ending in PAPERS:
        begins, media_type = PAPERS[ending]
        if not raw.startswith(begins):
            raise EvidenceRefused("paper", name)
        return _Looked(media_type=media_type, told={})
    if ending in {"csv", "tsv"}:
        if b"\0" in raw:
            raise EvidenceRefused("paper", name)
        return _Looked(media_type="text/csv", told={})
    return _photo(raw, name, is_called_photo=ending in PHOTO_NAMES, zone=zone)


def _photo(raw: bytes, name: str, *, is_called_photo: bool, zone: str) -> _Looked:
    # A server that looks at no photo does without the decoders: they take 13 megabytes.
    from troth_site.actions.quality import pictures  # noqa: PLC0415

    try:
        picture = pictures.read(raw, zone=zone)
    except pictures.NoPicture as error:
        code = error.code if error.code != "format" or is_called_photo else "kind"
        raise EvidenceRefused(code, name) from error
    told = {
        "width": picture.width, "height": picture.height, "difference_hash": picture.difference_hash,
        "taken_at": picture.taken_at, "latitude": picture.latitude, "longitude": picture.longitude,
        "camera": picture.camera,
    }  # fmt: skip
    return _Looked(media_type=picture.media_type, told=told, preview=picture.preview)


def _site(row: Relationship, site: int | None) -> Site | None:
    wanted = site if site is not None else row.site_id
    return Site.objects.filter(pk=wanted, organisation__in=(row.buyer_id, row.factory_id)).first() if wanted else None


def _place(latitude: object, longitude: object) -> Place | None:
    if not isinstance(latitude, float) or not isinstance(longitude, float):
        return None
    return Place(latitude=latitude, longitude=longitude)
