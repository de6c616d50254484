"""Calendar files out, read again by a strict reading of RFC 5545 written here, and by other people's parsers."""

import re
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from troth.basis.calendars import Closure, OwnLayer, PlaceCalendar
from troth.basis.spans import Span
from troth.communication.meeting_series import Series, occurrences
from troth_site.sheets.ics import Entry, Guest, UnsendableEvent, cancellation, changed, feed, invitation

BERLIN = ZoneInfo("Europe/Berlin")
STAMP = datetime(2026, 1, 5, 8, tzinfo=UTC)
LINE = re.compile(r'[A-Z][A-Z0-9-]*(?:;[A-Z][A-Z0-9-]*=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*:[^\x00-\x08\x0a-\x1f]*')
FESTIVAL = PlaceCalendar(own=OwnLayer(closures=(Closure(Span(date(2026, 2, 15), date(2026, 2, 24))),)))


def lines(data):
    """Read a file as RFC 5545, 3.1 says: CRLF, 75 octets, whole characters, lines unfolded; anything else fails."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    for line in physical:
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode("utf-8")
    unfolded = data[:-2].replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    for line in unfolded:
        assert LINE.fullmatch(line), line
    opened = []
    for line in unfolded:
        if line.startswith("BEGIN:"):
            opened.append(line[6:])
        elif line.startswith("END:"):
            assert opened.pop() == line[4:]
    assert opened == []
    return unfolded


def meeting(**changes):
    entry = {
        "uid": "7@troth.example",
        "start": datetime(2026, 2, 3, 9, tzinfo=BERLIN),
        "end": datetime(2026, 2, 3, 10, tzinfo=BERLIN),
        "summary": "Weekly meeting",
        "organiser": Guest(email="anna@buyer.example", name="Anna Roth"),
        "guests": (Guest(email="lina@factory.example", name="李娜", answer="ACCEPTED"),),
    }
    return Entry(**entry | changes)


def series(weeks_apart, count):
    plan = Series(
        uid="7@troth.example", start=date(2026, 2, 3), clock=time(9), zone=BERLIN, weeks_apart=weeks_apart, count=count
    )
    return meeting(weeks_apart=weeks_apart, occurrences=occurrences(plan, calendars=[FESTIVAL]))


def starts(data):
    """Return when a second parser holds the meetings."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(date(2026, 1, 1), date(2026, 12, 31))
    return sorted(event["DTSTART"].dt for event in found)


