"""The downhill simplex finds what scipy's finds, and keeps its bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from troth.basis.simplex import lowest

COORDINATE = st.floats(-3, 3, allow_subnormal=False)
COSTS = {
    "bowl": lambda at: float(np.sum((at - 1.5) ** 2 * np.arange(1, len(at) + 1))),
    "banana": lambda at: float(np.sum(100 * (at[1:] - at[:-1] ** 2) ** 2 + (1 - at[:-1]) ** 2)),
    "edge": lambda at: float(np.sum(np.abs(at - 0.7))),
    "waves": lambda at: float(np.sum(np.sin(3 * at) + at**2 / 4)),
}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(COSTS)),
    st.integers(2, 4).flatmap(lambda n: st.lists(COORDINATE, min_size=n, max_size=n)),
    st.integers(6, 200),
)
def test_it_takes_the_steps_of_the_known_algorithm(name, start, most_calls):
    centre = np.array(start)
    simplex = np.vstack((centre, centre + 0.5 * np.eye(len(centre))))
    options = {"initial_simplex": simplex, "maxfev": most_calls, "xatol": 0.01, "fatol": 0.01}
    known = minimize(COSTS[name], centre, method="Nelder-Mead", options=options)
    found = lowest(COSTS[name], simplex, most_calls=most_calls, near=0.01)
    assert COSTS[name](found) == pytest.approx(known.fun, rel=1e-9, abs=1e-12)


def test_the_cost_is_asked_no_more_often_than_allowed():
    asked = []

    def cost(at):
        asked.append(at)
        return float(np.sum(at**2))

    lowest(cost, np.array([[5.0, 5.0], [6.0, 5.0], [5.0, 6.0]]), most_calls=17, near=0.0)
    assert len(asked) == 17


def test_the_given_corners_stay_as_they_are():
    corners = np.array([[5.0], [6.0]])
    lowest(COSTS["bowl"], corners, most_calls=40, near=1e-3)
    assert corners.tolist() == [[5.0], [6.0]]
