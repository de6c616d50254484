import pytest

from tests.shared import vectors
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.skip_lots import SkipPhase, SkipPlan, SkipState, after_lot, lots_inspected, skip_acceptance


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c18"), ids=lambda vector: vector["id"])
def test_chances_are_those_of_perry(vector):
    given, said = vector["inputs"], vector["expected"]
    plan = SkipPlan(clearance=given["i"], share=given["f"])
    found = [skip_acceptance(plan, probability=given["P"]), lots_inspected(plan, probability=given["P"])]
    assert found == pytest.approx([said["pa"], said["fraction_lots_inspected"]], abs=vector["tol"])


def test_lots_are_skipped_after_a_run_and_looked_at_again_after_one_refused():
    plan, state = SkipPlan(clearance=3, share=0.25), SkipState()
    phases = []
    for accepted in (True, True, False, True, True, True, True, False):
        state = after_lot(state, plan=plan, accepted=accepted)
        phases.append(state.phase is SkipPhase.SKIPPING)
    assert phases == [False, False, False, False, False, True, True, False]
    assert state == SkipState()


def test_impossible_plans_are_refused():
    with pytest.raises(ImpossiblePlan):
        SkipPlan(clearance=0, share=0.5)
    with pytest.raises(ImpossiblePlan):
        skip_acceptance(SkipPlan(clearance=1, share=0.5), probability=1.2)
