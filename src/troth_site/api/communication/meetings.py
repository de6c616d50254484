"""Meetings with a partner, and weekly statuses of both sides."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema

from troth_site.api.frame.forms import Key, Side, answers
from troth_site.queries.communication import meetings as rows
from troth_site.queries.communication import statuses as told
from troth_site.queries.communication.meetings import Listed
from troth_site.queries.communication.statuses import StatusRow

router = Router(tags=["Meetings and statuses"])


class SideCame(Schema):
    """Whether a side came to a meeting; null while nobody has said."""

    side: Side
    came: bool | None
    coming: int = Field(description="How many of the side have said that they come.")


class Meeting(Schema):
    """One meeting."""

    id: int
    title: str
    starts_at: datetime
    minutes: int
    zone: str = Field(description="In which it was planned.")
    place: str
    way: Literal["", "call", "video", "visit"] = Field(description="How both sides meet; empty where nobody said.")
    state: Literal["planned", "closed", "cancelled"]
    series: int | None = Field(description="The series it belongs to; null for one alone.")
    original_at: datetime | None = Field(description="Where its series would have put it.")
    moved_because: str
    sides: list[SideCame]


class AgendaEntry(Schema):
    """One thing to speak about, from the record or from a person."""

    part: Literal["progress", "challenges", "informal"]
    text: str
    side: Side
    due: date | None
    days_late: int | None


class SideFeedback(Schema):
    """What a side wants to keep and to change; empty while it has not said."""

    side: Side
    keep: str
    change: str


class OneMeeting(Schema):
    """One meeting with its agenda, its minutes and what was promised in it."""

    id: int
    title: str
    starts_at: datetime
    minutes: int
    state: Literal["planned", "closed", "cancelled"]
    is_frozen: bool = Field(description="The agenda stands as it was when the meeting was held.")
    agenda: list[AgendaEntry]
    feedback: list[SideFeedback]
    notes: str
    promises: list[int] = Field(description="Keys of the promises made in it.")


class Status(Schema):
    """One weekly status of one side."""

    id: int
    side: Side
    order: str = Field(description="The order's number; empty for the buyer's own status.")
    due_on: date
    sent_at: datetime | None
    state: Literal["due", "overdue", "on time", "late"]
    told: dict[str, object] = Field(description="By field; what was left blank is left out.")


@router.get(
    "partners/{partner}/meetings", response=answers(list[Meeting], 404, 422), operation_id="meetings",
    url_name="meetings",
)  # fmt: skip
def of_partner(request: HttpRequest, partner: Key) -> list[Meeting]:
    """List the meetings with a partner: those to come, those that wait for their minutes, those that are over."""
    page = rows.meetings(request.auth, partner)  # type: ignore[attr-defined]
    return [_meeting(each) for each in (*page.ahead, *page.waiting, *page.past)]


@router.get("meetings/{meeting}", response=answers(OneMeeting, 404, 422), operation_id="meeting", url_name="meeting")
def one(request: HttpRequest, meeting: Key) -> OneMeeting:
    """Show one meeting with its agenda and minutes."""
    found = rows.meeting(request.auth, meeting)  # type: ignore[attr-defined]
    agenda, row = found.agenda, found.row
    recorded = [("progress", each) for each in agenda.progress] + [("challenges", each) for each in agenda.challenges]
    entries = [
        AgendaEntry(part=part, text=each.text, side=each.side, due=each.due, days_late=each.days_late)  # type: ignore[arg-type]
        for part, each in recorded
    ]
    entries += [
        AgendaEntry(part=each.part, text=each.text, side=each.side, due=None, days_late=None)  # type: ignore[arg-type]
        for each in agenda.points
    ]
    return OneMeeting(
        id=row.pk, title=row.title, starts_at=row.starts_at, minutes=row.minutes, state=row.state,  # type: ignore[arg-type]
        is_frozen=agenda.is_frozen, agenda=entries, notes=found.minutes.notes,
        feedback=[SideFeedback(side=each.side, keep=each.keep, change=each.change) for each in agenda.feedback],  # type: ignore[arg-type]
        promises=[each.commitment for each in found.minutes.promises],
    )  # fmt: skip


@router.get(
    "partners/{partner}/statuses", response=answers(list[Status], 404, 422), operation_id="statuses",
    url_name="statuses",
)  # fmt: skip
def statuses(request: HttpRequest, partner: Key) -> list[Status]:
    """List the weekly statuses of both sides of the last half year: those due, then those sent, the newest first."""
    page = told.statuses(request.auth, partner)  # type: ignore[attr-defined]
    return [_status(each) for each in (*page.due, *page.sent)]


def _meeting(each: Listed) -> Meeting:
    row = each.row
    return Meeting(
        id=row.pk, title=row.title, starts_at=row.starts_at, minutes=row.minutes, zone=row.zone, place=row.place,
        way=row.way, state=row.state, series=row.series, original_at=row.original_at, moved_because=row.moved_because,  # type: ignore[arg-type]
        sides=[SideCame(side=side, came=each.came[side], coming=each.coming[side]) for side in ("buyer", "factory")],
    )  # fmt: skip


def _status(each: StatusRow) -> Status:
    return Status(
        id=each.pk, side=each.side, order=each.order, due_on=each.due_on, sent_at=each.sent_at,
        state=each.state, told={name: value for name, value in each.told.items() if name != "filed_on"},  # type: ignore[arg-type]
    )  # fmt: skip
