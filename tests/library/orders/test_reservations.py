"""Steps of a reservation: each is one side's alone, and what has ended never opens again."""

import pytest

from troth.orders.reservations import MOVES, NotOpenTo, State, Step, after, steps_open

ENDED = (State.REFUSED, State.WITHDRAWN, State.ORDERED, State.RELEASED, State.LOST)


def test_what_ended_has_no_step_left():
    assert {state: steps_open(state, side=side) for state in ENDED for side in ("buyer", "factory")} == dict.fromkeys(
        ENDED, ()
    )


def test_nobody_accepts_their_own_words():
    accepting = {move.state: move.side for move in MOVES if move.step is Step.ACCEPT}

    assert accepting == {State.ASKED: "factory", State.COUNTERED: "buyer"}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("side", ["buyer", "factory"])
@pytest.mark.parametrize("step", list(Step))
def test_only_open_steps_are_taken(state, side, step):
    if step in steps_open(state, side=side):
        assert after(state, step, side=side) != state
        return
    with pytest.raises(NotOpenTo):
        after(state, step, side=side)
