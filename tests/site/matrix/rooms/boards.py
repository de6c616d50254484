"""Boards, what is owed, and what open pages listen to."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import SEE, Row, on, said
from troth_site.actions.communication import boards

ROWS = {
    "live-events": Row(where=on("ours"), get=SEE),
    "live-since": Row(where=on("ours"), get=SEE),
    "owed": Row(where=on("ours"), get=SEE),
    "board": Row(where=on("ours"), get=SEE, post=SEE, given=said(title="Send the lab dips", side="buyer")),
    "card": Row(where=on("card"), get=SEE, post=SEE, given=said(title="Send them again", side="factory", revision="0")),
    "move-card": Row(where=on("card"), post=SEE, given=said(column="doing", revision="0")),
    "put-away-card": Row(where=on("card"), post=SEE, given=said(revision="0")),
}
PRESSED_BY = {"board": "sales", "card": "buyer", "move-card": "sales", "put-away-card": "finance"}
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a card on the board of Kestrel & Dale and Rosewater."""
    face = boards.Face(title="KDR- trims to be counted", side="factory")
    return {"card": boards.add(by=cast.actor("buyer"), relationship=cast.ours, face=face)}
