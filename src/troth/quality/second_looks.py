"""Which inspections ask for a second look, and how each inspector's lots went: compared, never accused."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from troth.basis.findings import Finding
from troth.quality.integrity import (
    Place,
    Record,
    Taken,
    double_finding,
    pace_finding,
    place_finding,
    record_findings,
    reuse_findings,
    usual_pace,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Hold one inspection that was handed in.

    Args:
        key: Its number.
        on: Day it was planned for.
        inspector: Number of who carried it out; None where nobody says.
        kind: What is comparable, such as stage and product family.
        site: Where the site lies; None where nobody said.
        times: When answers were given.
        places: Where, those that say.
        units: Units looked at; 0 where nobody said.
        bad: Bad units found; None where nobody counted.
        photos: Its photos.
        blind_of: The inspection of the same lot it repeats without having seen it.
        accepted: Whether the lot was accepted; None where that is pending.
        claimed: Whether the lot was complained of afterwards, on arrival or by customers.
    """

    key: int
    on: date
    inspector: int | None
    kind: str
    site: Place | None = None
    times: tuple[datetime, ...] = ()
    places: tuple[Place, ...] = ()
    units: int = 0
    bad: int | None = None
    photos: tuple[Taken, ...] = ()
    blind_of: int | None = None
    accepted: bool | None = None
    claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorRecord:
    """Hold how one inspector's lots went, with what is noticed beside the others'."""

    inspector: int
    record: Record
    findings: tuple[Finding, ...]


def seconds_a_unit(look: Look) -> float | None:
    """Return how long a unit took from the first answer to the last; None where that cannot be told.

    Args:
        look: An inspection.

    >>> at = datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 10)
    >>> seconds_a_unit(Look(key=1, on=date(2026, 3, 2), inspector=1, kind="final", times=at, units=80))
    45.0
    """
    if len(look.times) < 2 or look.units < 1:
        return None
    return (max(look.times) - min(look.times)).total_seconds() / look.units


def second_looks(looks: Sequence[Look]) -> Mapping[int, tuple[Finding, ...]]:
    """Find what asks for a second look: pace, place, photos used before, and two blind counts far apart.

    Args:
        looks: Inspections of one partner, in any order.

    Returns:
        For each inspection with findings, those findings; both of a blind pair carry theirs.

    Source: `domain.md` d.5, g.4, g.5.

    >>> second_looks([Look(key=1, on=date(2026, 3, 2), inspector=1, kind="final")])
    {}
    """
    ordered = sorted(looks, key=lambda look: (look.on, look.key))
    paces = _paces(ordered)
    found: dict[int, list[Finding]] = {}
    earlier = list[Taken]()
    for look in ordered:
        own = [_pace(look, paces[look.kind]), _place(look), *reuse_findings(look.photos, earlier)]
        found[look.key] = [finding for finding in own if finding is not None]
        earlier += look.photos
    by_key = {look.key: look for look in ordered}
    for second in ordered:
        first = None if second.blind_of is None else by_key.get(second.blind_of)
        if first is not None and (finding := _double(first, second)) is not None:
            found[first.key].append(finding)
            found[second.key].append(finding)
    return {key: tuple(findings) for key, findings in found.items() if findings}


def is_asked_anew(*, noticed: Collection[str], asked: Collection[str]) -> bool:
    """Tell whether something is noticed for which nobody asked for a second look yet.

    Args:
        noticed: Codes of the findings there are now.
        asked: Codes of those there were when it was asked for last; empty where it never was.

    Source: own rule: what two sides closed stays closed until there is something new to say.

    >>> is_asked_anew(noticed=["integrity.pace"], asked=["integrity.pace", "integrity.place"])
    False
    """
    return not set(noticed) <= set(asked)


def inspectors(looks: Sequence[Look]) -> tuple[InspectorRecord, ...]:
    """Compare each inspector's lots with those of the others at the same partner.

    Args:
        looks: Inspections of one partner; those without inspector or verdict are left out.

    Returns:
        One record for each inspector, those with most lots first.

    Source: `domain.md` d.5, g.5.

    >>> one = Look(key=1, on=date(2026, 3, 2), inspector=7, kind="final", accepted=True)
    >>> [(each.inspector, each.record.lots, each.record.peer_rate) for each in inspectors([one])]
    [(7, 1, None)]
    """
    judged = [look for look in looks if look.inspector is not None and look.accepted is not None]
    people = {look.inspector for look in judged if look.inspector is not None}
    records = [_record(person, judged) for person in people]
    return tuple(sorted(records, key=lambda each: (-each.record.lots, each.inspector)))


def _record(person: int, judged: Sequence[Look]) -> InspectorRecord:
    own = [look for look in judged if look.inspector == person]
    others = [look for look in judged if look.inspector != person]
    accepted, accepted_by_others = ([look for look in some if look.accepted] for some in (own, others))
    record = Record(
        lots=len(own),
        accepted=len(accepted),
        peer_rate=len(accepted_by_others) / len(others) if others else None,
        claims=sum(look.claimed for look in accepted),
        peer_claim_rate=_share(accepted_by_others),
    )
    return InspectorRecord(inspector=person, record=record, findings=record_findings(record))


def _share(accepted: Sequence[Look]) -> float | None:
    return sum(look.claimed for look in accepted) / len(accepted) if accepted else None


def _paces(looks: Sequence[Look]) -> Mapping[str, Mapping[int, float]]:
    """Return the seconds a unit of every inspection of which that can be told, by kind and number."""
    found: dict[str, dict[int, float]] = {look.kind: {} for look in looks}
    for look in looks:
        seconds = seconds_a_unit(look)
        if seconds is not None:
            found[look.kind][look.key] = seconds
    return found


def _pace(look: Look, paces: Mapping[int, float]) -> Finding | None:
    if look.key not in paces:
        return None
    usual = usual_pace([seconds for key, seconds in paces.items() if key != look.key])
    return pace_finding(look.times, units=look.units, usual_seconds=usual)


def _place(look: Look) -> Finding | None:
    return None if look.site is None or not look.places else place_finding(look.places, site=look.site)


def _double(first: Look, second: Look) -> Finding | None:
    # Counts of samples of different sizes are not comparable as they stand.
    if first.bad is None or second.bad is None or first.units != second.units or not first.units:
        return None
    return double_finding(units=first.units, first=first.bad, second=second.bad)
