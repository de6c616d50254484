import pytest

from troth.basis.text import gettext_noop


@pytest.mark.parametrize(
    "sentence", ["Review production schedules", "{late} of {lines} lines came late", "复核生产计划", ""]
)
def test_gettext_noop_returns_the_sentence_unchanged(sentence):
    assert gettext_noop(sentence) == sentence
