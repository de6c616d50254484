"""Telling of a problem, and hiding it: the laws that telling, and telling early, is never the worse choice."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.commitments.outcomes import Outcome, rows_of
from troth.quality.disclosure import NobodyKnows, Telling, credit, honesty, mistake, telling
from troth.trust.explanation import explain
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.replay import ScoredEntry
from troth.trust.tallies import Tallies

DAY = date(2026, 3, 2)
QUALITY, HONESTY = DEFAULT_POLICY.of("quality"), DEFAULT_POLICY.of("honesty")


def after(days):
    return DAY + timedelta(days=days)


def kept(weight):
    return Outcome(
        recorded_on=DAY, counted_on=DAY, counted_from=DAY, lines=1, kept=1, excused=0, scored_on=DAY, scored_from=DAY,
        kept_weight=weight, broken_weight=0.0, excused_weight=0.0,
    )  # fmt: skip


def standing(outcomes, policy, as_of):
    rows = Tallies.from_rows([row for outcome in outcomes for row in rows_of(outcome)])
    return judge(rows, groups=1, as_of=as_of, policy=policy).of(0).standing


def told(day, known=DAY, weight=1.0):
    """What telling on a day adds in quality and in honesty."""
    share = credit(told_on=day, known_on=known)
    return (
        mistake(Telling.TOLD, occurred_on=DAY, recorded_on=day, weight=weight, kappa=QUALITY.kappa),
        honesty(Telling.TOLD, happened_on=DAY, recorded_on=day, weight=weight, share=share),
    )


def hidden(day, weight=1.0):
    return (
        mistake(Telling.HIDDEN, occurred_on=DAY, recorded_on=day, weight=weight, kappa=QUALITY.kappa),
        honesty(Telling.HIDDEN, happened_on=day, recorded_on=day, weight=weight),
    )


@pytest.mark.parametrize(
    ("told_on", "found_on", "known_on", "how"),
    [
        (0, None, None, "told"), (5, 5, 0, "told"), (5, 6, 0, "told"), (5, 4, 0, "hidden"), (5, 4, 4, "found"),
        (5, 4, None, "found"), (None, 4, 3, "hidden"), (None, 4, None, "found"),
    ],
)  # fmt: skip
def test_telling_compares_the_days(told_on, found_on, known_on, how):
    days = [None if day is None else after(day) for day in (told_on, found_on, known_on)]

    assert telling(told_on=days[0], found_on=days[1], known_on=days[2]) == how


def test_telling_needs_a_day():
    with pytest.raises(NobodyKnows):
        telling(told_on=None, found_on=None, known_on=DAY)


def test_credit_is_whole_at_once_and_half_after_a_month():
    shares = [credit(told_on=after(days), known_on=DAY) for days in (-4, 0, 3, 30, 400)]

    assert shares == [1.0, 1.0, 1.0, 0.5, 0.5]


def test_mistake_told_of_weighs_half_of_one_that_was_not():
    weights = [
        QUALITY.kappa * mistake(how, occurred_on=DAY, recorded_on=DAY, weight=1.0, kappa=QUALITY.kappa).broken_weight
        for how in Telling
    ]

    assert weights == [1.5, 3.0, 3.0]


def test_honesty_says_nothing_of_what_nobody_knew():
    assert honesty(Telling.FOUND, happened_on=DAY, recorded_on=DAY, weight=1.0) is None


def test_hidden_fades_over_three_years():
    found = standing([hidden(DAY)[1]], HONESTY, after(1095))
    fresh = standing([hidden(DAY, weight=0.5)[1]], HONESTY, DAY)

    assert found == pytest.approx(fresh)


EVIDENCE = st.floats(0, 100)


@settings(deadline=None, max_examples=60)
@given(quality=EVIDENCE, honest=EVIDENCE, lag=st.integers(0, 300), later=st.integers(0, 900))
def test_hidden_costs_at_least_twice_what_telling_costs(quality, honest, lag, later):
    day, as_of = after(lag), after(lag + later)
    before = [standing([kept(quality)], QUALITY, as_of), standing([kept(honest)], HONESTY, as_of)]

    def drop(parts):
        in_quality = standing([kept(quality), parts[0]], QUALITY, as_of)
        in_honesty = standing([kept(honest), parts[1]], HONESTY, as_of)
        return sum(before) - in_quality - in_honesty

    assert drop(hidden(day)) >= 2 * drop(told(day)) - 1e-9
    assert drop(hidden(day)) > 0


@settings(deadline=None, max_examples=60)
@given(honest=EVIDENCE, first=st.integers(0, 300), second=st.integers(0, 300), later=st.integers(0, 900))
def test_telling_earlier_never_scores_lower(honest, first, second, later):
    early, late = sorted((first, second))
    as_of = after(late + later)
    for part, policy in ((0, QUALITY), (1, HONESTY)):
        with_early = standing([kept(honest), told(after(early))[part]], policy, as_of)
        with_late = standing([kept(honest), told(after(late))[part]], policy, as_of)
        assert with_early >= with_late - 1e-9


@settings(deadline=None, max_examples=40)
@given(honest=EVIDENCE, lag=st.integers(0, 300))
def test_telling_never_lowers_honesty(honest, lag):
    as_of = after(lag)
    assert standing([kept(honest), told(as_of)[1]], HONESTY, as_of) >= standing([kept(honest)], HONESTY, as_of)


@pytest.mark.parametrize(("parts", "reasons"), [
    (told(DAY), ["Broken: a broken promise weighs 2 times a kept one.", "Kept."]),
    (hidden(DAY), ["Broken: a broken promise weighs 2 times a kept one.",
                   "Broken: a broken promise weighs 4 times a kept one."]),
])  # fmt: skip
def test_explained_step_by_step(parts, reasons):
    for outcome, policy, reason in zip(parts, (QUALITY, HONESTY), reasons, strict=True):
        found = explain([ScoredEntry(entry="1", commitment="A", outcome=outcome)], as_of=DAY, policy=policy)
        assert [step.reason.text() for step in found.steps] == [reason]
        assert found.start + sum(step.step for step in found.steps) == pytest.approx(found.score)
        assert found.score == pytest.approx(standing([outcome], policy, DAY))
