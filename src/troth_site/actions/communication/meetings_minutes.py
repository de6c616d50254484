"""Holding a meeting: its words, the promises made, what became of earlier ones, and who was there."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.minutes import MinuteItem, PromiseStatus, read_minutes
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, commitments
from troth_site.actions.communication import agendas, live
from troth_site.actions.communication.meetings import MeetingRefused
from troth_site.actions.communication.meetings_changing import Edition, merged, values_of
from troth_site.models import AgendaItem, Attendance, Meeting, Person
from troth_site.models.choices import AgendaPart, AttendanceState, MeetingState
from troth_site.queries.communication.agendas import MADE, STATUS, items_of
from troth_site.queries.communication.meetings_minutes import earlier_promises

LONGEST_NOTES = 20_000
STEPS = {
    PromiseStatus.KEPT: "close_kept",
    PromiseStatus.LATE: "close_late",
    PromiseStatus.NOT_KEPT: "close_broken",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of an earlier promise in a meeting.

    Attributes:
        status: One of PromiseStatus.
        note: What shows it, or why it is still open.
        done_on: Of a late one: the day it was done.
    """

    commitment: int
    status: str
    note: str
    done_on: date | None = None


def write(*, by: Actor, meeting: int, edition: Edition, now: datetime | None = None) -> None:
    """Write the words of the minutes; with the first of them the agenda stands as it is.

    Raises:
        MeetingRefused: The meeting has not begun, or is closed.
        TwoVersionsMet: Somebody else wrote meanwhile.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    with transaction.atomic():
        row = held(seen.pk, moment)
        notes = merged(edition, values_of(row), revision=row.revision)["notes"]
        if len(notes) > LONGEST_NOTES:
            raise MeetingRefused(gettext_noop("These minutes are longer than 20,000 characters: shorten them."))
        if notes == row.notes:
            return
        row.notes, row.revision = notes, row.revision + 1
        row.save(update_fields=["notes", "revision"])
        note(by, seen, "meeting.minuted")


def promise(
    *, by: Actor, meeting: int, what: str, due_on: date | None, owner: str = "", now: datetime | None = None
) -> int:
    """Promise something in a meeting for one's own side, and return the promise; the other side accepts it.

    Raises:
        MeetingRefused: It lacks what, who or by when, or the meeting has not begun or is closed.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    side = access.side_of(by, seen.relationship)
    person = owner.strip() or Person.objects.get(pk=by.person).name or by.email
    read = read_minutes(
        [MinuteItem(text=what, side=side, owner=person, due=due_on)], on=seen.starts_at.date()
    )  # fmt: skip
    if not read.promises:
        raise MeetingRefused(gettext_noop("A promise says what, and by which day, from the day of the meeting on."))
    made = read.promises[0]
    with transaction.atomic():
        row = held(seen.pk, moment)
        commitment = commitments.propose(
            by=by, relationship=row.relationship_id, dimension="communication", what=made.text[:300],
            due_on=made.due, on=moment.date(),
        )  # fmt: skip
        AgendaItem.objects.create(
            meeting=row, part=AgendaPart.CHALLENGES, side=side, text=made.text[:500], source=MADE,
            commitment_id=commitment, status_note=made.owner[:500], written_by_id=by.person, position=2,
        )  # fmt: skip
        note(by, seen, "meeting.promised")
    return commitment


def accept(*, by: Actor, meeting: int, commitment: int, now: datetime | None = None) -> None:
    """Accept what the other side promised in a meeting; from then on it counts.

    Raises:
        NotThere: It was not made in this meeting.
        troth.commitments.lifecycle.MoveError: It cannot be accepted any more, or it is one's own.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    if not AgendaItem.objects.filter(meeting=seen, source=MADE, commitment=commitment).exists():
        raise access.NotThere
    with transaction.atomic():
        commitments.step(by=by, commitment=commitment, event="accept", on=moment.date())
        note(by, seen, "meeting.accepted")


def say_status(*, by: Actor, meeting: int, said: Said, now: datetime | None = None) -> None:
    """Say what became of a promise of an earlier meeting: kept, late, broken, or still open and why.

    Raises:
        MeetingRefused: It cannot be said of this promise now, or lacks what shows it.
        NotThere: It is no promise that waits for a word here.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    with transaction.atomic():
        row = held(seen.pk, moment)
        side = access.side_of(by, seen.relationship)
        waiting = {each.commitment: each for each in earlier_promises(row, items_of(row.pk), our_side=side)}
        found = waiting.get(said.commitment)
        if found is None:
            raise access.NotThere
        if said.status not in found.may:
            raise MeetingRefused(gettext_noop("This cannot be said of the promise any more: look where it stands now."))
        if not said.note.strip():
            raise MeetingRefused(gettext_noop("Say what shows it, or why it is still open: the other side reads it."))
        status = PromiseStatus(said.status)
        if status in STEPS:
            commitments.step(
                by=by, commitment=said.commitment, event=STEPS[status], evidence=said.note,  # type: ignore[arg-type]
                done_on=said.done_on if status != PromiseStatus.NOT_KEPT else None, on=moment.date(),
            )  # fmt: skip
        AgendaItem.objects.update_or_create(
            meeting=row, source=STATUS, commitment_id=said.commitment,
            defaults={
                "part": AgendaPart.CHALLENGES, "side": found.side, "text": found.what[:500], "position": 3,
                "status": said.status, "status_note": said.note.strip()[:500], "written_by_id": by.person,
            },
        )  # fmt: skip
        note(by, seen, "meeting.status")


def say_who_came(*, by: Actor, meeting: int, came: set[int], missed: set[int], now: datetime | None = None) -> None:
    """Say who of those asked came and who did not; nobody is taken for either without a word.

    Raises:
        MeetingRefused: The meeting has not begun or is closed, or somebody both came and did not.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    if came & missed:
        raise MeetingRefused(gettext_noop("Somebody cannot both have come and not."))
    with transaction.atomic():
        row = held(seen.pk, moment)
        people = Attendance.objects.filter(meeting=row)
        people.filter(person__in=came).update(state=AttendanceState.CAME)
        people.filter(person__in=missed).update(state=AttendanceState.MISSED)
        note(by, seen, "meeting.attendance")


def held(pk: int, now: datetime) -> Meeting:
    """Return a meeting that has begun, locked and with its agenda standing.

    Raises:
        MeetingRefused: It has not begun, or is closed or cancelled.
    """
    row = Meeting.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=pk)
    if row.state != MeetingState.PLANNED:
        raise MeetingRefused(gettext_noop("This meeting is closed or cancelled: its minutes stand as they are."))
    if row.starts_at > now:
        raise MeetingRefused(gettext_noop("This meeting has not begun yet."))
    agendas.freeze(row, now=now)
    return row


def note(by: Actor, seen: Meeting, verb: str) -> None:
    """Record inside an act on a meeting what was done, and let open pages hear of it."""
    audit.record(verb, by=by, relationship=seen.relationship, subject=f"meeting {seen.pk}")
    live.tell(seen.relationship_id, "meeting", f"meeting {seen.pk}")
