"""Weights of evidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import vectors
from troth.commitments.evidence import QUALITY, partial, stake, weight


def test_quality_follows_the_table():
    assert QUALITY == {
        "system_observed": 1.0,
        "third_party_on_site": 1.0,
        "counterpart_confirmed": 0.9,
        "documents": 0.8,
        "remote_verified": 0.7,
        "unconfirmed": 0.6,
        "self_declared": 0.4,
    }


@pytest.mark.parametrize("vector", vectors("a10"), ids=lambda vector: vector["id"])
def test_partial_matches_the_vector(vector):
    inputs = vector["inputs"]

    got = [partial(days, inputs["full_zero_days"]) for days in inputs["days_late"]]

    assert got == pytest.approx(vector["expected"]["y"], abs=vector["tol"])


@pytest.mark.parametrize(
    ("value", "median", "expected"),
    [
        (100.0, 100.0, 1.0),
        (225.0, 100.0, 1.5),
        (1e9, 1.0, 2.0),
        (0.0, 100.0, 0.5),
        (-5.0, 100.0, 0.5),
        (None, 100.0, 1.0),
        (100.0, None, 1.0),
        (100.0, 0.0, 1.0),
    ],
)
def test_stake_is_the_clipped_root_of_the_ratio(value, median, expected):
    assert stake(value, median) == expected


def test_weight_multiplies_stake_severity_and_quality():
    assert weight(stake=0.5, severity="critical", quality="counterpart_confirmed") == pytest.approx(1.8)
    assert weight(quality="self_declared") == 0.4


@settings(max_examples=100, deadline=None)
@given(st.integers(-50, 50), st.integers(0, 50), st.integers(1, 60))
def test_partial_never_grows_with_the_days(days, more, full_zero_days):
    assert 0 <= partial(days + more, full_zero_days) <= partial(days, full_zero_days) <= 1
