"""The room of messages: threads, translations, decisions, terms, changes."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, api_route, on, said
from troth_site import access
from troth_site.actions.communication import changes, decisions, glossary, messages, translations
from troth_site.actions.communication.messages import About, Said

WISH = {"thing": "Cardigan", "attribute": "colour", "value": "Pantone 19-4052", "why": "The spring campaign"}
ANSWER = {"text": "The lab dip arrived this morning.", "language": "en", "when": "now"}


ROWS: dict[str, Row] = {
    "messages": Row(get=SIGNED_IN),
    "partner-messages": Row(where=on("ours"), get=SEE),
    "new-thread": Row(where=on("ours"), get=SEE, post=SEE, given=said(**ANSWER, subject="Cartons", topic="logistics")),
    "thread": Row(where=on("thread"), get=SEE),
    "write-message": Row(where=on("thread"), get=SEE, post=SEE, given=said(**ANSWER)),
    "close-thread": Row(where=on("thread"), post=SEE),
    "mark-message": Row(where=on("buyers_message", event="understood"), post=SEE),
    "translate-message": Row(
        where=on("buyers_message"), get=SEE, post=SEE, given=said(language="zh-hans", text="色样已寄出。")
    ),
    "confirm-translation": Row(where=on("buyers_message"), post=SEE, given=said(language="zh-hans")),
    # Nobody has named a translator here: the button is answered with a sentence.
    "machine-translation": Row(where=on("buyers_message"), post=SEE, given=said(language="tr")),
    "propose-decision": Row(where=on("thread"), post=SEE, given=said(text="Two lab dips for each colour")),
    "decision": Row(
        where=on("decision"), get=SEE, post=SEE, given=said(text="Three lab dips for each colour", version="1")
    ),
    "decision-step": Row(where=on("decision"), post=SEE, given=said(event="confirm", version="1")),
    "glossary": Row(where=on("ours"), get=SEE, post=SEE, given=said(term="rib", meaning="Knitted 2 by 2")),
    "term": Row(where=on("term"), get=SEE, post=SEE, given=said(term="placket", meaning="Another meaning")),
    "remove-term": Row(where=on("term"), post=SEE),
    "changes": Row(where=on("ours"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(**WISH)),
    "change": Row(where=on("change"), get=SEE),
    "answer-change": Row(where=on("change", event="accept"), post=RECORD, closed=SEE - RECORD),
    "api:threads": api_route(on("ours", "partner"), SEE),
    "api:thread": api_route(on("thread", "thread"), SEE),
    "api:glossary": api_route(on("ours", "partner"), SEE),
    "api:changes": api_route(on("ours", "partner"), SEE),
}
PRESSED_BY: dict[str, str] = {
    "new-thread": "buyer", "write-message": "sales", "close-thread": "owner", "mark-message": "sales",
    "translate-message": "finance", "confirm-translation": "buyer", "propose-decision": "buyer", "decision": "sales",
    "decision-step": "sales", "glossary": "sales", "term": "buyer", "remove-term": "sales", "changes": "buyer",
    "answer-change": "sales",
}  # fmt: skip
LEAVE_NOTHING: set[str] = {"machine-translation"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a thread of both sides, one that waits to be sent, a decision, a term and a change."""
    buyer, sales = cast.actor("buyer"), cast.actor("sales")
    first = messages.begin(
        by=buyer, relationship=cast.ours, about=About(subject="Send the lab dips", topic="quality"),
        said=Said(text="The lab dips of the heather are on their way.", language="en"),
    )  # fmt: skip
    messages.write(by=sales, thread=first.thread_id, text="收到，谢谢。", language="zh-hans")
    messages.say(
        by=buyer, thread=first.thread_id,
        said=Said(text="Only for the morning shift.", language="en", send_at=timezone.now() + timedelta(days=2)),
    )  # fmt: skip
    translations.translate(by=sales, message=first.pk, language="zh-hans", text="色样在路上。")
    _beside(cast)
    return {
        "thread": first.thread_id,
        "buyers_message": first.pk,
        "decision": decisions.propose(by=buyer, thread=first.thread_id, text="Two lab dips"),
        "term": glossary.write(
            by=buyer, relationship=cast.ours, term="placket", words={"zh-hans": "门襟"}, meaning="With four buttons"
        ),
        "change": changes.ask(by=buyer, relationship=cast.ours, wish=changes.Wish(**WISH)),
    }  # fmt: skip


def _beside(cast: Cast) -> None:
    """Leave a word in each of the other records, which must not be read in this one."""
    for pk, part, word in ((cast.beside, "other factory", "KDB-"), (cast.elsewhere, "other buyer", "HTR-")):
        messages.begin(
            by=access.actor(cast.people[part]), relationship=pk, about=About(subject=f"{word}thread", topic="orders"),
            said=Said(text=f"{word}words of their own.", language="en"),
        )  # fmt: skip
