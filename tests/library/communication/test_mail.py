from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.library.communication.makers import START, raw_mail
from tests.shared import shared_path
from troth.communication.mail import Address, content_id, parse_mail, unique_mails
from troth.communication.mbox import split_mbox

RECEIVED = "from a by b; Mon, 2 Mar 2026 16:30:00 +0800"


def codes(mail):
    return [finding.code for finding in mail.findings]


def test_plain_message_is_read():
    mail = parse_mail(
        raw_mail(Cc="Duc <DUC@mill.example>, bao@mill.example", In_Reply_To="<a@b>", References="<c@d> <a@b>")
    )

    assert (mail.message_id, mail.in_reply_to, mail.references) == ("ask@brand.example", "a@b", ("c@d", "a@b"))
    assert (mail.sent, mail.sender, mail.subject) == (START, Address("Ana", "ana@brand.example"), "PO 7001")
    assert [each.email for each in mail.recipients] == ["bao@mill.example", "duc@mill.example", "bao@mill.example"]
    assert (mail.text, mail.quoted, mail.automatic, mail.findings) == ("When do you ship?", "", None, ())


def test_message_without_date_counts_from_its_receipt():
    known = parse_mail(raw_mail(Date=None, Received=RECEIVED))
    unknown = parse_mail(raw_mail(Date=None))

    assert (known.sent, known.sent_stated, codes(known)) == (START + timedelta(minutes=30), None, ["mail.no-date"])
    assert (unknown.sent, codes(unknown)) == (None, ["mail.no-date"])


@pytest.mark.parametrize("stated", ["Thu, 1 Jan 1970 00:00:00 +0000", "Tue, 2 Mar 2027 08:00:00 +0000"])
def test_impossible_date_is_kept_as_stated_and_does_not_count(stated):
    mail = parse_mail(raw_mail(Date=stated, Received=RECEIVED))

    assert mail.sent_stated.year in (1970, 2027)
    assert (mail.sent, codes(mail)) == (START + timedelta(minutes=30), ["mail.implausible-date"])
    assert mail.findings[0].params["stated"] == mail.sent_stated.date()


def test_date_after_the_callers_moment_does_not_count():
    raw = raw_mail(hours=24 * 365)

    assert parse_mail(raw).sent == START + timedelta(days=365)
    assert parse_mail(raw, as_of=START).sent is None
    assert parse_mail(raw_mail(hours=23), as_of=START).sent == START + timedelta(hours=23)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "Mon, 99 Foo 2026 99:99", "Mon, 2 Mar 99999 08:00 +0000", "2 Mar 2026 1:1 +999999999"],
)
def test_unreadable_date_is_none(value):
    assert parse_mail(raw_mail(Date=value)).sent_stated is None


def test_message_without_identifier_gets_one_from_its_content():
    first, again = parse_mail(raw_mail(Message_ID=None)), parse_mail(raw_mail(Message_ID=None, Received=RECEIVED))
    other = parse_mail(raw_mail("When do you ship!", Message_ID=None))

    assert first.message_id == again.message_id == content_id(first)
    assert first.message_id != other.message_id
    assert codes(first) == ["mail.no-identifier"]


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("<a@b>", "a@b"),
        ("<a\n @b>", "a@b"),
        ("Your message of Monday <a@b> (x)", "a@b"),
        ("a@b", "a@b"),
        ("nonsense", None),
    ],
)
def test_thread_fields_are_read_as_programs_write_them(stated, read):
    assert parse_mail(raw_mail(In_Reply_To=stated)).in_reply_to == read


def test_names_in_any_script_are_read():
    encoded = parse_mail(
        raw_mail(From="=?utf-8?B?6ZmI5piO?= <Chen@Mill.example>", Subject="=?gb2312?B?tqm1pQ==?= 7001")
    )
    raw_bytes = parse_mail(raw_mail(Subject="订单 7001"))
    chinese_bytes = parse_mail(
        raw_mail().replace(b"Subject: PO 7001", "Subject: 订单号码确认请回复 7001".encode("gb18030"))
    )

    assert encoded.sender == Address("陈明", "chen@mill.example")
    assert (encoded.subject, raw_bytes.subject) == ("订单 7001", "订单 7001")
    assert chinese_bytes.subject == "订单号码确认请回复 7001"


def test_comma_inside_an_encoded_name_separates_nothing():
    mail = parse_mail(raw_mail(To="=?utf-8?Q?Bao=2C_Ltd?= <bao@mill.example>"))

    assert mail.recipients == (Address("Bao, Ltd", "bao@mill.example"),)


def test_message_without_sender_has_none():
    assert parse_mail(raw_mail(From=None)).sender is None
    assert parse_mail(raw_mail(From=None, Sender="duc@mill.example")).sender == Address("", "duc@mill.example")


def test_header_alone_and_nothing_at_all_are_messages():
    assert parse_mail(b"Subject: one").subject == "one"
    assert parse_mail(b"").text == ""


