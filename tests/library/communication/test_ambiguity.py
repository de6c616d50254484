import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.communication.noticed import MONDAY, noticed
from troth.communication.ambiguity import MOST_CHARACTERS, ambiguities
from troth.communication.remarks import said

PIECES = (
    "by 03/04", "soon", "尽快", "数量500", "màu xanh", "khoảng 300 cái", "mañana", "Yarına", "saat 16:00", "শীঘ্রই",
    "¥45", "PO-03/04", "size 40", "İPLİK", "same as last time", "on Friday", ".", "\n", "ấ", "½", ">", "😀",
    "2-Jun-06", "$5",
)  # fmt: skip


def test_real_english_message_is_read_as_a_colleague_would():
    text = (
        "Dear Mr Chen,\n\nthank you for PO-1182. Please ship 500 pcs in navy by 03/04, the rest ASAP.\n"
        "Quantity: 300, packing same as last time. Shall we call on Friday at 16:00?\n\nAna, +49 30 1234567"
    )

    rules = [(remark.rule.removeprefix("ambiguity."), remark.quoted) for remark in ambiguities(text, written_on=MONDAY)]

    assert rules == [
        ("colour", "navy"),
        ("day-or-month", "03/04"),
        ("vague-time", "ASAP"),
        ("unit", "Quantity: 300"),
        ("same-as-before", "same as last time"),
        ("weekday", "Friday"),
        ("time-zone", "16:00"),
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("请在03/04前发货500件藏青色衬衫，数量改成600，尽快确认，谢谢！", ["03/04", "藏青色", "数量改成600", "尽快"]),
        ("Vui lòng gửi mẫu trước ngày mai, số lượng 20, màu đỏ.", ["ngày mai", "số lượng 20", "màu đỏ"]),
        (
            "Por favor envíe unas 500 piezas en azul marino lo antes posible.",
            ["unas", "azul marino", "lo antes posible"],
        ),
        ("Lütfen numuneyi yarına kadar gönderin, renk lacivert.", ["yarına", "lacivert"]),
        ("অনুগ্রহ করে আগামীকাল নমুনা পাঠান, পরিমাণ ২০।", ["আগামীকাল", "পরিমাণ ২০"]),
    ],
)
def test_real_sentences_in_five_languages(text, quoted):
    assert noticed(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "Please ship 500 pcs (navy, Pantone 19-4052 TCX) by Fri 3 Apr 2026, 18:00 Shanghai · 12:00 Berlin.",
        "请于2026年4月3日北京时间18:00前发货500件，潘通19-4052，谢谢。",
        "Vui lòng giao 500 cái trước ngày 3 tháng 4 năm 2026.",
        "Envíe 500 piezas el 3 de abril de 2026, antes de las 18:00, hora de Shanghái.",
        "500 adedi 3 Nisan 2026 tarihinde, Türkiye saati 18:00'de gönderin.",
        "৩ এপ্রিল ২০২৬ তারিখে ৫০০ পিস পাঠান।",
        "Three of 80 pieces had loose seams (photos attached). How can we reduce defects together?",
        "",
    ],
)
def test_exact_messages_raise_no_alarm(text):
    assert ambiguities(text, written_on=MONDAY) == ()


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
@settings(max_examples=120, deadline=None)
def test_remarks_quote_the_text_exactly_and_never_overlap(text):
    remarks = ambiguities(text, written_on=MONDAY)

    assert [text[remark.start : remark.end] for remark in remarks] == [remark.quoted for remark in remarks]
    assert all(one.end <= two.start for one, two in pairwise(remarks))
    assert all("%(" not in said(remark.finding) + said(remark.mend) for remark in remarks)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_looked_at(text):
    remarks = ambiguities(text, written_on=MONDAY)

    assert [text[remark.start : remark.end] for remark in remarks] == [remark.quoted for remark in remarks]


@pytest.mark.parametrize("piece", ["a/", ".1", "no.", "size 5 ", "03/04 ", "x", "1x", "'a", "+1", "1-", ">", "a@", "0"])
def test_long_and_odd_texts_take_no_longer_than_a_blink(piece):
    text = piece * (MOST_CHARACTERS // len(piece))
    started = time.process_time()

    ambiguities(text, written_on=MONDAY)

    assert time.process_time() - started < 20


def test_only_the_beginning_of_a_pasted_document_is_looked_at():
    assert noticed("." * MOST_CHARACTERS + " soon") == []
