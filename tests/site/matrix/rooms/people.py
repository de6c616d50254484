"""People: who answers for what, one's own card with its files, what one eats, and whoever leaves."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cast import BUYER, Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, button, on, said
from troth_site.actions.communication import contacts, person_files

MANAGES = frozenset({"manager"})
LEADS = frozenset({"manager", "owner"})
VOICE = b"RIFF" + (100).to_bytes(4, "little") + b"WAVEfmt " + bytes(92)
CLOSED = frozenset({"buyer", "finance"})


def _somebody(cast: Cast, part: str) -> dict[str, Any]:
    return {"person": cast.people[part].pk if part in cast.people else "", "deputy": ""}


def _leaver(cast: Cast, part: str) -> dict[str, Any]:
    return {"pk": cast.organisations[BUYER], "who": cast.people["finance"].pk}


def _face(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("me.png", picture())}


def _voice(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("me.wav", VOICE)}


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


ROWS = {
    "contacts": Row(where=on("ours"), get=SEE),
    "name-contact": button(on("ours", topic="logistics"), RECORD, _somebody),
    # Of one's own house, or of a partner's.
    "person": Row(where=on("a_buyer"), get=SEE | {"other factory"}),
    "own-card": Row(get=SIGNED_IN, post=SIGNED_IN, given=said(style="Numbers first, please.")),
    "person-photo": Row(where=on("a_buyer"), get=SEE | {"other factory"}),
    "person-voice": Row(where=on("a_buyer"), get=SEE | {"other factory"}),
    "add-photo": Row(post=SIGNED_IN, given=_face),
    "add-voice": Row(post=SIGNED_IN, given=_voice),
    "remove-photo": Row(post=SIGNED_IN),
    "remove-voice": Row(post=SIGNED_IN),
    "own-table": Row(get=SIGNED_IN, post=SIGNED_IN, given=said(needs="halal", drink="none")),
    "call-policy": Row(where=on("ours"), post=LEADS, closed=SEE - LEADS, given=said(weeks="6")),
    "leaving": Row(where=_leaver, get=MANAGES, post=MANAGES, closed=CLOSED),
    "end-seat": Row(where=_leaver, post=MANAGES, closed=CLOSED),
}
PRESSED_BY = {
    "name-contact": "sales",
    "own-card": "sales",
    "add-photo": "sales",
    "add-voice": "sales",
    "remove-photo": "buyer",
    "remove-voice": "buyer",
    "own-table": "sales",
    "call-policy": "owner",
    "leaving": "manager",
    "end-seat": "manager",
}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Let each side name somebody for quality."""
    for part in ("buyer", "sales"):
        contacts.name_contact(
            by=cast.actor(part),
            relationship=cast.ours,
            topic="quality",
            named=contacts.Named(cast.people[part].pk, None),
        )
    person_files.add_photo(by=cast.actor("buyer"), content=picture())
    person_files.add_voice(by=cast.actor("buyer"), content=VOICE)
    return {"a_buyer": cast.people["buyer"].pk}
