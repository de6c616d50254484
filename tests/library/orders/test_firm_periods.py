"""Firm periods: kept as told, broken in part, and none where nothing was firm."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.orders.demand import Grain, Zones, broken_zones
from troth.orders.firm_periods import firm_periods_over, firm_shares, outcome_of_firm_period

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
TODAY = date(2026, 3, 9)
ZONES = Zones()


def shares(before, after):
    def told(units):
        return {(item, day): Decimal(amount) for (item, day), amount in units.items()}

    return firm_shares(broken_zones(told(before), told(after), today=TODAY, grain=Grain.MONTH, zones=ZONES))


def test_shares_of_a_firm_period_fall_with_what_is_beyond_the_agreed():
    assert shares({("", MARCH): 1000}, {("", MARCH): 1000}) == {}
    assert shares({("", MARCH): 1000}, {("", MARCH): 800}) == {MARCH: pytest.approx(0.8)}
    assert shares({("", MARCH): 1000}, {}) == {MARCH: 0.0}
    assert shares({("", APRIL): 1000}, {("", APRIL): 1250}) == {APRIL: pytest.approx(1 - 50 / 1250)}


def test_shares_of_several_items_count_together_by_their_units():
    found = shares({("A", MARCH): 100, ("B", MARCH): 900}, {("A", MARCH): 0, ("B", MARCH): 900})
    both = shares({("A", MARCH): 100, ("B", MARCH): 900}, {("A", MARCH): 0, ("B", MARCH): 450})

    assert found == {MARCH: 0.0}
    assert both == {MARCH: pytest.approx(1 - 550 / 1000)}


@settings(max_examples=60, deadline=None)
@given(before=st.integers(0, 10**6), less=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_a_larger_rise_never_keeps_more(before, less, more):
    smaller, larger = sorted((less, more))
    some, many = (shares({("", APRIL): before}, {("", APRIL): before + by}).get(APRIL, 1.0) for by in (smaller, larger))

    assert 0 <= many <= some <= 1


def over(told, *, since=date(2026, 2, 10), today=MAY, zones=ZONES):
    found = firm_periods_over(told, since=since, today=today, grain=Grain.MONTH, zones=zones)
    return [span.start for span in found]


def test_over_are_only_periods_told_before_they_began_that_have_ended_since_the_terms():
    told = [(date(2026, 2, 20), [date(2026, 2, 1), MARCH, APRIL, MAY])]

    assert over(told) == [MARCH, APRIL]
    assert over(told, today=date(2026, 4, 30)) == [MARCH]
    assert over([(TODAY, [MARCH, APRIL])]) == [APRIL]
    assert over(told, since=date(2026, 3, 2)) == [APRIL]
    assert over(told, zones=Zones(frozen=0, slush=0)) == []


def test_outcome_splits_its_weight_by_what_stayed():
    kept, broken = (outcome_of_firm_period(y, settled_on=TODAY, weight=0.5, recorded_on=MAY) for y in (1.0, 0.2))

    assert (kept.kept, kept.kept_weight, kept.broken_weight, kept.scored_from) == (1, 0.5, 0.0, MAY)
    assert (broken.kept, broken.lines, broken.kept_weight) == (0, 1, pytest.approx(0.1))
