from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.quotes import split_quoted

OLD = "500 pcs by Friday?"


@pytest.mark.parametrize(
    "heading",
    [
        "On Mon, 2 Mar 2026 at 09:15, Bao <bao@mill.example> wrote:",
        "On Mon, 2 Mar 2026 at 09:15, Bao Tran\n<bao.tran@long.mill.example>\nwrote:",
        "在 2026年3月2日 09:15,Bao 写道:",
        "Bao <bao@mill.example> 于2026年3月2日周一 09:15写道：",
        "Vào Th 2, 2 thg 3, 2026 vào lúc 09:15 Bao <bao@mill.example> đã viết:",
        "El lun, 2 mar 2026 a las 9:15, Bao (<bao@mill.example>) escribió:",
        "Bao <bao@mill.example>, 2 Mar 2026 Pzt, 09:15 tarihinde şunu yazdı:",
        "সোম, ২ মার্চ, ২০২৬ তারিখে ০৯:১৫ টায় Bao <bao@mill.example> লিখেছেন:",
        "-----Original Message-----",
        "------------------ 原始邮件 ------------------",
        "---------- Forwarded message ---------",
        "From: Bao\nSent: Monday, 2 March 2026 09:15\nTo: Ana\nSubject: PO 7001",
        "________________________________\nFrom: Bao\nSent: Monday\nTo: Ana\nSubject: PO 7001",
        "发件人: Bao\n发送时间: 2026年3月2日 09:15\n收件人: Ana\n主题: PO 7001",
        "De: Bao\nEnviado el: lunes, 2 de marzo\nPara: Ana\nAsunto: PO 7001",
        "Từ: Bao\nĐã gửi: Thứ Hai\nTới: Ana\nChủ đề: PO 7001",
        "Kimden: Bao\nGönderildi: Pazartesi\nKime: Ana\nKonu: PO 7001",
        "প্রেরক: Bao\nতারিখ: সোমবার\nপ্রতি: Ana\nবিষয়: PO 7001",
        "*From:* Bao\n*Sent:* Monday\n*To:* Ana",
    ],
)
def test_what_stands_below_a_heading_is_quoted(heading):
    new, quoted = split_quoted(f"Yes, Friday.\n\n{heading}\n\n{OLD}")

    assert new.removesuffix("________________________________").strip() == "Yes, Friday."
    assert quoted.endswith(OLD)


def test_answers_between_quoted_lines_are_new():
    text = f"On Mon, 2 Mar 2026, Bao wrote:\n> {OLD}\nYes.\n> And the colour?\nRed, 19-1664."

    assert split_quoted(text) == (
        "Yes.\nRed, 19-1664.",
        f"On Mon, 2 Mar 2026, Bao wrote:\n> {OLD}\n> And the colour?",
    )


@pytest.mark.parametrize(
    "text",
    [
        "From Monday we work two shifts.\nTo be sure, ask Bao.",
        "From: Dongguan\nIt takes 30 days.",
        "I wrote:\nplease ship",
        "5 > 3",
        "",
    ],
)
def test_plain_sentences_are_new(text):
    assert split_quoted(text) == (text, "")


def test_long_texts_are_split_in_time():
    text = "On Monday he wrote:\n> x\n\n" * 40_000

    before = process_time()
    split_quoted(text)

    assert process_time() - before < 50


@given(
    st.lists(
        st.sampled_from(["> old", "new", "", "On Mon, 2 Mar 2026 he wrote:", "From: Bao", "To: Ana", "Sent: now"]),
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_every_line_is_either_new_or_quoted(lines):
    new, quoted = split_quoted("\n".join(lines))

    assert sorted(filter(None, new.split("\n") + quoted.split("\n"))) == sorted(filter(None, lines))
