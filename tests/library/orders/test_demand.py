"""Zones of a forecast: what is firm never moves more than was agreed, and what was never told is free."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.orders.demand import (
    Grain,
    ImpossibleZones,
    Zone,
    Zones,
    allowed,
    broken_zones,
    period_of,
    periods_from,
    zone_of,
)

TODAY = date(2026, 3, 9)
any_day = st.dates(date(2020, 1, 1), date(2040, 12, 31))
grains = st.sampled_from(list(Grain))


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("j04"), ids=lambda vector: vector["id"])
def test_vector_of_flexibility_agrees(vector):
    told = vector["inputs"]
    zones = Zones(flexibility=Decimal(str(told["flex"])))
    bounds = allowed(Decimal(told["frozen"]), zone=Zone(told["zone"]), zones=zones)

    assert [bounds[0] <= new <= bounds[1] for new in told["new_qty"]] == vector["expected"]["within"]


@settings(max_examples=80, deadline=None)
@given(any_day, grains, st.integers(0, 24))
def test_periods_follow_each_other_without_gap(day, grain, count):
    found = periods_from(day, grain=grain, count=count)

    assert len(found) == count
    assert all(earlier.end == later.start for earlier, later in pairwise(found))
    assert not found or found[0] == period_of(day, grain=grain)
    assert not found or day in found[0]


@settings(max_examples=80, deadline=None)
@given(any_day, grains, st.integers(0, 4), st.integers(0, 4))
def test_zones_come_in_their_order_and_number(day, grain, frozen, slush):
    zones = Zones(frozen=frozen, slush=slush)
    found = [
        zone_of(span.start, today=day, grain=grain, zones=zones) for span in periods_from(day, grain=grain, count=12)
    ]

    assert found == [Zone.FROZEN] * frozen + [Zone.SLUSH] * slush + [Zone.LIQUID] * (12 - frozen - slush)
    before = period_of(day, grain=grain).start - timedelta(days=1)
    assert zone_of(period_of(before, grain=grain).start, today=day, grain=grain, zones=zones) is Zone.PAST


def test_only_what_a_zone_forbids_is_listed_with_its_bounds():
    march, april, june = date(2026, 3, 1), date(2026, 4, 1), date(2026, 6, 1)
    before = {
        ("", march): Decimal(100),
        ("", april): Decimal(1000),
        ("", june): Decimal(500),
        ("", date(2026, 2, 1)): 9,
    }
    after = {("", march): Decimal(101), ("", april): Decimal(1200), ("", june): Decimal(0), ("new", march): Decimal(50)}
    found = broken_zones(before, after, today=TODAY, grain=Grain.MONTH, zones=Zones())

    assert [(each.starts_on, each.zone, each.lowest, each.highest) for each in found] == [
        (march, Zone.FROZEN, Decimal(100), Decimal(100))
    ]


def test_what_is_left_out_was_taken_back_to_nothing():
    april = ("", date(2026, 4, 1))
    found = broken_zones({april: Decimal(1000)}, {}, today=TODAY, grain=Grain.MONTH, zones=Zones())

    assert [(each.after, each.lowest) for each in found] == [(Decimal(0), Decimal(800))]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 8))
def test_telling_the_same_again_never_breaks_and_wider_zones_never_break_more(before, after, months):
    period = ("", periods_from(TODAY, grain=Grain.MONTH, count=9)[months].start)
    told, now = {period: Decimal(before)}, {period: Decimal(after)}

    def breaks(later, flexibility):
        zones = Zones(flexibility=Decimal(flexibility))
        return len(broken_zones(told, later, today=TODAY, grain=Grain.MONTH, zones=zones))

    assert breaks(told, "0") == 0
    assert breaks(now, "0.5") <= breaks(now, "0.2")


@pytest.mark.parametrize("given_zones", [{"frozen": -1}, {"slush": -1}, {"flexibility": Decimal("-0.1")}])
def test_impossible_zones_are_refused(given_zones):
    with pytest.raises(ImpossibleZones):
        Zones(**given_zones)
