"""Calendar files in: invitations and answers of other programs, with a zone for every moment or a question about it."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Component, Event
from icalendar.error import BrokenCalendarProperty, GloballyUniqueTZIDGuessed
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from troth.basis.text import gettext_noop
from troth_site.sheets.ics import Guest
from troth_site.sheets.messages import Said, UnreadableFile, said

MOST_BYTES = 5_000_000
MOST_EVENTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEntry:
    """Hold one event of a file.

    Attributes:
        start: A moment in a named zone or UTC, or a day for an event of whole days.
        end: Excluded, of the same kind as the start.
        planned: RECURRENCE-ID: which meeting of a series this one stands for; None for a whole entry.
        rule: RRULE as written, empty for a single event.
        left_out: EXDATE: meetings of the series that are not held.
    """

    uid: str
    start: date | datetime
    end: date | datetime
    sequence: int = 0
    summary: str = ""
    is_cancelled: bool = False
    organiser: Guest | None = None
    guests: tuple[Guest, ...] = ()
    planned: date | datetime | None = None
    rule: str = ""
    left_out: tuple[date | datetime, ...] = ()

    @property
    def is_whole_days(self) -> bool:
        """True for an event of days without a clock."""
        return not isinstance(self.start, datetime)


@dataclass(frozen=True, slots=True)
class Problem:
    """Hold why an event was not taken: which one, what is wrong, how to mend it; or what is asked."""

    uid: str
    message: Said
    mend: Said
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class ReadCalendar:
    """Hold what a file says: its method, the events that are clear, and the rest with its reasons."""

    method: str
    entries: tuple[ReadEntry, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


class _Unclear(Exception):
    """An event cannot be taken as it stands."""

    def __init__(self, message: Said, mend: Said, *, is_question: bool = False) -> None:
        super().__init__(str(message))
        self.message, self.mend, self.is_question = message, mend, is_question


def read_calendar(data: bytes, *, zone: ZoneInfo | None = None) -> ReadCalendar:
    """Read a calendar file.

    Args:
        data: The file.
        zone: The answer to the question in which zone times are meant that name none, or an unknown one; None asks.

    Raises:
        UnreadableFile: The file is no calendar, or too large.
    """
    calendar = _opened(data)
    named = _zones_of_file(calendar) | _answered(calendar, zone)
    floating = zone or _named(str(calendar.get("X-WR-TIMEZONE", "")))
    entries, problems = [], []
    for event in _events(calendar):
        try:
            entries.append(_entry(event, named, floating))
        except _Unclear as unclear:
            problems.append(Problem(_text(event, "UID"), unclear.message, unclear.mend, unclear.is_question))
    return ReadCalendar(_text(calendar, "METHOD").upper() or "PUBLISH", tuple(entries), tuple(problems))


def _opened(data: bytes) -> Calendar:
    mend = said(gettext_noop("Export the calendar again as an iCalendar file (.ics)."))
    if len(data) > MOST_BYTES:
        raise UnreadableFile(said(gettext_noop("The calendar is larger than 5 MB.")), mend=mend)
    try:
        with warnings.catch_warnings():
            # A zone behind a program's prefix is looked up by _named, in the same way.
            warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
            found = Calendar.from_ical(data.decode("utf-8-sig").lstrip())
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise UnreadableFile(said(gettext_noop("This is no calendar file that can be read.")), mend=mend) from error
    if not isinstance(found, Calendar):
        raise UnreadableFile(said(gettext_noop("This is no calendar file that can be read.")), mend=mend)
    return found


def _events(calendar: Calendar) -> list[Event]:
    events = [part for part in calendar.walk("VEVENT") if isinstance(part, Event)]
    if len(events) > MOST_EVENTS:
        raise UnreadableFile(
            said(gettext_noop("The calendar holds more than %(most)s events."), most=MOST_EVENTS),
            mend=said(gettext_noop("Export a shorter period.")),
        )
    return events


def _entry(event: Event, zones: Mapping[str, ZoneInfo], floating: ZoneInfo | None) -> ReadEntry:
    uid = _text(event, "UID")
    if not uid:
        raise _Unclear(
            said(gettext_noop("An event has no UID, so that a change of it could not be recognised.")),
            said(gettext_noop("Export the calendar again, or write the meeting in by hand.")),
        )
    start = _moment(event, "DTSTART", zones, floating)
    if start is None:
        raise _Unclear(
            said(gettext_noop("The event “%(name)s” does not say when it begins."), name=_text(event, "SUMMARY")),
            said(gettext_noop("Ask the sender for the day and the time.")),
        )
    return ReadEntry(
        uid=uid,
        start=start,
        end=_end(event, start, zones, floating),
        sequence=_number(event, "SEQUENCE"),
        summary=_text(event, "SUMMARY"),
        is_cancelled=_text(event, "STATUS").upper() == "CANCELLED",
        organiser=next(_people(event, "ORGANIZER"), None),
        guests=tuple(_people(event, "ATTENDEE")),
        planned=_moment(event, "RECURRENCE-ID", zones, floating),
        rule=event["RRULE"].to_ical().decode() if "RRULE" in event else "",
        left_out=tuple(_left_out(event, zones, floating)),
    )


def _end(
    event: Event, start: date | datetime, zones: Mapping[str, ZoneInfo], floating: ZoneInfo | None
) -> date | datetime:
    end = _moment(event, "DTEND", zones, floating)
    if end is None and "DURATION" in event:
        end = start + _value(event, "DURATION")
    if end is None:
        # RFC 5545, 3.6.1: a day lasts a day, a moment no time at all.
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    if isinstance(end, datetime) is not isinstance(start, datetime) or end < start:
        raise _Unclear(
            said(gettext_noop("The event “%(name)s” ends before it begins."), name=_text(event, "SUMMARY")),
            said(gettext_noop("Ask the sender for the right times.")),
        )
    return end


def _left_out(event: Event, zones: Mapping[str, ZoneInfo], floating: ZoneInfo | None) -> Iterator[date | datetime]:
    for prop in _list(event.get("EXDATE")):
        for each in prop.dts:
            yield _zoned(each.dt, _zone_id(prop) or _zone_id(each), event, zones, floating)


def _moment(
    event: Event, name: str, zones: Mapping[str, ZoneInfo], floating: ZoneInfo | None
) -> date | datetime | None:
    if name not in event:
        return None
    return _zoned(_value(event, name), _zone_id(event[name]), event, zones, floating)


def _value(event: Event, name: str) -> Any:
    try:
        return event[name].dt
    except (BrokenCalendarProperty, AttributeError) as error:
        raise _Unclear(
            said(gettext_noop("The %(field)s of “%(name)s” cannot be read."), field=name, name=_text(event, "SUMMARY")),
            said(gettext_noop("Ask the sender for the day and the time.")),
        ) from error


def _zoned(
    value: Any, zone_id: str, event: Event, zones: Mapping[str, ZoneInfo], floating: ZoneInfo | None
) -> date | datetime:
    """Return a day as it is, a moment in its zone; refuse what would have to be guessed."""
    if not isinstance(value, datetime):
        return value
    if not zone_id and value.tzinfo is not None:
        return value.astimezone(UTC)
    if zone_id:
        zone = zones.get(zone_id) or _named(zone_id)
        if zone is None:
            raise _Unclear(
                said(gettext_noop("The time zone “%(zone)s” is not known."), zone=zone_id),
                _which_zone(_text(event, "SUMMARY")),
                is_question=True,
            )
        return value.replace(tzinfo=zone)
    if floating is None:
        raise _Unclear(
            said(gettext_noop("The event “%(name)s” names no time zone."), name=_text(event, "SUMMARY") or "–"),
            said(gettext_noop("Say in which time zone it is meant.")),
            is_question=True,
        )
    return value.replace(tzinfo=floating)


def _zones_of_file(calendar: Calendar) -> dict[str, ZoneInfo]:
    """Return the zones a file defines under names of its own, where it says which known zone is meant."""
    found = {}
    for part in calendar.walk("VTIMEZONE"):
        own_name, meant = _text(part, "TZID"), _text(part, "X-LIC-LOCATION")
        if (zone := _named(own_name) or _named(meant)) is not None:
            found[own_name] = zone
    return found


def _answered(calendar: Calendar, zone: ZoneInfo | None) -> dict[str, ZoneInfo]:
    """Return the answer for every zone of the file that nobody knows; nothing where nobody has answered."""
    if zone is None:
        return {}
    used = {_zone_id(prop) for event in calendar.walk("VEVENT") for value in event.values() for prop in _list(value)}
    return {name: zone for name in used - set(_zones_of_file(calendar)) if name and _named(name) is None}


def _named(name: str) -> ZoneInfo | None:
    """Return the zone of a name: as the world's list has it, as Windows has it, or behind a program's prefix."""
    name = name.strip().strip('"')
    for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(name.split("/")[-2:])):
        try:
            if candidate:
                return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _people(event: Event, name: str) -> Iterator[Guest]:
    for address in _list(event.get(name)):
        params = getattr(address, "params", {})
        email = str(address)
        if email.lower().startswith("mailto:"):
            email = email[len("mailto:") :]
        yield Guest(
            email=email, name=str(params.get("CN", "")), answer=str(params.get("PARTSTAT", "NEEDS-ACTION")).upper()
        )


def _zone_id(prop: Any) -> str:
    return str(getattr(prop, "params", {}).get("TZID", ""))


def _number(event: Event, name: str) -> int:
    try:
        return max(0, int(event.get(name, 0)))
    except (ValueError, TypeError):
        return 0


def _which_zone(name: str) -> Said:
    # An answer to an invitation often comes without the event's name.
    if not name:
        return said(gettext_noop("Say in which time zone it is meant."))
    return said(gettext_noop("Say in which time zone “%(name)s” is meant."), name=name)


def _text(part: Component, name: str) -> str:
    return str(part.get(name, "")).strip()


def _list(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
