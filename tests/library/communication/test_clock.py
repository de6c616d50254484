from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from tests.shared import vectors
from troth.basis.intervals import wilson
from troth.basis.working_time import WorkCalendar
from troth.commitments.outcomes import rows_of
from troth.communication.clock import (
    Request,
    known_answer,
    outcome_of_answer,
    outcome_of_reply,
    reply_due,
    response_summary,
    summary_of_waits,
    waited_hours,
)
from troth.trust.kpis import STATES, kpis
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.tallies import Tallies

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
MILL = WorkCalendar(
    hours=(time(9), time(18)),
    lunch=(time(12), time(13)),
    closed=frozenset(date(2026, 2, day) for day in range(15, 24)),
    makeup_workdays=frozenset({date(2026, 2, 14)}),
    zone=ZoneInfo("Asia/Shanghai"),
)
waits = st.lists(st.tuples(st.floats(0, 60), st.booleans()), min_size=1, max_size=25)


def request(hours=None, *, critical=False, asked=START):
    return Request(
        asked=asked, answered=None if hours is None else asked + timedelta(hours=hours), is_critical=critical
    )


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b10") + vectors("b11"), ids=lambda vector: vector["id"])
def test_summary_matches_the_vectors(vector):
    inputs, expected = vector["inputs"], vector["expected"]

    found = summary_of_waits(
        hours=inputs["hours"], ended=[bool(one) for one in inputs["answered"]], target_hours=inputs["target_h"]
    )

    assert found.share == pytest.approx(expected["share_within_24"], abs=vector["tol"])
    assert found.median_hours == expected["median"]


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("b13"), ids=lambda vector: vector["id"])
def test_two_clocks_match_the_vector(vector):
    asked, answered = (datetime.fromisoformat(vector["inputs"][name]) for name in ("start", "end"))

    ordinary, critical = (
        Request(asked=asked, answered=answered),
        Request(asked=asked, answered=answered, is_critical=True),
    )

    assert waited_hours(ordinary, as_of=answered, calendar=MILL) == vector["expected"]["business_hours"]
    assert waited_hours(ordinary, as_of=answered) == vector["expected"]["wall_hours"]
    assert waited_hours(critical, as_of=answered, calendar=MILL) == vector["expected"]["wall_hours"]


def test_answers_after_the_moment_are_not_known_yet():
    late = request(30)

    assert known_answer(late, as_of=START + timedelta(hours=29)) is None
    assert waited_hours(late, as_of=START + timedelta(hours=29)) == 29
    assert waited_hours(late, as_of=START + timedelta(days=9)) == 30


def test_questions_asked_after_the_moment_do_not_count():
    found = response_summary([request(2), request(2, asked=START + timedelta(days=2))], as_of=START + timedelta(days=1))

    assert (found.requests, found.answered, found.open) == (1, 1, 0)


def test_nothing_asked_is_no_data():
    found = response_summary([], as_of=START)

    assert (found.requests, found.share, found.low, found.high, found.median_hours) == (0, None, None, None, None)


def test_interval_is_wilsons_without_fresh_open_questions():
    found = response_summary([request(hours) for hours in (1, 5, 30, None)], as_of=START + timedelta(days=9))

    plain = wilson(successes=2, trials=4)
    assert (found.low, found.high) == (pytest.approx(plain.low), pytest.approx(plain.high))


@given(waits)
@settings(max_examples=60, deadline=None)
def test_summary_matches_lifelines(cases):
    hours, ended = zip(*cases, strict=True)
    oracle = KaplanMeierFitter().fit(hours, ended)

    found = summary_of_waits(hours=hours, ended=ended)

    assert found.share == pytest.approx(1 - float(oracle.predict(24)), abs=1e-9)


@given(waits, st.floats(0, 60))
@settings(max_examples=80, deadline=None)
def test_an_open_question_never_improves_the_share(cases, waited):
    hours, ended = zip(*cases, strict=True)

    before = summary_of_waits(hours=hours, ended=ended)
    after = summary_of_waits(hours=[*hours, waited], ended=[*ended, False])

    assert after.share <= before.share + 1e-12
    assert after.median_hours is None or before.median_hours <= after.median_hours


