import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from troth.basis.run_lengths import bernoulli_limit
from troth.trust.day_counts import DayCounts
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.run_chart import RUN_LENGTH, rises_of, runs_high, signals_of

DELIVERY = DEFAULT_POLICY.of("delivery")


def counts_of(streams):
    group = np.concatenate([np.full(len(stream), at, dtype=np.int64) for at, stream in enumerate(streams)])
    kept = np.concatenate([np.array(stream, dtype=np.int32) for stream in streams])
    days = np.concatenate([np.arange(len(stream), dtype=np.int32) for stream in streams])
    return DayCounts(len(streams), group, days, np.ones_like(kept), kept, np.zeros_like(kept))


streams = st.lists(st.lists(st.sampled_from([1, 1, 1, 0]), max_size=60), min_size=1, max_size=5)


@settings(max_examples=80, deadline=None)
@given(streams)
def test_runs_high_finds_every_group_whose_chart_signals(given_streams):
    counts = counts_of(given_streams)
    rises = rises_of(counts, policy=DELIVERY)
    signalled = [bool(signals_of(rises[counts.group == at], policy=DELIVERY)) for at in range(counts.groups)]

    assert runs_high(counts, rises, policy=DELIVERY).tolist() == signalled


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([1, 1, 1, 1, 0]), max_size=120))
def test_run_chart_of_one_line_a_day_is_the_bernoulli_chart(stream):
    # At 0.05 against 0.2 the reference value is one ninth: a miss adds eight ninths, a kept line takes one off.
    limit = bernoulli_limit(good_rate=1 - DELIVERY.target, bad_rate=4 * (1 - DELIVERY.target), run_length=4000)
    ninths, expected = 0, []
    for number, kept in enumerate(stream, start=1):
        ninths = max(0, ninths - 1 if kept else ninths + 8)
        if ninths > 9 * limit:
            expected.append(number)
            ninths = 0

    found = signals_of(rises_of(counts_of([stream]), policy=DELIVERY), policy=DELIVERY)

    assert [signal.at for signal in found] == expected


def test_runs_high_sees_a_run_at_the_very_start_of_each_group():
    counts = counts_of([[1, 1, 1, 1], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])

    found = runs_high(counts, rises_of(counts, policy=DELIVERY), policy=DELIVERY)

    assert found.tolist() == [False, True, False, True]


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
