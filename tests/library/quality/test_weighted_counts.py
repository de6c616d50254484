"""Weighted counts: Clopper and Pearson's where lots weigh alike, and never narrower than they say where they do not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from troth.quality.weighted_counts import Weighted, weighted_count

samples = st.builds(
    lambda units, n, bad: Weighted(units=max(units, n), looked_at=n, bad=min(n, bad)),
    st.integers(1, 60_000), st.integers(1, 500), st.integers(0, 500),
)  # fmt: skip
lots = st.lists(samples, min_size=1, max_size=5)


def counted(some, **known):
    return weighted_count(some, units=sum(each.units for each in some), **known)


@given(st.lists(st.tuples(st.integers(1, 300), st.floats(0, 1)), min_size=1, max_size=6), st.floats(1, 900))
def test_lots_that_weigh_alike_have_the_interval_and_the_test_of_the_plain_count(pairs, each_stands_for):
    some = [Weighted(units=n * each_stands_for, looked_at=n, bad=round(n * share)) for n, share in pairs]
    n, bad = sum(one.looked_at for one in some), sum(one.bad for one in some)
    found, exact = counted(some), stats.binomtest(bad, n)
    said = exact.proportion_ci(0.95, method="exact")
    assert [found.rate, found.low(), found.high()] == pytest.approx([bad / n, said.low, said.high], abs=1e-9)
    test = stats.binomtest(bad, n, p=0.01, alternative="greater").pvalue
    assert found.chance(0.01) == pytest.approx(test, abs=1e-9)


def test_lots_that_do_not_weigh_alike_have_the_bounds_of_their_effective_numbers():
    small, large = Weighted(units=500, looked_at=50, bad=1), Weighted(units=9_000, looked_at=300, bad=4)
    found = counted([small, large])
    # A bad unit stands for 10 or for 30 of 9,500.
    y, v = (10 + 4 * 30) / 9_500, (10**2 + 4 * 30**2) / 9_500**2
    more, spread = y + 30 / 9_500, v + (30 / 9_500) ** 2
    low = stats.beta.ppf(0.025, y * y / v, y / v - y * y / v + 1)
    high = stats.beta.ppf(0.975, more * more / spread, more / spread - more * more / spread + 1)
    assert [found.rate, found.low(), found.high()] == pytest.approx([y, low, high], abs=1e-9)


@given(lots)
def test_the_interval_contains_its_estimate(some):
    found = counted(some)
    assert found.low() <= found.rate + 1e-12
    assert found.rate <= found.high() + 1e-12


@given(lots)
def test_the_order_of_lots_changes_nothing(some):
    one, other = counted(some), counted(sorted(some, key=lambda each: (each.looked_at, each.bad, each.units)))
    assert (one.rate, one.low(), one.high()) == pytest.approx((other.rate, other.low(), other.high()), abs=1e-9)


@given(lots, st.integers(0, 4))
def test_a_lot_told_in_two_parts_of_the_same_rate_changes_nothing(some, place):
    lot = some[place % len(some)]
    whole = Weighted(units=2 * lot.units, looked_at=2 * lot.looked_at, bad=2 * lot.bad)
    rest = [each for each in some if each is not lot]
    one, two = counted([*rest, whole]), counted([*rest, lot, lot])
    assert (one.rate, one.low(), one.high()) == pytest.approx((two.rate, two.low(), two.high()), abs=1e-9)


@given(lots, st.floats(0.001, 0.3))
def test_the_lower_bound_is_where_the_test_turns(some, target):
    found = counted(some)
    if abs(found.low() - target) > 1e-9:
        assert (found.low() > target) == (found.chance(target) < 0.025)


def test_a_heavy_lot_in_which_nothing_was_found_is_not_taken_for_good():
    light = [Weighted(units=100, looked_at=100, bad=0)] * 50
    heavy = Weighted(units=5_000, looked_at=20, bad=0)
    # At 16.8 % bad, 20 units of the heavy lot are all good once in forty; that would be 8.4 % of everything.
    assert counted([*light, heavy]).high() >= 0.5 * (1 - 0.025 ** (1 / 20))


def test_what_was_looked_at_whole_is_left_to_no_chance():
    whole = weighted_count([], units=0, known_units=50, known_bad=1)
    assert (whole.rate, whole.low(), whole.high()) == (0.02, 0.02, 0.02)
    assert (whole.chance(0.02), whole.chance(0.019)) == (1.0, 0.0)
    half = weighted_count([Weighted(units=50, looked_at=10, bad=0)], units=50, known_units=50, known_bad=1)
    assert (half.low(), half.chance(0.005)) == (0.01, 1.0)
    assert half.high() == pytest.approx(0.01 + 0.5 * (1 - 0.025**0.1))


def test_classes_of_different_samples_add_up_and_their_bound_is_that_of_a_poisson_count():
    classes = [Weighted(units=500, looked_at=200, bad=0), Weighted(units=500, looked_at=13, bad=4)]
    found = weighted_count(classes, units=500)
    assert found.rate == pytest.approx(4 / 13)
    assert found.high() == pytest.approx(special.gammaincinv(5, 0.975) / 13)


def missed(sizes, looked_at, rates, *, runs, seed):
    """Return how often the truth lies above the interval, and below it."""
    sizes, looked_at, rates = np.array(sizes), np.array(looked_at), np.array(rates)
    truth = float(sizes @ rates / sizes.sum())
    drawn, times = np.unique(
        np.random.default_rng(seed).binomial(looked_at, rates, (runs, len(rates))), axis=0, return_counts=True
    )
    above = below = 0
    for row, count in zip(drawn.tolist(), times.tolist(), strict=True):
        some = [
            Weighted(units=float(size), looked_at=int(n), bad=bad)
            for size, n, bad in zip(sizes, looked_at, row, strict=True)
        ]
        found = counted(some)
        above, below = above + count * (found.high() < truth), below + count * (found.low() > truth)
    return above / runs, below / runs


CASES = [
    ([110] * 4 + [60_000], [100] * 4 + [200], [0.0] * 4 + [0.0125]),
    ([100] * 3 + [5_000], [100] * 3 + [20], [0.0] * 3 + [0.12]),
    ([5_000, 800, 12_000], [200, 80, 315], [0.015, 0.03, 0.008]),
    ([3_000, 3_000], [13, 200], [0.15, 0.002]),
]


@pytest.mark.parametrize(("sizes", "looked_at", "rates"), CASES)
def test_the_truth_is_missed_no_oftener_than_said(sizes, looked_at, rates):
    runs = 4_000
    above, below = missed(sizes, looked_at, rates, runs=runs, seed=20_260_601)
    assert max(above, below) <= 0.025 + 4 * (0.025 * 0.975 / runs) ** 0.5


@pytest.mark.long
def test_over_many_unlike_portfolios_the_truth_is_missed_no_oftener_than_said():
    random, runs, worst = np.random.default_rng(7), 20_000, [0.0, 0.0]
    for case in range(60):
        lots_in_all = int(random.integers(1, 5))
        sizes = np.exp(random.uniform(4, 11, lots_in_all)).astype(int) + 1
        looked_at = np.minimum(sizes, random.choice([5, 13, 20, 50, 80, 125, 200], lots_in_all))
        heavy = np.argmax(sizes / looked_at)
        rates = np.exp(random.uniform(np.log(0.002), np.log(0.2))) * np.ones(lots_in_all)
        if case % 2:
            rates = np.where(np.arange(lots_in_all) == heavy, 2 * rates, 0.2 * rates)
        worst = np.maximum(worst, missed(sizes, looked_at, rates, runs=runs, seed=case))
    assert max(worst) <= 0.025 + 4 * (0.025 * 0.975 / runs) ** 0.5
