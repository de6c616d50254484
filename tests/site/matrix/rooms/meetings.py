"""Meetings, one's own calendar, weekly statuses."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tests.site.matrix.rows import NONE, RECORD, SEE, SIGNED_IN, Row, ahead, api_route, button, on, said
from troth_site.actions.communication import (
    agendas,
    feeds,
    meetings,
    meetings_answering,
    meetings_closing,
    meetings_minutes,
    statuses,
    visit_feedback,
)
from troth_site.models import CalendarFeed, Commitment, Meeting, StatusReport
from troth_site.queries.communication.slots import Asked, offers

_ours, _held, _closed = on("meeting"), on("held_meeting"), on("closed_meeting")
FACTORY = frozenset({"sales", "owner"})


def _values(cast: Cast, part: str) -> dict[str, Any]:
    row = Meeting.objects.get(pk=cast.key("meeting"))
    return {
        "revision": row.revision, "title": "Weekly, renamed", "day": row.starts_at.date().isoformat(),
        "clock": f"{row.starts_at:%H:%M}", "minutes": "60", "place": "By phone", "before_title": row.title,
    }  # fmt: skip


def _plan(cast: Cast, part: str) -> dict[str, Any]:
    asked = {"title": "Review", "every": "0", "first_on": ahead(20), "count": "", "minutes": "30", "clock": "10:00"}
    return {**asked, "place": "", "choice": f"{ahead(20)}T10:00:00+00:00"}


def _somebody(cast: Cast, part: str) -> dict[str, Any]:
    """Return a colleague of the buyer's; of the other side only its named contacts can be asked."""
    return {"person": cast.people["buyer" if part in FACTORY else "manager"].pk}


def _who_came(cast: Cast, part: str) -> dict[str, Any]:
    return {f"person{cast.people['buyer'].pk}": "came"}


ROWS = {
    "meetings": Row(where=on("ours"), get=SEE),
    "plan-meeting": Row(where=on("ours"), get=RECORD, post=RECORD, closed=SEE - RECORD, given=_plan),
    "meeting": Row(where=_ours, get=SEE),
    "meeting-answer": button(_ours, SEE, said(answer="coming")),
    "meeting-ask": button(_ours, RECORD, _somebody),
    "meeting-take-off": Row(
        where=lambda cast, part: {"pk": cast.key("meeting"), "person": cast.people["owner"].pk},
        get=RECORD, post=RECORD, closed=SEE - RECORD, given=said(scope="one", why="The mill sends one person"),
    ),
    "meeting-point": button(_ours, SEE, said(part="challenges", text="The dye lots of autumn")),
    "meeting-remove-point": button(
        lambda cast, part: {"pk": cast.key("meeting"), "point": cast.key("point")}, frozenset({"buyer"})
    ),
    "meeting-feedback": button(_ours, SEE, said(keep="The photos of the line", change="Answer on Mondays too")),
    "meeting-meal": button(on("visit"), RECORD, said(what="Lunch in the canteen", pays="factory")),
    "meeting-rating": button(on("held_visit"), SEE, said(prepared="5", polite="4", useful="3")),
    "meeting-finding": button(on("held_visit"), SEE, said(text="The aisles are free and marked.")),
    # What the buyer saw is the factory's to answer.
    "meeting-finding-answer": button(
        lambda cast, part: {"pk": cast.key("held_visit"), "finding": cast.key("finding")}, FACTORY,
        said(text="New cartons come in May."),
    ),
    "meeting-finding-promise": button(
        lambda cast, part: {"pk": cast.key("held_visit"), "finding": cast.key("finding")}, RECORD,
        lambda cast, part: {"what": "Clear the aisle", "due_on": ahead(7), "keep_day": ahead(7)},
    ),
    "meeting-edit": Row(where=_ours, get=RECORD, post=RECORD, closed=SEE - RECORD, given=_values),
    "meeting-cancel": Row(
        where=_ours, get=RECORD, post=RECORD, closed=SEE - RECORD, given=said(scope="one", why="A fair")
    ),
    "series": Row(
        where=on("series"), get=RECORD, post=RECORD, closed=SEE - RECORD,
        given=said(revision="0", title="Fortnightly, renamed", clock="11:00", minutes="60", place=""),
    ),
    "meeting-minutes": button(_held, SEE, said(revision="0", notes="We spoke of the lab dips.", before_notes="")),
    "meeting-promise": button(
        _held, RECORD,
        lambda cast, part: {"what": "Send the strike-offs", "due_on": ahead(7), "keep_day": ahead(7)},
    ),
    "meeting-accept": button(
        lambda cast, part: {"pk": cast.key("held_meeting"), "commitment": cast.key("made")}, SEE
    ),
    "meeting-status": button(
        _held, RECORD,
        lambda cast, part: {"commitment": cast.key("earlier"), "status": "still-open", "note": "Next week"},
    ),
    "meeting-came": button(_held, SEE, _who_came),
    "meeting-close": button(_held, RECORD),
    "meeting-closing": button(_closed, SEE, said(says="confirm")),
    "meeting-file": Row(where=_ours, get=SEE),
    "meeting-replies": button(_ours, SEE),
    "own-calendar": Row(get=SIGNED_IN),
    "make-feed": Row(post=SIGNED_IN),
    "revoke-feed": Row(where=on("feed"), post=frozenset({"sales"})),
    "calendar-feed": Row(
        where=lambda cast, part: {"token": "never-made-never-made-never"}, get=NONE, is_public=True
    ),
    "statuses": Row(where=on("ours"), get=SEE),
    "status-day": button(on("ours"), RECORD, said(does="propose", weekday="2")),
    "status": Row(
        where=on("status"), get=SEE, post=FACTORY, closed=SEE - FACTORY, given=said(risks="Dye lot late since Monday")
    ),
    "status-of-promise": Row(where=on("status_promise"), get=SEE),
    "api:visit": api_route(on("held_visit", "meeting"), SEE),
    "api:channel-mix": api_route(on("ours", "partner"), SEE),
    "api:meetings": api_route(on("ours", "partner"), SEE),
    "api:meeting": api_route(on("meeting", "meeting"), SEE),
    "api:statuses": api_route(on("ours", "partner"), SEE),
}  # fmt: skip
PRESSED_BY = {
    "plan-meeting": "buyer", "meeting-answer": "owner", "meeting-ask": "buyer", "meeting-point": "finance",
    "meeting-take-off": "sales",
    "meeting-remove-point": "buyer", "meeting-feedback": "sales", "meeting-meal": "sales",
    "meeting-rating": "owner", "meeting-finding": "finance", "meeting-finding-answer": "sales",
    "meeting-finding-promise": "sales",
    "meeting-edit": "buyer", "meeting-cancel": "sales",
    "series": "buyer", "meeting-minutes": "sales", "meeting-promise": "sales", "meeting-accept": "buyer",
    "meeting-status": "buyer", "meeting-came": "sales", "meeting-closing": "sales", "make-feed": "owner",
    "status-day": "buyer", "status": "sales",
}  # fmt: skip
# A close without everything said is refused; a file that was not chosen is asked for; revoking leaves its row.
LEAVE_NOTHING = {"meeting-close", "meeting-replies", "revoke-feed"}


