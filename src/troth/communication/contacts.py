"""Who looks after what on each side, what is missing, and what has to be handed over when somebody leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES, Side

Topic = Literal["orders", "quality", "finance", "logistics", "ethics"]
TOPICS: tuple[Topic, ...] = ("orders", "quality", "finance", "logistics", "ethics")
TOPIC_NAMES: dict[Topic, str] = {
    "orders": gettext_noop("orders"),
    "quality": gettext_noop("quality"),
    "finance": gettext_noop("finance"),
    "logistics": gettext_noop("logistics"),
    "ethics": gettext_noop("ethics"),
}
HoldingKind = Literal["request", "promise", "meeting", "role"]

_NO_PERSON: dict[Topic, str] = {
    "orders": gettext_noop("Nobody is named for orders. Name a person and a deputy."),
    "quality": gettext_noop("Nobody is named for quality. Name a person and a deputy."),
    "finance": gettext_noop("Nobody is named for finance. Name a person and a deputy."),
    "logistics": gettext_noop("Nobody is named for logistics. Name a person and a deputy."),
    "ethics": gettext_noop("Nobody is named for ethics. Name a person and a deputy."),
}
_NO_DEPUTY: dict[Topic, str] = {
    "orders": gettext_noop("%(person)s has no deputy for orders. Name one, for holidays and illness."),
    "quality": gettext_noop("%(person)s has no deputy for quality. Name one, for holidays and illness."),
    "finance": gettext_noop("%(person)s has no deputy for finance. Name one, for holidays and illness."),
    "logistics": gettext_noop("%(person)s has no deputy for logistics. Name one, for holidays and illness."),
    "ethics": gettext_noop("%(person)s has no deputy for ethics. Name one, for holidays and illness."),
}
_OWN_DEPUTY = gettext_noop("%(person)s is named as the deputy of the same person. Name somebody else.")
_TAKES_OVER = gettext_noop("%(person)s, named for the same topic, could take over “%(what)s”.")
_NOBODY_TAKES_OVER = gettext_noop("Nobody is named to take over “%(what)s”. Choose somebody before the last day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Hold who looks after one topic on one side; empty where nobody does."""

    side: Side
    topic: Topic
    person: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Hold what is missing in one seat, and the finding that says so."""

    side: Side
    topic: Topic
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Hold one thing a person carries.

    Attributes:
        kind: An open request, a promise, a meeting or a role.
        what: What it is, as people read it.
        key: What names it for programs.
        topic: The topic it belongs to, None where to none.
        partner: With whom it is shared, as people read it; empty where that goes without saying.
    """

    kind: HoldingKind
    what: str
    key: str
    topic: Topic | None = None
    partner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Hold one line of a hand-over list.

    Attributes:
        holding: What is handed over.
        proposed: Who could take it over; empty where nobody is named. People decide, nothing moves by itself.
        finding: The sentence for the list.
    """

    holding: Holding
    proposed: str
    finding: Finding


def contact_gaps(seats: Iterable[Seat], *, left: Iterable[str] = ()) -> tuple[Gap, ...]:
    """Find topics without a named person or deputy, on both sides alike.

    Args:
        seats: Who is named; a topic without a seat is a gap. Of two seats for one topic the last counts.
        left: People who left; a seat held by one of them is empty.

    Returns:
        Gaps, the factory's first, each side's in the order of TOPICS.

    Source: `domain.md` S0-21: "Relationship with no QC lead shows gap".

    >>> seats = [Seat(side=side, topic=topic, person="Bao", deputy="Lin") for side in SIDES for topic in TOPICS[1:]]
    >>> [(gap.side, gap.topic) for gap in contact_gaps(seats)]
    [('factory', 'orders'), ('buyer', 'orders')]
    """
    gone = set(left)
    held = {(seat.side, seat.topic): seat for seat in seats}
    found = []
    for side in SIDES:
        for topic in TOPICS:
            seat = held.get((side, topic), Seat(side=side, topic=topic))
            person, deputy = (name if name.strip() and name not in gone else "" for name in (seat.person, seat.deputy))
            if finding := _gap(topic, person, deputy):
                found.append(Gap(side=side, topic=topic, finding=finding))
    return tuple(found)


def hand_over(holdings: Sequence[Holding], *, seats: Iterable[Seat], leaving: str, side: Side) -> tuple[HandOver, ...]:
    """List what a leaving person carries, and who is named to take it over.

    Args:
        holdings: The person's open requests, promises, meetings and roles.
        seats: Who is named for what.
        leaving: The person who leaves.
        side: The person's side.

    Returns:
        One line for each holding, in the order given. Proposed is the other name of the topic's seat: the deputy where
        the person leads, the lead where the person is deputy.

    Source: `domain.md` S0-21: "leaving person triggers hand-over checklist".

    >>> seat = Seat(side="factory", topic="quality", person="Bao", deputy="Lin")
    >>> held = Holding(kind="request", what="Lab dip result", key="r1", topic="quality")
    >>> hand_over([held], seats=[seat], leaving="Bao", side="factory")[0].proposed
    'Lin'
    """
    others = {}
    for seat in seats:
        if seat.side == side and leaving in {seat.person, seat.deputy}:
            names = [name for name in (seat.person, seat.deputy) if name.strip() and name != leaving]
            others[seat.topic] = names[0] if names else ""
    return tuple(_line(holding, others.get(holding.topic, "") if holding.topic else "") for holding in holdings)


def _gap(topic: Topic, person: str, deputy: str) -> Finding | None:
    if not person:
        return Finding(code="contacts.no-person", severity=Severity.WARNING, message=_NO_PERSON[topic])
    params = {"person": person}
    if not deputy:
        message = _NO_DEPUTY[topic]
        return Finding(code="contacts.no-deputy", severity=Severity.NOTE, message=message, params=params)
    if deputy == person:
        return Finding(code="contacts.own-deputy", severity=Severity.NOTE, message=_OWN_DEPUTY, params=params)
    return None


def _line(holding: Holding, proposed: str) -> HandOver:
    if proposed:
        params = {"person": proposed, "what": holding.what}
        finding = Finding(code="contacts.takes-over", severity=Severity.NOTE, message=_TAKES_OVER, params=params)
    else:
        finding = Finding(
            code="contacts.nobody-takes-over",
            severity=Severity.WARNING,
            message=_NOBODY_TAKES_OVER,
            params={"what": holding.what},
        )
    return HandOver(holding=holding, proposed=proposed, finding=finding)
