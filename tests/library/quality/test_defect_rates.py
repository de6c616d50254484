import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.basis.intervals import clopper_pearson
from troth.quality.defect_rates import (
    ImpossibleLotCount,
    LotSample,
    Source,
    defect_rate,
    density,
    exceeds,
    per_million_at,
    samples_by_source,
)


def sample(lot, looked_at, bad):
    return LotSample(lot=lot, looked_at=looked_at, nonconforming=bad)


SAMPLES = st.integers(1, 5000).flatmap(
    lambda lot: st.integers(1, lot).flatmap(
        lambda n: st.builds(sample, st.just(lot), st.just(n), st.integers(0, n))
    )
)  # fmt: skip


@pytest.mark.shared
def test_lots_weigh_what_they_hold():
    [vector] = vectors("b06")
    found = defect_rate([sample(lot["N"], lot["n"], lot["x"]) for lot in vector["inputs"]["lots"]])
    said = vector["expected"]
    assert [found.rate, found.error, found.pooled] == pytest.approx(
        [said["p_hat"], said["se"], said["naive_pooled"]], abs=vector["tol"]
    )


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b04"), ids=lambda vector: vector["id"])
def test_test_against_the_target_is_exact(vector):
    given = vector["inputs"]
    found = exceeds(nonconforming=given["x"], looked_at=given["n"], target=given["target"])
    assert found == pytest.approx(vector["expected"]["p_value"], abs=vector["tol"])


@pytest.mark.shared
def test_density_and_sigma():
    [vector] = vectors("b07")
    found, said = density(**vector["inputs"]), vector["expected"]
    assert [found.per_million, found.per_unit, found.clean_share, found.sigma, found.sigma_shifted] == pytest.approx(
        [said["dpmo"], said["dpu"], said["yield_"], said["sigma_long"], said["sigma_shift15"]], abs=vector["tol"]
    )
    for shifted in vectors("b08"):
        assert per_million_at(**shifted["inputs"]) == pytest.approx(shifted["expected"]["dpmo"], abs=shifted["tol"])


def test_below_one_percent_is_said_only_where_shown():
    assert not defect_rate([sample(10_000, 315, 2)]).is_shown_below(0.01)
    assert not defect_rate([sample(10_000, 298, 0)]).is_shown_below(0.01)
    assert defect_rate([sample(10_000, 500, 0)]).is_shown_below(0.01)


def test_without_lots_nothing_is_known():
    found = defect_rate([])
    assert math.isnan(found.rate)
    assert not found.interval.is_known
    assert not found.is_shown_below(0.01)


@given(st.lists(SAMPLES, min_size=1, max_size=8))
def test_the_rate_lies_between_the_best_and_the_worst_lot(samples):
    rates = [one.nonconforming / one.looked_at for one in samples]
    assert min(rates) - 1e-12 <= defect_rate(samples).rate <= max(rates) + 1e-12


@given(st.integers(1, 500), st.data())
def test_a_lot_looked_at_whole_is_known_exactly(lot, data):
    found = defect_rate([sample(lot, lot, data.draw(st.integers(0, lot)))])
    assert (found.rate, found.error) == (found.pooled, 0.0)

    assert found.is_known
    assert found.is_shown_below(found.rate) is False


def test_the_claim_rests_on_the_rate_that_is_shown():
    found = defect_rate([sample(110, 100, 0)] * 12 + [sample(60_000, 200, 5)])
    assert (found.pooled < 0.01, found.rate > 0.02) == (True, True)
    assert found.interval.low < found.rate < found.interval.high
    assert not found.is_shown_below(0.01)


@given(st.lists(SAMPLES, min_size=1, max_size=8))
def test_the_interval_contains_the_rate_and_the_order_of_lots_changes_nothing(samples):
    found, back = defect_rate(samples), defect_rate(samples[::-1])
    assert found.interval.low - 1e-12 <= found.rate <= found.interval.high + 1e-12
    assert [found.rate, found.interval.low, found.interval.high] == pytest.approx(
        [back.rate, back.interval.low, back.interval.high], abs=1e-9
    )


@given(st.lists(st.tuples(st.integers(1, 300), st.floats(0, 1)), min_size=1, max_size=6))
def test_lots_of_unknown_size_are_one_plain_sample(pairs):
    samples = [LotSample(lot=None, looked_at=n, nonconforming=round(n * share)) for n, share in pairs]
    found = defect_rate(samples)
    exact = clopper_pearson(successes=found.nonconforming, trials=found.looked_at)
    assert [found.rate, found.interval.low, found.interval.high] == pytest.approx(
        [found.pooled, exact.low, exact.high], abs=1e-9
    )


def test_a_lot_of_unknown_size_weighs_for_each_unit_what_the_others_do():
    unknown = LotSample(lot=None, looked_at=80, nonconforming=4)
    assert defect_rate([sample(5_000, 200, 0), unknown]).rate == pytest.approx(4 / 280)


def test_units_that_may_be_the_same_count_for_the_claim_and_not_for_the_alarm():
    known = LotSample(lot=5_000, looked_at=200, nonconforming=3)
    doubtful = LotSample(lot=5_000, looked_at=200, nonconforming=6, least=3)
    found = defect_rate([doubtful])
    assert (found.rate, found.interval.low) == (0.03, defect_rate([known]).interval.low)
    assert found.interval.high == defect_rate([sample(5_000, 200, 6)]).interval.high
    assert found.chance(0.01) == defect_rate([known]).chance(0.01)


def test_classes_of_different_samples_are_added_and_the_worst_alone_is_sure():
    apart = LotSample(lot=5_000, looked_at=13, nonconforming=4, apart=((200, 2), (13, 4)))
    found = defect_rate([apart])
    assert found.rate == pytest.approx(2 / 200 + 4 / 13)
    assert found.interval.low == pytest.approx(clopper_pearson(successes=4, trials=13).low)


def test_sources_are_kept_apart():
    one, other = sample(10, 5, 0), sample(20, 5, 1)
    rows = [(Source.FINAL, one), (Source.ARRIVAL, other), (Source.FINAL, other)]
    assert samples_by_source(rows) == {Source.FINAL: (one, other), Source.ARRIVAL: (other,)}


@pytest.mark.parametrize(("lot", "looked_at", "bad"), [(5, 6, 0), (5, 3, 4), (5, 0, 0), (5, 3, -1)])
def test_impossible_counts_are_refused(lot, looked_at, bad):
    with pytest.raises(ImpossibleLotCount):
        sample(lot, looked_at, bad)
    with pytest.raises(ImpossibleLotCount):
        LotSample(lot=50, looked_at=20, nonconforming=2, least=3)


def test_impossible_densities_are_refused():
    with pytest.raises(ImpossibleLotCount):
        density(defects=1, units=0, opportunities=1)
    assert density(defects=0, units=5, opportunities=1).sigma == math.inf
