from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.spans import NaiveDatetime
from troth.communication.mirrors import Copy, Settled, settle

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (Copy("a", NOON), Copy("a", NOON), Settled("neither")),
        (Copy("b", NOON), Copy("b", LATER), Settled("neither")),  # both came to say the same
        (Copy("b", NOON), Copy("a", LATER), Settled("ours")),  # a touch that changed nothing is no change
        (Copy("a", LATER), Copy("b", NOON), Settled("theirs")),
        (Copy("b", NOON), Copy("c", LATER), Settled("theirs", is_conflict=True)),
        (Copy("b", LATER), Copy("c", NOON), Settled("ours", is_conflict=True)),
        (Copy("b", NOON), Copy("c", NOON), Settled("ours", is_conflict=True)),
    ],
)
def test_settle_lets_the_one_win_that_changed_last(ours, theirs, expected):
    assert settle(ours, theirs, agreed="a") == expected


def test_settle_refuses_a_moment_without_a_zone():
    with pytest.raises(NaiveDatetime):
        settle(Copy("a", NOON), Copy("b", datetime(2026, 11, 21)), agreed="a")


COPIES = st.builds(Copy, st.sampled_from("abc"), st.sampled_from([NOON, LATER]))


@given(COPIES, COPIES, st.sampled_from(["", "a", "b", "c"]))
@settings(max_examples=150, deadline=None)
def test_what_was_settled_stays_settled(ours, theirs, agreed):
    found = settle(ours, theirs, agreed=agreed)
    kept = theirs if found.winner == "theirs" else ours
    again = settle(Copy(kept.digest, LATER), Copy(kept.digest, NOON), agreed=kept.digest)

    assert again == Settled("neither")
