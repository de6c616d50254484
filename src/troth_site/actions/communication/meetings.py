"""Planning meetings: one, or a series, at a slot that a person chose."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live, meetings_promises
from troth_site.models import Attendance, Meeting, MeetingSeries, Relationship
from troth_site.models.choices import AttendanceState, MeetingState, MeetingWay
from troth_site.queries.communication import slots
from troth_site.queries.communication.calendars import closed_days
from troth_site.queries.communication.meetings_people import candidates

LONGEST_MINUTES, MOST_MEETINGS = 480, 26
LONGEST_TITLE, LONGEST_PLACE = 200, 300
CLOSED_THEN = "%(name)s: %(why)s"


class MeetingRefused(Exception):
    """The meeting cannot be planned or changed like this; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What somebody plans.

    Attributes:
        choice: The key of the offer they chose.
        people: Whom they ask to come, of both sides; they themselves come.
        way: "call", "video" or "visit"; empty where nobody says.
        by_mail: Whether invitations go out by mail.
    """

    title: str
    asked: slots.Asked
    choice: str
    people: Sequence[int] = ()
    place: str = ""
    way: str = ""
    by_mail: bool = True


def plan(*, by: Actor, relationship: int, plan: Plan, now: datetime | None = None) -> int:
    """Plan a meeting or a series at the slot somebody chose, and return the key of its first meeting.

    Raises:
        MeetingRefused: It says nothing, lies in the past, or the slot is not offered any more.
    """
    moment = now or timezone.now()
    row = access.relationship(by, relationship, "record")
    _refuse_nonsense(plan)
    chosen = _chosen(by, relationship, plan)
    held = [each for each in chosen.meetings if each.start is not None]
    if not held or min(each.start for each in held if each.start) <= moment:
        raise MeetingRefused(gettext_noop("This slot has passed. Choose a later one."))
    with transaction.atomic():
        locked = Relationship.objects.select_for_update(of=("self",)).select_related("buyer", "factory").get(pk=row.pk)
        zone = _own_zone(by, locked, chosen)
        series = _series(by, locked, plan, chosen, zone, moment) if plan.asked.every_weeks else None
        made = Meeting.objects.bulk_create(
            Meeting(
                relationship=locked, series=series, original_at=each.planned_at if series else None,
                title=plan.title.strip(), starts_at=each.start, minutes=plan.asked.minutes, zone=zone,
                place=plan.place.strip(), way=plan.way, state=MeetingState.PLANNED,
                moved_by=_moved_by(locked, each, zone),
            )
            for each in held
        )  # fmt: skip
        _ask(by, locked, made, plan.people, moment)
        for meeting in made:
            meetings_promises.promise(meeting, by=by, now=moment)
        _tell(by, locked, made[0], series, plan)
    return made[0].pk


def _refuse_nonsense(plan: Plan) -> None:
    asked = plan.asked
    if not plan.title.strip() or len(plan.title) > LONGEST_TITLE or len(plan.place) > LONGEST_PLACE:
        raise MeetingRefused(gettext_noop("Say what the meeting is called, in at most 200 characters."))
    if not 5 <= asked.minutes <= LONGEST_MINUTES:
        raise MeetingRefused(gettext_noop("A meeting takes 5 minutes to 8 hours."))
    if plan.way and plan.way not in MeetingWay.values:
        raise MeetingRefused(gettext_noop("Choose a call, a video call or a visit."))
    if asked.every_weeks not in (0, 1, 2) or (asked.every_weeks and not 2 <= asked.count <= MOST_MEETINGS):
        raise MeetingRefused(gettext_noop("A series has 2 to 26 meetings, each week or every second week."))


def _chosen(by: Actor, relationship: int, plan: Plan) -> slots.Offer:
    try:
        offered = slots.offers(by, relationship, plan.asked).offers
    except slots.NoSlot as error:
        raise MeetingRefused(gettext_noop("The two sides share no open day for this. Choose another time.")) from error
    found = next((offer for offer in offered if offer.key == plan.choice), None)
    if found is None:
        raise MeetingRefused(gettext_noop("The calendars have changed since: look at the slots again and choose one."))
    return found


def _own_zone(by: Actor, row: Relationship, chosen: slots.Offer) -> str:
    first = next(each for each in chosen.meetings if each.start is not None)
    zone = first.local[access.side_of(by, row)].tzinfo
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def _series(
    by: Actor, row: Relationship, plan: Plan, chosen: slots.Offer, zone: str, now: datetime
) -> MeetingSeries:  # fmt: skip
    asked = plan.asked
    return MeetingSeries.objects.create(
        relationship=row, title=plan.title.strip(), every_weeks=asked.every_weeks, first_on=asked.first_on,
        until=asked.first_on + timedelta(weeks=asked.every_weeks * asked.count), minutes=asked.minutes,
        starts=chosen.meetings[0].planned_at.astimezone(ZoneInfo(zone)).time(), zone=zone, place=plan.place.strip(),
        alternates=chosen.key == slots.TURNS, organiser_id=by.person, created_at=now,
    )  # fmt: skip


def _moved_by(row: Relationship, each: slots.Offered, zone: str) -> list[dict[str, Any]]:
    """Return why a meeting is not on its planned day: who is closed, and by which list, in no reader's language."""
    if not each.is_moved:
        return []
    planned = each.planned_at.astimezone(ZoneInfo(zone)).date()
    return [
        asdict(closed) | {"day": closed.day.isoformat()}
        for closed in closed_days([row.buyer_id, row.factory_id], planned)
    ]


def _ask(by: Actor, row: Relationship, made: Sequence[Meeting], people: Sequence[int], now: datetime) -> None:
    side = access.side_of(by, row)
    known = {each.person: each.side for each in candidates(row, our_side=side)}
    if set(people) - set(known):
        raise access.NotThere
    # Whoever plans it comes first: replies go to them.
    rows = [(by.person, side, AttendanceState.COMING)]
    rows += [(person, known[person], AttendanceState.ASKED) for person in dict.fromkeys(people) if person != by.person]
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting, person_id=person, side=of, state=state,
            answered_at=now if state == AttendanceState.COMING else None,
        )
        for meeting in made
        for person, of, state in rows
    )  # fmt: skip


def _tell(by: Actor, row: Relationship, first: Meeting, series: MeetingSeries | None, plan: Plan) -> None:
    subject = f"meeting {first.pk}" if series is None else f"series {series.pk}"
    audit.record("meeting.planned", by=by, relationship=row, subject=subject)
    live.tell(row.pk, "meeting", f"meeting {first.pk}")
    tell_people(first, by=by, change=gettext_noop("planned"))
    if plan.by_mail and series is None:
        queue.enqueue("communication.mail_meeting", meeting=first.pk, sequence=0)
    elif plan.by_mail and series is not None:
        queue.enqueue("communication.mail_series", series=series.pk, sequence=0)


def tell_people(meeting: Meeting, *, by: Actor, change: str) -> None:
    """Note inside an act on a meeting that those asked to it are to be told."""
    rows = Attendance.objects.filter(meeting=meeting).exclude(person=by.person).order_by("person")
    notices.notify(
        event="meeting", relationship=meeting.relationship_id, path=f"/meetings/{meeting.pk}/",
        subject=f"meeting {meeting.pk} sequence {meeting.sequence} {change}"[:120],
        to=list(rows.values_list("person", flat=True)),
        data={"subject": meeting.title, "change": change, "when": meeting.starts_at.astimezone(UTC).isoformat()},
    )  # fmt: skip
