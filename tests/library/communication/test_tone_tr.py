import pytest

from troth.communication.tone import tones


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Bu son şansınız, yoksa iptal ederiz.", ["ultimatum", "ultimatum"]),
        ("Bu kabul edilemez, sizin hatanız.", ["blame", "blame"]),
        ("Raporu derhal gönderin.", ["vague_deadline"]),
        ("Malı göndermek zorundasınız.", ["demand"]),
        ("3 Nisan uygun mu, birlikte bakalım mı?", []),
        ("BU KABUL EDİLEMEZ", ["blame"]),
    ],
)
def test_real_sentences_are_read_as_a_turkish_speaker_would(text, rules):
    assert [remark.rule.removeprefix("tone.") for remark in tones(text, languages={"tr"})] == rules
