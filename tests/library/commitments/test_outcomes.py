"""The rows of all versions say on every day what the record said on that day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.commitments import contest
from troth.commitments.outcomes import (
    NEVER_RECORDED,
    Outcome,
    rows_of,
    rows_of_versions,
    rows_taken_back,
    superseded_days,
)

DAY = date(2026, 3, 2)
days = st.integers(0, 40).map(lambda count: DAY + timedelta(days=count))
shares = st.sampled_from([0.0, 0.25, 0.5, 1.0])
outcomes = st.builds(
    lambda recorded_on, counted_from, scored_from, **rest: Outcome(
        recorded_on=recorded_on,
        counted_from=max(recorded_on, counted_from),
        scored_from=max(recorded_on, scored_from),
        **rest,
    ),
    recorded_on=days,
    counted_on=days,
    counted_from=days,
    lines=st.integers(0, 1),
    kept=st.integers(0, 1),
    excused=st.integers(0, 1),
    scored_on=days,
    scored_from=days,
    kept_weight=shares,
    broken_weight=shares,
    excused_weight=shares,
    held=st.sampled_from([0.0, 0.5]),
    held_until=st.none() | days,
)


def totals(rows) -> tuple:
    listed = list(rows)
    return tuple(
        sum(getattr(row, name) for row in listed)
        for name in ("lines", "kept", "excused", "kept_weight", "broken_weight", "excused_weight", "light_weight")
    )


def known_by(rows, day: date) -> list:
    return [row for row in rows if row.known_on <= day]


@settings(max_examples=200, deadline=None)
@given(st.lists(outcomes, min_size=1, max_size=4), days)
def test_rows_known_by_a_day_are_those_of_the_version_in_force(versions, day):
    # In the order of the ledger; a later version may be recorded as of an earlier day than those before it.
    in_force = [version for version in versions if version.recorded_on <= day][-1:]

    got = totals(known_by(rows_of_versions(versions), day))

    assert got == pytest.approx(totals(row for version in in_force for row in known_by(rows_of(version), day)))


def test_version_of_no_day_that_counts_stands_in_the_place_of_the_one_before_it_alone():
    """So an import was undone once: what stood before it goes on standing until the day on which it came back."""
    first, later = closed(kept=1.0), DAY + timedelta(days=9)
    changed = replace(closed(kept=0.5), recorded_on=later, counted_from=later, scored_from=later)
    back = replace(first, recorded_on=NEVER_RECORDED, counted_from=later, scored_from=later)

    assert superseded_days([first, changed, back]) == [later, NEVER_RECORDED, None]
    assert superseded_days([first, changed, contest.withdrawn(changed)]) == [NEVER_RECORDED, NEVER_RECORDED, None]


@settings(max_examples=100, deadline=None)
@given(outcomes, days)
def test_outcome_and_its_taking_back_sum_to_nothing_in_the_end(outcome, day):
    assert totals([*rows_of(outcome), *rows_taken_back(outcome, superseded_on=day)]) == pytest.approx((0,) * 7)


def closed(*, kept: float, broken: float = 0.0, excused: float = 0.0, **changes) -> Outcome:
    return Outcome(
        recorded_on=DAY, counted_on=DAY, counted_from=DAY, lines=1, kept=1, excused=0, scored_on=DAY, scored_from=DAY,
        kept_weight=kept, broken_weight=broken, excused_weight=excused, **changes,
    )  # fmt: skip


def test_a_promise_is_light_below_one_half_as_a_whole():
    assert closed(kept=0.49).light_weight == 0.49
    assert closed(kept=0.5).light_weight == 0.0
    # The parts of 0.5 add up to a hair less than it.
    assert closed(kept=0.5 * 0.3, broken=0.5 * 0.1, excused=0.5 * 0.6).light_weight == 0.0
    assert closed(kept=0.3, broken=0.1).light_weight == 0.3
    assert closed(kept=0.3, broken=0.2, excused=0.1).light_weight == 0.0
    assert closed(kept=0.0, broken=0.3).light_weight == 0.0


def test_contesting_makes_no_promise_lighter():
    contested = closed(kept=0.6, held=0.5, held_until=DAY + timedelta(days=30))

    assert [(row.kept_weight, row.light_weight) for row in rows_of(contested)][1:] == [(0.3, 0.0), (0.3, 0.0)]
    assert sum(row.light_weight for row in rows_of(replace(contested, kept_weight=0.4))) == pytest.approx(0.4)


def test_outcome_that_adds_nothing_has_no_rows():
    nothing = Outcome(
        recorded_on=DAY,
        counted_on=DAY,
        counted_from=DAY,
        lines=0,
        kept=0,
        excused=0,
        scored_on=DAY,
        scored_from=DAY,
        kept_weight=0.0,
        broken_weight=0.0,
        excused_weight=0.0,
    )

    assert list(rows_of(nothing)) == []
    assert [row.excused for row in rows_of(replace(nothing, excused=1))] == [1]
    assert list(rows_of_versions([])) == []
