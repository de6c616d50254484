"""Reserving capacity before an order is placed: who may do what next, and what both have promised then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side

ANSWER_WORKING_DAYS = 5
PROMISES = {
    "answer": gettext_noop("Answer a request to reserve capacity"),
    "hold": gettext_noop("Keep the reserved capacity free"),
    "order": gettext_noop("Order what was reserved, or give it back"),
}
"""What follows from asking and from holding, as the record calls it."""


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
    LAPSED = "lapsed"


class Step(StrEnum):
    """What a side can do about a reservation."""

    ACCEPT = "accept"
    COUNTER = "counter"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    ORDER = "order"
    RELEASE = "release"
    LOSE = "lose"
    LAPSE = "lapse"


TIMED = (Step.LAPSE,)
"""Steps that open only once the day has passed until which the buyer orders or gives back."""


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
    Move(State.HELD, "factory", Step.LAPSE, State.LAPSED),
)
"""Every step there is. What is held binds both: the factory keeps it free, the buyer orders or releases it in time."""


def steps_open(state: State, *, side: Side, is_overdue: bool = False) -> tuple[Step, ...]:
    """List what a side can do next.

    Args:
        state: How far it has come.
        side: Who asks.
        is_overdue: Whether the day has passed until which the buyer orders or gives back.

    Source: requirement S0-34 of the domain report.

    >>> [step.value for step in steps_open(State.ASKED, side="factory")]
    ['accept', 'counter', 'refuse']
    """
    found = (move.step for move in MOVES if move.state == state and move.side == side)
    return tuple(step for step in found if is_overdue or step not in TIMED)


def after(state: State, step: Step, *, side: Side, is_overdue: bool = False) -> State:
    """Return how far a reservation has come after a step.

    Args:
        state: How far it had come.
        step: What is done.
        side: By whom.
        is_overdue: Whether the day has passed until which the buyer orders or gives back.

    Raises:
        NotOpenTo: The step is not open to this side in this state.

    Source: requirement S0-34 of the domain report.

    >>> after(State.COUNTERED, Step.ACCEPT, side="buyer").value
    'held'
    """
    for move in MOVES:
        if (move.state, move.step, move.side) == (state, step, side) and (is_overdue or step not in TIMED):
            return move.to
    raise NotOpenTo(f"{side} cannot {step.value} what is {state.value}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Hold what a factory reserved, as the notice of an order counts it.

    Attributes:
        order: The order that was placed against it.
        told_on: Day it was asked for.
        quantity: Units it was for.
        first_day: First day of the time it was for.
    """

    order: str
    told_on: date
    quantity: Decimal
    first_day: date


def announced_on(
    held: Iterable[Held], *, order: str, quantity: Decimal | None, wanted_on: date
) -> date | None:  # fmt: skip
    """Return the day on which an order was told by what was reserved for it.

    Args:
        held: What was held of the relationship.
        order: Its number.
        quantity: Its units; unknown ones no reservation is known to cover.
        wanted_on: First day on which goods of it are wanted.

    Returns:
        The earliest; None where nothing was reserved for it, or it is for more, or for an earlier time.

    Source: requirement S0-34 of the domain report: an order larger or earlier than what was told was not told.

    >>> may = Held(order="P1", told_on=date(2026, 1, 9), quantity=Decimal(500), first_day=date(2026, 5, 1))
    >>> announced_on([may], order="P1", quantity=Decimal(480), wanted_on=date(2026, 5, 20))
    datetime.date(2026, 1, 9)
    """
    if quantity is None:
        return None
    fitting = (each for each in held if each.order == order and each.quantity >= quantity)
    return min((each.told_on for each in fitting if each.first_day <= wanted_on), default=None)
