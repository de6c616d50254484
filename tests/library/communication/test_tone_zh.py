import pytest

from troth.communication.tone import tones


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("本周必须发货，否则我们取消订单。", ["ultimatum"]),
        ("这是你们的错，太不专业了！", ["blame", "blame"]),
        ("请尽快发货。", ["vague_deadline"]),
        ("你们必须今天回复。", ["demand"]),
        ("对此我们无能为力，但可以一起想办法。", []),
        ("能否在4月3日前发货？", []),
    ],
)
def test_real_sentences_are_read_as_a_chinese_speaker_would(text, rules):
    assert [remark.rule.removeprefix("tone.") for remark in tones(text, languages={"zh"})] == rules
