"""A contested entry counts half for at most 30 days, once."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.commitments.contest import ContestError, confirmed, contest_carried, contested, resolved, withdrawn
from troth.commitments.outcomes import NEVER_RECORDED, Outcome, rows_of_versions

DAY = date(2026, 3, 2)


def make_outcome(*, kept: float = 0.3, broken: float = 0.3, excused: float = 0.0, recorded_on: date = DAY) -> Outcome:
    return Outcome(
        recorded_on=recorded_on,
        counted_on=DAY,
        counted_from=recorded_on,
        lines=1,
        kept=0,
        excused=0,
        scored_on=DAY,
        scored_from=recorded_on,
        kept_weight=kept,
        broken_weight=broken,
        excused_weight=excused,
    )


def weight_on(versions: list[Outcome], day: date) -> float:
    known = [row for row in rows_of_versions(versions) if row.known_on <= day]
    return sum(row.kept_weight + row.broken_weight + row.excused_weight for row in known)


def lines_on(versions: list[Outcome], day: date) -> int:
    return sum(row.lines for row in rows_of_versions(versions) if row.known_on <= day)


def days_after(count: int) -> date:
    return DAY + timedelta(days=count)


def test_contested_entry_counts_half_for_thirty_days_and_then_whole():
    first = make_outcome()
    versions = [first, contested(first, contested_on=days_after(5))]

    weights = [weight_on(versions, days_after(count)) for count in (4, 5, 34, 35, 400)]

    assert weights == pytest.approx([0.6, 0.3, 0.3, 0.6, 0.6])
    assert [lines_on(versions, days_after(count)) for count in (4, 5, 35)] == [1, 1, 1]


def test_entry_cannot_be_contested_twice():
    once = contested(make_outcome(), contested_on=DAY)

    for version in (once, resolved(once, resolved_on=days_after(3)), confirmed(once, confirmed_on=days_after(3))):
        with pytest.raises(ContestError):
            contested(version, contested_on=days_after(90))


def test_contest_goes_on_over_a_version_settled_anew():
    once = contested(make_outcome(), contested_on=DAY)

    anew = contest_carried(once, make_outcome(kept=0.6, broken=0.0, recorded_on=days_after(2)))

    assert (anew.held, anew.held_until, anew.kept_weight) == (0.5, days_after(30), 0.6)
    with pytest.raises(ContestError):
        contested(anew, contested_on=days_after(90))
    assert contest_carried(make_outcome(), anew) is anew


def test_resolved_entry_stands_whole_from_that_day():
    first = make_outcome()
    once = contested(first, contested_on=days_after(1))
    versions = [first, once, resolved(once, resolved_on=days_after(10))]

    assert [weight_on(versions, days_after(n)) for n in (9, 10, 31, 60)] == pytest.approx([0.3, 0.6, 0.6, 0.6])


def test_resolved_entry_takes_the_corrected_outcome():
    once = contested(make_outcome(), contested_on=DAY)

    version = resolved(once, make_outcome(kept=0.9, broken=0.0), resolved_on=days_after(4))

    assert (version.kept_weight, version.broken_weight, version.recorded_on) == (0.9, 0.0, days_after(4))


def test_resolving_what_nobody_contested_is_refused():
    with pytest.raises(ContestError):
        resolved(make_outcome(), resolved_on=DAY)


@pytest.mark.parametrize(
    ("before", "expected"),
    [("unconfirmed", 0.9), ("self_declared", 1.35), ("documents", 0.675), ("system_observed", 0.6)],
)
def test_confirmed_entry_has_at_least_the_counterparts_quality(before, expected):
    version = confirmed(make_outcome(), confirmed_on=DAY, before=before)

    assert version.kept_weight + version.broken_weight == pytest.approx(expected)


def test_withdrawn_entry_leaves_every_past_day_or_from_a_day_on():
    first = make_outcome()

    assert [weight_on([first, withdrawn(first)], days_after(n)) for n in (0, 9)] == [0, 0]
    assert withdrawn(first).recorded_on == NEVER_RECORDED
    later = [first, withdrawn(first, withdrawn_on=days_after(9))]
    assert [(weight_on(later, days_after(n)), lines_on(later, days_after(n))) for n in (8, 9)] == [(0.6, 1), (0, 0)]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200), st.floats(0.01, 16))
def test_contest_never_takes_more_than_half_nor_longer_than_its_days(recorded, waited, looked, broken):
    first = make_outcome(kept=0.0, broken=broken, recorded_on=days_after(recorded))
    when = recorded + waited
    versions = [first, contested(first, contested_on=days_after(when))]

    weight = weight_on(versions, days_after(looked))

    if looked < recorded:
        assert weight == 0
    elif when <= looked < when + 30:
        assert weight == pytest.approx(broken / 2)
    else:
        assert weight == pytest.approx(broken)
