import pytest

from troth.quality.frozen_plans import freeze
from troth.quality.sampling_values import METHODS, NEEDED, Sampling, class_limits, said_sampling, wrong_sampling
from troth.quality.verdicts import Counting, DefectClass

AQL = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": "4.0"}
WALD = {"good": "0.01", "bad": "0.1", "producer_risk": "0.05", "consumer_risk": "0.1"}
RIGHT = {
    "aql": AQL,
    "zero": {"bad": "0.01", "risk": "0.05"},
    "sequential": WALD,
    "continuous": {"clearance": "58", "share": "0.2"},
    "variables": {"readings": "10", "most": "0.0332"},
    "fixed": {"units": "20"},
    "every-unit": {},
    "none": {},
}


def test_every_method_has_its_values_and_a_sentence():
    assert set(RIGHT) == set(METHODS) == set(NEEDED)
    for method, values in RIGHT.items():
        sampling = Sampling(method=method, values=values)
        assert (wrong_sampling(sampling), said_sampling(sampling).code) == (None, f"sampling.{method}")


@pytest.mark.parametrize(
    ("method", "values", "said"),
    [
        ("guess", {}, "guess is no way of sampling."),
        ("fixed", {}, "This way of sampling needs a value for “units”."),
        ("fixed", {"units": "2", "aql": "1"}, "This way of sampling has no value called “aql”. Take it out."),
        ("fixed", {"units": "2.5"}, "“units” is a whole number from 1 to 1000000, not 2.5."),
        ("fixed", {"units": "0020"}, "“units” is a whole number from 1 to 1000000, not 0020."),
        ("fixed", {"units": "9999999999999"}, "“units” is a whole number from 1 to 1000000, not 9999999999999."),
        ("aql", AQL | {"major": "2.6"}, "2.6 is not an AQL of the series, such as 1.0, 2.5 or 4.0; 0 accepts none."),
        ("aql", AQL | {"level": "IV"}, "The level is one of I, II, III, S-1 to S-4, not IV."),
        ("aql", AQL | {"edition": "iso"}, "The edition is iso2859-1 or mil-std-105e, not iso."),
        ("zero", {"bad": "1", "risk": "0.05"}, "“bad” is a fraction between 0 and 1, such as 0.05, not 1."),
        ("zero", {"bad": "nan", "risk": "0.05"}, "“bad” is a fraction between 0 and 1, such as 0.05, not nan."),
        ("variables", {"readings": "2", "most": "0.1"}, "“readings” is a whole number from 3 to 1000000, not 2."),
    ],
)
def test_a_wrong_value_is_told_and_how_to_mend_it(method, values, said):
    assert wrong_sampling(Sampling(method=method, values=values)).sentence() == said


def test_impossible_plans_are_refused():
    none = AQL | dict.fromkeys(("critical", "major", "minor"), "0")
    turned = WALD | {"good": "0.2"}

    assert wrong_sampling(Sampling(method="aql", values=none)).sentence().startswith("Every class accepts none")
    assert wrong_sampling(Sampling(method="sequential", values=turned)).sentence().startswith("The bad quality")


def test_the_sentence_tells_what_it_comes_to():
    said = said_sampling(Sampling(method="aql", values=AQL), lot=3_200).sentence()

    assert said == (
        "By AQL at level II: critical 0, major 2.5, minor 4.0 (0 accepts none). Of a lot of 3200, 125 units are "
        "looked at."
    )
    assert "after 24 units" in said_sampling(Sampling(method="sequential", values=WALD)).sentence()
    assert "at worst 1.2 percent" in said_sampling(Sampling(method="continuous", values=RIGHT["continuous"])).sentence()


@pytest.mark.parametrize(("minor", "said"), [("10", False), ("15", True), ("0", False)])
def test_the_sentence_says_where_defects_are_counted(minor, said):
    values = {"edition": "iso2859-1", "level": "II", "critical": "0", "major": "2.5", "minor": minor}
    assert ("defects are counted" in said_sampling(Sampling(method="aql", values=values)).sentence()) == said


def test_the_limits_freeze_into_the_plan_of_a_lot():
    limits = class_limits(Sampling(method="aql", values=AQL | {"minor": "15"}))
    plan = freeze(3_200, limits)

    assert limits[DefectClass.MINOR].counting is Counting.DEFECTS
    assert {kind: (one.plan.sample_size, one.plan.accept) for kind, one in plan.classes.items()} == {
        DefectClass.CRITICAL: (125, 0), DefectClass.MAJOR: (125, 7), DefectClass.MINOR: (80, 21),
    }  # fmt: skip
