import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.forecast_made import WAREHOUSE, made_events, real_events, real_lines, with_changes
from troth.trust.backtest import TooFewLinesError, average, backtest, base_rate, twelve_months, walk_forward
from troth.trust.forecast import fit, predict
from troth.trust.forecast_walk import Questions

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture(scope="module")
def rows():
    return real_lines()


@pytest.fixture(scope="module")
def whole(rows):
    return backtest(real_events(rows))


@pytest.mark.shared
def test_the_forecast_beats_the_plain_average_on_the_real_history(whole):
    assert whole.scored == 9824
    assert whole.forecast.log_loss <= 0.90 * whole.average.log_loss
    assert whole.forecast.ece <= 0.03
    assert whole.forecast.auc >= 0.77


@pytest.mark.shared
def test_the_forecast_is_better_than_every_rival_on_the_real_history(whole):
    rivals = (whole.average, whole.twelve_months, whole.base_rate)
    assert whole.forecast.log_loss < min(rival.log_loss for rival in rivals)
    assert whole.forecast.brier < min(rival.brier for rival in rivals)
    assert whole.forecast.auc > max(rival.auc for rival in rivals)


@pytest.mark.shared
def test_the_forecast_beats_its_rivals_without_the_warehouse_too(rows):
    found = backtest(real_events(rows[rows["Vendor"] != WAREHOUSE]))

    assert found.scored == 10324 - 5404 - 500
    assert found.forecast.log_loss < min(found.average.log_loss, found.twelve_months.log_loss)


@pytest.mark.shared
def test_the_rivals_equal_a_plain_computation_on_the_real_history(rows, whole):
    events = real_events(rows)
    frame = pd.DataFrame(
        {name: getattr(events, name) for name in ("partner", "due", "known", "kept")},
    ).sort_values("due", kind="stable", ignore_index=True)
    scored = frame.iloc[500:]
    losses = {"base_rate": [], "average": [], "twelve_months": []}
    for (partner, due), lines in scored.groupby(["partner", "due"]):
        known = frame[frame["known"] <= due - 30]
        own = known[known["partner"] == partner]
        year = own[own["due"] > due - 30 - 365]
        chances = {"base_rate": known["kept"], "average": own["kept"], "twelve_months": year["kept"]}
        for name, seen in chances.items():
            chance = np.clip(seen.mean() if len(seen) else 1.0, 0.01, 0.99)
            losses[name].extend(-np.log(np.where(lines["kept"] == 1, chance, 1 - chance)))

    expected = {name: np.mean(values) for name, values in losses.items()}
    assert {name: getattr(whole, name).log_loss for name in losses} == pytest.approx(expected, abs=1e-12)


def test_backtest_says_how_many_lines_it_needs():
    with pytest.raises(TooFewLinesError, match="There are 40 lines; more than 500 are needed"):
        backtest(made_events(40))


def test_backtest_is_plain_json_and_the_same_every_time():
    first, second = backtest(made_events(), train_only=100), backtest(made_events(), train_only=100)

    assert json.loads(json.dumps(first.as_dict())) == json.loads(json.dumps(second.as_dict()))
    assert set(first.as_dict()) >= {"scored", "forecast", "average", "twelve_months", "base_rate", "fitted"}


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000), cut=st.integers(400, 800))
def test_what_was_not_yet_known_changes_no_forecast(seed, cut):
    events = made_events(seed=seed)
    later = events.known > cut
    other = with_changes(
        events,
        kept=np.where(later, 1 - events.kept, events.kept),
        known=np.where(later, events.known + 17, events.known),
    )

    before, after = walk_forward(events, train_only=100), walk_forward(other, train_only=100)

    early = events.due[before.order] - 30 <= cut
    assert early.any()
    assert after.forecast[early].tolist() == pytest.approx(before.forecast[early].tolist(), abs=1e-12)


def test_every_forecast_uses_what_was_fitted_on_the_record_of_an_earlier_day():
    events = made_events()
    walked = walk_forward(events, train_only=300)
    day = events.due[walked.order[0]] - 30
    seen = events.where(events.known <= day)

    first = predict(seen, partners=8, as_of_day=int(day), fit=fit(seen))

    assert walked.forecast[0] == pytest.approx(first[events.partner[walked.order[0]]], abs=1e-12)


def test_rivals_take_no_data_for_a_hundred_percent():
    events = made_events(20)
    nobody = Questions(group=np.array([99]), day=np.array([500]))

    assert average(events, nobody).tolist() == [1.0]
    assert twelve_months(events, nobody).tolist() == [1.0]
    assert base_rate(events, Questions(group=np.array([0]), day=np.array([-1]))).tolist() == [1.0]
