"""One's own calendar, its private address, and answers that calendars send as files."""

import base64
import re
from datetime import datetime, timedelta

import pytest
import recurring_ical_events
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from tests import makers
from tests.site.communication import meeting as makes
from tests.site.communication.talking import page, post, settle
from tests.site.sheets.test_ics import lines
from troth_site.actions import commitments
from troth_site.actions.communication import feeds
from troth_site.models import AuditEntry, CalendarFeed, Commitment, Meeting, Membership
from troth_site.queries.communication import feeds as rows
from troth_site.sheets.ics import Entry, Guest, invitation
from troth_site.sheets.meeting_files import uid_of


def by(person):
    return makers.make_actor(person)


def soon(cast, **more):
    """Plan a meeting some days from today."""
    settle(cast)
    return makes.plan(cast, first_on=cast.today + timedelta(days=4), now=timezone.now(), **more)


def read(client, token, **headers):
    return client.get(reverse("calendar-feed", args=[token]), headers=headers)


def test_feed_holds_one_s_meetings_and_dues_and_a_second_parser_reads_it(cast, client):
    meeting = soon(cast)
    series = soon(cast, every_weeks=2, count=3, key="same")
    commitments.propose(
        by=by(cast.lin), relationship=cast.pair.pk, dimension="communication", what="Send the strike-offs",
        due_on=cast.today + timedelta(days=2),
    )  # fmt: skip
    data = read(client, feeds.make(by=by(cast.lin))).content
    lines(data)
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(cast.today, cast.today + timedelta(days=90))

    starts = [each["DTSTART"].dt for each in found]
    assert sorted(at for at in starts if isinstance(at, datetime)) == sorted(
        Meeting.objects.values_list("starts_at", flat=True)
    )
    assert [at for at in starts if not isinstance(at, datetime)] == [cast.today + timedelta(days=2)]
    uids = {str(each["UID"]) for each in found}
    assert {uid_of(f"meeting/{meeting.uid}"), uid_of(f"series/{series.series.uid}")} < uids
    assert b"ATTENDEE" not in data
    assert b"ORGANIZER" not in data


def test_file_of_one_meeting_of_a_series_takes_its_place_and_not_that_of_the_series(cast):
    alone = soon(cast)
    first = soon(cast, every_weeks=2, count=3, key="same")
    second = Meeting.objects.filter(series=first.series).order_by("starts_at")[1]
    events = {}
    for meeting in (alone, second):
        data = cast.browser(cast.ana).get(reverse("meeting-file", args=[meeting.pk])).content
        lines(data)
        (events[meeting.pk],) = Calendar.from_ical(data).walk("VEVENT")

    assert "RECURRENCE-ID" not in events[alone.pk]
    assert events[second.pk]["RECURRENCE-ID"].dt == second.original_at
    assert str(events[second.pk]["UID"]) == uid_of(f"series/{first.series.uid}")


def test_feed_says_when_nothing_changed_and_is_kept_by_nobody_on_the_way(cast, client):
    soon(cast)
    token = feeds.make(by=by(cast.lin))
    first = read(client, token)
    again = read(client, token, if_none_match=first["ETag"])
    Meeting.objects.update(title="Another name")
    changed = read(client, token, if_none_match=first["ETag"])

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    assert {first["Cache-Control"], again["Cache-Control"]} == {"private, no-cache"}
    assert "Set-Cookie" not in first.headers


def test_only_a_fingerprint_is_kept_and_a_wrong_or_revoked_address_is_not_there(cast, client):
    token = feeds.make(by=by(cast.lin))
    kept = CalendarFeed.objects.get()

    assert token not in str(CalendarFeed.objects.values()) + str(list(AuditEntry.objects.values()))
    assert read(client, token[:-1] + "x").status_code == 404
    feeds.revoke(by=by(cast.lin), feed=kept.pk)
    assert read(client, token).status_code == 404
    for _each in range(feeds.MOST):
        feeds.make(by=by(cast.lin))
    with pytest.raises(feeds.FeedRefused):
        feeds.make(by=by(cast.lin))


def test_feed_shows_what_the_person_may_see_now(cast, client):
    soon(cast)
    token = feeds.make(by=by(cast.lin))
    of_frank = feeds.make(by=by(cast.finance))
    assert b"Weekly talk" in read(client, token).content
    assert b"Weekly talk" not in read(client, of_frank).content

    Membership.objects.filter(person=cast.lin).update(active=False)
    assert b"BEGIN:VEVENT" not in read(client, token).content
    cast.lin.is_active = False
    cast.lin.save()
    assert read(client, token).status_code == 404


def test_use_is_noted_once_a_day(cast, client):
    token = feeds.make(by=by(cast.lin))
    read(client, token)
    read(client, token)

    assert AuditEntry.objects.filter(verb="feed.read").count() == 1
    assert CalendarFeed.objects.get().last_used_at is not None


@pytest.mark.parametrize("many", [1, 3])
def test_feed_costs_as_many_queries_with_one_meeting_and_with_three(cast, many, django_assert_num_queries):
    for at in range(many):
        soon(cast, key=None, minutes=30 + at)
    actor = by(cast.lin)
    with django_assert_num_queries(3):
        rows.feed_content(actor, now=timezone.now())


