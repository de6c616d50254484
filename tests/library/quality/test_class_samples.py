"""Classes of one lot: a unit counts once, and a class is never held against units that were not looked at for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.class_samples import ClassSample, lot_sample
from troth.quality.class_samples import joined as joined_counts
from troth.quality.defect_rates import ImpossibleLotCount, LotSample
from troth.quality.lot_findings import Found, count_class

findings = st.lists(
    st.one_of(
        st.builds(Found, unit=st.integers(1, 12)),
        st.builds(lambda units: Found(unit=None, units=units, defects=units), st.integers(1, 3)),
    ),
    max_size=6,
).map(tuple)  # fmt: skip


def counted(found, *, looked_at=40):
    return ClassSample(looked_at=looked_at, nonconforming=count_class(found).units, found=found)


def joined(*classes, lot=500):
    found = lot_sample(classes, lot=lot)
    return found.surely, found.nonconforming


def test_a_unit_with_two_classes_is_one_bad_unit():
    five = (Found(unit=5),)
    assert joined(counted(five), counted(five)) == (1, 1)
    assert joined(counted(five), counted((Found(unit=6),))) == (2, 2)


def test_without_numbers_there_is_a_most_and_a_fewest():
    bare = [ClassSample(looked_at=20, nonconforming=bad) for bad in (1, 3)]
    assert joined(*bare) == (3, 4)
    assert joined(counted((Found(unit=5),)), counted((Found(unit=None, units=2),))) == (2, 3)


def test_a_class_that_was_counted_again_has_no_numbers_any_more():
    recounted = ClassSample(looked_at=20, nonconforming=1, found=(Found(unit=5), Found(unit=6)))
    assert joined(recounted, counted((Found(unit=5),), looked_at=20)) == (1, 2)


@given(findings, findings)
def test_the_fewest_is_never_more_than_the_most_and_never_less_than_one_class(critical, major):
    one, other = counted(critical), counted(major)
    least, most = joined(one, other)
    assert max(one.nonconforming, other.nonconforming) <= least <= most
    assert most <= one.nonconforming + other.nonconforming
    assert joined(other, one) == (least, most)


def test_no_class_is_held_against_units_that_were_not_looked_at_for_it():
    classes = [ClassSample(looked_at=200, nonconforming=0), ClassSample(looked_at=13, nonconforming=4)]
    assert lot_sample(classes, lot=5_000) == LotSample(
        lot=5_000, looked_at=13, nonconforming=4, apart=((200, 0), (13, 4))
    )


def test_more_than_the_lot_holds_is_refused():
    with pytest.raises(ImpossibleLotCount):
        lot_sample([ClassSample(looked_at=200, nonconforming=0)], lot=100)


def test_what_was_found_on_a_small_sample_is_never_spread_over_a_large_one():
    assert joined_counts([(200, 0), (13, 4)]) == (13, 4)
    assert joined_counts([(200, 9), (13, 0)]) == (200, 9)
    assert joined_counts([(80, 1), (80, 3)]) == (80, 4)
    assert joined_counts([(200, 0), (13, 0)]) == (13, 0)
