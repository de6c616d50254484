"""Whether an inspection can have been carried out as it says: reasons to look a second time, never an accusation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from statistics import median

from troth.basis.findings import Finding, Severity
from troth.basis.proportions import lower_tail, upper_tail
from troth.basis.text import gettext_noop

EARTH_KM = 6371.0088
GEOFENCE_M = 500.0
SAME_PICTURE_BITS = 8
QUICK_SHARE = 0.25
LEVEL = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold a place, in degrees; accuracy in metres where the device said it."""

    latitude: float
    longitude: float
    accuracy_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Hold one photo.

    Args:
        name: How people find it.
        sha256: Hash of its file.
        difference_hash: 64 bits as 16 hexadecimal digits; empty where it could not be computed.
    """

    name: str
    sha256: str
    difference_hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Hold how one inspector's lots went, beside those of the others at the same factories.

    Args:
        lots: Lots this inspector judged.
        accepted: Accepted ones.
        peer_rate: Share the others accepted, a fraction between 0 and 1; None where there are no others.
        claims: Accepted lots that customers or the warehouse later complained of.
        peer_claim_rate: Share of the others' accepted lots with a later claim; None where there are none.
    """

    lots: int
    accepted: int
    peer_rate: float | None
    claims: int
    peer_claim_rate: float | None


def metres_apart(one: Place, other: Place) -> float:
    """Return the distance of two places along the earth's surface.

    Args:
        one: A place.
        other: Another.

    Source: haversine formula, mean earth radius 6371.0088 km.

    >>> round(metres_apart(Place(latitude=52.52, longitude=13.405), Place(latitude=48.8566, longitude=2.3522)) / 1000)
    877
    """
    half_up = radians(other.latitude - one.latitude) / 2
    half_along = radians(other.longitude - one.longitude) / 2
    chord = sin(half_up) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(half_along) ** 2
    return 2 * EARTH_KM * 1000 * asin(min(1.0, sqrt(chord)))


def place_finding(answered: Sequence[Place], *, site: Place, fence_m: float = GEOFENCE_M) -> Finding | None:
    """Say that answers were given away from the site.

    Args:
        answered: Where answers were given, those that say.
        site: Where the site lies.
        fence_m: Metres around it that count as there; the device's own accuracy is added.

    Source: `domain.md` 4.6, g.4.

    >>> site = Place(latitude=23.02, longitude=113.75)
    >>> place_finding([Place(latitude=23.021, longitude=113.75)], site=site) is None
    True
    """
    away = [place for place in answered if metres_apart(place, site) > fence_m + place.accuracy_m]
    if not away:
        return None
    far = max(metres_apart(place, site) for place in away) / 1000
    message = gettext_noop("%(away)s of %(all)s answers were given away from the site, up to %(far)s km.")
    params = {"away": len(away), "all": len(answered), "far": round(far, 1)}
    return Finding(code="integrity.place", severity=Severity.WARNING, message=message, params=params)


def pace_finding(times: Sequence[datetime], *, units: int, usual_seconds: float | None) -> Finding | None:
    """Say that units were looked at far more quickly than usual.

    Args:
        times: When answers were given.
        units: Units looked at, 1 or more.
        usual_seconds: Median seconds a unit of comparable inspections; None where there are none yet.

    Returns:
        A finding where it took less than a quarter of the usual time; else None, also where nothing is comparable.

    Source: `domain.md` d.5; anchors B4: a time for each answer.

    >>> from datetime import UTC
    >>> pace_finding([datetime(2026, 3, 2, 9, tzinfo=UTC)], units=1, usual_seconds=None) is None
    True
    """
    if usual_seconds is None or len(times) < 2 or units < 1:
        return None
    took = (max(times) - min(times)).total_seconds() / units
    if took >= QUICK_SHARE * usual_seconds:
        return None
    message = gettext_noop("Each unit took %(took)s seconds; comparable inspections take %(usual)s.")
    params = {"took": round(took, 1), "usual": round(usual_seconds, 1)}
    return Finding(code="integrity.pace", severity=Severity.WARNING, message=message, params=params)


def usual_pace(seconds: Sequence[float]) -> float | None:
    """Return the median seconds a unit of comparable inspections, three or more; None where there are fewer.

    Args:
        seconds: Seconds a unit of each.

    Source: the median, which one odd inspection does not move.

    >>> usual_pace([40, 45, 600])
    45
    """
    return median(seconds) if len(seconds) >= 3 else None


