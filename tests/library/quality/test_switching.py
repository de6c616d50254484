from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared import vectors
from troth.quality.schemes import Edition
from troth.quality.switching import ImpossibleCount, Lot, Stage, Standing, replay, resume, switch
from troth.quality.verdicts import Counting


def lot(found, **said):
    return Lot(
        letter="L", aql=2.5, nonconforming=found, **({"resubmitted": False, "steady": True, "approved": True} | said)
    )


@pytest.mark.shared
@pytest.mark.parametrize("vector", vectors("c13"), ids=lambda vector: vector["id"])
def test_traces_are_those_of_the_vectors(vector):
    given = vector["inputs"]
    said = {"steady": given["production_steady"], "approved": given["authority_approved"]}
    lots = [lot(found, **said) for found in given["nonconforming"]]
    trace = [
        [one.nonconforming, "A" if done.accepted else "R", str(done.after.stage), done.after.score]
        for one, done in zip(lots, replay(lots), strict=True)
    ]
    assert trace == vector["expected"]["trace"]


def test_a_resubmitted_lot_is_judged_and_never_counts():
    lots = [lot(11), lot(11, resubmitted=True), lot(3)]
    done = list(replay(lots))
    assert [one.accepted for one in done] == [False, False, True]
    assert done[-1].after.stage is Stage.NORMAL


def test_the_score_falls_to_none_on_a_lot_that_would_fail_one_step_tighter():
    assert [done.after.score for done in replay([lot(7), lot(8), lot(7)])] == [3, 0, 3]


def test_small_acceptance_numbers_score_two():
    small = Lot(letter="F", aql=2.5, nonconforming=1, resubmitted=False, steady=True, approved=True)
    assert switch(Standing(), small).after.score == 2


@pytest.mark.parametrize("said", [{"steady": None}, {"steady": False}, {"approved": None}, {"approved": False}])
def test_reduced_inspection_is_never_given_where_nobody_said_so(said):
    done = list(replay([lot(3, **said) for _ in range(12)]))
    assert (done[-1].after.stage, done[-1].after.score) == (Stage.NORMAL, 36)


def test_reduced_inspection_begins_as_soon_as_both_have_agreed():
    lots = [lot(3, approved=None)] * 12 + [lot(3)]
    assert list(replay(lots))[-1].after.stage is Stage.REDUCED


@pytest.mark.parametrize("bad", [lot(7), lot(3, steady=False)])
def test_reduced_inspection_ends_with_a_refused_lot_or_irregular_production(bad):
    reduced = Standing(stage=Stage.REDUCED, score=30)
    assert switch(reduced, bad).after == Standing()
    assert switch(reduced, lot(3, steady=None)).after.stage is Stage.REDUCED


def test_between_the_numbers_of_105e_a_lot_passes_and_reduced_inspection_ends():
    done = switch(Standing(stage=Stage.REDUCED, score=30), lot(6), edition=Edition.MIL_STD_105E)
    assert (done.accept, done.accepted, done.after.stage) == (5, True, Stage.NORMAL)


def test_discontinued_lots_are_not_judged_until_action_was_shown_to_work():
    *_, last = replay([lot(11)] * 7)
    assert last.after.stage is Stage.DISCONTINUED
    none = switch(last.after, lot(0))
    assert (none.sample_size, none.accept, none.accepted, none.after) == (None, None, None, last.after)
    assert resume(last.after) == Standing(stage=Stage.TIGHTENED)
    assert resume(Standing(score=9)) == Standing(score=9)


def test_more_bad_units_than_the_sample_are_refused():
    with pytest.raises(ImpossibleCount, match="do not fit a sample of 200"):
        switch(Standing(), lot(201))


