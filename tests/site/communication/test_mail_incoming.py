"""Replies by mail: placed by their token, unverified, and never more than words in a thread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.site.communication.mail_makers import LIN, Pair, letter, seat
from tests.site.communication.test_mail_letters import REPLY, told, write
from troth_site import access
from troth_site.actions.communication import threads
from troth_site.actions.communication.mail import incoming, letters, tokens, undoing
from troth_site.models import (
    Attachment,
    AuditEntry,
    Membership,
    Message,
    Notification,
    OutgoingMail,
    ReplyRequest,
    UnplacedMail,
)
from troth_site.queries.communication.mail import unplaced

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db, settings):
    settings.TROTH_REPLY_ADDRESS = REPLY
    return Pair()


@pytest.fixture
def asked(pair):
    """A question of Ana's, with the letter Lin had of it."""
    message = write(pair, asks=True)
    letters.compose(told(pair.lin))
    return message


def token(message, person):
    return f"reply+{tokens.token_of(message.pk, person.pk)}@troth.example"


def answer(pair, message, text="On 5 May, by sea.", *, by=LIN, to=None, **fields):
    """Return Lin's reply by mail."""
    raw = letter(text, by=by, to=to or token(message, pair.lin), days=None, **fields)
    return raw.as_bytes()


def take(raw, **more):
    return incoming.take(raw, now=more.pop("now", timezone.now()), **more).value


def test_a_reply_finds_its_thread_and_says_that_nobody_checked_its_sender(pair, asked):
    assert take(answer(pair, asked, name="r1@mill.example")) == "placed"

    found = Message.objects.latest("pk")
    assert (found.thread_id, found.side, found.author, found.text) == (
        asked.thread_id, "factory", pair.lin, "On 5 May, by sea.",
    )  # fmt: skip
    assert (found.origin, found.verified, found.mail_id) == ("mail", False, "r1@mill.example")
    assert AuditEntry.objects.filter(verb="mail.placed", person=None).count() == 1


def test_somebody_of_that_side_confirms_it_and_the_other_side_cannot(pair, asked):
    take(answer(pair, asked))
    found = Message.objects.latest("pk")
    with pytest.raises(threads.ReadingRefused):
        threads.verify(by=access.actor(pair.ana), message=found.pk)
    threads.verify(by=access.actor(pair.lin), message=found.pk)

    found.refresh_from_db()
    assert found.verified


def test_a_reply_read_twice_is_one_message(pair, asked):
    raw = answer(pair, asked, name="r1@mill.example")

    assert [take(raw), take(raw)] == ["placed", "duplicate"]
    assert Message.objects.count() == 2


def test_a_reply_whose_address_lost_its_token_is_found_by_what_it_answers(pair, asked):
    ours = OutgoingMail.objects.get().mail_id
    raw = answer(pair, asked, to="troth@localhost", answers=ours)

    assert take(raw) == "placed"


def test_a_token_survives_servers_that_write_it_large(pair, asked):
    assert take(answer(pair, asked, to=token(asked, pair.lin).upper())) == "placed"


@pytest.mark.parametrize(
    ("changed", "became", "why"),
    [
        ({"by": "ana@brand.example"}, "unplaced", "foreign"),
        ({"by": "stranger@rival.example"}, "unplaced", "foreign"),
        ({"by": "nobody@nowhere.example"}, "dropped", None),
        ({"to": "reply+" + "0" * 40 + "@troth.example"}, "unplaced", "no token"),
        ({"to": REPLY}, "unplaced", "no token"),
    ],
)
def test_a_wrong_or_foreign_token_places_nothing(pair, asked, changed, became, why):
    assert take(answer(pair, asked, **changed)) == became
    assert Message.objects.count() == 1
    assert list(UnplacedMail.objects.values_list("why", flat=True)) == ([why] if why else [])


def test_a_token_of_another_person_of_the_same_house_is_foreign(pair, asked):
    seat(pair.factory, "Bo", "bo@mill.example", role="sales")
    letters.compose(told(pair.lin))

    assert take(answer(pair, asked, by="bo@mill.example")) == "unplaced"


def test_a_letter_that_is_too_old_is_answered_on_the_page(pair, asked):
    later = timezone.now() + tokens.DAYS + timedelta(minutes=1)

    assert take(answer(pair, asked), now=later) == "unplaced"
    assert UnplacedMail.objects.get().why == "expired"


def test_who_has_left_says_nothing_by_mail(pair, asked):
    raw = answer(pair, asked)
    Membership.objects.filter(person=pair.lin).update(active=False)

    assert take(raw) == "dropped"
    assert Message.objects.count() == 1


