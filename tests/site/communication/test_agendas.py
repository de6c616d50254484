"""The agenda from the record of both sides, minutes whose promises count, and attendance that counts for both."""

from datetime import date, timedelta

import pytest

from tests import makers
from tests.site.communication import asked
from tests.site.communication import meeting as makes
from tests.site.communication.talking import post
from troth.commitments.lifecycle import MoveError
from troth_site import access
from troth_site.actions import commitments
from troth_site.actions.communication import agendas, meetings, meetings_answering, meetings_closing, meetings_minutes
from troth_site.actions.communication.meetings_changing import Edition, TwoVersionsMet
from troth_site.actions.communication.meetings_closing import NotYet
from troth_site.actions.communication.meetings_minutes import Said
from troth_site.actions.orders.duties import Duty, record_duty
from troth_site.models import AgendaItem, Commitment, LedgerEntry, Meeting
from troth_site.queries.communication import meetings as rows


def by(person):
    return makers.make_actor(person)


@pytest.fixture
def meeting(cast):
    return makes.agreed(cast)


def seen(cast, meeting, person=None, **more):
    return rows.meeting(by(person or cast.ana), meeting.pk, now=makes.after(meeting, **more))


def approval(cast, due):
    duty = Duty(
        side="buyer", kind="sample_approval", what="Approve the lab dip", agreed_on=date(2026, 2, 2), due_on=due
    )
    return record_duty(by=by(cast.ana), relationship=cast.pair.pk, duty=duty)


def promised(cast, meeting, what="Send the strike-offs", days=4, person=None):
    """Promise in a meeting, accepted by the other side there."""
    promisor = person or cast.lin
    made = meetings_minutes.promise(
        by=by(promisor), meeting=meeting.pk, what=what, due_on=meeting.starts_at.date() + timedelta(days=days),
        now=makes.after(meeting),
    )  # fmt: skip
    other = cast.ana if promisor == cast.lin else cast.lin
    meetings_minutes.accept(by=by(other), meeting=meeting.pk, commitment=made, now=makes.after(meeting))
    return made


def close(cast, meeting, person=None):
    meetings_closing.close(by=by(person or cast.ana), meeting=meeting.pk, now=makes.after(meeting))


def test_buyer_s_overdue_approval_stands_among_the_challenges_on_both_screens(cast, meeting):
    pk = approval(cast, date(2026, 3, 2))

    for person in (cast.ana, cast.lin):
        challenges = seen(cast, meeting, person).agenda.challenges
        assert [(each.text, each.side, each.source, each.days_late) for each in challenges] == [
            ("Approve the lab dip", "buyer", f"promise/{pk}", 3)
        ]


def test_lines_overdue_or_due_soon_are_progress_and_later_ones_are_not(cast, meeting):
    at = [(meeting.starts_at.date() + timedelta(days=days), None) for days in (-3, 9, 40)]
    made = makers.make_lines(cast.buyer, cast.pair.factory.name, at, key="A", today=meeting.starts_at.date())

    progress = [each.source for each in seen(cast, meeting).agenda.progress]
    assert progress == [f"line/{line.pk}" for line in made[:2]]


def test_what_was_asked_after_a_meeting_is_no_issue_of_it(cast, meeting):
    asked.places(cast)
    thread, begins = asked.thread(cast), meeting.starts_at
    asked.ask(thread, cast.ana, begins - timedelta(days=2), what="Asked before?")
    asked.ask(thread, cast.ana, begins + timedelta(days=9), what="Asked after?")

    assert [each.text for each in seen(cast, meeting, days=10).agenda.challenges] == ["Asked before?"]


def test_agenda_stands_as_it_was_once_the_meeting_is_held(cast, meeting):
    pk = approval(cast, date(2026, 3, 2))
    meetings_minutes.write(
        by=by(cast.lin), meeting=meeting.pk, edition=Edition(revision=0, mine={"notes": "We met."}),
        now=makes.after(meeting),
    )  # fmt: skip
    commitments.step(by=by(cast.ana), commitment=pk, event="close_late", evidence="Approved", on=date(2026, 3, 9))

    frozen = seen(cast, meeting, days=9).agenda
    assert frozen.is_frozen
    assert [(each.text, each.days_late) for each in frozen.challenges] == [("Approve the lab dip", 3)]


