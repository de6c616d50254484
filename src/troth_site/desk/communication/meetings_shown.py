"""Meetings as their pages show them: both clocks, answers in words, what each side bears."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth_site.desk import words
from troth_site.desk.communication.messages_times import place
from troth_site.desk.trust.cards import left
from troth_site.queries.communication.agendas import AgendaLine
from troth_site.queries.communication.meetings import Listed
from troth_site.queries.communication.slots import Offer, Offered, Offers
from troth_site.queries.partners import Partnership

ANSWERS = {
    "asked": {"state": "open", "word": gettext_lazy("asked")},
    "coming": {"state": "done", "word": gettext_lazy("comes")},
    "declined": {"state": "cancelled", "word": gettext_lazy("cannot come")},
    "came": {"state": "kept", "word": gettext_lazy("came")},
    "missed": {"state": "broken", "word": gettext_lazy("did not come")},
}
STATES = {
    "planned": {"state": "open", "word": gettext_lazy("planned")},
    "closed": {"state": "done", "word": gettext_lazy("closed")},
    "cancelled": {"state": "cancelled", "word": gettext_lazy("cancelled")},
}
WAYS = {
    "call": gettext_lazy("Call"), "video": gettext_lazy("Video call"), "visit": gettext_lazy("Visit, in person"),
}  # fmt: skip
CLOSINGS = {
    "waiting": {"state": "one side", "word": gettext_lazy("one side’s record")},
    "confirmed": {"state": "confirmed", "word": gettext_lazy("confirmed by both")},
    "contested": {"state": "contested", "word": gettext_lazy("contested")},
}
# Which colour and icon a state of a promise carries, where it is not its own word.
PROMISES = {"accepted": "open", "at_risk": "at risk", "kept_late": "late", "disputed": "contested", "resolved": "done",
            "withdrawn": "cancelled"}  # fmt: skip
PAGES = {"line": "line", "promise": "promise", "request": "request", "status": "status"}


def both_clocks(found: Partnership, local: Mapping[str, datetime]) -> dict[str, Any]:
    """Return an hour on our clock and on theirs, as parts/dates.html shows it."""
    ours, theirs = local[found.our_side], local[found.their_side]
    shown = {"at": ours, "place": _city(ours)}
    if _zone(ours) != _zone(theirs):
        shown |= {"there": theirs, "other_place": _city(theirs)}
    return shown


def listed(found: Partnership, each: Listed) -> dict[str, Any]:
    """Return a meeting as a list shows it."""
    row = each.row
    return {
        "row": row, "when": both_clocks(found, row.local), "state": STATES[row.state],
        "way": WAYS.get(row.way, ""), "answer": ANSWERS.get(each.my_answer), "coming": each.coming,
        "came": [{"side": side, "word": came_word(each.came[side])} for side in ("buyer", "factory")],
    }  # fmt: skip


def came_word(came: bool | None) -> dict[str, Any]:
    """Return whether a side came, in colour, icon and word; unknown is neither."""
    if came is None:
        return {"state": "unknown", "word": _("not said yet")}
    return ANSWERS["came" if came else "missed"]


def offers(found: Partnership, table: Offers) -> list[dict[str, Any]]:
    """Return the slots to choose from."""
    return [_offer(found, offer, table) for offer in table.offers]


def _offer(found: Partnership, offer: Offer, table: Offers) -> dict[str, Any]:
    sides = (found.our_side, found.their_side)
    return {
        "offer": offer,
        "meetings": [_offered(found, each, table) for each in offer.meetings],
        "pains": [{"side": side, "name": table.names[side], "cost": offer.pains[side]} for side in sides],
        "warnings": [words.found(warning) for warning in offer.warnings],
    }


def _offered(found: Partnership, each: Offered, table: Offers) -> dict[str, Any]:
    reasons = [f"{name}: {holiday}" if holiday else name for name, holiday in each.moved_because]
    shown: dict[str, Any] = {"each": each, "closed": " · ".join(reasons), "planned": each.planned_at}
    if each.start is None:
        return shown
    return shown | {
        "when": both_clocks(found, each.local),
        "pains": [
            {"side": side, "name": table.names[side], "cost": each.pains[side], "at": each.local[side],
             "place": _city(each.local[side])}
            for side in (found.our_side, found.their_side)
        ],
    }  # fmt: skip


def line(each: AgendaLine) -> dict[str, Any]:
    """Return a line of an agenda, with the page it speaks of."""
    kind, _slash, key = each.source.partition("/")
    url = reverse(PAGES[kind], args=[int(key)]) if kind in PAGES and key.isdecimal() else ""
    late = each.days_late
    shown = "" if each.due is None or late is None else left(each.due, each.due + timedelta(days=late))
    return {"line": each, "url": url, "is_late": late is not None and late > 0, "left": shown}


def lines(found: Sequence[AgendaLine]) -> list[dict[str, Any]]:
    """Return the lines of one part of an agenda."""
    return [line(each) for each in found]


def city_of(zone: str) -> str:
    """Return the city whose clock a meeting keeps, in the reader's language."""
    return place(ZoneInfo(zone or "UTC"))


def _city(moment: datetime) -> str:
    zone = moment.tzinfo
    return place(zone) if isinstance(zone, ZoneInfo) else "UTC"


def _zone(moment: datetime) -> str:
    return getattr(moment.tzinfo, "key", "UTC")
