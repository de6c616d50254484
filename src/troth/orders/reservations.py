"""Reserving capacity before an order is placed: who may do what next, and what both have promised then."""

from dataclasses import dataclass
from enum import StrEnum

from troth.commitments.outcomes import Side


class NotOpenTo(ValueError):
    """A step is not open to this side in this state."""


class State(StrEnum):
    """How far a reservation has come."""

    ASKED = "asked"
    COUNTERED = "countered"
    HELD = "held"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ORDERED = "ordered"
    RELEASED = "released"
    LOST = "lost"


class Step(StrEnum):
    """What a side can do about a reservation."""

    ACCEPT = "accept"
    COUNTER = "counter"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    ORDER = "order"
    RELEASE = "release"
    LOSE = "lose"


@dataclass(frozen=True, slots=True)
class Move:
    """Hold a step: from which state, by which side, to which state."""

    state: State
    side: Side
    step: Step
    to: State


MOVES = (
    Move(State.ASKED, "factory", Step.ACCEPT, State.HELD),
    Move(State.ASKED, "factory", Step.COUNTER, State.COUNTERED),
    Move(State.ASKED, "factory", Step.REFUSE, State.REFUSED),
    Move(State.ASKED, "buyer", Step.WITHDRAW, State.WITHDRAWN),
    Move(State.COUNTERED, "buyer", Step.ACCEPT, State.HELD),
    Move(State.COUNTERED, "buyer", Step.WITHDRAW, State.WITHDRAWN),
    Move(State.HELD, "buyer", Step.ORDER, State.ORDERED),
    Move(State.HELD, "buyer", Step.RELEASE, State.RELEASED),
    Move(State.HELD, "factory", Step.LOSE, State.LOST),
)
"""Every step there is. What is held binds both: the factory keeps it free, the buyer orders or releases it in time."""


def steps_open(state: State, *, side: Side) -> tuple[Step, ...]:
    """List what a side can do next.

    Args:
        state: How far it has come.
        side: Who asks.

    Source: requirement S0-34 of the domain report.

    >>> [step.value for step in steps_open(State.ASKED, side="factory")]
    ['accept', 'counter', 'refuse']
    """
    return tuple(move.step for move in MOVES if move.state == state and move.side == side)


def after(state: State, step: Step, *, side: Side) -> State:
    """Return how far a reservation has come after a step.

    Args:
        state: How far it had come.
        step: What is done.
        side: By whom.

    Raises:
        NotOpenTo: The step is not open to this side in this state.

    Source: requirement S0-34 of the domain report.

    >>> after(State.COUNTERED, Step.ACCEPT, side="buyer").value
    'held'
    """
    for move in MOVES:
        if (move.state, move.step, move.side) == (state, step, side):
            return move.to
    raise NotOpenTo(f"{side} cannot {step.value} what is {state.value}.")
