"""What programs write: the routes beside the buttons of the other rooms, with what the cast left there.

Where a route writes at the address of one that reads, its row stands in the place of that one's.
"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from tests.site.matrix.rows import (
    BUYERS,
    IMPORT,
    IMPORT_OURS,
    NOT_IMPORTING,
    RECORD,
    SEE,
    SETTLE,
    SIGNED_IN,
    Row,
    ahead,
    api_route,
    api_writes,
    dropped,
    on,
    said,
)  # fmt: skip

_file = on("batch", "uid")
_MESSAGE = {"text": "The lab dip arrived this morning.", "language": "en"}
_CHARTER = {
    "channels": dict.fromkeys(("orders", "quality", "finance", "logistics", "ethics"), "email"),
    "critical_hours": 12, "question_hours": 16, "languages": {"buyer": ["en"], "factory": ["en", "zh-hans"]},
    "containment_hours": 24, "report_days": 10,
    "ladder_hours": dict.fromkeys(("contact", "deputy", "manager", "owner"), 6),
}  # fmt: skip


def _colleague(cast: Cast, part: str) -> int:
    return int(cast.people["manager" if part in BUYERS else "owner"].pk)


def _promised(cast: Cast, part: str) -> dict[str, Any]:
    return {"what": "Answer within a day", "due_on": ahead(5), "dimension": "communication"}


def _asking(cast: Cast, part: str) -> dict[str, Any]:
    return {"message": cast.key("buyers_message"), "what": "Is it dyed?", "why": "The boat leaves.",
            "due_at": f"{ahead(3)}T12:00:00+00:00"}  # fmt: skip


def _attached(cast: Cast, part: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("dip.pdf", b"%PDF-1.7 a lab dip", content_type="application/pdf")}


PROMISES: dict[str, Row] = {
    "api:promise": Row(where=on("proposed", "promise"), get=SEE, is_api=True),
    "api:make-promise": api_writes(on("ours", "partner"), RECORD, _promised),
    "api:step-promise": api_writes(on("proposed", "promise"), SEE, said(step="accept")),
    "api:confirm-entry": api_writes(on("line", "promise"), SEE),
    "api:answer-contest": api_writes(
        on("contested", "promise"), RECORD, said(is_right=True, reason="The carton was counted twice.")
    ),
    "api:contest-entry": api_writes(on("line", "promise"), SEE, said(reason="It came on the Monday.")),
}
MESSAGES: dict[str, Row] = {
    "api:upload-file": Row(post=SIGNED_IN, given=_attached, is_api=True),
    "api:threads": Row(
        where=on("ours", "partner"), get=SEE, post=SEE, is_api=True,
        given=said(**_MESSAGE, subject="Cartons", topic="logistics"),
    ),
    "api:write-message": api_writes(on("thread", "thread"), SEE, said(**_MESSAGE)),
    "api:close-thread": api_writes(on("thread", "thread"), SEE),
    "api:open-thread": api_writes(on("thread", "thread"), SEE),
    "api:understand": api_writes(on("buyers_message", "message"), SEE),
    "api:verify-message": api_writes(on("buyers_message", "message"), SEE),
    # The message of the other side is not yours to take back, whether it waits or not.
    "api:withdraw-message": Row(where=on("buyers_message", "message"), post=BUYERS, is_api=True),
}  # fmt: skip
REQUESTS: dict[str, Row] = {
    "api:request": Row(where=on("asked", "request_id"), get=SEE, is_api=True),
    "api:ask": api_writes(lambda cast, part: {}, SEE, _asking),
    "api:say-answer": api_writes(
        on("asked", "request_id"), SEE, lambda cast, part: {"message": cast.key("heard"), "answers": True}
    ),
    "api:withdraw-request": api_writes(on("asked", "request_id"), SEE),
    "api:confirm-sender": api_writes(on("answered", "request_id"), SEE),
    "api:revoke-doors": api_writes(on("asked", "request_id"), SEE),
    "api:reassign": api_writes(
        on("ours", "partner"), SETTLE,
        lambda cast, part: {"topic": "orders", "person": _colleague(cast, part)},
    ),
    "api:charter": api_writes(on("ours", "partner"), SETTLE, said(**_CHARTER)),
    "api:sign-charter": api_writes(on("ours", "partner", number=1), SETTLE),
}  # fmt: skip
IMPORTS: dict[str, Row] = {
    "api:imports": Row(get=SIGNED_IN, post=IMPORT, closed=NOT_IMPORTING, given=dropped, is_api=True),
    "api:study": api_route(_file, IMPORT_OURS),
    "api:undoing": api_route(_file, IMPORT_OURS),
    "api:read-again": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING, given=said(), is_api=True),
    "api:map-import": Row(
        where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING, is_api=True,
        given=said(fields={"factory": "Factory", "promised": "Promised", "order": "Order"}),
    ),
    "api:let-in": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING, is_api=True),
    "api:undo-import": Row(where=_file, post=IMPORT_OURS, closed=NOT_IMPORTING, is_api=True),
}  # fmt: skip
ROWS = PROMISES | MESSAGES | REQUESTS | IMPORTS
PRESSED_BY = {
    "api:make-promise": "buyer", "api:step-promise": "sales", "api:confirm-entry": "sales",
    "api:answer-contest": "buyer",
    "api:contest-entry": "sales", "api:threads": "buyer", "api:write-message": "sales", "api:close-thread": "owner",
    "api:open-thread": "owner", "api:understand": "sales", "api:ask": "buyer", "api:say-answer": "manager",
    "api:withdraw-request": "buyer", "api:confirm-sender": "sales", "api:revoke-doors": "finance",
    "api:reassign": "buyer", "api:charter": "sales", "api:sign-charter": "owner", "api:upload-file": "buyer",
    "api:imports": "buyer", "api:let-in": "buyer", "api:undo-import": "buyer",
}  # fmt: skip
# Refused for what the cast left there: it is no mail, and it does not wait.
LEAVE_NOTHING = {"api:verify-message", "api:withdraw-message", "api:read-again", "api:map-import"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave nothing: programs write where people do."""
    return {}
