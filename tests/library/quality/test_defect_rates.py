import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
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


def test_sources_are_kept_apart():
    one, other = sample(10, 5, 0), sample(20, 5, 1)
    rows = [(Source.FINAL, one), (Source.ARRIVAL, other), (Source.FINAL, other)]
    assert samples_by_source(rows) == {Source.FINAL: (one, other), Source.ARRIVAL: (other,)}


@pytest.mark.parametrize(("lot", "looked_at", "bad"), [(5, 6, 0), (5, 3, 4), (5, 0, 0), (5, 3, -1)])
def test_impossible_counts_are_refused(lot, looked_at, bad):
    with pytest.raises(ImpossibleLotCount):
        sample(lot, looked_at, bad)


def test_impossible_densities_are_refused():
    with pytest.raises(ImpossibleLotCount):
        density(defects=1, units=0, opportunities=1)
    assert density(defects=0, units=5, opportunities=1).sigma == math.inf
