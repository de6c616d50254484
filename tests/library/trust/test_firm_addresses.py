import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.firm_addresses import compare_addresses, read_address

XUESHI = "浙江省宁波市鄞州区首南街道学士路655号科信大厦B座1203室"


def compared(one, other):
    return compare_addresses(read_address(one), read_address(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (XUESHI, "宁波市学士路６５５号，科信大厦，Ｂ座　1203室"),
        (XUESHI, "315100 宁波鄞州首南学士路655号科信大厦B座1203室"),
        ("12 Station Rd., Narayanganj", "Station Road 12, Narayanganj 14000"),
        ("Room 1203, Block B, 655 Xueshi Road, Ningbo", "No.655 XUESHI RD, Blk B, Rm 1203"),
        ("Bağlar Mah. Yavuz Sok. No: 7 Kat 3 İstanbul", "Baglar mahallesi yavuz sokak 7, kat 3"),
        ("Unit 4, Riverside Industrial Park, Dhaka", "Riverside Industrial Park, Unit 4"),
        ("佛山市顺德区工业园二路8号3栋", "广东省佛山市顺德工业园二路8号3栋"),
    ],
)
def test_one_door_written_in_two_ways_is_one_door(one, other):
    assert (compared(one, other), compared(other, one)) == ("same door", "same door")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A park, a tower and a street house many firms.
        (XUESHI, "宁波市学士路655号科信大厦B座1204室"),
        (XUESHI, "宁波市学士路655号科信大厦"),
        ("宁波市高新工业园8号", "宁波市高新工业园8号"),
        ("8 Riverside Industrial Park, Dhaka", "8 Riverside Industrial Park, Dhaka"),
        ("Unit 4, Riverside Industrial Park", "Unit 5, Riverside Industrial Park"),
        ("12 Station Road, Narayanganj", "14 Station Road, Narayanganj"),
        ("12 Station Road, Narayanganj", "12B Station Road, Narayanganj"),
    ],
)
def test_one_place_is_not_one_door(one, other):
    assert (compared(one, other), compared(other, one)) == ("same place", "same place")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Station Road, Narayanganj", "12 Station Road, Chattogram"),
        ("宁波市学士路655号", "苏州市学士路655号"),
        ("12 Station Road", "宁波市学士路12号"),
        ("655号", "655号"),
        ("12 Road", "12 Street"),
        ("Road 12", "Road 12"),
    ],
)
def test_what_is_said_of_other_places_differs(one, other):
    assert compared(one, other) == "differs"


@pytest.mark.parametrize(
    "text", ["", " \n ", "Ningbo", "P.O. Box 12, Dhaka", "宁波市", "x" * 10_000, "12 " * 5_000, "?!—"]
)
def test_what_names_no_house_is_no_address(text):
    assert read_address(text) is None


@given(st.text(max_size=120), st.text(max_size=120))
@settings(max_examples=50, deadline=None)
def test_any_text_is_compared_alike_from_both_sides(one, other):
    first, second = read_address(one), read_address(other)
    if first is not None and second is not None:
        assert compare_addresses(first, second) == compare_addresses(second, first)


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from([" ", ", ", "\n", " · "]), st.booleans())
@settings(max_examples=50, deadline=None)
def test_another_room_is_never_one_door(room, other_room, gap, is_loud):
    one = f"Room {room}{gap}12 Xueshi Road{gap}Ningbo"
    other = f"Room {other_room}{gap}12 Xueshi Road{gap}Ningbo"

    assert (compared(one, other.upper() if is_loud else other) == "same door") == (room == other_room)
