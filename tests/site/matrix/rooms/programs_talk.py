"""What programs write where two sides meet, decide, plan and are told of things, with what the cast left there."""

from typing import Any

from tests.cast import Cast
from tests.site.matrix.rooms.messages import WISH
from tests.site.matrix.rows import (
    BUYERS,
    RECORD,
    SEE,
    SETTLE,
    SIGNED_IN,
    Row,
    ahead,
    api_route,
    api_writes,
    on,
    said,
    themselves,
)  # fmt: skip

SALES = SEE - BUYERS
LEADS = frozenset({"manager", "owner"})
OWN = frozenset({"buyer"})
_ours, _held = on("meeting", "meeting"), on("held_meeting", "meeting")


def _ahead(**words: Any) -> Any:
    """Return what a program says, with days that lie ahead."""
    return lambda cast, part: {name: ahead(told) if type(told) is int else told for name, told in words.items()}


SETTLING: dict[str, Row] = {
    "api:complete-action": api_writes(on("action", "action"), SETTLE, said(evidence="The new plan, signed by both.")),
    "api:own-action": api_writes(on("action", "action"), SETTLE, themselves),
    "api:acknowledge-flag": api_writes(on("flag", "flag"), SETTLE),
    "api:answer-flag": api_writes(
        on("flag", "flag"), SETTLE, said(answer="A knitting machine stood still.", finding="confirmed")
    ),
    "api:own-flag": api_writes(on("flag", "flag"), SETTLE, themselves),
    "api:receive": api_writes(on("open_line", "line"), RECORD, _ahead(day=-1)),
    "api:move-day": api_writes(on("open_line", "line"), RECORD, _ahead(day=30, moved_by="factory", reason="Dye lot")),
    "api:record-delay": api_writes(
        on("open_line", "line"), RECORD, said(cause="buyer", days=2, reason="Late approval")
    ),
    "api:accept-delay": api_writes(lambda cast, part: {"line": cast.open_line, "delay": cast.delay}, RECORD),
    "api:notes": Row(
        where=on("ours", "partner"), get=SEE, post=SEE, is_api=True, given=said(text="On Monday.", visibility="private")
    ),
    "api:note": api_writes(on("note", "note"), OWN, said(text="Other words.")),
    "api:delete-note": api_writes(on("note", "note"), OWN),
    "api:pulse": Row(
        where=on("ours", "partner"), get=SEE, post=SEE, is_api=True, given=said(answers={"promises": 4, "future": 5})
    ),
}
DECISIONS: dict[str, Row] = {
    "api:decide": api_writes(on("thread", "thread"), SEE, said(text="Two lab dips for each colour")),
    "api:confirm": api_writes(on("decision", "decision"), SEE, said(version=1)),
    "api:withdraw-decision": api_writes(on("decision", "decision"), SEE, said(version=1)),
    "api:reword": api_writes(on("decision", "decision"), SEE, said(version=1, text="Three lab dips")),
    "api:changes": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, given=said(**WISH), is_api=True
    ),
    "api:accept-change": api_writes(on("change", "change"), RECORD),
    "api:accept-way": api_writes(on("change", "change"), RECORD),
    "api:unask-change": api_writes(on("change", "change"), RECORD),
    "api:offer-way": api_writes(on("change", "change"), RECORD, said(alternative="Dye it in the piece")),
    "api:decline-change": api_writes(on("change", "change"), RECORD, said(reason="The vat is full until May.")),
    "api:reject-way": api_writes(
        on("change", "change"), RECORD,
        said(sample_size=5, measured="3.5", limit="4", higher_is_better=True, record="Lab book 7"),
    ),
    "api:translate": api_writes(on("buyers_message", "message"), SEE, said(language="zh-hans", text="色样已寄出。")),
    "api:confirm-translation": api_writes(on("buyers_message", "message"), SEE, said(language="zh-hans")),
    "api:glossary": Row(
        where=on("ours", "partner"), get=SEE, post=SEE, is_api=True, given=said(term="rib", meaning="Knitted 2 by 2")
    ),
    "api:remove-term": api_writes(on("term", "term"), SEE),
}  # fmt: skip
BOARDS: dict[str, Row] = {
    "api:board": Row(
        where=on("ours", "partner"), get=SEE, post=SEE, is_api=True, given=said(title="Send the dips", side="buyer")
    ),
    "api:card": api_writes(on("card", "card"), SEE, said(title="Send them again", side="factory", revision=0)),
    "api:move-card": api_writes(on("card", "card"), SEE, said(column="doing", revision=0)),
    "api:put-away-card": api_writes(on("card", "card"), SEE, said(revision=0)),
    "api:notifications": api_route(),
    "api:read-all": Row(post=SIGNED_IN, is_api=True),
    # What nobody was told of is nobody's to mark, and marks nothing.
    "api:read": Row(where=lambda cast, part: {"notification": 987654}, post=SIGNED_IN, is_api=True),
    "api:channels": api_route(),
    "api:choose-events": Row(
        where=on("channel", "channel"), post=OWN, given=said(name="Season", events={"message": 15}), is_api=True
    ),
    "api:test-channel": Row(where=on("channel", "channel"), post=OWN, is_api=True),
    "api:delete-channel": Row(where=on("channel", "channel"), post=OWN, is_api=True),
}
MEETINGS: dict[str, Row] = {
    "api:slots": api_writes(on("ours", "partner"), RECORD, _ahead(first_on=20, minutes="30")),
    "api:meetings": Row(
        where=on("ours", "partner"), get=SEE, post=RECORD, closed=SEE - RECORD, is_api=True,
        given=lambda cast, part: {"title": "Review", "first_on": ahead(20), "minutes": 30, "clock": "10:00",
                                  "choice": f"{ahead(20)}T10:00:00+00:00"},
    ),
    "api:answer-meeting": api_writes(_ours, SEE, said(comes=True)),
    "api:ask-person": api_writes(
        _ours, RECORD, lambda cast, part: {"person": cast.people["buyer" if part in SALES else "manager"].pk}
    ),
    "api:add-point": api_writes(_ours, SEE, said(part="challenges", text="The dye lots of autumn")),
    "api:remove-point": api_writes(
        lambda cast, part: {"meeting": cast.key("meeting"), "point": cast.key("point")}, OWN
    ),
    "api:say-feedback": api_writes(_ours, SEE, said(keep="The photos of the line", change="Answer on Mondays too")),
    "api:change-meeting": api_writes(_ours, RECORD, said(revision=0, title="Weekly, renamed")),
    "api:cancel-meeting": api_writes(_ours, RECORD, said(why="A fair")),
    "api:write-minutes": api_writes(_held, SEE, said(revision=0, notes="We spoke of the lab dips.")),
    "api:promise-in": api_writes(_held, RECORD, _ahead(what="Send the strike-offs", due_on=7)),
    "api:accept-in": api_writes(
        lambda cast, part: {"meeting": cast.key("held_meeting"), "promise": cast.key("made")}, SEE
    ),
    "api:say-status": api_writes(
        _held, RECORD, lambda cast, part: {"promise": cast.key("earlier"), "status": "still-open", "note": "Next week"}
    ),
    "api:say-who-came": api_writes(_held, SEE, lambda cast, part: {"came": [cast.people["buyer"].pk]}),
    "api:close-meeting": api_writes(_held, RECORD),
    "api:rate-visit": api_writes(on("held_visit", "meeting"), SEE, said(prepared=5, polite=4, useful=3)),
    "api:add-finding": api_writes(on("held_visit", "meeting"), SEE, said(text="The aisles are free.")),
    "api:answer-finding": api_writes(
        lambda cast, part: {"meeting": cast.key("held_visit"), "finding": cast.key("finding")}, SALES,
        said(text="New cartons come in May."),
    ),
    "api:promise-about-finding": api_writes(
        lambda cast, part: {"meeting": cast.key("held_visit"), "finding": cast.key("finding")}, RECORD,
        _ahead(what="Clear the aisle", due_on=7),
    ),
    "api:plan-meal": api_writes(on("visit", "meeting"), RECORD, said(what="Lunch in the canteen", pays="factory")),
    "api:answer-closing": api_writes(on("closed_meeting", "meeting"), SEE, said(confirms=True)),
}  # fmt: skip
PLACES: dict[str, Row] = {
    "api:set-week": api_writes(
        on("ours", "partner"), RECORD,
        said(country="GB", zone="Europe/London", workdays=[0, 1, 2, 3], begins="08:00", ends="16:30"),
    ),
    "api:add-days": api_writes(on("ours", "partner"), RECORD, _ahead(kind="closed", first=20, last=24, name="Stock")),
    "api:take-day-back": Row(
        where=lambda cast, part: {"partner": cast.ours, "day": cast.key("site_day")}, post=SALES,
        closed=frozenset({"finance"}), is_api=True,
    ),
    "api:new-custom": api_writes(
        on("ours", "partner"), SEE,
        _ahead(about_ourselves=True, category="greeting", text="We shake hands.", source="our own", dated_on=-1),
    ),
    "api:remove-custom": Row(
        where=lambda cast, part: {"partner": cast.ours, "note": cast.key("custom")}, post=BUYERS, is_api=True
    ),
    "api:record-meal": api_writes(
        on("ours", "partner"), SEE, _ahead(given_by="buyer", day=-1, what="Tea", amount="9", currency="GBP")
    ),
    "api:decide-meal": Row(
        where=lambda cast, part: {"partner": cast.ours, "meal": cast.key("gift")}, post=LEADS, closed=SEE - LEADS,
        given=said(approved=True, reason="A farewell after ten years."), is_api=True,
    ),
    "api:say-meal": api_writes(
        lambda cast, part: {"partner": cast.ours, "meal": cast.key("gift")}, SEE, said(word="refused")
    ),
    "api:contact": api_writes(on("ours", "partner", topic="logistics"), RECORD, themselves),
    "api:status-day": api_writes(on("ours", "partner"), RECORD, said(weekday=2)),
    "api:agree-day": api_writes(on("ours", "partner"), RECORD),
    "api:tell-status": api_writes(on("status", "status"), SALES, said(told={"risks": "Dye lot late since Monday"})),
}  # fmt: skip
ROWS = SETTLING | DECISIONS | BOARDS | MEETINGS | PLACES
PRESSED_BY = {
    "api:complete-action": "sales", "api:acknowledge-flag": "buyer", "api:answer-flag": "sales",
    "api:own-flag": "buyer", "api:receive": "buyer", "api:move-day": "buyer", "api:record-delay": "buyer",
    "api:accept-delay": "buyer", "api:notes": "sales", "api:note": "buyer", "api:delete-note": "buyer",
    "api:pulse": "owner", "api:decide": "buyer", "api:confirm": "sales", "api:reword": "sales",
    "api:changes": "buyer", "api:accept-change": "sales", "api:translate": "finance", "api:glossary": "sales",
    "api:remove-term": "sales", "api:board": "sales", "api:card": "buyer", "api:move-card": "sales",
    "api:put-away-card": "finance", "api:meetings": "buyer", "api:answer-meeting": "owner", "api:ask-person": "buyer",
    "api:add-point": "finance", "api:say-feedback": "sales", "api:cancel-meeting": "sales", "api:promise-in": "sales",
    "api:set-week": "sales", "api:add-days": "sales", "api:new-custom": "finance", "api:record-meal": "sales",
    "api:contact": "sales", "api:rate-visit": "owner", "api:add-finding": "finance",
    "api:plan-meal": "sales", "api:promise-about-finding": "sales",
    "api:status-day": "buyer", "api:tell-status": "sales", "api:delete-channel": "buyer",
}  # fmt: skip
# Their acts are pressed twice where the pages do; here their answers alone are tried.
LEAVE_NOTHING = set(ROWS) - set(PRESSED_BY) - {name for name, row in ROWS.items() if row.post is None}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave nothing: programs write where people do."""
    return {}