def test_defects_may_be_more_than_the_units_of_the_sample():
    many = Lot(letter="E", aql=100, nonconforming=21, resubmitted=False, steady=None, approved=None)
    assert (switch(Standing(), many).sample_size, switch(Standing(), many).accepted) == (13, True)
    assert switch(Standing(), replace(many, nonconforming=22)).accepted is False
    assert switch(Standing(), lot(201, counting=Counting.DEFECTS)).accepted is False
    with pytest.raises(ImpossibleCount):
        switch(Standing(), lot(201))
    with pytest.raises(ImpossibleCount):
        switch(Standing(), replace(many, nonconforming=-1))


@given(st.lists(st.integers(0, 20), max_size=40), st.integers(0, 40))
def test_a_list_cut_in_two_goes_on_where_it_stopped(found, cut):
    lots = [lot(number) for number in found]
    whole = list(replay(lots))
    first = list(replay(lots[:cut]))
    start = first[-1].after if first else Standing()
    assert first + list(replay(lots[cut:], start=start)) == whole


def planned(stage, found):
    return Lot(
        letter="L", aql=2.5, nonconforming=found, resubmitted=False, steady=True, approved=True, planned=Stage(stage)
    )  # fmt: skip


def test_a_lot_planned_before_inspection_changed_is_judged_by_its_own_plan():
    # 200 units accept 10 on normal inspection, 8 on tightened; 80 units accept 5 on reduced.
    tightened, reduced = Standing(stage=Stage.TIGHTENED), Standing(stage=Stage.REDUCED, score=30)
    assert switch(tightened, planned("normal", 10)).accepted
    assert not switch(tightened, planned("tightened", 10)).accepted
    done = switch(reduced, planned("normal", 120))
    assert (done.stage, done.sample_size, done.accepted, done.after) == (Stage.NORMAL, 200, False, Standing())


@pytest.mark.parametrize(
    ("stage", "plan", "found", "after"),
    [
        # Accepted by a laxer plan than the one in force: it proves nothing.
        ("tightened", "normal", 0, Standing(stage=Stage.TIGHTENED)),
        ("tightened", "reduced", 0, Standing(stage=Stage.TIGHTENED)),
        ("normal", "reduced", 0, Standing()),
        # Refused by whatever plan: it counts.
        ("tightened", "normal", 11, Standing(stage=Stage.TIGHTENED, recent=(False,), refused=1)),
        ("normal", "reduced", 11, Standing(recent=(False,))),
        # Accepted by a stricter one: it counts, and never towards the score.
        ("normal", "tightened", 0, Standing(recent=(True,))),
        ("reduced", "normal", 0, Standing(stage=Stage.REDUCED, recent=(True,))),
    ],
)
def test_it_counts_in_the_stage_in_force_where_it_proves_something(stage, plan, found, after):
    assert switch(Standing(stage=Stage(stage)), planned(plan, found)).after == after


def test_lots_planned_on_normal_inspection_tighten_and_stop_like_others_and_never_relax():
    refused = [planned("normal", 11)] * 7
    assert [str(done.after.stage) for done in replay(refused)] == ["normal", *["tightened"] * 5, "discontinued"]
    accepted = list(replay([planned("normal", 0)] * 9, start=Standing(stage=Stage.TIGHTENED)))
    assert accepted[-1].after == Standing(stage=Stage.TIGHTENED)


@given(st.lists(st.integers(0, 20), max_size=40))
def test_a_plan_of_the_stage_in_force_is_the_same_named_or_not(found):
    standing = Standing()
    for number in found:
        unnamed = switch(standing, lot(number))
        if standing.stage is not Stage.DISCONTINUED:
            assert switch(standing, planned(standing.stage, number)) == unnamed
        standing = resume(unnamed.after)


def test_more_defects_than_units_are_counted_where_defects_are():
    many = Lot(letter="F", aql="25", nonconforming=60, resubmitted=False, steady=None, approved=None)
    assert switch(Standing(), many).accepted is False
    several = Lot(
        letter="L", aql=2.5, nonconforming=201, resubmitted=False, steady=None, approved=None,
        counting=Counting.DEFECTS,
    )  # fmt: skip
    assert switch(Standing(), several).accepted is False
    with pytest.raises(ImpossibleCount):
        switch(Standing(), lot(-1))
