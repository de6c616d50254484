"""Which cartons and units of a lot are looked at."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.draws import ImpossibleDraw
from troth.quality.lot_draws import cartons_to_open, draw_lot


@pytest.mark.parametrize(
    ("cartons", "each", "sample", "opened"),
    [(134, 24, 125, 12), (1, 500, 80, 1), (100, 1, 50, 50), (4, 10, 40, 4), (2, 10, 5, 2), (9, 10, 5, 3)],
)
def test_cartons_to_open_is_the_root_of_all_and_holds_the_sample(cartons, each, sample, opened):
    assert cartons_to_open(cartons, units_per_carton=each, sample=sample) == opened


def test_draw_lot_is_the_same_for_whoever_holds_the_seed_and_another_for_another():
    first = draw_lot("seed", lot=3_200, sample=125, cartons=134, units_per_carton=24)
    assert draw_lot("seed", lot=3_200, sample=125, cartons=134, units_per_carton=24) == first
    assert draw_lot("sees", lot=3_200, sample=125, cartons=134, units_per_carton=24) != first


def test_draw_lot_needs_no_draw_for_every_unit():
    assert draw_lot("seed", lot=8, sample=8).units == ()


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_draw_lot_draws_different_units_that_exist_out_of_the_opened_cartons(data):
    each = data.draw(st.integers(1, 30))
    lot = data.draw(st.integers(2, 600))
    sample = data.draw(st.integers(1, lot - 1))
    drawn = draw_lot("seed", lot=lot, sample=sample, cartons=-(-lot // each), units_per_carton=each)
    places = {(unit.carton, unit.place) for unit in drawn.units}
    assert len(places) == len(drawn.units) == sample
    assert {carton for carton, _place in places} <= set(drawn.cartons)
    assert all((carton - 1) * each + place <= lot and 1 <= place <= each for carton, place in places)
    assert [unit.number for unit in drawn.units] == list(range(1, sample + 1))


@pytest.mark.parametrize(
    ("lot", "sample", "more"),
    [
        (8, 9, {}),
        (8, 0, {}),
        (100, 5, {"cartons": 3, "units_per_carton": 10}),
        (9, 5, {"cartons": 3, "units_per_carton": 9}),
    ],
)
def test_draw_lot_refuses_what_does_not_fit(lot, sample, more):
    with pytest.raises(ImpossibleDraw):
        draw_lot("seed", lot=lot, sample=sample, **more)
