import time

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import makers
from tests.site.communication.talking import begin, page, post, say, settle
from troth_site.actions.communication import glossary, translations
from troth_site.models import Attachment, AuditEntry, LedgerEntry, Message, ReadMark, Thread

pytestmark = pytest.mark.django_db
MANY = 500


@pytest.fixture
def talking(cast):
    return settle(cast)


@pytest.fixture
def long_thread(talking):
    """A thread of 500 messages, half of them translated, with terms, read marks and files."""
    first = begin(talking, talking.ana, "Agreed: cartons of 20 pcs. The zipper is YKK 5.")
    pairs = ((talking.ana, "buyer"), (talking.lin, "factory"))
    rows = Message.objects.bulk_create(
        Message(
            relationship=talking.pair, thread=first.thread, side=pairs[at % 2][1], author=pairs[at % 2][0],
            author_name=pairs[at % 2][0].name, language="en", origin="page", sent_at=timezone.now(),
            recorded_at=timezone.now(),
            text=f"Message {at}. The zipper of the roll-top backpack was tried {at} times, and the fabric as well. "
            "We agreed that the lining is tested again in the second week, and send you the report with photos.",
        )
        for at in range(1, MANY)
    )  # fmt: skip
    Thread.objects.update(messages_count=MANY)
    for row in rows[::2]:
        row.translations.create(language="zh-hans", text=f"第{row.pk}条。拉链。", state="human", made_at=timezone.now())
        Attachment.objects.create(message=row, name="report.pdf", size=4000, path="x")
    by = makers.make_actor(talking.ana)
    for term, word in (("zipper", "拉链"), ("fabric", "面料"), ("lining", "里布")):
        glossary.write(
            by=by, relationship=talking.pair.pk, term=term, words={"zh-hans": word}, meaning=f"What {term} means"
        )
    return first.thread_id


def test_a_thread_of_500_messages_takes_at_most_12_queries(talking, long_thread, django_assert_num_queries):
    browser, address = talking.browser(talking.lin), reverse("thread", args=[long_thread])
    with django_assert_num_queries(12):
        first = browser.get(address, {"all": "1"})
    with django_assert_num_queries(10):
        again = browser.get(address, {"all": "1"})
    with django_assert_num_queries(10):
        newest = browser.get(address)

    assert [answer.content.decode().count('<article class="m-message') for answer in (first, again, newest)] == [
        500,
        500,
        50,
    ]
    assert "Show 450 earlier messages" in newest.content.decode()


def test_a_thread_of_500_messages_renders_in_reasonable_time(talking, long_thread):
    browser, address = talking.browser(talking.lin), reverse("thread", args=[long_thread])
    browser.get(address)
    spent = []
    for query in ({}, {"all": "1"}):
        before = time.process_time()
        browser.get(address, query)
        spent.append(time.process_time() - before)
    print("seconds for 50 and for 500:", [round(each, 3) for each in spent])

    assert spent[0] < 1
    assert spent[1] < 8


def test_what_is_shown_is_marked_read_once_and_only_for_the_other_side(talking):
    said = begin(talking, talking.ana)
    for _time in range(2):
        page(talking, talking.lin, "thread", said.thread_id)
        page(talking, talking.ana, "thread", said.thread_id)

    assert list(ReadMark.objects.values_list("message", "person")) == [(said.pk, talking.lin.pk)]
    assert AuditEntry.objects.filter(verb="thread.read").count() == 1
    assert f"{talking.lin.name} read it" in page(talking, talking.ana, "thread", said.thread_id)


def test_read_and_understood_is_said_once_by_the_other_side(talking):
    said = begin(talking, talking.ana)
    for _time in range(2):
        answer = post(talking, talking.lin, "mark-message", said.pk, "understood")
        assert answer.headers["Location"] == f"/threads/{said.thread_id}/#message-{said.pk}"
    post(talking, talking.ana, "mark-message", said.pk, "understood")

    assert ReadMark.objects.get().understood_at is not None
    assert LedgerEntry.objects.filter(kind="message.understood").count() == 1
    assert f"{talking.lin.name} read and understood it" in page(talking, talking.ana, "thread", said.thread_id)


def test_mail_of_ours_stands_unverified_until_somebody_of_our_side_confirms_it(talking):
    said = begin(talking, talking.lin, origin="mail")
    Message.objects.update(verified=False)

    shown = page(talking, talking.ana, "thread", said.thread_id)
    assert "By mail, sender not verified." in shown
    assert "It is ours" not in shown
    assert post(talking, talking.ana, "mark-message", said.pk, "verify").status_code == 302
    assert not Message.objects.get().verified
    assert "It is ours" in page(talking, talking.lin, "thread", said.thread_id)
    post(talking, talking.lin, "mark-message", said.pk, "verify")
    assert Message.objects.get().verified
    assert LedgerEntry.objects.filter(kind="message.verified").count() == 1
    assert "sender not verified" not in page(talking, talking.ana, "thread", said.thread_id)


def test_terms_are_marked_in_original_and_translation_with_what_they_mean(talking):
    said = begin(talking, talking.ana, "The ZIPPER is YKK 5.")
    by = makers.make_actor(talking.ana)
    pk = glossary.write(
        by=by, relationship=talking.pair.pk, term="zipper", words={"zh-hans": "拉链", "en": "zip, zipper"},
        meaning="Metal, YKK, number 5 unless said otherwise",
    )  # fmt: skip
    translations.translate(by=by, message=said.pk, language="zh-hans", text="拉链是YKK 5。")
    shown = page(talking, talking.lin, "thread", said.thread_id)

    assert f'popovertarget="term-{pk}">ZIPPER</button>' in shown
    assert f'popovertarget="term-{pk}">拉链</button>' in shown
    assert f'id="term-{pk}" popover' in shown
    assert "Metal, YKK, number 5 unless said otherwise" in shown


def test_words_of_a_message_are_shown_as_words(talking):
    said = begin(talking, talking.ana, "<script>alert(1)</script> & <b>bold</b>\n第二行")
    shown = page(talking, talking.lin, "thread", said.thread_id)

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;\n第二行" in shown


def test_a_settled_thread_can_be_opened_again_and_written_into(talking):
    said = begin(talking, talking.ana)
    post(talking, talking.lin, "close-thread", said.thread_id)
    assert Thread.objects.get().closed_at is not None
    say(talking.ana, said.thread_id, "One more thing.")
    post(talking, talking.ana, "close-thread", said.thread_id, open="1")
    assert Thread.objects.get().closed_at is None
    assert sorted(AuditEntry.objects.filter(verb__startswith="thread.").values_list("verb", flat=True)) == [
        "thread.closed", "thread.opened", "thread.reopened",
    ]  # fmt: skip
