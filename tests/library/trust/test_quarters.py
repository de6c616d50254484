from datetime import date

import numpy as np

from troth.trust.day_counts import day_counts
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.quarters import MOST_QUARTERS, misses, quarter_counts, quarter_starts
from troth.trust.tallies import Tallies, day_of

DELIVERY = DEFAULT_POLICY.of("delivery")


def test_misses_need_the_smallest_shortfall_besides_significance():
    counts = {"kept": np.array([932, 928]), "n": np.array([1000, 1000])}

    assert misses(**counts, policy=DELIVERY, shortfall=0.02).tolist() == [False, True]


def test_quarter_starts_reach_from_the_first_day_to_the_one_after_the_running_quarter():
    starts = [day_of(day) for day in quarter_starts(first=date(2025, 9, 30), as_of=date(2026, 3, 31))]

    assert starts == [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]


def test_quarter_starts_reach_back_thirty_years_at_most():
    assert len(quarter_starts(first=date(1, 1, 1), as_of=date(2026, 3, 31))) == MOST_QUARTERS + 1


def test_misses_need_enough_lines():
    assert misses(kept=np.array([0, 0]), n=np.array([4, 5]), policy=DELIVERY, shortfall=0.02).tolist() == [False, True]


def test_quarter_counts_put_each_day_into_its_own_quarter():
    as_of = date(2026, 4, 1)
    days = [date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    tallies = Tallies.from_tuples((group, day, day, 1, group, 0, 0, 0, 0, 0) for group in (0, 1) for day in days)
    starts = quarter_starts(first=days[0], as_of=as_of)

    found = quarter_counts(day_counts(tallies, groups=2, as_of=as_of), starts=starts)

    assert found.n.tolist() == [[2, 2, 1], [2, 2, 1]]
    assert found.kept.tolist() == [[0, 0, 0], [2, 2, 1]]