def test_points_and_feedback_of_both_sides(cast, meeting):
    point = agendas.add_point(by=by(cast.lin), meeting=meeting.pk, part="progress", text="The second shift")
    agendas.say_feedback(by=by(cast.lin), meeting=meeting.pk, keep="Photos", change="")
    agendas.say_feedback(by=by(cast.ana), meeting=meeting.pk, keep="", change="Fewer calls")
    agendas.say_feedback(by=by(cast.ana), meeting=meeting.pk, keep="", change="Fewer mails")

    agenda = seen(cast, meeting).agenda
    assert [(each.text, each.side, each.is_mine) for each in agenda.points] == [("The second shift", "factory", False)]
    assert [(each.side, each.keep, each.change) for each in agenda.feedback] == [
        ("buyer", "", "Fewer mails"), ("factory", "Photos", ""),
    ]  # fmt: skip
    with pytest.raises(access.NotAllowed):
        agendas.remove_point(by=by(cast.ana), meeting=meeting.pk, point=point)


def test_nothing_is_written_before_it_begins(cast, meeting):
    with pytest.raises(meetings.MeetingRefused):
        meetings_minutes.say_who_came(by=by(cast.ana), meeting=meeting.pk, came=set(), missed=set(), now=makes.NOW)
    assert not AgendaItem.objects.exists()


def test_two_who_write_minutes_both_keep_their_words(cast, meeting):
    def write(person, notes, revision=0, before=""):
        edition = Edition(revision=revision, mine={"notes": notes}, before={"notes": before})
        meetings_minutes.write(by=by(person), meeting=meeting.pk, edition=edition, now=makes.after(meeting))

    write(cast.ana, "Ana's words")
    with pytest.raises(TwoVersionsMet) as met:
        write(cast.lin, "Lin's words")
    assert met.value.merged.conflicts["notes"].mine == "Lin's words"
    assert Meeting.objects.get().notes == "Ana's words"


def test_minutes_become_promises_of_a_side_with_owner_and_day_accepted_by_the_other(cast, meeting):
    made = promised(cast, meeting)
    row = Commitment.objects.get(pk=made)

    assert (row.side, row.state, row.accepted_by, row.due_on) == ("factory", "accepted", "hand", date(2026, 3, 9))
    (shown,) = seen(cast, meeting).minutes.promises
    assert (shown.what, shown.owner, shown.may_accept) == ("Send the strike-offs", "林晓梅", False)
    with pytest.raises(MoveError):
        meetings_minutes.accept(by=by(cast.lin), meeting=meeting.pk, commitment=made)


def test_meeting_closes_only_when_everybody_s_word_is_there(cast, meeting):
    with pytest.raises(NotYet):
        close(cast, meeting)
    makes.came(cast, meeting, cast.ana)
    assert [each.code for each in seen(cast, meeting).minutes.problems] == ["meeting.attendance-unknown-factory"]
    makes.came(cast, meeting, cast.ana, missed=[cast.lin])
    close(cast, meeting)
    assert Meeting.objects.get().state == "closed"


def test_side_of_which_nobody_came_broke_its_promise_and_the_other_kept_it(cast, meeting):
    makes.came(cast, meeting, cast.ana, missed=[cast.lin])
    close(cast, meeting)

    states = dict(Commitment.objects.filter(kind="meeting").values_list("side", "state"))
    assert states == {"buyer": "kept", "factory": "broken"}
    outcomes = LedgerEntry.objects.filter(commitment__kind="meeting", counted_on__isnull=False)
    assert dict(outcomes.values_list("side", "kept")) == {"buyer": 1, "factory": 0}
    assert {row.lines for row in outcomes} == {1}


def test_closing_is_confirmed_or_contested_by_the_other_side(cast, meeting):
    makes.came(cast, meeting, cast.ana, missed=[cast.lin])
    close(cast, meeting)
    found = seen(cast, meeting, person=cast.lin).minutes.closing
    assert (found.state, found.side, found.may_answer) == ("waiting", "buyer", True)
    assert not seen(cast, meeting).minutes.closing.may_answer

    at = makes.after(meeting)
    with pytest.raises(meetings.MeetingRefused):
        meetings_closing.answer_closing(by=by(cast.ana), meeting=meeting.pk, confirms=True, now=at)
    meetings_closing.answer_closing(
        by=by(cast.lin), meeting=meeting.pk, confirms=False, reason="The link did not open", now=at
    )
    assert seen(cast, meeting).minutes.closing.state == "contested"


