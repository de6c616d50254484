"""Judgement of a real delivery history, held against pandas written straight from the file."""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from tests.library.trust.forecast_made import real_lines
from troth.commitments.outcomes import Outcome
from troth.trust.delays import consistent_delays
from troth.trust.explanation import explain
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.replay import ScoredEntry
from troth.trust.tallies import Tallies, increments

pytestmark = pytest.mark.shared

DELIVERY = DEFAULT_POLICY.of("delivery")
DAYS = ("Scheduled Delivery Date", "Delivered to Client Date", "Delivery Recorded Date")


@cache
def lines():
    frame = real_lines()
    due, delivered, recorded = (pd.to_datetime(frame[name], format="%d-%b-%y") for name in DAYS)
    known = np.maximum(delivered, recorded)
    return pd.DataFrame({"vendor": frame["Vendor"], "due": due, "known": known, "kept": delivered <= due})


def outcome_of(line):
    due, known = line.due.date(), line.known.date()
    return Outcome(
        recorded_on=known,
        counted_on=due,
        counted_from=known,
        lines=1,
        kept=int(line.kept),
        excused=0,
        scored_on=known,
        scored_from=known,
        kept_weight=0.6 * line.kept,
        broken_weight=0.6 * (not line.kept),
        excused_weight=0.0,
    )


@cache
def judged_vendors():
    outcomes = [(line.vendor, outcome_of(line)) for line in lines().itertuples()]
    vendors = sorted({vendor for vendor, _ in outcomes})
    rows = {vendor: [] for vendor in vendors}
    for vendor, outcome in outcomes:
        rows[vendor] += increments(None, outcome)
    return vendors, Tallies.from_groups(rows[vendor] for vendor in vendors), outcomes


@pytest.mark.parametrize("as_of", [date(2009, 12, 31), date(2013, 6, 30), date(2016, 1, 1)])
def test_counts_of_each_vendor_equal_pandas(as_of):
    vendors, tallies, _ = judged_vendors()
    known = lines()[lines()["known"] <= pd.Timestamp(as_of)]
    expected = known.groupby("vendor")["kept"].agg(["size", "sum"]).reindex(vendors, fill_value=0)

    found = judge(tallies, groups=len(vendors), as_of=as_of, policy=DELIVERY)

    assert found.kpis.n.tolist() == expected["size"].tolist()
    assert found.kpis.kept.tolist() == expected["sum"].tolist()


@pytest.mark.parametrize("as_of", [date(2009, 12, 31), date(2013, 6, 30), date(2016, 1, 1)])
def test_windows_of_each_vendor_equal_pandas(as_of):
    vendors, tallies, _ = judged_vendors()
    day = pd.Timestamp(as_of)
    known = lines()[(lines()["known"] <= day) & (lines()["due"] <= day)]

    found = judge(tallies, groups=len(vendors), as_of=as_of, policy=DELIVERY)

    for group, vendor in enumerate(vendors):
        own = known[known["vendor"] == vendor].sort_values("due")
        window = own[own["due"] > day - pd.DateOffset(years=1)]
        if len(window) < 50 and len(own) > len(window):
            window = own[own["due"] >= own["due"].iloc[-50:].min()]
        assert (found.kpis.window_n[group], found.kpis.window_kept[group]) == (len(window), window["kept"].sum())


def test_explanation_of_the_busiest_vendor_adds_up_to_its_standing():
    vendors, tallies, outcomes = judged_vendors()
    busiest = max(vendors, key=lambda name: sum(vendor == name for vendor, _ in outcomes))
    own = [
        ScoredEntry(entry=str(at), commitment=str(at), outcome=outcome)
        for at, (vendor, outcome) in enumerate(outcomes)
        if vendor == busiest
    ]
    as_of = date(2016, 1, 1)

    found = explain(own, as_of=as_of, policy=DELIVERY)
    standing = judge(tallies, groups=len(vendors), as_of=as_of, policy=DELIVERY).of(vendors.index(busiest)).standing

    assert found.score == pytest.approx(standing, abs=1e-9)
    assert found.start + sum(step.step for step in found.steps) == pytest.approx(standing, abs=1e-9)


def test_consistent_delays_are_raised_for_a_few_vendors_and_never_twice_at_once():
    vendors, tallies, _ = judged_vendors()

    found = consistent_delays(tallies, groups=len(vendors), as_of=date(2015, 9, 30), policy=DEFAULT_POLICY)

    assert 0 < len(found) < len(vendors) / 3
    assert all(sum(flag.is_open for flag in flags) <= 1 for flags in found.values())