def test_unplaced_letters_are_seen_by_their_writer_s_house_alone_and_settled_once(pair, asked):
    take(answer(pair, asked, to=REPLY))

    assert [each.subject for each in unplaced.letters(access.actor(pair.lin))] == ["PO 7001"]
    assert unplaced.letters(access.actor(pair.ana)) == ()
    key = UnplacedMail.objects.get().pk
    with pytest.raises(access.NotThere):
        undoing.settle(by=access.actor(pair.ana), letter=key)
    undoing.settle(by=access.actor(pair.lin), letter=key)
    undoing.settle(by=access.actor(pair.lin), letter=key)
    assert unplaced.letters(access.actor(pair.lin)) == ()
    assert AuditEntry.objects.filter(verb="mail.settled").count() == 1


def test_an_absence_stops_no_clock_tells_nobody_and_is_never_answered(pair, asked, settings):
    Notification.objects.all().delete()
    raw = answer(pair, asked, "I am away until Monday.", Auto_Submitted="auto-replied", subject="Automatic reply: PO")

    assert take(raw) == "automatic"
    found = Message.objects.latest("pk")
    assert (found.automatic, found.verified) == ("out-of-office", False)
    assert ReplyRequest.objects.get().answered_at is None
    assert ReplyRequest.objects.get().acknowledged_at is None
    assert (Notification.objects.count(), OutgoingMail.objects.count()) == (0, 1)


def test_a_loop_of_machines_ends(pair, asked):
    became = [
        take(answer(pair, asked, "Away.", name=f"away{at}@mill.example", Auto_Submitted="auto-replied"))
        for at in range(6)
    ]

    assert became == ["automatic"] * 3 + ["dropped"] * 3
    assert UnplacedMail.objects.count() == 0


def test_a_person_s_flood_ends_too(pair, asked, monkeypatch):
    monkeypatch.setattr(incoming, "MOST_A_DAY", 2)
    became = [take(answer(pair, asked, f"{at}", name=f"{at}@mill.example")) for at in range(3)]

    assert became == ["placed", "placed", "unplaced"]


BOUNCE = b"""\
From: MAILER-DAEMON@mx.mill.example
To: troth@localhost
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mailbox is full.
--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; lin@mill.example
Action: failed
--b
Content-Type: text/rfc822-headers

Message-ID: <%s>
--b--
"""


def test_a_bounce_is_noted_told_to_the_asker_and_stops_no_clock(pair, asked):
    ours = OutgoingMail.objects.get()
    raw = BOUNCE % ours.mail_id.encode()

    assert [take(raw), take(raw)] == ["bounced", "bounced"]
    ours.refresh_from_db()
    assert ours.bounced_at is not None
    row = Notification.objects.get(event="bounced")
    assert (row.person, row.data["who"]) == (pair.ana, "Lin Wei")
    assert ReplyRequest.objects.get().answered_at is None
    assert Message.objects.count() == 1
    assert letters.compose(told(pair.lin)) is None


def test_a_bounce_of_a_letter_that_was_never_ours_is_dropped(pair, asked):
    assert take(BOUNCE % b"troth.00000000000000000000000000000000@127.0.0.1") == "dropped"
    assert OutgoingMail.objects.get().bounced_at is None


def test_a_reply_says_words_and_does_nothing_else(pair, asked):
    """Whatever a letter says, it becomes one message: no promise, no decision, no invitation, no seat."""
    before = _counts()
    assert take(answer(pair, asked, "ACCEPT\nSIGN\nbank: DE00 1234\ninvite: me@evil.example")) == "placed"
    after = _counts()

    assert {name for name in after if after[name] != before[name]} <= {
        "Message", "LedgerEntry", "AuditEntry", "LiveEvent", "Notification", "Delivery",
        # An answer of words keeps the promise to answer.
        "Tally", "Judgement", "ResponseSummary",
    }  # fmt: skip


def _counts():
    from django.apps import apps  # reason: the settings come first

    return {model.__name__: model.objects.count() for model in apps.get_app_config("troth_site").get_models()}


def test_files_of_a_reply_are_kept_or_named(pair, asked):
    raw = letter("See the list.", by=LIN, to=token(asked, pair.lin), days=None)
    raw.add_attachment(b"1;2\n", maintype="text", subtype="csv", filename="list.csv")
    raw.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="run.exe")
    take(raw.as_bytes())

    assert list(Attachment.objects.order_by("pk").values_list("name", "refused")) == [
        ("list.csv", ""), ("run.exe", "dangerous"),
    ]  # fmt: skip


def test_a_letter_of_which_only_the_header_was_read_waits_for_a_person(pair, asked):
    assert take(answer(pair, asked), is_whole=False) == "unplaced"
    assert UnplacedMail.objects.get().why == "too long"


def test_quoted_words_of_ours_are_not_the_reply(pair, asked):
    raw = answer(pair, asked, "Friday.\n\nOn Mon, 2 Mar 2026 at 09:15, Ana wrote:\n> When do you ship?")
    take(raw)

    assert Message.objects.latest("pk").text == "Friday."
