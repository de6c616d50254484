"""Whether two partners may be one firm: which facts of who they are agree, and how much that says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from troth.basis.text import gettext_noop
from troth.trust.firm_addresses import Address, Match, compare_addresses, read_address
from troth.trust.firm_keys import FEWEST_PHONE, Sign, key_of
from troth.trust.sentences import Sentence

FactKind = Literal["registration", "address", "owner", "phone", "domain"]
Grade = Literal["strong", "possible", "weak", "none"]

KINDS: tuple[FactKind, ...] = ("registration", "address", "owner", "phone", "domain")
SIGNS: tuple[Sign, ...] = ("registration", "address", "owner", "name", "phone", "domain")
GRADES: tuple[Grade, ...] = ("none", "weak", "possible", "strong")
PROPOSED: frozenset[Grade] = frozenset({"possible", "strong"})
"""Grades at which people are asked; below them nothing is said."""

MOST_SHARING = 2
"""What more firms than this have in common belongs to an agent, a park or a group, and tells none of them apart."""

_Told = tuple[str, str]
_DIALLING_CODE = 3

AGREEMENTS: Mapping[Sign, str] = {
    "registration": gettext_noop("Both are registered under one number."),
    "address": gettext_noop("Both have one registered address, down to the number and the door."),
    "owner": gettext_noop("Both have one owner or legal representative."),
    "name": gettext_noop("Both have one name, but for its legal form."),
    "phone": gettext_noop("Both answer one telephone number."),
    "domain": gettext_noop("Both use one domain of their own."),
}
SAME_PLACE = gettext_noop("They stand in one place, but not behind one door: that alone says nothing.")
SHARED = gettext_noop("Some of this is common to more than two of your partners, so it counts for less.")
OTHER_NUMBER = gettext_noop(
    "They are registered under different numbers: on paper they are two firms, as after a new start."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """What is said of who one firm is; several facts of a kind may be said, none need be.

    Attributes:
        key: The caller's own number of it.
        names: Its names, in any script.
        facts: Kind and value as written.
    """

    key: int
    names: tuple[str, ...] = ()
    facts: tuple[tuple[FactKind, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How alike two firms are by what is said of them.

    Attributes:
        grade: strong, possible, weak or none; people are asked from possible on.
        signs: What agrees, in the order of SIGNS; what too many share is left out of phone and domain.
        reasons: The same as translatable sentences, and what speaks for caution.
    """

    grade: Grade
    signs: tuple[Sign, ...]
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    keys: Mapping[Sign, frozenset[str]]
    addresses: tuple[Address, ...]


def same_firm(first: FirmFacts, second: FirmFacts) -> Likeness:
    """Compare what is said of two firms.

    Args:
        first: One of them; swapping them changes nothing.
        second: The other.

    Returns:
        "strong" where the registration number agrees, or the address to the door together with owner, name, telephone
        or domain, or three of these four without it; "possible" where the door agrees alone, or two of the four;
        "weak" where one does, which never links. The domain of a public mail provider counts nothing, and a blank
        never agrees with a blank.

    Source: method a.9 of the domain report (new legal entity at same address or owner); the weighing is product
    policy, chosen so that no proposal rests on one thing that honest neighbours share.

    >>> old = FirmFacts(key=1, facts=(("owner", "梁启明"), ("phone", "+86 757 8765 4321")))
    >>> new = FirmFacts(key=2, facts=(("owner", "梁 启明"), ("phone", "0757-87654321")))
    >>> same_firm(old, new).grade, same_firm(old, new).signs
    ('possible', ('owner', 'phone'))
    """
    one, other = _read(first), _read(second)
    return _likeness(_agreeing(one, other, frozenset()), one, other)


