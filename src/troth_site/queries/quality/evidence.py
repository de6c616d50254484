"""One file that proves something, read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from troth_site import access
from troth_site.access import Actor
from troth_site.models import EvidenceFile, InspectionPhoto


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A kept file, and what was noticed about it.

    Attributes:
        noticed: Each with its code and value, as the library named them.
        path: Where it lies; `preview`, where its smaller picture lies, None where it has none.
    """

    uid: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    width: int | None
    height: int | None
    taken_at: datetime | None
    noticed: list[dict[str, Any]]
    path: Path
    preview: Path | None


def evidence(by: Actor, uid: UUID) -> Evidence:
    """Return one file.

    Raises:
        access.NotThere: There is none for this person.
    """
    return of_row(access.evidence(by, uid))


def preview_of_photo(by: Actor, photo: UUID) -> str:
    """Return the address of the smaller picture of a photo that came whole; empty where there is none."""
    mine = InspectionPhoto.objects.filter(uid=photo, inspection__in=access.inspections(by), file__isnull=False)
    found = mine.exclude(file__preview="").values_list("file__uid", flat=True).first()
    return reverse("evidence-preview", args=[found]) if found else ""


def of_row(row: EvidenceFile) -> Evidence:
    """Return a file as pages show it."""
    home = Path(settings.TROTH_FILES)
    return Evidence(
        uid=row.uid, name=row.name, media_type=row.media_type, size=row.size, sha256=row.sha256, width=row.width,
        height=row.height, taken_at=row.taken_at, noticed=row.noticed, path=home / row.path,
        preview=home / row.preview if row.preview else None,
    )  # fmt: skip
