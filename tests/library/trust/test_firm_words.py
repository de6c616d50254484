import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.firm_words import core_of_name, folded, is_chinese, person_key, words_of

anything = st.text(max_size=80)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ege Rüzgârı Tekstil San. ve Tic. Ltd. Şti.", "EGE RUZGARI TEKSTIL"),
        ("Công ty TNHH May Bến Sóng", "May Ben Song Co., Ltd."),
        ("佛山市启明五金制品有限公司", "佛山启明五金制品（有限责任公司）"),
        ("Ningbo Hailan Electric Co., Ltd.", "NINGBO HAILAN ELECTRIC LIMITED"),
        ("Manufacturas Cerro Alto, S.A. de C.V.", "Manufacturas Cerro-Alto"),
        ("মেঘবতী নিটওয়্যার লিমিটেড", "মেঘবতী নিটওয়্যার"),
    ],
)
def test_core_of_a_name_leaves_out_the_legal_form(one, other):
    assert core_of_name(one) == core_of_name(other) != ""


def test_core_keeps_what_tells_two_names_apart():
    names = [
        "佛山市启明五金制品有限公司",
        "佛山市启明五金机械有限公司",
        "মেঘবতী নিটওয়্যার",
        "মেঘবত নিটওয়্যার",
        "Ben Song",
        "Ben Sun",
    ]

    assert len({core_of_name(name) for name in names}) == len(names)


@pytest.mark.parametrize("name", ["", "   ", "Co., Ltd.", "有限公司", "-", "A B", "厂"])
def test_core_of_nothing_is_nothing(name):
    assert core_of_name(name) == ""


def test_marks_of_scripts_in_which_they_are_vowels_stay():
    assert folded("নিট") != folded("নট")
    assert words_of(folded("নিট, সুতা")) == ["নিট", "সুতা"]
    assert folded("٦٥٥ ৬৫৫ ６５５") == "655 655 655"


@pytest.mark.parametrize(
    ("name", "key"),
    [("Héctor OLVERA", "hector olvera"), ("Olvera, Héctor", "hector olvera"), ("梁启明先生", "梁启明"), ("Kemal", "")],
)
def test_person_is_known_in_any_order(name, key):
    assert person_key(name) == key


@given(anything)
@settings(max_examples=50, deadline=None)
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert is_chinese(folded("宁波" + text))
