"""What plans let through, on the sampling page and over the API, against sums made here."""

import json
import re

import numpy as np
import pytest
from scipy.stats import binom, hypergeom

from tests.site.desk.quality.test_sampling import LOT, page

REDUCED = {"lot": "100", "state": "reduced", "edition": "mil-std-105e", "critical": "", "minor": ""}


def test_curve_of_reduced_inspection_counts_in_what_passes_between_the_two_numbers(cast):
    shown = page(cast, **LOT | REDUCED)
    assert "A lot with 40.6 % bad units still passes one time in ten." in shown
    chart = json.loads(re.search(r'<script id="curve-units"[^>]*>(.*?)</script>', shown)[1])
    for point in chart["data"]["values"]:
        assert point["passes"] == pytest.approx(binom.cdf(1, 8, point["bad"]))


def test_programs_get_the_curve_of_the_lot_at_hand_in_every_point(cast):
    curve = cast.browser(cast.ana).get("/api/v1/sampling/curve/50/3?p=0.1&lot=60").json()
    bad = np.arange(61)
    passes = hypergeom.cdf(3, 60, bad, 50)
    assert [curve[name] for name in ("p95", "p50", "p10")] == [
        bad[passes >= chance].max() / 60 for chance in (0.95, 0.5, 0.1)
    ]
    shown = np.arange(4)
    goes_out = [((units - shown) * hypergeom.pmf(shown, 60, units, 50)).sum() / 60 for units in bad]
    assert curve["aoql"] == pytest.approx(max(goes_out), abs=1e-9)
