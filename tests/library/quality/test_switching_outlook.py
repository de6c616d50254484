"""What is said of switching is what the next lots then do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.quality.switching import Lot, Stage, Standing, resume, switch
from troth.quality.switching_outlook import outlook

GOOD, BAD = 0, 20
LOTS = st.lists(st.tuples(st.sampled_from([GOOD, GOOD, BAD]), st.booleans()), max_size=60)


def lot(found, *, steady=True):
    return Lot(letter="L", aql=2.5, nonconforming=found, resubmitted=False, steady=steady, approved=steady)


def after(lots):
    standing = Standing()
    for found, steady in lots:
        standing = switch(resume(standing), lot(found, steady=steady)).after
    return standing


def of(standing):
    return {found.code.removeprefix("switching."): dict(found.params) for found in outlook(standing)}


@given(LOTS)
def test_whatever_is_foretold_of_normal_inspection_happens(lots):
    standing = after(lots)
    said = of(standing)
    if standing.stage is not Stage.NORMAL:
        return
    assert ("reducible" in said) == (standing.score >= 30)
    next_one = switch(standing, lot(BAD)).after
    assert (next_one.stage is Stage.TIGHTENED) == ("clean" not in said)
    left = said["within"]["left"] if "within" in said else 1
    for _good in range(left - 1):
        standing = switch(standing, lot(GOOD, steady=False)).after
    if "clean" not in said:
        assert switch(standing, lot(BAD)).after.stage is Stage.TIGHTENED
        later = switch(standing, lot(GOOD, steady=False)).after
        assert switch(later, lot(BAD)).after.stage is Stage.NORMAL


@given(LOTS)
def test_as_many_good_or_bad_lots_as_are_said_leave_tightened_inspection(lots):
    standing = after(lots)
    if standing.stage is not Stage.TIGHTENED:
        return
    said = of(standing)
    relaxed = stopped = standing
    for _good in range(said["relax"]["needed"] - said["relax"]["run"]):
        assert relaxed.stage is Stage.TIGHTENED
        relaxed = switch(relaxed, lot(GOOD)).after
    for _bad in range(said["stop"]["needed"] - said["stop"]["refused"]):
        assert stopped.stage is Stage.TIGHTENED
        stopped = switch(stopped, lot(BAD)).after
    assert (relaxed.stage, stopped.stage) == (Stage.NORMAL, Stage.DISCONTINUED)


@pytest.mark.parametrize(
    ("stage", "said"), [(Stage.REDUCED, {"reduced": {}}), (Stage.DISCONTINUED, {"still": {"refused": 5}})]
)
def test_reduced_and_discontinued_inspection_say_what_ends_them(stage, said):
    assert of(Standing(stage=stage)) == said


def test_a_refused_lot_counts_for_four_more():
    standing = switch(Standing(), lot(BAD)).after
    assert of(standing) == {"score": {"score": 0, "needed": 30}, "within": {"left": 4}}
    for left in (3, 2):
        standing = switch(standing, lot(GOOD, steady=False)).after
        assert of(standing)["within"] == {"left": left}
    standing = switch(standing, lot(GOOD, steady=False)).after
    assert "next" in of(standing)
    standing = switch(standing, lot(GOOD, steady=False)).after
    assert of(standing)["clean"] == {"refusals": 2, "lots": 5}
