"""What the phone and the server hand each other: the pack, parcels of work, photos in parts."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth_site.access import Actor
from troth_site.actions.quality import field as work
from troth_site.actions.quality import field_photos
from troth_site.field.carrying import carried
from troth_site.field.door import known_device, refused
from troth_site.queries.quality import evidence
from troth_site.queries.quality import field as kept
from troth_site.queries.quality.wordings_read import read_pack


@require_POST
@never_cache
@known_device
def take(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponse:
    """Note that it was taken along; its units are drawn by now at the latest."""
    try:
        work.take_along(by=by, inspection=uid)
    except work.ParcelRefused as reason:
        return refused(409, str(reason))
    return HttpResponse(status=204)


@require_GET
@never_cache
@known_device
def pack(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponse:
    """Return everything an inspection needs on a phone without signal."""
    found = kept.pack(by, uid)
    return JsonResponse(carried(found, read_pack(by, uid, found)))


@require_POST
@never_cache
@known_device
def sync(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponse:
    """Take a parcel; the same again is answered alike, other content under its key is refused."""
    parcel = _read(request.body)
    if isinstance(parcel, dict) and parcel.pop("person", by.person) != by.person:
        return refused(403, "other-person")
    return taken(by, uid, parcel)


def taken(by: Actor, uid: UUID, parcel: Any) -> JsonResponse:
    """Hand a parcel to the record and answer as the phone expects."""
    try:
        return JsonResponse(work.sync(by=by, inspection=uid, parcel=parcel, now=timezone.now()))
    except work.OtherContent:
        return refused(409, "other-content")
    except work.ParcelRefused as reason:
        return refused(400, str(reason))


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # What is no parcel is refused below in its own words.
        return None


@require_http_methods(["PUT"])
@never_cache
@known_device
def photo(request: HttpRequest, by: Actor, uid: UUID) -> HttpResponse:
    """Take the next part of a photo; the answer says how much has come, wherever the sender believed to be."""
    asked = request.GET.get("offset", "0")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 13):
        return refused(400, _("The offset is no whole number."))
    try:
        received = field_photos.photo_part(by=by, photo=uid, offset=int(asked), content=request.body)
    except field_photos.WrongOffset as wrong:
        return refused(409, "offset", received=wrong.received)
    except field_photos.NoPhoto as reason:
        return refused(400, str(reason), final=True)
    except field_photos.PhotoRefused as reason:
        return refused(400, str(reason))
    small = evidence.preview_of_photo(by, uid)
    return JsonResponse({"received": received, **({"preview": small} if small else {})})
