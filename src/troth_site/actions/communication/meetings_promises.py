"""Coming to a meeting is a promise of each side, from the moment both have said that somebody of theirs comes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.evidence import QUALITY
from troth.commitments.outcomes import SIDES
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.ledger import NewEntry
from troth_site.models import Attendance, Commitment, Meeting
from troth_site.models.choices import AttendanceState, MeetingState
from troth_site.queries.communication.calendars import places

AHEAD = timedelta(days=14)
"""A promise to come stands on the record from two weeks before: a list of what is owed is no calendar of a year."""
WHAT = gettext_noop("Come to the meeting")
KIND = "meeting"
OPEN = ("accepted", "at_risk")


def promise(meeting: Meeting, *, by: Actor | None, now: datetime | None = None) -> bool:
    """Record inside an act on a meeting what both sides have promised by now; saying it twice changes nothing.

    Returns:
        Whether the promises stand on the record.
    """
    moment = now or timezone.now()
    people = list(Attendance.objects.filter(meeting=meeting))
    if any(row.commitment_id for row in people):
        _join(people)
        return True
    if meeting.state != MeetingState.PLANNED or meeting.starts_at > moment + AHEAD or not _agreed(people):
        return False
    locked = ledger.lock(meeting.relationship_id)
    known = places([locked.buyer_id, locked.factory_id])
    entries = []
    for side in SIDES:
        zone = known[locked.buyer_id if side == "buyer" else locked.factory_id].week.zone
        made = Commitment.objects.create(
            relationship=locked, side=side, dimension="communication", kind=KIND, what=f"{WHAT} · {meeting.title}",
            due_on=meeting.starts_at.astimezone(ZoneInfo(zone)).date(), zone=zone, state="accepted",
            accepted_by="hand", quality=QUALITY["unconfirmed"], proposed_by_id=by.person if by else None,
        )  # fmt: skip
        Attendance.objects.filter(meeting=meeting, side=side).update(commitment=made)
        # No outcome yet: whether somebody came is said when the meeting is closed, and unknown is neither.
        entries.append(_entry(made, "meeting.agreed", by, moment.date(), meeting))
    ledger.append(locked, entries)
    return True


def settle(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Take back inside an act what was promised, where not both sides have somebody any more who said yes."""
    if not _agreed(Attendance.objects.filter(meeting=meeting)):
        release(meeting, by=by, now=now)


def release(meeting: Meeting, *, by: Actor, now: datetime) -> None:
    """Take back inside an act what was promised for a time at which a meeting is not held."""
    rows = Attendance.objects.filter(meeting=meeting).exclude(commitment=None)
    promised = list(
        Commitment.objects.filter(pk__in=rows.values("commitment"), state__in=OPEN).order_by("pk").select_for_update()
    )
    rows.update(commitment=None)
    if not promised:
        return
    locked = ledger.lock(meeting.relationship_id)
    for row in promised:
        row.state = "waived"
        row.save(update_fields=["state"])
    ledger.append(locked, [_entry(row, "meeting.released", by, now.date(), meeting) for row in promised])


def promise_coming(*, now: datetime) -> int:
    """Record the promises to come to the agreed meetings of the next two weeks; every night.

    Returns:
        How many meetings stand on the record now that did not before.
    """
    rows = Meeting.objects.filter(
        state=MeetingState.PLANNED, starts_at__gt=now, starts_at__lte=now + AHEAD, people__commitment=None
    )
    promised = 0
    for pk in list(rows.order_by("starts_at").values_list("pk", flat=True).distinct()):
        with transaction.atomic():
            meeting = Meeting.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=pk)
            before = Attendance.objects.filter(meeting=meeting).exclude(commitment=None).exists()
            if promise(meeting, by=None, now=now) and not before:
                audit.record("meeting.agreed", by=None, relationship=meeting.relationship, subject=f"meeting {pk}")
                promised += 1
    return promised


def _agreed(people: Iterable[Attendance]) -> bool:
    coming = {row.side for row in people if row.verified and row.state == AttendanceState.COMING}
    return coming == set(SIDES)


def _join(people: Iterable[Attendance]) -> None:
    """Let whoever was asked later share their side's promise."""
    rows = list(people)
    promised = {row.side: row.commitment_id for row in rows if row.commitment_id}
    for row in rows:
        if row.commitment_id is None and row.side in promised:
            row.commitment_id = promised[row.side]
            row.save(update_fields=["commitment"])


def _entry(row: Commitment, kind: str, by: Actor | None, on: date, meeting: Meeting) -> NewEntry:
    content = {"what": row.what, "commitment": row.pk, "meeting": meeting.pk, "due": row.due_on}
    return NewEntry(
        kind=kind, side=row.side, dimension=row.dimension, commitment=row.pk, person=by.person if by else None,
        happened_on=on, recorded_on=on, content=content,
    )  # fmt: skip
