from dataclasses import replace

import numpy as np
import pytest

from troth.trust.delay_spells import IN_A_RUN, IN_QUARTERS, GroupSignals, History, histories, spells_of
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.quarters import QuarterCounts

DELIVERY = DEFAULT_POLICY.of("delivery")
STARTS = [0, 90, 180, 270, 360]


def history_of(*, n, kept, missed, signals=(), starts=STARTS):
    group, days = np.zeros(len(signals), dtype=np.int64), np.array(signals, dtype=np.int64).reshape(-1, 2)
    quarters = QuarterCounts(np.array(starts), np.array([n]), np.array([kept]))
    told = GroupSignals(group=group, day=days[:, 0], began=days[:, 1])
    quiet = History(starts, n, kept, missed, [])
    return dict(histories(quarters, missed=np.array([missed]), signals=told)).get(0, quiet)


def test_spells_of_a_quiet_history_are_none():
    assert spells_of(history_of(n=[9] * 4, kept=[9] * 4, missed=[False] * 4), policy=DELIVERY, cool_down_days=30) == []


def test_spells_of_one_missed_quarter_are_none():
    quiet = history_of(n=[9] * 4, kept=[5, 9, 9, 9], missed=[True, False, False, False])

    assert spells_of(quiet, policy=DELIVERY, cool_down_days=30) == []


def test_spells_count_the_running_quarter_only_when_it_is_over():
    running = history_of(n=[9] * 4, kept=[9, 9, 5, 5], missed=[False, False, True, True])

    assert spells_of(running, policy=DELIVERY, cool_down_days=30) == []


def test_spells_take_further_signals_for_the_same_spell():
    signals = [(20, 10), (40, 30), (60, 50)]

    found = spells_of(
        history_of(n=[9] * 4, kept=[9] * 4, missed=[False] * 4, signals=signals), policy=DELIVERY, cool_down_days=30
    )

    assert [(spell.cause, spell.began, spell.raised, spell.closed) for spell in found] == [(IN_A_RUN, 10, 20, 180)]


def test_spells_do_not_close_in_a_quarter_that_signalled_again():
    signals = [(20, 10), (100, 95)]

    found = spells_of(
        history_of(n=[9] * 4, kept=[9] * 4, missed=[False] * 4, signals=signals), policy=DELIVERY, cool_down_days=30
    )

    assert [spell.closed for spell in found] == [270]


@pytest.mark.parametrize(("raised", "closed"), [(89, 180), (100, 270), (179, 270)])
def test_spells_close_after_a_quarter_that_began_after_they_were_raised(raised, closed):
    history = history_of(n=[9] * 4, kept=[9] * 4, missed=[False] * 4, signals=[(raised, 80)])

    assert [spell.closed for spell in spells_of(history, policy=DELIVERY, cool_down_days=30)] == [closed]


def test_spells_reopen_where_two_of_three_quarters_missed_again():
    missed = [True, True, False, True, False, False]
    history = history_of(
        starts=list(range(0, 700, 90))[:7], n=[9] * 6, kept=[5 if m else 9 for m in missed], missed=missed
    )

    spells = spells_of(history, policy=replace(DELIVERY, fewest_lines=5), cool_down_days=0)

    assert [(spell.cause, spell.began, spell.raised, spell.closed) for spell in spells] == [
        (IN_QUARTERS, 0, 180, 270),
        (IN_QUARTERS, 90, 360, 450),
    ]
