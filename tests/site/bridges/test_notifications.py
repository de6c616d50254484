"""The page of what one was told of."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.site.bridges.loopback import Reply
from tests.site.bridges.places import NOON, deliver, shift
from troth_site.actions.bridges import letters, problems
from troth_site.models import Membership, Notification


def page(person, **query):
    client = Client()
    client.force_login(person)
    return client.get(reverse("notifications"), query)


def read(person, **data):
    client = Client()
    client.force_login(person)
    return client.post(reverse("read-notifications"), data)


def test_what_one_was_told_of_stands_there_the_newest_first(pair):
    pair.tell("message 1")
    pair.tell("message 2", to=[pair.ana, pair.lin])

    told = page(pair.ana).context["told"]

    assert [(row.says, row.partner, row.path, row.is_read) for row in told] == [
        (f"林晓梅 wrote to you: Lab dips of message {number}", "永发", f"/partners/{pair.pair.pk}/", False)
        for number in (2, 1)
    ]
    assert [row.partner for row in page(pair.lin).context["told"]] == ["Nordlicht"]


def test_one_or_all_are_marked_as_read_and_nobody_else_s(pair):
    for number in range(3):
        pair.tell(f"message {number}", to=[pair.ana, pair.lin])
    one = Notification.objects.filter(person=pair.ana).latest("pk").pk
    theirs = Notification.objects.filter(person=pair.lin).latest("pk").pk

    assert read(pair.ana, one=one)["Location"] == reverse("notifications")
    read(pair.ana, one=theirs)
    assert page(pair.ana).context["unread"] == 2
    assert len(page(pair.ana, unread="1").context["told"]) == 2
    read(pair.ana)
    assert (page(pair.ana).context["unread"], page(pair.lin).context["unread"]) == (0, 3)


def test_where_it_could_not_be_told_is_said(outer, pair):
    pair.place("slack")
    pair.tell()
    shift(NOON)
    outer.answer(Reply(404))
    deliver(outer)

    text = page(pair.ana).content.decode()

    assert "“Our slack” could not be told." in text
    assert problems.said("status 404") in text


def test_whoever_left_reads_nothing_of_the_record(pair):
    pair.tell()
    Membership.objects.filter(person=pair.ana).update(active=False)
    text = page(pair.ana).content.decode()

    assert "Lab dips" not in text
    assert "永发" not in text


@pytest.mark.parametrize("notifications", [1, 3])
def test_the_page_asks_as_often_for_one_as_for_three(pair, notifications, django_assert_num_queries):
    for number in range(notifications):
        pair.tell(f"message {number}")
    client = Client()
    client.force_login(pair.ana)
    with django_assert_num_queries(7):  # session, person, seats, unread, all, the page, what was given up
        answer = client.get(reverse("notifications"))

    assert len(answer.context["told"]) == notifications


@pytest.mark.parametrize(("asked", "shown"), [("2", 10), ("9", 10), ("x", 50), ("-1", 50)])
def test_long_lists_have_pages(pair, asked, shown):
    for number in range(60):
        pair.tell(f"message {number}")

    assert len(page(pair.ana, page=asked).context["told"]) == shown


@pytest.mark.parametrize(
    ("event", "data", "says"),
    [
        ("promise", {"subject": "Lab dips", "due": "2026-12-01"}, "Lab dips is due on Tue 1 Dec 2026."),
        (
            "request",
            {"who": "Lin", "subject": "Which red?", "due": "2026-12-01T17:00:00+00:00"},
            "Lin asks “Which red?”, by Tue 1 Dec 2026, 18:00 (Berlin).",
        ),
        ("request", {"who": "Lin"}, "Lin asks “–”, by –."),
        ("board", {"who": "Lin", "subject": "a\n b", "column": "doing"}, "Lin moved “a b” to In work."),
        ("meeting", {"subject": "Review", "change": "cancelled", "when": "2026-12-01T17:00:00+00:00"},
         "Review: cancelled, Tue 1 Dec 2026, 18:00 (Berlin)"),
        ("status", {"subject": "Approvals, payments, forecast", "due": "2026-12-01"},
         "The weekly status is due on Tue 1 Dec 2026: Approvals, payments, forecast."),
        ("flag", {"subject": "100 % (sure)s"}, "100 % (sure)s"),
        ("message", {"who": "%(x)s", "subject": "2026-13-45"}, "%(x)s wrote to you: 2026-13-45"),
        ("channel", {"subject": "Group", "reason": "slow"},
         "“Group” is told of nothing any more. Its server took longer than ten seconds. It may have arrived."),
        ("of a later version", {}, "Something happened that this version of Troth has no words for."),
    ],
)  # fmt: skip
def test_sentences_are_whole_whatever_they_are_given(event, data, says):
    from django.utils import timezone

    with timezone.override("Europe/Berlin"):
        assert letters.sentence(event, data) == says


def test_a_sentence_has_an_end():
    assert len(letters.sentence("flag", {"subject": "x" * 9000})) == letters.LONGEST_LINE


@pytest.mark.parametrize("error", [*problems.SENTENCES, "status 418", "status 429", "vendor 19021 sign match fail"])
def test_every_problem_is_a_sentence(error):
    assert problems.said(error).rstrip("fail").endswith((".", " "))
    assert "%(" not in problems.said(error)
