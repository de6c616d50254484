"""Training: a fall is claimed only where it is clear, never from few lots, and swapping the sides swaps the sign."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.quality.defect_rates import LotSample
from troth.quality.training import ImpossibleTest, learned, shares_differ, training_effect

samples = st.builds(
    lambda n, share: LotSample(lot=5_000, looked_at=n, nonconforming=int(n * share)),
    st.integers(20, 200), st.floats(0, 0.3),
)  # fmt: skip
lots = st.lists(samples, min_size=5, max_size=9)


def lot(bad, looked_at=80):
    return LotSample(lot=900, looked_at=looked_at, nonconforming=bad)


@pytest.mark.parametrize(("hits", "expected"), [
    # Newcombe (1998), table II, method 10, with the order of the groups turned round.
    ((56, 70, 48, 80), (-0.3339, -0.0524)), ((9, 10, 3, 10), (-0.8090, -0.1705)), ((0, 10, 0, 20), (-0.2775, 0.1611)),
])  # fmt: skip
def test_published_intervals_agree(hits, expected):
    found = shares_differ(hits_before=hits[0], all_before=hits[1], hits_after=hits[2], all_after=hits[3])

    assert (found.low, found.high) == pytest.approx(expected, abs=6e-5)


@settings(max_examples=60, deadline=None)
@given(lots, lots)
def test_swapping_before_and_after_swaps_the_sign_and_nothing_else(before, after):
    there, back = training_effect(before, after), training_effect(after, before)

    assert there.difference.change == pytest.approx(-back.difference.change)
    assert (there.difference.low, there.difference.high) == pytest.approx((-back.difference.high, -back.difference.low))
    assert {"fewer": "more", "more": "fewer", "not shown": "not shown"}[there.verdict] == back.verdict


@settings(max_examples=60, deadline=None)
@given(lots)
def test_nothing_changed_is_never_shown_as_an_effect(same):
    found = training_effect(same, same)

    assert found.verdict == "not shown"
    assert found.difference.low <= 0 <= found.difference.high


@pytest.mark.parametrize(("before", "after"), [(4, 9), (9, 4), (0, 0), (0, 9)])
def test_too_few_lots_say_nothing_however_clear(before, after):
    found = training_effect([lot(40)] * before, [lot(0)] * after)

    assert (found.verdict, found.difference) == ("too early", None)


def test_one_bad_lot_before_is_no_effect_though_its_units_are_many():
    """Units alone would call it a fall; lots say that one of them was an accident."""
    before, after = [lot(40), *[lot(0)] * 5], [lot(0)] * 6
    by_unit = shares_differ(hits_before=40, all_before=480, hits_after=0, all_after=480)

    assert by_unit.is_shown
    assert training_effect(before, after).verdict == "not shown"


def test_a_clear_rise_is_told_as_well():
    assert training_effect([lot(0)] * 6, [lot(7), lot(6), lot(8)] * 2).verdict == "more"


@pytest.mark.parametrize("numbers", [(3, 2, 1, 1), (-1, 2, 1, 1), (1, 2, 2, 1)])
def test_impossible_tests_are_refused(numbers):
    before, tested, after, again = numbers
    with pytest.raises(ImpossibleTest):
        learned(passed_before=before, tested_before=tested, passed_after=after, tested_after=again)
    with pytest.raises(ImpossibleTest):
        shares_differ(hits_before=0, all_before=0, hits_after=0, all_after=1)


def test_a_handful_of_tests_says_nothing():
    assert learned(passed_before=0, tested_before=4, passed_after=9, tested_after=9) is None
    assert learned(passed_before=0, tested_before=5, passed_after=5, tested_after=5).is_shown