def gather(cast: Cast) -> dict[str, Any]:
    """Leave a meeting that lies ahead, one that was held, one that is closed, a series, a feed, and a status."""
    now = timezone.now()
    closed = _planned(cast, "First talk", days=-9)
    meetings_answering.answer(by=cast.actor("sales"), meeting=closed, is_coming=True, now=now - timedelta(days=12))
    earlier = _hold(cast, closed, now - timedelta(days=8, hours=12))
    held = _planned(cast, "Talk about autumn", days=-2)
    made = meetings_minutes.promise(
        by=cast.actor("sales"), meeting=held, what="Send the strike-offs", due_on=(now + timedelta(days=5)).date(),
        now=now,
    )  # fmt: skip
    ahead_of_us = _planned(cast, "Talk about the shift", days=5)
    meetings_answering.ask(by=cast.actor("sales"), meeting=ahead_of_us, person=cast.people["owner"].pk, by_mail=False)
    point = agendas.add_point(by=cast.actor("buyer"), meeting=ahead_of_us, part="progress", text="The second shift")
    series = _planned(cast, "Fortnightly talk", days=12, every_weeks=2, count=3)
    visit, held_visit = _planned(cast, "Next visit", days=9, way="visit"), _planned(cast, "Visit", days=-4, way="visit")
    finding = visit_feedback.find(by=cast.actor("buyer"), meeting=held_visit, text="Cartons stand in the aisle.")
    feeds.make(by=cast.actor("sales"))
    statuses.propose_day(by=cast.actor("buyer"), relationship=cast.ours, weekday=4)
    statuses.agree(by=cast.actor("sales"), relationship=cast.ours)
    status = StatusReport.objects.filter(relationship=cast.ours, side="factory").first()
    assert status is not None
    return {
        "meeting": ahead_of_us, "held_meeting": held, "closed_meeting": closed, "point": point, "made": made,
        "visit": visit, "held_visit": held_visit, "finding": finding, "earlier": earlier,
        "series": Meeting.objects.get(pk=series).series_id, "status": status.pk,
        "feed": CalendarFeed.objects.get().pk, "status_promise": status.commitment_id,
    }  # fmt: skip


def _planned(cast: Cast, title: str, *, days: int, every_weeks: int = 0, count: int = 1, way: str = "") -> int:
    by, now = cast.actor("buyer"), timezone.now()
    asked = Asked(
        first_on=(now + timedelta(days=days)).date(), minutes=60, every_weeks=every_weeks, count=count,
    )  # fmt: skip
    choice = offers(by, cast.ours, asked).offers[0].key
    plan = meetings.Plan(
        title=title, asked=asked, choice=choice, people=[cast.people["sales"].pk], way=way, by_mail=False
    )  # fmt: skip
    return meetings.plan(by=by, relationship=cast.ours, plan=plan, now=now + timedelta(days=days - 5))


def _hold(cast: Cast, meeting: int, now: Any) -> int:
    """Hold and close a meeting in which the factory promised something."""
    row = Meeting.objects.get(pk=meeting)
    now = max(now, row.starts_at + timedelta(hours=1))
    buyer, sales = cast.actor("buyer"), cast.actor("sales")
    made = meetings_minutes.promise(
        by=sales, meeting=meeting, what="Keep the yarn book", due_on=timezone.localdate() + timedelta(days=3), now=now
    )
    meetings_minutes.accept(by=buyer, meeting=meeting, commitment=made, now=now)
    people = {cast.people["buyer"].pk, cast.people["sales"].pk}
    meetings_minutes.say_who_came(by=buyer, meeting=meeting, came=people, missed=set(), now=now)
    meetings_closing.close(by=buyer, meeting=meeting, now=now)
    assert Commitment.objects.filter(kind="meeting", state="kept").count() == 2
    return made
