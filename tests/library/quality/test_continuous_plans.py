import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.continuous_plans import continuous_limit, continuous_result
from troth.quality.operating_curves import ImpossiblePlan


@pytest.mark.shared
def test_performance_is_that_of_dodge():
    [vector] = vectors("c16")
    given, said = vector["inputs"], vector["expected"]
    found = continuous_result(nonconforming=given["p"], clearance=given["i"], share=given["f"])
    assert [found.in_full, found.in_part, found.inspected, found.outgoing, found.passed] == pytest.approx(
        [said["u"], said["v"], said["AFI"], said["AOQ"], said["Pa"]], abs=vector["tol"]
    )


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c17"), ids=lambda vector: vector["id"])
def test_limits_are_those_of_the_vectors(vector):
    found = continuous_limit(clearance=vector["inputs"]["i"], share=vector["inputs"]["f"])
    said = vector["expected"]
    assert [found.incoming, found.outgoing] == pytest.approx([said["p_at_max"], said["aoql"]], abs=vector["tol"])


@given(st.floats(0.001, 0.999), st.integers(1, 5000), st.floats(0.01, 0.99))
def test_what_goes_out_is_never_worse_than_what_comes_in(quality, clearance, share):
    found = continuous_result(nonconforming=quality, clearance=clearance, share=share)
    assert share - 1e-9 <= found.inspected <= 1 + 1e-9
    assert -1e-12 <= found.outgoing <= quality


def test_a_clearance_of_none_is_refused():
    with pytest.raises(ImpossiblePlan):
        continuous_result(nonconforming=0.1, clearance=0, share=0.1)
