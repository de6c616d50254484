import pytest

from tests.library.communication.noticed import noticed


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("500 pcs in navy blue, dark green and grey.", ["navy blue", "dark green", "grey"]),
        ("Colour: Navy", ["Navy"]),
        ("颜色用藏青色", ["藏青色"]),
        ("Chúng tôi cần màu xanh", ["màu xanh"]),
        ("Camisas en azul marino", ["azul marino"]),
        ("Gömlekler lacivert olsun", ["lacivert"]),
        ("লাল রঙের শার্ট", ["লাল রঙ"]),
    ],
)
def test_colour_without_code_is_found(text, quoted):
    assert noticed(text, rule="colour") == quoted


@pytest.mark.parametrize(
    "text",
    [
        "Navy, Pantone 19-4052 TCX",
        "red as in lab dip LD-12",
        "grey RAL 7016",
        "blue #1a2b3c",
        "藏青色 潘通 19-4052",
        "mã màu 19-4052, màu xanh",
        "No red flag, green light from Mr Brown of Green Textile, in the black, a white paper.",
        "白色家电，红色警报，red wine and orange juice",
        "We are scared and covered; whitewash; blueprint; redo; reddish tint?",
        "Ship order RED-40 now.",
    ],
)
def test_colour_with_code_and_sayings_are_left_alone(text):
    assert noticed(text, rule="colour") == []


def test_code_of_one_sentence_does_not_serve_the_next():
    assert noticed("The red is Pantone 18-1664. The blue is not.", rule="colour") == ["blue"]
