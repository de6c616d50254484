"""People: who answers for what, one's own card, and whoever leaves."""

from typing import Any

from tests.cast import BUYER, Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, button, on, said
from troth_site.actions.communication import contacts

MANAGES = frozenset({"manager"})
CLOSED = frozenset({"buyer", "finance"})


def _somebody(cast: Cast, part: str) -> dict[str, Any]:
    return {"person": cast.people[part].pk if part in cast.people else "", "deputy": ""}


def _leaver(cast: Cast, part: str) -> dict[str, Any]:
    return {"pk": cast.organisations[BUYER], "who": cast.people["finance"].pk}


ROWS = {
    "contacts": Row(where=on("ours"), get=SEE),
    "name-contact": button(on("ours", topic="logistics"), RECORD, _somebody),
    # Of one's own house, or of a partner's.
    "person": Row(where=on("a_buyer"), get=SEE | {"other factory"}),
    "own-card": Row(get=SIGNED_IN, post=SIGNED_IN, given=said(style="Numbers first, please.")),
    "leaving": Row(where=_leaver, get=MANAGES, post=MANAGES, closed=CLOSED),
    "end-seat": Row(where=_leaver, post=MANAGES, closed=CLOSED),
}
PRESSED_BY = {"name-contact": "sales", "own-card": "sales", "leaving": "manager", "end-seat": "manager"}
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
    return {"a_buyer": cast.people["buyer"].pk}
