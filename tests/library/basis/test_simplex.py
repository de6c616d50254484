"""The least of a cost: held against scipy, which walks the same way."""

import numpy as np
import pytest
from scipy.optimize import minimize

from troth.basis.simplex import least


def _valley(at):
    return float((1 - at[0]) ** 2 + 100 * (at[1] - at[0] ** 2) ** 2)


def _bowl(at):
    return float(np.sum((at - np.arange(len(at))) ** 2))


@pytest.mark.parametrize(("cost", "start"), [(_valley, [-1.2, 1.0]), (_bowl, [5.0, 5.0, 5.0, 5.0])])
@pytest.mark.parametrize("most_calls", [7, 60, 160, 1000])
def test_least_walks_as_scipy_does(cost, start, most_calls):
    start = np.array(start)
    corners = np.vstack((start, start + 0.5 * np.eye(len(start))))
    options = {"initial_simplex": corners, "maxfev": most_calls, "xatol": 1e-6, "fatol": 1e-6}
    expected = minimize(cost, start, method="Nelder-Mead", options=options).x
    found = least(cost, corners, most_calls=most_calls, near=1e-6, close=1e-6)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def test_least_asks_no_more_often_than_allowed():
    asked = []

    def cost(at):
        asked.append(at)
        return _valley(at)

    least(cost, np.array([[-1.2, 1.0], [-0.7, 1.0], [-1.2, 1.5]]), most_calls=25, near=0.0, close=0.0)
    assert len(asked) == 25


def test_least_leaves_what_it_was_given_alone():
    corners = np.array([[-1.2, 1.0], [-0.7, 1.0], [-1.2, 1.5]])
    before = corners.copy()
    least(_valley, corners, most_calls=60, near=1e-6, close=1e-6)
    np.testing.assert_array_equal(corners, before)
