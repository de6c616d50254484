from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import days, histories
from troth.commitments.outcomes import rows_of_versions
from troth.trust.day_counts import DayCounts, by_day, counts_by_day, day_counts, in_order, run_starts, running
from troth.trust.tallies import Tallies, day_number

DAY = date(2025, 3, 3)


@settings(max_examples=40, deadline=None)
@given(histories, days)
def test_day_counts_are_never_negative_and_add_up(history, as_of):
    tallies = Tallies.from_rows(row for versions in history for row in rows_of_versions(versions))
    known = tallies.as_of(as_of)

    found = day_counts(tallies, groups=1, as_of=as_of)

    assert found.lines.min(initial=0) >= 0
    assert found.excused.min(initial=0) >= 0
    assert (found.kept <= found.lines).all()
    assert (found.lines.sum(), found.kept.sum()) == (known.lines.sum(), known.kept.sum())


def test_day_counts_keep_the_untouched_groups_beside_the_corrected_ones():
    later = DAY + timedelta(days=1)
    rows = [
        (0, DAY, DAY, 1, 1, 0, 0, 0, 0, 0),
        (1, DAY, DAY, 1, 0, 0, 0, 0, 0, 0),
        (1, DAY, later, 0, 1, 0, 0, 0, 0, 0),
    ]
    taken_back = (2, DAY, DAY, 1, 0, 0, 0, 0, 0, 0), (2, DAY, later, -1, 0, 0, 0, 0, 0, 0)

    found = by_day(day_counts(Tallies.from_tuples([*rows, *taken_back]), groups=3, as_of=later))

    assert (found.group.tolist(), found.lines.tolist()) == ([0, 1], [1, 1])


def test_a_line_found_kept_after_it_was_held_for_late_is_kept():
    due, recorded = DAY, DAY + timedelta(days=4)
    # What summed tallies hold: late from the day after the due day, then no line more or less but one kept.
    rows = [(0, due, due + timedelta(days=1), 1, 0, 0, 0, 0, 0, 0), (0, due, recorded, 0, 1, 0, 0, 0, 0, 0)]

    found = day_counts(Tallies.from_tuples(rows), groups=1, as_of=recorded)

    assert (found.lines.tolist(), found.kept.tolist()) == ([1], [1])


def test_by_day_orders_by_group_then_day_and_adds_up():
    early = date(1960, 1, 1)
    rows = [
        (1, DAY, DAY, 1, 1, 0, 0, 0, 0, 0),
        (0, DAY, DAY, 2, 1, 0, 0, 0, 0, 0),
        (0, early, DAY, 3, 3, 0, 0, 0, 0, 0),
    ]

    found = by_day(day_counts(Tallies.from_tuples([*rows, rows[0]]), groups=2, as_of=DAY))

    assert found.group.tolist() == [0, 0, 1]
    assert found.happened.tolist() == [day_number(early), day_number(DAY), day_number(DAY)]
    assert (found.lines.tolist(), found.kept.tolist()) == ([3, 2, 2], [3, 1, 2])


@given(st.lists(st.sampled_from([0, 1, 5, 2**40, 2**62]), max_size=30))
def test_in_order_is_a_stable_sort_however_large_the_numbers(numbers):
    ordered, places = in_order(np.array(numbers, dtype=np.int64))

    assert list(zip(ordered.tolist(), places.tolist(), strict=True)) == sorted((n, at) for at, n in enumerate(numbers))


@given(st.lists(st.integers(0, 9)))
def test_running_sums_give_the_sum_of_any_rows(numbers):
    sums = running(np.array(numbers, dtype=np.int32))

    assert sums[len(numbers)] - sums[len(numbers) // 2] == sum(numbers[len(numbers) // 2 :])


def test_places_and_bounds_find_the_rows_of_groups_with_and_without_any():
    later = date(2025, 3, 9)
    rows = [
        (1, DAY, DAY, 1, 1, 0, 0, 0, 0, 0),
        (1, later, later, 2, 1, 0, 0, 0, 0, 0),
        (3, DAY, DAY, 1, 1, 0, 0, 0, 0, 0),
    ]

    found = counts_by_day(Tallies.from_tuples(rows), groups=5, as_of=later)
    days = np.array([day_number(day) for day in (DAY, later, date(2025, 3, 10))])

    assert [bound.tolist() for bound in found.bounds()] == [[0, 0, 2, 2, 3], [0, 2, 2, 3, 3]]
    assert found.places(np.array([1, 1, 1]), days).tolist() == [0, 1, 2]
    assert found.places(np.array([0, 2, 4]), days).tolist() == [0, 2, 3]
    assert found.sum_of(found.lines).tolist() == [0, 3, 0, 1, 0]


@given(st.lists(st.integers(0, 5)).map(sorted))
def test_run_starts_are_the_first_places_of_each_value(ordered):
    assert [ordered[at] for at in run_starts(np.array(ordered))] == sorted(set(ordered))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 29), st.integers(1, 4), st.integers(0, 4)), max_size=30))
def test_in_periods_every_line_is_counted_once_in_the_period_of_its_day(rows):
    rows = [(group, day, lines, min(kept, lines)) for group, day, lines, kept in rows]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    days, lines, kept = (each.astype(np.int32) for each in columns[1:])
    starts = [0, 10, 11, 30]

    found = DayCounts(3, columns[0], days, lines, kept, 0 * lines).in_periods(np.array(starts))

    expected = [
        [
            [sum(row[measure] for row in rows if row[0] == group and first <= row[1] < after)
             for first, after in pairwise(starts)]
            for group in range(3)
        ]
        for measure in (2, 3)
    ]  # fmt: skip
    assert [each.tolist() for each in found] == expected
