"""Meetings: planned by a person, answered by both sides, edited by two at once, moved, cancelled, mailed once."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import recurring_ical_events
from django.core import mail
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from tests import makers
from tests.site.communication import meeting as makes
from tests.site.communication.talking import page, post, settle
from tests.site.sheets.test_ics import lines
from troth.communication.editions import TwoVersions
from troth_site import access
from troth_site.actions.communication import meetings, meetings_answering, meetings_changing, meetings_promises
from troth_site.actions.communication.meetings_changing import Edition, TwoVersionsMet
from troth_site.jobs import communication as jobs
from troth_site.models import Attendance, AuditEntry, Commitment, LiveEvent, Meeting, MeetingSeries, Notification
from troth_site.queries.communication import meetings as rows
from troth_site.sheets.meeting_files import uid_of

NOW = makes.NOW


def by(person):
    return makers.make_actor(person)


def edit(cast, meeting, person=None, *, now=NOW, before=None, revision=None, **mine):
    row = Meeting.objects.get(pk=meeting.pk)
    edition = Edition(
        revision=row.revision if revision is None else revision, before=before or {}, mine=mine, by_mail=False
    )
    meetings_changing.change(by=by(person or cast.ana), meeting=meeting.pk, edition=edition, now=now)
    return Meeting.objects.get(pk=meeting.pk)


def test_planning_asks_people_tells_them_and_promises_nothing_yet(cast):
    meeting = makes.plan(settle(cast))

    assert makes.states(meeting) == {"Ana Petrova": "coming", "林晓梅": "asked"}
    assert not Commitment.objects.filter(kind="meeting").exists()
    assert AuditEntry.objects.filter(verb="meeting.planned").count() == 1
    assert LiveEvent.objects.filter(kind="meeting").count() == 1
    assert list(Notification.objects.filter(event="meeting").values_list("person__name", flat=True)) == ["林晓梅"]


def test_coming_is_a_promise_of_each_side_once_both_said_yes(cast):
    meeting = makes.agreed(cast)
    promised = Commitment.objects.filter(kind="meeting").order_by("side")

    assert [(row.side, row.dimension, row.state, row.accepted_by, row.due_on) for row in promised] == [
        (side, "communication", "accepted", "hand", makes.DAY) for side in ("buyer", "factory")
    ]
    meetings_answering.answer(by=by(cast.lin), meeting=meeting.pk, is_coming=True, now=NOW)
    assert promised.count() == 2


def test_meetings_far_ahead_are_promised_two_weeks_before_by_night(cast):
    first = makes.agreed(cast, every_weeks=2, count=3)

    assert Commitment.objects.filter(kind="meeting").count() == 2
    third = Meeting.objects.filter(series=first.series).order_by("starts_at").last()
    assert meetings_promises.promise_coming(now=third.starts_at - timedelta(days=13)) == 1
    assert meetings_promises.promise_coming(now=third.starts_at - timedelta(days=13)) == 0
    assert Commitment.objects.filter(kind="meeting", due_on=third.starts_at.date()).count() == 2


def test_two_people_edit_one_meeting_and_the_second_sees_both_versions(cast):
    meeting = makes.plan(settle(cast))
    before = meetings_changing.values_of(meeting)
    edit(cast, meeting, title="Talk about autumn", place="Room 1")

    with pytest.raises(TwoVersionsMet) as met:
        edit(cast, meeting, cast.lin, before=before, revision=0, title="Talk about winter", minutes="30")
    assert dict(met.value.merged.conflicts) == {
        "title": TwoVersions("Weekly talk", "Talk about winter", "Talk about autumn")
    }
    row = Meeting.objects.get(pk=meeting.pk)
    assert (row.title, row.place, row.minutes) == ("Talk about autumn", "Room 1", 60)


def test_editors_of_different_fields_do_not_meet(cast):
    meeting = makes.plan(settle(cast))
    before = meetings_changing.values_of(meeting)
    edit(cast, meeting, title="Talk about autumn")
    row = edit(cast, meeting, cast.lin, before=before, revision=0, title="Weekly talk", place="By phone")

    assert (row.title, row.place, row.revision) == ("Talk about autumn", "By phone", 2)


def test_page_of_the_second_editor_shows_both_and_keeps_what_they_choose(cast):
    meeting = makes.plan(settle(cast), first_on=cast.today + timedelta(days=3), now=cast_now(cast))
    form = {"revision": "0", "title": "Second", "day": meeting.starts_at.date().isoformat(),
            "clock": f"{meeting.starts_at:%H:%M}", "minutes": "60", "place": ""}  # fmt: skip
    local = rows.values_of(rows.meeting(by(cast.ana), meeting.pk).row)
    before = {f"before_{name}": value for name, value in local.items()}
    form |= {"day": local["day"], "clock": local["clock"]}
    assert post(cast, cast.ana, "meeting-edit", meeting.pk, **form | before | {"title": "First"}).status_code == 302

    answer = post(cast, cast.lin, "meeting-edit", meeting.pk, **form | before)
    text = answer.content.decode()
    assert (answer.status_code, "First" in text, "Second" in text) == (409, True, True)
    chosen = form | {"revision": "1", "title": "Second", "before_title": "First"}
    assert post(cast, cast.lin, "meeting-edit", meeting.pk, **chosen).status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).title == "Second"


def cast_now(cast):
    return datetime.combine(cast.today, datetime.min.time(), tzinfo=UTC)


def test_a_new_time_asks_again_and_takes_back_what_was_promised(cast):
    meeting = makes.agreed(cast)
    row = edit(cast, meeting, day="2026-03-06")

    assert makes.states(row) == {"Ana Petrova": "coming", "林晓梅": "asked"}
    assert set(Commitment.objects.filter(kind="meeting").values_list("state", flat=True)) == {"waived"}
    assert (row.sequence, row.revision) == (1, 1)


def test_a_meeting_that_has_begun_is_neither_moved_nor_cancelled(cast):
    meeting = makes.agreed(cast)
    late = meeting.starts_at + timedelta(minutes=5)

    with pytest.raises(meetings.MeetingRefused):
        edit(cast, meeting, now=late, day="2026-03-09")
    with pytest.raises(meetings.MeetingRefused):
        meetings_changing.cancel(by=by(cast.lin), meeting=meeting.pk, now=late)
    assert Commitment.objects.filter(kind="meeting", state="accepted").count() == 2


def test_hour_the_clocks_jump_over_is_refused(cast):
    meeting = makes.plan(settle(cast))

    with pytest.raises(meetings.MeetingRefused, match="jump"):
        edit(cast, meeting, day="2026-03-29", clock="02:30")


def test_cancelling_before_it_begins_counts_against_nobody(cast):
    meeting = makes.agreed(cast)
    meetings_changing.cancel(by=by(cast.lin), meeting=meeting.pk, why="Fair in Hong Kong", now=NOW, by_mail=False)
    meetings_changing.cancel(by=by(cast.lin), meeting=meeting.pk, now=NOW, by_mail=False)

    row = Meeting.objects.get(pk=meeting.pk)
    assert (row.state, row.sequence, row.moved_because) == ("cancelled", 1, "Fair in Hong Kong")
    assert set(Commitment.objects.filter(kind="meeting").values_list("state", flat=True)) == {"waived"}


def test_series_is_changed_as_a_whole_and_one_that_was_moved_keeps_its_day(cast):
    first = makes.plan(settle(cast), key="same", every_weeks=2, count=3)
    second = Meeting.objects.filter(series=first.series).order_by("starts_at")[1]
    edit(cast, second, day="2026-03-20")
    series = MeetingSeries.objects.get()
    edition = Edition(
        revision=series.revision, mine={"title": "Fortnightly", "clock": "10:00", "minutes": "45", "place": ""},
        by_mail=False,
    )  # fmt: skip
    meetings_changing.change_series(by=by(cast.lin), series=series.pk, edition=edition, now=NOW)

    found = Meeting.objects.filter(series=series).order_by("starts_at")
    assert [(row.starts_at.isoformat()[:16], row.minutes, row.title) for row in found] == [
        ("2026-03-05T09:00", 45, "Fortnightly"),
        ("2026-03-20T09:00", 45, "Fortnightly"),
        ("2026-04-02T08:00", 45, "Fortnightly"),
    ]
    assert {row.sequence for row in found} == {MeetingSeries.objects.get().sequence} == {2}


def test_cancelling_all_leaves_none_ahead(cast):
    first = makes.agreed(cast, every_weeks=1, count=3)
    meetings_changing.cancel(by=by(cast.ana), meeting=first.pk, whole=True, now=NOW, by_mail=False)

    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}
    assert MeetingSeries.objects.get().ended_at == NOW


def test_only_who_can_be_asked_is_asked(cast):
    settle(cast)
    with pytest.raises(access.NotThere):
        makes.plan(cast, ask=[cast.stranger.pk])
    meeting = makes.plan(cast)
    with pytest.raises(access.NotThere):
        meetings_answering.ask(by=by(cast.ana), meeting=meeting.pk, person=cast.stranger.pk)
    with pytest.raises(access.NotThere):
        rows.meeting(by(cast.stranger), meeting.pk)
    with pytest.raises(access.NotAllowed):
        makes.plan(cast, person=cast.finance)


def letters():
    """Return the letters sent, as a mail program reads them."""
    return [message_from_bytes(each.message().as_bytes(), policy=policy.default) for each in mail.outbox]


def calendar_of(letter):
    """Return the calendar part of a letter, held strictly to RFC 5545, with its method as the letter's head has it."""
    (part,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    (file,) = letter.iter_attachments()
    lines(file.get_content())
    assert Calendar.from_ical(part.get_content()) == Calendar.from_ical(file.get_content())
    return part.get_param("method"), file.get_content()


def test_everybody_gets_one_letter_a_version_and_calendars_follow(cast):
    meeting = makes.plan(settle(cast))
    for _each in range(2):
        jobs.mail_meeting.call(meeting=meeting.pk, sequence=0)
    edit(cast, meeting, day="2026-03-06")
    jobs.mail_meeting.call(meeting=meeting.pk, sequence=0)
    jobs.mail_meeting.call(meeting=meeting.pk, sequence=1)
    meetings_changing.cancel(by=by(cast.ana), meeting=meeting.pk, now=NOW, by_mail=False)
    jobs.mail_meeting.call(meeting=meeting.pk, sequence=2)

    told = [calendar_of(letter) for letter in letters()]
    events = [Calendar.from_ical(data).walk("VEVENT")[0] for _method, data in told]
    assert [method for method, _data in told] == ["REQUEST"] * 4 + ["CANCEL"] * 2
    assert [event["SEQUENCE"] for event in events] == [0, 0, 1, 1, 2, 2]
    assert {str(event["UID"]) for event in events} == {uid_of(f"meeting/{meeting.uid}")}
    assert events[2]["DTSTART"].dt.isoformat() == "2026-03-06T09:00:00+01:00"
    assert [each.to for each in mail.outbox] == [[cast.ana.email], [cast.lin.email]] * 3
    assert {each["CN"] for each in [a.params for a in events[0]["ATTENDEE"]]} == {"Ana Petrova", "林晓梅"}


def test_series_is_mailed_as_a_rule_and_a_second_parser_holds_its_meetings_where_we_do(cast):
    first = makes.plan(
        settle(cast), key="same", first_on=datetime(2026, 2, 3).date(), every_weeks=2, count=4,
        now=datetime(2026, 1, 20, tzinfo=UTC),
    )  # fmt: skip
    jobs.mail_series.call(series=first.series_id, sequence=0)
    _method, data = calendar_of(letters()[0])
    held = recurring_ical_events.of(Calendar.from_ical(data)).between((2026, 1, 1), (2026, 12, 31))

    ours = Meeting.objects.filter(series=first.series).order_by("starts_at").values_list("starts_at", flat=True)
    assert sorted(each["DTSTART"].dt for each in held) == list(ours)
    assert b"RRULE:FREQ=WEEKLY;COUNT=4;INTERVAL=2" in data
    assert data.count(b"RECURRENCE-ID") == 1


def test_one_meeting_of_a_series_cancelled_is_cancelled_in_calendars_alone(cast):
    first = makes.plan(settle(cast), key="same", every_weeks=1, count=3)
    second = Meeting.objects.filter(series=first.series).order_by("starts_at")[1]
    meetings_changing.cancel(by=by(cast.ana), meeting=second.pk, now=NOW, by_mail=False)
    jobs.mail_meeting.call(meeting=second.pk, sequence=1)
    method, data = calendar_of(letters()[0])
    event = Calendar.from_ical(data).walk("VEVENT")[0]

    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["RECURRENCE-ID"].dt == second.starts_at
    assert str(event["UID"]) == uid_of(f"series/{first.series.uid}")


@pytest.mark.parametrize("many", [1, 3])
def test_list_and_page_cost_as_many_queries_with_one_meeting_and_with_three(cast, many, django_assert_num_queries):
    meeting = makes.agreed(cast, every_weeks=1, count=3) if many == 3 else makes.agreed(cast)
    with django_assert_num_queries(7 if many == 1 else 8):
        rows.meetings(by(cast.ana), cast.pair.pk, now=NOW)
    with django_assert_num_queries(12):
        rows.meeting(by(cast.ana), meeting.pk, now=NOW)
    assert "Weekly talk" in page(cast, cast.lin, "meetings", cast.pair.pk)
    assert "Weekly talk" in page(cast, cast.lin, "meeting", meeting.pk)


def test_planning_page_plans_nothing_until_somebody_chose(cast):
    settle(cast)
    asked = {"title": "Review", "every": "2", "first_on": (cast.today + timedelta(days=9)).isoformat(), "count": "3",
             "minutes": "45", "clock": "", "place": ""}  # fmt: skip
    text = page(cast, cast.ana, "plan-meeting", cast.pair.pk, **asked)
    assert ('value="same"' in text, Meeting.objects.count(), "checked" in text) == (True, 0, False)

    assert post(cast, cast.ana, "plan-meeting", cast.pair.pk, **asked).status_code == 422
    assert Meeting.objects.count() == 0
    answer = cast.browser(cast.ana).post(
        reverse("plan-meeting", args=[cast.pair.pk]), asked | {"choice": "same", "people": [cast.lin.pk]}
    )
    assert (answer.status_code, Meeting.objects.count(), Attendance.objects.count()) == (302, 3, 6)


@pytest.mark.parametrize(("language", "called"), [("en", "Chinese New Year (Spring Festival)"), ("zh-hans", "春节")])
def test_each_reader_reads_in_their_language_which_holiday_moved_a_meeting(cast, language, called):
    settle(cast)
    with translation.override("zh-hans"):
        asked = {"first_on": date(2026, 2, 3), "every_weeks": 2, "count": 4}
        makes.plan(cast, key="same", now=datetime(2026, 1, 5, 9, tzinfo=UTC), **asked)
    moved = Meeting.objects.exclude(moved_by=[]).get()

    with translation.override(language):
        row = rows.meeting(by(cast.lin), moved.pk, now=NOW).row
    assert row.moved_because == f"{cast.pair.factory.name}: {called}"
