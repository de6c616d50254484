from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.pulse import QUESTIONS, Median, medians, other_side_is_shown, quarter_of


def test_there_are_five_questions_with_both_ends_named():
    assert [question.key for question in QUESTIONS] == ["promises", "warning", "requests", "fairness", "future"]
    assert all(question.text.endswith("?") and question.low and question.high for question in QUESTIONS)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
@settings(max_examples=200, deadline=None)
def test_a_quarter_holds_its_day_and_meets_its_neighbour(day):
    quarter = quarter_of(day)

    assert quarter.start <= day <= quarter.last_day < quarter.end
    assert quarter.previous.end == quarter.start
    assert quarter_of(quarter.end - timedelta(days=1)) == quarter
    assert 90 <= (quarter.end - quarter.start).days <= 92


def test_nobody_s_answer_is_unknown_and_never_zero():
    assert medians([]) == {question.key: Median(None, 0) for question in QUESTIONS}
    assert medians([{"promises": 5, "future": None}])["future"] == Median(None, 0)


def test_each_question_has_its_own_middle_and_n():
    found = medians([{"promises": 1, "warning": 2}, {"promises": 5}, {"promises": 4, "warning": 3}])

    assert found["promises"] == Median(4.0, 3)
    assert found["warning"] == Median(2.5, 2)


@pytest.mark.parametrize(
    ("ours", "theirs", "today", "shown"),
    [
        (1, 1, date(2026, 11, 21), True),
        (1, 0, date(2026, 11, 21), False),
        (0, 1, date(2026, 12, 31), False),
        (0, 1, date(2027, 1, 1), True),
    ],
)
def test_the_other_side_is_seen_once_both_have_answered_or_the_quarter_is_over(ours, theirs, today, shown):
    quarter = quarter_of(date(2026, 11, 21))

    assert other_side_is_shown(ours=ours, theirs=theirs, quarter=quarter, today=today) is shown
