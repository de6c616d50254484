"""Judgement against a slow reference written from the definitions, and its laws."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta as beta_distribution
from scipy.stats import binom

from tests.library.trust.tallies_made import days, histories, make_outcome
from troth.commitments.outcomes import rows_of_versions
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

DELIVERY = DEFAULT_POLICY.of("delivery")


def tallies_of(*groups):
    return Tallies.from_groups([[row for versions in group for row in rows_of_versions(versions)] for group in groups])


def judged(history, *, as_of, policy=DELIVERY, **period):
    return judge(tallies_of(history), groups=1, as_of=as_of, policy=policy, **period).of(0)


def year_before(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def lines_by_day(history, as_of):
    by_day = defaultdict(lambda: [0, 0, 0])
    for versions in history:
        for row in rows_of_versions(versions):
            if row.known_on <= as_of:
                for at, measure in enumerate((row.lines, row.kept, row.excused)):
                    by_day[row.happened_on][at] += measure
    return by_day


def window_by_hand(by_day, as_of, wanted):
    opens = year_before(as_of) + timedelta(days=1)
    due = sorted((day for day in by_day if day <= as_of and by_day[day][0]), reverse=True)
    n = kept = 0
    for day in due:
        if day < opens and n >= wanted:
            break
        n, kept, opens = n + by_day[day][0], kept + by_day[day][1], min(opens, day)
    return opens, n, kept


def aged(history, as_of, measure, half_life):
    return sum(
        getattr(row, measure) * 2 ** (-max((as_of - row.happened_on).days, 0) / half_life)
        for versions in history
        for row in rows_of_versions(versions)
        if row.known_on <= as_of
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(histories, min_size=1, max_size=4), days, st.integers(1, 6))
def test_judge_equals_the_definitions(portfolio, as_of, wanted):
    policy = replace(DELIVERY, window_lines=wanted, window_months=12)

    judgements = judge(tallies_of(*portfolio), groups=len(portfolio), as_of=as_of, policy=policy)

    for group, history in enumerate(portfolio):
        found, by_day = judgements.of(group), lines_by_day(history, as_of)
        assert (found.n, found.kept, found.excused) == tuple(sum(d[at] for d in by_day.values()) for at in range(3))
        assert (found.window_from, found.window_n, found.window_kept) == window_by_hand(by_day, as_of, wanted)
        assert found.last_on == max((day for day, sums in by_day.items() if sums[0]), default=None)
        kept, light = aged(history, as_of, "kept_weight", 365), aged(history, as_of, "light_weight", 365)
        r = (kept - light) + min(light, 0.25 * (kept - light))
        s = 2 * aged(history, as_of, "broken_weight", 730)
        assert (found.r, found.s) == pytest.approx((r, s), abs=1e-9)
        assert found.standing == pytest.approx(100 * beta_distribution.ppf(0.05, 1 + found.r, 1 + found.s), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(histories, days)
def test_judge_counts_each_month_of_the_last_two_years(history, as_of):
    by_day = lines_by_day(history, as_of)
    running = as_of.year * 12 + as_of.month - 1
    expected_n, expected_kept = [0] * 24, [0] * 24
    for day, (n, kept, _) in by_day.items():
        back = running - (day.year * 12 + day.month - 1)
        if day <= as_of and back < 24:
            expected_n[23 - back] += n
            expected_kept[23 - back] += kept

    found = judged(history, as_of=as_of)

    assert (list(found.monthly_n), list(found.monthly_kept)) == (expected_n, expected_kept)


@settings(max_examples=40, deadline=None)
@given(histories, histories, days)
def test_judge_swaps_the_numbers_exactly_when_the_sides_are_swapped(ours, theirs, as_of):
    one = judge(tallies_of(ours, theirs), groups=2, as_of=as_of, policy=DELIVERY)
    other = judge(tallies_of(theirs, ours), groups=2, as_of=as_of, policy=DELIVERY)

    assert (one.of(0), one.of(1)) == (other.of(1), other.of(0))


@settings(max_examples=40, deadline=None)
@given(histories, days)
def test_judge_gives_the_same_numbers_for_rows_in_any_order(history, as_of):
    tallies = tallies_of(history)
    backwards = tallies.where(np.arange(len(tallies))[::-1])

    found = judge(tallies, groups=1, as_of=as_of, policy=DELIVERY).of(0)
    replayed = judge(backwards, groups=1, as_of=as_of, policy=DELIVERY).of(0)

    assert replayed.standing == pytest.approx(found.standing, abs=1e-9)
    assert (replayed.n, replayed.kept, replayed.state) == (found.n, found.kept, found.state)


@settings(max_examples=40, deadline=None)
@given(histories, days, days)
def test_judge_adds_up_over_a_period_cut_in_two(history, as_of, cut):
    whole = judged(history, as_of=as_of)
    before, after = judged(history, as_of=as_of, counted_to=cut), judged(history, as_of=as_of, counted_from=cut)

    assert before.n + after.n == whole.n
    assert before.kept + after.kept == whole.kept
    assert (before.standing, before.window_n) == (whole.standing, whole.window_n)


@settings(max_examples=40, deadline=None)
@given(histories, days, st.floats(0.1, 16))
def test_standing_never_falls_by_one_more_kept(history, as_of, weight):
    more = [*history, [make_outcome(due=as_of, weight=weight)]]

    assert judged(more, as_of=as_of).standing >= judged(history, as_of=as_of).standing - 1e-9


@settings(max_examples=40, deadline=None)
@given(histories, days, st.floats(0.1, 16))
def test_standing_never_falls_by_an_excused_entry(history, as_of, weight):
    excused = make_outcome(
        due=as_of, kept_weight=0.0, broken_weight=0.0, excused_weight=weight, lines=0, kept=0, excused=1
    )

    assert judged([*history, [excused]], as_of=as_of).standing == judged(history, as_of=as_of).standing


@settings(max_examples=40, deadline=None)
@given(histories, days)
def test_a_superseded_version_leaves_no_trace_after_it(history, as_of):
    last_only = [[versions[-1]] for versions in history]
    later = max([as_of, *(version.recorded_on for versions in history for version in versions)])

    found, alone = judged(history, as_of=later), judged(last_only, as_of=later)

    assert (found.n, found.kept, found.excused, found.last_on) == (alone.n, alone.kept, alone.excused, alone.last_on)
    assert found.standing == pytest.approx(alone.standing, abs=1e-9)


def test_a_contract_signed_without_outcome_adds_nothing():
    assert judged([], as_of=date(2026, 1, 1)).standing == 5.0


def test_no_data_is_a_state_of_its_own():
    found = judged([], as_of=date(2026, 1, 1))

    assert (found.state, found.n, found.rate, found.low, found.p_value, found.last_on) == (
        "no data", 0, None, None, None, None,
    )  # fmt: skip
    assert found.uncertainty == 1.0


@pytest.mark.parametrize(
    ("kept", "n", "state"),
    [
        (0, 4, "insufficient"),
        (4, 4, "insufficient"),
        (5, 5, "ok"),
        (3, 5, "alarm"),
        (4, 5, "watch"),
        (19, 20, "ok"),
        (16, 20, "alarm"),
        (17, 20, "watch"),
        (9, 10, "watch"),
        (44, 50, "alarm"),
        (47, 50, "watch"),
    ],
)
def test_state_follows_the_exact_test(kept, n, state):
    day = date(2025, 3, 3)
    history = [[make_outcome(due=day, kept=at < kept)] for at in range(n)]

    found = judged(history, as_of=day)

    assert found.state == state
    if n >= 5:
        assert found.p_value == pytest.approx(binom.cdf(kept, n, 0.95), abs=1e-12)


def test_interval_of_47_of_50_is_84_to_98_percent():
    day = date(2025, 3, 3)
    found = judged([[make_outcome(due=day, kept=at < 47)] for at in range(50)], as_of=day)

    assert (round(found.low, 2), round(found.high, 2)) == (0.84, 0.98)


def test_window_holds_a_whole_day_even_beyond_fifty_lines():
    old, new = date(2022, 3, 3), date(2025, 3, 3)
    history = [[make_outcome(due=old)] for _ in range(30)] + [[make_outcome(due=new)] for _ in range(30)]

    found = judged(history, as_of=new)

    assert (found.window_n, found.window_from) == (60, old)


def test_window_is_the_last_year_where_that_holds_more_than_fifty_lines():
    old, new = date(2022, 3, 3), date(2025, 3, 3)
    history = [[make_outcome(due=old)] for _ in range(30)] + [[make_outcome(due=new)] for _ in range(50)]

    found = judged(history, as_of=new)

    assert (found.window_n, found.window_from, found.n) == (50, date(2024, 3, 4), 80)


def test_window_is_not_opened_by_a_day_on_which_all_was_excused():
    excused = make_outcome(due=date(2022, 3, 3), kept=False, broken_weight=0.0, lines=0, excused=1)

    assert judged([[excused]], as_of=date(2025, 3, 3)).window_from == date(2024, 3, 4)


def test_window_of_a_leap_day_reaches_back_to_the_first_of_march():
    assert judged([], as_of=date(2024, 2, 29)).window_from == date(2023, 3, 1)


def test_a_line_delivered_before_its_future_due_day_counts_but_not_yet_in_the_window():
    early = make_outcome(due=date(2025, 6, 1), recorded_on=date(2025, 3, 3), counted_from=date(2025, 3, 3))

    found = judged([[early]], as_of=date(2025, 3, 3))

    assert (found.n, found.window_n) == (1, 0)


def test_evidence_of_a_later_day_has_age_zero():
    early = make_outcome(due=date(2025, 6, 1), scored_from=date(2025, 3, 3), weight=2.0)

    assert judged([[early]], as_of=date(2025, 3, 3)).r == 2.0


def test_a_contested_entry_counts_half_until_thirty_days_have_passed():
    day = date(2025, 3, 3)
    contested = make_outcome(due=day, kept=False, held=0.5, held_until=day + timedelta(days=30))

    during = judged([[contested]], as_of=day + timedelta(days=29))
    after = judged([[contested]], as_of=day + timedelta(days=30))

    assert during.s == pytest.approx(2 * 0.5 * 2 ** (-29 / 730), abs=1e-12)
    assert after.s == pytest.approx(2 * 1.0 * 2 ** (-30 / 730), abs=1e-12)


def test_judge_leaves_groups_without_rows_without_data():
    day = date(2025, 3, 3)
    judgements = judge(tallies_of([], [[make_outcome(due=day)]], []), groups=3, as_of=day, policy=DELIVERY)

    assert [judgements.of(at).state for at in range(3)] == ["no data", "insufficient", "no data"]
    assert judgements.rows() == [judgements.of(at) for at in range(3)]
    assert isnan(judgements.kpis.rate[2])
    assert len(judgements) == 3


def test_scores_carry_the_version_of_their_policy():
    policy = replace(DELIVERY, version="2027-3")

    assert judged([], as_of=date(2026, 1, 1), policy=policy).policy_version == "2027-3"
