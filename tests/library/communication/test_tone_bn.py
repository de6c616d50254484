import pytest

from troth.communication.tone import tones


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("এটাই শেষ সুযোগ, নইলে বাতিল করব।", ["ultimatum", "ultimatum"]),
        ("এটা অগ্রহণযোগ্য, আপনাদের দোষ।", ["blame", "blame"]),
        ("প্রতিবেদন এখনই পাঠান।", ["vague_deadline"]),
        ("৩ তারিখে দিতেই হবে।", ["demand"]),
        ("৩ এপ্রিলের মধ্যে পাঠানো সম্ভব কি?", []),
    ],
)
def test_real_sentences_are_read_as_a_bengali_speaker_would(text, rules):
    assert [remark.rule.removeprefix("tone.") for remark in tones(text, languages={"bn"})] == rules
