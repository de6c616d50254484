import pytest

from troth.communication.tone import tones


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Ship it this week, otherwise we will cancel the order.", ["ultimatum"]),
        ("You people never learn, this is ridiculous.", ["blame", "blame"]),
        ("Reply immediately!!!", ["vague_deadline", "shouting"]),
        ("You must send the report.", ["demand"]),
        ("WHY IS IT NOT SHIPPED", ["shouting"]),
        ("You always help us, and you never complain; take a seat or leave it for later.", []),
        ("Your faultless work is appreciated.", []),
    ],
)
def test_real_sentences_are_read_as_a_english_speaker_would(text, rules):
    assert [remark.rule.removeprefix("tone.") for remark in tones(text, languages={"en"})] == rules
