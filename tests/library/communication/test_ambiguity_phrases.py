import pytest

from tests.library.communication.noticed import MONDAY, noticed
from troth.communication.ambiguity import ambiguities


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Send it soon, ASAP.", ["soon", "ASAP"]),
        ("请早点安排，尽快回复", ["早点", "尽快"]),
        ("Vui lòng giao càng sớm càng tốt, gửi sớm nhé", ["càng sớm càng tốt", "sớm"]),
        ("Respóndanos pronto, lo antes posible", ["pronto", "lo antes posible"]),
        ("Yakında göndeririz, en kısa sürede", ["Yakında", "en kısa sürede"]),
        ("শীঘ্রই পাঠাব", ["শীঘ্রই"]),
        ("See you soon; we ship as soon as the sample arrives; hasta pronto; giao sớm 3 ngày", []),
        ("Sooner is better than later.", []),
    ],
)
def test_vague_time_is_found(text, quoted):
    assert noticed(text, rule="vague-time") == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("About 500 pcs, approximately.", ["About", "approximately"]),
        ("大约500件", ["大约"]),
        ("khoảng 500 cái", ["khoảng"]),
        ("unas 500 piezas, más o menos", ["unas", "más o menos"]),
        ("yaklaşık 500 adet", ["yaklaşık"]),
        ("প্রায় ৫০০ পিস", ["প্রায়"]),
        ("We talked about the order.", []),
        ("Approximately 500 pcs, ±5 %", []),
    ],
)
def test_approximation_without_limits_is_found(text, quoted):
    assert noticed(text, rule="approximate") == quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Packing same as last time.", ["same as last time"]),
        ("包装和上次一样", ["和上次一样"]),
        ("Đóng gói như lần trước", ["như lần trước"]),
        ("Embalaje como siempre", ["como siempre"]),
        ("Ambalaj her zamanki gibi", ["her zamanki gibi"]),
        ("প্যাকিং আগের মতো", ["আগের মতো"]),
        ("Packing same as last order, PO-1182.", []),
    ],
)
def test_pointing_to_something_unnamed_is_found(text, quoted):
    assert noticed(text, rule="same-as-before") == quoted


def test_only_the_languages_asked_for_are_looked_at():
    assert ambiguities("尽快", written_on=MONDAY, languages={"en"}) == ()
