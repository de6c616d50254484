"""Changing and cancelling meetings: one of them, or a whole series; two people who edit one both see both versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.communication.editions import Merged, merge
from troth.communication.zones import SkippedTime, at_zone
from troth_site import access, queue
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live, meetings_promises
from troth_site.actions.communication.meetings import LONGEST_MINUTES, MeetingRefused, tell_people
from troth_site.models import Attendance, Meeting, MeetingSeries
from troth_site.models.choices import AttendanceState, MeetingState, MeetingWay


class TwoVersionsMet(Exception):
    """Somebody else changed the same fields meanwhile: both versions, and the revision that stands now."""

    def __init__(self, merged: Merged[str], *, revision: int) -> None:
        super().__init__("two versions")
        self.merged, self.revision = merged, revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What somebody wrote into the fields of a meeting or a series.

    Attributes:
        revision: Of which they began.
        before: What the fields said then.
        mine: What they say now: title, day (2026-03-12), clock (09:30), minutes, place, way, notes.
        why: Why it moves, for the others.
        by_mail: Whether the others are mailed.
    """

    revision: int
    mine: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    by_mail: bool = True


def values_of(meeting: Meeting) -> dict[str, str]:
    """Return what can be edited of a meeting, as its form shows it."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    return {
        "title": meeting.title, "day": local.date().isoformat(), "clock": f"{local:%H:%M}",
        "minutes": str(meeting.minutes), "place": meeting.place, "way": meeting.way, "notes": meeting.notes,
    }  # fmt: skip


def merged(edition: Edition, theirs: Mapping[str, str], *, revision: int) -> dict[str, str]:
    """Return the fields as they are to be saved.

    Raises:
        TwoVersionsMet: Somebody else changed the same field in another way.
    """
    if edition.revision == revision:
        return dict(edition.mine)
    found = merge(before=edition.before, mine=edition.mine, theirs=theirs)
    if found.conflicts:
        raise TwoVersionsMet(found, revision=revision)
    return dict(found.values)


def change(*, by: Actor, meeting: int, edition: Edition, now: datetime | None = None) -> None:
    """Change one meeting; a new time asks everybody again, and takes back what was promised for the old one.

    Raises:
        MeetingRefused: It is over, or the new time is none.
        TwoVersionsMet: Somebody else changed the same field in another way.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("series", "relationship").get(pk=seen.pk)
        theirs = values_of(row)
        values = theirs | merged(edition, theirs, revision=row.revision)
        if values == theirs:
            return
        if row.state != MeetingState.PLANNED:
            raise MeetingRefused(gettext_noop("This meeting is closed or cancelled: it cannot be changed any more."))
        starts_at, minutes = _start(values, row.zone), _minutes(values)
        is_moved = (starts_at, minutes) != (row.starts_at, row.minutes)
        if is_moved and min(starts_at, row.starts_at) <= moment:
            raise MeetingRefused(gettext_noop("Its time can only be changed before it begins, to one that lies ahead."))
        row.title, row.place, row.way = _title(values), values["place"].strip()[:300], _way(values)
        row.starts_at, row.minutes = starts_at, minutes
        if is_moved:
            row.moved_because, row.moved_by = edition.why.strip()[:300], []
            _ask_again(row, by, moment)
        _save(row)
        meetings_promises.promise(row, by=by, now=moment)
        _tell(row, by, "meeting.changed", gettext_noop("changed"), by_mail=edition.by_mail)


def change_series(*, by: Actor, series: int, edition: Edition, now: datetime | None = None) -> None:
    """Change every meeting of a series that is still to come; those that were moved alone keep their day.

    Raises:
        MeetingRefused: Nothing of it lies ahead, or the new hour is none.
        TwoVersionsMet: Somebody else changed the same field in another way.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, MeetingSeries, series, "record")
    with transaction.atomic():
        row = MeetingSeries.objects.select_for_update(of=("self",)).select_related("relationship").get(pk=seen.pk)
        theirs = series_values(row)
        values = theirs | merged(edition, theirs, revision=row.revision)
        ahead = list(_ahead(row, moment))
        if not ahead:
            raise MeetingRefused(gettext_noop("No meeting of this series lies ahead."))
        if values == theirs:
            return
        clock, minutes = _clock(values), _minutes(values)
        is_moved = (clock, minutes) != (row.starts, row.minutes)
        old, row.starts, row.minutes = row.starts, clock, minutes
        row.title, row.place = _title(values), values["place"].strip()[:300]
        row.sequence = max([row.sequence, *(each.sequence for each in ahead)]) + 1
        row.revision += 1
        row.save()
        for each in ahead:
            _follow(each, row, old)
            if is_moved:
                _ask_again(each, by, moment)
            _save(each, sequence=row.sequence)
            meetings_promises.promise(each, by=by, now=moment)
        audit.record("series.changed", by=by, relationship=row.relationship, subject=f"series {row.pk}")
        live.tell(row.relationship_id, "meeting", f"series {row.pk}")
        tell_people(ahead[0], by=by, change=gettext_noop("the whole series changed"))
        if edition.by_mail:
            queue.enqueue("communication.mail_series", series=row.pk, sequence=row.sequence)


def cancel(
    *, by: Actor, meeting: int, whole: bool = False, why: str = "", by_mail: bool = True, now: datetime | None = None
) -> None:
    """Cancel a meeting before it begins, or with it all that are still to come of its series.

    Raises:
        MeetingRefused: It has begun: who did not come is written down instead.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    with transaction.atomic():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("series", "relationship").get(pk=seen.pk)
        if row.state == MeetingState.CANCELLED:
            return
        if row.state == MeetingState.CLOSED or row.starts_at <= moment:
            raise MeetingRefused(
                gettext_noop("A meeting that has begun cannot be cancelled: say in its minutes who came.")
            )
        series = row.series if whole else None
        rows = [row] if series is None else list(_ahead(series, moment))
        for each in rows:
            meetings_promises.release(each, by=by, now=moment)
            each.state, each.moved_because, each.moved_by = MeetingState.CANCELLED, why.strip()[:300], []
            _save(each)
        if series is not None:
            series.ended_at = moment
            series.sequence = max([series.sequence, *(each.sequence for each in rows)]) + 1
            series.save(update_fields=["ended_at", "sequence"])
            audit.record("series.cancelled", by=by, relationship=row.relationship, subject=f"series {series.pk}")
            live.tell(row.relationship_id, "meeting", f"series {series.pk}")
            tell_people(row, by=by, change=gettext_noop("the whole series cancelled"))
            if by_mail:
                queue.enqueue("communication.mail_series", series=series.pk, sequence=series.sequence)
            return
        _tell(row, by, "meeting.cancelled", gettext_noop("cancelled"), by_mail=by_mail)


