"""What people add to an agenda before a meeting, and the agenda as it stood when the meeting was held."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.actions.communication.meetings import MeetingRefused
from troth_site.models import AgendaItem, Meeting
from troth_site.models.choices import AgendaPart, MeetingState
from troth_site.queries.communication.agendas import (
    CHANGE,
    KEEP,
    POINT,
    AgendaLine,
    line_of_challenge,
    line_of_milestone,
    live_agenda,
)

LONGEST = 500
MOST_POINTS = 50


def add_point(*, by: Actor, meeting: int, part: str, text: str) -> int:
    """Add a point to an agenda and return its key; both sides read it.

    Raises:
        MeetingRefused: It says nothing, belongs to no part, or the meeting is closed.
    """
    said = _said(text)
    if part not in (AgendaPart.PROGRESS, AgendaPart.CHALLENGES, AgendaPart.INFORMAL):
        raise MeetingRefused(gettext_noop("Choose the part of the agenda it belongs to."))
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    with transaction.atomic():
        row = _open(seen.pk)
        if AgendaItem.objects.filter(meeting=row, source=POINT).count() >= MOST_POINTS:
            raise MeetingRefused(gettext_noop("Fifty points are more than a meeting holds. Remove some first."))
        made = AgendaItem.objects.create(
            meeting=row, part=part, side=access.side_of(by, seen.relationship), text=said, source=POINT,
            written_by_id=by.person, position=1,
        )  # fmt: skip
        _note(by, seen, "agenda.added")
    return made.pk


def remove_point(*, by: Actor, meeting: int, point: int) -> None:
    """Remove a point one wrote oneself; one that is gone already is gone.

    Raises:
        NotAllowed: Somebody else wrote it.
    """
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    with transaction.atomic():
        row = _open(seen.pk)
        found = AgendaItem.objects.filter(meeting=row, pk=point, source=POINT).first()
        if found is None:
            return
        if found.written_by_id != by.person:
            raise access.NotAllowed
        found.delete()
        _note(by, seen, "agenda.removed")


def say_feedback(*, by: Actor, meeting: int, keep: str, change: str) -> None:
    """Say for one's own side what is to be kept and what is to be changed; saying it again replaces it.

    Raises:
        MeetingRefused: It says nothing at all, or the meeting is closed.
    """
    if not keep.strip() and not change.strip():
        raise MeetingRefused(gettext_noop("Say one thing to keep or one thing to change."))
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    side = access.side_of(by, seen.relationship)
    with transaction.atomic():
        row = _open(seen.pk)
        for source, text in ((KEEP, keep), (CHANGE, change)):
            if not text.strip():
                AgendaItem.objects.filter(meeting=row, side=side, source=source).delete()
                continue
            AgendaItem.objects.update_or_create(
                meeting=row, side=side, source=source,
                defaults={
                    "part": AgendaPart.FEEDBACK, "text": text.strip()[:LONGEST], "written_by_id": by.person,
                },
            )  # fmt: skip
        _note(by, seen, "agenda.feedback")


def freeze(meeting: Meeting, *, now: datetime | None = None) -> None:
    """Let an agenda stand as it is, inside the act by which a meeting is held; saying it twice changes nothing."""
    if meeting.held_at is not None:
        return
    moment = now or timezone.now()
    built = live_agenda(meeting, on=moment.date())
    lines = [(AgendaPart.PROGRESS, line_of_milestone(each, moment.date())) for each in built.progress]
    lines += [(AgendaPart.CHALLENGES, line_of_challenge(each)) for each in built.challenges]
    AgendaItem.objects.bulk_create(_row(meeting, part, line, at) for at, (part, line) in enumerate(lines))
    meeting.held_at = moment
    meeting.save(update_fields=["held_at"])


def _row(meeting: Meeting, part: AgendaPart, line: AgendaLine, position: int) -> AgendaItem:
    return AgendaItem(
        meeting=meeting, part=part, side=line.side, text=line.text[:LONGEST], position=position, from_record=True,
        source=line.source, status="" if line.days_late is None else str(line.days_late),
        status_note="" if line.due is None else line.due.isoformat(),
    )  # fmt: skip


def _said(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise MeetingRefused(gettext_noop("Write what is to be spoken about, in at most 500 characters."))
    return said


def _open(pk: int) -> Meeting:
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.state != MeetingState.PLANNED:
        raise MeetingRefused(gettext_noop("This meeting is closed or cancelled: its agenda stands as it is."))
    return row


def _note(by: Actor, seen: Meeting, verb: str) -> None:
    audit.record(verb, by=by, relationship=seen.relationship, subject=f"meeting {seen.pk}")
    live.tell(seen.relationship_id, "meeting", f"meeting {seen.pk}")
