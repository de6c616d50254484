"""A file of unsent work from any phone: read line by line, handed in as a parcel and photos, as often as one likes."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth_site import access
from troth_site.access import Actor
from troth_site.actions.quality import field as work
from troth_site.actions.quality import field_photos
from troth_site.field.door import signed_in

LONGEST_LINE = 96 * 1024 * 1024
KINDS = ("entries", "counts", "defects", "measurements", "photos", "signatures", "corrective")


class NotOurs(Exception):
    """This is no file of unsent work of this inspection; the text says why."""


@dataclass(slots=True)
class Read:
    """What became of a file."""

    accepted: int = 0
    photos: int = 0
    reasons: list[str] = field(default_factory=list)


@require_POST
@signed_in
def file(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponse:
    """Take a file of unsent work; what came before stays as it came."""
    given = request.FILES.get("file")
    back = redirect("field-inspection", uid=uid)
    if given is None:
        messages.error(request, _("Choose the file first."))
        return back
    try:
        read = _taken(by, uid, given)
    except (NotOurs, work.ParcelRefused) as reason:
        messages.error(request, str(reason))
        return back
    except work.OtherContent:
        messages.error(request, _("Something else came under the same key before. What came first stays."))
        return back
    told = {"items": read.accepted, "photos": read.photos}
    messages.success(request, _("Taken from the file: answers %(items)s, photos %(photos)s.") % told)
    for reason in read.reasons[:5]:
        messages.warning(request, reason)
    return back


def _taken(by: Actor, uid: UUID, given: Any) -> Read:
    said = hashlib.sha256(given.read()).hexdigest()
    given.seek(0)
    rows = _rows(given)
    head = next(rows, None)
    is_ours = isinstance(head, dict) and head.get("troth") == "troth-field" and head.get("inspection") == str(uid)
    if not is_ours:
        raise NotOurs(_("This is no file of unsent work of this inspection. Nothing of it was taken."))
    read, waiting, photos = Read(), _empty(said, by), _rows(given)
    for row in rows:
        _sort(row, waiting)
    answer = work.sync(by=by, inspection=uid, parcel=waiting)
    read.accepted = len(answer["accepted"])
    read.reasons = [one["reason"] for one in answer["refused"]]
    given.seek(0)
    for row in photos:
        if isinstance(row, dict) and isinstance(row.get("photo"), str):
            _photo(by, row, read)
    return read


def _rows(given: IO[bytes]) -> Iterator[Any]:
    while line := given.readline(LONGEST_LINE):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:
            raise NotOurs(_("The file cannot be read to its end. Save it on the phone once more.")) from error


def _empty(said: str, by: Actor) -> dict[str, Any]:
    # The same file of the same person is the same parcel, so that sending it twice changes nothing.
    key = uuid5(NAMESPACE_URL, f"troth-field:{by.person}:{said}")
    return {"parcel": str(key), "device": "file", "hand_in": False} | {kind: [] for kind in KINDS}


def _sort(row: Any, waiting: dict[str, Any]) -> None:
    item = row.get("item") if isinstance(row, dict) else None
    if isinstance(item, dict) and item.get("kind") in KINDS and isinstance(item.get("data"), dict):
        waiting[item["kind"]].append(item["data"])


def _photo(by: Actor, row: dict[str, Any], read: Read) -> None:
    try:
        uid, raw = UUID(row["photo"]), base64.b64decode(str(row.get("base64", "")), validate=True)
        for offset in range(0, len(raw), field_photos.LARGEST_PART):
            field_photos.photo_part(
                by=by, photo=uid, offset=offset, content=raw[offset : offset + field_photos.LARGEST_PART]
            )
    except (ValueError, binascii.Error, access.NotThere, field_photos.WrongOffset):
        read.reasons.append(_("One photo of the file cannot be read."))
    except field_photos.PhotoRefused as reason:
        read.reasons.append(str(reason))
    else:
        read.photos += 1
