"""The pages of mail: both sides alike, nothing remote ever loaded, files handed over for saving alone."""

import re

import pytest
from django.urls import reverse

from tests.site.communication.mail_makers import ANA, LIN, TOM, Pair, exchange, letter, mailbox, post, take
from tests.site.desk.dropping import text
from troth_site.actions.communication.mail import dropping, taking_in
from troth_site.jobs import communication as jobs
from troth_site.models import Attachment, MailBatch, Message

pytestmark = pytest.mark.django_db
TRACKED = """\
From: lin@mill.example
To: ana@brand.example
Message-ID: <html@mill.example>
Subject: <script>alert(1)</script> offer
Content-Type: text/html

<html><head><style>@import url(https://evil.example/a.css)</style><script src="https://evil.example/a.js"></script>
</head><body background="https://evil.example/b.png"><p onclick="x()">Our <b>offer</b></p>
<img src="https://evil.example/pixel.gif?id=7" width=1><iframe src="//evil.example/f"></iframe>
<a href="javascript:alert(2)">here</a><object data="https://evil.example/o"></object></body></html>
"""


@pytest.fixture
def pair(db):
    return Pair()


def read(client, uid):
    return client.get(reverse("mail-file", args=[uid]))


def run(batch):
    taking_in.take_in(batch=batch.pk)


@pytest.mark.parametrize("who", ["ana", "lin"])
def test_either_side_drops_looks_takes_in_and_takes_back(pair, who):
    client = pair.browser(getattr(pair, who))
    where = post(client, pair, exchange())["Location"]
    preview = text(client.get(where))
    assert "Messages in the file 3" in preview
    assert Message.objects.count() == 0

    assert client.post(where, {"topic": "orders"}).status_code == 302
    assert "Taking the mail in" in text(client.get(where))
    run(MailBatch.objects.get())
    done = text(client.get(where))
    assert "New messages 3" in done
    assert "Lin Mill 1 of 2 questions answered; 100 % within 24 hours, probably 21 to 100 %" in done
    assert client.post(where + "undo/").status_code == 302
    assert Message.objects.count() == 0
    assert "Undone" in text(client.get(reverse("mail", args=[pair.pk])))


def test_until_it_is_taken_in_the_other_side_knows_nothing_of_it(pair):
    where = post(pair.browser(pair.ana), pair, exchange(), name="private.mbox")["Location"]
    lin = pair.browser(pair.lin)

    assert lin.get(where).status_code == 404
    assert "private" not in lin.get(reverse("mail", args=[pair.pk])).content.decode()
    assert lin.post(where, {"topic": "orders"}).status_code == 404
    assert pair.browser(pair.stranger).get(where).status_code == 404


def test_the_other_side_sees_what_was_taken_in_and_confirms_its_own_words(pair):
    row = take(pair, exchange())
    lin = pair.browser(pair.lin)
    page = lin.get(reverse("mail-file", args=[row.uid]))
    assert "1 message in this file is said to be yours" in text(page)
    assert ANA not in page.content.decode()

    for _again in range(2):
        lin.post(reverse("confirm-mail", args=[row.uid]))
    assert not Message.objects.filter(verified=False).exists()
    assert pair.browser(pair.lin).post(reverse("mail-file", args=[row.uid])).status_code == 403


def test_an_address_nobody_knows_is_asked_and_nothing_is_chosen(pair):
    client = pair.browser(pair.ana)
    where = post(client, pair, mailbox(letter(by=TOM, to=LIN, name="t@forwarder.example")))["Location"]
    page = client.get(where).content.decode()
    assert page.count('name="side-0"') == 3
    assert "checked" not in re.sub(r"<head.*?</head>", "", page, flags=re.S)

    refused = client.post(where, {"topic": "orders"})
    assert refused.status_code == 422
    assert "Say for every address that wrote whose it is" in text(refused)
    client.post(where, {"topic": "orders", "side-0": "neither"})
    assert MailBatch.objects.get().answers == {TOM: "neither"}


