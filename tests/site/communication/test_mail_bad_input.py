"""Mail as it really comes: without dates, forwarded forty times, too large, dangerous, damaged; nothing fails."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests import shared
from tests.site.communication.mail_makers import ANA, LIN, Pair, drop, letter, mailbox, take
from troth_site import access
from troth_site.actions.communication.mail import undoing
from troth_site.models import Attachment, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    return Pair()


def counts(row):
    return row.report["counts"]


def test_no_date_stands_where_it_stood_in_the_file_and_says_so(pair):
    row = take(
        pair,
        mailbox(
            letter("one", name="1@b.example"),
            letter("two", name="2@b.example", answers="1@b.example", days=None),
            letter("three", name="3@b.example", answers="1@b.example", days=1),
        ),
    )
    found = Message.objects.filter(batch=row).order_by("recorded_at")

    assert [message.text for message in found] == ["one", "two", "three"]
    assert (found[1].sent_at, [each["code"] for each in found[1].findings]) == (None, ["mail.no-date"])
    assert counts(row)["undated"] == 1
    page = pair.browser(pair.lin).get(reverse("thread", args=[found[1].thread_id])).content.decode()
    assert page.count("The message states no date that can be read.") == 1


@pytest.mark.parametrize("date", ["Thu, 1 Jan 1970 00:00:00 +0000", "Sun, 1 Jan 2034 10:00:00 +0000"])
def test_an_impossible_date_is_none_and_is_said(pair, date):
    raw = letter(days=None, name="d@b.example")
    raw["Date"] = date
    row = take(pair, raw.as_bytes())
    message = Message.objects.get(batch=row)

    assert message.sent_at is None
    assert message.findings[0]["code"] == "mail.implausible-date"
    page = pair.browser(pair.ana).get(reverse("thread", args=[message.thread_id])).content.decode()
    assert f"The message says it was sent on {date[5:15].strip()}, which cannot be" in page


def test_forty_levels_of_forwarding_are_one_message(pair):
    inner = letter("The innermost.", name="in@b.example")
    for level in range(40):
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Message-ID"] = ANA, LIN, f"<level{level}@b.example>"
        outer.set_content(f"See below, {level}")
        outer.add_attachment(inner)
        inner = outer
    row = take(pair, inner.as_bytes())

    assert Message.objects.get(batch=row).text == "See below, 39"
    assert set(Attachment.objects.values_list("refused", flat=True)) == {"message"}
    assert Attachment.objects.count() == 40


def test_large_and_dangerous_files_are_named_and_not_kept(pair):
    raw = letter(name="big@b.example")
    raw.add_attachment(b"0" * 30 * 1024 * 1024, maintype="video", subtype="mp4", filename="film.mp4")
    raw.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="setup.exe")
    raw.add_attachment(b"fine", maintype="application", subtype="pdf", filename="order.pdf")
    row = take(pair, raw.as_bytes())

    files = list(Attachment.objects.order_by("pk").values_list("name", "size", "refused"))
    assert files == [("film.mp4", 31457280, "large"), ("setup.exe", 2, "dangerous"), ("order.pdf", 4, "")]
    assert [bool(path) for path in Attachment.objects.order_by("pk").values_list("path", flat=True)] == [
        False,
        False,
        True,
    ]
    assert (counts(row)["kept_files"], counts(row)["refused"]) == (1, 2)


def test_one_file_of_two_messages_is_kept_once_and_leaves_with_the_last(pair):
    raws = [letter(name=f"{at}@b.example") for at in range(2)]
    for raw in raws:
        raw.add_attachment(b"same", maintype="application", subtype="pdf", filename="a.pdf")
    first, second = take(pair, raws[0].as_bytes()), take(pair, raws[1].as_bytes())
    (kept,) = {Path(settings.TROTH_FILES) / path for path in Attachment.objects.values_list("path", flat=True)}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda doing: doing())
        undoing.undo(by=access.actor(pair.ana), uid=str(first.uid))
        assert kept.exists()
        undoing.undo(by=access.actor(pair.ana), uid=str(second.uid))
    assert not kept.exists()


def test_machines_are_kept_as_machines(pair):
    raw = letter("I am away.", by=LIN, to=ANA, name="away@mill.example", Auto_Submitted="auto-replied")
    take(pair, raw.as_bytes())

    assert Message.objects.get().automatic == "out-of-office"


def test_unknown_charset_nul_and_half_characters_are_taken_in(pair):
    raw = (
        b"From: lin@mill.example\nTo: ana@brand.example\nSubject: \xff\xfe\nMessage-ID: <c\x00@mill.example>\n"
        b"Content-Type: text/plain; charset=x-klingon\n\nna\xefve \x00 text\n"
    )
    take(pair, raw)

    message = Message.objects.get()
    assert "\0" not in message.text + message.mail_id
    assert message.text.startswith("na")


def test_two_messages_of_one_identifier_are_both_kept_and_no_id_gets_one(pair):
    same = [letter(name="same@b.example"), letter("Other.", by=LIN, to=ANA, name="same@b.example", days=1)]
    without = letter("No name.", days=2)
    assert counts(take(pair, mailbox(*same, without)))["new"] == 3
    again = drop(pair, mailbox(*same, without))
    alone = drop(pair, same[1].as_bytes())

    assert (counts(again)["new"], counts(again)["here"]) == (0, 3)
    assert counts(alone)["new"] == 0


def test_a_clashing_identifier_of_a_later_file_is_kept_by_its_content(pair):
    take(pair, letter(name="same@b.example").as_bytes())
    other = letter("Other.", by=LIN, to=ANA, name="same@b.example", days=1).as_bytes()
    take(pair, other)

    assert Message.objects.count() == 2
    assert counts(drop(pair, other))["new"] == 0


@pytest.mark.parametrize("content", [b"PK\x03\x04 a workbook", b"", b"\n\n"])
def test_what_is_no_mail_is_refused_with_the_reason(pair, content):
    row = drop(pair, content)

    assert row.state == "refused"
    assert row.report["problem"].startswith("This ")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "new"),
    [("httpd-users-200606-part", 12), ("empty_body", 1), ("no_date", 1), ("text_enriched", 1),
     ("ponymail-dev-1080-listsao", 1)],
)  # fmt: skip
def test_shared_mailboxes_are_taken_in_whole(pair, name, new):
    content = (shared.SHARED / "data" / "07_mail" / "apache" / f"{name}.mbox").read_bytes()
    row = drop(pair, content)
    sides = ("buyer", "factory")
    answers = {each["address"]: sides[at % 2] for at, each in enumerate(row.report["addresses"])}
    done = take(pair, content, said=answers, with_rest=True)

    assert counts(done)["new"] == new
    assert counts(drop(pair, content))["new"] == 0
