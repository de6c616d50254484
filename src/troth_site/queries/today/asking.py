"""What asks for an answer: the red flags, actions and contests of all relationships, the most pressing first."""

from dataclasses import dataclass

from troth_site.access import Actor
from troth_site.queries.settling import Counted, OpenAction, first_actions, open_flags
from troth_site.queries.today.contested import Contested, contested
from troth_site.queries.value_at_risk import Waiting, inbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What asks for an answer.

    Attributes:
        flags: The most pressing red flags.
        flags_in_all: How many are open.
        actions: Those due first.
        actions_in_all: How many still ask for something.
        contests: The oldest contests nobody has answered, of our own record and our own.
    """

    flags: tuple[Waiting, ...]
    flags_in_all: Counted
    actions: tuple[OpenAction, ...]
    actions_in_all: Counted
    contests: Contested


def asking(by: Actor, *, most: int) -> Asking:
    """Return what asks for an answer, at most so many of each kind."""
    flags, flags_in_all = open_flags(by)
    actions, actions_in_all = first_actions(by, most=most)
    waiting = inbox(by, flags, most=most)
    return Asking(
        flags=waiting, flags_in_all=flags_in_all, actions=actions, actions_in_all=actions_in_all,
        contests=contested(by, most=most),
    )  # fmt: skip
