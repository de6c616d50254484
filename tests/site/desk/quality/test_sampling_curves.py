"""What plans let through, on the sampling page and over the API, against sums made here."""

import json
import re

import numpy as np
import pytest
from django.utils.translation import override
from scipy.stats import binom, hypergeom

from tests.site.desk.quality.test_sampling import LOT, page
from troth_site.desk.quality.sampling_forms import STATES
from troth_site.templatetags.troth_inspections import STAGES

REDUCED = {"lot": "100", "state": "reduced", "edition": "mil-std-105e", "critical": "", "minor": ""}


def test_curve_of_reduced_inspection_counts_in_what_passes_between_the_two_numbers(cast):
    shown = page(cast, **LOT | REDUCED)
    assert "A lot with 40.6 % bad units still passes one time in ten." in shown
    chart = json.loads(re.search(r'<script id="curve-units"[^>]*>(.*?)</script>', shown)[1])
    for point in (each for each in chart["data"]["values"] if each["kind"] == "Major"):
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


def test_page_says_what_sorting_costs_and_what_switching_lets_through(cast):
    shown = page(cast, **LOT | {"lot": "3200", "critical": "", "minor": ""})
    assert (
        "Where a refused lot is sorted whole, on average 167 of its units are looked at in lots as bad as the AQL, and "
        "2,893 in lots of which one in ten passes."
    ) in shown
    assert "lots with 7.3 % bad units pass one time in ten, and with 3.11 % 95 times in a hundred." in shown
    counted = page(cast, **LOT | {"lot": "3200", "critical": "", "minor": "", "major": "40", "counting": "defects"})
    assert "lots with 77.4 defects per 100 units pass one time in ten, and with 45.87 95 times" in counted
    assert "sorted whole" not in page(cast, **LOT | {"lot": "8", "critical": "", "minor": "", "major": "0.65"})


def test_page_says_and_draws_what_two_samples_let_through(cast):
    told = {"lot": "3200", "critical": "", "minor": "", "edition": "mil-std-105e"}
    shown = page(cast, **LOT | told)
    assert (
        "in both together. A lot with 8.7 % bad units still passes one time in ten. On average 91 units are looked at "
        "in lots as bad as the AQL, and 121 at most."
    ) in shown
    chart = json.loads(re.search(r'<script id="curve-units"[^>]*>(.*?)</script>', shown)[1])
    drawn = [each for each in chart["data"]["values"] if each["kind"] == "Major, in two samples"]
    first = binom(80, [each["bad"] for each in drawn])
    in_doubt = sum(first.pmf(one) * binom.cdf(8 - one, 80, [each["bad"] for each in drawn]) for one in (4, 5, 6))
    assert [each["passes"] for each in drawn] == pytest.approx(list(first.cdf(3) + in_doubt))


def test_programs_get_what_plans_let_through(cast):
    browser = cast.browser(cast.ana)
    plan = browser.get("/api/v1/sampling/plan/3200/2.5").json()
    assert plan["curve"]["p10"] == pytest.approx(0.0924, abs=1e-4)
    assert plan["sorted"] == {"at_aql": pytest.approx(166.9, abs=0.1), "at_p10": pytest.approx(2892.5)}
    assert plan["scheme"] == pytest.approx({"p95": 0.0311, "p50": 0.0469, "p10": 0.0729}, abs=1e-4)
    assert "still passes one time in ten" in plan["sentence"]
    double = browser.get("/api/v1/sampling/double/3200/2.5").json()
    assert double["curve"] == pytest.approx({"p95": 0.0306, "p50": 0.0572, "p10": 0.0875}, abs=1e-4)
    assert double["average_sample"] == pytest.approx({"at_aql": 90.93, "most": 120.9, "most_at": 0.0615}, abs=0.01)
    assert "still passes one time in ten" in double["sentence"]
    whole = browser.get("/api/v1/sampling/plan/8/0.65").json()
    assert (whole["curve"], whole["sorted"], whole["scheme"]) == (None, None, None)


def test_chinese_names_the_three_states_as_its_standard_does():
    # GB/T 2828.1: 正常检验, 加严检验, 放宽检验; 一般 names the general inspection levels.
    with override("zh-hans"):
        assert [str(label) for _state, label in STATES] == ["正常", "加严", "放宽"]
        assert [str(STAGES[state]) for state, _label in STATES] == ["正常", "加严", "放宽"]
