from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.ideas import ImpossibleShare, equivalence, realised_saving, split
from troth.quality.replication import TooFewReadings


def test_savings_add_up_and_losses_count():
    lines = [(Decimal(1000), Decimal("0.20")), (Decimal(500), Decimal("-0.10")), (Decimal(0), Decimal(9))]
    assert realised_saving(lines) == Decimal(150)
    assert realised_saving([]) == 0


@given(
    st.decimals(-(10**6), 10**6, places=2),
    st.decimals(0, 100, places=2),
)
def test_both_parts_make_the_whole(amount, percent):
    parts = split(amount, proposer_percent=percent)
    assert parts.proposer + parts.other == amount


@pytest.mark.parametrize("percent", ["-0.01", "100.01"])
def test_a_share_is_up_to_the_whole(percent):
    with pytest.raises(ImpossibleShare):
        split(Decimal(1), proposer_percent=Decimal(percent))


def test_the_same_result_is_shown_only_within_the_margin():
    old, new = [10.0, 10.2, 9.8, 10.1, 9.9], [10.1, 10.2, 9.9, 10.1, 10.0]
    assert equivalence(old, new, margin=0.4).is_shown
    assert not equivalence(old, new, margin=0.1).is_shown
    assert not equivalence(old, [value + 1 for value in new], margin=0.4).is_shown


def test_swapping_the_ways_swaps_the_interval():
    old, new = [1.0, 2.0, 3.0], [2.0, 2.5, 4.0]
    one, other = equivalence(old, new, margin=1), equivalence(new, old, margin=1)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


def test_without_spread_the_difference_alone_tells():
    assert equivalence([5, 5, 5], [5, 5, 5], margin=0.1).is_shown
    assert not equivalence([5, 5, 5], [6, 6, 6], margin=0.1).is_shown


def test_nonsense_is_refused():
    with pytest.raises(TooFewReadings):
        equivalence([1, 2], [1, 2, 3], margin=1)
    with pytest.raises(ImpossibleShare):
        equivalence([1, 2, 3], [1, 2, 3], margin=0)
