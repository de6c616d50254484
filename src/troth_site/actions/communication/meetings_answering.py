"""Who comes to a meeting: asking people, their own answers, and answers that calendars send as files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live, meetings_promises
from troth_site.actions.communication.meetings import MeetingRefused
from troth_site.models import Attendance, Meeting
from troth_site.models.choices import AttendanceState, MeetingState
from troth_site.queries.communication.meetings_people import candidates

ANSWERS = {"ACCEPTED": AttendanceState.COMING, "DECLINED": AttendanceState.DECLINED}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReply:
    """What a calendar file says that somebody answered.

    Attributes:
        partstat: As the file has it, such as "ACCEPTED".
        planned_at: Of a series: which meeting; None for all of it, or for a meeting alone.
    """

    email: str
    partstat: str
    planned_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A reply that was taken: whose, what, and whether it is to be said again by themselves."""

    name: str
    state: str
    is_verified: bool


def answer(
    *, by: Actor, meeting: int, is_coming: bool, following: bool = False, now: datetime | None = None
) -> None:  # fmt: skip
    """Say whether one comes to a meeting, and if wanted to all that follow in its series.

    Raises:
        MeetingRefused: It is over or cancelled.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    state = AttendanceState.COMING if is_coming else AttendanceState.DECLINED
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        if row.state != MeetingState.PLANNED or row.starts_at <= moment:
            raise MeetingRefused(gettext_noop("This meeting has begun or is cancelled: there is nothing to answer."))
        side = access.side_of(by, row.relationship)
        rows = [row, *(_following(row) if following else ())]
        for each in rows:
            Attendance.objects.update_or_create(
                meeting=each, person_id=by.person,
                defaults={"state": state, "answered_at": moment, "verified": True},
                create_defaults={"side": side, "state": state, "answered_at": moment},
            )  # fmt: skip
            meetings_promises.promise(each, by=by, now=moment)
        data = {"answer": str(state), "meetings": len(rows)}
        audit.record("meeting.answered", by=by, relationship=row.relationship, subject=f"meeting {row.pk}", data=data)
        live.tell(row.relationship_id, "meeting", f"meeting {row.pk}")


def ask(*, by: Actor, meeting: int, person: int, by_mail: bool = True) -> None:
    """Ask somebody else to come; who is asked already stays as they answered.

    Raises:
        MeetingRefused: It is closed or cancelled.
        NotThere: It is nobody who can be asked here.
    """
    seen = access.of_relationship(by, Meeting, meeting, "record")
    side = access.side_of(by, seen.relationship)
    known = {each.person: each.side for each in candidates(seen.relationship, our_side=side)}
    if person not in known:
        raise access.NotThere
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).get(pk=seen.pk)
        if row.state != MeetingState.PLANNED:
            raise MeetingRefused(gettext_noop("This meeting is closed or cancelled: nobody can be asked any more."))
        _made, is_new = Attendance.objects.get_or_create(
            meeting=row, person_id=person, defaults={"side": known[person], "state": AttendanceState.ASKED}
        )
        if not is_new:
            return
        meetings_promises.promise(row, by=by)
        audit.record("meeting.asked", by=by, relationship=seen.relationship, subject=f"meeting {row.pk}")
        live.tell(row.relationship_id, "meeting", f"meeting {row.pk}")
        if by_mail:
            queue.enqueue("communication.mail_meeting", meeting=row.pk, sequence=row.sequence)


def take_replies(
    *, by: Actor, meeting: int, replies: Iterable[CalendarReply], now: datetime | None = None
) -> tuple[Taken, ...]:  # fmt: skip
    """Take what a calendar file says that people answered.

    A reply of one's own side stands. One of the other side is marked as read from a file, and promises nothing until
    the person says so here: anybody can write such a file.

    Raises:
        MeetingRefused: The meeting is over or cancelled.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    side = access.side_of(by, seen.relationship)
    taken = []
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        if row.state != MeetingState.PLANNED or row.starts_at <= moment:
            raise MeetingRefused(gettext_noop("This meeting has begun or is cancelled: there is nothing to answer."))
        asked = {each.person.email.casefold(): each for each in row.people.select_related("person")}
        for reply in replies:
            person, state = asked.get(reply.email.casefold()), ANSWERS.get(reply.partstat)
            is_this = reply.planned_at is None or reply.planned_at in (row.original_at, row.starts_at)
            if person is None or state is None or not is_this or _has_said(person, state):
                continue
            person.state, person.answered_at, person.verified = state, moment, person.side == side
            person.save(update_fields=["state", "answered_at", "verified"])
            taken.append(Taken(name=str(person.person), state=str(state), is_verified=person.verified))
        if taken:
            meetings_promises.promise(row, by=by, now=moment)
            data = {"replies": len(taken)}
            audit.record(
                "meeting.replies", by=by, relationship=row.relationship, subject=f"meeting {row.pk}", data=data
            )
            live.tell(row.relationship_id, "meeting", f"meeting {row.pk}")
    return tuple(taken)


def _has_said(person: Attendance, state: AttendanceState) -> bool:
    """Tell whether somebody said it themselves already, which no file outweighs."""
    return person.verified and person.answered_at is not None and person.state == state


def _following(row: Meeting) -> Iterable[Meeting]:
    if row.series_id is None:
        return []
    rows = Meeting.objects.filter(series=row.series_id, state=MeetingState.PLANNED, starts_at__gt=row.starts_at)
    return rows.select_for_update(of=("self",)).select_related("relationship").order_by("starts_at")
