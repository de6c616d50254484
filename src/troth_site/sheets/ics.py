"""Calendar files out (RFC 5545, RFC 5546): invitations, changes, cancellations, and a feed to subscribe to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unicodedata import category
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from troth.communication.meeting_series import Occurrence
from troth_site.sheets.ics_zones import timezone_of

PRODUCT = "-//Troth//Troth//EN"
FEED_EVERY = timedelta(hours=1)
YEARS_OF_CLOCKS = 11
LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")


class UnsendableEvent(ValueError):
    """An event cannot be written: a moment without a zone, an address with a line break, a series without its days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Hold somebody at a meeting.

    Args:
        email: Where the invitation goes.
        name: How the person is called.
        answer: PARTSTAT: NEEDS-ACTION, ACCEPTED, DECLINED or TENTATIVE.
    """

    email: str
    name: str = ""
    answer: str = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one entry of a calendar: a meeting, a series of them, or whole days.

    Args:
        uid: The same for every version of the entry, and for all meetings of a series.
        start: The first meeting with its ZoneInfo zone, or a day for an entry of whole days.
        end: Its end, excluded; of the same kind as the start.
        summary: One line.
        sequence: 0 at first, one more with each change that people must hear of.
        description: Plain text.
        location: Plain text.
        url: Where to read more.
        organiser: Who invites; an entry without one is nobody's invitation.
        guests: Who is invited.
        weeks_apart: For a series: 1 weekly, 2 fortnightly.
        occurrences: For a series: its meetings, planned and held; the first is planned on the day of the start.
        stands_for: For one meeting of a series that differs from it: where the series would have put it.
    """

    uid: str
    start: date | datetime
    end: date | datetime
    summary: str
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    organiser: Guest | None = None
    guests: tuple[Guest, ...] = ()
    weeks_apart: int = 0
    occurrences: tuple[Occurrence, ...] = ()
    stands_for: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if isinstance(moment, datetime) and not (moment.tzinfo is UTC or isinstance(moment.tzinfo, ZoneInfo)):
                raise UnsendableEvent(f"{self.uid}: {moment.isoformat()} needs a time zone with a name.")
        if isinstance(self.start, datetime) is not isinstance(self.end, datetime) or self.end <= self.start:
            raise UnsendableEvent(f"{self.uid}: the entry must end after it starts, both as days or both as moments.")
        if self.weeks_apart and (not self.occurrences or self.occurrences[0].planned != _day(self.start)):
            raise UnsendableEvent(f"{self.uid}: a series needs its meetings, the first planned on its start.")
        for guest in (*self.guests, *filter(None, [self.organiser])):
            if "@" not in guest.email or any(mark.isspace() or not mark.isprintable() for mark in guest.email):
                raise UnsendableEvent(f"{self.uid}: {guest.email!r} is no address.")


def changed(entry: Entry, **changes: Any) -> Entry:
    """Return the next version of an entry: the same UID, and a SEQUENCE one higher."""
    return replace(entry, **changes, sequence=entry.sequence + 1)


def invitation(entry: Entry, *others: Entry, stamp: datetime) -> bytes:
    """Write an invitation, or the news of a change: which of the two, clients tell by UID and SEQUENCE.

    Args:
        entry: What people are invited to.
        others: Meetings of the same series that differ from it.
        stamp: The moment of writing, with its zone.
    """
    return _written("REQUEST", [part for each in (entry, *others) for part in _parts(each, stamp)])


def cancellation(entry: Entry, *, stamp: datetime, meeting: datetime | None = None) -> bytes:
    """Write that an entry is cancelled, as its next version.

    Args:
        entry: The last version that people have.
        stamp: The moment of writing, with its zone.
        meeting: The planned start of the one meeting of a series that is cancelled; None for all of it.
    """
    return cancellations([(entry, meeting)], stamp=stamp)


def cancellations(entries: Iterable[tuple[Entry, datetime | None]], *, stamp: datetime) -> bytes:
    """Write that several meetings are cancelled for whoever gets the file, each as its next version.

    Args:
        entries: The last version of each that people have, with its planned start where it is one of a series.
        stamp: The moment of writing, with its zone.

    Source: RFC 5546, 3.2.5: who is taken off a meeting gets a CANCEL that names them alone.
    """
    return _written("CANCEL", [_cancelled(entry, stamp, meeting) for entry, meeting in entries])


