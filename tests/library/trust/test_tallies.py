from dataclasses import astuple, replace
from datetime import date
from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import days, histories, histories_in_any_order, make_outcome
from troth.commitments.outcomes import NEVER_RECORDED, Outcome, TallyRow, rows_of_versions
from troth.trust.tallies import COLUMNS, MEASURES, Tallies, day_number, day_of, increments, summed, tallies_sql

OUTCOME_COLUMNS = tuple(Outcome.__dataclass_fields__)


def incremented(history: list[list[Outcome]]) -> list[TallyRow]:
    rows = [row for versions in history for pair in pairwise([None, *versions]) for row in increments(*pair)]
    return summed(rows)


def measures(row: TallyRow) -> list[float]:
    return [getattr(row, name) for name in MEASURES]


def by_days(rows) -> dict:
    return {
        (row.happened_on, row.known_on): measures(row)
        for row in rows
        if any(abs(measure) > 1e-10 for measure in measures(row))
    }


def from_sql(history: list[list[Outcome]]) -> list[TallyRow]:
    with duckdb.connect() as base:
        base.execute(
            "create table outcomes (relationship int, side text, dimension text, commitment int, seq int,"
            " recorded_on date, counted_on date, counted_from date, lines int, kept int, excused int,"
            " scored_on date, scored_from date, kept_weight double, broken_weight double, excused_weight double,"
            " held double, held_until date)"
        )
        rows = [
            [1, "factory", "delivery", commitment, seq, *astuple(version)]
            for commitment, versions in enumerate(history)
            for seq, version in enumerate(versions)
        ]
        if rows:
            base.executemany(f"insert into outcomes values ({', '.join('?' * 18)})", rows)
        found = base.execute(tallies_sql()).fetchall()
    names = ("happened_on", "known_on", *MEASURES)
    return [TallyRow(**dict(zip(names, row[3:], strict=True))) for row in found]


@settings(max_examples=60, deadline=None)
@given(histories)
def test_tallies_sql_equals_the_increments(history):
    expected, found = by_days(incremented(history)), by_days(from_sql(history))

    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert found[key] == pytest.approx(row, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_increments_add_up_to_the_rows_of_all_versions(history):
    at_once = by_days(summed(row for versions in history for row in rows_of_versions(versions)))
    one_by_one = by_days(incremented(history))

    assert one_by_one.keys() == at_once.keys()
    for key, row in at_once.items():
        assert one_by_one[key] == pytest.approx(row, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(histories_in_any_order)
def test_tallies_sql_equals_the_rows_of_versions_recorded_as_of_any_day(history):
    expected = by_days(summed(row for versions in history for row in rows_of_versions(versions)))
    found = by_days(from_sql(history))

    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert found[key] == pytest.approx(row, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(histories, days)
def test_tallies_as_of_a_past_day_ignore_what_was_recorded_later(history, day):
    rows = incremented(history)
    known_then = [[version for version in versions if version.recorded_on <= day] for versions in history]
    # A version undone on every past day is known to be undone only from the ledger as it stands.
    known_then = [
        [] if any(v.recorded_on == NEVER_RECORDED for v in versions) else then
        for versions, then in zip(history, known_then, strict=True)
    ]
    steady = [versions for versions in history if all(v.recorded_on != NEVER_RECORDED for v in versions)]

    as_of = Tallies.from_rows(incremented(steady)).as_of(day)
    alone = Tallies.from_rows(incremented(known_then)).as_of(day)

    assert Tallies.from_rows(rows).as_of(day).known.max(initial=day_number(day)) <= day_number(day)
    for name in MEASURES:
        assert getattr(as_of, name).sum() == pytest.approx(getattr(alone, name).sum(), abs=1e-9)


def test_increments_undo_an_outcome_as_if_it_had_never_been_recorded():
    outcome = make_outcome()

    assert summed([*increments(None, outcome), *increments(outcome, None)]) == []


def test_increments_of_a_correction_leave_the_past_as_it_stood():
    late = make_outcome(due=date(2025, 3, 3), kept=False)
    corrected = replace(make_outcome(due=date(2025, 3, 3)), recorded_on=date(2025, 4, 1))
    corrected = replace(corrected, counted_from=date(2025, 4, 1), scored_from=date(2025, 4, 1))
    tallies = Tallies.from_rows([*increments(None, late), *increments(late, corrected)])

    before, after = tallies.as_of(date(2025, 3, 31)), tallies.as_of(date(2025, 4, 1))

    assert (before.lines.sum(), before.kept.sum(), before.broken_weight.sum()) == (1, 0, 1.0)
    assert (after.lines.sum(), after.kept.sum(), after.broken_weight.sum()) == (1, 1, 0.0)


def test_increments_of_an_accepted_commitment_without_outcome_are_nothing():
    assert increments(None, None) == []


def test_tallies_come_equal_from_tuples_arrow_and_lists():
    row = (7, date(2025, 3, 3), date(2025, 3, 5), 1, 1, 0, 1.5, 0.0, 0.0, 0.0)
    table = pa.table({name: [value] for name, value in zip(COLUMNS, row, strict=True)})

    from_tuples = Tallies.from_tuples([row])
    from_arrow = Tallies.from_columns({name: table[name] for name in COLUMNS})

    for name in COLUMNS:
        assert getattr(from_arrow, name).tolist() == getattr(from_tuples, name).tolist()
        assert getattr(from_arrow, name).dtype == getattr(from_tuples, name).dtype
    assert from_tuples.happened.tolist() == [day_number(date(2025, 3, 3))]
    assert from_tuples.happened.dtype == np.int32


def test_tallies_of_nothing_are_empty():
    assert len(Tallies.from_tuples([])) == 0


def test_tallies_refuse_columns_of_different_lengths():
    columns = {name: [0] for name in COLUMNS} | {"kept": [0, 1]}

    with pytest.raises(ValueError, match="one length"):
        Tallies.from_columns(columns)


@given(st.dates())
def test_day_number_and_day_of_undo_each_other(day):
    assert day_of(day_number(day)) == day
