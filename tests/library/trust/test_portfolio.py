from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import days, histories
from troth.commitments.outcomes import SIDES, rows_of_versions
from troth.trust.delays import consistent_delays
from troth.trust.forecast import Counts, Fit, predict_from_counts
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.portfolio import judge_portfolio
from troth.trust.tallies import Tallies, day_number

AS_OF = date(2026, 3, 2)
FITS = {
    "factory": Fit(half_life_days=90, lag_half_life_days=14, strength=2, crowding=0.75),
    "buyer": Fit(half_life_days=180, lag_half_life_days=7, strength=4, crowding=1),
}


def tallies_of(groups):
    return Tallies.from_groups(
        [row for versions in history for row in rows_of_versions(versions)] for history in groups
    )


def alone(tallies, side, as_of):
    mine = tallies.as_of(as_of).where(tallies.as_of(as_of).group % 2 == SIDES.index(side))
    rows = Counts.of(days=(mine.group // 2, mine.happened, mine.known), lines=mine.lines, kept=mine.kept)
    return predict_from_counts(rows, groups=2, as_of_day=day_number(as_of), fit=FITS[side])


@settings(max_examples=25, deadline=None)
@given(st.lists(histories, min_size=4, max_size=4), days)
def test_all_at_once_is_what_each_is_alone(groups, as_of):
    tallies = tallies_of(groups)

    found = judge_portfolio(tallies, partners=2, as_of=as_of, policy=DEFAULT_POLICY, fits=FITS)

    wanted = judge(tallies, groups=4, as_of=as_of, policy=DEFAULT_POLICY.of("delivery"))
    for part in ("kpis", "standings"):
        ours, each = getattr(found.judgements, part), getattr(wanted, part)
        for field in fields(each):
            np.testing.assert_array_equal(getattr(ours, field.name), getattr(each, field.name), err_msg=field.name)
    assert found.flags == consistent_delays(tallies, groups=4, as_of=as_of, policy=DEFAULT_POLICY)
    for side in SIDES:
        assert found.forecasts[side].tolist() == pytest.approx(alone(tallies, side, as_of).tolist(), abs=1e-12)


def test_portfolio_without_rows_has_no_data_and_the_level_of_nothing():
    nothing = Tallies.from_tuples([])

    found = judge_portfolio(nothing, partners=3, as_of=AS_OF, policy=DEFAULT_POLICY, fits=FITS)

    assert [row.state for row in found.judgements.rows()] == ["no data"] * 6
    assert found.forecasts["buyer"].tolist() == [0.5, 0.5, 0.5]
    assert found.flags == {}


def test_side_nobody_fitted_is_not_forecast():
    nothing = Tallies.from_tuples([])

    found = judge_portfolio(nothing, partners=1, as_of=AS_OF, policy=DEFAULT_POLICY, fits={"buyer": FITS["buyer"]})

    assert set(found.forecasts) == {"buyer"}
