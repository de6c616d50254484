import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.defect_kpi import DatedLot, defect_kpi, effect_on_defects, target_of, window
from troth.quality.defect_rates import LotSample, Source

TODAY = date(2026, 6, 1)


def lot(days_ago, looked_at, bad, *, units=10_000):
    sample = LotSample(lot=units, looked_at=looked_at, nonconforming=bad)
    return DatedLot(on=TODAY - timedelta(days=days_ago), sample=sample)


def judged(*lots, target=0.01):
    return defect_kpi(lots, source=Source.FINAL, target=target, as_of=TODAY)


@pytest.mark.parametrize(
    ("lots", "state"),
    [
        ([], "no data"),
        ([lot(3, 4, 0)], "insufficient"),
        ([lot(3, 200, 2)], "ok"),
        ([lot(3, 80, 1)], "watch"),
        ([lot(3, 200, 5)], "watch"),
        ([lot(3, 80, 3)], "alarm"),
    ],
)
def test_states_follow_the_exact_test(lots, state):
    assert judged(*lots).state == state


def test_below_the_target_is_claimed_only_where_shown():
    assert not judged(lot(3, 315, 0)).is_shown
    assert judged(lot(3, 315, 0), lot(9, 315, 0)).is_shown
    assert not judged().is_shown


def test_a_year_or_fifty_lots_whichever_is_more():
    old = [lot(400 + day, 50, 1) for day in range(60)]
    found = judged(*old, lot(10, 50, 0))
    assert found.rate.lots == 50
    assert found.window_from == TODAY - timedelta(days=400 + 48)
    busy = [lot(day, 50, 0) for day in range(80)]
    assert judged(*busy, *old).rate.lots == 80


def test_the_window_names_the_lots_that_count():
    days = [TODAY - timedelta(days=ago) for ago in (3, -1, 700, 20)]
    assert window(days, as_of=TODAY) == (2, 3, 0)
    busy = [TODAY - timedelta(days=1)] * 60
    assert window([*busy, *days], as_of=TODAY) == (63, 60, *range(60))


def test_many_small_good_lots_do_not_hide_a_large_bad_one():
    found = judged(*[lot(20 + day, 100, 0, units=110) for day in range(12)], lot(3, 200, 5, units=60_000))
    assert (found.state, found.is_shown) == ("watch", False)
    assert found.rate.interval.low < found.rate.rate < found.rate.interval.high
    assert found.p_value > 0.025


def test_what_lies_ahead_is_not_known_yet():
    assert judged(lot(-1, 50, 5)).state == "no data"
    assert math.isnan(judged(lot(-1, 50, 5)).p_value)


@given(st.integers(5, 500), st.data())
def test_one_more_bad_unit_never_makes_it_better(looked_at, data):
    bad = data.draw(st.integers(0, looked_at - 1))
    order = ["ok", "watch", "alarm"]
    states = [order.index(judged(lot(3, looked_at, n)).state) for n in (bad, bad + 1)]
    assert states == sorted(states)


def test_what_two_sides_agreed_stands_above_the_category():
    assert [target_of("electronics"), target_of("electronics", agreed=0.002), target_of("")] == [0.005, 0.002, 0.01]


def effect(*bad, before=(20, 400)):
    since = [lot(9 - at, 80, found) for at, found in enumerate(bad)]
    return effect_on_defects(since, before=before[0] / before[1], target=0.01)


def test_an_action_on_defects_is_judged_on_five_lots_and_no_fewer():
    assert effect(0, 0, 0, 0).verdict == "not yet"
    found = effect(0, 1, 0, 0, 0)
    assert (found.verdict, found.rate.lots, found.rate.looked_at, found.rate.nonconforming) == ("worked", 5, 400, 1)
    assert effect(0, 1, 0, 0, 0, 80).rate.nonconforming == 1


def test_an_action_is_judged_by_what_lots_hold_as_the_rate_is():
    small = [lot(9 - at, 100, 0, units=110) for at in range(4)]
    found = effect_on_defects([*small, lot(1, 200, 5, units=60_000)], before=0.02, target=0.01)
    assert (found.verdict, found.rate.rate > 0.02) == ("did not work", True)


def test_an_action_that_only_lowered_a_rate_far_above_target_did_not_work():
    assert effect(3, 3, 3, 3, 3).verdict == "did not work"


def test_an_action_after_which_it_is_no_better_did_not_work():
    assert effect(1, 1, 1, 0, 0, before=(2, 400)).verdict == "did not work"
