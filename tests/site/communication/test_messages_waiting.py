from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import begin, page, post, say, settle
from troth_site.actions.communication import messages
from troth_site.jobs import communication as jobs
from troth_site.models import (
    AuditEntry,
    LedgerEntry,
    Message,
    ReplyRequest,
    Thread,
)

pytestmark = pytest.mark.django_db
WRITTEN = {"text": "The goods are packed.", "language": "en", "when": "now"}


@pytest.fixture
def talking(cast):
    return settle(cast)


def test_a_message_for_their_morning_waits_unseen_and_is_sent_when_it_comes(talking):
    thread = begin(talking, talking.ana).thread_id
    monday = datetime(2030, 1, 7, 1, tzinfo=UTC)
    asking = messages.Asking(what="Confirm", due_at=monday + timedelta(days=1), why="We wait")
    waiting = say(talking.ana, thread, "Please confirm the cartons.", send_at=monday, asking=asking)

    assert "Please confirm the cartons." not in page(talking, talking.lin, "thread", thread)
    assert "Please confirm the cartons." not in page(talking, talking.lin, "messages", q="cartons")
    own = page(talking, talking.ana, "thread", thread)
    assert "Waits to be sent Mon 7 Jan 2030 · 02:00 Berlin · 09:00 Shanghai" in own
    assert (messages.send_due(now=timezone.now()), ReplyRequest.objects.count()) == (0, 0)

    now = timezone.now()
    Message.objects.filter(pk=waiting.pk).update(send_at=now)
    assert [messages.send_due(now=now) for _time in range(2)] == [1, 0]
    waiting.refresh_from_db()
    assert (waiting.sent_at, waiting.recorded_at, waiting.asking) == (now, now, None)
    assert ReplyRequest.objects.get().asked_at == now
    assert LedgerEntry.objects.filter(kind="message.written").count() == 2
    assert "Please confirm the cartons." in page(talking, talking.lin, "thread", thread)


def test_an_answer_is_not_due_before_its_question_goes(talking):
    monday = datetime(2030, 1, 7, 1, tzinfo=UTC)
    asking = messages.Asking(what="Confirm", due_at=monday - timedelta(hours=1), why="We wait")
    with pytest.raises(messages.MessageRefused, match="before the message goes"):
        begin(talking, talking.ana, send_at=monday, asking=asking)
    assert Message.objects.count() == 0


def test_a_question_that_lapsed_while_it_waited_goes_as_a_message_alone(talking):
    now = timezone.now()
    asking = messages.Asking(what="Confirm", due_at=now + timedelta(hours=2), why="We wait")
    begin(talking, talking.ana, send_at=now + timedelta(hours=1), asking=asking)
    late = now + timedelta(hours=3)

    assert messages.send_due(now=late) == 1
    assert ReplyRequest.objects.count() == 0
    assert AuditEntry.objects.filter(verb="message.question_lapsed").count() == 1


def test_the_form_finds_their_next_hour_of_work(talking, monkeypatch):
    saturday = datetime(2026, 6, 6, 20, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: saturday)
    thread = begin(talking, talking.ana).thread_id
    post(talking, talking.ana, "write-message", thread, **WRITTEN | {"when": "theirs"})

    assert Message.objects.latest("pk").send_at == datetime(2026, 6, 8, 1, tzinfo=UTC)


def test_when_it_goes_is_kept_while_the_writer_looks_again(talking):
    thread = begin(talking, talking.ana).thread_id
    asked = WRITTEN | {"text": "Please send it by 03/04.", "when": "theirs"}
    looked = post(talking, talking.ana, "write-message", thread, **asked).content.decode()

    assert '<input type="hidden" name="when" value="theirs"' in looked
    assert "It goes when they are at work next, as you chose." in looked
    post(talking, talking.ana, "write-message", thread, **asked, as_it_is="1")
    assert Message.objects.latest("pk").send_at is not None


def test_what_waits_can_be_taken_back_by_its_own_side_alone(talking):
    first = begin(talking, talking.ana, send_at=datetime(2030, 1, 7, 1, tzinfo=UTC))

    assert page(talking, talking.lin, "thread", first.thread_id, status=404)
    assert Thread.objects.get().subject not in page(talking, talking.lin, "messages")
    assert Thread.objects.get().subject in page(talking, talking.ana, "messages")
    assert post(talking, talking.lin, "mark-message", first.pk, "withdraw").status_code == 404
    assert post(talking, talking.finance, "mark-message", first.pk, "withdraw").headers["Location"] == "/messages/"
    assert (Message.objects.count(), Thread.objects.count()) == (0, 0)
    assert AuditEntry.objects.filter(verb="message.withdrawn").count() == 1


def test_what_was_sent_stays_sent(talking):
    said = begin(talking, talking.ana)
    answer = post(talking, talking.ana, "mark-message", said.pk, "withdraw")

    assert answer.headers["Location"] == f"/threads/{said.thread_id}/#message-{said.pk}"
    assert Message.objects.count() == 1


def test_what_somebody_left_waiting_is_not_sent_in_their_name(talking):
    leaving = makers.make_person(talking.buyer, role="sourcing", name="Leaving")
    begin(talking, leaving, send_at=datetime(2030, 1, 7, 1, tzinfo=UTC))
    leaving.memberships.update(active=False)

    assert messages.send_due(now=datetime(2030, 1, 8, tzinfo=UTC)) == 0
    assert Message.objects.get().sent_at is None


def test_the_job_sends_what_is_due(talking):
    said = begin(talking, talking.ana, send_at=timezone.now() + timedelta(hours=1))
    Message.objects.filter(pk=said.pk).update(send_at=timezone.now() - timedelta(minutes=1))
    jobs.send_waiting.call()

    assert Message.objects.get().sent_at is not None
