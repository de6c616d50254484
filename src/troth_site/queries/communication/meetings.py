"""Meetings of a relationship: what comes, what was, and one meeting with everything said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from troth.communication.minutes import Invited, attendance
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Attendance, Meeting, MeetingSeries
from troth_site.models.choices import AttendanceState, MeetingState
from troth_site.queries.communication import meetings_minutes as written
from troth_site.queries.communication.agendas import AgendaPage, agenda_page, items_of
from troth_site.queries.communication.calendars import places
from troth_site.queries.communication.meetings_people import Asked, Candidate, asked_to, candidates, is_agreed
from troth_site.queries.communication.meetings_rows import Clocks, MeetingRow, row_of
from troth_site.queries.partners import Partnership, as_partnership, partnership

SHOWN = 20
CAME = {AttendanceState.CAME.value: True, AttendanceState.MISSED.value: False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A meeting in a list.

    Attributes:
        came: By side: whether somebody of it came; None where nobody has said.
        my_answer: What the viewer said to it, empty where they were not asked.
        coming: By side: how many said they come.
    """

    row: MeetingRow
    came: dict[str, bool | None]
    coming: dict[str, int]
    my_answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """A series with meetings still to come."""

    pk: int
    title: str
    every_weeks: int
    starts: str
    zone: str
    minutes: int
    place: str
    until: date | None
    alternates: bool
    left: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsPage:
    """All meetings of a relationship, the next ones first."""

    partnership: Partnership
    clocks: Clocks
    ahead: tuple[Listed, ...]
    waiting: tuple[Listed, ...]
    past: tuple[Listed, ...]
    series: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMeeting:
    """One meeting as its page shows it.

    Attributes:
        is_agreed: Both sides have said that somebody of theirs comes.
        came: By side, as told of the people asked.
    """

    row: MeetingRow
    partnership: Partnership
    clocks: Clocks
    people: tuple[Asked, ...]
    others: tuple[Candidate, ...]
    agenda: AgendaPage
    minutes: written.MinutesPage
    came: dict[str, bool | None]
    is_agreed: bool
    me: Asked | None


def clocks_of(found: Partnership) -> Clocks:
    """Return the zones of both sides as their calendars say, in two queries."""
    known = places([found.buyer, found.factory])
    return Clocks(buyer=ZoneInfo(known[found.buyer].week.zone), factory=ZoneInfo(known[found.factory].week.zone))


def meetings(by: Actor, relationship: int, *, now: datetime | None = None) -> MeetingsPage:
    """Return the meetings of a relationship.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    found = partnership(by, relationship)
    moment, clocks = now or timezone.now(), clocks_of(found)
    listed = _listed(by, found.pk, clocks, moment)
    ahead = [each for each in listed if not each.row.is_over and each.row.state == MeetingState.PLANNED]
    waiting = [each for each in listed if each.row.is_over and each.row.state == MeetingState.PLANNED]
    past = [each for each in listed if each.row.state != MeetingState.PLANNED]
    return MeetingsPage(
        partnership=found, clocks=clocks, ahead=tuple(reversed(ahead)), waiting=tuple(waiting), past=tuple(past),
        series=_series(found.pk, ahead),
    )  # fmt: skip


def _listed(by: Actor, relationship: int, clocks: Clocks, now: datetime) -> list[Listed]:
    rows = Meeting.objects.filter(relationship=relationship).order_by("-starts_at", "-pk")
    ahead = list(rows.filter(starts_at__gte=now - timedelta(hours=8), state=MeetingState.PLANNED)[: 3 * SHOWN])
    seen = {row.pk for row in ahead}
    before = list(rows.exclude(pk__in=seen).filter(starts_at__lt=now + timedelta(days=366))[:SHOWN])
    found = sorted([*ahead, *before], key=lambda row: (row.starts_at, row.pk), reverse=True)
    people: dict[int, list[Attendance]] = {}
    for each in Attendance.objects.filter(meeting__in=[row.pk for row in found]):
        people.setdefault(each.meeting_id, []).append(each)
    return [_with_people(by, row_of(row, clocks, now=now), people.get(row.pk, [])) for row in found]


def _with_people(by: Actor, row: MeetingRow, people: Sequence[Attendance]) -> Listed:
    invited = [Invited(person=str(p.person_id), side=p.side, came=CAME.get(p.state)) for p in people]  # type: ignore[arg-type]
    coming = [person.side for person in people if person.state in {"coming", "came"}]
    return Listed(
        row=row,
        came={each.side: each.came for each in attendance(invited)},
        coming={side: coming.count(side) for side in ("buyer", "factory")},
        my_answer=next((person.state for person in people if person.person_id == by.person), ""),
    )


def _series(relationship: int, ahead: Sequence[Listed]) -> tuple[SeriesRow, ...]:
    left: dict[int, int] = {}
    for each in ahead:
        if each.row.series is not None:
            left[each.row.series] = left.get(each.row.series, 0) + 1
    rows = MeetingSeries.objects.filter(relationship=relationship, pk__in=left, ended_at=None).order_by("pk")
    return tuple(_series_row(row, left[row.pk]) for row in rows)


def _series_row(row: MeetingSeries, left: int) -> SeriesRow:
    return SeriesRow(
        pk=row.pk, title=row.title, every_weeks=row.every_weeks, starts=f"{row.starts:%H:%M}", zone=row.zone,
        minutes=row.minutes, place=row.place, until=row.until, alternates=row.alternates, left=left,
        revision=row.revision,
    )  # fmt: skip


def one_series(by: Actor, pk: int) -> tuple[Partnership, SeriesRow]:
    """Return one series the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    row = access.of_relationship(by, MeetingSeries, pk)
    left = Meeting.objects.filter(series=row, state=MeetingState.PLANNED, starts_at__gt=timezone.now()).count()
    return as_partnership(by, row.relationship), _series_row(row, left)


def meeting(by: Actor, pk: int, *, now: datetime | None = None) -> OneMeeting:
    """Return one meeting with its people, its agenda and its minutes.

    Raises:
        access.NotThere: There is none for this person.
    """
    seen = access.of_relationship(by, Meeting, pk)
    moment = now or timezone.now()
    found = as_partnership(by, seen.relationship)
    clocks = clocks_of(found)
    people, items = asked_to(seen.pk), items_of(seen.pk)
    agenda = agenda_page(seen, items, by=by, today=moment.date())
    invited = [Invited(person=each.name, side=each.side, came=CAME.get(each.state)) for each in people]
    return OneMeeting(
        row=row_of(seen, clocks, now=moment), partnership=found, clocks=clocks, people=people,
        others=_not_asked(seen, people, found.our_side), agenda=agenda,
        minutes=written.minutes_page(seen, items, people, our_side=found.our_side, clocks=clocks),
        came={each.side: each.came for each in attendance(invited)}, is_agreed=is_agreed(people),
        me=next((each for each in people if each.person == by.person), None),
    )  # fmt: skip


def values_of(row: MeetingRow) -> dict[str, str]:
    """Return what can be edited of a meeting, as its form shows it."""
    local = row.starts_at.astimezone(ZoneInfo(row.zone))
    return {
        "title": row.title, "day": local.date().isoformat(), "clock": f"{local:%H:%M}", "minutes": str(row.minutes),
        "place": row.place, "way": row.way,
    }  # fmt: skip


def _not_asked(row: Meeting, people: Sequence[Asked], our_side: str) -> tuple[Candidate, ...]:
    asked = {each.person for each in people}
    return tuple(each for each in candidates(row.relationship, our_side=our_side) if each.person not in asked)
