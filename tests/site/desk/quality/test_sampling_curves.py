"""What plans let through, on the sampling page and over the API, against sums made here."""

import numpy as np
import pytest
from scipy.stats import hypergeom


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
