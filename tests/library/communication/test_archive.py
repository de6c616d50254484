import mailbox
from contextlib import closing
from datetime import UTC, timedelta
from email.utils import parseaddr, parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from tests.library.communication.makers import START, raw_mail
from tests.shared import shared_path
from troth.communication.archive import archive_contents, archive_response
from troth.communication.mail import parse_mail
from troth.communication.mbox import split_mbox


def ask(name="q", *, hours=0.0, who="ana@brand.example", **fields):
    return parse_mail(raw_mail(Message_ID=f"<{name}>", From=who, hours=hours, **fields))


def answer(name, *, to="q", hours=1.0, who="bao@mill.example", **fields):
    return ask(name, hours=hours, who=who, In_Reply_To=f"<{to}>", **fields)


def counts(*mails):
    summary = archive_response(mails).summary
    return summary.requests, summary.answered, summary.open, summary.median_hours


def test_first_message_of_another_sender_is_the_answer():
    assert counts(ask(), answer("a", hours=9), answer("b", hours=5), answer("c", hours=2, who="ANA@brand.example")) == (
        1,
        1,
        0,
        5.0,
    )


def test_answers_to_answers_belong_to_the_thread():
    assert counts(ask(), answer("a", hours=1, who="ana@brand.example"), answer("b", to="a", hours=3)) == (1, 1, 0, 3.0)


def test_open_request_has_waited_until_the_last_dated_message():
    found = archive_response([ask(), ask("other", hours=48)])

    assert found.until == START + timedelta(hours=48)
    assert (found.summary.requests, found.summary.answered, found.summary.share) == (2, 0, 0.0)


@pytest.mark.parametrize(
    "fields",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Subject": "自动回复: PO 7001"},
        {"X_Failed_Recipients": "bao@mill.example"},
        {"Content_Type": "multipart/report; report-type=delivery-status; boundary=x"},
    ],
)
def test_what_a_machine_sent_neither_asks_nor_answers(fields):
    assert counts(ask(), answer("auto", hours=0.1, **fields), answer("b", hours=30)) == (1, 1, 0, 30.0)
    assert counts(ask(), ask("bounce", who="bao@mill.example", **fields))[0] == 1


def test_loop_of_absence_notices_stops_no_clock():
    loop = [
        answer(
            f"l{n}",
            to=f"l{n - 1}" if n else "q",
            hours=n,
            who=f"{'ab'[n % 2]}@x.example",
            Auto_Submitted="auto-replied",
        )
        for n in range(50)
    ]

    found = archive_response([ask(), *loop])

    assert (found.summary.requests, found.summary.open, found.automatic) == (1, 1, 50)


def test_what_cannot_be_timed_is_left_out_and_counted():
    undated_question = archive_response([ask(Date=None), answer("a")])
    undated_answer = archive_response([ask(), answer("a", Date=None)])
    answer_before_question = archive_response([ask(hours=5), answer("a", hours=1)])

    for found in (undated_question, undated_answer, answer_before_question):
        assert (found.summary.requests, found.untimed) == (0, 1)


def test_second_answer_with_a_date_is_an_answer():
    assert counts(ask(), answer("a", Date=None), answer("b", hours=7)) == (1, 1, 0, 7.0)


def test_unknown_sender_answers_nothing():
    assert counts(ask(), answer("a", who=None)) == (1, 0, 1, None)


made_mails = st.lists(
    st.tuples(st.sampled_from(["ana@x", "bao@y"]), st.integers(0, 96), st.integers(-1, 5)), min_size=1, max_size=7
)


def mails_of(made, swap=False):
    names = {"ana@x": "bao@y", "bao@y": "ana@x"} if swap else {}
    return [
        ask(f"m{n}", who=names.get(who, who), hours=hours, In_Reply_To=f"<m{to}>" if 0 <= to < n else None)
        for n, (who, hours, to) in enumerate(made)
    ]


