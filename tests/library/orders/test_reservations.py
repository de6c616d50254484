"""Steps of a reservation: each is one side's alone, and what has ended never opens again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from troth.orders.reservations import MOVES, Held, NotOpenTo, State, Step, after, announced_on, steps_open

MAY = date(2026, 5, 1)
HELD = Held(order="P1", told_on=date(2026, 1, 9), quantity=Decimal(500), first_day=MAY)

ENDED = (State.REFUSED, State.WITHDRAWN, State.ORDERED, State.RELEASED, State.LOST, State.LAPSED)


def test_what_ended_has_no_step_left():
    for side in ("buyer", "factory"):
        assert {state: steps_open(state, side=side, is_overdue=True) for state in ENDED} == dict.fromkeys(ENDED, ())


def test_it_lapses_only_once_its_day_has_passed():
    assert Step.LAPSE not in steps_open(State.HELD, side="factory")
    assert after(State.HELD, Step.LAPSE, side="factory", is_overdue=True) is State.LAPSED
    with pytest.raises(NotOpenTo):
        after(State.HELD, Step.LAPSE, side="factory")


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


@pytest.mark.parametrize(("order", "quantity", "wanted_on", "told"), [
    ("P1", Decimal(500), MAY, True), ("P2", Decimal(500), MAY, False), ("P1", Decimal(501), MAY, False),
    ("P1", None, MAY, False), ("P1", Decimal(500), MAY - timedelta(days=1), False),
])  # fmt: skip
def test_only_what_was_reserved_for_an_order_told_of_it(order, quantity, wanted_on, told):
    earlier = Held(order="P1", told_on=date(2026, 1, 5), quantity=Decimal(400), first_day=MAY)
    found = announced_on([HELD, earlier], order=order, quantity=quantity, wanted_on=wanted_on)

    assert found == (HELD.told_on if told else None)
