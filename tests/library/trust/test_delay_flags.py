from datetime import date

import numpy as np
import pytest

from troth.trust.delay_flags import LATE_IN_A_RUN, MISSED_IN_QUARTERS, DelayFlags
from troth.trust.delay_spells import IN_A_RUN, IN_QUARTERS, Spell
from troth.trust.tallies import day_number

SPELLS = [
    (2, Spell(cause=IN_QUARTERS, began=day_number(date(2025, 1, 1)), raised=day_number(date(2025, 7, 1)), closed=None)),
    (2, Spell(cause=IN_A_RUN, began=day_number(date(2026, 1, 5)), raised=day_number(date(2026, 1, 9)), closed=None)),
    (5, Spell(cause=IN_A_RUN, began=day_number(date(2024, 2, 1)), raised=day_number(date(2024, 2, 9)),
              closed=day_number(date(2024, 7, 1)))),
]  # fmt: skip


@pytest.fixture
def flags():
    return DelayFlags(
        SPELLS,
        lines=np.array([40, 12, 9]),
        kept=np.array([30, 3, 1]),
        false_alarm_probability=np.array([0.01, 0.02, 0.03]),
        target=0.925,
    )


def test_delay_flags_are_told_group_by_group_in_the_order_of_their_spells(flags):
    assert {group: [flag.cause for flag in its] for group, its in flags.items()} == {
        2: [IN_QUARTERS, IN_A_RUN],
        5: [IN_A_RUN],
    }


def test_delay_flags_say_what_the_record_counted(flags):
    told = [
        (flag.reason.template, dict(flag.reason.params), flag.false_alarm_probability)
        for its in flags.values()
        for flag in its
    ]

    assert told == [
        (MISSED_IN_QUARTERS, {"target": "92.5", "kept": 30, "n": 40, "since": "2025-01-01"}, 0.01),
        (LATE_IN_A_RUN, {"target": "92.5", "kept": 3, "n": 12, "since": "2026-01-05"}, 0.02),
        (LATE_IN_A_RUN, {"target": "92.5", "kept": 1, "n": 9, "since": "2024-02-01"}, 0.03),
    ]


def test_delay_flags_are_open_until_their_spell_closed(flags):
    assert [(flag.raised_on, flag.closed_on, flag.is_open) for flag in flags[5]] == [
        (date(2024, 2, 9), date(2024, 7, 1), False)
    ]
    assert [flag.is_open for flag in flags[2]] == [True, True]


def test_delay_flags_of_a_group_without_any_are_missing(flags):
    assert (3 in flags, len(flags), flags.get(3, ())) == (False, 2, ())
    with pytest.raises(KeyError):
        flags[3]


def test_delay_flags_equal_a_plain_table_of_the_same(flags):
    assert flags == {group: tuple(its) for group, its in flags.items()}
