from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from tests.shared import vectors
from troth.trust.kpis import ALARM, INSUFFICIENT, NO_DATA, OK, STATES, WATCH, kpis, portfolio_alarms
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

DAY = date(2025, 3, 3)
DELIVERY = DEFAULT_POLICY.of("delivery")


def found_of(*counts):
    """KPIs of groups with (kept, n) on one day."""
    rows = [(group, DAY, DAY, n, kept, 0, 0, 0, 0, 0) for group, (kept, n) in enumerate(counts)]
    return kpis(Tallies.from_tuples(rows), groups=len(counts), as_of=DAY, policy=DELIVERY)


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b02"), ids=lambda v: v["id"])
def test_p_value_and_alarm_equal_the_vector(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    found = found_of((inputs["on_time"], inputs["total"]))

    assert found.rate[0] == pytest.approx(expected["rate"])
    assert found.p_value[0] == pytest.approx(expected["p_value"], abs=vector["tol"])
    assert (STATES[found.state[0]] == "alarm") is expected["significant_5pct"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b03"), ids=lambda v: v["id"])
def test_alarm_begins_at_the_counts_of_the_vector(vector):
    for n, largest in ((int(n), k) for n, k in vector["expected"].items()):
        at_it, above_it = found_of((largest, n), (largest + 1, n)).state

        assert (STATES[at_it], STATES[above_it] != "alarm") == ("alarm", True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.just(float("nan")), st.floats(1e-6, 1.0)), min_size=1, max_size=30))
def test_portfolio_alarms_equal_statsmodels(p_values):
    p = np.array(p_values)
    states = np.where(np.isnan(p), NO_DATA, np.where(p < 0.05, ALARM, WATCH)).astype(np.int8)
    tested = ~np.isnan(p)
    expected = np.zeros(len(p), dtype=bool)
    if tested.any():
        expected[tested] = multipletests(p[tested], alpha=0.10, method="fdr_bh")[0]

    assert portfolio_alarms(p, states, q=0.10).tolist() == (expected & (states == ALARM)).tolist()


def test_portfolio_alarms_let_a_lone_weak_alarm_among_many_read_as_watch():
    p = np.array([0.04, *[0.5] * 40])
    states = np.array([ALARM, *[WATCH] * 40], dtype=np.int8)

    assert portfolio_alarms(p, states).any() is np.False_
    assert portfolio_alarms(p[:1], states[:1]).tolist() == [True]


def test_portfolio_alarms_never_raise_what_was_no_alarm_alone():
    p, states = np.array([1e-9, 0.06]), np.array([ALARM, WATCH], dtype=np.int8)

    assert portfolio_alarms(p, states).tolist() == [True, False]


def test_states_are_the_five_words_in_order():
    assert [STATES[code] for code in (NO_DATA, INSUFFICIENT, OK, WATCH, ALARM)] == [
        "no data", "insufficient", "ok", "watch", "alarm",
    ]  # fmt: skip


def test_window_reaches_no_further_back_than_the_first_day_there_is():
    found = kpis(Tallies.from_tuples([]), groups=1, as_of=date.min, policy=DELIVERY)

    assert found.state[0] == NO_DATA
