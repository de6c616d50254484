from datetime import date

import pytest

from tests.library.trust.tallies_made import make_outcome
from troth.commitments.outcomes import rows_of_versions
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.prospects import OpenCommitment, what_would_raise
from troth.trust.tallies import Tallies

DELIVERY = DEFAULT_POLICY.of("delivery")
DAY = date(2025, 3, 3)


def tallies_of(history):
    return Tallies.from_rows(row for versions in history for row in rows_of_versions(versions))


def standing_of(history, as_of):
    return judge(tallies_of(history), groups=1, as_of=as_of, policy=DELIVERY).of(0).standing


def test_what_would_raise_puts_the_weightiest_promise_first():
    open_commitments = [OpenCommitment(commitment="small", weight=0.5), OpenCommitment(commitment="big", weight=2.0)]

    found = what_would_raise(open_commitments, kept=10, broken=1, policy=DELIVERY)

    assert [prospect.commitment for prospect in found] == ["big", "small"]
    assert all(prospect.if_kept > 0 > prospect.if_broken for prospect in found)


def test_what_would_raise_is_what_the_standing_then_shows():
    history = [[make_outcome(due=DAY)] for _ in range(6)]
    prospect = what_would_raise([OpenCommitment(commitment="A")], kept=6, broken=0, policy=DELIVERY)[0]

    now = standing_of(history, DAY)

    assert standing_of([*history, [make_outcome(due=DAY)]], DAY) - now == pytest.approx(prospect.if_kept)
    assert standing_of([*history, [make_outcome(due=DAY, kept=False)]], DAY) - now == pytest.approx(prospect.if_broken)


def test_what_would_raise_is_what_a_light_promise_then_does():
    """Ten light ones beside two heavy: a light one more moves nothing, a heavy one brings light ones in."""
    history = [[make_outcome(due=DAY)] for _ in range(2)] + [[make_outcome(due=DAY, weight=0.3)] for _ in range(10)]
    now = judge(tallies_of(history), groups=1, as_of=DAY, policy=DELIVERY).of(0)
    asked = [OpenCommitment(commitment="light", weight=0.3), OpenCommitment(commitment="heavy", weight=1.0)]

    heavy, light = what_would_raise(asked, kept=now.r, broken=0.0, light=now.light, policy=DELIVERY)

    for found, weight in ((light, 0.3), (heavy, 1.0)):
        kept = standing_of([*history, [make_outcome(due=DAY, weight=weight)]], DAY)
        broken = standing_of([*history, [make_outcome(due=DAY, kept=False, weight=weight)]], DAY)
        assert (kept - now.standing, broken - now.standing) == pytest.approx((found.if_kept, found.if_broken))
    assert light.if_kept == pytest.approx(0.0, abs=1e-9)


def test_what_would_raise_of_nothing_open_is_nothing():
    assert what_would_raise([], kept=3, broken=0, policy=DELIVERY) == []
