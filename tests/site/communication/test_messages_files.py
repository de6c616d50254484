"""Files that people add to a message: looked at, held while its form is refused, kept, proven, mailed."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.site.communication import asked
from tests.site.communication.asked import HOUR, ask
from tests.site.communication.talking import begin, page, post, say, settle
from troth.communication.attached import uploaded_file
from troth_site.actions.communication import messages_files, requests_doors
from troth_site.actions.communication.mail import letters, sending
from troth_site.models import Attachment, LedgerEntry, Message, Notification

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(400)
REPORT = b"%PDF-1.7 lab report"


@pytest.fixture
def talking(cast, settings, tmp_path):
    settings.TROTH_FILES = tmp_path
    return settle(cast)


def upload(name="lab dip.png", content=PICTURE, kind="image/png"):
    return SimpleUploadedFile(name, content, kind)


def write(cast, person, thread, *files, **given):
    words = {"text": "Here is the lab dip.", "language": "en", "when": "now", **given}
    return post(cast, person, "write-message", thread, files=list(files), **words)


def held_keys(answer):
    text = answer.content.decode()
    return [part.split('"')[0] for part in text.split('name="held" value="')[1:]]


def test_files_go_with_a_message_and_both_sides_save_them(talking):
    thread = begin(talking, talking.ana).thread_id
    answer = write(talking, talking.lin, thread, upload(), upload("报告.pdf", REPORT, "application/pdf"))
    rows = list(Attachment.objects.order_by("pk"))

    assert answer.status_code == 302
    assert [(row.name, row.size, row.sha256, row.refused) for row in rows] == [
        ("lab dip.png", len(PICTURE), sha256(PICTURE).hexdigest(), ""),
        ("报告.pdf", len(REPORT), sha256(REPORT).hexdigest(), ""),
    ]
    for person in (talking.ana, talking.lin):
        text = page(talking, person, "thread", thread)
        assert f"SHA-256 {rows[0].sha256[:12]}…" in text
        saved = talking.browser(person).get(reverse("attachment", args=[rows[0].pk]))
        assert b"".join(saved.streaming_content) == PICTURE
        assert (saved["Content-Type"], saved["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
        assert saved["Content-Disposition"].startswith("attachment;")


def test_an_opened_form_complains_of_nothing(talking):
    thread = begin(talking, talking.ana).thread_id

    for text in (
        page(talking, talking.lin, "write-message", thread), page(talking, talking.lin, "new-thread", talking.pair.pk)
    ):  # fmt: skip
        assert ('type="file"' in text, "t-field-error" in text) == (True, False)


def test_the_ledger_proves_the_files_of_a_message(talking):
    thread = begin(talking, talking.ana).thread_id
    write(talking, talking.lin, thread, upload())

    told = [json.loads(entry.content) for entry in LedgerEntry.objects.filter(kind="message.written").order_by("seq")]
    assert [each.get("files") for each in told] == [None, [sha256(PICTURE).hexdigest()]]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("setup.exe", b"anything", "it is a program or a page"),
        ("invoice.pdf", b"MZ\x90\x00", "it is a program or a page"),
        ("page.html", b"<html><script>", "it is a program or a page"),
        ("drawing.svg", b"<svg onload=alert(1)>", "it is a program or a page"),
        ("invoice\u202efdp.exe", REPORT, "it is a program or a page"),
        ("half.png", b"", "it is empty"),
    ],
)
def test_what_can_harm_is_refused_by_name_and_nothing_is_sent(talking, name, content, why):
    thread = begin(talking, talking.ana).thread_id
    answer = write(talking, talking.lin, thread, upload(name, content, "image/png"))

    assert (answer.status_code, Message.objects.count(), Attachment.objects.count()) == (422, 1, 0)
    assert why in answer.content.decode()
    assert "Here is the lab dip." in answer.content.decode()


def test_a_file_that_is_too_large_or_one_too_many_is_refused(talking, monkeypatch):
    thread = begin(talking, talking.ana).thread_id
    many = write(talking, talking.lin, thread, *(upload(f"{at}.png") for at in range(11)))
    monkeypatch.setattr(messages_files, "LARGEST", 100)
    large = write(talking, talking.lin, thread, upload("scan.png"))

    assert "“10.png” was not added: a message takes 10 files." in many.content.decode()
    assert len(held_keys(many)) == 10
    assert "“scan.png” was not added: a file has at most 100" in large.content.decode()
    assert Message.objects.count() == 1


def test_a_form_refused_for_another_reason_keeps_its_files(talking):
    thread = begin(talking, talking.ana).thread_id
    refused = write(talking, talking.lin, thread, upload(), text=" ")
    keys = held_keys(refused)
    sent = write(talking, talking.lin, thread, held=keys)

    assert (refused.status_code, len(keys), sent.status_code) == (422, 1, 302)
    assert Attachment.objects.get().sha256 == sha256(PICTURE).hexdigest()
    assert Message.objects.count() == 2


def test_remarks_keep_the_files_and_an_unticked_one_stays_behind(talking):
    thread = begin(talking, talking.ana).thread_id
    seen = write(
        talking, talking.lin, thread, upload(), upload("b.png", PICTURE + b"b"), text="Please send it soon."
    )  # fmt: skip
    keys = held_keys(seen)
    write(talking, talking.lin, thread, held=keys[1:], text="Please send it soon.", as_it_is="1")

    assert (seen.status_code, len(keys)) == (200, 2)
    assert [row.name for row in Attachment.objects.all()] == ["b.png"]


def test_nobody_takes_a_file_that_another_holds(talking):
    thread = begin(talking, talking.ana).thread_id
    (key,) = held_keys(write(talking, talking.lin, thread, upload(), text=" "))
    stolen = write(talking, talking.ana, thread, held=[key])
    forged = write(talking, talking.lin, thread, held=[key[:-3] + "abc"])

    assert (stolen.status_code, forged.status_code) == (422, 422)
    assert "is gone. Choose it again." in stolen.content.decode()
    assert Attachment.objects.count() == 0


def test_held_files_are_forgotten_after_two_days(talking, tmp_path):
    messages_files.hold(owner="person 1", upload=upload())
    (folder,) = (tmp_path / "held").iterdir()
    old = (timezone.now() - messages_files.KEPT_FOR).timestamp() - 60
    os.utime(folder, (old, old))
    messages_files.hold(owner="person 2", upload=upload())

    assert not folder.exists()
    assert len(list((tmp_path / "held").iterdir())) == 1


def test_one_owner_holds_no_more_than_anybody_needs(talking, tmp_path):
    for at in range(messages_files.MOST_HELD + 3):
        messages_files.hold(owner="person 1", upload=upload(content=PICTURE + bytes([at])))

    assert len(list((tmp_path / "held").glob("*/*"))) == messages_files.MOST_HELD


def test_a_message_taken_back_takes_its_files_with_it(
    talking, tmp_path, django_capture_on_commit_callbacks
):  # fmt: skip
    thread = begin(talking, talking.ana).thread_id
    file = uploaded_file(name="lab dip.png", media_type="image/png", content=PICTURE)
    waiting = say(talking.lin, thread, "Soon.", send_at=timezone.now() + HOUR, files=(file,))
    hidden = talking.browser(talking.ana).get(reverse("attachment", args=[waiting.attachments.get().pk]))
    with django_capture_on_commit_callbacks(execute=True):
        post(talking, talking.lin, "mark-message", waiting.pk, "withdraw")

    assert hidden.status_code == 404
    assert [path for path in (tmp_path / "attachments").rglob("*") if path.is_file()] == []


def test_a_new_thread_takes_files_too(talking):
    answer = post(
        talking, talking.ana, "new-thread", talking.pair.pk, subject="Cartons", topic="logistics", text="The drawing.",
        language="en", when="now", files=[upload()],
    )  # fmt: skip

    assert answer.status_code == 302
    assert Attachment.objects.get().message.thread.subject == "Cartons"


def test_a_letter_brings_small_files_and_names_large_ones(talking, monkeypatch, mailoutbox):
    thread = begin(talking, talking.ana).thread_id
    Notification.objects.all().delete()
    write(talking, talking.lin, thread, upload())
    sending.send(letters.compose(Notification.objects.get(person=talking.ana, event="message")))
    Notification.objects.all().delete()
    monkeypatch.setattr(letters, "MOST_MAILED", 100)
    write(talking, talking.lin, thread, upload("scan.png"))
    sending.send(letters.compose(Notification.objects.get(person=talking.ana, event="message")))
    small, large = mailoutbox

    assert [tuple(part) for part in small.attachments] == [("lab dip.png", PICTURE, "application/octet-stream")]
    assert "Files, attached to this letter:\n- lab dip.png" in small.body
    assert large.attachments == []
    assert "Files, too large for a letter; save them from the page:\n- scan.png" in large.body


def test_an_answer_through_a_door_brings_files_and_keeps_them_when_refused(cast, settings, tmp_path):
    settings.TROTH_FILES = tmp_path
    asked.places(cast)
    request = ask(asked.thread(cast), cast.ana, timezone.now() - 2 * HOUR)
    door = Path(requests_doors.make_door(request.pk, cast.lin.pk)).parts[-2:]
    address = f"/{'/'.join(door)}/"
    refused = Client().post(address, {"choice": "words", "text": " ", "files": [upload()]})
    program = Client().post(address, {"choice": "words", "text": "This blue.", "files": [upload("a.exe")]})
    done = Client().post(address, {"choice": "words", "text": "This blue.", "held": held_keys(refused)})

    assert (refused.status_code, program.status_code, done.status_code) == (422, 422, 200)
    assert "it is a program or a page" in program.content.decode()
    assert Attachment.objects.get().message == Message.objects.get(origin="link")
    assert "attachments" not in done.content.decode()
