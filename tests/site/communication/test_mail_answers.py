"""How soon each side answered in mail that came by file, against a computation of its own from the bare file."""

import mailbox
import random
from collections import defaultdict
from contextlib import closing
from datetime import UTC
from email.utils import parseaddr, parsedate_to_datetime

import pytest

from tests import shared
from tests.site.communication.mail_makers import ANA, LIN, Pair, letter, take
from tests.site.communication.mail_makers import mailbox as made
from troth.communication.clock import response_summary
from troth.communication.mail import parse_mail
from troth.communication.replies import Reply, read_message
from troth_site.models import Message
from troth_site.queries.communication.mail.answers import answers_of, exchanges_of

pytestmark = pytest.mark.django_db
HTTPD = shared.SHARED / "data" / "07_mail" / "apache" / "httpd-users-200606-part.mbox"


@pytest.fixture
def pair(db):
    return Pair()


def messages(path):
    with closing(mailbox.mbox(path, create=False)) as box:
        return list(box)


def correspondence(path):
    """Write two hundred messages of half a year into a file, in no order: questions, notices, "will check", answers."""
    chance = random.Random(3)
    said = [
        "When do you ship?",
        "Noted, will check.",
        "On 5 May, by sea.",
        "Thanks.",
        "Which button? And which thread?",
    ]
    written = []
    for at in range(200):
        by, to = chance.sample([ANA, LIN], 2)
        answers = chance.choice(written[-12:]) if written and chance.random() < 0.7 else ""
        written.append(f"m{at}@made.example")
        day = at + chance.random()
        written_at = letter(chance.choice(said), by=by, to=to, name=written[-1], answers=answers, days=day)
        path.write_bytes((path.read_bytes() if path.exists() else b"") + made(written_at))


def writer(each):
    return parseaddr(each["From"])[1].lower()


def waits(path, sides):
    """Return from the file alone who answered after how many hours, None where nobody did.

    By the standard library's reader of mailboxes, by In-Reply-To and the last of References; nothing of the site.
    """
    mails = {}
    for each in messages(path):
        raw = each.as_bytes()
        refs = (each["References"] or "").split()
        mails[each["Message-ID"]] = {
            "up": (each["In-Reply-To"] or "").split()[:1] or refs[-1:],
            "at": parsedate_to_datetime(each["Date"]).astimezone(UTC),
            "side": sides[writer(each)],
            "reading": read_message(parse_mail(raw).text),
        }
    threads = defaultdict(list)
    for name, mail in mails.items():
        root = name
        while root in mails and mails[root]["up"]:
            root = mails[root]["up"][0]
        threads[root].append(mail)
    found = []
    for mails_of in threads.values():
        waiting = {}
        for mail in sorted(mails_of, key=lambda one: one["at"]):
            other = "factory" if mail["side"] == "buyer" else "buyer"
            if mail["side"] in waiting and mail["reading"].reply == Reply.SUBSTANTIVE:
                asked = waiting.pop(mail["side"])
                found.append((mail["side"], round((mail["at"] - asked).total_seconds() / 3600, 6)))
            if mail["reading"].asks and other not in waiting:
                waiting[other] = mail["at"]
        found += [(side, None) for side in waiting]
    return sorted(found, key=str)


def hours(exchange):
    request = exchange.request
    if request.answered is None:
        return None
    return round((request.answered - request.asked).total_seconds() / 3600, 6)


def taken_in_as_it_is_alone(pair, path, sides):
    """Take a file in, hold it against the computation on the file alone, and return who waited how long."""
    row = take(pair, path.read_bytes(), said=sides, with_rest=True)
    of_site = exchanges_of(Message.objects.filter(batch=row))
    found = sorted(((each.answering, hours(each)) for each in of_site), key=str)
    assert found == waits(path, sides)
    for told in answers_of(row.pk):
        mine = [each[1] for each in found if each[0] == told.side]
        counted = (told.summary.requests, told.summary.answered)
        assert counted == (len(mine), sum(each is not None for each in mine))
    return found


@pytest.mark.shared
def test_response_times_of_a_shared_mailbox_equal_an_independent_computation(pair):
    answer = {writer(each) for each in messages(HTTPD) if each["In-Reply-To"] or each["References"]}
    sides = {writer(each): "factory" if writer(each) in answer else "buyer" for each in messages(HTTPD)}
    found = taken_in_as_it_is_alone(pair, HTTPD, sides)

    # Nobody in this part of the list answers another one's question.
    assert [each[1] for each in found] == [None, None, None]


def test_response_times_of_a_long_correspondence_equal_an_independent_computation(pair, tmp_path):
    path = tmp_path / "made.mbox"
    correspondence(path)
    found = taken_in_as_it_is_alone(pair, path, {ANA: "buyer", LIN: "factory"})

    answered = [each for each in found if each[1] is not None]
    assert len(answered) > 20
    assert len(found) - len(answered) > 20


def test_swapping_the_sides_swaps_the_numbers(pair):
    def told(by, to):
        file = made(
            letter(by=by, to=to, name=f"q{by}"),
            letter("On 5 May.", by=to, to=by, days=0.5, name=f"a{by}", answers=f"q{by}"),
            letter("Which needle broke?", by=by, to=to, days=1, name=f"n{by}"),
            letter("Thank you.", by=by, to=to, days=3, name=f"t{by}"),
        )
        return {each.side: each.summary for each in answers_of(take(pair, file).pk)}

    one, other = told(ANA, LIN), told(LIN, ANA)
    assert one["factory"] == other["buyer"]
    assert one["buyer"] == other["factory"] == response_summary([], as_of=one_moment())
    assert (one["factory"].requests, one["factory"].answered, one["factory"].share) == (2, 1, 0.5)


def one_moment():
    from tests.site.communication.mail_makers import MONDAY  # reason: used for this alone

    return MONDAY
