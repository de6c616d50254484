import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.glossary import Highlight, Term, compile_glossary, highlights

TERMS = (
    Term(key="fabric", words={"en": ("fabric",), "zh": ("面料",), "vi": ("vải",), "es": ("tejido",), "bn": ("কাপড়",)}),
    Term(key="outer fabric", words={"en": ("outer fabric", "shell fabric"), "zh": ("外层面料",), "vi": ("vải ngoài",)}),
    Term(key="yarn", words={"en": ("yarn",), "tr": ("iplik",), "es": ("hilo",), "vi": ("sợi",)}),
    Term(key="light", words={"tr": ("ışık",)}),
    Term(key="cotton", words={"es": ("algodón",), "en": ("cotton",)}),
)  # fmt: skip
GLOSSARY = compile_glossary(TERMS)
PIECES = (
    "outer fabric",
    "fabric",
    "外层面料",
    "面料",
    "vải ngoài",
    "VẢI",
    "vai",
    "İPLİK",
    "IŞIK",
    "algodon",
    "কাপড়",
    "fabrics",
    "½",
    ".",
)


def found_in(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.term) for one in highlights(text, glossary=GLOSSARY)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The outer fabric, not the fabric.", [("outer fabric", "outer fabric"), ("fabric", "fabric")]),
        ("外层面料和面料", [("外层面料", "outer fabric"), ("面料", "fabric")]),
        ("Vải ngoài và vải", [("Vải ngoài", "outer fabric"), ("vải", "fabric")]),
        ("İPLİK, iplik, IŞIK, ışık", [("İPLİK", "yarn"), ("iplik", "yarn"), ("IŞIK", "light"), ("ışık", "light")]),
        ("Tejido de algodon; ALGODÓN", [("Tejido", "fabric"), ("algodon", "cotton"), ("ALGODÓN", "cotton")]),
        ("কাপড় ভালো", [("কাপড়", "fabric")]),
        ("fabrics, prefabricate, sợimi", []),
        ("outer\n fabric", [("outer\n fabric", "outer fabric")]),
    ],
)
def test_terms_are_found_in_every_language(text, found):
    assert found_in(text) == found


def test_another_mark_is_another_vietnamese_word():
    assert found_in("Đau vai, vài cái, vãi") == []


def test_vietnamese_typed_without_any_mark_is_understood():
    assert found_in("vai ngoai 20 met") == [("vai ngoai", "outer fabric")]


def test_decomposed_text_is_found_with_its_marks():
    text = unicodedata.normalize("NFD", "mẫu vải này")

    assert found_in(text) == [(unicodedata.normalize("NFD", "vải"), "fabric")]


def test_word_of_two_languages_names_both_and_of_two_terms_goes_to_the_first():
    glossary = compile_glossary(
        [Term(key="b", words={"en": ("color",)}), Term(key="a", words={"es": ("color",), "en": ("Color",)})]
    )

    assert highlights("color", glossary=glossary) == (Highlight(start=0, end=5, term="a", languages=("en", "es")),)


def test_empty_glossary_and_blank_words_find_nothing():
    assert highlights("fabric", glossary=compile_glossary([])) == ()
    assert highlights("fabric", glossary=compile_glossary([Term(key="x", words={"en": (" ", "*")})])) == ()


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join), st.sampled_from(["NFC", "NFD"]))
@settings(max_examples=100, deadline=None)
def test_highlights_never_overlap_and_cover_their_words(text, form):
    text = unicodedata.normalize(form, text)
    found = highlights(text, glossary=GLOSSARY)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] != "" for one in found)
    assert {one.term for one in found} <= {term.key for term in TERMS}


@given(st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_word_can_be_a_term_and_any_text_looked_at(word):
    glossary = compile_glossary([Term(key="x", words={"en": (word,), "vi": (word,)})])

    for one in highlights(f"a {word} b", glossary=glossary):
        assert one.end > one.start
