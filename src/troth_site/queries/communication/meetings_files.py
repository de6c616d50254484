"""Meetings in the form from which calendar files are written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from troth_site import access
from troth_site.access import Actor
from troth_site.models import Attendance, Meeting, MeetingSeries, Person
from troth_site.models.choices import AttendanceState, MeetingState
from troth_site.queries.communication.calendars import places

ANSWERS = {
    AttendanceState.ASKED: "NEEDS-ACTION", AttendanceState.COMING: "ACCEPTED", AttendanceState.DECLINED: "DECLINED",
    AttendanceState.CAME: "ACCEPTED", AttendanceState.MISSED: "ACCEPTED",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestFact:
    """Somebody asked to a meeting, as a calendar names them; the answer is a PARTSTAT."""

    person: int
    email: str
    name: str
    answer: str
    language: str
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFact:
    """One meeting.

    Attributes:
        key: What names it, or its series, for ever.
        start: In the zone it was planned in.
        planned_at: Where its series puts it, in the series' zone; None for one alone.
        partner: Both names, for whoever has many calendars.
        zones: By side: its clock; empty where nobody is told by a letter.
    """

    pk: int
    key: str
    title: str
    start: datetime
    minutes: int
    place: str
    partner: str
    path: str
    sequence: int
    is_cancelled: bool
    planned_at: datetime | None = None
    guests: tuple[GuestFact, ...] = ()
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFact:
    """A series: its plan, and the meetings as they are.

    Attributes:
        planned: Every planned start in order, with the meeting in its place; None for one left out.
    """

    key: str
    title: str
    every_weeks: int
    minutes: int
    place: str
    partner: str
    path: str
    sequence: int
    planned: tuple[tuple[datetime, MeetingFact | None], ...]
    is_cancelled: bool = False
    guests: tuple[GuestFact, ...] = ()
    zones: Mapping[str, ZoneInfo] = field(default_factory=dict)


def meeting_fact(pk: int, *, with_guests: bool = True) -> MeetingFact:
    """Return one meeting for writing a file."""
    row = Meeting.objects.select_related("series", "relationship__buyer", "relationship__factory").get(pk=pk)
    found = meeting_of(row, guests=guests_of([pk]).get(pk, ()) if with_guests else ())
    return replace(found, zones=_zones(row)) if with_guests else found


def guest_of(person: int) -> GuestFact:
    """Return somebody who is no guest any more, as their calendar names them."""
    row = Person.objects.get(pk=person)
    return GuestFact(person=row.pk, email=row.email, name=str(row), answer="NEEDS-ACTION", language=row.language)


def seen_meeting_fact(by: Actor, pk: int) -> MeetingFact:
    """Return one meeting for a file that a person downloads: without the addresses of the others.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = access.of_relationship(by, Meeting, pk)
    return meeting_of(row)


def series_fact(pk: int, *, with_guests: bool = True) -> SeriesFact:
    """Return a whole series for writing a file; its guests are those of the next meeting."""
    row = MeetingSeries.objects.select_related("relationship__buyer", "relationship__factory").get(pk=pk)
    meetings = list(
        Meeting.objects.filter(series=row).select_related("series", "relationship__buyer", "relationship__factory")
    )
    # Of one that ended too: whoever was asked is told.
    last = max(meetings, key=lambda each: each.starts_at, default=None)
    guests = guests_of([last.pk]).get(last.pk, ()) if last is not None and with_guests else ()
    found = series_of(row, meetings, guests=guests)
    return replace(found, zones=_zones(row)) if with_guests else found


def series_of(row: MeetingSeries, meetings: Iterable[Meeting], *, guests: Sequence[GuestFact] = ()) -> SeriesFact:
    """Return a series from its rows."""
    zone = ZoneInfo(row.zone)
    by_day = {_planned_day(each, zone): each for each in meetings if each.original_at is not None}
    planned = []
    day = row.first_on
    while row.until is None or day < row.until:
        at = datetime.combine(day, row.starts, tzinfo=zone)
        meeting = by_day.get(day)
        # A meeting of the series that was left out has no row; one cancelled is left out too.
        held = None if meeting is None or meeting.state == MeetingState.CANCELLED else meeting_of(meeting)
        planned.append((at, held))
        day += timedelta(weeks=row.every_weeks)
        if row.until is None:
            break
    return SeriesFact(
        key=f"series/{row.uid}", title=row.title, every_weeks=row.every_weeks, minutes=row.minutes, place=row.place,
        partner=_names(row), path=reverse("meetings", args=[row.relationship_id]), sequence=row.sequence,
        planned=tuple(planned), guests=tuple(guests), is_cancelled=row.ended_at is not None,
    )  # fmt: skip


def guests_of(meetings: Sequence[int]) -> dict[int, tuple[GuestFact, ...]]:
    """Return who is asked to each meeting; whoever was asked first planned it."""
    found: dict[int, list[GuestFact]] = {}
    rows = Attendance.objects.filter(meeting__in=meetings).select_related("person").order_by("pk")
    for row in rows:
        answer = ANSWERS[AttendanceState(row.state)]
        found.setdefault(row.meeting_id, []).append(
            GuestFact(
                person=row.person_id, email=row.person.email, name=str(row.person), answer=answer,
                language=row.person.language, side=row.side,
            )
        )  # fmt: skip
    return {pk: tuple(guests) for pk, guests in found.items()}


def _planned_day(row: Meeting, zone: ZoneInfo) -> date | None:
    return row.original_at.astimezone(zone).date() if row.original_at else None


def meeting_of(row: Meeting, *, guests: Sequence[GuestFact] = ()) -> MeetingFact:
    """Return one meeting from its row, read with its series and both organisations."""
    series = row.series
    planned_at = None
    if series is not None and row.original_at is not None:
        zone = ZoneInfo(series.zone)
        planned_at = datetime.combine(row.original_at.astimezone(zone).date(), series.starts, tzinfo=zone)
    return MeetingFact(
        pk=row.pk, key=f"meeting/{row.uid}" if series is None else f"series/{series.uid}", title=row.title,
        start=row.starts_at.astimezone(_zone(row.zone)), minutes=row.minutes, place=row.place, partner=_names(row),
        path=reverse("meeting", args=[row.pk]), sequence=row.sequence,
        is_cancelled=row.state == MeetingState.CANCELLED, planned_at=planned_at, guests=tuple(guests),
    )  # fmt: skip


def _zones(row: Meeting | MeetingSeries) -> dict[str, ZoneInfo]:
    between = {"buyer": row.relationship.buyer_id, "factory": row.relationship.factory_id}
    known = places(between.values())
    return {side: ZoneInfo(known[organisation].week.zone) for side, organisation in between.items()}


def _names(row: Meeting | MeetingSeries) -> str:
    return f"{row.relationship.buyer.name} · {row.relationship.factory.name}"


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name or "UTC")
