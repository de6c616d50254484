from datetime import date

import pytest

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, answer, ask, kinds, rate, thread, write
from troth_site import access
from troth_site.actions.communication import requests
from troth_site.models import AuditEntry, Commitment, LedgerEntry, Notification, Tally

pytestmark = pytest.mark.django_db
YES, WILL_CHECK = "It is 19-4052.", "Noted, will check with the mill."


@pytest.fixture
def topic(cast):
    asked.places(cast)
    return thread(cast)


def say(person, request, message, answers):
    requests.say(by=makers.make_actor(person), request=request.pk, message=message.pk, answers=answers)
    request.refresh_from_db()


def test_who_asked_can_say_that_it_was_no_answer_and_the_clock_runs_on(cast, topic):
    row = ask(topic, cast.ana)
    said = answer(topic, cast.lin, YES, MONDAY + 2 * HOUR)
    with asked.at(MONDAY + 3 * HOUR):
        say(cast.ana, row, said, answers=False)

    assert (row.answered_at, row.answer, row.wall_hours) == (None, None, None)
    assert Commitment.objects.get(pk=row.commitment_id).state == "accepted"
    assert rate(row, on=date(2026, 3, 2)) == (0, 0)
    assert rate(row, on=date(2026, 3, 5)) == (0, 1)
    assert kinds(row) == ["request.asked", "request.answered", "request.denied"]
    assert AuditEntry.objects.get(verb="request.denied").person == cast.ana
    assert Notification.objects.filter(event="answer", person=cast.lin).count() == 1


def test_where_sides_disagree_the_request_stays_open_and_marked(cast, topic):
    row = ask(topic, cast.ana)
    said = answer(topic, cast.lin, YES, MONDAY + 2 * HOUR)
    with asked.at(MONDAY + 3 * HOUR):
        say(cast.ana, row, said, answers=False)
        say(cast.lin, row, said, answers=True)

    assert row.answered_at is None
    assert row.verdicts == {str(said.pk): {"read": True, "buyer": False, "factory": True}}
    later = answer(topic, cast.lin, "The standard is 19-4052 TCX.", MONDAY + 5 * HOUR)
    row.refresh_from_db()
    assert row.answer_id == later.pk


def test_either_side_can_name_the_answer_that_the_reading_missed(cast, topic):
    row = ask(topic, cast.ana)
    said = answer(topic, cast.lin, WILL_CHECK, MONDAY + 2 * HOUR)
    with asked.at(MONDAY + 3 * HOUR):
        say(cast.lin, row, said, answers=True)
        entries = LedgerEntry.objects.count()
        say(cast.lin, row, said, answers=True)

    assert (row.answer_id, LedgerEntry.objects.count()) == (said.pk, entries)
    assert rate(row, on=date(2026, 3, 2)) == (1, 1)


def test_nobody_names_a_message_of_the_asking_side_or_of_another_record(cast, topic):
    row = ask(topic, cast.ana)
    for message in (write(topic, cast.ana, YES, MONDAY + HOUR), write(topic, cast.lin, YES, MONDAY - HOUR)):
        with pytest.raises(requests.AnswerRefused, match="other side"):
            say(cast.ana, row, message, answers=True)
    with pytest.raises(access.NotThere):
        say(cast.stranger, row, write(topic, cast.lin, YES, MONDAY + HOUR), answers=True)


def test_an_unverified_answer_stops_the_clock_and_weighs_less_until_confirmed(cast, topic):
    row = ask(topic, cast.ana)
    answer(topic, cast.lin, YES, MONDAY + HOUR, origin="mail", verified=False)
    with asked.at(MONDAY + 2 * HOUR):
        assert sum(row_.kept_weight for row_ in Tally.objects.filter(dimension="communication")) == 0.6
        with pytest.raises(requests.AnswerRefused, match="side that answered"):
            requests.confirm_sender(by=makers.make_actor(cast.ana), request=row.pk)
        requests.confirm_sender(by=makers.make_actor(cast.lin), request=row.pk)
        requests.confirm_sender(by=makers.make_actor(cast.lin), request=row.pk)

    assert sum(row_.kept_weight for row_ in Tally.objects.filter(dimension="communication")) == pytest.approx(1.0)
    assert kinds(row)[-1] == "request.confirmed"
    assert kinds(row).count("request.confirmed") == 1
