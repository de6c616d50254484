from datetime import UTC, date, datetime, timedelta

import pytest

from tests import makers
from tests.site.communication import asked
from tests.site.communication.asked import HOUR, MONDAY, answer, ask, kinds, rate, thread, write
from troth_site import access
from troth_site.actions.communication import requests
from troth_site.models import (
    AuditEntry,
    Commitment,
    ContactRole,
    LedgerEntry,
    LiveEvent,
    Message,
    Notification,
    ReplyRequest,
)

pytestmark = pytest.mark.django_db
YES, WILL_CHECK = "It is 19-4052.", "Noted, will check with the mill."


@pytest.fixture
def topic(cast):
    asked.places(cast)
    return thread(cast)


def test_asking_makes_a_promise_of_the_other_side_in_its_own_zone(cast, topic):
    row = ask(topic, cast.ana)
    promise = row.commitment

    assert (promise.side, promise.dimension, promise.kind) == ("factory", "communication", "answer")
    assert (promise.state, promise.accepted_by, promise.zone, promise.what) == (
        "accepted", "contract", "Asia/Shanghai", "Which blue is it?",
    )  # fmt: skip
    # 24 business hours of nine hours a day from Monday 10:00: eight, nine and seven.
    assert row.target_at == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert promise.due_on == date(2026, 3, 4)
    assert kinds(row) == ["request.asked"]
    assert AuditEntry.objects.get(verb="request.asked").subject == f"request {row.pk}"
    assert LiveEvent.objects.filter(kind="request").count() == 1


def test_the_buyer_s_answers_are_promises_by_the_same_code(cast, topic):
    row = ask(topic, cast.lin, MONDAY + 10 * HOUR)

    assert (row.side, row.commitment.side, row.commitment.zone) == ("factory", "buyer", "Europe/Berlin")


@pytest.mark.parametrize("severity", ["critical", "safety"])
def test_critical_questions_wait_by_the_wall_clock(cast, topic, severity):
    friday = datetime(2026, 3, 6, 8, tzinfo=UTC)
    row = ask(topic, cast.ana, friday, severity=severity)

    assert row.target_at == friday + 24 * HOUR


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({"what": " "}, "what you need"), ({"due_at": None}, "by when"), ({"due_at": MONDAY - HOUR}, "later time"),
     ({"severity": "huge"}, "how much hangs")],
)  # fmt: skip
def test_asking_without_what_or_by_when_is_refused(cast, topic, said, sentence):
    message = write(topic, cast.ana, "Which blue?", MONDAY)
    with pytest.raises(requests.AskRefused, match=sentence):
        ask(topic, cast.ana, **{"message": message, **said})
    assert (ReplyRequest.objects.count(), Commitment.objects.filter(kind="answer").count()) == (0, 0)


def test_only_one_s_own_written_message_asks_and_asks_once(cast, topic):
    theirs = write(topic, cast.lin, "Here it is", MONDAY)
    machine = write(topic, cast.ana, "I am away", MONDAY, automatic="out-of-office")
    for message in (theirs, machine):
        with pytest.raises(requests.AskRefused, match="your own side"):
            ask(topic, cast.ana, message=message)
    own = write(topic, cast.ana, "Which blue?", MONDAY)

    assert ask(topic, cast.ana, message=own).pk == ask(topic, cast.ana, message=own).pk
    assert ReplyRequest.objects.count() == 1


def test_a_stranger_cannot_ask(cast, topic):
    message = write(topic, cast.ana, "Which blue?", MONDAY)
    with pytest.raises(access.NotThere):
        requests.ask(by=makers.make_actor(cast.stranger), message=message.pk, what="x", due_at=MONDAY, why="")


