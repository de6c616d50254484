from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.trust.consistency import consistency, consistency_sentence

months = st.lists(st.integers(0, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), max_size=24)


def of(pairs):
    return consistency(monthly_n=[n for n, _kept in pairs], monthly_kept=[kept for _n, kept in pairs])


@given(months)
@settings(max_examples=80, deadline=None)
def test_laws_of_consistency(pairs):
    found = of(pairs)
    busy = [pair for pair in pairs if pair[0]]

    assert (found is None) == (len(busy) < 3)
    if found is None:
        return
    assert found == of(busy)
    assert (found.months, found.lines, found.kept) == (len(busy), sum(n for n, _ in busy), sum(k for _, k in busy))
    assert found.excess == pytest.approx(found.variance - found.expected)
    # What was missed is exactly as steady as what was kept; the order of the months does not matter.
    mirrored = of([(n, n - kept) for n, kept in busy])
    assert (mirrored.variance, mirrored.expected) == pytest.approx((found.variance, found.expected))
    assert of(busy[::-1]).variance == pytest.approx(found.variance)


@pytest.mark.parametrize("chance", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("counts", [(1, 2, 3), (2, 2, 2), (4, 1, 1, 2)])
def test_excess_is_zero_on_average_where_every_promise_has_the_same_chance(chance, counts):
    """Every possible outcome, weighted with its probability: no approximation is in it."""
    mean = 0.0
    for kept in product(*(range(n + 1) for n in counts)):
        likely = np.prod([comb(n, k) * chance**k * (1 - chance) ** (n - k) for n, k in zip(counts, kept, strict=True)])
        mean += likely * consistency(monthly_n=counts, monthly_kept=kept).excess

    assert mean == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("chance", [0.7, 0.9])
@pytest.mark.parametrize("lines", [1, 4, 20])
def test_chance_alone_is_seldom_called_by_name(chance, lines):
    kept = np.random.default_rng(7).binomial(lines, chance, size=(1500, 12))
    verdicts = [consistency(monthly_n=[lines] * 12, monthly_kept=row).verdict for row in kept.tolist()]

    assert verdicts.count("less steady") / 1500 <= 0.08
    assert verdicts.count("steadier") / 1500 <= 0.08


@pytest.mark.parametrize(
    ("kept", "verdict"),
    [([10, 2, 10, 1, 10, 2], "less steady"), ([8, 8, 8, 8, 8, 8], "steadier"), ([8, 9, 7, 10, 8, 6], "as steady")],
)
def test_verdict(kept, verdict):
    assert consistency(monthly_n=[10] * 6, monthly_kept=kept).verdict == verdict


def test_worked_example():
    found = consistency(monthly_n=[10, 10, 10], monthly_kept=[9, 10, 8])

    assert found.variance == pytest.approx(0.01)
    assert found.expected == pytest.approx(0.9 * 0.1 * 30 / 29 / 10)
    assert found.excess == pytest.approx(0.01 - 0.0093103448)


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([(9, 9), (9, 1)], "Too few months with something due to say how steady it is."),
        ([(2, 2), (1, 1), (4, 4)], "Over 3 months everything was kept: no swing at all."),
        ([(2, 0), (1, 0), (4, 0)], "Over 3 months nothing was kept: no swing at all."),
        ([(10, 10), (10, 2), (10, 10)],
         "Over 3 months the share kept swings by 46 points: less steady than chance explains."),
        ([(10, 8)] * 6, "Over 6 months the share kept swings by 0 points: steadier than chance explains."),
    ],
)  # fmt: skip
def test_sentence(pairs, said):
    assert consistency_sentence(of(pairs)).text() == said
