"""Taking somebody off a meeting before it begins: they are told why, and their calendar takes it out."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live, meetings_promises
from troth_site.actions.communication.meetings import MeetingRefused
from troth_site.models import Attendance, Meeting
from troth_site.models.choices import MeetingState

LONGEST_WHY = 300
OFF = gettext_noop("you need not come")


def take_off(
    *, by: Actor, meeting: int, person: int, why: str, following: bool = False, now: datetime | None = None
) -> None:  # fmt: skip
    """Take somebody off a meeting, and if wanted off all that follow in its series.

    What was promised stands while both sides still have somebody who said yes; else it is taken back for both.

    Raises:
        MeetingRefused: No reason is given, it has begun, or it would have nobody of a side, or nobody who planned it.
        access.NotThere: They are not asked to it.
    """
    moment, reason = now or timezone.now(), " ".join(why.split())
    if not reason or len(reason) > LONGEST_WHY:
        raise MeetingRefused(gettext_noop("Say why in one sentence: the person reads it."))
    seen = access.of_relationship(by, Meeting, meeting, "record")
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("series", "relationship").get(pk=seen.pk)
        if row.state != MeetingState.PLANNED or row.starts_at <= moment:
            raise MeetingRefused(
                gettext_noop("A meeting that has begun keeps its people: say in its minutes who came.")
            )
        rows = [row, *(_following(row, person) if following else ())]
        sequence = _next(rows)
        for each in rows:
            _off(each, person)
            meetings_promises.settle(each, by=by, now=moment)
            each.sequence, each.revision = sequence, each.revision + 1
            each.save(update_fields=["sequence", "revision"])
        _tell(by, rows, person, reason)


def _following(row: Meeting, person: int) -> list[Meeting]:
    rows = Meeting.objects.filter(
        series=row.series_id, series__isnull=False, state=MeetingState.PLANNED, starts_at__gt=row.starts_at,
        people__person=person,
    )  # fmt: skip
    return list(rows.select_for_update(of=("self",)).select_related("series", "relationship").order_by("starts_at"))


def _next(rows: list[Meeting]) -> int:
    series = rows[0].series
    highest = max([each.sequence for each in rows] + ([series.sequence] if series is not None else [])) + 1
    if series is not None and len(rows) > 1:
        # The others get one letter with the whole series instead of one for each meeting.
        series.sequence = highest
        series.save(update_fields=["sequence"])
    return highest


def _off(row: Meeting, person: int) -> None:
    people = list(Attendance.objects.filter(meeting=row).order_by("pk"))
    mine = next((each for each in people if each.person_id == person), None)
    if mine is None:
        raise access.NotThere
    if mine is people[0]:
        raise MeetingRefused(
            gettext_noop("They planned the meeting, and answers go to them: they can say that they cannot come.")
        )
    if not any(each.side == mine.side for each in people if each is not mine):
        raise MeetingRefused(
            gettext_noop("Nobody of their side would be left. Ask somebody else of it first, or cancel the meeting.")
        )
    mine.delete()


def _tell(by: Actor, rows: list[Meeting], person: int, why: str) -> None:
    row = rows[0]
    data = {"person": person, "why": why, "meetings": len(rows)}
    audit.record("meeting.taken_off", by=by, relationship=row.relationship, subject=f"meeting {row.pk}", data=data)
    live.tell(row.relationship_id, "meeting", f"meeting {row.pk}")
    notices.notify(
        event="meeting", relationship=row.relationship_id, path=f"/meetings/{row.pk}/",
        subject=f"meeting {row.pk} sequence {row.sequence} off", to=[person] if person != by.person else [],
        data={"subject": row.title, "change": OFF, "when": row.starts_at.astimezone(UTC).isoformat()},
    )  # fmt: skip
    meetings = [each.pk for each in rows]
    queue.enqueue("communication.mail_taken_off", meetings=meetings, person=person, sequence=row.sequence, why=why)
    if len(rows) > 1:
        queue.enqueue("communication.mail_series", series=row.series_id, sequence=row.sequence)
    else:
        queue.enqueue("communication.mail_meeting", meeting=row.pk, sequence=row.sequence)
