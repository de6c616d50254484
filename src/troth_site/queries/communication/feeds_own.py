"""What one person has before them over all partners: what falls due, meetings, and days off."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from troth.basis.closures import closed_runs
from troth.basis.spans import Span
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Attendance, Commitment, Meeting, ReplyRequest
from troth_site.models.choices import MeetingState
from troth_site.queries.communication.calendars import Place, around_years, calendar_of, places
from troth_site.queries.partner_page.open_promises import OPEN

PAGE_DAYS = 30
MOST = 200
# Lines of orders have their own lists; a calendar of them would hide the rest. Meetings stand there themselves.
ELSEWHERE = ("order line", "meeting")
NAMES = ("relationship__buyer__name", "relationship__factory__name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something a side of the person's has to do by a day.

    Attributes:
        kind: promise, status or request.
        key: Of the promise or request.
        at: The moment of a request's deadline, None for a whole day.
    """

    kind: str
    key: int
    day: date
    what: str
    partner: str
    relationship: int
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMeeting:
    """A meeting one is asked to, on both clocks."""

    pk: int
    title: str
    minutes: int
    place: str
    relationship: int
    partner: str
    local: datetime
    theirs: datetime
    my_answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOff:
    """Days in a row on which one's own house or a partner one meets is closed, with what they are called."""

    first: date
    last: date
    names: tuple[str, ...]
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCalendar:
    """What one person has before them, each list by its day."""

    meetings: tuple[OwnMeeting, ...]
    dues: tuple[Due, ...]
    days_off: tuple[DaysOff, ...]


def own_calendar(by: Actor, *, now: datetime, days: int = PAGE_DAYS, language: str = "en") -> OwnCalendar:
    """Return what a person has before them in the days to come."""
    until = now + timedelta(days=days)
    rows = Attendance.objects.filter(
        person=by.person, meeting__relationship__in=access.relationships(by), meeting__state=MeetingState.PLANNED,
        meeting__starts_at__gte=now - timedelta(hours=8), meeting__starts_at__lt=until,
    )  # fmt: skip
    rows = rows.select_related("meeting__relationship__buyer", "meeting__relationship__factory")
    asked = list(rows.order_by("meeting__starts_at", "pk"))
    met = {pk for row in asked for pk in (row.meeting.relationship.buyer_id, row.meeting.relationship.factory_id)}
    known = places(met | set(by.organisations()))
    return OwnCalendar(
        meetings=tuple(_own(by, row.meeting, row.state, known) for row in asked),
        dues=dues(by, now.date(), until.date()),
        days_off=_days_off(known, Span(now.date(), until.date()), language),
    )


def dues(by: Actor, first: date, until: date) -> tuple[Due, ...]:
    """Return what the person's own sides have to do, by its day."""
    return tuple(sorted([*_promises(by, first, until), *_requests(by, first, until)], key=lambda each: each.day))


def _own(by: Actor, row: Meeting, answer: str, known: dict[int, Place]) -> OwnMeeting:
    pair = row.relationship
    is_buyer = access.side_of(by, pair) == "buyer"
    ours, theirs = (pair.buyer, pair.factory) if is_buyer else (pair.factory, pair.buyer)
    return OwnMeeting(
        pk=row.pk, title=row.title, minutes=row.minutes, place=row.place, relationship=pair.pk, partner=theirs.name,
        local=row.starts_at.astimezone(ZoneInfo(known[ours.pk].week.zone)),
        theirs=row.starts_at.astimezone(ZoneInfo(known[theirs.pk].week.zone)), my_answer=answer,
    )  # fmt: skip


def _promises(by: Actor, first: date, until: date) -> list[Due]:
    mine = by.organisations()
    ours = Q(side="buyer", relationship__buyer__in=mine) | Q(side="factory", relationship__factory__in=mine)
    rows = Commitment.objects.filter(ours, state__in=OPEN, due_on__gte=first, due_on__lt=until, request=None)
    rows = rows.filter(relationship__hidden=False).exclude(kind__in=ELSEWHERE).order_by("due_on", "pk")
    rows = rows.exclude(pk__in=by.unseen.promises)
    return [
        Due(
            kind="status" if kind == "status" else "promise", key=pk, day=due_on, what=what,
            partner=factory if side == "buyer" else buyer, relationship=relationship,
        )
        for pk, kind, what, due_on, side, relationship, buyer, factory in rows.values_list(
            "pk", "kind", "what", "due_on", "side", "relationship_id", *NAMES
        )[:MOST]
    ]  # fmt: skip


def _requests(by: Actor, first: date, until: date) -> list[Due]:
    mine = by.organisations()
    # Whoever did not ask is to answer.
    ours = Q(side="factory", relationship__buyer__in=mine) | Q(side="buyer", relationship__factory__in=mine)
    begin, end = (datetime.combine(day, time(), tzinfo=UTC) for day in (first, until))
    rows = ReplyRequest.objects.filter(ours, answered_at=None, withdrawn_at=None, due_at__gte=begin, due_at__lt=end)
    return [
        Due(
            kind="request", key=pk, day=due_at.date(), what=what, partner=factory if side == "factory" else buyer,
            relationship=relationship, at=due_at,
        )
        for pk, what, due_at, side, relationship, buyer, factory in rows.order_by("due_at", "pk").values_list(
            "pk", "what", "due_at", "side", "relationship_id", *NAMES
        )[:MOST]
    ]  # fmt: skip


def _days_off(known: dict[int, Place], span: Span, language: str) -> tuple[DaysOff, ...]:
    found = [
        DaysOff(first=run.span.start, last=run.span.end - timedelta(days=1), names=run.names, organisation=place.name)
        for place in known.values()
        for run in closed_runs(span, calendar=calendar_of(place, years=around_years(span.start), language=language))
    ]
    return tuple(sorted(found, key=lambda each: (each.first, each.organisation)))
