"""Letters out, through a real SMTP server: in the reader's language, with the original below, once."""

import re

import pytest
from django.utils import timezone

from tests.site.communication.mail_makers import Pair
from tests.site.communication.mail_servers import post_office
from troth_site import access, environment
from troth_site.actions.communication import messages
from troth_site.actions.communication.mail import letters, sending, tokens
from troth_site.actions.communication.messages import About, Asking, Said
from troth_site.models import Message, Notification, OneTapLink, Organisation, OutgoingMail, ReplyRequest

pytestmark = pytest.mark.django_db
REPLY = "reply@troth.example"


@pytest.fixture
def pair(db, settings):
    settings.TROTH_REPLY_ADDRESS = REPLY
    return Pair()


@pytest.fixture
def office(settings, monkeypatch, tmp_path):
    with post_office() as (found, port):
        monkeypatch.setenv("TROTH_MAIL_HOST", "127.0.0.1")
        monkeypatch.setenv("TROTH_MAIL_PORT", str(port))
        settings.MAILERS = {"default": environment.mail(folder=tmp_path)}
        yield found


def write(pair, text="When do you ship?\nBy sea?", *, asks=False, by=None, thread=None):
    """Write a message to the other side and return it."""
    asking = None
    if asks:
        due = timezone.now() + timezone.timedelta(days=2)
        asking = Asking(what="Ship when?", due_at=due, why="The vessel is booked on Friday.")
    by = access.actor(by or pair.ana)
    if thread is not None:
        return messages.say(by=by, thread=thread, said=Said(text=text, asking=asking))
    about = About(subject="PO 7001", topic="orders")
    return messages.begin(by=by, relationship=pair.pk, about=about, said=Said(text=text, asking=asking))


def told(person, event="message"):
    return Notification.objects.get(person=person, event=event)


def body(letter):
    return letter.get_payload(decode=True).decode().replace("\r\n", "\n")


def test_a_message_reaches_the_other_side_with_what_a_reply_needs(pair, office):
    message = write(pair)
    sending.send(letters.compose(told(pair.lin)))

    ((to, letter),) = office.letters
    row = OutgoingMail.objects.get()
    assert (to, letter["From"]) == ([pair.lin.email], '"Ana Petrova (Troth)" <troth@localhost>')
    assert letter["Subject"] == "Re: PO 7001"
    assert letter["Message-ID"] == f"<{row.mail_id}>"
    assert letter["Reply-To"] == f"reply+{tokens.token_of(message.pk, pair.lin.pk)}@troth.example"
    assert (letter["Auto-Submitted"], letter["In-Reply-To"]) == ("auto-generated", None)
    assert letter["List-Unsubscribe"] == "<http://127.0.0.1:8000/settings/channels/>"
    assert "> When do you ship?\n> By sea?" in body(letter)
    assert f"http://127.0.0.1:8000/threads/{message.thread_id}/#message-{message.pk}" in body(letter)
    assert row.sent_at is not None
    assert tokens.token_of(message.pk, pair.lin.pk) not in str(OutgoingMail.objects.values().get())


def test_the_next_letter_of_a_thread_stands_below_the_first(pair, office):
    first = write(pair)
    sending.send(letters.compose(told(pair.lin)))
    Notification.objects.all().delete()
    write(pair, "And by which vessel?", thread=first.thread_id)
    sending.send(letters.compose(told(pair.lin)))

    one, two = (letter for _to, letter in office.letters)
    assert two["In-Reply-To"] == two["References"] == one["Message-ID"]
    assert one["Reply-To"] != two["Reply-To"]


def test_a_letter_is_written_in_its_reader_s_language_with_the_words_as_they_were(pair, office):
    pair.lin.language = "zh-hans"
    pair.lin.save()
    write(pair, "Lụa tơ tằm 500 m?")
    letter = letters.compose(told(pair.lin))

    assert "> Lụa tơ tằm 500 m?" in letter.text
    sending.send(letter)
    assert "> Lụa tơ tằm 500 m?" in body(office.letters[0][1])


def test_a_question_carries_a_door_for_one_tap(pair, office):
    write(pair, asks=True)
    sending.send(letters.compose(told(pair.lin)))

    text = body(office.letters[0][1])
    (path,) = re.findall(r"http://127\.0\.0\.1:8000(/answer/\S+)", text)
    assert OneTapLink.objects.get().person == pair.lin
    assert pair.browser(pair.lin).get(path).status_code == 200


