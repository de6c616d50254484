"""The room of calendars: both calendars, one's own words about them, the planning board, the latest start."""

from datetime import date
from typing import Any

from tests.cast import Cast
from tests.site.matrix.rows import RECORD, SEE, SIGNED_IN, Row, ahead, api_route, button, on, said
from troth_site.actions.communication import calendars
from troth_site.actions.communication.calendars import DaysGiven

QUALITY_AND_FINANCE = SEE - RECORD
_ADDED = lambda cast, part: {"kind": "closed", "first": ahead(20), "last": ahead(24), "called": "Stock taking"}  # noqa: E731
_WEEK = said(
    country="GB", zone="Europe/London", workdays=["0", "1", "2", "3"], day_from="08:00", day_to="16:30", region=""
)

ROWS: dict[str, Row] = {
    "planning-board": Row(get=SIGNED_IN),
    "calendar": Row(where=on("ours"), get=SEE),
    "calendar-week": Row(where=on("ours"), get=RECORD, post=RECORD, closed=QUALITY_AND_FINANCE, given=_WEEK),
    "calendar-days": button(on("ours"), RECORD, _ADDED),
    "calendar-holiday": button(on("ours"), RECORD, said(key="Boxing Day")),
    # What the factory said of its days is no buyer's to take back: to them it does not exist as something to press.
    "calendar-take-back": Row(
        where=lambda cast, part: {"pk": cast.ours, "day": cast.key("site_day")},
        post=frozenset({"sales", "owner"}), closed=frozenset({"finance"}),
    ),
    "latest-start": Row(where=on("ours"), get=SEE),
    "api:calendar": api_route(on("ours", "partner"), SEE),
    "api:latest_start": api_route(on("ours", "partner"), SEE),
}  # fmt: skip
PRESSED_BY: dict[str, str] = {
    "calendar-week": "sales", "calendar-days": "sales", "calendar-holiday": "owner", "calendar-take-back": "sales",
}  # fmt: skip
LEAVE_NOTHING: set[str] = set()


def gather(cast: Cast) -> dict[str, Any]:
    """Let the factory say when it stops."""
    stop = DaysGiven(kind="closed", first=date(2030, 2, 1), last=date(2030, 2, 14), name="Summer repairs")
    by, factory = cast.actor("sales"), cast.actor("sales").seats[0].organisation
    return {"site_day": calendars.add_days(by=by, organisation=factory, days=stop)}
