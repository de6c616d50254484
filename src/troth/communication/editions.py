"""Two people edit one thing: what each changed is kept, and where both changed the same, they are asked."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TwoVersions[Value]:
    """Hold one field that two people changed in different ways.

    Attributes:
        before: What both began with.
        mine: What the second one wrote.
        theirs: What the first one saved meanwhile.
    """

    before: Value
    mine: Value
    theirs: Value


@dataclass(frozen=True, slots=True)
class Merged[Value]:
    """Hold what two editions come to.

    Attributes:
        values: Every field; one that both changed differently stays as it was saved first.
        conflicts: Those fields, for the second person to choose.
    """

    values: Mapping[str, Value]
    conflicts: Mapping[str, TwoVersions[Value]]


def merge[Value](
    *, before: Mapping[str, Value], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> Merged[Value]:
    """Bring two editions of the same fields together, so that nothing anybody wrote is lost unseen.

    Args:
        before: What both began with; a field that is missing here is taken as changed by both.
        mine: What the second person wrote; the fields looked at.
        theirs: What stands there now.

    Returns:
        Of a field that one person alone changed, their value; of one both changed alike, that value; the rest is asked.

    Source: issue 3, bad input: two people editing one meeting.

    >>> was = {"place": "Room 1", "title": "Weekly"}
    >>> found = merge(before=was, mine={"place": "Room 2", "title": "Weekly"}, theirs={"place": "By phone", **was})
    >>> dict(found.values), list(found.conflicts)
    ({'place': 'Room 2', 'title': 'Weekly'}, [])
    """
    values: dict[str, Value] = {}
    conflicts: dict[str, TwoVersions[Value]] = {}
    for name, wrote in mine.items():
        stands = theirs.get(name, wrote)
        began = before.get(name)
        if wrote == stands or (name in before and wrote == began):
            values[name] = stands
        elif name in before and stands == began:
            values[name] = wrote
        else:
            values[name] = stands
            conflicts[name] = TwoVersions(before.get(name, stands), wrote, stands)
    return Merged(values, conflicts)
