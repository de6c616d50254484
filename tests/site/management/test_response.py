"""`troth response`: a mailbox in, how soon it was answered out, no database."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.library.communication.makers import raw_mail
from tests.shared import shared_path
from tests.site.record import troth

KEYS = ["requests", "answered", "open", "within_24h", "median_hours", "low", "high"]


@pytest.fixture
def file(tmp_path):
    return written(
        tmp_path,
        raw_mail(Message_ID="<q1>"),
        raw_mail("Friday.", Message_ID="<a1>", From="bao@mill.example", In_Reply_To="<q1>", hours=2),
        raw_mail(Message_ID="<q2>", hours=10),
        raw_mail("Red.", Message_ID="<a2>", From="bao@mill.example", In_Reply_To="<q2>", hours=40),
        raw_mail(Message_ID="<q3>", hours=48),
        raw_mail("Thanks.", Message_ID="<t1>", In_Reply_To="<a1>", hours=148),
    )


def written(folder, *messages):
    path = folder / "mail.mbox"
    path.write_bytes(b"".join(b"From x Mon Mar  2 09:15:00 2026\n" + message + b"\n\n" for message in messages))
    return path


def test_response_prints_one_document_of_the_agreed_shape(file):
    answer = troth("response", file, "--json")

    assert (answer.code, answer.err) == (0, "")
    assert list(answer.json) == KEYS
    assert answer.json | {"low": 0, "high": 0} == {
        "requests": 3,
        "answered": 2,
        "open": 1,
        "within_24h": pytest.approx(1 / 3),
        "median_hours": 30.0,
        "low": 0,
        "high": 0,
    }
    assert (answer.json["low"], answer.json["high"]) == (
        pytest.approx(0.0615, abs=1e-4),
        pytest.approx(0.7923, abs=1e-4),
    )


def test_response_says_it_in_words(file):
    answer = troth("response", file)

    assert answer.out.splitlines() == [
        "6 messages; 0 repeated copies and 0 sent by machines do not count.",
        "3 requests: 2 answered, 1 open.",
        "Answered within 24 hours: 33.3 %; the true share is probably 6.1 % to 79.2 %.",
        "Half are answered within 30.0 hours (probably more than 2.0).",
    ]


def test_what_cannot_be_timed_is_said_beside_the_document(tmp_path):
    answer = troth("response", written(tmp_path, raw_mail(Date=None)), "--json")

    assert (answer.code, list(answer.json)) == (0, KEYS)
    assert answer.json["requests"] == 0
    assert answer.json["within_24h"] is None
    assert len(answer.err.splitlines()) == 1
    assert "1 request left out" in answer.err


def test_date_in_the_future_cannot_be_timed(tmp_path):
    ahead = (datetime.now(UTC) + timedelta(days=365)).strftime("%d %b %Y 08:00 +0000")

    answer = troth("response", written(tmp_path, raw_mail(Date=ahead)), "--json")

    assert answer.json["requests"] == 0


def test_single_message_file_is_read(tmp_path):
    path = tmp_path / "one.eml"
    path.write_bytes(raw_mail())

    assert troth("response", path, "--json").json["open"] == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"promised,delivered\n"])
def test_other_files_are_refused_in_one_line(tmp_path, content):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)

    answer = troth("response", path, "--json")

    assert (answer.code, len(answer.err.splitlines())) == (1, 1)
    assert answer.err == f"troth: {answer.json['error']}\n"
    assert "no mailbox" in answer.err


def test_absent_file_is_refused_and_no_file_is_wrong_use(tmp_path):
    assert troth("response", tmp_path / "none.mbox").code == 1
    assert troth("response").code == 2


@pytest.mark.shared
def test_real_mailbox_has_eleven_open_requests():
    answer = troth("response", shared_path("data/07_mail/apache/httpd-users-200606-part.mbox"), "--json")

    assert [answer.json[key] for key in KEYS[:5]] == [11, 0, 11, 0.0, None]
    assert (answer.json["low"], answer.json["high"]) == (0.0, pytest.approx(0.2775, abs=1e-4))