def test_formatted_mail_is_its_text_and_nothing_remote_is_ever_loaded(pair):
    row = take(pair, TRACKED.encode())
    message = Message.objects.get()
    assert message.text == "Our offer\n\nhere"

    client = pair.browser(pair.ana)
    for address in (reverse("mail-file", args=[row.uid]), reverse("mail", args=[pair.pk]),
                    f"/threads/{message.thread_id}/"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "evil.example" not in page
        assert re.findall(r'(?:src|data|background|poster)="(?:https?:)?//[^"]*', page) == []
        assert "<script>alert" not in page
        assert "javascript:alert" not in page


def test_a_file_is_handed_over_for_saving_and_never_shown(pair):
    raw = letter(name="f@brand.example")
    raw.add_attachment(b"<b>1</b>;2\n", maintype="application", subtype="pdf", filename='li"st;\u202e.pdf')
    raw.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="run.exe")
    take(pair, raw.as_bytes())
    refused = Attachment.objects.exclude(refused="").order_by("pk").values_list("name", flat=True)
    assert list(refused) == ['li"st;.pdf', "run.exe"]

    Attachment.objects.all().delete()
    kept = letter(name="g@brand.example")
    kept.add_attachment(b"1;2\n", maintype="text", subtype="csv", filename='li"st.csv')
    take(pair, kept.as_bytes())
    file = Attachment.objects.get()
    answer = pair.browser(pair.lin).get(reverse("attachment", args=[file.pk]))

    assert b"".join(answer.streaming_content) == b"1;2\n"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert pair.browser(pair.stranger).get(reverse("attachment", args=[file.pk])).status_code == 404


def test_a_refused_file_cannot_be_had(pair):
    raw = letter(name="f@brand.example")
    raw.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="run.exe")
    take(pair, raw.as_bytes())

    assert pair.browser(pair.ana).get(reverse("attachment", args=[Attachment.objects.get().pk])).status_code == 404


def test_what_is_no_mail_is_refused_on_the_page_and_thrown_away(pair, django_capture_on_commit_callbacks):
    client = pair.browser(pair.ana)
    where = post(client, pair, b"PK\x03\x04 a workbook")["Location"]
    assert "This is no file of mail" in text(client.get(where))

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(where + "undo/").status_code == 302
    assert not dropping.file_of(str(MailBatch.objects.get().uid)).exists()


def test_no_file_and_a_file_beyond_the_limit_are_told_so(pair, settings):
    client = pair.browser(pair.ana)
    assert client.post(reverse("mail", args=[pair.pk]), {}).status_code == 422
    settings.TROTH_UPLOAD_LIMIT_BYTES = 10

    assert post(client, pair, exchange()).status_code == 413
    assert MailBatch.objects.count() == 0


def test_a_large_file_is_read_by_the_job_and_shows_how_far_it_is(pair, monkeypatch):
    monkeypatch.setattr(dropping, "AT_ONCE_BYTES", 10)
    client = pair.browser(pair.ana)
    where = post(client, pair, exchange())["Location"]
    assert "Reading the file" in text(client.get(where))
    part = client.get(where, {"part": "work"}, headers={"HX-Request": "true"})
    assert "<progress" in part.content.decode()

    jobs.read_mail.call(batch=MailBatch.objects.get().pk)
    assert client.get(where, {"part": "work"}, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Messages in the file 3" in text(client.get(where))


def test_work_that_stops_says_so_and_goes_on(pair, monkeypatch):
    client = pair.browser(pair.ana)
    where = post(client, pair, exchange())["Location"]
    client.post(where, {"topic": "orders"})
    batch = MailBatch.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(taking_in.reading, "study", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.take_mail_in.call(batch=batch.pk)
    assert "This stopped on its way" in text(client.get(where))

    client.post(where, {"again": "yes"})
    jobs.take_mail_in.call(batch=batch.pk)
    assert "New messages 3" in text(client.get(where))


@pytest.mark.parametrize("files", [1, 3])
def test_lists_take_the_same_queries_however_many_there_are(pair, files, django_assert_num_queries):
    for at in range(files):
        take(pair, letter(name=f"{at}@brand.example").as_bytes())
    client = pair.browser(pair.ana)
    client.get(reverse("mail", args=[pair.pk]))

    with django_assert_num_queries(5):
        client.get(reverse("mail", args=[pair.pk]))
