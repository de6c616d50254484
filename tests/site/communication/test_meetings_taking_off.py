"""Taking somebody off a meeting: told why, out of their calendar alone, counted no more. Closed days are warned of."""

from datetime import date, time

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from tests import makers
from tests.site.communication import meeting as makes
from tests.site.communication.talking import page, post, settle
from tests.site.communication.test_meetings import calendar_of, letters
from troth_site import access
from troth_site.actions.communication import (
    meetings_answering,
    meetings_closing,
    meetings_taking_off,
)
from troth_site.actions.communication.meetings import MeetingRefused
from troth_site.jobs import communication as jobs
from troth_site.models import Attendance, AuditEntry, Commitment, Meeting, Notification, SiteDay
from troth_site.queries.communication.slots import Asked, offers
from troth_site.sheets.meeting_files import uid_of

pytestmark = pytest.mark.django_db
WHY = "The lab needs her that day."


def by(person):
    return makers.make_actor(person)


def off(cast, meeting, who, person=None, **more):
    given = {"why": WHY, "now": makes.NOW, **more}
    meetings_taking_off.take_off(by=by(person or cast.ana), meeting=meeting.pk, person=who.pk, **given)


@pytest.fixture
def third(cast):
    return makers.make_person(cast.pair.factory, role="quality", name="何丽敏")


def test_taken_off_one_is_told_why_and_the_others_stay(cast, third):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    off(cast, meeting, third)

    assert makes.states(meeting) == {"Ana Petrova": "coming", "林晓梅": "coming"}
    note = Notification.objects.get(event="meeting", subject=f"meeting {meeting.pk} sequence 1 off")
    assert (note.person, note.data["subject"]) == (third, meeting.title)
    assert AuditEntry.objects.get(verb="meeting.taken_off").data == {"person": third.pk, "why": WHY, "meetings": 1}
    assert set(Commitment.objects.filter(kind="meeting").values_list("state", flat=True)) == {"accepted"}


def test_their_calendar_takes_out_this_meeting_and_names_them_alone(cast, third):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    off(cast, meeting, third)
    mail.outbox.clear()
    for _each in range(2):
        jobs.mail_taken_off.call(meetings=[meeting.pk], person=third.pk, sequence=1, why=WHY)
    jobs.mail_meeting.call(meeting=meeting.pk, sequence=1)
    told = [calendar_of(letter) for letter in letters()]
    event = Calendar.from_ical(told[0][1]).walk("VEVENT")[0]

    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        ([third.email], f"You need not come: {meeting.title}"), ([cast.ana.email], f"Changed: {meeting.title}"),
        ([cast.lin.email], f"Changed: {meeting.title}"),
    ]  # fmt: skip
    assert WHY in mail.outbox[0].body
    assert [method for method, _data in told] == ["CANCEL", "REQUEST", "REQUEST"]
    assert (event["STATUS"], event["SEQUENCE"], str(event["UID"])) == (
        "CANCELLED", 1, uid_of(f"meeting/{meeting.uid}"),
    )  # fmt: skip
    assert str(event["ATTENDEE"]) == f"mailto:{third.email}"
    assert str(event["ORGANIZER"]) == f"mailto:{cast.ana.email}"


def test_who_is_asked_again_in_time_gets_no_cancellation(cast, third):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    off(cast, meeting, third)
    meetings_answering.ask(by=by(cast.lin), meeting=meeting.pk, person=third.pk, by_mail=False)
    mail.outbox.clear()
    jobs.mail_taken_off.call(meetings=[meeting.pk], person=third.pk, sequence=1, why=WHY)

    assert mail.outbox == []


def test_off_all_that_follow_is_one_letter_with_each_meeting(cast, third):
    first = makes.plan(settle(cast), key="same", every_weeks=1, count=3, ask=[cast.lin.pk, third.pk])
    series = list(Meeting.objects.filter(series=first.series).order_by("starts_at"))
    off(cast, series[1], third, following=True)
    mail.outbox.clear()
    jobs.mail_taken_off.call(meetings=[each.pk for each in series[1:]], person=third.pk, sequence=1, why=WHY)
    (method, data) = calendar_of(letters()[0])
    events = Calendar.from_ical(data).walk("VEVENT")

    assert [Attendance.objects.filter(meeting=each, person=third).exists() for each in series] == [True, False, False]
    assert (method, [event["RECURRENCE-ID"].dt for event in events]) == ("CANCEL", [m.starts_at for m in series[1:]])


def test_attendance_counts_those_who_are_still_asked(cast, third):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    off(cast, meeting, third)
    then = makes.after(meeting)
    makes.came(cast, meeting, cast.ana, cast.lin)
    meetings_closing.close(by=by(cast.ana), meeting=meeting.pk, now=then)

    assert set(Commitment.objects.filter(kind="meeting").values_list("side", "state")) == {
        ("buyer", "kept"), ("factory", "kept"),
    }  # fmt: skip


