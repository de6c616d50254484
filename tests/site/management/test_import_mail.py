"""`troth import mail`: what a mailbox file holds, and with a partner the mail taken in."""

import json

import pytest

from tests import shared
from tests.site.communication.mail_makers import Pair, exchange, letter, mailbox
from troth_site.management import cli
from troth_site.models import MailBatch, Message

pytestmark = pytest.mark.django_db
APACHE = shared.SHARED / "data" / "07_mail" / "apache"


def run(*arguments):
    return cli.main(["import", "mail", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mail.mbox"
    twice = letter(name="q1@brand.example")
    path.write_bytes(exchange() + mailbox(twice, letter("Undated.", days=None)))
    return path


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("httpd-users-200606-part", {"messages": 12, "without_date": 0, "duplicates": 0, "threads": 10}),
        ("empty_body", {"messages": 1, "without_date": 0, "duplicates": 0, "threads": 1}),
        ("no_date", {"messages": 1, "without_date": 1, "duplicates": 0, "threads": 1}),
        ("text_enriched", {"messages": 1, "without_date": 0, "duplicates": 0, "threads": 1}),
        ("ponymail-dev-1080-listsao", {"messages": 1, "without_date": 0, "duplicates": 0, "threads": 1}),
    ],
)
def test_the_counts_of_shared_mailboxes_are_the_contract_s(name, counts, capsys):
    assert run(APACHE / f"{name}.mbox", "--json") == 0
    assert json.loads(capsys.readouterr().out) == counts


def test_copies_and_missing_dates_are_counted_and_nothing_is_saved(file, capsys):
    assert run(file, "--json") == 0

    assert json.loads(capsys.readouterr().out) == {"messages": 5, "without_date": 1, "duplicates": 1, "threads": 3}
    assert MailBatch.objects.count() == 0


def test_without_json_it_is_said_in_words(file, capsys):
    assert run(file) == 0
    assert capsys.readouterr().out.startswith("5 messages, 1 of them repeated copies, in 3 threads.")


def test_with_a_partner_the_mail_is_taken_in_once(file, capsys):
    pair = Pair()
    for _again in range(2):
        assert cli.main(["--as", pair.ana.email, "import", "mail", str(file), "--partner", "lin mill", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["messages"] == 5

    assert Message.objects.filter(relationship=pair.pk).count() == 4


@pytest.mark.parametrize("name", ["lin mill", "LIN", "  Mill "])
def test_a_partner_is_found_by_a_part_of_its_name_and_what_came_in_is_said(file, capsys, name):
    pair = Pair()
    start = ["--as", pair.ana.email, "import", "mail", str(file), "--partner", name, "--json"]
    said = []
    for _again in range(2):
        assert cli.main(start) == 0
        said.append(capsys.readouterr().err)

    assert said == [
        "Taken in with Lin Mill: 4 new messages.\n",
        "Taken in with Lin Mill: 0 new messages.\n",
    ]


def test_addresses_nobody_knows_are_asked_for(tmp_path, capsys):
    pair = Pair()
    path = tmp_path / "one.eml"
    path.write_bytes(letter(by="agent@forwarder.example").as_bytes())
    start = ["--as", pair.ana.email, "import", "mail", str(path), "--partner", "Lin Mill"]
    assert cli.main(start) == 1
    assert "agent@forwarder.example" in capsys.readouterr().err
    assert Message.objects.count() == 0

    assert cli.main([*start, "--side", "agent@forwarder.example=neither"]) == 0
    assert Message.objects.get().side == ""


@pytest.mark.parametrize("content", [b"PK\x03\x04", b""])
def test_what_is_no_mailbox_is_refused_with_the_reason(tmp_path, capsys, content):
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)

    assert run(path, "--json") == 1
    told = capsys.readouterr()
    assert told.err == f"troth: {json.loads(told.out)['error']}\n"
    assert str(path) in told.err


def test_a_file_that_is_not_there_is_said_so(tmp_path, capsys):
    assert run(tmp_path / "gone.mbox") == 1
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--with-rest"], ["--side", "a@b.example=buyer"], ["--partner", "Nobody"]])
def test_wrong_use_is_told(file, capsys, more):
    Pair()
    assert run(file, *more) == 2
    assert "troth: " in capsys.readouterr().err


def test_a_side_that_is_none_is_told(file):
    pair = Pair()
    assert cli.main(["--as", pair.ana.email, "import", "mail", str(file), "--partner", "Lin Mill",
                     "--side", "x@y.example=both"]) == 2  # fmt: skip
