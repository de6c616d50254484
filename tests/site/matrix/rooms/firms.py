"""The room of firms: who both sides are said to be, and a question whether two factories are one firm."""

from collections.abc import Callable
from typing import Any

from tests.cast import FACTORY, Cast
from tests.site.matrix.rows import BUYERS, RECORD, SALES, SEE, Row, api_route, on, said
from troth_site.actions.firms import facts
from troth_site.models import FirmLink

ASKED = frozenset({"buyer", "manager"})


def _own_place(called: str) -> Callable[[Cast, str], dict[str, Any]]:
    """Return a place of whoever names it."""
    return lambda cast, part: {
        "side": "factory" if part in SALES else "buyer", called: "Plant 2", "address": "8 Mill Lane, Leeds",
    }  # fmt: skip


ROWS: dict[str, Row] = {
    "firm": Row(
        where=on("ours"), get=SEE, post=RECORD, closed=SEE - RECORD,
        given=said(kind="phone", value="+44 113 496 0181", source="letters"),
    ),
    "places": Row(
        where=on("ours"), get=SEE, post=RECORD, closed=SEE - RECORD, given=_own_place("called"),
    ),
    # One's own house, and nobody else's.
    "own-firm": Row(
        where=lambda cast, part: {"pk": cast.organisations[FACTORY]}, get=SALES, post=SALES,
        given=said(kind="owner", value="Edith Rose Water", source="own word"),
    ),
    # What the buyer says of the factory is answered by the factory, and taken back by the buyer.
    "answer-fact": Row(
        where=on("fact"), post=SALES, closed=BUYERS, given=said(is_right="no", answer="It moved to number 14.")
    ),
    "take-back-fact": Row(where=on("fact"), post=ASKED, closed=SEE - ASKED),
    # While it is a question, the factories must not know of each other.
    "firm-link": Row(
        where=on("firm_link"), get=BUYERS, post=ASKED, closed=BUYERS - ASKED,
        given=said(decision="reject", reason="Two mills of one landlord."),
    ),
    "api:places": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=_own_place("name"), is_api=True
    ),
    "api:firm": api_route(on("ours", "partner"), SEE),
    "api:firm-link": api_route(on("firm_link", "link"), BUYERS),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "places": "sales", "api:places": "owner",
    "firm": "sales", "own-firm": "owner", "answer-fact": "sales", "take-back-fact": "buyer", "firm-link": "manager",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Let the buyer say of both of its factories that they sit behind one door under one number."""
    told = [
        facts.say_of_partner(
            by=cast.actor("buyer"), relationship=row, kind="address", value="12 Canal Wharf, Leeds", source="visit"
        )
        for row in (cast.ours, cast.beside)
    ]
    return {"fact": told[0], "firm_link": FirmLink.objects.get().pk}