def test_where_nobody_of_a_side_has_said_yes_any_more_the_promise_is_taken_back(cast, third):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    off(cast, meeting, cast.lin)

    assert set(Commitment.objects.filter(kind="meeting").values_list("state", flat=True)) == {"waived"}
    meetings_answering.answer(by=by(third), meeting=meeting.pk, is_coming=True, now=makes.NOW)
    assert Commitment.objects.filter(kind="meeting", state="accepted").count() == 2


def test_neither_the_planner_nor_the_last_of_a_side_nor_after_it_began(cast, third):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    refused = [
        ({"who": cast.ana}, "planned the meeting"), ({"who": third, "why": " "}, "Say why"),
        ({"who": third, "now": makes.after(meeting)}, "has begun"),
    ]  # fmt: skip
    for given, why in refused:
        with pytest.raises(MeetingRefused, match=why):
            off(cast, meeting, **given)
    off(cast, meeting, third)
    with pytest.raises(MeetingRefused, match="Nobody of their side"):
        off(cast, meeting, cast.lin)
    with pytest.raises(access.NotThere):
        off(cast, meeting, third)
    assert Attendance.objects.filter(meeting=meeting).count() == 2


def test_minutes_stay_as_they_were_written(cast, third):
    first = makes.plan(settle(cast), key="same", every_weeks=1, count=2, ask=[cast.lin.pk, third.pk])
    second = Meeting.objects.filter(series=first.series).latest("starts_at")
    makes.came(cast, first, cast.ana, third)
    off(cast, second, third, now=makes.after(first))

    assert makes.states(first)["何丽敏"] == "came"
    with pytest.raises(MeetingRefused, match="has begun"):
        off(cast, first, third, now=makes.after(first))


def test_page_takes_somebody_off_and_says_it(cast, third, monkeypatch):
    meeting = makes.agreed(cast, ask=[cast.lin.pk, third.pk])
    monkeypatch.setattr("django.utils.timezone.now", lambda: makes.NOW)
    shown = page(cast, cast.lin, "meeting", meeting.pk)
    address = reverse("meeting-take-off", args=[meeting.pk, third.pk])
    empty = post(cast, cast.lin, "meeting-take-off", meeting.pk, third.pk, why="")
    done = post(cast, cast.lin, "meeting-take-off", meeting.pk, third.pk, why=WHY, scope="one")

    assert address in shown
    assert reverse("meeting-take-off", args=[meeting.pk, cast.ana.pk]) not in shown
    assert (empty.status_code, done.status_code) == (422, 302)
    assert "何丽敏" not in makes.states(meeting)
    assert page(cast, cast.lin, "meeting-take-off", meeting.pk, third.pk, status=404)


@pytest.fixture
def closed(cast):
    """The factory is closed on the day of the meeting and the day after."""
    settle(cast)
    SiteDay.objects.create(
        organisation_id=cast.pair.factory_id, first=makes.DAY, until=date(2026, 3, 7), kind="closed",
        name="Stocktaking", announced_on=date(2026, 1, 5),
    )  # fmt: skip
    return cast


def test_an_hour_on_a_closed_day_is_warned_of_with_the_next_open_day(closed):
    found = offers(by(closed.ana), closed.pair.pk, Asked(first_on=makes.DAY, minutes=60, clock=time(10))).offers
    free = offers(by(closed.ana), closed.pair.pk, Asked(first_on=date(2026, 3, 9), minutes=60, clock=time(10))).offers

    assert [each.closed and each.closed.sides for each in found] == [(("东莞永发制衣厂", "Stocktaking"),), None]
    assert found[0].closed.next_open == date(2026, 3, 9)
    assert found[1].meetings[0].local["buyer"].date() == date(2026, 3, 9)
    assert [each.closed for each in free] == [None]


def test_moving_to_a_closed_day_is_warned_of_once_and_can_be_done_knowingly(closed, monkeypatch):
    meeting = makes.plan(closed)
    monkeypatch.setattr("django.utils.timezone.now", lambda: makes.NOW)
    values = {
        "revision": 0, "title": meeting.title, "day": makes.DAY.isoformat(), "clock": "10:00", "minutes": 60,
        "place": "",
    }  # fmt: skip
    warned = post(closed, closed.ana, "meeting-edit", meeting.pk, **values)
    before = Meeting.objects.get(pk=meeting.pk).starts_at
    done = post(closed, closed.ana, "meeting-edit", meeting.pk, **values, as_it_is="1")

    assert (warned.status_code, before, done.status_code) == (200, meeting.starts_at, 302)
    assert "The next day open to both is Mon 9 Mar 2026." in warned.content.decode()
    assert Meeting.objects.get(pk=meeting.pk).starts_at.date() == makes.DAY