def test_meeting_nobody_agreed_to_counts_for_neither_side(cast):
    row = makes.plan(makes.settle(cast))
    makes.came(cast, row, missed=[cast.ana, cast.lin])
    close(cast, row)

    assert not Commitment.objects.filter(kind="meeting").exists()
    assert seen(cast, row).minutes.closing.state == ""


def test_each_earlier_promise_needs_a_word_before_the_next_meeting_closes(cast, meeting):
    made = [promised(cast, meeting, what=f"Thing {at}") for at in range(3)]
    makes.came(cast, meeting, cast.ana, cast.lin)
    close(cast, meeting)
    following = makes.plan(cast, first_on=date(2026, 3, 12))
    makes.came(cast, following, cast.ana, cast.lin)

    assert [each.commitment for each in seen(cast, following).minutes.earlier] == made
    with pytest.raises(NotYet):
        close(cast, following)
    for pk, status in zip(made, ("kept", "not-kept", "still-open"), strict=True):
        said = Said(commitment=pk, status=status, note="Seen by both")
        meetings_minutes.say_status(by=by(cast.ana), meeting=following.pk, said=said, now=makes.after(following))
    close(cast, following)

    assert [Commitment.objects.get(pk=pk).state for pk in made] == ["kept", "broken", "accepted"]
    third = makes.plan(cast, first_on=date(2026, 3, 19))
    assert [each.commitment for each in seen(cast, third).minutes.earlier] == [made[2]]


def test_a_word_without_what_shows_it_is_refused(cast, meeting):
    made = promised(cast, meeting)
    following = makes.plan(cast, first_on=date(2026, 3, 12))

    for said in (Said(commitment=made, status="kept", note=" "), Said(commitment=made, status="moved", note="x")):
        with pytest.raises(meetings.MeetingRefused):
            meetings_minutes.say_status(by=by(cast.ana), meeting=following.pk, said=said, now=makes.after(following))
    foreign = Said(commitment=cast.open_line.pk, status="kept", note="x")
    with pytest.raises(access.NotThere):
        meetings_minutes.say_status(by=by(cast.ana), meeting=following.pk, said=foreign, now=makes.after(following))


def test_only_what_was_promised_here_is_accepted_here(cast, meeting):
    elsewhere = commitments.propose(
        by=by(cast.lin), relationship=cast.pair.pk, dimension="money", what="Pay", due_on=date(2026, 4, 1)
    )
    with pytest.raises(access.NotThere):
        meetings_minutes.accept(by=by(cast.ana), meeting=meeting.pk, commitment=elsewhere)
    with pytest.raises(meetings.MeetingRefused):
        meetings_answering.answer(by=by(cast.ana), meeting=meeting.pk, is_coming=True, now=makes.after(meeting))


def test_a_day_on_which_the_promising_side_is_closed_is_asked_back(cast, meeting):
    """Sunday 7 March 2027 is no day of work; Monday is offered, and Sunday taken where it was meant."""
    given = {"what": "Send the zips", "due_on": "2027-03-07", "owner": ""}
    asked = post(cast, cast.lin, "meeting-promise", meeting.pk, **given)

    assert (asked.status_code, "2027-03-08" in asked.content.decode()) == (422, True)
    assert not Commitment.objects.filter(what="Send the zips").exists()
    post(cast, cast.lin, "meeting-promise", meeting.pk, **given, take_day="2027-03-08")
    post(cast, cast.lin, "meeting-promise", meeting.pk, **given | {"what": "Send more"}, keep_day="2027-03-07")
    made = Commitment.objects.filter(what__startswith="Send").order_by("due_on")
    assert list(made.values_list("what", "due_on")) == [
        ("Send more", date(2027, 3, 7)), ("Send the zips", date(2027, 3, 8)),
    ]  # fmt: skip
