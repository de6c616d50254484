from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from tests.library.trust.plain_delays import plain_delays
from troth.trust.delay_spells import IN_A_RUN, IN_QUARTERS
from troth.trust.delays import consistent_delays
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

AS_OF = date(2026, 1, 15)


def tallies_of(*groups):
    """Groups of (day, lines, kept); known on the due day."""
    return Tallies.from_tuples(
        (number, day, day, lines, kept, 0, 0.0, 0.0, 0.0, 0.0)
        for number, rows in enumerate(groups)
        for day, lines, kept in rows
    )


def flags_of(rows, *, as_of=AS_OF, policy=DEFAULT_POLICY):
    return consistent_delays(tallies_of(rows), groups=1, as_of=as_of, policy=policy).get(0, ())


def weekly(first, outcomes):
    return [(first + timedelta(weeks=at), 1, int(kept)) for at, kept in enumerate(outcomes)]


def test_consistent_delays_are_not_raised_without_data():
    assert flags_of([]) == ()


def test_consistent_delays_are_not_raised_by_a_single_late_order_however_large():
    rows = [*weekly(date(2025, 1, 6), [1] * 30), (date(2025, 9, 1), 40, 0)]

    assert flags_of(rows) == ()


def test_consistent_delays_are_not_raised_by_the_single_late_order_of_a_newcomer():
    assert flags_of([(date(2025, 12, 1), 20, 0)]) == ()


def test_consistent_delays_are_not_raised_below_the_fewest_lines():
    assert flags_of(weekly(date(2025, 11, 3), [0, 0, 0, 0])) == ()


def test_consistent_delays_wait_for_the_fewest_lines():
    rows = weekly(date(2025, 11, 3), [0] * 6)

    assert [flag.raised_on for flag in flags_of(rows)] == [rows[4][0]]


def test_consistent_delays_of_a_run_are_raised_once_and_not_at_each_point():
    rows = weekly(date(2025, 6, 2), [1] * 20 + [0] * 9)

    flags = flags_of(rows)

    assert [(flag.cause, flag.raised_on, flag.began_on, flag.closed_on) for flag in flags] == [
        (IN_A_RUN, rows[23][0], rows[20][0], None)
    ]
    assert (flags[0].lines, flags[0].kept) == (4, 0)


def test_consistent_delays_in_two_of_three_quarters_are_raised_when_the_second_is_over():
    # Misses far apart, so that the run chart stays quiet: 3 of 10 in a quarter, each followed by many kept.
    pattern = [0, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0]
    rows = weekly(date(2025, 1, 1), pattern) + weekly(date(2025, 4, 2), [1] * 13) + weekly(date(2025, 7, 2), pattern)

    early, late = flags_of(rows, as_of=date(2025, 9, 30)), flags_of(rows, as_of=date(2025, 10, 1))

    assert early == ()
    assert [(flag.cause, flag.began_on, flag.raised_on) for flag in late] == [
        (IN_QUARTERS, date(2025, 1, 1), date(2025, 10, 1))
    ]
    assert (late[0].lines, late[0].kept) == (39, 33)
    chance = binom.cdf(10, 13, 0.95)
    assert late[0].false_alarm_probability == pytest.approx(3 * chance**2 - 2 * chance**3, abs=1e-12)


def test_consistent_delays_close_after_one_full_quarter_in_control():
    rows = weekly(date(2025, 1, 6), [1] * 5 + [0] * 6 + [1] * 36)

    during, after = flags_of(rows, as_of=date(2025, 6, 30)), flags_of(rows, as_of=date(2025, 7, 1))

    assert [flag.is_open for flag in during] == [True]
    assert [(flag.raised_on, flag.closed_on) for flag in after] == [(during[0].raised_on, date(2025, 7, 1))]


def test_consistent_delays_stay_open_while_a_quarter_is_too_thin_to_tell():
    rows = [*weekly(date(2025, 1, 6), [1] * 5 + [0] * 6), (date(2025, 5, 5), 1, 1), (date(2025, 8, 4), 4, 4)]

    assert flags_of(rows, as_of=date(2025, 9, 30))[0].is_open
    assert flags_of(rows, as_of=date(2025, 10, 1))[0].closed_on == date(2025, 10, 1)


