"""The room of customs: notes on how both sides work, and the register of meals and gifts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from tests.cast import BUYER, Cast
from tests.site.matrix.rows import BUYERS, SEE, Row, ahead, api_route, on, said
from troth_site.actions.communication import customs, hospitality
from troth_site.actions.communication.customs import CustomGiven
from troth_site.actions.communication.hospitality import HospitalityGiven

MANAGES = frozenset({"manager", "owner"})


def _noted(cast: Cast, part: str) -> dict[str, Any]:
    return {
        "about": "us", "category": "greeting", "text": "We shake hands.", "source": "our own people",
        "dated_on": ahead(-1), "language": "en",
    }  # fmt: skip


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
    # The buyer's limit asks, and the buyer's manager alone decides: no owner of the other side, nor who recorded it.
    "decide-hospitality": Row(
        where=lambda cast, part: {"pk": cast.ours, "item": cast.key("gift")}, post=frozenset({"manager"}),
        closed=SEE - {"manager"}, given=said(decision="approve", reason="A farewell after ten years."),
    ),
    "hospitality-export": Row(where=on("ours"), get=SEE),
    "api:customs": api_route(on("ours", "partner"), SEE),
    "api:hospitality": api_route(on("ours", "partner"), SEE),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "customs": "finance", "remove-custom": "buyer", "hospitality": "sales", "hospitality-limit": "owner",
    "decide-hospitality": "manager",
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
    given = HospitalityGiven(
        given_by="factory", day=today - timedelta(days=2), what="A shared remark in porcelain",
        amount=Decimal(120), currency="GBP",
    )  # fmt: skip
    return {"custom": custom, "gift": hospitality.record(by=sales, relationship=cast.ours, given=given)}