@given(made_mails, st.integers(0, 6))
@settings(max_examples=60, deadline=None)
def test_a_copy_changes_nothing(made, which):
    mails = mails_of(made)

    found = archive_response([*mails, mails[which % len(mails)]])

    assert (found.summary, found.copies) == (archive_response(mails).summary, 1)


@given(made_mails)
@settings(max_examples=60, deadline=None)
def test_swapped_senders_leave_the_numbers(made):
    assert archive_response(mails_of(made)) == archive_response(mails_of(made, swap=True))


@given(made_mails, st.integers(0, 6), st.integers(0, 96))
@settings(max_examples=60, deadline=None)
def test_an_automatic_reply_stops_no_clock(made, to, hours):
    mails = mails_of(made)
    last = max(mail.sent for mail in mails)
    notice = answer("auto", to=f"m{to % len(made)}", who="cyd@z", Auto_Submitted="auto-replied")

    found = archive_response([*mails, notice])

    if notice.sent <= last:
        assert found.summary == archive_response(mails).summary
    assert found.summary.answered == archive_response(mails).summary.answered


def plainly_computed(path):
    """The same numbers with the standard library's mailbox, straight from the rule."""
    box = {}
    with closing(mailbox.mbox(path, create=False)) as messages:
        for message in messages:
            if message["Message-ID"] and message["Date"]:
                sent = parsedate_to_datetime(message["Date"]).astimezone(UTC)
                who = parseaddr(message["From"])[1].lower()
                box.setdefault(message["Message-ID"].strip(), (who, sent, message["In-Reply-To"]))

    def first_of(name):
        while box[name][2] in box:
            name = box[name][2]
        return name

    last = max(sent for _, sent, _ in box.values())
    hours, ended = [], []
    for name, (who, asked, answers) in box.items():
        if answers in box:
            continue
        replies = [sent for other, (from_, sent, _) in box.items() if first_of(other) == name and from_ != who]
        hours.append((min(replies, default=last) - asked).total_seconds() / 3600)
        ended.append(bool(replies))
    fitted = KaplanMeierFitter().fit(hours, ended)
    return len(hours), sum(ended), 1 - float(fitted.predict(24)), float(fitted.median_survival_time_)


def check_against_plain(path):
    requests, answered, share, middle = plainly_computed(path)

    with path.open("rb") as file:
        summary = archive_response(parse_mail(raw) for raw in split_mbox(file)).summary

    assert (summary.requests, summary.answered) == (requests, answered)
    assert summary.share == pytest.approx(share, abs=1e-9)
    assert (float("inf") if summary.median_hours is None else summary.median_hours) == pytest.approx(middle)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["httpd-users-200606-part", "empty_body", "text_enriched", "ponymail-dev-1080-listsao"]
)
def test_real_mailbox_equals_an_independent_computation(name):
    check_against_plain(shared_path(f"data/07_mail/apache/{name}.mbox"))


def test_made_mailbox_equals_an_independent_computation(tmp_path):
    path, parts = tmp_path / "made.mbox", []
    for n in range(40):
        who, to = f"p{n % 3}@x.example", (n * 7) % 11
        fields = {"In_Reply_To": f"<m{n - 1 - to}>"} if to < n and n % 4 else {}
        parts.append(raw_mail(Message_ID=f"<m{n}>", From=f"P <{who}>", hours=n * 5.5, **fields))
    path.write_bytes(b"".join(b"From x Mon Mar  2 09:15:00 2026\n" + part + b"\n\n" for part in parts))

    check_against_plain(path)


@pytest.mark.shared
def test_contents_of_a_real_mailbox_are_sorted_out():
    with shared_path("data/07_mail/apache/httpd-users-200606-part.mbox").open("rb") as file:
        mails = [parse_mail(raw) for raw in split_mbox(file)]

    found = archive_contents([*mails, mails[3], ask(Date=None)])

    # Two answer the same missing message, one its own earlier question.
    assert (len(found.mails), len(found.copies), len(found.threads), found.without_date) == (13, 1, 11, 1)
