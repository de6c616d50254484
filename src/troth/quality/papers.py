"""What two sides sign: its one digest, and what differs between two versions of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from troth.commitments.canonical import canonical

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Hold one thing in which two versions differ.

    Attributes:
        change: Whether it was added, removed or changed.
        item: Key of the requirement or checkpoint it concerns; empty where it concerns the paper as a whole.
        called: The item's name, as the newer version calls it where it has it.
        part: The field that changed, such as "upper"; empty where a whole item came or went.
        before: What stood there, empty where nothing did.
        after: What stands there now.
    """

    change: Change
    item: str
    called: str
    part: str
    before: str
    after: str


def signed_digest(written: Mapping[str, Any]) -> str:
    """Return the hash that both sides sign.

    Args:
        written: The paper in plain values: text, whole numbers, booleans, None, lists and mappings.

    Returns:
        SHA-256 of its one written form, as 64 hexadecimal digits.

    Raises:
        troth.commitments.canonical.SealError: A value has more than one written form.

    Source: own form; SHA-256 over the profile of RFC 8785 that the ledger uses.

    >>> signed_digest({"b": 1, "a": "é"}) == signed_digest({"a": "é", "b": 1})
    True
    """
    return sha256(canonical(written)).hexdigest()


def differences(
    before: Mapping[str, Any] | None, after: Mapping[str, Any], *, items: str, key: str
) -> tuple[Difference, ...]:
    """Find what a newer version of a paper changes.

    Args:
        before: The older version in plain values; None where there is none, so that all of the newer one is new.
        after: The newer one.
        items: Name of the list in it, such as "requirements".
        key: Name of what tells one item of the list from another, such as "code".

    Returns:
        First what changed of the paper as a whole, then the items in the order of the newer version, then those
        that it leaves out. An item that only moved up or down is no difference.

    Source: `domain.md` S0-35: nobody signs what they cannot see has changed.

    >>> old = {"packing": "carton", "requirements": [{"code": "w", "name": "Width", "upper": "10"}]}
    >>> new = {"packing": "carton", "requirements": [{"code": "w", "name": "Width", "upper": "12"}]}
    >>> [(each.part, each.before, each.after) for each in differences(old, new, items="requirements", key="code")]
    [('upper', '10', '12')]
    """
    older: Mapping[str, Any] = before or {items: []}
    found = _changed(
        "", "", {k: v for k, v in older.items() if k != items}, {k: v for k, v in after.items() if k != items}
    )
    known, listed = _by_key(older[items], key), _by_key(after[items], key)
    for name, item in listed.items():
        called = str(item.get("name", name))
        if name in known:
            found += _changed(name, called, known[name], item)
        else:
            found.append(Difference(change="added", item=name, called=called, part="", before="", after=called))
    for name, item in known.items():
        if name not in listed:
            called = str(item.get("name", name))
            found.append(Difference(change="removed", item=name, called=called, part="", before=called, after=""))
    return tuple(found)


def _without(paper: Mapping[str, Any], items: str) -> dict[str, Any]:
    return {name: value for name, value in paper.items() if name != items}


def _by_key(items: Sequence[Mapping[str, Any]], key: str) -> dict[str, Mapping[str, Any]]:
    return {str(item[key]): item for item in items}


def _changed(item: str, called: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    old, new = _flat(before), _flat(after)
    return [
        Difference(
            change="changed", item=item, called=called, part=part, before=old.get(part, ""), after=new.get(part, "")
        )
        for part in dict.fromkeys([*new, *old])
        if old.get(part, "") != new.get(part, "")
    ]


def _flat(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values as text, those inside another mapping under both names with a point between."""
    flat: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{inner}": text for inner, text in _flat(value).items()}
        else:
            flat[name] = "" if value is None else str(value)
    return flat
