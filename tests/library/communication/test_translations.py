import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.translations import (
    NothingToTranslate,
    NotTheWriter,
    Original,
    StaleTranslation,
    confirmed,
    edited,
    mark_of,
    shown_translation,
    translated,
)

WRITTEN = Original(text="Cartons of 20 pcs", language="en", written_by="buyer")
DRAFT = translated(WRITTEN, text="每箱20件", language="zh", made_by="machine")


def test_translation_is_marked_by_its_maker_until_the_writers_side_confirms():
    by_hand = translated(WRITTEN, text="每箱20件", language="zh", made_by="human")
    sure = confirmed(by_hand, original=WRITTEN, by="buyer")

    assert [mark_of(made, original=WRITTEN) for made in (DRAFT, by_hand, sure)] == ["machine", "human", "confirmed"]


def test_only_the_writers_side_confirms():
    with pytest.raises(NotTheWriter):
        confirmed(DRAFT, original=WRITTEN, by="factory")


def test_edit_of_the_original_makes_its_translations_stale_confirmed_ones_too():
    sure = confirmed(DRAFT, original=WRITTEN, by="buyer")
    changed = edited(WRITTEN, text="Cartons of 24 pcs")

    assert [mark_of(made, original=changed) for made in (DRAFT, sure)] == ["stale", "stale"]
    with pytest.raises(StaleTranslation):
        confirmed(DRAFT, original=changed, by="buyer")


def test_edit_that_changes_nothing_keeps_translations():
    assert edited(WRITTEN, text=WRITTEN.text) == WRITTEN


@pytest.mark.parametrize(("text", "language"), [(" ", "zh"), ("Cartons", "en")])
def test_empty_translation_and_one_into_its_own_language_are_refused(text, language):
    with pytest.raises(NothingToTranslate):
        translated(WRITTEN, text=text, language=language, made_by="human")


def test_best_translation_in_the_readers_language_is_shown():
    by_hand = translated(WRITTEN, text="一箱20件", language="zh", made_by="human")
    spanish = confirmed(
        translated(WRITTEN, text="Cajas de 20", language="es", made_by="human"), original=WRITTEN, by="buyer"
    )

    assert shown_translation([by_hand, DRAFT, spanish], original=WRITTEN, language="zh") == by_hand
    assert shown_translation([spanish], original=WRITTEN, language="zh") is None
    assert shown_translation([spanish], original=WRITTEN, language="en") is None


@given(st.lists(st.sampled_from(["machine", "human"]), max_size=5))
@settings(max_examples=40, deadline=None)
def test_of_equals_the_latest_is_shown_and_a_fresh_one_before_a_stale_one(makers):
    changed = edited(WRITTEN, text="Cartons of 24 pcs")
    old = [translated(WRITTEN, text="旧", language="zh", made_by=maker) for maker in makers]
    new = translated(changed, text="新", language="zh", made_by="machine")

    assert shown_translation([new, *old], original=changed, language="zh") == new
    assert shown_translation(old, original=changed, language="zh") == (old[-1] if old else None)
