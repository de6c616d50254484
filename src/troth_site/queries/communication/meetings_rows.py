"""Meetings as pages, programs and calendars read them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from troth_site.models import Meeting
from troth_site.queries.communication.calendars import ClosedDay, closed_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The zones of both sides, for showing an hour on both clocks."""

    buyer: ZoneInfo
    factory: ZoneInfo

    def on(self, side: str, moment: datetime) -> datetime:
        """Return a moment on a side's clock."""
        return moment.astimezone(self.buyer if side == "buyer" else self.factory)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """One meeting.

    Attributes:
        way: "call", "video", "visit", or empty where nobody said.
        local: By side: its start on that side's clock.
        original_at: Where its series would have put it; None for one alone.
        is_over: It lies behind us, whatever is written down of it.
    """

    pk: int
    uid: str
    relationship: int
    title: str
    starts_at: datetime
    minutes: int
    zone: str
    place: str
    way: str
    state: str
    series: int | None
    original_at: datetime | None
    moved_because: str
    local: dict[str, datetime]
    is_over: bool
    held_at: datetime | None
    closed_at: datetime | None
    sequence: int
    revision: int

    @property
    def ends_at(self) -> datetime:
        """Return when it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        """Tell whether it was held at least in part, as far as anybody wrote down."""
        return self.held_at is not None

    def day_of(self, side: str) -> date:
        """Return its day on a side's calendar."""
        return self.local[side].date()


def row_of(meeting: Meeting, clocks: Clocks, *, now: datetime) -> MeetingRow:
    """Return one meeting as it stands."""
    return MeetingRow(
        pk=meeting.pk, uid=str(meeting.uid), relationship=meeting.relationship_id, title=meeting.title,
        starts_at=meeting.starts_at, minutes=meeting.minutes, zone=meeting.zone, place=meeting.place,
        way=meeting.way, state=meeting.state, series=meeting.series_id, original_at=meeting.original_at,
        moved_because=meeting.moved_because or _closed(meeting),
        local={side: clocks.on(side, meeting.starts_at) for side in ("buyer", "factory")},
        is_over=meeting.starts_at + timedelta(minutes=meeting.minutes) <= now, held_at=meeting.held_at,
        closed_at=meeting.closed_at, sequence=meeting.sequence, revision=meeting.revision,
    )  # fmt: skip


def _closed(meeting: Meeting) -> str:
    """Return who was closed on the planned day and what they call it, in the reader's language."""
    language = get_language() or "en"
    told = [ClosedDay(**each | {"day": date.fromisoformat(each["day"])}) for each in meeting.moved_by]
    named = [(each.side, closed_name(each, language=language)) for each in told]
    return " · ".join(f"{side}: {name}" if name else side for side, name in named)
