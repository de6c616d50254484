from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.communication.channel_mix import WAYS, ImpossibleWeeks, channel_mix, chat_only

TODAY = date(2026, 3, 2)
days = st.integers(-10, 120).map(lambda back: TODAY - timedelta(days=back))


def ago(**span):
    return TODAY - timedelta(**span)


def test_a_day_counts_once_for_each_way():
    mix = channel_mix([(TODAY, "chat"), (TODAY, "chat"), (TODAY, "call"), (ago(days=8), "visit")], today=TODAY, weeks=2)

    assert dict(mix.days) == {"chat": 1, "call": 1, "video": 0, "visit": 1, "unsaid": 0}
    assert [week["visit"] for week in mix.by_week] == [1, 0]
    assert (mix.in_all, mix.share("chat"), mix.share("video")) == (3, pytest.approx(1 / 3), 0)


@pytest.mark.parametrize(("back", "counts"), [(-1, 0), (0, 1), (13, 1), (14, 0)])
def test_weeks_are_of_seven_days_and_end_today(back, counts):
    assert channel_mix([(ago(days=back), "video")], today=TODAY, weeks=2).days["video"] == counts


def test_nothing_known_has_no_share():
    assert channel_mix([], today=TODAY).share("chat") is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(days, st.sampled_from(WAYS))), st.integers(1, 12))
def test_weeks_sum_to_the_whole_whatever_the_order(contacts, weeks):
    mix = channel_mix(contacts, today=TODAY, weeks=weeks)

    assert mix == channel_mix(reversed(contacts), today=TODAY, weeks=weeks)
    assert {way: sum(week[way] for week in mix.by_week) for way in WAYS} == dict(mix.days)
    assert len(mix.by_week) == weeks


@pytest.mark.parametrize("weeks", [0, 105])
def test_impossible_weeks_are_refused(weeks):
    with pytest.raises(ImpossibleWeeks):
        channel_mix([], today=TODAY, weeks=weeks)
    with pytest.raises(ImpossibleWeeks):
        chat_only(first_written=TODAY, last_written=TODAY, last_spoken=None, today=TODAY, weeks=weeks)


def due(*, first=None, last=None, spoken=None, weeks=8):
    found = chat_only(first_written=first, last_written=last, last_spoken=spoken, today=TODAY, weeks=weeks)
    return found and found.params["weeks"]


def test_a_call_is_due_after_as_many_weeks_as_the_policy_says():
    assert due(first=ago(weeks=8), last=TODAY) == 8
    assert due(first=ago(weeks=8) + timedelta(days=1), last=TODAY) is None
    assert due(first=ago(weeks=5), last=TODAY, weeks=4) == 5
    assert due(first=ago(weeks=30), last=TODAY, spoken=ago(weeks=9)) == 9
    assert due(first=ago(weeks=30), last=TODAY, spoken=ago(weeks=3)) is None


def test_silence_is_not_writing_alone():
    assert due() is None
    assert due(first=ago(weeks=20), last=ago(weeks=8)) is None
    assert due(first=ago(weeks=20), last=ago(weeks=10), spoken=ago(weeks=10)) is None
