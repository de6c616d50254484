from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.calendars import PlaceCalendar
from troth.basis.spans import Span
from troth.basis.working_time import MONDAY_TO_SATURDAY
from troth.orders.capacity import (
    Capacity,
    CapacityModel,
    ImpossibleCapacity,
    NoCapacity,
    Plant,
    Season,
    bent_span,
    capacity,
    earliest_finish,
    latest_start,
    model_of,
    tightened_after,
)
from troth.orders.stops import stop_around

NEW_YEAR = date(2026, 2, 17)
SIX_DAYS = PlaceCalendar(workdays=MONDAY_TO_SATURDAY)
DONGGUAN = Plant(calendar=SIX_DAYS, stops=(stop_around(NEW_YEAR),))
DAYS = st.dates(date(2025, 12, 1), date(2026, 6, 30))


def plant_of(inputs):
    model = inputs["model"]
    stop = stop_around(
        date.fromisoformat(inputs["cny"]), days_before=model["close_before"], days_after=model["close_after"]
    )
    return Plant(
        calendar=SIX_DAYS if inputs["sunday_off"] else PlaceCalendar(workdays=frozenset(range(7))),
        stops=(stop,),
        model=CapacityModel(
            rush_days=model["pre_days"],
            rush_factor=model["pre_factor"],
            ramp_days=model["ramp_days"],
            ramp_start=model["ramp_start"],
        ),
    )


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("h06"), ids=lambda vector: vector["id"])
def test_latest_start_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]
    due = date.fromisoformat(inputs["ex_factory"])

    found = latest_start(due, effective_days=inputs["effective_days"], plant=plant_of(inputs))

    assert (found.day.isoformat(), found.calendar_days) == (expected["latest_start"], expected["calendar_days"])
    assert found.accumulated == pytest.approx(expected["accumulated"], abs=vector["tol"])


def test_same_work_takes_far_fewer_days_in_june():
    """`domain.md` h: 62 calendar days over the Spring Festival, 35 in June."""
    june = latest_start(date(2026, 6, 30), effective_days=30, plant=DONGGUAN)

    assert june.calendar_days == 35


@pytest.mark.parametrize(
    ("day", "factor", "season"),
    [
        (date(2026, 1, 28), 1.0, Season.USUAL),
        (date(2026, 1, 29), 0.7, Season.RUSH),
        (date(2026, 2, 1), 0.0, Season.RUSH),
        (date(2026, 2, 11), 0.7, Season.RUSH),
        (date(2026, 2, 12), 0.0, Season.STOP),
        (date(2026, 2, 27), 0.0, Season.STOP),
        (date(2026, 2, 28), 0.4 + 0.6 / 21, Season.RAMP),
        (date(2026, 3, 20), 1.0, Season.RAMP),
        (date(2026, 3, 21), 1.0, Season.USUAL),
    ],
)
def test_capacity_follows_the_seasons(day, factor, season):
    found = capacity(day, plant=DONGGUAN)

    assert (found.factor, found.season) == (pytest.approx(factor), season)


def test_smaller_factor_counts_where_a_ramp_meets_a_rush():
    two = Plant(
        calendar=SIX_DAYS, stops=(Span(date(2026, 3, 2), date(2026, 3, 9)), Span(date(2026, 3, 23), date(2026, 3, 30)))
    )

    assert capacity(date(2026, 3, 9), plant=two).factor == pytest.approx(0.4 + 0.6 / 21)
    assert capacity(date(2026, 3, 21), plant=two) == Capacity(factor=0.7, season=Season.RUSH)


def test_impossible_figures_are_refused():
    for broken in ({"rush_factor": 1.1}, {"ramp_start": -0.1}, {"rush_days": -1}, {"ramp_days": -1}):
        with pytest.raises(ImpossibleCapacity):
            CapacityModel(**broken)
    with pytest.raises(ImpossibleCapacity):
        Plant(
            calendar=SIX_DAYS,
            stops=(Span(date(2026, 2, 1), date(2026, 2, 9)), Span(date(2026, 2, 8), date(2026, 2, 10))),
        )
    for count in (latest_start, earliest_finish):
        with pytest.raises(ImpossibleCapacity):
            count(NEW_YEAR, effective_days=-1, plant=DONGGUAN)


def test_work_that_does_not_fit_into_ten_years_is_refused():
    for count in (latest_start, earliest_finish):
        with pytest.raises(NoCapacity):
            count(NEW_YEAR, effective_days=100_000, plant=DONGGUAN)


def test_first_two_lots_after_a_closure_are_to_be_tightened():
    stop = stop_around(NEW_YEAR)
    lots = [(date(2026, 3, 20), "C"), (date(2026, 2, 11), "before"), (date(2026, 2, 28), "A"), (date(2026, 3, 6), "B")]

    found = tightened_after(stop, lots=lots)

    assert [finding.params["lot"] for finding in found] == ["A", "B"]
    assert found[0].sentence() == (
        "Inspect lot A under the tightened plan: it is among the first made after the closure that ended on 2026-02-27."
    )


@given(due=DAYS, later=st.integers(0, 30), work=st.floats(0, 60), more=st.floats(0, 20))
@settings(max_examples=80, deadline=None)
def test_latest_start_is_monotone_in_work_and_due_day(due, later, work, more):
    start = latest_start(due, effective_days=work, plant=DONGGUAN).day

    assert latest_start(due, effective_days=work + more, plant=DONGGUAN).day <= start
    assert latest_start(due + timedelta(days=later), effective_days=work, plant=DONGGUAN).day >= start


@given(due=DAYS, work=st.floats(0, 60))
@settings(max_examples=80, deadline=None)
def test_work_begun_on_the_latest_start_is_done_by_the_due_day_and_a_day_later_is_not(due, work):
    start = latest_start(due, effective_days=work, plant=DONGGUAN).day

    assert earliest_finish(start, effective_days=work, plant=DONGGUAN) <= due
    if work:
        assert earliest_finish(start + timedelta(days=1), effective_days=work, plant=DONGGUAN) > due


def test_a_closure_bends_output_as_the_plant_told_it():
    stop, quick = Span(date(2026, 2, 12), date(2026, 2, 28)), CapacityModel(rush_days=3, ramp_days=5, ramp_start=0.5)
    told = Plant(calendar=PlaceCalendar(), stops=(stop,), told=((Span(date(2026, 2, 16), date(2026, 2, 28)), quick),))
    usual = Plant(calendar=PlaceCalendar(), stops=(stop,))

    assert [capacity(date(2026, 2, day), plant=told).season for day in (6, 9)] == [Season.USUAL, Season.RUSH]
    assert capacity(date(2026, 3, 2), plant=told).factor == pytest.approx(0.8)
    assert [bent_span(stop, plant=plant).end for plant in (told, usual)] == [date(2026, 3, 5), date(2026, 3, 21)]
    assert model_of(Span(date(2027, 1, 1), date(2027, 1, 9)), plant=told) == CapacityModel()
