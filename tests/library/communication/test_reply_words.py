import pytest

from troth.communication import reply_words
from troth.communication.folding import LANGUAGES
from troth.communication.replies import Reply, read_message


@pytest.mark.parametrize(
    "words", [reply_words.ASKING, reply_words.DEFERRING, reply_words.RECEIVING, reply_words.CRITICAL]
)
def test_every_list_speaks_all_languages(words):
    assert set(words) == set(LANGUAGES)
    assert all(len(phrases) >= 12 for phrases in words.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_alone_is_read_as_what_it_is(language):
    whole = [phrase for words in (reply_words.DEFERRING, reply_words.RECEIVING) for phrase in words[language]]
    asking = [phrase for phrase in reply_words.ASKING[language] if not phrase.endswith("*")]

    assert [phrase for phrase in whole if read_message(phrase.rstrip("*")).reply != Reply.ACKNOWLEDGEMENT] == []
    assert [phrase for phrase in asking if not read_message(phrase).asks] == []
    assert [
        phrase for phrase in reply_words.CRITICAL[language] if not read_message(phrase.rstrip("*")).is_critical
    ] == []
