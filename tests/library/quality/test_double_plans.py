import csv

import pytest

from tests.shared import shared_path, vectors
from troth.quality.double_plans import _SEQUENCES as SEQUENCES
from troth.quality.double_plans import (
    DoublePlan,
    NoDoublePlan,
    average_sample_number,
    double_acceptance,
    double_plan,
)
from troth.quality.master_table import Numbers
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.schemes import State


def two(text):
    return Numbers(*(int(number) for number in text.split("/")))


@pytest.mark.shared
def test_sequences_are_those_of_105e():
    with shared_path("data/05_aql/z14_double_multiple_sequences.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "double"]
    said = {
        (state, two(row["single_ac_re"])): tuple(two(stage) for stage in row["stages_ac_re"].split())
        for row in rows
        for state in row["severity"].split(",")
    }
    assert said == {(str(state), single): stages for state in State for single, stages in SEQUENCES[state].items()}


@pytest.mark.shared
def test_curve_of_a_double_plan_is_that_of_the_vectors():
    [vector] = vectors("c11")
    plan = double_plan(5_000, aql=1.5)
    given, expected = vector["inputs"], vector["expected"]
    assert (plan.first_size, *plan.first, plan.second_size, plan.both.accept) == (
        given["n1"], given["ac1"], given["re1"], given["n2"], given["ac2"],
    )  # fmt: skip
    assert double_acceptance(plan, nonconforming=given["p"]) == pytest.approx(expected["pa"], abs=1e-5)
    assert average_sample_number(plan, nonconforming=given["p"]) == pytest.approx(expected["asn"], abs=1e-3)


@pytest.mark.shared
def test_any_two_stages_are_computed_alike():
    [vector] = vectors("c09")
    plan = DoublePlan(
        code_letter="F", plan_letter="F", first_size=13, first=Numbers(0, 2), second_size=13, both=Numbers(1, 2)
    )
    found = float(double_acceptance(plan, nonconforming=0.18))
    assert found == pytest.approx(vector["expected"]["pa"], abs=vector["tol"])
    asn = float(average_sample_number(plan, nonconforming=0.18))
    assert asn == pytest.approx(vector["expected"]["asn"], abs=1e-6)


def test_double_sampling_begins_smaller_than_the_single_sample():
    plan = double_plan(3_200, aql=2.5, state=State.REDUCED)
    assert (plan.plan_letter, plan.first_size, plan.first, plan.both) == ("K", 32, Numbers(1, 5), Numbers(4, 7))


@pytest.mark.parametrize(("lot", "aql"), [(500, 0.25), (20, 2.5), (8, 25)])
def test_where_there_is_no_double_plan_the_single_one_is_named(lot, aql):
    with pytest.raises(NoDoublePlan, match=r"single plan|not smaller than the lot"):
        double_plan(lot, aql=aql)


def test_a_quality_is_a_fraction():
    with pytest.raises(ImpossiblePlan):
        double_acceptance(double_plan(3_200, aql=2.5), nonconforming=2)
