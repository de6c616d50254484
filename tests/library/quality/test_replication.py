import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from troth.quality.replication import (
    Goods,
    Origin,
    TooFewReadings,
    named_once,
    origin_findings,
    rate_finding,
    readings_finding,
    replicated,
    shift,
)

READINGS = st.lists(st.floats(-50, 50), min_size=3, max_size=20)


@given(READINGS, READINGS)
def test_shift_is_tested_as_welch_does(first, bulk):
    # Where the spread is nothing beside the readings, scipy itself warns that its answer is not to be relied on.
    largest = max(map(abs, first + bulk))
    assume(largest > 1e-3 and min(np.std(first), np.std(bulk)) > 1e-6 * largest)

    assert shift(first, bulk).p_value == pytest.approx(ttest_ind(first, bulk, equal_var=False).pvalue, abs=1e-9)


def test_a_shift_of_one_and_a_half_deviations_is_seen_and_the_same_process_seldom():
    draws = np.random.default_rng(20260302)
    seen = [
        readings_finding("Length", shift(draws.normal(0, 1, 15).tolist(), draws.normal(moved, 1, 30).tolist()))
        for moved in [1.5] * 200 + [0.0] * 200
    ]
    assert sum(found is not None for found in seen[:200]) >= 190
    assert sum(found is not None for found in seen[200:]) <= 16


def test_a_shift_too_small_to_matter_is_no_finding():
    draws = np.random.default_rng(7)
    found = shift(draws.normal(0, 1, 4000).tolist(), draws.normal(0.2, 1, 4000).tolist())
    assert found.p_value < 0.05
    assert readings_finding("Length", found) is None


def test_finding_tells_both_means():
    found = readings_finding("Length", shift([10.0, 10.1, 9.9], [10.5, 10.6, 10.4]))
    assert found.sentence() == "Length was 10.0 in the approved sample and is 10.5 in bulk."


def test_readings_without_spread_are_the_same_or_not():
    assert shift([5, 5, 5], [5, 5, 5]).p_value == 1.0
    assert readings_finding("Width", shift([5, 5, 5], [6, 6, 6])) is not None


def test_worse_bulk_is_named_and_better_is_not():
    assert rate_finding(bad_first=0, units_first=200, bad_bulk=12, units_bulk=200).code == "replication.worse"
    assert rate_finding(bad_first=12, units_first=200, bad_bulk=0, units_bulk=200) is None


def test_only_what_both_say_of_the_origin_is_compared():
    first = Origin(site="Dongguan", line="Line 2", suppliers=frozenset({"Hongfa Dyeing"}))
    bulk = Origin(site="Dongguan", line="Line 4", suppliers=frozenset({"Hongfa Dyeing", "Lida Print"}))
    assert [found.code for found in origin_findings(first, bulk)] == [
        "replication.other-line",
        "replication.other-supplier",
    ]
    assert origin_findings(Origin(), bulk) == ()
    assert origin_findings(first, Origin()) == ()


def test_case_width_and_spaces_make_no_other_line_and_no_other_supplier():
    first = Origin(line="Line 2", suppliers=frozenset({"Hongfa Dyeing"}))
    bulk = Origin(line="ＬＩＮＥ  2", suppliers=frozenset({"hongfa  dyeing", "LIDA Print", "Lida print"}))
    assert [(found.code, found.params) for found in origin_findings(first, bulk)] == [
        ("replication.other-supplier", {"new": "LIDA Print"})
    ]


def test_names_stand_once_as_they_were_first_written():
    assert named_once(["Yih Zippers ", " \t", "YIH  ZIPPERS", "永發染廠", "Aco"]) == (
        "Yih Zippers",
        "永發染廠",
        "Aco",
    )


def test_few_readings_are_refused():
    with pytest.raises(TooFewReadings):
        shift([1, 2], [1, 2, 3])


def test_bulk_is_compared_in_everything_both_tell():
    first = Goods(
        readings={"Width": [10.0, 10.1, 9.9], "Only first": [1, 2, 3]}, bad=0, units=80, origin=Origin(site="A")
    )
    bulk = Goods(readings={"Width": [10.6, 10.7, 10.5], "Few": [1, 2]}, bad=12, units=200, origin=Origin(site="B"))

    found = replicated(first, bulk)

    assert [(each.name, each.first, each.bulk) for each in found.properties] == [
        ("Few", 0, 2), ("Only first", 3, 0), ("Width", 3, 3),
    ]  # fmt: skip
    assert [each.finding and each.finding.code for each in found.properties] == [None, None, "replication.shifted"]
    assert [finding.code for finding in found.findings] == ["replication.other-site", "replication.worse"]


def test_many_properties_of_one_process_seldom_raise_anything():
    draws, raised = np.random.default_rng(7), 0
    for _each in range(100):
        first, bulk = ({f"P{at}": draws.normal(0, 1, 10).tolist() for at in range(12)} for _half in range(2))
        raised += any(each.finding for each in replicated(Goods(readings=first), Goods(readings=bulk)).properties)
    assert raised <= 12


def test_without_counts_nothing_is_said_of_rates():
    assert replicated(Goods(readings={}, bad=0, units=0), Goods(readings={}, bad=9, units=9)).findings == ()
