"""The agenda of a visit: a running order for the time there is, with time together that is about no business."""

from dataclasses import dataclass
from typing import Literal

from troth.basis.text import gettext_noop

SHORTEST_MINUTES = 30
STEP_MINUTES = 5

BlockKey = Literal["welcome", "tour", "progress", "challenges", "together", "feedback"]


class ImpossibleVisit(ValueError):
    """A visit is shorter than half an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a visit.

    Attributes:
        key: Stable name for programs.
        title: What it is, marked for translation.
        begins: Minutes after the beginning of the visit.
        minutes: How long it takes, a multiple of 5.
        is_informal: It is about people, and no promise is asked for in it.
    """

    key: BlockKey
    title: str
    begins: int
    minutes: int
    is_informal: bool = False


# Shares of the time; what rounding leaves goes to the tour.
_SHARES: tuple[tuple[BlockKey, str, float], ...] = (
    ("welcome", gettext_noop("Welcome: who everybody is, and what the day is for"), 0.10),
    ("tour", gettext_noop("Walk through the place: the people who do the work show it"), 0.25),
    ("progress", gettext_noop("Progress: milestones at risk"), 0.15),
    ("challenges", gettext_noop("Challenges: what is open on both sides"), 0.15),
    ("together", gettext_noop("Time together, without business: a meal, tea, or a walk"), 0.25),
    ("feedback", gettext_noop("Feedback: one thing to keep, one to change"), 0.10),
)
INFORMAL: frozenset[BlockKey] = frozenset({"together"})
IDEAS: tuple[str, ...] = (
    gettext_noop("Ask how each of you came to this work."),
    gettext_noop("Tell of a feast at home, and ask about theirs."),
    gettext_noop("Eat what the people of the place eat, together with those you met on the floor."),
)
"""What can be done in the time together; nobody has to."""


def running_order(minutes: int) -> tuple[Block, ...]:
    """Divide the time of a visit into its parts.

    Args:
        minutes: How long the visit is, 30 or more.

    Returns:
        Six parts in order, each 5 minutes or more, which together take exactly the visit's time, cut down to 5 minutes.
        A quarter is time together: domain.md asks for an informal block in every visit.

    Raises:
        ImpossibleVisit: It is shorter than half an hour.

    Source: `domain.md` S3-34, "visit agenda template includes informal block"; S0-23 for its three parts.

    >>> [(block.key, block.begins, block.minutes) for block in running_order(240)][-2:]
    [('together', 160, 60), ('feedback', 220, 20)]
    """
    if minutes < SHORTEST_MINUTES:
        raise ImpossibleVisit("A visit takes half an hour or more.")
    steps = {key: max(1, int(minutes * share) // STEP_MINUTES) for key, _title, share in _SHARES}
    steps["tour"] += minutes // STEP_MINUTES - sum(steps.values())
    found, begins = [], 0
    for key, title, _share in _SHARES:
        takes = steps[key] * STEP_MINUTES
        found.append(Block(key=key, title=title, begins=begins, minutes=takes, is_informal=key in INFORMAL))
        begins += takes
    return tuple(found)
