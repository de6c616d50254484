from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given

from tests.library.trust.forecast_made import fits, law, made_events, seeds
from troth.trust.day_counts import counts_by_day
from troth.trust.forecast_evidence import Evidence, evidence_by_day, evidence_of
from troth.trust.forecast_model import Counts, Fit
from troth.trust.tallies import Tallies, day_of

FIT = Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=0.5)


def tallies_of(events):
    nothing = np.zeros(len(events.due))
    return Tallies.from_columns(
        {
            "group": events.partner, "happened": events.due, "known": events.known, "lines": nothing + 1,
            "kept": events.kept, "excused": nothing, "kept_weight": nothing, "broken_weight": nothing,
            "excused_weight": nothing, "light_weight": nothing,
        }
    )  # fmt: skip


@law
@given(seed=seeds, fit=fits)
def test_counts_by_day_hold_the_evidence_of_the_lines(seed, fit):
    events, as_of = made_events(60, partners=3, seed=seed), 950

    counts = counts_by_day(tallies_of(events), groups=4, as_of=day_of(as_of))

    found = evidence_by_day(counts, as_of_day=as_of, fit=fit)
    wanted = evidence_of(events.counts(), groups=4, as_of_day=as_of, fit=fit)
    for field in fields(Evidence):
        assert getattr(found, field.name).tolist() == pytest.approx(getattr(wanted, field.name).tolist(), abs=1e-9)


def test_what_is_due_after_the_day_is_no_evidence_yet():
    early, late = date(2026, 3, 2), date(2026, 3, 9)
    rows = [(0, early, early, 1, 1, 0, 0, 0, 0, 0), (0, late, early, 1, 0, 0, 0, 0, 0, 0)]
    counts = counts_by_day(Tallies.from_tuples(rows), groups=1, as_of=early)

    found = evidence_by_day(counts, as_of_day=int(counts.happened[0]), fit=FIT)

    assert (found.ever_kept.tolist(), found.ever_broken.tolist()) == ([1.0], [0.0])


def test_four_lines_of_one_day_count_as_two_where_they_crowd():
    rows = Counts.of(days=([1], [0], [0]), lines=[4], kept=[4])

    found = evidence_of(rows, groups=2, as_of_day=10_000, fit=FIT)

    assert found.ever_kept.tolist() == [0.0, 2.0]