def test_the_named_contact_of_the_topic_is_told_else_the_owner_else_nobody(cast, topic):
    assert ask(topic, cast.ana).assigned_to is None
    assert Notification.objects.count() == 0
    cast.pair.owner_factory = cast.lin
    cast.pair.save(update_fields=["owner_factory"])
    assert ask(topic, cast.ana).assigned_to == cast.lin
    named = makers.make_person(cast.pair.factory, role="sales", name="何丽敏")
    ContactRole.objects.create(relationship=cast.pair, side="factory", topic="orders", person=named, named_at=MONDAY)
    row = ask(topic, cast.ana, severity="safety")

    assert row.assigned_to == named
    told = Notification.objects.get(person=named)
    assert (told.event, told.path) == ("critical", f"/requests/{row.pk}/")
    assert told.data["due"] == "2026-03-04T02:00+00:00"


def test_the_first_answer_of_substance_stops_the_clock(cast, topic):
    row = ask(topic, cast.ana)
    answer(topic, cast.lin, WILL_CHECK, MONDAY + 2 * HOUR)
    row.refresh_from_db()
    assert (row.acknowledged_at, row.answered_at) == (MONDAY + 2 * HOUR, None)
    # Tuesday 11:00 in Shanghai: 25 hours by the wall clock, ten of business.
    said = answer(topic, cast.lin, YES, MONDAY + 25 * HOUR)
    row.refresh_from_db()

    assert (row.answer_id, row.answered_at) == (said.pk, MONDAY + 25 * HOUR)
    assert (row.wall_hours, row.business_hours) == (25.0, 10.0)
    promise = Commitment.objects.get(pk=row.commitment_id)
    assert (promise.state, promise.closed_on, promise.quality) == ("kept", date(2026, 3, 3), 1.0)
    assert kinds(row) == ["request.asked", "request.answered"]
    assert rate(row, on=date(2026, 3, 3)) == (1, 1)
    assert rate(row, on=date(2026, 3, 2)) == (0, 0)
    assert Notification.objects.filter(event="answer", person=cast.ana).count() == 1


def test_an_answer_after_the_target_is_kept_late_and_counts_as_missed(cast, topic):
    row = ask(topic, cast.ana)
    answer(topic, cast.lin, YES, MONDAY + 80 * HOUR)
    row.refresh_from_db()

    assert Commitment.objects.get(pk=row.commitment_id).state == "kept_late"
    assert rate(row, on=date(2026, 3, 5)) == (0, 1)


def test_an_unanswered_request_counts_from_the_day_after_without_anybody_s_doing(cast, topic):
    row = ask(topic, cast.ana)

    assert rate(row, on=date(2026, 3, 4)) == (0, 0)
    assert rate(row, on=date(2026, 3, 5)) == (0, 1)
    before = LedgerEntry.objects.get(commitment=row.commitment_id)
    assert (before.counted_from, before.broken_weight) == (date(2026, 3, 5), 1.0)


@pytest.mark.parametrize("automatic", ["out-of-office", "notice", "bounce", "receipt", "something new"])
def test_what_a_machine_wrote_never_stops_a_clock(cast, topic, automatic):
    row = ask(topic, cast.ana)
    answer(topic, cast.lin, YES, MONDAY + HOUR, automatic=automatic)
    row.refresh_from_db()

    assert row.answered_at is None
    # A letter that bounced was read by nobody.
    assert (row.acknowledged_at is None) is (automatic in {"bounce", "receipt"})


def test_a_message_closes_the_oldest_request_or_the_one_it_replies_to(cast, topic):
    first = ask(topic, cast.ana, MONDAY)
    second = ask(topic, cast.ana, MONDAY + HOUR)
    asking = write(topic, cast.ana, "And when?", MONDAY + 2 * HOUR, mail_id="<third@kestrel>")
    third = ask(topic, cast.ana, MONDAY + 2 * HOUR, message=asking)
    answer(topic, cast.lin, YES, MONDAY + 3 * HOUR)
    answer(topic, cast.lin, "On Friday 6 March.", MONDAY + 4 * HOUR, in_reply_to="<third@kestrel>")
    for row in (first, second, third):
        row.refresh_from_db()

    assert [row.answered_at for row in (first, second, third)] == [MONDAY + 3 * HOUR, None, MONDAY + 4 * HOUR]


