"""Calendar files in, as other programs write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.site.sheets.test_ics import BERLIN, STAMP, meeting, series
from troth_site.sheets.ics import Guest, cancellation, changed, feed, invitation
from troth_site.sheets.ics_reading import MOST_BYTES, read_calendar
from troth_site.sheets.messages import UnreadableFile

SHANGHAI = ZoneInfo("Asia/Shanghai")


def file(*events, head=""):
    parts = "".join(f"BEGIN:VEVENT\n{each.strip()}\nEND:VEVENT\n" for each in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REQUEST\n{head}{parts}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def event(start, end="", uid="1"):
    return f"UID:{uid}\nSUMMARY:Fitting\nDTSTART{start}\n" + (f"DTEND{end}\n" if end else "")


def only(data, **options):
    found = read_calendar(data, **options)
    assert found.problems == ()
    (entry,) = found.entries
    return entry


def asked(data):
    found = read_calendar(data)
    assert found.entries == ()
    (problem,) = found.problems
    return problem


def test_own_invitation_comes_back_as_it_left():
    found = read_calendar(invitation(changed(meeting(), summary="Fitting, at 9; \\o/"), stamp=STAMP))

    (entry,) = found.entries
    assert (found.method, found.problems) == ("REQUEST", ())
    assert (entry.uid, entry.sequence, entry.summary) == ("7@troth.example", 1, "Fitting, at 9; \\o/")
    assert (entry.start, entry.start.tzinfo.key) == (datetime(2026, 2, 3, 9, tzinfo=BERLIN), "Europe/Berlin")
    assert entry.organiser.email == "anna@buyer.example"
    assert entry.guests == (Guest(email="lina@factory.example", name="李娜", answer="ACCEPTED"),)
    assert not entry.is_cancelled


def test_own_series_and_cancellation_come_back():
    whole, moved = read_calendar(invitation(series(2, 4), stamp=STAMP)).entries
    weekly = only(feed([series(1, 5)], name="Troth", stamp=STAMP))
    gone = only(cancellation(meeting(), stamp=STAMP))

    assert whole.rule == "FREQ=WEEKLY;COUNT=4;INTERVAL=2"
    assert (moved.planned, moved.start.day) == (datetime(2026, 2, 17, 9, tzinfo=BERLIN), 24)
    assert weekly.left_out == (datetime(2026, 2, 17, 9, tzinfo=BERLIN),)
    assert (gone.is_cancelled, gone.sequence) == (True, 1)


@pytest.mark.parametrize(
    ("zone_id", "key"),
    [
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("China Standard Time", "Asia/Shanghai"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ('"SE Asia Standard Time"', "Asia/Bangkok"),
    ],
)
def test_zone_names_of_other_programs_are_known(zone_id, key):
    entry = only(file(event(f";TZID={zone_id}:20260303T090000", f";TZID={zone_id}:20260303T100000")))

    assert (entry.start, entry.start.tzinfo.key) == (datetime(2026, 3, 3, 9, tzinfo=ZoneInfo(key)), key)


def test_zone_that_a_file_defines_and_explains_is_known():
    head = """\
BEGIN:VTIMEZONE
TZID:Our works
X-LIC-LOCATION:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
"""

    assert only(file(event(";TZID=Our works:20260303T090000"), head=head)).start.tzinfo.key == "Asia/Shanghai"


def test_unknown_zone_is_asked_about_and_never_guessed():
    problem = asked(file(event(";TZID=Mars/Base:20260303T090000")))

    assert (problem.uid, problem.is_question) == ("1", True)
    assert str(problem.message) == "The time zone “Mars/Base” is not known."
    assert str(problem.mend) == "Say in which time zone “Fitting” is meant."


def test_question_about_an_event_without_a_name_quotes_nothing():
    problem = asked(file(event(";TZID=Mars/Base:20260303T090000").replace("SUMMARY:Fitting", "SUMMARY:")))

    assert str(problem.mend) == "Say in which time zone it is meant."


def test_answer_settles_a_zone_nobody_knows():
    data = file(event(";TZID=Mars/Base:20260312T090000", ";TZID=Mars/Base:20260312T100000"))

    assert asked(data)
    assert only(data, zone=SHANGHAI).start.isoformat() == "2026-03-12T09:00:00+08:00"


def test_time_without_a_zone_is_asked_about():
    problem = asked(file(event(":20260303T090000")))

    assert (str(problem.message), problem.is_question) == ("The event “Fitting” names no time zone.", True)


def test_answer_or_the_calendars_own_zone_settles_a_time_without_one():
    floating = event(":20260303T090000")

    answered = only(file(floating), zone=SHANGHAI)
    told = only(file(floating, head="X-WR-TIMEZONE:Asia/Shanghai\n"))

    assert answered.start == told.start == datetime(2026, 3, 3, 1, tzinfo=UTC)


def test_moment_in_utc_needs_no_zone():
    assert only(file(event(":20260303T010000Z"))).start == datetime(2026, 3, 3, 1, tzinfo=UTC)


def test_whole_days_have_no_clock():
    entry = only(file(event(";VALUE=DATE:20260217", ";VALUE=DATE:20260224")))
    one_day = only(file(event(";VALUE=DATE:20260217")))

    assert (entry.is_whole_days, entry.start, entry.end) == (True, date(2026, 2, 17), date(2026, 2, 24))
    assert one_day.end == date(2026, 2, 18)


def test_duration_gives_the_end():
    entry = only(file(event(":20260303T010000Z") + "DURATION:PT90M"))

    assert entry.end == datetime(2026, 3, 3, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("UID:1\nSUMMARY:Fitting\n", "The event “Fitting” does not say when it begins."),
        (event(":nonsense"), "The DTSTART of “Fitting” cannot be read."),
        (event(":20260303T010000Z", ":20260302T010000Z"), "The event “Fitting” ends before it begins."),
        (event(":20260303T010000Z", ";VALUE=DATE:20260304"), "The event “Fitting” ends before it begins."),
        (event(":20260303T010000Z") + "DURATION:soon", "The DURATION of “Fitting” cannot be read."),
        (
            "SUMMARY:Fitting\nDTSTART:20260303T010000Z",
            "An event has no UID, so that a change of it could not be recognised.",
        ),
    ],
)
def test_broken_event_is_told_and_the_others_are_taken(broken, message):
    found = read_calendar(file(broken, event(":20260303T010000Z", uid="2")))

    assert [str(problem.message) for problem in found.problems] == [message]
    assert [entry.uid for entry in found.entries] == ["2"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"BEGIN:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n",
        b"\xff\xfe\x00",
        b"x" * (MOST_BYTES + 1),
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_file_that_is_no_calendar_is_refused(data):
    with pytest.raises(UnreadableFile, match="Export the calendar again"):
        read_calendar(data)


def test_byte_order_mark_and_bare_line_ends_are_read():
    data = file(event(":20260303T010000Z")).replace(b"\r\n", b"\n")

    assert only(b"\xef\xbb\xbf" + data).uid == "1"
