import pytest

from tests.library.communication.noticed import noticed
from troth.communication.ambiguity_words import (
    APPROXIMATIONS,
    RELATIVE_DAYS,
    SAME_AS_BEFORE,
    VAGUE_TIMES,
    WEEKDAYS,
)
from troth.communication.folding import LANGUAGES


@pytest.mark.parametrize("lists", [VAGUE_TIMES, SAME_AS_BEFORE, APPROXIMATIONS])
def test_every_language_has_its_words(lists):
    assert tuple(lists) == LANGUAGES


def test_every_weekday_and_every_word_for_a_day_is_found_standing_alone():
    words = [(word, "weekday") for words in WEEKDAYS.values() for word in words]
    words += [(word, "relative-day") for words in RELATIVE_DAYS.values() for word in words]

    missed = [word for word, rule in words if noticed(word.removesuffix("*"), rule=rule) != [word.removesuffix("*")]]

    assert missed == []


def test_every_vague_word_is_found_standing_alone():
    lists = {"vague-time": VAGUE_TIMES, "same-as-before": SAME_AS_BEFORE, "approximate": APPROXIMATIONS}

    missed = [
        word for rule, words in lists.items() for word in sum(words.values(), ()) if noticed(word, rule=rule) != [word]
    ]

    assert missed == []
