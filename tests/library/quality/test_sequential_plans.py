import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.operating_curves import ImpossiblePlan
from troth.quality.sequential_plans import Call, accept_up_to, reject_from, sequential_call, sequential_plan

PLAN = sequential_plan(good=0.01, bad=0.10, producer_risk=0.05, consumer_risk=0.10)


@pytest.mark.shared
def test_lines_are_those_of_the_handbook():
    [vector] = vectors("c19")
    said = vector["expected"]
    found = [PLAN.accept_intercept, PLAN.reject_intercept, PLAN.slope]
    assert found == pytest.approx([said["h1"], said["h2"], said["s"]], abs=vector["tol"])


@pytest.mark.shared
def test_decisions_are_those_of_the_handbook():
    [vector] = vectors("c20")
    rows = [[n, accept_up_to(PLAN, units=n), reject_from(PLAN, units=n)] for n in vector["inputs"]["n"]]
    assert rows == vector["expected"]["rows"]


def test_a_count_between_the_lines_goes_on():
    assert sequential_call(PLAN, units=24, nonconforming=1) is Call.GO_ON
    assert sequential_call(PLAN, units=24, nonconforming=3) is Call.REJECT
    assert sequential_call(PLAN, units=1, nonconforming=1) is Call.GO_ON


@given(st.integers(1, 500), st.data())
def test_one_more_bad_unit_never_speaks_for_the_lot(units, data):
    order = [Call.ACCEPT, Call.GO_ON, Call.REJECT]
    found = data.draw(st.integers(0, units - 1))
    calls = [order.index(sequential_call(PLAN, units=units, nonconforming=n)) for n in (found, found + 1)]
    assert calls == sorted(calls)


def test_impossible_plans_and_counts_are_refused():
    with pytest.raises(ImpossiblePlan):
        sequential_plan(good=0.1, bad=0.01, producer_risk=0.05, consumer_risk=0.1)
    with pytest.raises(ImpossiblePlan):
        sequential_plan(good=0.01, bad=0.1, producer_risk=0.5, consumer_risk=0.5)
    with pytest.raises(ImpossiblePlan, match="do not fit"):
        sequential_call(PLAN, units=3, nonconforming=4)
