from datetime import UTC, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import begin, page, post, say, settle
from troth_site import access
from troth_site.actions.communication import messages
from troth_site.desk.communication.messages_forms import MessageForm
from troth_site.models import (
    AuditEntry,
    ContactRole,
    LedgerEntry,
    LiveEvent,
    Message,
    Notification,
    Order,
    ReplyRequest,
    Thread,
)
from troth_site.queries import ledger
from troth_site.queries.communication import threads
from troth_site.queries.communication.threads import ThreadFilter

pytestmark = pytest.mark.django_db
BERLIN = "Europe/Berlin"
WRITTEN = {"text": "The goods are packed.", "language": "en", "when": "now"}


@pytest.fixture
def talking(cast):
    return settle(cast)


def ask(**more):
    ahead = (timezone.localdate() + timedelta(days=2)).isoformat()
    given = {"asks": "on", "what": "Confirm the packing list", "day": ahead, "hour": "17:00", "why": "The ship sails"}
    return WRITTEN | given | {"clock": "Asia/Shanghai", "severity": "normal"} | more


def test_a_message_is_on_the_record_of_both_and_only_its_hash_in_the_ledger(talking):
    said = begin(talking, talking.ana)

    entry = LedgerEntry.objects.get(relationship=talking.pair, kind="message.written")
    assert '"sha256":"' + sha256(said.text.encode()).hexdigest() in entry.content
    assert said.text not in entry.content
    assert ledger.check(makers.make_actor(talking.lin), talking.pair.pk).verification.ok
    thread = Thread.objects.get()
    assert (thread.messages_count, thread.last_at) == (1, said.recorded_at)
    assert AuditEntry.objects.filter(verb="message.written").count() == 1
    assert list(LiveEvent.objects.values_list("kind", "subject", "side")) == [("message", f"thread {thread.pk}", "")]
    assert "The lab dip of the" in page(talking, talking.lin, "thread", thread.pk)


def test_whoever_is_named_for_the_topic_is_told_else_everybody_of_the_other_side(talking):
    colleague = makers.make_person(talking.pair.factory, role="quality", name="QC lead")
    first = begin(talking, talking.ana)
    assert set(Notification.objects.values_list("person", flat=True)) == {talking.lin.pk, colleague.pk}
    assert Notification.objects.first().data == {"who": "Ana Petrova", "subject": "Lab dips"}

    ContactRole.objects.create(
        relationship=talking.pair, side="factory", topic="quality", person=colleague, named_at=timezone.now()
    )
    say(talking.ana, first.thread_id, "And the second one.")
    told = Notification.objects.exclude(subject=f"message {first.pk}")
    assert list(told.values_list("person", flat=True)) == [colleague.pk]


def test_nothing_is_chosen_for_the_writer(talking):
    thread = begin(talking, talking.ana).thread_id
    shown = page(talking, talking.lin, "write-message", thread)
    form = MessageForm(zones=(ZoneInfo("Asia/Shanghai"), ZoneInfo(BERLIN)))

    assert [form[name].value() for name in ("when", "asks", "day", "hour", "clock", "severity")] == [None] * 6
    assert [form.fields[name].choices[0] for name in ("clock", "severity")] == [("", "–")] * 2
    assert shown.count('name="when"') == 3
    assert '<button class="btn btn-primary" type="submit" name="when" value="now">' in shown
    assert '<button class="btn" type="submit" name="when" value="theirs">' in shown


def test_a_form_writes_once_however_often_it_is_sent(talking):
    thread = begin(talking, talking.ana).thread_id
    for _time in range(2):
        answer = post(talking, talking.lin, "write-message", thread, ticket="one-form", **WRITTEN)
        assert answer.status_code == 302
    assert Message.objects.filter(side="factory").count() == 1


ASKED = {
    "asks": "on", "what": "An answer", "day": "2030-01-07", "hour": "17:00", "clock": "Asia/Shanghai", "why": "We wait",
    "severity": "minor",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "lacks"),
    [
        ({"text": "   "}, "text"),
        ({"language": "klingon"}, "language"),
        (ASKED | {"day": ""}, "day"),
        (ASKED | {"what": ""}, "what"),
        (ASKED | {"why": ""}, "why"),
        (ASKED | {"severity": ""}, "severity"),
        (ASKED | {"clock": ""}, "clock"),
        (ASKED | {"day": "03/04"}, "day"),
        (ASKED | {"day": "2030-03-31", "hour": "02:30", "clock": BERLIN}, "hour"),
    ],
)  # fmt: skip
def test_what_lacks_is_said_at_its_field_and_what_was_typed_stays(talking, given, lacks):
    thread = begin(talking, talking.ana).thread_id
    answer = post(talking, talking.ana, "write-message", thread, **WRITTEN | given)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {lacks}
    assert Message.objects.count() == 1
    if lacks != "text":
        assert "The goods are packed." in answer.content.decode()


def test_a_question_without_a_day_is_refused_on_every_way(talking):
    thread = begin(talking, talking.ana).thread_id
    asking = messages.Asking(what="Confirm", due_at=None, why="We wait")
    with pytest.raises(ValueError, match="needs an answer only by a day"):
        say(talking.ana, thread, "Please confirm.", asking=asking)
    assert Message.objects.count() == 1


def test_a_question_is_asked_with_its_message_and_shown_in_both_zones(talking):
    thread = begin(talking, talking.ana).thread_id
    answer = post(talking, talking.ana, "write-message", thread, **ask())

    assert answer.status_code == 302
    asked = ReplyRequest.objects.get()
    assert (asked.message.text, asked.side, asked.what) == (
        "The goods are packed.",
        "buyer",
        "Confirm the packing list",
    )
    assert asked.due_at.astimezone(UTC).hour == 9
    shown = page(talking, talking.lin, "thread", thread)
    assert "17:00 Shanghai" in shown
    assert " Berlin" in shown
    assert "waits for us" in page(talking, talking.lin, "messages")
    assert "waits for them" in page(talking, talking.ana, "messages")


