from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, poisson

from troth.quality.double_plans import double_plan
from troth.quality.plan_curves import double_average, double_points, scheme_points, single_points, sorted_average
from troth.quality.schemes import Edition, State
from troth.quality.single_plans import single_plan
from troth.quality.verdicts import Counting

UNITS, DEFECTS = Counting.UNITS, Counting.DEFECTS


def law(counting, size, quality):
    return binom(size, quality) if counting is UNITS else poisson(size * quality)


def passes_in_two(plan, quality, counting):
    """Walk every pair of counts of the two samples."""
    first, second = (law(counting, size, quality) for size in (plan.first_size, plan.second_size))
    total = 0.0
    for one, two in product(range(plan.both.reject + 1), repeat=2):
        at_once = one <= plan.first.accept
        then = plan.first.accept < one < plan.first.reject and one + two < plan.both.reject
        total += first.pmf(one) * (second.pmf(two) if then else 0.0)
        total += first.pmf(one) if at_once and two == 0 else 0.0
    return total


@pytest.mark.parametrize(
    ("state", "lot", "aql", "counting"),
    [
        (State.NORMAL, 3_200, 2.5, UNITS), (State.TIGHTENED, 3_200, 2.5, UNITS), (State.REDUCED, 3_200, 2.5, UNITS),
        (State.REDUCED, 10_000, 0.65, UNITS), (State.NORMAL, 3_200, 40, DEFECTS), (State.REDUCED, 3_200, 40, DEFECTS),
    ],
)  # fmt: skip
def test_in_two_samples_each_point_passes_as_often_as_it_says(state, lot, aql, counting):
    plan = double_plan(lot, aql=aql, state=state)
    points = double_points(plan, counting=counting)
    found = [points.producer, points.indifferent, points.consumer, points.strict_consumer]
    assert [passes_in_two(plan, quality, counting) for quality in found] == pytest.approx([0.95, 0.5, 0.1, 0.05])
    average = double_average(plan, aql=aql, counting=counting)
    in_doubt = [
        law(counting, plan.first_size, quality).pmf(range(plan.first.accept + 1, plan.first.reject)).sum()
        for quality in (aql / 100, average.most_at)
    ]
    units = [plan.first_size + plan.second_size * chance for chance in in_doubt]
    assert [average.at_limit, average.most] == pytest.approx(units)
    qualities = np.linspace(0, 1 if counting is UNITS else 5, 500)
    doubtful = np.arange(plan.first.accept + 1, plan.first.reject)[:, np.newaxis]
    most = law(counting, plan.first_size, qualities).pmf(doubtful).sum(axis=0).max()
    assert average.most >= plan.first_size + plan.second_size * most - 0.01


@pytest.mark.parametrize("aql", [0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10])
def test_between_the_two_numbers_of_reduced_inspection_a_lot_passes(aql):
    for lot in (100, 500, 3_200, 35_000):
        plan = single_plan(lot, aql=aql, state=State.REDUCED, edition=Edition.MIL_STD_105E)
        point = single_points(sample_size=plan.sample_size, reject=plan.reject, counting=UNITS).consumer
        assert binom.cdf(plan.reject - 1, plan.sample_size, point) == pytest.approx(0.1)


def test_switching_together_passes_less_than_normal_and_more_than_tightened():
    normal, tightened = (single_plan(5_000, aql=1.5, state=state) for state in (State.NORMAL, State.TIGHTENED))
    together = scheme_points(normal, tightened, counting=UNITS)
    alone = [single_points(sample_size=200, reject=each.reject, counting=UNITS) for each in (normal, tightened)]
    # Stephens and Larson's own example.
    assert (round(together.producer, 4), round(together.consumer, 4)) == (0.0193, 0.0459)
    assert alone[1].consumer < together.consumer < alone[0].consumer


def test_units_looked_at_where_refused_lots_are_sorted_are_between_the_sample_and_the_lot():
    plan = single_plan(3_200, aql=40)
    refused = poisson.sf(plan.reject - 1, plan.sample_size * 0.5)
    units = sorted_average(plan, quality=0.5, counting=DEFECTS)
    assert units == pytest.approx(plan.sample_size + refused * (3_200 - plan.sample_size))
    assert sorted_average(plan, quality=0.0, counting=DEFECTS) == plan.sample_size