def test_address_is_shown_once_and_the_calendar_names_both_clocks(cast):
    soon(cast)
    shown = cast.browser(cast.lin).post(reverse("make-feed")).content.decode()
    after = page(cast, cast.lin, "own-calendar")

    assert "/calendar/" in shown
    assert ".ics" in shown
    assert ".ics" not in after
    assert "Weekly talk" in after
    assert "Shanghai" in after
    assert "Berlin" in after
    assert "Weekly talk" not in page(cast, cast.stranger, "own-calendar")


def reply(meeting, person, answer, start=None):
    entry = Entry(
        uid=uid_of(f"meeting/{meeting.uid}"), start=start or meeting.starts_at,
        end=meeting.starts_at + timedelta(hours=1), summary=meeting.title,
        guests=(Guest(email=person.email, answer=answer),),
    )  # fmt: skip
    data = invitation(entry, stamp=timezone.now())
    return data.replace(b"METHOD:REQUEST", b"METHOD:REPLY")


def drop(cast, person, meeting, data, **given):
    file = SimpleUploadedFile("reply.ics", data)
    return post(cast, person, "meeting-replies", meeting.pk, file=file, **given)


def test_reply_of_one_s_own_side_counts_and_of_the_other_waits_for_their_own_word(cast):
    meeting = soon(cast)
    drop(cast, cast.ana, meeting, reply(meeting, cast.lin, "ACCEPTED"))
    row = meeting.people.get(person=cast.lin)
    assert (row.state, row.verified, Commitment.objects.filter(kind="meeting").count()) == ("coming", False, 0)

    drop(cast, cast.lin, meeting, reply(meeting, cast.lin, "ACCEPTED"))
    row.refresh_from_db()
    assert (row.state, row.verified, Commitment.objects.filter(kind="meeting").count()) == ("coming", True, 2)


def test_reply_in_a_zone_nobody_knows_is_asked_about_and_the_file_is_kept(cast):
    meeting = soon(cast)
    data = reply(meeting, cast.lin, "DECLINED").replace(b"DTSTART:", b"DTSTART;TZID=Mars/Base:").replace(
        b"DTEND:", b"DTEND;TZID=Mars/Base:"
    )  # fmt: skip
    data = b"\r\n".join(line[:-1] if b"Mars/Base" in line else line for line in data.split(b"\r\n"))
    asked = drop(cast, cast.lin, meeting, data)
    text = asked.content.decode()
    held = text.partition('name="held" value="')[2].partition('"')[0]

    assert (asked.status_code, "Mars/Base" in text) == (422, True)
    assert makes.states(meeting)["林晓梅"] == "asked"
    answer = post(cast, cast.lin, "meeting-replies", meeting.pk, held=held, zone="Asia/Shanghai")
    assert (answer.status_code, makes.states(meeting)["林晓梅"]) == (302, "declined")


def said_at_file(answer):
    """Return what stands at the field of the file, in a part of the page that is open."""
    text = answer.content.decode()
    part = text[: text.index('id="replies-file"')].rpartition("<details")[2].partition(">")[0]
    found = re.search(r'id="replies-file_error"[^>]*>.*?</svg>(.*?)</p>', text, re.DOTALL)
    return " open" in part, found and found[1].strip()


@pytest.mark.parametrize(
    ("data", "begins"),
    [(b"no calendar", "This is no calendar file"), (b"x" * 200_000, "Choose a calendar file"), (b"", "The file at")],
)
def test_file_that_is_no_calendar_is_refused_at_its_field_and_changes_nothing(cast, data, begins):
    meeting = soon(cast)
    answer = drop(cast, cast.lin, meeting, data)
    is_open, told = said_at_file(answer)

    assert (answer.status_code, is_open, told[: len(begins)]) == (422, True, begins)
    assert [str(each) for each in answer.context["messages"]] == []
    assert makes.states(meeting)["林晓梅"] == "asked"


def test_no_file_and_a_broken_one_kept_are_refused_at_the_field(cast):
    meeting = soon(cast)
    for given in ({}, {"held": "%%%"}, {"held": ""}):
        answer = post(cast, cast.lin, "meeting-replies", meeting.pk, **given)
        assert (answer.status_code, *said_at_file(answer)) == (
            422, True, "Choose a calendar file (.ics) of at most 150 kB.",
        )  # fmt: skip


def test_zone_that_is_none_is_refused_where_it_is_asked_for(cast):
    meeting = soon(cast)
    held = base64.b64encode(reply(meeting, cast.lin, "DECLINED")).decode()
    answer = post(cast, cast.lin, "meeting-replies", meeting.pk, held=held, zone="Mars/Base")
    text = answer.content.decode()

    assert (answer.status_code, held in text, 'id="replies-zone_error"' in text) == (422, True, True)
    assert makes.states(meeting)["林晓梅"] == "asked"


def test_reply_to_a_meeting_that_has_begun_is_refused_and_said(cast):
    meeting = soon(cast)
    data = reply(meeting, cast.lin, "ACCEPTED")
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    answer = drop(cast, cast.lin, meeting, data)

    told = [str(each) for each in answer.context["messages"]]
    assert (answer.status_code, told) == (
        422, ["This meeting has begun or is cancelled: there is nothing to answer."],
    )  # fmt: skip