def test_a_letter_tells_the_hour_where_its_reader_is(pair, office):
    asked = ReplyRequest.objects.get(message=write(pair, asks=True))
    Organisation.objects.filter(pk=asked.relationship.factory_id).update(zone="Asia/Shanghai")
    letter = letters.compose(
        Notification(
            person=pair.lin, event="request", subject=f"request {asked.pk}", path=f"/requests/{asked.pk}/",
            at=timezone.now(), data={"who": "Ana", "subject": "Ship when?", "due": "2026-03-04T02:00+00:00"},
        )
    )  # fmt: skip

    assert "10:00" in letter.text
    assert "02:00" not in letter.text


def test_the_same_message_told_as_a_question_too_is_one_letter(pair, office):
    message = write(pair, asks=True)
    sending.send(letters.compose(told(pair.lin)))
    asked = ReplyRequest.objects.get(message=message)
    again = Notification(
        person=pair.lin, event="request", subject=f"request {asked.pk}", path=f"/requests/{asked.pk}/",
        at=timezone.now(), data={"who": "Ana", "subject": "Ship when?", "due": "2026-03-04"},
    )  # fmt: skip

    assert letters.compose(again) is None
    again.event = "escalated"
    sending.send(letters.compose(again))
    one, two = (letter for _to, letter in office.letters)
    assert one["Message-ID"] != two["Message-ID"]
    assert one["Reply-To"] == two["Reply-To"]


def test_an_answer_is_what_its_letter_brings(pair, office):
    message = write(pair, asks=True)
    write(pair, "On 5 May, by sea.", by=pair.lin, thread=message.thread_id)
    letter = letters.compose(told(pair.ana, "answer"))

    assert "> On 5 May, by sea." in letter.text
    assert "/answer/" not in letter.text


def test_a_letter_is_never_sent_twice_and_the_same_on_every_try(pair, office):
    write(pair)
    office.refuses = ["451 come again"]
    first = letters.compose(told(pair.lin))
    with pytest.raises(sending.NotSent) as refused:
        sending.send(first)
    assert not refused.value.is_final
    second = letters.compose(told(pair.lin))
    sending.send(second)

    assert (first.headers, first.text) == (second.headers, second.text)
    assert letters.compose(told(pair.lin)) is None
    row = OutgoingMail.objects.get()
    assert (row.attempts, row.error, len(office.letters)) == (1, "", 1)


def test_a_server_that_is_gone_is_no_loss(pair, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("TROTH_MAIL_HOST", "127.0.0.1")
    monkeypatch.setenv("TROTH_MAIL_PORT", "1")
    settings.MAILERS = {"default": environment.mail(folder=tmp_path)}
    write(pair)
    with pytest.raises(sending.NotSent):
        sending.send(letters.compose(told(pair.lin)))

    assert OutgoingMail.objects.get().error != ""
    assert letters.compose(told(pair.lin)) is not None


def test_nobody_gets_more_letters_of_a_thread_in_a_day_than_they_can_read(pair, monkeypatch):
    monkeypatch.setattr(letters, "MOST_A_DAY", 2)
    first = write(pair)
    for at in range(3):
        write(pair, f"More {at}", thread=first.thread_id)
    found = [letters.compose(each) for each in Notification.objects.filter(person=pair.lin).order_by("pk")]

    assert [letter is None for letter in found] == [False, False, True, True]


def test_without_a_mailbox_a_letter_asks_for_no_reply(pair, settings):
    settings.TROTH_REPLY_ADDRESS = ""
    write(pair)
    letter = letters.compose(told(pair.lin))

    assert "Reply-To" not in letter.headers
    assert "answer this letter" not in letter.text.lower()


def test_a_name_cannot_write_a_header(pair):
    pair.ana.name = "Ana\r\nBcc: all@everywhere.example"
    pair.ana.save()
    write(pair)
    Message.objects.update(author_name=pair.ana.name)

    assert letters.compose(told(pair.lin)).sender == '"Ana Bcc: all@everywhere.example (Troth)" <troth@localhost>'


def test_other_events_are_no_letters_of_ours(pair):
    row = Notification.objects.create(
        person=pair.lin, event="flag", subject="flag 1", path="/flags/1/", at=timezone.now()
    )

    assert letters.compose(row) is None


def test_whoever_tells_by_mail_has_the_message_brought_once(pair, office):
    write(pair, asks=True)
    row = told(pair.lin)
    flag = Notification.objects.create(
        person=pair.lin, event="flag", subject="flag 1", path="/flags/1/", at=timezone.now()
    )  # fmt: skip

    assert [sending.bring(str(row.uid)), sending.bring(str(row.uid)), sending.bring(str(flag.uid))] == [
        True,
        True,
        False,
    ]
    assert len(office.letters) == 1
