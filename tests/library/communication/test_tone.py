import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.communication.remarks import said
from troth.communication.tone import MOST_CHARACTERS, tone_flags, tones

PIECES = (
    "or else", "YOU MUST SHIP NOW", "!!!", "ASAP", "否则我们取消", "không chấp nhận được", "inaceptable", "?", "\n>",
    "derhal", "İ",
)  # fmt: skip


def touched(text: str) -> list[str]:
    return [remark.rule.removeprefix("tone.") for remark in tones(text)]


@pytest.mark.parametrize("vector", vectors("a23"), ids=lambda vector: vector["id"])
def test_tone_matches_the_vector_with_its_rules_and_with_ours(vector):
    messages, flags = vector["inputs"]["messages"], vector["expected"]["flags"]

    assert [list(tone_flags(text, rules=vector["inputs"]["rules"])) for text in messages] == flags
    # Two phrases of the first message and two of the second are noticed, each by itself.
    assert [touched(text) for text in messages] == [flags[0] * 2, flags[1] * 2, flags[2], flags[3]]


def test_every_remark_brings_advice_and_a_wording_in_the_words_own_language():
    (remark,) = tones("这是最后一次机会。")

    assert said(remark.finding) == "“最后一次机会” leaves the other side no way to answer but yes or no."
    assert remark.proposal.startswith("货物原定…交付")


@pytest.mark.parametrize(
    "text",
    [
        "This is not your fault.",
        "It was never really your mistake.",
        "这不是你们的错。",
        "Đây không phải lỗi của các bạn.",
        "No es culpa suya.",
        "Bu sizin hatanız değil.",
        "এটা আপনাদের দোষ নয়।",
    ],
)
def test_negated_blame_is_no_blame(text):
    assert tones(text) == ()


def test_negation_of_another_clause_turns_nothing_round():
    assert touched("It is not late, you failed.") == ["blame"]


@pytest.mark.parametrize(
    "text",
    [
        "Five of 200 pieces were 8 days late. What can each of us change?",
        "200件中有5件有色差（见照片），您认为原因是什么？",
        "Có 5 trên 200 sản phẩm bị lệch màu. Theo anh nguyên nhân là gì?",
        "Hay 5 piezas de 200 con diferencia de tono. ¿Cuál creen que es la causa?",
        "200 parçanın 5 tanesinde ton farkı var. Sizce nedeni nedir?",
        "২০০টির মধ্যে ৫টিতে রঙের পার্থক্য। আপনাদের মতে কারণ কী?",
        "PLEASE FIND ATTACHED: PO 1182, FOB SHANGHAI, AQL 2.5. NO. 12 RENMIN ROAD, DONGGUAN, CHINA",
        "> you failed\nThank you, we look into it.",
    ],
)
def test_facts_and_joint_questions_are_left_alone(text):
    assert tones(text) == ()


def test_demand_is_noticed_only_where_no_choice_is_offered():
    assert touched("You must ship on 3 April.") == ["demand"]
    assert touched("You must ship on 3 April. If that is not possible, please suggest a day.") == []
    assert touched("You have to ship on 3 April, is that possible?") == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("WHERE IS MY ORDER", ["WHERE IS MY ORDER"]),
        ("Ship today!!! Why??? No?!", ["!!!", "???", "?!"]),
        ("¿DÓNDE ESTÁ EL PEDIDO?", ["DÓNDE ESTÁ EL PEDIDO"]),
        ("NEDEN HÂLÂ GELMEDİ", ["NEDEN HÂLÂ GELMEDİ"]),
        ("TẠI SAO KHÔNG TRẢ LỜI", ["TẠI SAO KHÔNG TRẢ LỜI"]),
        ("快发货！！", ["！！"]),
        ("FOR YOUR REFERENCE ONLY", []),
        ("TOTAL QUANTITY AND FABRIC WIDTH", []),
    ],
)
def test_shouting_is_noticed(text, quoted):
    assert [remark.quoted for remark in tones(text) if remark.rule == "tone.shouting"] == quoted


def test_rules_of_ones_own_are_named_once_in_their_order():
    rules = {"b": ["late"], "a": ["never", "late"], "none": []}

    assert tone_flags("Late, late and never", rules=rules) == ("b", "a")


def test_only_the_languages_asked_for_are_looked_at():
    assert tones("inaceptable", languages={"zh"}) == ()


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))
@settings(max_examples=100, deadline=None)
def test_remarks_quote_the_text_exactly_and_never_overlap(text):
    remarks = tones(text)

    assert [text[remark.start : remark.end] for remark in remarks] == [remark.quoted for remark in remarks]
    assert all(one.end <= two.start for one, two in pairwise(remarks))


@pytest.mark.parametrize("piece", ["a", "YOU ", "AA,", "!", "or else ", "no your fault "])
def test_long_and_odd_texts_take_no_longer_than_a_blink(piece):
    text = piece * (MOST_CHARACTERS // len(piece))
    started = time.process_time()

    tones(text)

    assert time.process_time() - started < 20
