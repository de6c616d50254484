import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.editions import TwoVersions, merge

VALUES = st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=3, max_size=3)


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "value", "asked"),
    [
        (1, 1, 1, 1, False),
        (1, 2, 1, 2, False),
        (1, 1, 2, 2, False),
        (1, 2, 2, 2, False),
        (1, 2, 3, 3, True),
    ],
)
def test_merging_keeps_what_one_changed_and_asks_where_both_did(before, mine, theirs, value, asked):
    found = merge(before={"x": before}, mine={"x": mine}, theirs={"x": theirs})

    assert found.values == {"x": value}
    assert found.conflicts == ({"x": TwoVersions(before, mine, theirs)} if asked else {})


def test_field_nobody_knows_the_beginning_of_is_asked_about():
    found = merge(before={}, mine={"x": 1}, theirs={"x": 2})

    assert found.conflicts == {"x": TwoVersions(2, 1, 2)}


@settings(max_examples=60, deadline=None)
@given(VALUES, VALUES, VALUES)
def test_nothing_anybody_wrote_is_lost_unseen(before, mine, theirs):
    found = merge(before=before, mine=mine, theirs=theirs)

    for name in mine:
        kept = {found.values[name]} | ({found.conflicts[name].mine} if name in found.conflicts else set())
        for wrote in (mine[name], theirs[name]):
            assert wrote == before[name] or wrote in kept
