from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.communication.cadence import (
    ContactGap,
    Gap,
    ImpossibleCadence,
    call_due,
    contact_gap,
    quiet_success,
    regularity,
)

DAY = date(2026, 3, 2)
FESTIVAL = {date(2026, 2, day) for day in range(15, 24)}


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b28") + vectors("b29"), ids=lambda vector: vector["id"])
def test_gap_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]
    closed = sorted(FESTIVAL)[: inputs.get("closed_days_excluded", 0)]

    found = contact_gap(
        last_contact=date.fromisoformat(inputs["last_contact"]),
        today=date.fromisoformat(inputs["today"]),
        cadence_days=inputs["cadence_days"],
        closed_days=closed,
        factor=inputs["factor"],
    )

    assert (found.gap_days, found.limit_days, found.state.value) == (
        expected["gap_days"],
        expected["limit_days"],
        expected["state"],
    )


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, Gap.OK), (13, Gap.OK), (14, Gap.NUDGE), (20, Gap.NUDGE), (21, Gap.OVERDUE), (90, Gap.OVERDUE)],
)
def test_nudge_comes_at_one_cadence_and_overdue_at_one_and_a_half(days, state):
    assert contact_gap(last_contact=DAY, today=DAY + timedelta(days=days), cadence_days=14).state == state


def test_closed_days_lengthen_no_gap():
    last = date(2026, 2, 10)

    def gap(closed):
        return contact_gap(last_contact=last, today=date(2026, 3, 3), cadence_days=14, closed_days=closed).gap_days

    assert (gap(()), gap(FESTIVAL), gap([*FESTIVAL, *FESTIVAL])) == (21, 12, 12)
    assert gap({last, date(2026, 2, 9), date(2026, 3, 4)}) == 21


@pytest.mark.parametrize(("cadence", "factor", "days"), [(0, 1.5, 1), (14, 0.5, 1), (14, 1.5, -1)])
def test_impossible_cadences_are_refused(cadence, factor, days):
    with pytest.raises(ImpossibleCadence):
        contact_gap(last_contact=DAY, today=DAY + timedelta(days=days), cadence_days=cadence, factor=factor)


@given(st.integers(0, 90), st.integers(1, 30), st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_silence_never_makes_a_gap_better(days, cadence, more):
    states = list(Gap)

    before = contact_gap(last_contact=DAY, today=DAY + timedelta(days=days), cadence_days=cadence)
    after = contact_gap(last_contact=DAY, today=DAY + timedelta(days=days + more), cadence_days=cadence)

    assert states.index(after.state) >= states.index(before.state)


def contacts(*gaps):
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days


def test_equal_gaps_are_wholly_regular_and_sporadic_ones_less():
    assert regularity(contacts(7, 7, 7, 7)) == 1.0
    assert 0 < regularity(contacts(5, 9, 7, 7)) < 1
    assert regularity(contacts(1, 1, 1, 60)) == 0.0


def test_two_contacts_have_no_rhythm():
    assert regularity(contacts(7)) is None
    assert regularity([]) is None
    assert regularity([DAY, DAY, DAY]) is None


def test_holidays_do_not_break_the_rhythm():
    days = [date(2026, 1, 31), date(2026, 2, 7), date(2026, 2, 14), date(2026, 3, 2)]

    assert regularity(days, closed_days=FESTIVAL) == 1.0
    assert regularity(days) < 1


@given(st.lists(st.integers(0, 200), max_size=15), st.randoms())
@settings(max_examples=60, deadline=None)
def test_regularity_is_a_fraction_whatever_the_order(offsets, random):
    days = [DAY + timedelta(days=offset) for offset in offsets]
    mixed = [*days, *days[:2]]
    random.shuffle(mixed)

    assert regularity(mixed) == regularity(days)
    assert regularity(days) is None or 0 <= regularity(days) <= 1


GAPS = {state: ContactGap(gap_days=14, limit_days=21.0, state=state) for state in Gap}


@pytest.mark.parametrize(
    ("gap", "states", "flags", "nudged"),
    [
        (Gap.NUDGE, ["ok", "ok"], False, True),
        (Gap.OVERDUE, ["ok", "no data"], False, True),
        (Gap.OK, ["ok", "ok"], False, False),
        (Gap.NUDGE, ["ok", "watch"], False, False),
        (Gap.NUDGE, ["ok", "alarm"], False, False),
        (Gap.NUDGE, ["no data", "insufficient"], False, False),
        (Gap.NUDGE, [], False, False),
        (Gap.NUDGE, ["ok"], True, False),
    ],
)
def test_quiet_success_needs_green_and_one_cadence(gap, states, flags, nudged):
    assert (quiet_success(GAPS[gap], states=states, has_flags=flags) is not None) is nudged


def test_call_is_proposed_after_eight_written_weeks():
    def found(**days):
        return call_due(first_written=DAY - timedelta(days=400), today=DAY, **days)

    assert found(last_spoken=DAY - timedelta(days=55)) is None
    assert found(last_spoken=DAY - timedelta(days=56)).params["weeks"] == 8
    assert call_due(last_spoken=None, first_written=DAY - timedelta(days=30), today=DAY) is None
    assert call_due(last_spoken=None, first_written=DAY - timedelta(days=60), today=DAY) is not None
