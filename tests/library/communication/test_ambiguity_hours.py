import pytest

from tests.library.communication.noticed import noticed
from troth.communication.ambiguity_hours import names_a_zone
from troth.communication.folding import fold


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Let us call at 16:00.", ["16:00"]),
        ("Between 9:00-17:00 we are in, or at 4 pm.", ["9:00-17:00", "4 pm"]),
        ("下午4点半开会", ["下午4点半"]),
        ("Họp lúc 9 giờ, hoặc 16h30", ["lúc 9 giờ", "16h30"]),
        ("Llamamos a las 16:00", ["a las 16:00"]),
        ("Saat 16.00 uygun mu", ["Saat 16.00"]),
        ("বিকাল ৪টায় কথা বলি", ["বিকাল ৪টায়"]),
    ],
)
def test_hour_without_zone_is_found(text, quoted):
    assert noticed(text, rule="time-zone") == quoted


@pytest.mark.parametrize(
    "text",
    [
        "18:00 Shanghai · 11:00 Berlin",
        "16:00 your time",
        "16:00 CET or 2026-03-04T16:00+08:00",
        "北京时间16:00",
        "16:00 giờ Việt Nam",
        "a las 16:00, hora de Madrid",
        "Türkiye saati 16:00",
        "বাংলাদেশ সময় বিকাল ৪টায়",
        "Mix 1:10, scale 1:50, ratio of 2:15",
        "Allow 24 hours, or 24 giờ, 24 saat, 以下3点",
        "Item 16:00-A77",
    ],
)
def test_hour_with_a_zone_and_what_is_no_hour_are_left_alone(text):
    assert noticed(text, rule="time-zone") == []


def test_lead_time_is_no_clock():
    assert noticed("The lead time is short, so call at 4pm.", rule="time-zone") == ["4pm"]


@pytest.mark.parametrize("text", ["UTC+8", "giờ của bạn", "你方时间", "your time", "hora local"])
def test_zone_is_recognised(text):
    assert names_a_zone(fold(text).text)


@pytest.mark.parametrize("text", ["the lead time", "no time", "时间", "giờ"])
def test_bare_word_for_time_names_no_zone(text):
    assert not names_a_zone(fold(text).text)