def test_consistent_delays_are_quiet_during_the_cool_down_and_raised_again_after_it():
    first = weekly(date(2025, 1, 6), [1] * 5 + [0] * 6 + [1] * 13)
    in_cool_down = weekly(date(2025, 7, 2), [0, 0, 0, 0])
    after = weekly(date(2025, 8, 4), [0, 0, 0, 0])

    assert [flag.is_open for flag in flags_of([*first, *in_cool_down])] == [False]
    assert [flag.is_open for flag in flags_of([*first, *in_cool_down, *after])] == [False, True]


def test_consistent_delays_as_of_a_past_day_show_the_flag_as_it_stood():
    rows = weekly(date(2025, 6, 2), [1] * 20 + [0] * 9)

    assert flags_of(rows, as_of=rows[22][0]) == ()
    assert len(flags_of(rows, as_of=rows[23][0])) == 1


def test_consistent_delays_judge_each_group_alone():
    bad, good = weekly(date(2025, 6, 2), [1] * 10 + [0] * 9), weekly(date(2025, 6, 2), [1] * 19)

    found = consistent_delays(tallies_of(good, bad, good, bad), groups=4, as_of=AS_OF, policy=DEFAULT_POLICY)

    assert sorted(found) == [1, 3]
    assert found[1] == found[3] == flags_of(bad)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 700), st.integers(1, 4), st.integers(0, 4)), max_size=60))
def test_consistent_delays_never_stand_twice_at_once(rows):
    given_rows = [(date(2024, 2, 1) + timedelta(days=day), lines, min(kept, lines)) for day, lines, kept in rows]

    flags = flags_of(given_rows, as_of=AS_OF)

    assert [flag.is_open for flag in flags[:-1]] == [False] * len(flags[:-1])
    for earlier, later in pairwise(flags):
        assert later.raised_on >= earlier.closed_on + timedelta(days=30)
    assert all(flag.began_on <= flag.raised_on for flag in flags)


one_day = st.tuples(st.integers(0, 900), st.sampled_from([1, 1, 2, 6]), st.sampled_from([0, 0, 1, 1, 6]))
one_history = st.lists(one_day, max_size=40)


def without_chance(found):
    return {group: [replace(flag, false_alarm_probability=0.0) for flag in flags] for group, flags in found.items()}


@settings(max_examples=60, deadline=None)
@given(st.lists(one_history, max_size=5), st.sampled_from([0, 30]), st.sampled_from([1, 5]))
def test_consistent_delays_of_all_groups_are_those_found_day_by_day(histories, cool_down_days, fewest_lines):
    tallies = tallies_of(
        *(
            [(date(2023, 9, 1) + timedelta(days=day), lines, min(kept, lines)) for day, lines, kept in history]
            for history in histories
        )
    )
    delivery, *others = DEFAULT_POLICY.dimensions
    policy = replace(
        DEFAULT_POLICY,
        dimensions=(replace(delivery, fewest_lines=fewest_lines), *others),
        cool_down_days=cool_down_days,
    )
    asked = {"groups": len(histories), "as_of": AS_OF, "policy": policy}

    found, expected = consistent_delays(tallies, **asked), plain_delays(tallies, **asked)

    assert without_chance(found) == without_chance(expected)
    for group, flags in found.items():
        assert [flag.false_alarm_probability for flag in flags] == pytest.approx(
            [flag.false_alarm_probability for flag in expected[group]], abs=1e-12
        )


def test_consistent_delays_rarely_accuse_a_factory_that_is_on_target():
    rng = np.random.default_rng(7)
    groups = [weekly(date(2025, 4, 2), rng.random(39) < 0.95) for _ in range(400)]

    found = consistent_delays(tallies_of(*groups), groups=400, as_of=date(2026, 1, 1), policy=DEFAULT_POLICY)

    assert len(found) / 400 < 0.08


def test_consistent_delays_find_nearly_every_factory_that_slipped():
    rng = np.random.default_rng(7)
    groups = [weekly(date(2025, 4, 2), rng.random(39) < 0.65) for _ in range(200)]

    found = consistent_delays(tallies_of(*groups), groups=200, as_of=date(2026, 1, 1), policy=DEFAULT_POLICY)

    assert len(found) / 200 > 0.95


def test_consistent_delays_of_a_long_spell_keep_their_day_as_the_years_pass():
    rows = weekly(date(2016, 1, 4), [1] * 20 + [1, 0] * 240)

    years = [flags_of(rows, as_of=date(year, 3, 1)) for year in range(2017, 2026)]

    assert {(flags[0].raised_on, flags[0].closed_on) for flags in years} == {(years[0][0].raised_on, None)}
