from dataclasses import replace
from datetime import date, timedelta
from itertools import chain
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.library.trust.tallies_made import days, histories, histories_in_any_order, make_outcome
from troth.commitments.outcomes import rows_of_versions
from troth.trust.explanation import AGEING, explain
from troth.trust.judgement import judge
from troth.trust.policy import DEFAULT_POLICY
from troth.trust.replay import CONTEST_OVER, CONTESTED_UNTIL, CORRECTED_KEPT, EXCUSED, KEPT, OPEN, ScoredEntry
from troth.trust.tallies import Tallies

DELIVERY = DEFAULT_POLICY.of("delivery")
DAY = date(2025, 3, 3)


def entries_of(history):
    """The versions as the ledger would hold them: each commitment's own in order, all by seq."""
    return [
        ScoredEntry(entry=f"{commitment}.{seq}", commitment=str(commitment), outcome=version)
        for commitment, versions in enumerate(history)
        for seq, version in enumerate(versions)
    ]


def standing_of(history, as_of):
    rows = chain.from_iterable(rows_of_versions(versions) for versions in history)
    return judge(Tallies.from_rows(rows), groups=1, as_of=as_of, policy=DELIVERY).of(0).standing


def explained(history, as_of=DAY):
    return explain(entries_of(history), as_of=as_of, policy=DELIVERY)


@settings(max_examples=100, deadline=None)
@given(histories | histories_in_any_order, st.one_of(days, st.just(date(2027, 1, 1))))
def test_explanation_adds_up_to_the_standing_of_the_judgement(history, as_of):
    found = explained(history, as_of)

    assert found.start == 5.0
    assert found.start + fsum(step.step for step in found.steps) == pytest.approx(found.score, abs=1e-9)
    assert found.score == pytest.approx(standing_of(history, as_of), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(histories, days)
def test_explanation_steps_come_in_the_order_in_which_things_became_known(history, as_of):
    known = [step.recorded_at for step in explained(history, as_of).steps]

    assert known == sorted(known)
    assert all(day <= as_of for day in known)


@settings(max_examples=40, deadline=None)
@given(histories, days)
def test_explanation_ages_at_most_once_before_each_day(history, as_of):
    ageing = [step.recorded_at for step in explained(history, as_of).steps if step.entry is None]

    assert len(ageing) == len(set(ageing))


def test_explanation_of_nothing_is_the_start():
    found = explained([])

    assert (found.start, found.steps, found.score) == (5.0, (), 5.0)


def test_explanation_has_one_step_for_each_entry_and_one_for_the_time_between():
    history = [[make_outcome(due=DAY)], [make_outcome(due=DAY + timedelta(days=10), kept=False)]]

    steps = explained(history, DAY + timedelta(days=10)).steps

    assert [step.entry for step in steps] == ["0.0", None, "1.0"]
    assert [step.recorded_at for step in steps] == [DAY, DAY + timedelta(days=10), DAY + timedelta(days=10)]
    assert [step.reason.template for step in steps][:2] == [KEPT, AGEING]
    assert steps[2].reason.text() == "Broken: a broken promise weighs 2 times a kept one."
    assert steps[0].step > 0 > steps[1].step > steps[2].step


def test_explanation_of_the_worked_example_in_the_docs():
    history = [[make_outcome(due=DAY)], [make_outcome(due=DAY + timedelta(days=10), kept=False)]]

    found = explained(history, DAY + timedelta(days=10))

    assert [round(step.step, 2) for step in found.steps] == [17.36, -0.32, -12.46]
    assert round(found.score, 2) == 9.59


def test_explanation_of_a_correction_takes_the_old_version_back():
    late = make_outcome(due=DAY, kept=False)
    corrected_on = DAY + timedelta(days=5)
    right = make_outcome(due=DAY, recorded_on=corrected_on, counted_from=corrected_on, scored_from=corrected_on)

    steps = explained([[late, right]], corrected_on).steps

    assert [(step.entry, step.recorded_at) for step in steps] == [
        ("0.0", DAY), (None, corrected_on), ("0.1", corrected_on),
    ]  # fmt: skip
    assert steps[2].reason.template == CORRECTED_KEPT


def test_explanation_leaves_out_a_version_replaced_on_the_day_it_was_recorded():
    steps = explained([[make_outcome(due=DAY, kept=False), make_outcome(due=DAY)]]).steps

    assert [step.entry for step in steps] == ["0.1"]


def test_explanation_of_a_contested_entry_shows_the_withheld_part_return():
    until = DAY + timedelta(days=30)
    contested = make_outcome(due=DAY, kept=False, held=0.5, held_until=until)

    steps = explained([[contested]], until).steps

    assert [(step.entry, step.reason.template) for step in steps] == [
        ("0.0", CONTESTED_UNTIL), (None, AGEING), ("0.0", CONTEST_OVER),
    ]  # fmt: skip
    assert steps[0].reason.text() == "Contested: 50 % of its weight is withheld until 2025-04-02."


def test_explanation_shows_what_did_not_move_the_score():
    excused = make_outcome(due=DAY, kept=False, broken_weight=0.0, excused_weight=1.0, lines=0, excused=1)
    overdue = make_outcome(due=DAY, kept=False, broken_weight=0.0)

    steps = explained([[excused], [overdue]]).steps

    assert [(step.step, step.reason.template) for step in steps] == [(0.0, EXCUSED), (0.0, OPEN)]


def test_explanation_names_the_share_kept_in_part():
    partly = make_outcome(due=DAY, kept=False, kept_weight=0.7, broken_weight=0.3)

    assert explained([[partly]]).steps[0].reason.text() == "Kept in part: 70 % of its weight counts as kept."


LIGHT = "Kept, but a light promise: all light ones together make up at most 20 % of what counts as kept."


def test_explanation_says_where_light_promises_are_capped():
    light, heavy = make_outcome(due=DAY, weight=0.3), make_outcome(due=DAY, weight=1.0)

    found = explained([[heavy]] + [[light]] * 3 + [[heavy]])

    assert [round(step.step, 2) for step in found.steps] == [17.36, 4.05, 0.0, 0.0, 16.08]
    assert [step.reason.text() for step in found.steps] == [
        "Kept.", LIGHT, LIGHT, LIGHT, "Kept; beside it, more of the light promises count.",
    ]  # fmt: skip


def test_explanation_of_a_capped_light_promise_moves_by_exactly_nothing():
    """The sums are floats: 0.1 + 0.2 added to both of them leaves another hair each time."""
    history = [[make_outcome(due=DAY, weight=0.7)]] + [
        [make_outcome(due=DAY, weight=0.1 + each / 30)] for each in range(10)
    ]

    assert {step.step for step in explained(history).steps[3:]} == {0.0}


def test_explanation_says_of_a_light_promise_below_the_cap_what_it_says_of_any():
    heavy, light = make_outcome(due=DAY, weight=2.0), make_outcome(due=DAY, weight=0.3)

    assert [step.reason.template for step in explained([[heavy], [light]]).steps] == [KEPT, KEPT]


def test_explanation_says_of_a_light_promise_kept_in_part_that_it_is_capped():
    partly = make_outcome(due=DAY, kept=False, kept_weight=0.2, broken_weight=0.1)

    found = explained([[partly]])

    assert found.steps[0].reason.text() == (
        "Kept in part, and a light promise: all light ones together make up at most 20 % of what counts as kept."
    )
    assert found.steps[0].step < 0


def test_explanation_carries_the_version_of_the_policy():
    assert explain([], as_of=DAY, policy=replace(DELIVERY, version="9")).policy_version == "9"
