import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.code_letters import ImpossibleLot
from troth.quality.schemes import AQL_SERIES, Edition, Level, State, UnknownAql
from troth.quality.single_plans import single_plan


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c01"), ids=lambda vector: vector["id"])
def test_plans_are_those_of_the_vectors(vector):
    given, expected = vector["inputs"], vector["expected"]
    plan = single_plan(given["lot"], aql=given["aql"], level=Level(given["level"]), state=State(given["state"]))
    assert {
        "code": plan.code_letter,
        "final_letter": plan.plan_letter,
        "n": plan.sample_size,
        "ac": plan.accept,
        "re": plan.reject,
        "full_inspection": plan.full_inspection,
    } == expected


@pytest.mark.shared
def test_the_one_tightened_cell_that_differs_between_editions():
    [vector] = vectors("c02b")
    aql = vector["inputs"]["aql"]
    found = {
        name: single_plan(9, aql=aql, level=Level.S1, state=State.TIGHTENED, edition=edition)
        for name, edition in {"iso": Edition.ISO_2859_1, "mil105e": Edition.MIL_STD_105E}.items()
    }
    assert {name: [plan.sample_size, plan.accept, plan.reject] for name, plan in found.items()} == vector["expected"]


def test_arrows_take_the_sample_size_of_the_row_they_lead_to():
    # A published package replaces the numbers and keeps the letter's own 13.
    plan = single_plan(80, aql=2.5)
    assert (plan.code_letter, plan.plan_letter, plan.sample_size, plan.accept) == ("E", "F", 20, 1)


@given(st.integers(2, 10**6), st.sampled_from(AQL_SERIES), st.sampled_from(Level), st.sampled_from(State))
def test_no_plan_looks_at_more_than_there_is(lot, aql, level, state):
    plan = single_plan(lot, aql=aql, level=level, state=state)
    assert 1 <= plan.sample_size <= lot
    assert plan.full_inspection == (plan.sample_size == lot)
    assert plan.reject == plan.accept + 1


def test_nonsense_is_refused():
    with pytest.raises(ImpossibleLot):
        single_plan(1, aql=2.5)
    with pytest.raises(UnknownAql):
        single_plan(100, aql=3)