def series_values(row: MeetingSeries) -> dict[str, str]:
    """Return what can be edited of a series, as its form shows it."""
    return {"title": row.title, "clock": f"{row.starts:%H:%M}", "minutes": str(row.minutes), "place": row.place}


def _ahead(series: MeetingSeries, now: datetime) -> list[Meeting]:
    rows = Meeting.objects.filter(series=series, state=MeetingState.PLANNED, starts_at__gt=now)
    return list(rows.select_for_update(of=("self",)).select_related("relationship").order_by("starts_at"))


def _follow(each: Meeting, series: MeetingSeries, old: time) -> None:
    """Let one meeting follow its series: its hour where it had the series' hour, its name and place."""
    zone = ZoneInfo(series.zone)
    local = each.starts_at.astimezone(zone)
    if each.original_at is not None:
        planned = each.original_at.astimezone(zone).date()
        each.original_at = datetime.combine(planned, series.starts, tzinfo=zone).astimezone(UTC)
    if local.time() == old:
        each.starts_at = datetime.combine(local.date(), series.starts, tzinfo=zone).astimezone(UTC)
    each.title, each.place, each.minutes = series.title, series.place, series.minutes


def _ask_again(row: Meeting, by: Actor, now: datetime) -> None:
    meetings_promises.release(row, by=by, now=now)
    Attendance.objects.filter(meeting=row).exclude(person=by.person).update(
        state=AttendanceState.ASKED, answered_at=None, verified=True
    )


def _save(row: Meeting, *, sequence: int | None = None) -> None:
    highest = max(row.sequence, row.series.sequence if row.series is not None else 0)
    row.sequence = highest + 1 if sequence is None else sequence
    row.revision += 1
    row.save()


def _tell(row: Meeting, by: Actor, verb: str, change: str, *, by_mail: bool) -> None:
    audit.record(verb, by=by, relationship=row.relationship, subject=f"meeting {row.pk}")
    live.tell(row.relationship_id, "meeting", f"meeting {row.pk}")
    tell_people(row, by=by, change=change)
    if by_mail:
        queue.enqueue("communication.mail_meeting", meeting=row.pk, sequence=row.sequence)


def _title(values: Mapping[str, str]) -> str:
    title = values["title"].strip()
    if not title or len(title) > 200:
        raise MeetingRefused(gettext_noop("Say what the meeting is called, in at most 200 characters."))
    return title


def _way(values: Mapping[str, str]) -> str:
    if values["way"] and values["way"] not in MeetingWay.values:
        raise MeetingRefused(gettext_noop("Choose a call, a video call or a visit."))
    return values["way"]


def _minutes(values: Mapping[str, str]) -> int:
    minutes = int(values["minutes"]) if values["minutes"].isdecimal() else 0
    if not 5 <= minutes <= LONGEST_MINUTES:
        raise MeetingRefused(gettext_noop("A meeting takes 5 minutes to 8 hours."))
    return minutes


def _clock(values: Mapping[str, str]) -> time:
    try:
        return time.fromisoformat(values["clock"])
    except ValueError as error:
        raise MeetingRefused(gettext_noop("Write the hour as 09:30.")) from error


def _start(values: Mapping[str, str], zone: str) -> datetime:
    try:
        local = datetime.combine(date.fromisoformat(values["day"]), _clock(values))
        return at_zone(local, source=ZoneInfo(zone), target=ZoneInfo("UTC")).astimezone(UTC)
    except SkippedTime as error:
        raise MeetingRefused(
            gettext_noop("The clocks jump over this hour on that day. Choose another hour.")
        ) from error
    except (ValueError, OverflowError) as error:
        raise MeetingRefused(gettext_noop("Write the day as 2026-03-12.")) from error
