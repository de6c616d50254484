from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from troth.quality.agreed_ways import lines_of, plan_agreed, steps_of
from troth.quality.frozen_plans import NotPlanned, as_json, from_json
from troth.quality.operating_curves import acceptance_probability
from troth.quality.sampling_values import Sampling, said_sampling
from troth.quality.sequential_plans import accept_up_to
from troth.quality.verdicts import DefectClass

WALD = {"good": "0.01", "bad": "0.10", "producer_risk": "0.05", "consumer_risk": "0.10"}


def agreed(method, lot=1_000, classes=(), **values):
    return plan_agreed(Sampling(method=method, values=values), lot=lot, measured_classes=classes)


@pytest.mark.parametrize(
    ("method", "lot", "values", "units"),
    [
        ("fixed", 1_000, {"units": "20"}, 20),
        ("fixed", 8, {"units": "20"}, 8),
        ("every-unit", 77, {}, 77),
        ("every-unit", 1, {}, 1),
        ("zero", 10**6, {"bad": "0.01", "risk": "0.05"}, 299),
        ("zero", 100, {"bad": "0.05", "risk": "0.05"}, 45),
        ("zero", 2, {"bad": "0.05", "risk": "0.05"}, 2),
    ],
)
def test_ways_that_accept_none_say_how_many_are_looked_at(method, lot, values, units):
    plan = agreed(method, lot, **values)
    numbers = {(one.plan.sample_size, one.plan.accept, one.every_unit) for one in plan.classes.values()}
    assert (numbers, set(plan.classes)) == ({(units, 0, units == lot)}, set(DefectClass))


def test_sequential_ends_after_half_as_much_again_as_the_single_sample_of_its_risks():
    plan = agreed("sequential", **WALD)
    single = plan.way.numbers["most"] / 1.5
    assert single == 52
    assert acceptance_probability(sample_size=52, accept=2, nonconforming=0.01) >= 0.95
    assert acceptance_probability(sample_size=52, accept=2, nonconforming=0.10) <= 0.10
    assert agreed("sequential", lot=30, **WALD).way.numbers["most"] == 30


def test_steps_are_the_lines_and_end_with_one_of_two_calls():
    way = agreed("sequential", **WALD).way
    steps = steps_of(way)
    for units in range(1, way.numbers["most"]):
        accept = next(step[1] for step in reversed(steps) if step[0] <= units)
        assert accept == accept_up_to(lines_of(way), units=units)
    assert steps[-1] == (78, 3, 4)


def test_in_line_and_measured_plans_freeze_what_their_verdict_needs():
    line = agreed("continuous", clearance="38", share="0.334")
    measured = agreed("variables", classes=[DefectClass.MAJOR], readings="20", most="0.03")
    assert line.way.numbers == {"clearance": 38, "block": 2, "limit": 88}
    assert (measured.largest, list(measured.classes)) == (20, list(DefectClass))
    for plan in (line, measured):
        assert from_json(as_json(plan)) == plan


@pytest.mark.parametrize(("method", "values"), [("none", {}), ("variables", {"readings": "5", "most": "0.1"})])
def test_what_draws_or_measures_nothing_is_no_inspection(method, values):
    with pytest.raises(NotPlanned):
        agreed(method, **values)


def risk_of(lot, bad, units):
    return Fraction(comb(lot - bad, units), comb(lot, units))


@pytest.mark.parametrize(
    ("lot", "bad", "units"),
    [
        (100, "0.07", 34),
        (200, "0.07", 38),
        (300, "0.07", 39),
        (1_100, "0.07", 41),
        (100, "0.14", 18),
        (300, "0.14", 20),
    ],
)
def test_a_lot_as_bad_as_agreed_and_no_worse_keeps_the_agreed_risk(lot, bad, units):
    plan = agreed("zero", lot, bad=bad, risk="0.05")
    told = said_sampling(Sampling(method="zero", values={"bad": bad, "risk": "0.05"}), lot=lot)
    assert (plan.largest, told.params["units"]) == (units, units)


@pytest.mark.parametrize("percent", [*range(1, 21), 25, 33, 50, 55, 57, 58, 99])
@pytest.mark.parametrize("risk", ["0.05", "0.1"])
def test_none_accepted_keeps_its_risk_in_every_lot_with_no_unit_too_many(percent, risk):
    for lot in (2, 7, 10, 29, 50, 77, 100, 150, 200, 300, 600, 700, 1_100, 2_900, 10_000):
        bad = -(-lot * percent // 100)
        units = agreed("zero", lot, bad=str(Decimal(percent) / 100), risk=risk).largest
        assert risk_of(lot, bad, units) <= Fraction(risk) < risk_of(lot, bad, units - 1), (lot, units)