def test_invitation_says_who_when_and_in_which_zone():
    found = lines(invitation(meeting(), stamp=STAMP))

    assert found[found.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "SUMMARY:Weekly meeting",
        "DTSTART;TZID=Europe/Berlin:20260203T090000",
        "DTEND;TZID=Europe/Berlin:20260203T100000",
        "DTSTAMP:20260105T080000Z",
        "UID:7@troth.example",
        "SEQUENCE:0",
        "ATTENDEE;CN=李娜;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:lina@factory.example",
        'ORGANIZER;CN="Anna Roth":mailto:anna@buyer.example',
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    assert "METHOD:REQUEST" in found


def test_clock_changes_are_told_on_the_clock_as_it_stood_before():
    found = lines(invitation(meeting(), stamp=STAMP))

    assert [line for line in found if line.startswith(("DTSTART:", "RRULE:FREQ=YEARLY", "TZOFFSETTO"))] == [
        "DTSTART:19700101T000000",
        "TZOFFSETTO:+0100",
        "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETTO:+0200",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZOFFSETTO:+0100",
    ]


def test_update_and_cancellation_keep_the_uid_and_count_up():
    first = meeting()
    second = changed(first, start=first.start + timedelta(hours=1), end=first.end + timedelta(hours=1))

    update, gone = (lines(data) for data in (invitation(second, stamp=STAMP), cancellation(second, stamp=STAMP)))

    assert [line for line in update if line.startswith(("METHOD", "UID", "SEQUENCE", "STATUS"))] == [
        "METHOD:REQUEST",
        "UID:7@troth.example",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
    ]
    assert [line for line in gone if line.startswith(("METHOD", "UID", "SEQUENCE", "STATUS"))] == [
        "METHOD:CANCEL",
        "UID:7@troth.example",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
    ]


def test_fortnightly_series_with_a_moved_meeting_is_held_where_the_second_parser_says():
    data = invitation(series(2, 4), stamp=STAMP)

    assert starts(data) == [
        datetime(2026, 2, 3, 9, tzinfo=BERLIN),
        datetime(2026, 2, 24, 9, tzinfo=BERLIN),
        datetime(2026, 3, 3, 9, tzinfo=BERLIN),
        datetime(2026, 3, 17, 9, tzinfo=BERLIN),
    ]
    assert [line for line in lines(data) if line.startswith(("RRULE:FREQ=WEEKLY", "RECURRENCE-ID"))] == [
        "RRULE:FREQ=WEEKLY;COUNT=4;INTERVAL=2",
        "RECURRENCE-ID;TZID=Europe/Berlin:20260217T090000",
    ]


def test_weekly_series_leaves_out_what_would_fall_on_the_next():
    data = invitation(series(1, 5), stamp=STAMP)

    assert [each.day for each in starts(data)] == [3, 10, 24, 3]
    assert "EXDATE;TZID=Europe/Berlin:20260217T090000" in lines(data)


def test_series_whose_first_meeting_moves_keeps_its_plan():
    plan = Series(uid="8@troth.example", start=date(2026, 2, 17), clock=time(9), zone=BERLIN, count=3, weeks_apart=2)
    moved = meeting(
        uid=plan.uid,
        start=datetime(2026, 2, 17, 9, tzinfo=BERLIN),
        end=datetime(2026, 2, 17, 10, tzinfo=BERLIN),
        weeks_apart=2,
        occurrences=occurrences(plan, calendars=[FESTIVAL]),
    )

    assert [each.date().isoformat() for each in starts(invitation(moved, stamp=STAMP))] == [
        "2026-02-24",
        "2026-03-03",
        "2026-03-17",
    ]


def test_series_over_a_clock_change_keeps_its_wall_clock_for_a_second_parser():
    found = starts(invitation(series(2, 6), stamp=STAMP))

    assert {each.hour for each in found} == {9}
    assert [each.astimezone(UTC).hour for each in found][-2:] == [7, 7]


def test_one_meeting_of_a_series_can_be_cancelled():
    gone = lines(cancellation(series(2, 4), stamp=STAMP, meeting=datetime(2026, 3, 3, 9, tzinfo=BERLIN)))

    assert [line for line in gone if line.startswith(("RECURRENCE-ID", "SEQUENCE", "RRULE:FREQ=W", "STATUS"))] == [
        "RECURRENCE-ID;TZID=Europe/Berlin:20260303T090000",
        "SEQUENCE:1",
        "STATUS:CANCELLED",
    ]


def test_feed_holds_every_entry_and_each_zone_once():
    shanghai = ZoneInfo("Asia/Shanghai")
    entries = [
        meeting(),
        meeting(uid="2", start=datetime(2026, 3, 3, 9, tzinfo=shanghai), end=datetime(2026, 3, 3, 10, tzinfo=shanghai)),
        meeting(uid="3", start=date(2026, 2, 17), end=date(2026, 2, 18), organiser=None, guests=()),
        series(2, 4),
    ]

    found = lines(feed(entries, name="Troth: Anna", stamp=STAMP))

    assert [line for line in found if line.startswith(("TZID", "METHOD", "X-WR"))] == [
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Troth: Anna",
        "TZID:Asia/Shanghai",
        "TZID:Europe/Berlin",
    ]
    assert "DTSTART;VALUE=DATE:20260217" in found
    assert found.count("BEGIN:VEVENT") == 5


def test_empty_feed_is_a_calendar():
    assert lines(feed([], name="Troth", stamp=STAMP))[0] == "BEGIN:VCALENDAR"


def test_text_cannot_break_out_of_its_line():
    evil = 'A\r\nATTENDEE:mailto:x@evil.example\x00\x1b"; CN=b'
    entry = meeting(summary=evil, description=evil, location=evil, organiser=Guest(email="a@b.example", name=evil))

    found = lines(invitation(entry, stamp=STAMP))

    assert [line for line in found if line.startswith("ATTENDEE") and "evil" in line] == []
    assert str(Calendar.from_ical("\r\n".join(found)).walk("VEVENT")[0]["SUMMARY"]) == (
        'A\nATTENDEE:mailto:x@evil.example"; CN=b'
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"start": datetime(2026, 2, 3, 9), "end": datetime(2026, 2, 3, 10)},
        {"end": datetime(2026, 2, 3, 9, tzinfo=BERLIN)},
        {"end": date(2026, 2, 4)},
        {"weeks_apart": 1},
        {"guests": (Guest(email="lina\r\nX: y@factory.example"),)},
        {"organiser": Guest(email="nobody")},
    ],
)
def test_entry_that_cannot_be_sent_is_refused(broken):
    with pytest.raises(UnsendableEvent, match="7@troth"):
        meeting(**broken)


@given(text=st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_folded_at_75_octets_and_survives(text):
    data = invitation(meeting(description=text), stamp=STAMP)

    lines(data)
    written = Calendar.from_ical(data).walk("VEVENT")[0]["DESCRIPTION"]
    assert str(written) == re.sub("[\u2028\u2029]", "\n", text)


@pytest.mark.parametrize(
    "key",
    ["Europe/Berlin", "America/New_York", "Asia/Shanghai", "Pacific/Auckland", "America/Santiago", "Africa/Casablanca",
     "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kathmandu"],
)  # fmt: skip
def test_clock_changes_are_those_of_the_zone_for_a_second_parser(key):
    zone = ZoneInfo(key)
    entry = meeting(start=datetime(2026, 2, 3, 9, tzinfo=zone), end=datetime(2026, 2, 3, 10, tzinfo=zone))
    told = tzical(StringIO(invitation(entry, stamp=STAMP).decode())).get(key)

    moment = datetime(2026, 1, 1, 12)
    for day in range(0, 3 * 365):
        noon = moment + timedelta(days=day)
        assert noon.replace(tzinfo=told).utcoffset() == noon.replace(tzinfo=zone).utcoffset(), noon


def test_meeting_of_a_series_at_another_hour_stands_for_the_planned_one():
    planned = datetime(2026, 2, 10, 9, tzinfo=BERLIN)
    whole = series(1, 3)
    other = meeting(start=planned.replace(hour=15), end=planned.replace(hour=16), stands_for=planned)

    data = invitation(whole, other, stamp=STAMP)

    lines(data)
    assert [start.hour for start in starts(data)] == [9, 15, 9]