def bits_apart(one: str, other: str) -> int:
    """Return in how many of 64 bits two difference hashes differ.

    Args:
        one: 16 hexadecimal digits.
        other: Likewise.

    Source: Hamming distance.

    >>> bits_apart("00000000000000ff", "000000000000000f")
    4
    """
    return (int(one, 16) ^ int(other, 16)).bit_count()


def reuse_findings(photos: Sequence[Taken], earlier: Sequence[Taken]) -> tuple[Finding, ...]:
    """Name photos that were used before, or nearly so.

    Args:
        photos: Those of this inspection.
        earlier: Those of all earlier ones.

    Returns:
        One finding a photo: the same file, or a picture that differs in 8 of 64 bits or fewer.

    Source: `domain.md` g.4 (7), f16, f17: equal scenes may look alike, so a person looks.

    >>> reuse_findings([Taken(name="A", sha256="1")], [Taken(name="B", sha256="1")])[0].code
    'integrity.same-file'
    """
    files = {one.sha256: one.name for one in earlier}
    found = list[Finding]()
    for photo in photos:
        if photo.sha256 in files:
            message = gettext_noop("%(photo)s is the same file as %(earlier)s.")
            params = {"photo": photo.name, "earlier": files[photo.sha256]}
            found.append(Finding(code="integrity.same-file", severity=Severity.SERIOUS, message=message, params=params))
        elif photo.difference_hash and (like := _alike(photo, earlier)):
            message = gettext_noop("%(photo)s looks much like %(earlier)s.")
            params = {"photo": photo.name, "earlier": like}
            found.append(Finding(code="integrity.alike", severity=Severity.NOTE, message=message, params=params))
    return tuple(found)


def record_findings(record: Record, *, level: float = LEVEL) -> tuple[Finding, ...]:
    """Say that an inspector accepts more than others do, or that accepted lots were complained of more often.

    Args:
        record: The inspector's lots beside those of the others.
        level: Probability below which chance is no explanation.

    Source: exact binomial tests against the others' rates; `domain.md` d.5, g.5.

    >>> record_findings(Record(lots=9, accepted=9, peer_rate=0.9, claims=0, peer_claim_rate=0.05))
    ()
    """
    return tuple(found for found in (_pass_rate(record, level), _claims(record, level)) if found is not None)


def _pass_rate(record: Record, level: float) -> Finding | None:
    if record.peer_rate is None or not 0 < record.peer_rate < 1 or not record.lots:
        return None
    more = upper_tail(successes=record.accepted, trials=record.lots, target=record.peer_rate)
    fewer = lower_tail(successes=record.accepted, trials=record.lots, target=record.peer_rate)
    if min(more, fewer) >= level:
        return None
    message = gettext_noop("Accepted %(accepted)s of %(lots)s lots; others accept %(peers)s in a hundred.")
    params = {"accepted": record.accepted, "lots": record.lots, "peers": round(100 * record.peer_rate)}
    return Finding(code="integrity.pass-rate", severity=Severity.NOTE, message=message, params=params)


def _claims(record: Record, level: float) -> Finding | None:
    rate = record.peer_claim_rate
    if rate is None or not 0 < rate < 1 or not record.accepted:
        return None
    if upper_tail(successes=record.claims, trials=record.accepted, target=rate) >= level:
        return None
    message = gettext_noop("Customers complained of %(claims)s of %(accepted)s accepted lots, more than usual.")
    params = {"claims": record.claims, "accepted": record.accepted}
    return Finding(code="integrity.claims", severity=Severity.WARNING, message=message, params=params)


def double_finding(*, units: int, first: int, second: int, level: float = LEVEL) -> Finding | None:
    """Say that two inspectors who did not see each other's count found far from the same in one lot.

    Args:
        units: Units each looked at, 1 or more.
        first: Bad units the first found.
        second: Bad units the second found.
        level: Probability below which chance is no explanation.

    Source: given how many both found together, each is as likely to have found any one: exact binomial, two-sided.

    >>> double_finding(units=125, first=3, second=4) is None
    True
    """
    together = first + second
    if not together or units < 1:
        return None
    chance = min(1.0, 2 * lower_tail(successes=min(first, second), trials=together, target=0.5))
    if chance >= level:
        return None
    message = gettext_noop("Two looks at one lot found %(first)s and %(second)s bad units of %(units)s.")
    params = {"first": first, "second": second, "units": units}
    return Finding(code="integrity.double", severity=Severity.WARNING, message=message, params=params)


def _alike(photo: Taken, earlier: Sequence[Taken]) -> str:
    for one in earlier:
        if one.difference_hash and bits_apart(photo.difference_hash, one.difference_hash) <= SAME_PICTURE_BITS:
            return one.name
    return ""
