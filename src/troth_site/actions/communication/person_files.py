"""A photo and a voice note that people add to their own card, and take away when they wish."""

import warnings
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageOps, UnidentifiedImageError

from troth.basis.text import gettext_noop
from troth.communication.voice_notes import VoiceRefused, checked_voice
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.models import PersonFile
from troth_site.models.choices import PersonFileKind

FOLDER = "people"
LARGEST_PHOTO = 16 * 1024 * 1024
MOST_PIXELS = 60_000_000
SIDE, QUALITY = 512, 85
FORMATS = ("JPEG", "PNG", "WEBP")


class PersonFileRefused(Exception):
    """A photo or voice note cannot be kept; the message says why and what to do."""


def add_photo(*, by: Actor, content: bytes) -> None:
    """Keep a photo of oneself, drawn anew at most 512 pixels wide: nothing that the file says of itself is kept.

    Raises:
        PersonFileRefused: It is no photo, damaged, or too large to open.
    """
    _keep(by, PersonFileKind.PHOTO, _drawn_anew(content), "image/jpeg")


def add_voice(*, by: Actor, content: bytes) -> None:
    """Keep a voice note of oneself.

    Raises:
        PersonFileRefused: It is no sound that browsers play, empty, or above 2 megabytes.
    """
    try:
        media_type = checked_voice(content)
    except VoiceRefused as error:
        raise PersonFileRefused(str(error)) from error
    _keep(by, PersonFileKind.VOICE, content, media_type)


def remove(*, by: Actor, kind: str) -> None:
    """Take away one's own photo or voice note; nothing of it is kept."""
    with transaction.atomic():
        if not _drop(by, kind):
            return
        audit.record("card.file-removed", by=by, subject=f"person {by.person}", data={"kind": kind})


def remove_all(*, by: Actor) -> None:
    """Take away one's own photo and voice note, inside the act that deletes the card."""
    with transaction.atomic():
        if not sum(_drop(by, kind) for kind in PersonFileKind.values):
            return
        audit.record("card.file-removed", by=by, subject=f"person {by.person}")


def _keep(by: Actor, kind: str, content: bytes, media_type: str) -> None:
    kept = f"{FOLDER}/{uuid4().hex}"
    path = _path(kept)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    path.chmod(0o600)
    try:
        with transaction.atomic():
            _drop(by, kind)
            PersonFile.objects.create(
                person_id=by.person, kind=kind, media_type=media_type, size=len(content), path=kept,
                kept_at=timezone.now(),
            )  # fmt: skip
            audit.record("card.file-added", by=by, subject=f"person {by.person}", data={"kind": kind})
    except Exception:
        path.unlink(missing_ok=True)
        raise


def _drop(by: Actor, kind: str) -> int:
    rows = list(PersonFile.objects.select_for_update().filter(person=by.person, kind=kind))
    for row in rows:
        path = _path(row.path)
        row.delete()
        # The file goes when its row is gone for good: a row without its file would be a broken picture.
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    return len(rows)


def _path(kept: str) -> Path:
    return Path(settings.TROTH_FILES) / kept


def _drawn_anew(content: bytes) -> bytes:
    if len(content) > LARGEST_PHOTO:
        raise PersonFileRefused(gettext_noop("A photo is at most 16 megabytes. Save it smaller."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS) as image:
                return _jpeg(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PersonFileRefused(gettext_noop("It would unpack to a picture far larger than any photo.")) from error
    except UnidentifiedImageError as error:
        raise PersonFileRefused(gettext_noop("This is no photo. Send a JPEG, PNG or WebP.")) from error
    except PersonFileRefused:
        raise
    # A broken file makes its decoder fail in any way it likes; whatever the way, it is broken.
    except Exception as error:
        raise PersonFileRefused(gettext_noop("This photo is cut off or damaged. Send it again.")) from error


def _jpeg(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise PersonFileRefused(gettext_noop("It would unpack to a picture far larger than any photo."))
    image.draft("RGB", (SIDE, SIDE))
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((SIDE, SIDE))
    shown = upright.convert("RGB")
    # A new picture from the pixels alone: comments, places and times stay with the old one.
    clean = Image.frombytes("RGB", shown.size, shown.tobytes())
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
