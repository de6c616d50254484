from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from troth.basis.drift import cusum
from troth.basis.run_lengths import bernoulli_limit
from troth.trust.day_counts import DayCounts
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.run_chart import RUN_LENGTH, rises_of, signals_of

DELIVERY = DEFAULT_POLICY.of("delivery")


def counts_of(streams):
    group = np.array([at for at, stream in enumerate(streams) for _ in stream], dtype=np.int64)
    kept = np.array([each for stream in streams for each in stream], dtype=np.int32)
    days = np.array([day for stream in streams for day in range(len(stream))], dtype=np.int32)
    return DayCounts(len(streams), group, days, np.ones_like(kept), kept, np.zeros_like(kept))


days_of_lines = st.tuples(st.sampled_from([1, 1, 1, 2, 9, 30]), st.sampled_from([0, 0, 0, 0, 1, 2, 9, 30]))
charts = st.lists(st.lists(days_of_lines.map(lambda day: (day[0], max(0, day[0] - day[1]))), max_size=60), max_size=5)


@settings(max_examples=80, deadline=None)
@given(charts)
def test_signals_of_all_groups_are_those_of_each_chart_alone(given_charts):
    counts = counts_of([[kept for _lines, kept in chart] for chart in given_charts])
    lines = np.array([lines for chart in given_charts for lines, _kept in chart], dtype=np.int32)
    counts = replace(counts, lines=lines)
    # The chart counts in ninths of a line at 0.05 against 0.2.
    limit = 9 * bernoulli_limit(good_rate=1 - DELIVERY.target, bad_rate=4 * (1 - DELIVERY.target), run_length=4000)
    expected, first = [], 0
    for chart in given_charts:
        rises = [min(9 * (lines - kept) - lines, 8) for lines, kept in chart]
        signals = cusum(values=rises, target=0, slack=0, limit=limit, restart=True).signals
        expected += [(first + each.at - 1, first + each.changed_after) for each in signals if each.upward]
        first += len(chart)

    found = signals_of(counts, policy=DELIVERY)

    assert list(zip(found.at.tolist(), found.began.tolist(), strict=True)) == expected


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([1, 1, 1, 1, 0]), max_size=120))
def test_run_chart_of_one_line_a_day_is_the_bernoulli_chart(stream):
    # At 0.05 against 0.2 the reference value is one ninth: a miss adds eight ninths, a kept line takes one off.
    limit = bernoulli_limit(good_rate=1 - DELIVERY.target, bad_rate=4 * (1 - DELIVERY.target), run_length=4000)
    ninths, expected = 0, []
    for row, kept in enumerate(stream):
        ninths = max(0, ninths - 1 if kept else ninths + 8)
        if ninths > 9 * limit:
            expected.append(row)
            ninths = 0

    assert signals_of(counts_of([stream]), policy=DELIVERY).at.tolist() == expected


def test_signals_see_a_run_at_the_very_start_of_each_group():
    counts = counts_of([[1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])

    found = signals_of(counts, policy=DELIVERY)

    assert (found.at.tolist(), found.began.tolist()) == ([7, 15], [4, 12])


def test_a_run_begins_again_after_the_chart_fell_to_nothing_exactly():
    # One miss and eight kept: eight ninths less eight times a ninth, which is not nothing in floating point.
    found = signals_of(counts_of([[0, *[1] * 8, 0, 0, 0, 0]]), policy=DELIVERY)

    assert (found.at.tolist(), found.began.tolist()) == ([12], [9])


@pytest.mark.parametrize("lines_a_day", [1, 2, 3, 5, 10, 20])
def test_run_chart_rarely_alarms_however_many_lines_are_due_on_a_day(lines_a_day):
    tolerated = 1 - DELIVERY.target
    limit = bernoulli_limit(good_rate=tolerated, bad_rate=4 * tolerated, run_length=4000)
    states = int(9 * limit + 1e-9) + 1
    moves = np.zeros((states, states))
    for late in range(lines_a_day + 1):
        rise = min(9 * late - lines_a_day, 8)
        for state in range(states):
            reached = max(0, state + rise)
            if reached < states:
                moves[state, reached] += binom.pmf(late, lines_a_day, tolerated)

    days_to_a_false_alarm = np.linalg.solve(np.eye(states) - moves, np.ones(states))[0]

    assert days_to_a_false_alarm >= RUN_LENGTH


def test_rises_are_at_most_what_one_miss_adds():
    counts = replace(counts_of([[1, 0, 0, 8]]), lines=np.array([1, 1, 30, 9], dtype=np.int32))

    assert rises_of(counts, policy=DELIVERY).tolist() == [-1, 8, 8, 0]
