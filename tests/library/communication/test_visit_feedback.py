from datetime import UTC, datetime, timedelta

import pytest

from troth.commitments.outcomes import SIDES
from troth.communication.visit_feedback import QUESTIONS, RatingRefused, check_time, checked, opening

ENDED = datetime(2026, 3, 2, 17, tzinfo=UTC)
WEEK = timedelta(days=7)
GIVEN = {"prepared": 4, "polite": 5, "useful": 3}


@pytest.mark.parametrize(
    ("given", "after", "is_open"),
    [
        ([], timedelta(), False), (["factory"], timedelta(), False), (SIDES, timedelta(), True),
        (["buyer"], WEEK - timedelta(seconds=1), False), (["buyer"], WEEK, True), ([], WEEK, True),
    ],
)  # fmt: skip
def test_ratings_are_read_once_both_gave_theirs_or_a_week_after(given, after, is_open):
    found = opening(given, ended=ENDED, now=ENDED + after)

    assert found.is_open is is_open
    assert found.opens_at == (None if is_open else ENDED + WEEK)
    assert found.missing == tuple(side for side in SIDES if side not in given)


@pytest.mark.parametrize("wrong", [0, 6, None, True, 3.0, "4"])
@pytest.mark.parametrize("key", [question.key for question in QUESTIONS])
def test_no_answer_is_taken_for_granted(key, wrong):
    with pytest.raises(RatingRefused):
        checked(GIVEN | {key: wrong})
    with pytest.raises(RatingRefused):
        checked({name: step for name, step in GIVEN.items() if name != key})


def test_three_answers_are_kept_and_nothing_else():
    assert checked(GIVEN | {"price": 1}) == GIVEN


def test_nobody_rates_before_it_begins_nor_changes_what_may_have_been_read():
    begins = ENDED - timedelta(hours=4)
    with pytest.raises(RatingRefused):
        check_time(begins=begins, ended=ENDED, given=[], by="buyer", now=begins - timedelta(seconds=1))
    check_time(begins=begins, ended=ENDED, given=["buyer"], by="buyer", now=ENDED)
    with pytest.raises(RatingRefused):
        check_time(begins=begins, ended=ENDED, given=SIDES, by="buyer", now=ENDED)
    # Whoever comes late still says it.
    check_time(begins=begins, ended=ENDED, given=["factory"], by="buyer", now=ENDED + WEEK)
