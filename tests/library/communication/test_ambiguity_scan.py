import pytest

from tests.library.communication.noticed import MONDAY
from troth.communication.ambiguity_scan import REFERENCE, compiled, scan
from troth.communication.folding import fold


@pytest.mark.parametrize(
    "name",
    [
        "PO-1182/03",
        "PO 4500012/26",
        "invoice no. 12/05",
        "#4711",
        "ana@example.com",
        "https://example.com/03/04",
        "+86 769 8888 1234",
        "0769-8888-1234",
        "tel: 8888 1234",
        "订单号：202603",
        "AB-12.5",
        "12AB34",
        "69012345678",
        "192.168.1.10",
    ],
)
def test_what_names_something_is_blanked_out(name):
    assert scan(name, written_on=MONDAY).text.strip(REFERENCE) == ""


@pytest.mark.parametrize("text", ["03/04/2026", "500kg", "30x40", "16h30", "$5.20", "2-jun-26", "±2", "4pm", "500件"])
def test_what_tells_something_stays(text):
    assert scan(text, written_on=MONDAY).text == fold(text).text


def test_sentence_is_the_one_around_the_words():
    read = scan("One. Two 3.5 three! 四。五?", written_on=MONDAY)

    sentences = [read.sentence(found) for found in read.each("one|two|three|四|五")]

    assert sentences == ["one", " two 3.5 three", " two 3.5 three", " 四", "五"]


def test_words_around_stop_at_the_sentence():
    read = scan("No. Yes, soon! Later", written_on=MONDAY)
    (found,) = read.each("soon")

    assert read.around(found, reach=99) == (" yes, ", "")


def test_pattern_is_compiled_once():
    assert compiled("soon") is compiled("soon")
