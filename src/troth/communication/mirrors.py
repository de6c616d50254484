"""Two copies of one card, in two houses: which one is right when both may have changed since they last agreed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from troth.basis.spans import NaiveDatetime

Winner = Literal["neither", "ours", "theirs"]


@dataclass(frozen=True, slots=True)
class Copy:
    """Hold one copy of a card.

    Args:
        digest: Of its contents; equal contents have equal digests.
        changed_at: When it was last touched, with its zone.
    """

    digest: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """Say which copy is written over the other.

    Args:
        winner: "neither" where both say the same, or nothing changed.
        is_conflict: Both changed to different things, so that what loses must be kept in the card's history.
    """

    winner: Winner
    is_conflict: bool = False


def settle(ours: Copy, theirs: Copy, *, agreed: str) -> Settled:
    """Decide between two copies of a card: who alone changed wins; where both did, who wrote last.

    Args:
        ours: The copy of this house.
        theirs: The copy of the other one.
        agreed: Digest of what both said when they were last brought into step; empty where they never were.

    Returns:
        The winner; our own where both wrote in the same moment, so that the other house does not decide by its clock.

    Raises:
        NaiveDatetime: A moment says no zone.

    Source: last writer wins, with what lost kept; what a copy took over from the other is no change of its own, so
        nothing goes round in a circle.

    >>> from datetime import UTC
    >>> noon, one = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 21, 13, tzinfo=UTC)
    >>> settle(Copy("a", noon), Copy("b", one), agreed="a")
    Settled(winner='theirs', is_conflict=False)
    >>> settle(Copy("c", one), Copy("b", noon), agreed="a")
    Settled(winner='ours', is_conflict=True)
    """
    for moment in (ours.changed_at, theirs.changed_at):
        if moment.tzinfo is None:
            raise NaiveDatetime(moment)
    if ours.digest == theirs.digest:
        return Settled("neither")
    if theirs.digest == agreed:
        return Settled("ours")
    if ours.digest == agreed:
        return Settled("theirs")
    return Settled("theirs" if theirs.changed_at > ours.changed_at else "ours", is_conflict=True)
