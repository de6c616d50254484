"""The attacks on trust that the domain report lists (a.9): each is tried, and does not pay."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import histories, make_outcome
from troth.basis.spans import Span
from troth.basis.working_time import WorkCalendar
from troth.commitments.contest import confirmed
from troth.commitments.evidence import QUALITY, stake, weight
from troth.commitments.excusal import Claim, delay_of, review
from troth.commitments.outcomes import rows_of_versions
from troth.orders.delivery import outcome_of_line
from troth.orders.facts import LineFacts, Promise, Receipt
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

DELIVERY = DEFAULT_POLICY.of("delivery")
TODAY = date(2026, 3, 2)
MANILA = WorkCalendar(hours=(time(8), time(17)), zone=ZoneInfo("Asia/Manila"))


def judged(history, as_of=TODAY):
    rows = (row for versions in history for row in rows_of_versions(versions))
    return judge(Tallies.from_rows(rows), groups=1, as_of=as_of, policy=DELIVERY).of(0)


def kept(value, *, times=1, quality="unconfirmed"):
    """Lines kept today, worth so much beside a usual line of 100."""
    return [[make_outcome(due=TODAY, weight=weight(stake=stake(value, 100), quality=quality))]] * times


def broken(value):
    return [[make_outcome(due=TODAY, kept=False, weight=weight(stake=stake(value, 100), quality="unconfirmed"))]]


@settings(max_examples=60, deadline=None)
@given(histories, st.integers(1, 400))
def test_many_trivial_promises_never_pass_their_share(history, times):
    honest = judged(history)
    heavy = honest.r if not honest.light else min(honest.r, max(honest.r - honest.light, 0.8 * honest.r))

    padded = judged(history + kept(1, times=times))

    assert honest.standing - 1e-9 <= padded.standing
    assert padded.r <= 1.25 * heavy + 1e-9
    assert padded.r - heavy <= 0.2 * padded.r + 1e-9


def test_a_thousand_trivial_promises_earn_less_than_one_real_one():
    start = judged(kept(100, times=4))

    trivial, real = judged(kept(100, times=4) + kept(1, times=1000)), judged(kept(100, times=6))

    assert start.standing < trivial.standing < real.standing
    assert trivial.kept == 1004


def test_trivial_promises_do_not_water_down_what_was_broken():
    bad = kept(100, times=4) + broken(100)

    assert judged(bad + kept(1, times=1000)).standing < judged(kept(100, times=4)).standing
    # Broken ones count in full, however light.
    assert judged(kept(100, times=4) + broken(1)).s == pytest.approx(2 * 0.3)


def test_a_long_record_of_small_orders_does_not_buy_a_large_break():
    """Value imbalance: what is at stake weighs, up to four times a trivial line; the order guard comes with phases."""
    small = kept(30, times=20)
    before, after_small, after_large = (judged(small + more) for more in ([], broken(30), broken(400)))

    lost = before.standing - after_large.standing
    assert lost > 1.5 * (before.standing - after_small.standing) > 0
    assert judged(small + broken(4000)).standing == after_large.standing


def test_a_word_for_a_word_never_weighs_as_much_as_what_was_seen():
    """Mutual back-scratching: confirmed by the other side without documents is 0.9 at the most, however often."""
    told = make_outcome(due=TODAY, weight=QUALITY["unconfirmed"])
    once = confirmed(told, confirmed_on=TODAY, before="unconfirmed")
    twice = confirmed(once, confirmed_on=TODAY, before="counterpart_confirmed")

    assert (once.kept_weight, twice.kept_weight) == (pytest.approx(0.9), pytest.approx(0.9))
    assert QUALITY["counterpart_confirmed"] < QUALITY["third_party_on_site"] == QUALITY["system_observed"] == 1.0
    confirmed_by_both = judged([[told, once]] * 8)
    assert confirmed_by_both.standing < judged(kept(100, times=8, quality="third_party_on_site")).standing


TYPHOON = Claim(
    category="weather", span=Span(date(2026, 2, 9), date(2026, 2, 13)), known_on=date(2026, 2, 9),
    noticed_on=date(2026, 2, 11), due_on=date(2026, 2, 20), reviewed_on=date(2026, 2, 26), beyond_control=True,
    not_foreseeable=True, not_avoidable=True, evidence_count=1, mitigation="Half of it by air",
)  # fmt: skip


def line(*delays):
    """A line due on 20 February that came four days late."""
    due, came = date(2026, 2, 20), date(2026, 2, 24)
    return LineFacts(
        ordered_quantity=None, promises=[Promise(due, date(2026, 1, 5))], receipts=[Receipt(came, came)], delays=delays
    )


def test_an_excuse_thought_of_after_the_fact_takes_nothing_out():
    late = replace(TYPHOON, noticed_on=date(2026, 2, 25))
    assert [finding.code for finding in review(late, calendar=MANILA).findings] == ["excusal.late-notice"]

    plain = outcome_of_line(line(), weight=1.0, recorded_on=date(2026, 2, 24))
    excused = outcome_of_line(line(delay_of(late, calendar=MANILA)), weight=1.0, recorded_on=date(2026, 2, 26))

    assert (plain.broken_weight, excused.broken_weight) == (pytest.approx(0.4), pytest.approx(0.4))
    assert (excused.lines, excused.excused) == (1, 0)


def test_an_excusal_granted_late_leaves_the_days_before_it_as_they_stood():
    plain = outcome_of_line(line(), weight=1.0, recorded_on=date(2026, 2, 24))
    granted = outcome_of_line(line(delay_of(TYPHOON, calendar=MANILA)), weight=1.0, recorded_on=TYPHOON.reviewed_on)
    versions = [[plain, granted]]

    day_before = TYPHOON.reviewed_on - timedelta(days=1)
    assert judged(versions, day_before) == judged([[plain]], day_before)
    assert judged(versions, TYPHOON.reviewed_on).s == pytest.approx(0.0, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(histories, st.integers(1, 700), st.booleans())
def test_back_dated_evidence_moves_no_day_before_it_was_recorded(history, back, is_kept):
    """Whatever day it claims, an entry is known from the day it was recorded, and ages from the day it claims."""
    claimed = TODAY - timedelta(days=back)
    entry = make_outcome(
        due=claimed, kept=is_kept, recorded_on=TODAY, counted_from=TODAY, scored_from=TODAY, scored_on=claimed
    )
    yesterday = TODAY - timedelta(days=1)

    assert judged([*history, [entry]], yesterday) == judged(history, yesterday)
    fresh = replace(entry, counted_on=TODAY, scored_on=TODAY)
    gained, had = judged([*history, [entry]]), judged(history)
    if is_kept:
        assert had.standing - 1e-9 <= gained.standing <= judged([*history, [fresh]]).standing + 1e-9
