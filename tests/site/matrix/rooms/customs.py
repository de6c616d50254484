"""The room of customs: notes on how both sides work, and the register of meals and gifts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import BUYER, FACTORY, Cast
from tests.site.matrix.rows import BUYERS, SALES, SEE, Row, ahead, api_route, button, on, said
from troth_site.actions.communication import customs, hospitality, quiz
from troth_site.actions.communication.customs import CustomGiven
from troth_site.actions.communication.hospitality import HospitalityGiven

MANAGES = frozenset({"manager", "owner"})


def _noted(cast: Cast, part: str) -> dict[str, Any]:
    return {
        "about": "us", "category": "greeting", "text": "We shake hands.", "source": "our own people",
        "dated_on": ahead(-1), "language": "en",
    }  # fmt: skip


def _question(cast: Cast, part: str) -> dict[str, Any]:
    note = cast.key("buyers_words" if part in BUYERS else "factorys_words")
    return {"note": note, "text": "Who greets first?", "choice1": "the guest", "choice2": "the eldest", "right": "2"}


def _given(cast: Cast, part: str) -> dict[str, Any]:
    return {"given_by": "buyer", "day": ahead(-1), "what": "Tea", "amount": "9", "currency": "GBP"}


ROWS: dict[str, Row] = {
    "customs": Row(where=on("ours"), get=SEE, post=SEE, given=_noted),
    # What the buyer's people wrote is theirs alone to take away: to the factory it does not exist as a button.
    "remove-custom": Row(where=lambda cast, part: {"pk": cast.ours, "note": cast.key("custom")}, post=BUYERS),
    "hospitality": Row(where=on("ours"), get=SEE, post=SEE, given=_given),
    "hospitality-limit": Row(
        where=on("ours"), post=MANAGES, closed=SEE - MANAGES, given=said(amount="80", currency="GBP")
    ),
    # Both houses' limits ask, and each house decides for itself, never whoever recorded it.
    "decide-hospitality": Row(
        where=lambda cast, part: {"pk": cast.ours, "item": cast.key("gift")}, post=MANAGES, closed=SEE - MANAGES,
        given=said(decision="approve", reason="A farewell after ten years."),
    ),
    "say-hospitality": button(
        lambda cast, part: {"pk": cast.ours, "item": cast.key("gift")}, SEE, said(word="refused")
    ),
    "hospitality-export": Row(where=on("ours"), get=SEE),
    "hospitality-workbook": Row(where=on("ours"), get=SEE),
    "reading": Row(where=on("ours"), get=SEE),
    "ask-question": Row(where=on("ours"), post=SEE, given=_question),
    # What the factory asks of itself is the buyer's to answer, each for themselves, and the factory's to take away.
    "answer-question": Row(
        where=lambda cast, part: {"pk": cast.ours, "question": cast.key("question")}, post=BUYERS,
        given=said(chosen="1"),
    ),
    "remove-question": Row(
        where=lambda cast, part: {"pk": cast.ours, "question": cast.key("question")}, post=SALES
    ),
    "forget-answers": Row(where=on("ours"), post=SEE),
    "api:reading": api_route(on("ours", "partner"), SEE),
    "api:customs": api_route(on("ours", "partner"), SEE),
    "api:hospitality": api_route(on("ours", "partner"), SEE),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "customs": "finance", "remove-custom": "buyer", "hospitality": "sales", "hospitality-limit": "owner",
    "decide-hospitality": "manager", "say-hospitality": "finance", "ask-question": "owner",
    "answer-question": "finance", "remove-question": "sales", "forget-answers": "buyer",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Let each side tell of itself and note something of the other, and the factory give above the buyer's limit."""
    today = timezone.localdate()
    buyer, sales = cast.actor("buyer"), cast.actor("sales")

    def noted(by: Any, *, about_ourselves: bool, text: str) -> int:
        given = CustomGiven(
            about_ourselves=about_ourselves, category="meals", text=text, source="the last visit", dated_on=today
        )
        return customs.write(by=by, relationship=cast.ours, given=given)

    # These words stand among the secrets of the pair.
    noted(buyer, about_ourselves=False, text="A shared remark on toasts")
    custom = noted(buyer, about_ourselves=False, text="A shared remark on seating")
    noted(sales, about_ourselves=False, text="A shared remark on breakfast")
    hospitality.set_limit(
        by=cast.actor("manager"), organisation=cast.organisations[BUYER], amount=Decimal(50), currency="GBP"
    )
    hospitality.set_limit(
        by=cast.actor("owner"), organisation=cast.organisations[FACTORY], amount=Decimal(70), currency="GBP"
    )
    given = HospitalityGiven(
        given_by="factory", day=today - timedelta(days=2), what="A shared remark in porcelain",
        amount=Decimal(120), currency="GBP",
    )  # fmt: skip
    # What a house tells of itself all of its partners read: no secret of this pair.
    words = {
        "buyers_words": noted(buyer, about_ourselves=True, text="We eat at noon"),
        "factorys_words": noted(sales, about_ourselves=True, text="We pour tea for each other"),
    }
    question = quiz.ask(
        by=sales, relationship=cast.ours, note=words["factorys_words"], text="Who pours?",
        choices=["the guest", "each for the other"], right=1,
    )  # fmt: skip
    quiz.answer(by=buyer, relationship=cast.ours, question=question, chosen=0)
    gift = hospitality.record(by=sales, relationship=cast.ours, given=given)
    return words | {"custom": custom, "question": question, "gift": gift}