def test_a_message_is_heard_once_however_often_it_is_told(cast, topic):
    first, second = ask(topic, cast.ana), ask(topic, cast.ana, MONDAY + HOUR)
    said = answer(topic, cast.lin, YES, MONDAY + 2 * HOUR)
    entries = LedgerEntry.objects.count()
    requests.on_message(said.pk)
    second.refresh_from_db()

    assert (second.answered_at, LedgerEntry.objects.count()) == (None, entries)
    assert kinds(first) == ["request.asked", "request.answered"]


def test_one_s_own_side_an_unknown_sender_and_a_waiting_message_answer_nothing(cast, topic):
    row = ask(topic, cast.ana)
    answer(topic, cast.finance, "It is 19-4052, I think.", MONDAY + HOUR)
    unknown = answer(topic, cast.lin, YES, MONDAY + HOUR)
    Message.objects.filter(pk=unknown.pk).update(side="")
    row.refresh_from_db()
    assert row.answered_at == MONDAY + HOUR
    other = ask(topic, cast.ana, MONDAY + 2 * HOUR)
    answer(topic, cast.lin, YES, MONDAY + 3 * HOUR, send_at=MONDAY + 30 * HOUR)
    answer(topic, cast.lin, YES, MONDAY + 3 * HOUR, origin="file", sent_at=None)
    other.refresh_from_db()

    assert other.answered_at is None


def test_a_later_date_in_a_mail_does_not_move_the_answer_behind_its_arrival(cast, topic):
    row = ask(topic, cast.ana)
    answer(topic, cast.lin, YES, MONDAY + 2 * HOUR, sent_at=MONDAY + 900 * HOUR)
    row.refresh_from_db()

    assert row.answered_at == MONDAY + 2 * HOUR


def test_who_asked_takes_a_request_back_and_it_counts_for_nobody(cast, topic):
    row = ask(topic, cast.ana)
    with asked.at(MONDAY + HOUR):
        with pytest.raises(requests.AskRefused, match="asked can take"):
            requests.withdraw(by=makers.make_actor(cast.lin), request=row.pk)
        for _once_more in range(2):
            requests.withdraw(by=makers.make_actor(cast.ana), request=row.pk)

    assert Commitment.objects.get(pk=row.commitment_id).state == "waived"
    assert rate(row, on=date(2026, 3, 9)) == (0, 0)
    assert kinds(row) == ["request.asked", "request.withdrawn"]
    answered = ask(topic, cast.ana, MONDAY + 2 * HOUR)
    answer(topic, cast.lin, YES, MONDAY + 3 * HOUR)
    with pytest.raises(requests.AskRefused, match="was answered"):
        requests.withdraw(by=makers.make_actor(cast.ana), request=answered.pk)


def test_swapped_sides_get_the_same_numbers(cast, topic):
    cast.buyer.zone = "Asia/Shanghai"
    cast.buyer.save(update_fields=["zone"])
    for asker, replier in ((cast.ana, cast.lin), (cast.lin, cast.ana)):
        start = MONDAY + timedelta(days=7 * (asker == cast.lin))
        for number, hours in enumerate((3, 30, 90)):
            one = thread(cast)
            ask(one, asker, start + number * HOUR)
            answer(one, replier, YES, start + (number + hours) * HOUR)
    rows = {side: list(ReplyRequest.objects.filter(side=side).order_by("asked_at").values_list(
        "wall_hours", "business_hours", "commitment__state", "severity")) for side in ("buyer", "factory")}  # fmt: skip

    assert rows["buyer"] == rows["factory"]
    assert {row[2] for row in rows["buyer"]} == {"kept", "kept_late"}