def test_four_thousand_parts_within_each_other_leave_the_header():
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(4_000)
    )
    raw = (
        b"Message-ID: <deep@mill.example>\nSubject: deep\nMIME-Version: 1.0\n"
        + parts
        + b"Content-Type: text/plain\n\nin"
    )

    mail = parse_mail(raw)

    assert (mail.message_id, mail.subject) == ("deep@mill.example", "deep")
    assert codes(mail)[0] in ("mail.unreadable", "mail.no-date")
    assert "mail.unreadable" in codes(mail) or "mail.deep" in codes(mail)


def test_copies_are_set_aside():
    mail = parse_mail(raw_mail())
    with_footer = parse_mail(raw_mail("When do you ship?\n\n____\nTo leave this list, write to us."))

    assert unique_mails([mail, mail, with_footer]) == ([mail], [mail, with_footer])


def test_another_message_under_a_used_identifier_is_no_copy():
    first, second = parse_mail(raw_mail()), parse_mail(raw_mail("Friday.", From="bao@mill.example"))

    kept, copies = unique_mails([first, second])

    assert copies == []
    assert kept == [first, replace(second, message_id=content_id(second))]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "sent", "sender", "text"),
    [
        ("empty_body", datetime(2016, 11, 17, 0, 49, 27, tzinfo=UTC), "sebb@apache.org", ""),
        ("no_date", None, None, "No date"),
        (
            "ponymail-dev-1080-listsao",
            datetime(2020, 3, 13, 4, 56, 48, tzinfo=UTC),
            "swapnilmmane@apache.org",
            "+1 to looks",
        ),
        (
            "text_enriched",
            datetime(2001, 5, 14, 19, 23, 21, tzinfo=UTC),
            "kthotapally@emmes.com",
            "Hi,\n\nI am able to",
        ),
    ],
)
def test_real_messages_are_read(name, sent, sender, text):
    with shared_path(f"data/07_mail/apache/{name}.mbox").open("rb") as file:
        mail = parse_mail(next(split_mbox(file)))

    assert (mail.sent, mail.sender.email if mail.sender else None) == (sent, sender)
    assert mail.text[: len(text) or None] == text
    assert mail.automatic is None


@pytest.mark.shared
def test_lists_messages_are_not_taken_for_a_machines():
    with shared_path("data/07_mail/apache/httpd-users-200606-part.mbox").open("rb") as file:
        mails = [parse_mail(raw) for raw in split_mbox(file)]

    assert [mail.automatic for mail in mails] == [None] * 12
    assert mails[2].text.startswith("Anyone?")
    assert "It seems that the access log" in mails[2].quoted
    assert "It seems that the access log" not in mails[2].text


NASTY = st.sampled_from(
    [
        *[b"\n", b"\r\n", b"From: ", b"Date: ", b"Subject: ", b"\n--x\n", b"--x--", b"=?utf-8?B?", b"?=", b"<", b">"],
        *[b"Content-Type: multipart/alternative; boundary=x\n", b"Content-Type: message/rfc822\n\n", b"punycode"],
        *[b"Content-Type: text/html; charset=", b"gb2312\n\n", b"<![CDATA[", b"<!-", b"&#x110000;", b"begin 644 x\n"],
        *[b"Content-Transfer-Encoding: base64\n", b"Content-Transfer-Encoding: uuencode\n", b"\xff\xfe", b"\x00"],
        *[b"Content-Disposition: attachment; filename*0*=", b"utf-8''%ff", "订".encode()],
    ]
)


@given(st.lists(st.one_of(NASTY, st.binary(max_size=12)), max_size=24).map(b"".join))
@example(b"Content-Type: text/plain; charset*=us-ascii'en'x%00\n\na")
@example(b"Content-Type: text/plain; charset=\xff\n\na")
@example(b"From: \xff <\xff@\xff>\nDate: \xff\nContent-Disposition: \xff\n\n\xff")
@example(b"Content-Type: multipart/report; report-type*=x''%ff\n\n")
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_the_reader_fail(raw):
    mail = parse_mail(raw)

    assert mail.message_id
    "".join((mail.subject, mail.text, mail.quoted)).encode("utf-8")


HOSTILE = {
    "comments": b"To: " + b"(" * 100_000 + b"\n\nx",
    "addresses": b"From: " + b"a@b," * 50_000 + b"\n\nx",
    "parameters": b"Content-Type: text/plain" + b";" * 400_000 + b"\n\nx",
    "folded parameters": b"Content-Type: text/plain\n" + b' ;"\n' * 100_000 + b"\nx",
    "encoded words": b"Subject: " + b"=?utf-8?Q?a" * 20_000 + b"\n\nx",
    "references": b"References: " + b"<a@b> " * 100_000 + b"\n\nx",
    "parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 20_000 + b"--x--",
    "forwards": b"Content-Type: message/rfc822\n\n" * 3_000 + b"x",
    "attributions": b"\n" + (b"On " * 20 + b"\n") * 3_000,
    "hidden": b"Content-Type: text/html\n\n" + b"<svg>" * 20_000 + b"</math>" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_messages_are_read_in_time(name):
    before = process_time()
    mail = parse_mail(HOSTILE[name])

    assert process_time() - before < 3
    assert len(mail.references) <= 200
