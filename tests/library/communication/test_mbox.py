from email import message_from_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import shared_path
from troth.communication.mbox import NotAMailbox, split_mbox

ENVELOPE = b"From bao@mill.example Mon Mar  2 09:15:00 2026\n"


def cut(file):
    return list(split_mbox(file.splitlines(keepends=True)))


def test_each_separator_begins_a_message():
    file = ENVELOPE + b"Subject: one\n\nHello\n\n" + ENVELOPE + b"Subject: two\n\nBye\n"

    assert cut(file) == [b"Subject: one\n\nHello\n", b"Subject: two\n\nBye\n"]


def test_from_at_the_beginning_of_a_sentence_cuts_nothing():
    body = b"Subject: one\n\nThey came\nFrom Dongguan on 2 March 10:30 in 2026.\n\nFrom our side all is well:\nFrom\n"

    assert cut(ENVELOPE + body) == [body]


def test_quoted_from_lines_lose_one_mark():
    file = ENVELOPE + b"Subject: one\n\n>From here\n>>From there\n> From a reply\n"

    assert cut(file) == [b"Subject: one\n\nFrom here\n>From there\n> From a reply\n"]


def test_windows_line_ends_are_cut_alike():
    file = (ENVELOPE + b"Subject: one\n\nHello\n\n" + ENVELOPE + b"Subject: two\n\nBye\n").replace(b"\n", b"\r\n")

    assert cut(file) == [b"Subject: one\r\n\r\nHello\r\n", b"Subject: two\r\n\r\nBye\r\n"]


def test_separator_needs_no_blank_line_before_it():
    file = ENVELOPE + b"Subject: one\n\nHello\n" + ENVELOPE + b"Subject: two\n\nBye\n"

    assert len(cut(file)) == 2


def test_separator_without_address_and_date_is_one_before_a_field():
    assert cut(b"From \nList-Id: <test@test.invalid>\n\nNo date\n") == [b"List-Id: <test@test.invalid>\n\nNo date\n"]


def test_messages_without_header_or_body_are_messages():
    assert cut(ENVELOPE + b"\n" + ENVELOPE + b"Subject: two\n") == [b"", b"Subject: two\n"]


def test_single_message_without_separator_is_one():
    assert cut(b"\xef\xbb\xbfSubject: one\n\nHello\n") == [b"Subject: one\n\nHello\n"]


def test_empty_file_has_no_messages():
    assert cut(b"") == cut(b"\n\r\n") == []


@pytest.mark.parametrize("file", [b"PK\x03\x04\x00\x00\n", b"Hello,\nFrom x\n", b"promised,delivered\n1,2\n"])
def test_other_files_are_refused(file):
    with pytest.raises(NotAMailbox):
        cut(file)


def test_only_one_message_is_held_at_a_time():
    read = []

    def lines():
        for number in range(1_000):
            read.append(number)
            yield ENVELOPE
            yield b"Subject: one\n"
            yield b"\n"

    next(split_mbox(lines()))

    assert len(read) == 2


@given(st.lists(st.lists(st.sampled_from([b"Hello", b"From here", b">From here", b"", b"From", b"To: x"]), max_size=6)))
@settings(max_examples=60, deadline=None)
def test_what_a_careful_program_wrote_comes_back(bodies):
    def quoted(line):
        return b">" + line if line.lstrip(b">").startswith(b"From ") else line

    file = b"".join(
        ENVELOPE + b"Subject: x\n\n" + b"".join(quoted(line) + b"\n" for line in body) + b"\n" for body in bodies
    )

    assert [raw.rstrip(b"\n") for raw in cut(file)] == [
        (b"Subject: x\n\n" + b"".join(line + b"\n" for line in body)).rstrip(b"\n") for body in bodies
    ]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("empty_body", 1),
        ("httpd-users-200606-part", 12),
        ("no_date", 1),
        ("ponymail-dev-1080-listsao", 1),
        ("text_enriched", 1),
    ],
)
def test_real_mailboxes_are_cut(name, messages):
    with shared_path(f"data/07_mail/apache/{name}.mbox").open("rb") as file:
        found = list(split_mbox(file))

    assert len(found) == messages
    assert all(message_from_bytes(raw).get("List-Id") or name == "text_enriched" for raw in found)


def test_split_mbox_cuts_a_message_that_is_too_large_and_goes_on_after_it():
    lines = [b"From a\n", b"Subject: one\n", b"\n", b"x" * 90 + b"\n", b"y\n", b"\n", b"From b\n", b"Subject: two\n"]

    assert list(split_mbox(lines, most=50)) == [b"Subject: one\n", b"Subject: two\n"]
