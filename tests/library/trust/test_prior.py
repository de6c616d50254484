import pytest

from tests.shared import vectors
from troth.trust.prior import borrowed_prior


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("a11"), ids=lambda v: v["id"])
def test_borrowed_prior_equals_the_vector(vector):
    counts, expected, tol = vector["inputs"]["factories_n_x"], vector["expected"], vector["tol"]

    found = borrowed_prior(kept=[kept for _, kept in counts], n=[n for n, _ in counts])

    assert (found.pooled, found.correlation, found.strength, found.alpha, found.beta) == pytest.approx(
        tuple(expected[name] for name in ("pooled", "rho", "prior_strength", "alpha0", "beta0")), abs=tol
    )
    means = [(found.alpha + kept) / (found.strength + n) for n, kept in counts]
    assert means == pytest.approx(expected["posterior_means"], abs=tol)


@pytest.mark.parametrize(
    ("kept", "n"),
    [
        ([5] * 7, [9] * 7),
        ([9] * 8, [9] * 8),
        ([1, 0] * 4, [1] * 8),
        ([5] * 7 + [0], [9] * 7 + [0]),
    ],
)
def test_borrowed_prior_is_none_where_nothing_can_be_borrowed(kept, n):
    assert borrowed_prior(kept=kept, n=n) is None


def test_borrowed_prior_of_sites_that_do_not_differ_is_the_strongest_allowed():
    assert borrowed_prior(kept=[9] * 8, n=[10] * 8).strength == 10.0


def test_borrowed_prior_of_sites_that_are_all_or_nothing_is_the_weakest_allowed():
    assert borrowed_prior(kept=[10, 0] * 4, n=[10] * 8).strength == 2.0