@given(st.lists(st.tuples(st.sampled_from(["buyer", "factory"]), st.floats(0, 90), st.booleans()), max_size=20))
@settings(max_examples=60, deadline=None)
def test_swapped_sides_swap_the_numbers(made):
    def of(side, cases):
        asked = [request(hours if done else None) for who, hours, done in cases if who == side]
        return response_summary(asked, as_of=START + timedelta(days=5), calendar=MILL)

    swapped = [("factory" if who == "buyer" else "buyer", hours, done) for who, hours, done in made]

    assert (of("buyer", made), of("factory", made)) == (of("factory", swapped), of("buyer", swapped))


@given(st.lists(st.floats(0, 90), max_size=20), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_what_was_known_then_stays_what_was_known_then(hours, later):
    then = START + timedelta(hours=20)
    told_then = [request(one if one <= 20 else None) for one in hours]

    assert response_summary([request(one) for one in hours], as_of=then) == response_summary(told_then, as_of=then)


def test_answers_are_due_after_business_hours_or_at_once():
    friday = datetime(2026, 2, 13, 8, tzinfo=UTC)

    assert reply_due(friday, calendar=MILL).isoformat() == "2026-02-25T16:00:00+08:00"
    assert reply_due(friday, calendar=MILL, is_critical=True).isoformat() == "2026-02-14T16:00:00+08:00"


def outcome(one, *, as_of):
    return outcome_of_reply(one, calendar=MILL, as_of=as_of, weight=2.0, recorded_on=date(2026, 3, 3))


def test_question_becomes_an_outcome_when_answered_or_overdue():
    due = reply_due(START, calendar=MILL)

    assert outcome(request(), as_of=due) is None
    kept = outcome(request(5), as_of=START + timedelta(hours=5))
    overdue = outcome(request(), as_of=due + timedelta(seconds=1))
    late = outcome(request(400), as_of=START + timedelta(hours=400))
    assert (kept.lines, kept.kept, kept.kept_weight, kept.broken_weight) == (1, 1, 2.0, 0.0)
    assert (overdue.lines, overdue.kept, overdue.kept_weight, overdue.broken_weight) == (1, 0, 0.0, 2.0)
    assert (late.kept, late.counted_on, late.scored_on) == (0, due.date(), date(2026, 3, 19))


def test_outcomes_of_replies_have_a_state():
    as_of = START + timedelta(days=60)
    made = [outcome(request(hours), as_of=as_of) for hours in [2] * 6 + [400] * 6]

    found = kpis(
        Tallies.from_rows([row for one in made for row in rows_of(one)]),
        groups=1,
        as_of=as_of.date(),
        policy=DEFAULT_POLICY.of("communication"),
    )

    assert (int(found.n[0]), int(found.kept[0]), STATES[found.state[0]]) == (12, 6, "alarm")


@pytest.mark.parametrize(
    ("hours", "kept", "known", "scored"),
    [(-1, 1, date(2026, 3, 3), date(2026, 3, 3)), (0, 1, date(2026, 3, 3), date(2026, 3, 3)),
     (1, 0, date(2026, 3, 3), date(2026, 3, 3)), (30, 0, date(2026, 3, 4), date(2026, 3, 4)),
     (None, 0, date(2026, 3, 4), date(2026, 3, 3))],
)  # fmt: skip
def test_outcome_of_answer_is_kept_by_the_moment_alone(hours, kept, known, scored):
    due = datetime(2026, 3, 3, 8, tzinfo=UTC)
    answered = None if hours is None else due + timedelta(hours=hours)
    found = outcome_of_answer(due=due, answered=answered, zone=MILL.zone, weight=2.0, recorded_on=date(2026, 3, 2))

    assert (found.kept, found.lines, found.counted_on) == (kept, 1, date(2026, 3, 3))
    assert (found.counted_from, found.scored_from, found.scored_on) == (known, known, scored)
    assert (found.kept_weight, found.broken_weight) == (2.0 * kept, 2.0 * (1 - kept))


def test_outcome_of_answer_recorded_late_is_known_from_then_on():
    due = datetime(2026, 3, 3, 8, tzinfo=UTC)
    found = outcome_of_answer(due=due, answered=due, zone=MILL.zone, weight=1.0, recorded_on=date(2026, 3, 9))

    assert (found.counted_from, found.counted_on) == (date(2026, 3, 9), date(2026, 3, 3))
