"""What programs read and write of mail, series, cards, samples and other ways, with what the other rooms left."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.site.matrix.rooms.mail import BUYERS_WHO_RECORD, MAIL
from tests.site.matrix.rooms.people import LEADS, VOICE, picture
from tests.site.matrix.rooms.quality_inspections import ASSIGNED
from tests.site.matrix.rows import BUYERS, RECORD, SEE, SETTLE, SIGNED_IN, Row, api_route, api_writes, on, said

SALES_HOUSE = frozenset({"sales", "owner"})
BUYER = frozenset({"buyer", "manager"})
_card = said(channel="chat", best_from="09:00", best_to="11:30", languages=["en"], style="Numbers first, please.")
_file = on("mail_batch", "uid")


def _mail(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("program.eml", MAIL % f"program {part}".encode())}


def _photo(cast: Cast, part: str) -> dict[str, Any]:
    note = SimpleUploadedFile("sample.pdf", b"%PDF-1.7 what the sample was measured at %%EOF")
    return {"kind": "limit", "label": "Two shades", "photos": note}


def _face(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("me.png", picture())}


def _voice(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("me.wav", VOICE)}


def _asked(cast: Cast, part: str) -> dict[str, Any]:
    return {"partner": cast.ours, "question": cast.key("question")}


def _question(cast: Cast, part: str) -> dict[str, Any]:
    note = cast.key("buyers_words" if part in BUYERS else "factorys_words")
    return {"note": note, "text": "Who greets first?", "choices": ["the guest", "the eldest"], "right": 1}


ROWS: dict[str, Row] = {
    "api:mail": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=_mail, is_api=True
    ),
    "api:mail-file": api_route(_file, SEE),
    "api:mail-terms": api_writes(_file, BUYERS_WHO_RECORD, said(topic="orders")),
    "api:mail-again": api_writes(_file, BUYERS_WHO_RECORD),
    "api:mail-confirm": api_writes(on("factory_mail", "uid"), SEE),
    "api:mail-undo": api_writes(_file, BUYERS_WHO_RECORD),
    "api:letters": api_route(),
    # A letter in no thread is its writer's house's alone.
    "api:settle-letter": Row(where=on("unplaced_mail", "letter"), post=SALES_HOUSE, is_api=True),
    "api:series": Row(
        where=on("series", "series"), get=SEE, post=RECORD, closed=SEE - RECORD, is_api=True,
        given=said(revision=0, title="Fortnightly, renamed"),
    ),
    "api:take-off": api_writes(
        lambda cast, part: {"meeting": cast.key("meeting"), "person": cast.people["owner"].pk}, RECORD,
        said(why="The mill sends one person"),
    ),
    "api:person": api_route(on("a_buyer", "person"), SEE | {"other factory"}),
    "api:own-card": Row(get=SIGNED_IN, post=SIGNED_IN, given=_card, is_api=True),
    "api:delete-card": Row(post=SIGNED_IN, is_api=True),
    "api:person-file": api_route(on("a_buyer", "person", kind="photo"), SEE | {"other factory"}),
    "api:add-photo": Row(post=SIGNED_IN, given=_face, is_api=True),
    "api:add-voice": Row(post=SIGNED_IN, given=_voice, is_api=True),
    "api:remove-file": Row(where=lambda cast, part: {"kind": "voice"}, post=SIGNED_IN, is_api=True),
    "api:own-table": Row(get=SIGNED_IN, post=SIGNED_IN, given=said(needs=["halal"], drink="none"), is_api=True),
    "api:erase-table": Row(post=SIGNED_IN, is_api=True),
    "api:own-calendar": Row(get=SIGNED_IN, is_api=True),
    "api:contacts": api_route(on("ours", "partner"), SEE),
    "api:call-policy": api_writes(on("ours", "partner"), LEADS, said(weeks=6)),
    "api:hospitality-limit": Row(
        where=on("ours", "partner"), get=SEE, post=LEADS, closed=SEE - LEADS, is_api=True,
        given=said(amount="50", currency="EUR"),
    ),
    "api:ask-question": Row(where=on("ours", "partner"), post=SEE, given=_question, is_api=True),
    # What the factory asks of itself is the buyer's to answer, each for themselves, and the factory's to take away.
    "api:answer-question": Row(where=_asked, post=BUYERS, given=said(chosen=1), is_api=True),
    "api:remove-question": Row(where=_asked, post=SALES_HOUSE, is_api=True),
    "api:forget-answers": Row(post=SIGNED_IN, is_api=True),
    "api:samples": Row(
        where=on("product", "product"), get=SEE, post=RECORD, closed=SEE - RECORD, given=_photo, is_api=True
    ),
    "api:decide-sample": api_writes(on("sample", "sample"), RECORD, said(approved=True, words="Shelf 4")),
    "api:alternatives": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, is_api=True,
        given=said(asked="60 °C", why="Shrinkage", alternative="40 °C twice"),
    ),
    "api:alternative": api_route(on("alternative", "alternative"), SEE),
    "api:answer-alternative": api_writes(on("alternative", "alternative"), BUYER & SETTLE, said(accepted=True)),
    "api:lot-charts": api_route(on("ours", "partner"), SEE),
    "api:transit-damage": api_route(on("ours", "partner"), SEE),
    "api:defect-density": api_route(on("ours", "partner"), SEE),
    "api:own-inspections": Row(get=SIGNED_IN, is_api=True, named_to=ASSIGNED),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "api:mail": "sales", "api:mail-undo": "buyer", "api:mail-confirm": "buyer", "api:settle-letter": "sales",
    "api:series": "buyer", "api:take-off": "sales", "api:own-card": "sales",
    "api:add-photo": "sales", "api:add-voice": "sales", "api:own-table": "owner", "api:ask-question": "owner",
    "api:answer-question": "finance", "api:call-policy": "owner", "api:hospitality-limit": "owner",
    "api:remove-question": "sales", "api:forget-answers": "buyer", "api:samples": "sales",
    "api:decide-sample": "owner", "api:alternatives": "buyer", "api:answer-alternative": "buyer",
}  # fmt: skip
# The file is in already, nothing of it stopped, and nobody has a card, a file of theirs or needs to delete.
LEAVE_NOTHING: set[str] = {
    "api:mail-terms", "api:mail-again", "api:delete-card", "api:remove-file", "api:erase-table",
}  # fmt: skip


def gather(cast: Cast) -> dict[str, Any]:
    """Leave nothing: programs write where people do."""
    return {}
