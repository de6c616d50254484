"""The installation's mailbox on a real IMAP server: read over TLS, each letter once, and never changed."""

from dataclasses import replace

import pytest

from tests.site.communication.mail_makers import ANA, letter
from tests.site.communication.mail_servers import MailServer, behind_tls
from troth_site.actions.communication.mail import visiting
from troth_site.mailboxes import NoMailbox, Place, letters
from troth_site.models import Mailbox

pytestmark = pytest.mark.django_db
LARGE = 1_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    found = MailServer(tmp_path_factory.mktemp("imap"))
    found.start()
    yield found
    found.stop()


@pytest.fixture
def mailbox(server):
    server.clear()
    return server


def read(server, after=Place(0, 0), *, most=100, largest=LARGE, **changes):  # noqa: B008  a frozen place
    account = server.account
    if changes:
        account = type(account)(**{**{name: getattr(account, name) for name in account.__slots__}, **changes})
    return list(letters(account, after=after, most=most, largest=largest))


def test_letters_are_read_once_in_order_and_left_as_they_are(mailbox):
    mailbox.deliver(letter("one").as_bytes(), letter("two").as_bytes())
    before = mailbox.state()
    first = read(mailbox)
    mailbox.deliver(letter("three").as_bytes())
    then = read(mailbox, first[-1].place)

    assert [each.raw.split(b"\r\n\r\n")[-1].strip() for each in (*first, *then)] == [b"one", b"two", b"three"]
    assert read(mailbox, then[-1].place) == []
    assert mailbox.state()[:2] == before


def test_a_mailbox_made_anew_is_read_from_its_unread_letters(mailbox):
    mailbox.deliver(letter("one").as_bytes())
    (only,) = read(mailbox)

    assert [each.place for each in read(mailbox, Place(only.place.validity + 1, 10**6))] == [only.place]


def test_of_a_letter_that_is_too_large_the_header_alone_is_read(mailbox):
    mailbox.deliver(letter("x" * 900).as_bytes())
    (found,) = read(mailbox, largest=600)

    assert (found.is_whole, b"PO 7001" in found.raw, b"xxx" in found.raw) == (False, True, False)


def test_a_visit_reads_so_many_and_the_next_goes_on(mailbox):
    mailbox.deliver(*(letter(str(at)).as_bytes() for at in range(3)))
    first = read(mailbox, most=2)

    assert [len(first), len(read(mailbox, first[-1].place))] == [2, 1]


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"folder": "Nowhere"}, {"authorities": ""}, {"port": 1}])
def test_a_mailbox_that_cannot_be_read_is_said_so_without_its_password(mailbox, changes):
    with pytest.raises(NoMailbox) as refused:
        read(mailbox, **changes)
    assert "wrong" not in str(refused.value)
    assert mailbox.account.password not in str(refused.value)


def test_letters_are_read_over_tls_from_the_first_byte(mailbox):
    mailbox.deliver(letter("one").as_bytes())
    with behind_tls(mailbox) as account:
        (only,) = letters(account, after=Place(0, 0), most=9, largest=LARGE)

    assert only.raw.split(b"\r\n\r\n")[-1].strip() == b"one"


@pytest.mark.parametrize(
    ("name", "authorities", "says"),
    [("imap.other.example", None, "was not made for localhost"), ("localhost", "", "is not trusted")],
)
def test_a_wrong_certificate_is_refused_before_the_password_is_said(mailbox, name, authorities, says):
    with behind_tls(mailbox, name=name) as account:
        asked = account if authorities is None else replace(account, authorities=authorities)
        with pytest.raises(NoMailbox, match=says) as refused:
            list(letters(asked, after=Place(0, 0), most=9, largest=LARGE))

    assert account.password not in str(refused.value)
    assert "certificate" in str(refused.value)


def test_starttls_refuses_a_wrong_certificate_in_the_same_words(mailbox):
    with pytest.raises(NoMailbox, match="is not trusted"):
        read(mailbox, authorities="")


def test_a_visit_notes_the_wrong_certificate_for_the_operator(ours, settings, now):
    with behind_tls(ours, name="imap.other.example") as account:
        settings.TROTH_IMAP_STARTTLS, settings.TROTH_IMAP_PORT = False, account.port
        settings.TROTH_IMAP_AUTHORITIES = account.authorities
        assert visiting.visit(now=now) == {}

    assert "was not made for localhost" in Mailbox.objects.get().error


@pytest.fixture
def ours(mailbox, settings):
    account = mailbox.account
    settings.TROTH_IMAP_HOST, settings.TROTH_IMAP_PORT = account.host, account.port
    settings.TROTH_IMAP_USER, settings.TROTH_IMAP_PASSWORD = account.user, account.password
    settings.TROTH_IMAP_FOLDER, settings.TROTH_IMAP_STARTTLS = "INBOX", True
    settings.TROTH_IMAP_AUTHORITIES = account.authorities
    return mailbox


def test_a_visit_remembers_how_far_it_came_and_what_became_of_the_letters(ours, now):
    ours.deliver(letter("Who is this?", by="stranger@nowhere.example").as_bytes(), b"no letter at all")
    assert visiting.visit(now=now) == {"dropped": 2}
    assert visiting.visit(now=now) == {}

    row = Mailbox.objects.get()
    assert (row.counts, row.error, row.visited_at) == ({"dropped": 2}, "", now)


def test_a_visit_that_stops_on_its_way_goes_on_there(ours, now, monkeypatch):
    ours.deliver(*(letter(str(at), by=ANA).as_bytes() for at in range(3)))
    seen = []

    def take(raw, **_more):
        seen.append(raw)
        if len(seen) == 2:
            raise KeyboardInterrupt
        return visiting.incoming.Became.DROPPED

    monkeypatch.setattr(visiting.incoming, "take", take)
    with pytest.raises(KeyboardInterrupt):
        visiting.visit(now=now)
    visiting.visit(now=now)

    assert [raw.strip()[-1:] for raw in seen] == [b"0", b"1", b"1", b"2"]


def test_a_letter_nobody_foresaw_stops_no_other(ours, now, monkeypatch, caplog):
    ours.deliver(b"Subject: a\n\nx", b"Subject: b\n\ny")

    def take(raw, **_more):
        raise RuntimeError

    monkeypatch.setattr(visiting.incoming, "take", take)
    assert visiting.visit(now=now) == {"failed": 2}
    assert "could not be read" in caplog.text


def test_a_server_that_is_not_there_is_noted_and_tried_again(ours, settings, now):
    port, settings.TROTH_IMAP_PORT = settings.TROTH_IMAP_PORT, 1
    assert visiting.visit(now=now) == {}
    assert Mailbox.objects.get().error != ""
    settings.TROTH_IMAP_PORT = port
    visiting.visit(now=now)

    assert Mailbox.objects.get().error == ""


def test_without_a_mailbox_nothing_happens(settings, now):
    settings.TROTH_IMAP_HOST = ""

    assert visiting.visit(now=now) == {}
    assert Mailbox.objects.count() == 0


@pytest.fixture
def now():
    from django.utils import timezone  # reason: the settings come first

    return timezone.now()