def _cancelled(entry: Entry, stamp: datetime, meeting: datetime | None) -> Event:
    event = _event(changed(entry), stamp)
    event["STATUS"] = vText("CANCELLED")
    if meeting is not None:
        event.add("RECURRENCE-ID", meeting)
        del event["DTSTART"], event["DTEND"]
        event.add("DTSTART", meeting)
        event.add("DTEND", meeting + (entry.end - entry.start))
    return event


def feed(entries: Iterable[Entry], *, name: str, stamp: datetime) -> bytes:
    """Write a calendar to subscribe to.

    Args:
        entries: What stands in it; none is a calendar without events.
        name: What the calendar is called.
        stamp: The moment of writing, with its zone.
    """
    events = [part for entry in entries for part in _parts(entry, stamp)]
    calendar = _calendar("PUBLISH", events)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", FEED_EVERY, parameters={"VALUE": "DURATION"})
    return calendar.to_ical()


def _parts(entry: Entry, stamp: datetime) -> list[Event]:
    """Return an event for an entry, and one for each meeting of it that was moved."""
    whole = _event(entry, stamp)
    if not entry.weeks_apart or not isinstance(entry.start, datetime):
        return [whole]
    whole.add("RRULE", {"FREQ": "WEEKLY", "INTERVAL": entry.weeks_apart, "COUNT": len(entry.occurrences)})
    moved = []
    for meeting in entry.occurrences:
        planned = datetime.combine(
            meeting.planned, entry.start.timetz().replace(tzinfo=None), tzinfo=entry.start.tzinfo
        )
        if meeting.start is None:
            whole.add("EXDATE", planned)
        elif meeting.is_moved:
            moved.append(_moved(entry, stamp, planned, meeting.start))
    return [whole, *moved]


def _moved(entry: Entry, stamp: datetime, planned: datetime, start: datetime) -> Event:
    held = replace(entry, start=start, end=start + (entry.end - entry.start), weeks_apart=0, occurrences=())
    event = _event(held, stamp)
    event.add("RECURRENCE-ID", planned)
    return event


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", stamp.astimezone(UTC))
    event.add("DTSTART", entry.start)
    event.add("DTEND", entry.end)
    event.add("STATUS", "CONFIRMED")
    if entry.stands_for is not None:
        event.add("RECURRENCE-ID", entry.stands_for)
    for field, text in (("SUMMARY", entry.summary), ("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if text:
            event.add(field, _plain(text))
    if entry.url:
        event.add("URL", entry.url)
    if entry.organiser is not None:
        event.add("ORGANIZER", _address(entry.organiser), encode=False)
    for guest in entry.guests:
        event.add("ATTENDEE", _invited(guest), encode=False)
    if not isinstance(entry.start, datetime):
        event.add("TRANSP", "TRANSPARENT")
    return event


def _address(guest: Guest) -> vCalAddress:
    address = vCalAddress(f"mailto:{guest.email}")
    if guest.name:
        # A parameter has no escape for a quotation mark (RFC 5545, 3.1).
        address.params["CN"] = vText(_plain(guest.name).replace('"', "'").replace("\n", " "))
    return address


def _invited(guest: Guest) -> vCalAddress:
    address = _address(guest)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(guest.answer)
    address.params["RSVP"] = vText("TRUE" if guest.answer == "NEEDS-ACTION" else "FALSE")
    return address


def _plain(text: str) -> str:
    """Return text without the control characters that a calendar file may not hold."""
    lines = LINE_ENDS.sub("\n", text)
    return "".join(mark for mark in lines if mark in "\n\t" or category(mark) not in {"Cc", "Cs"})


def _written(method: str, events: Sequence[Event]) -> bytes:
    return _calendar(method, events).to_ical()


def _calendar(method: str, events: Sequence[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", method)
    for event in events:
        calendar.add_component(event)
    for timezone in reversed(_timezones(events)):
        calendar.subcomponents.insert(0, timezone)
    return calendar


def _timezones(events: Sequence[Event]) -> list[Timezone]:
    moments = [event[field].dt for event in events for field in ("DTSTART", "DTEND", "RECURRENCE-ID") if field in event]
    zones = {each.tzinfo.key: each.tzinfo for each in moments if isinstance(getattr(each, "tzinfo", None), ZoneInfo)}
    years = [each.year for each in moments]
    # A series runs on after its first start: ten years are the longest that can be planned.
    return [
        timezone_of(zone, first_year=min(years) - 1, last_year=max(years) + YEARS_OF_CLOCKS)
        for key, zone in sorted(zones.items())
        if key != "UTC"
    ]


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