def alike(firms: Sequence[FirmFacts]) -> list[tuple[int, int, Likeness]]:
    """Find the pairs of a portfolio that may be one firm.

    Args:
        firms: All partners of one organisation on one side, and of nobody else.

    Returns:
        The keys of each pair that is to be proposed, in the order of ``firms``, and how alike it is, as ``same_firm``
        says. But an address common to more than two firms, as an agent's office is, counts no more than a telephone,
        and a telephone or domain common to more than two counts nothing. Only firms with something in common are
        compared, so that the work grows with the facts and not with the square of the firms.

    >>> alike([FirmFacts(key=7, facts=(("registration", "91330200MA2CXY1234"),)),
    ...        FirmFacts(key=8, facts=(("registration", "9133 0200 ma2c xy12 34"),))])[0][:2]
    (7, 8)
    """
    read = [_read(firm) for firm in firms]
    holders: dict[_Told, list[int]] = defaultdict(list)
    for at, each in enumerate(read):
        for sign, keys in each.keys.items():
            for key in keys:
                holders[sign, key].append(at)
    common = {told for told, those in holders.items() if len(those) > MOST_SHARING and told[0] != "address"}
    pairs = {
        pair
        for told, those in holders.items()
        if told not in common or told[0] in ("registration", "owner", "name")
        for pair in combinations(those, 2)
    }
    behind = _neighbours(read, pairs)
    found = []
    for at, other in sorted(pairs):
        busy = {("address", "")} if max(len(behind[at]), len(behind[other])) >= MOST_SHARING else set()
        said = _likeness(_agreeing(read[at], read[other], common | busy), read[at], read[other])
        if said.grade in PROPOSED:
            found.append((firms[at].key, firms[other].key, said))
    return found


def _neighbours(read: Sequence[_Read], pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Return for each firm the others behind its door."""
    found: dict[int, set[int]] = defaultdict(set)
    for at, other in pairs:
        if _is_one_door(read[at], read[other]):
            found[at].add(other)
            found[other].add(at)
    return found


def _read(firm: FirmFacts) -> _Read:
    keys: dict[Sign, set[str]] = defaultdict(set)
    for name in firm.names:
        keys["name"].add(key_of("name", name))
    for kind, value in firm.facts:
        keys[kind].add(key_of(kind, value))
        if kind == "phone" and (key := key_of("phone", value)):
            # With and without the code of its country a number ends alike.
            keys["phone"].add(f"…{key[-FEWEST_PHONE:]}")
    written = [read_address(value) for kind, value in firm.facts if kind == "address"]
    return _Read(
        keys={sign: frozenset(found - {""}) for sign, found in keys.items()},
        addresses=tuple(address for address in written if address is not None),
    )


def _agreeing(first: _Read, second: _Read, common: Set[_Told]) -> dict[Sign, bool]:
    """Return what agrees, and of each whether something of it is these two firms' alone."""
    found: dict[Sign, bool] = {}
    for sign in SIGNS:
        if sign == "address":
            if _is_one_door(first, second):
                found[sign] = (sign, "") not in common
        elif shared := _shared(first, second, sign):
            found[sign] = any((sign, key) not in common for key in shared)
    return found


def _likeness(agreeing: Mapping[Sign, bool], first: _Read, second: _Read) -> Likeness:
    signs = tuple(sign for sign, is_rare in agreeing.items() if is_rare or sign not in ("phone", "domain"))
    reasons = [AGREEMENTS[sign] for sign in signs]
    if "address" not in signs and "same place" in _matches(first, second):
        reasons.append(SAME_PLACE)
    if not all(is_rare for sign, is_rare in agreeing.items() if sign in ("address", "phone", "domain")):
        reasons.append(SHARED)
    if "registration" not in signs and first.keys.get("registration") and second.keys.get("registration"):
        reasons.append(OTHER_NUMBER)
    return Likeness(
        grade=_grade(signs, is_own_door=agreeing.get("address", False)),
        signs=signs,
        reasons=tuple(Sentence(template=template, params={}) for template in reasons),
    )


def _is_one_door(first: _Read, second: _Read) -> bool:
    return "same door" in _matches(first, second)


def _matches(first: _Read, second: _Read) -> set[Match]:
    return {compare_addresses(one, other) for one in first.addresses for other in second.addresses}


def _shared(first: _Read, second: _Read, sign: Sign) -> frozenset[str]:
    ours, theirs = first.keys.get(sign, frozenset()), second.keys.get(sign, frozenset())
    if sign != "phone":
        return ours & theirs
    whole = {(one, other) for one in ours for other in theirs if "…" not in one + other}
    return frozenset(f"…{one[-FEWEST_PHONE:]}" for one, other in whole if _is_one_phone(one, other))


def _is_one_phone(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.endswith(shorter) and len(longer) - len(shorter) <= _DIALLING_CODE


def _grade(signs: Sequence[Sign], *, is_own_door: bool) -> Grade:
    supports = sum(sign not in ("registration", "address") for sign in signs)
    supports += "address" in signs and not is_own_door
    if "registration" in signs or (is_own_door and supports) or supports > 2:
        return "strong"
    if is_own_door or supports > 1:
        return "possible"
    return "weak" if supports else "none"
