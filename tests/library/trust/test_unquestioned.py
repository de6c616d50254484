from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.trust.policy import DEFAULT_POLICY
from troth.trust.unquestioned import CHECK_A_SAMPLE, Confirmed, unquestioned

HONESTY = DEFAULT_POLICY.of("honesty")
SIDE = Confirmed(confirmed=30, kept=30, contested=0)
sides = st.builds(
    lambda confirmed, missed, contested: Confirmed(
        confirmed=confirmed, kept=max(confirmed - missed, 0), contested=contested
    ),
    st.integers(0, 80),
    st.sampled_from([0, 0, 0, 1]),
    st.sampled_from([0, 0, 0, 1]),
)


def found(first, second=SIDE, policy=HONESTY):
    return unquestioned(first, second, policy=policy)


def test_praise_for_praise_is_found_with_its_chance_and_what_to_do():
    answer = found(SIDE)

    assert (answer.n, answer.false_alarm_probability) == (60, pytest.approx(0.95**60))
    assert answer.action == CHECK_A_SAMPLE
    assert answer.reason.text() == (
        "Each side confirmed what the other promised: all 60 were kept, none was late, none was ever contested. "
        "A side that keeps 95 % would come to that with a chance of 4.6 %."
    )


@pytest.mark.parametrize(
    "other",
    [
        replace(SIDE, contested=1),
        replace(SIDE, kept=29),
        # Praise that goes one way only.
        Confirmed(confirmed=9, kept=9, contested=0),
    ],
)
def test_one_contest_one_miss_or_praise_one_way_is_none(other):
    assert found(other, replace(SIDE, confirmed=90, kept=90)) is None


def test_a_clean_record_that_chance_explains_is_none():
    assert found(replace(SIDE, confirmed=28, kept=28)) is None
    assert found(replace(SIDE, confirmed=29, kept=29)).n == 59
    assert found(SIDE, policy=replace(HONESTY, target=0.99)) is None


@given(sides, sides)
def test_swapping_the_sides_changes_nothing(first, second):
    assert found(first, second) == found(second, first)


@given(sides, sides, st.integers(1, 20))
def test_more_of_the_same_praise_never_clears_it(first, second, more):
    if found(first, second) is not None:
        grown = replace(first, confirmed=first.confirmed + more, kept=first.kept + more)
        assert found(grown, second).false_alarm_probability < found(first, second).false_alarm_probability
