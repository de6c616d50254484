"""The room of mail: files of mail, files of messages, letters in no thread."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, on
from troth_site.actions.communication.mail import dropping, taking_in
from troth_site.models import Attachment, MailBatch, UnplacedMail

BUYERS_WHO_RECORD = frozenset({"buyer", "manager"})
MAIL = b"""\
From: buyer@cast.example
To: sales@cast.example
Date: Mon, 2 Mar 2026 09:15:00 +0000
Message-ID: <cast-%s@kestrel.example>
Subject: Buttons of the cardigan
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Which buttons?
--b
Content-Type: application/pdf; name=buttons.pdf
Content-Disposition: attachment; filename=buttons.pdf

buttons
--b--
"""

ROWS: dict[str, Row] = {
    "mail": Row(
        where=on("ours"), get=SEE, post=RECORD, closed=SEE - RECORD,
        given=lambda cast, part: {"file": SimpleUploadedFile("one.eml", MAIL % part.encode())},
    ),
    "mail-file": Row(where=on("mail_batch", "uid"), get=SEE, post=BUYERS_WHO_RECORD, closed=SEE - BUYERS_WHO_RECORD),
    "undo-mail": Row(
        where=on("mail_batch", "uid"), get=BUYERS_WHO_RECORD, post=BUYERS_WHO_RECORD, closed=SEE - BUYERS_WHO_RECORD
    ),
    "confirm-mail": Row(where=on("factory_mail", "uid"), post=SEE),
    "attachment": Row(where=on("mail_file"), get=SEE),
    "unplaced-mail": Row(get=SIGNED_IN),
    # A letter in no thread is its writer's house's alone.
    "settle-mail": Row(where=on("unplaced_mail"), post=frozenset({"sales", "owner"})),
}  # fmt: skip
PRESSED_BY = {"mail": "buyer", "undo-mail": "buyer", "confirm-mail": "buyer", "settle-mail": "sales"}
# The file is in already: pressed again it stays so.
LEAVE_NOTHING = {"mail-file"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a file of mail of each side, and a letter of the factory's that stands in no thread."""
    batch = _taken_in(cast, "buyer", MAIL % b"ours")
    theirs = _taken_in(cast, "sales", MAIL % b"theirs")
    letter = UnplacedMail.objects.create(
        organisation_id=cast.organisations["Rosewater Knitting Mills"], person=cast.people["sales"],
        mail_id="lost@rosewater.example", subject="The lost letter", text="Where does this go?",
        received_at=timezone.now(), why="no token",
    )  # fmt: skip
    return {
        "mail_batch": batch, "factory_mail": theirs, "unplaced_mail": letter.pk,
        "mail_file": Attachment.objects.filter(message__batch__uid=batch).get().pk,
    }  # fmt: skip


def _taken_in(cast: Cast, part: str, content: bytes) -> str:
    by = cast.actor(part)
    uid = dropping.receive(by=by, relationship=cast.ours, name=f"mail of {part}.eml", parts=[content])
    said = {"buyer@cast.example": "buyer", "sales@cast.example": "factory"}
    dropping.answer(by=by, uid=uid, said=said, with_rest=False, topic="orders")
    taking_in.take_in(batch=MailBatch.objects.get(uid=uid).pk)
    return uid