def test_what_can_be_read_in_two_ways_is_shown_before_it_goes_and_can_go_as_it_is(talking):
    thread = begin(talking, talking.ana).thread_id
    words = WRITTEN | {"text": "Ship by 03/04 or else. It is your fault."}
    shown = post(talking, talking.ana, "write-message", thread, **words)

    assert shown.status_code == 200
    told = shown.content.decode()
    assert [remark["quoted"] for remark in shown.context["remarks"]] == ["03/04", "or else", "your fault"]
    assert "may be read as" in told
    assert "What do you see as the cause" in told
    assert "Ship by 03/04 or else. It is your fault." in told
    assert Message.objects.count() == 1

    assert post(talking, talking.ana, "write-message", thread, as_it_is="1", **words).status_code == 302
    assert Message.objects.count() == 2


def test_advice_never_lets_a_question_without_a_day_through(talking):
    thread = begin(talking, talking.ana).thread_id
    given = WRITTEN | {"asks": "on", "what": "x", "why": "y", "clock": "Asia/Shanghai", "hour": "17:00"}
    assert post(talking, talking.ana, "write-message", thread, as_it_is="1", **given).status_code == 422


def test_a_new_thread_is_tied_to_an_order_or_a_promise_of_the_same_record(talking):
    order = Order.objects.get(lines=talking.open_line)
    given = WRITTEN | {"subject": "Cartons", "topic": "logistics", "order": order.number.lower()}
    answer = post(talking, talking.ana, "new-thread", talking.pair.pk, commitment=talking.open_line.pk, **given)

    thread = Thread.objects.get()
    assert answer.headers["Location"] == f"/threads/{thread.pk}/#message-{Message.objects.get().pk}"
    assert (thread.order, thread.commitment_id, thread.topic) == (order, talking.open_line.pk, "logistics")
    refused = post(talking, talking.ana, "new-thread", talking.pair.pk, **given | {"order": "PO-nowhere"})
    assert refused.status_code == 422
    assert "no order of this number" in refused.content.decode()
    assert Thread.objects.count() == 1


def test_an_order_of_another_record_does_not_exist_here(talking):
    other = makers.make_organisation("Elsewhere", kind="factory")
    beside = makers.make_relationship(talking.buyer, other)
    order = Order.objects.create(relationship=beside, number="X-1")
    about = messages.About(subject="Cartons", topic="orders", order=order.pk)
    with pytest.raises(access.NotThere):
        messages.begin(
            by=makers.make_actor(talking.ana), relationship=talking.pair.pk, about=about, said=messages.Said(text="Hi")
        )
    assert Thread.objects.count() == 0


def test_inbox_is_narrowed_by_waiting_topic_partner_and_words(talking):
    first = begin(talking, talking.ana, "Please look at the zipper.", subject="Zippers")
    begin(talking, talking.lin, "发票已寄出。", subject="Invoices", language="zh-hans")
    other = makers.make_relationship(talking.buyer, makers.make_organisation("Elsewhere Ltd", kind="factory"))
    messages.begin(
        by=makers.make_actor(talking.ana), relationship=other.pk, said=messages.Said(text="Hello"),
        about=messages.About(subject="First words", topic="orders"),
    )  # fmt: skip
    messages.requests.ask(
        by=makers.make_actor(talking.ana), message=first.pk, what="Look", why="x",
        due_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    ana, lin = makers.make_actor(talking.ana), makers.make_actor(talking.lin)

    def subjects(by, **chosen):
        return {row.subject for row in threads.threads(by, ThreadFilter(**chosen)).rows}

    assert subjects(ana) == {"Zippers", "Invoices", "First words"}
    assert subjects(lin) == {"Zippers", "Invoices"}
    assert (subjects(ana, waits="them"), subjects(ana, waits="us")) == ({"Zippers"}, set())
    assert (subjects(lin, waits="them"), subjects(lin, waits="us")) == (set(), {"Zippers"})
    assert subjects(ana, topic="orders") == {"First words"}
    assert subjects(ana, partner=other.pk) == {"First words"}
    assert subjects(lin, partner=other.pk) == set()
    assert subjects(ana, q="zipper") == {"Zippers"}
    assert subjects(ana, q="发票") == {"Invoices"}
    assert subjects(ana, q="elsewhere") == {"First words"}
    assert subjects(ana, q="dongguan") == {"Zippers", "Invoices"}
    assert [row.unread for row in threads.threads(ana, ThreadFilter()).rows if row.subject == "Invoices"] == [1]


def test_inbox_asks_as_often_for_three_threads_as_for_one(talking, django_assert_num_queries):
    browser = talking.browser(talking.lin)
    for number in range(3):
        begin(talking, talking.ana, subject=f"Topic {number}")
        if number in {0, 2}:
            with django_assert_num_queries(8):
                assert browser.get(reverse("messages")).status_code == 200


def test_a_stranger_finds_none_of_it(talking):
    said = begin(talking, talking.ana)
    for name, args in (
        ("thread", [said.thread_id]),
        ("partner-messages", [talking.pair.pk]),
        ("new-thread", [talking.pair.pk]),
        ("write-message", [said.thread_id]),
        ("translate-message", [said.pk]),
        ("glossary", [talking.pair.pk]),
        ("changes", [talking.pair.pk]),
    ):
        page(talking, talking.stranger, name, *args, status=404)
    assert "Lab dips" not in page(talking, talking.stranger, "messages")
