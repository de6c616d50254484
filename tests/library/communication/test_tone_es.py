import pytest

from troth.communication.tone import tones


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Es su última oportunidad, de lo contrario cancelaremos.", ["ultimatum", "ultimatum"]),
        ("Es inaceptable y es culpa suya.", ["blame", "blame"]),
        ("Envíen el informe cuanto antes.", ["vague_deadline"]),
        ("Tienen que enviarlo el 3 de abril.", ["demand"]),
        ("O si no pueden el 3 de abril, ¿qué día les parece bien?", []),
    ],
)
def test_real_sentences_are_read_as_a_spanish_speaker_would(text, rules):
    assert [remark.rule.removeprefix("tone.") for remark in tones(text, languages={"es"})] == rules
