"""The field: what an inspector's phone asks for and sends of one inspection, and the file it saves instead."""

import json
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.site.matrix.rooms.quality_inspections import ASSIGNED
from tests.site.matrix.rows import ALL, SEE, SIGNED_IN, Row, on
from tests.site.quality.inspecting import at, make_inspection, send
from tests.site.quality.photos import make_photo
from troth_site.models import Inspection

MAY_WORK = SEE | ASSIGNED
# The second press sends what the first one sent, to the letter: a phone that heard no answer does just that.
PARCEL, ANSWER, FROM_FILE = (str(UUID(int=number)) for number in (101, 102, 103))
ANSWERED_AT = "2026-11-02T09:30:00+00:00"


def _answer(uid: str) -> dict[str, Any]:
    return {"uid": uid, "field": "carton-label", "value": "yes", "note": "", "answered_at": ANSWERED_AT}


def _parcel(cast: Cast, part: str) -> dict[str, Any]:
    told = {"parcel": PARCEL, "device": "phone", "device_time": ANSWERED_AT, "hand_in": False}
    return told | {"entries": [_answer(ANSWER)]}


def _file(cast: Cast, part: str) -> dict[str, Any]:
    head = {"troth": "troth-field", "inspection": str(cast.key("field_uid"))}
    lines = [head, {"item": {"kind": "entries", "data": _answer(FROM_FILE)}}]
    return {"file": SimpleUploadedFile("unsent.jsonl", "\n".join(map(json.dumps, lines)).encode())}


_here = on("field_uid", "uid")
ROWS = {
    "field": Row(get=SIGNED_IN, named_to=ASSIGNED),
    # What the phone's home screen is told, and the program that keeps pages; neither holds anything of any record.
    "field-manifest": Row(get=ALL, is_public=True),
    "field-worker": Row(get=ALL, is_public=True),
    "field-helper": Row(get=ALL, is_public=True),
    "field-inspection": Row(where=_here, get=MAY_WORK),
    "field-take": Row(where=_here, post=MAY_WORK, is_api=True),
    # The phone tells whose goods they are, and for whom.
    "field-pack": Row(where=_here, get=MAY_WORK, is_api=True, named_to=ASSIGNED),
    "field-sync": Row(where=_here, post=MAY_WORK, given=_parcel, is_api=True),
    "field-file": Row(where=_here, post=MAY_WORK, given=_file),
    # Its parts are put, which test_field_photos.py tries.
    "field-photo": Row(where=on("field_photo", "uid"), is_api=True),
}
PRESSED_BY: dict[str, str] = {"field-take": "inspector", "field-sync": "inspector", "field-file": "inspector"}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave an inspection that nobody has taken along yet, and one of whose photos nothing but the promise has come."""
    waits = make_inspection(cast, inspector="inspector", lot_name="Lot 9 of scarves")
    begun = make_inspection(cast, inspector="inspector", lot_name="Lot 10 of scarves")
    return {"not_begun": waits.pk, "field_uid": waits.uid, "field_photo": UUID(_told(cast, begun))}


def _told(cast: Cast, row: Inspection) -> str:
    """Tell of a photo, and return its key."""
    content = make_photo()
    told = {
        "uid": str(uuid4()), "sha256": sha256(content).hexdigest(), "size": len(content), "taken_at": at(),
        "defect": None, "field": "", "caption": "",
    }  # fmt: skip
    send(cast, row, part="inspector", photos=[told])
    return str(told["uid"])
