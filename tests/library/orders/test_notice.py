"""For the same delay, earlier disclosure never scores lower, and concealment always scores lowest."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.orders.lines import DUE, ORDERED, make_line
from troth.orders.facts import Promise
from troth.orders.notice import outcome_of_notice, told_on


def late_line(told_before: int | None, *, late: int = 9, moved_by: str = "factory"):
    promises = [Promise(DUE, ORDERED)]
    if told_before is not None:
        promises.append(Promise(DUE + timedelta(days=late), DUE - timedelta(days=told_before), moved_by))
    return make_line(received=((late, 100),), promises=tuple(promises))


def kept_weight(told_before: int | None, late: int = 9) -> float:
    facts = late_line(told_before, late=late)
    return outcome_of_notice(facts, weight=1.0, recorded_on=DUE + timedelta(days=late)).kept_weight


@settings(max_examples=100, deadline=None)
@given(st.integers(-20, 30), st.integers(0, 30), st.integers(1, 40))
def test_earlier_disclosure_never_scores_lower(told_before, earlier, late):
    assert kept_weight(told_before + earlier, late) >= kept_weight(told_before, late) >= kept_weight(None, late) == 0.0


def test_disclosure_a_week_before_has_full_credit_and_on_the_day_none():
    assert [kept_weight(days) for days in (14, 7, 0, -2)] == [1.0, 1.0, 0.0, 0.0]


def test_line_on_time_or_still_open_has_no_bad_news_to_tell():
    for facts in (make_line(received=((0, 100),)), make_line(), make_line(promises=())):
        assert outcome_of_notice(facts, weight=1.0, recorded_on=DUE) is None


def test_date_moved_by_the_buyer_or_sooner_is_no_disclosure():
    assert told_on(late_line(8, moved_by="buyer")) is None
    sooner = make_line(promises=(Promise(DUE, ORDERED), Promise(DUE - timedelta(days=3), ORDERED, "factory")))
    assert told_on(sooner) is None
    assert told_on(late_line(8)) == DUE - timedelta(days=8)
