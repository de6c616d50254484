import pytest

from troth.communication.tone import tones
from troth.communication.tone_bn import BENGALI
from troth.communication.tone_en import ENGLISH
from troth.communication.tone_es import SPANISH
from troth.communication.tone_lists import TONES
from troth.communication.tone_tr import TURKISH
from troth.communication.tone_vi import VIETNAMESE
from troth.communication.tone_zh import CHINESE

ALL = {"en": ENGLISH, "zh": CHINESE, "vi": VIETNAMESE, "es": SPANISH, "tr": TURKISH, "bn": BENGALI}


@pytest.mark.parametrize("language", ALL)
@pytest.mark.parametrize("tone", ["ultimatum", "blame", "vague_deadline", "demand"])
def test_every_phrase_is_noticed_standing_alone(language, tone):
    phrases = [phrase.removesuffix("*") for phrase in getattr(ALL[language], tone)]

    missed = [phrase for phrase in phrases if f"tone.{tone}" not in {remark.rule for remark in tones(phrase)}]

    assert missed == []


@pytest.mark.parametrize("language", ALL)
def test_every_tone_has_a_wording_that_asks_and_names_no_tone_itself(language):
    rewrites = ALL[language].rewrites

    assert tuple(rewrites) == TONES
    assert [tone for tone, text in rewrites.items() if not text.rstrip().endswith(("?", "？"))] == []
    assert [remark.quoted for text in rewrites.values() for remark in tones(text)] == []
