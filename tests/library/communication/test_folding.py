import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.folding import fold, folded_pattern, phrase_pattern

WORDS = ("iplik", "Işık", "vải", "đường", "algodón", "面料", "রঙ", "Ｓoon", "½", "’", "ﬁt", "ß", "İ")


@pytest.mark.parametrize(
    ("written", "folded"),
    [("İPLİK", "iplik"), ("KAPI", "kapi"), ("kapı", "kapi"), ("Ｓｏｏｎ。", "soon."), ("it’s", "it's")],
)
def test_case_width_and_the_four_turkish_i_are_made_alike(written, folded):
    assert fold(written).text == folded


def test_marks_distinguish_unless_left_out():
    assert fold("vải").text != fold("vai").text
    assert fold("VẢI", keep_marks=False).text == "vai"
    assert fold("Đường", keep_marks=False).text == "duong"


def test_bengali_vowel_signs_are_letters_not_marks():
    assert fold("রঙিন", keep_marks=False).text == "রঙিন"


@pytest.mark.parametrize("word", ["vải", "İPLİK", "বিকেল৪টায়", "ﬁt"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_place_points_to_the_word_as_written_in_either_form(word, form):
    text = unicodedata.normalize(form, f"ấ {word} ế")
    folded = fold(text)
    start = folded.text.index(fold(word).text)

    place = folded.place(start, start + len(fold(word).text))

    assert text[slice(*place)] == unicodedata.normalize(form, word)


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.booleans())
@settings(max_examples=60, deadline=None)
def test_every_folded_character_has_its_origin(text, keep_marks):
    folded = fold(text, keep_marks=keep_marks)

    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    assert folded.origin[-1] == len(text)


def test_phrase_matches_whole_words_and_chinese_anywhere():
    pattern = re.compile(phrase_pattern(("soon", "尽快", "sớm", "yarın*", "আজ")))

    found = [found[0] for found in pattern.finditer(fold("sooner, 请尽快回复, sơm, yarına, আজকের, soon").text)]

    assert found == ["尽快", "yarina", "soon"]


def test_longest_phrase_wins_over_a_broken_line():
    pattern = phrase_pattern(("soon", "as soon as possible"))

    assert re.findall(pattern, "as soon\nas possible") == ["as soon\nas possible"]


def test_folded_pattern_finds_decomposed_text():
    assert re.search(folded_pattern("giờ|ngày"), fold(unicodedata.normalize("NFD", "NGÀY")).text) is not None
