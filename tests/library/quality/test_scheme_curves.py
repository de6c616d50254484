import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.operating_curves import ImpossiblePlan, acceptance_probability
from troth.quality.scheme_curves import scheme_acceptance


@pytest.mark.shared
def test_scheme_is_that_of_stephens_and_larson():
    [vector] = vectors("c12")
    given = vector["inputs"]
    normal, tightened = (
        acceptance_probability(sample_size=given["n"], accept=accept, nonconforming=given["p"])
        for accept in (given["c_normal"], given["c_tightened"])
    )
    found = [scheme_acceptance(normal=float(n), tightened=float(t)) for n, t in zip(normal, tightened, strict=True)]
    assert found == pytest.approx(vector["expected"]["pa"], abs=vector["tol"])


@given(st.floats(0.0, 1.0), st.floats(0.01, 1.0))
def test_the_scheme_lies_between_its_two_plans(one, other):
    tightened, normal = sorted((one, other))
    found = scheme_acceptance(normal=normal, tightened=tightened)
    assert tightened - 1e-9 <= found <= normal + 1e-9


def test_a_chance_is_between_none_and_all():
    with pytest.raises(ImpossiblePlan):
        scheme_acceptance(normal=1.1, tightened=0.5)
