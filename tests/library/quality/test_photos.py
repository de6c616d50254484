"""What a photo says of itself, compared with where and when it was sent."""

from datetime import UTC, datetime, timedelta

import pytest

from troth.quality.integrity import Place, bits_apart
from troth.quality.photos import MOST_PIXELS, NoHash, Noticed, difference_hash, noticed

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
SITE = Place(latitude=31.30, longitude=120.62)
FAR = Place(latitude=52.52, longitude=13.405)
CLIMBING = [list(range(9)) for _row in range(8)]


def test_difference_hash_is_a_bit_for_each_brighter_neighbour():
    assert difference_hash(CLIMBING) == "f" * 16
    assert difference_hash([row[::-1] for row in CLIMBING]) == "0" * 16


def test_difference_hash_stays_the_same_when_a_picture_grows_brighter():
    brighter = [[value + 7 for value in row] for row in CLIMBING]
    assert bits_apart(difference_hash(CLIMBING), difference_hash(brighter)) == 0


@pytest.mark.parametrize("rows", [[], [[0] * 9] * 7, [[0] * 8] * 8])
def test_difference_hash_takes_eight_rows_of_nine(rows):
    with pytest.raises(NoHash):
        difference_hash(rows)


def _of(**changed):
    told = {"pixels": 12_000_000, "place": SITE, "site": SITE, "taken_at": NOW, "received_at": NOW}
    return noticed(**(told | changed))


def test_noticed_says_nothing_of_a_photo_taken_here_and_now_or_that_tells_nothing():
    assert _of() == ()
    assert _of(place=None, taken_at=None, pixels=None) == ()
    assert _of(place=FAR, site=None) == ()


def test_noticed_tells_of_another_place_another_time_and_a_very_large_picture():
    assert _of(place=FAR)[0].code == "elsewhere"
    assert _of(taken_at=NOW - timedelta(hours=25)) == (Noticed(code="another-time", value=25 * 3600),)
    assert _of(taken_at=NOW + timedelta(hours=25)) == (Noticed(code="another-time", value=-25 * 3600),)
    assert _of(pixels=MOST_PIXELS) == ()
    assert _of(pixels=MOST_PIXELS + 1) == (Noticed(code="large", value=MOST_PIXELS + 1),)


def test_noticed_lets_an_inexact_place_be_nearer_than_it_says():
    beside = Place(latitude=31.31, longitude=120.62, accuracy_m=2_000)
    assert _of(place=beside) == ()
    assert _of(place=Place(latitude=31.31, longitude=120.62))[0].code == "elsewhere"
