import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.run_lengths import bernoulli_limit
from troth.trust.day_counts import DayCounts
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.run_chart import rises_of, run_length_for, runs_high, signals_of

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
    signalled = [
        bool(signals_of(rises[counts.group == at], policy=DELIVERY, run_length=1000)) for at in range(counts.groups)
    ]

    assert runs_high(counts, rises, policy=DELIVERY).tolist() == signalled


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([1, 1, 1, 1, 0]), max_size=120))
def test_run_chart_of_one_line_a_day_is_the_bernoulli_chart(stream):
    # At 0.05 against 0.2 the reference value is one ninth: a miss adds eight ninths, a kept line takes one off.
    limit = bernoulli_limit(good_rate=1 - DELIVERY.target, bad_rate=4 * (1 - DELIVERY.target), run_length=1000)
    ninths, expected = 0, []
    for number, kept in enumerate(stream, start=1):
        ninths = max(0, ninths - 1 if kept else ninths + 8)
        if ninths > 9 * limit:
            expected.append(number)
            ninths = 0

    found = signals_of(rises_of(counts_of([stream]), policy=DELIVERY), policy=DELIVERY, run_length=1000)

    assert [signal.at for signal in found] == expected


def test_runs_high_sees_a_run_at_the_very_start_of_each_group():
    counts = counts_of([[1, 1, 1], [0, 0, 0], [1, 0, 0], [0, 0, 0]])

    found = runs_high(counts, rises_of(counts, policy=DELIVERY), policy=DELIVERY)

    assert found.tolist() == [False, True, False, True]


@pytest.mark.parametrize(("lines", "run_length"), [(0, 1000), (50, 1000), (51, 2000), (1000, 32000)])
def test_run_length_grows_with_the_lines_so_that_false_alarms_stay_rare(lines, run_length):
    assert run_length_for(lines) == run_length
