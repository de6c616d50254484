"""The room of requests: what was asked, how fast it is answered, one-tap links, the charter."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import NONE, SEE, SETTLE, Row, api_route, button, on, said
from troth.communication.charter import Charter
from troth_site.actions.communication import charters, requests, requests_doors
from troth_site.actions.communication import messages as writing
from troth_site.models import Message, ReplyRequest

WHAT = "Is the navy yarn of lot KDR-17 dyed?"
TOPIC = "orders"
_CHARTER = {f"channel_{topic}": "email" for topic in ("orders", "quality", "finance", "logistics", "ethics")} | {
    f"ladder_{step}": "6" for step in ("contact", "deputy", "manager", "owner")
}
_CHARTER |= {
    "critical": "12",
    "major": "14",
    "question": "16",
    "minor": "30",
    "containment_hours": "24",
    "report_days": "10",
}
_CHARTER |= {"language_buyer_1": "en", "language_factory_1": "zh-hans", "language_factory_2": "en"}
# Who asks takes back; who answers confirms; the others of the record read why not.
ASKER, ANSWERER = "buyer", "sales"


def _own_person(cast: Cast, part: str) -> dict[str, Any]:
    """Return a colleague of whoever names a contact."""
    mine = "manager" if part in {"buyer", "finance", "manager"} else "owner"
    return {"person": cast.people[mine].pk, "topic": TOPIC}


def _said(cast: Cast, part: str) -> dict[str, Any]:
    return {"message": cast.key("heard"), "answers": "yes"}


_open, _answered = on("asked"), on("answered")
ROWS = {
    "response": Row(where=on("ours"), get=SEE),
    "reassign": Row(where=on("ours"), get=SEE, post=SETTLE, closed=SEE - SETTLE, given=_own_person),
    "charter": Row(
        where=on("ours"), get=SEE, post=SETTLE, closed=SEE - SETTLE, given=lambda cast, part: dict(_CHARTER)
    ),
    "sign-charter": button(on("ours", number=1), SETTLE),
    "request": Row(where=_open, get=SEE),
    "request-of-promise": Row(where=on("asked_promise"), get=SEE),
    "say-answer": Row(where=_open, post=SEE, given=_said),
    "withdraw-request": Row(where=_open, post=SEE),
    "confirm-sender": Row(where=_answered, post=SEE),
    "revoke-doors": Row(where=_open, post=SEE),
    "answer": Row(
        where=lambda cast, part: {"token": "never-made"}, get=NONE, post=NONE, is_public=True, given=said(choice="yes")
    ),
    "api:requests": api_route(on("ours", "partner"), SEE),
    "api:response": api_route(on("ours", "partner"), SEE),
}  # fmt: skip
PRESSED_BY = {
    "reassign": "buyer", "charter": "sales", "sign-charter": "owner", "say-answer": "manager",
    "withdraw-request": ASKER, "confirm-sender": ANSWERER, "revoke-doors": "finance",
}  # fmt: skip
LEAVE_NOTHING = {"answer"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a question that waits with a door to it, one answered by link, and a charter the buyer signed."""
    buyer, sales = cast.actor(ASKER), cast.actor(ANSWERER)
    charters.propose(by=buyer, relationship=cast.ours, terms=Charter())
    asked = _ask(cast, WHAT)
    heard = writing.write(
        by=sales, thread=ReplyRequest.objects.get(pk=asked).thread_id, text="Noted, will check.", language="en"
    )
    answered = _ask(cast, "How many cartons of KDR-17 fit a pallet?")
    address = requests_doors.make_door(answered, cast.people[ANSWERER].pk)
    requests_doors.answer_by_door(token=address.rstrip("/").split("/")[-1], text="Twenty-four.")
    requests_doors.make_door(asked, cast.people["owner"].pk)
    promise = ReplyRequest.objects.get(pk=asked).commitment_id
    return {"asked": asked, "answered": answered, "heard": heard, "asked_promise": promise}


def _ask(cast: Cast, what: str) -> int:
    buyer = cast.actor(ASKER)
    thread = writing.open_thread(by=buyer, relationship=cast.ours, subject=what, topic=TOPIC)
    message = writing.write(by=buyer, thread=thread, text=what, language="en")
    due_at = timezone.now() + timedelta(days=3)
    requests.ask(by=buyer, message=message, what=what, due_at=due_at, why="The boat leaves.", severity="normal")
    return ReplyRequest.objects.get(message=Message.objects.get(pk=message)).pk
