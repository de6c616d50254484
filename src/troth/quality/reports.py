"""What a report of an inspection says: frozen and whole, compared version by version, told in plain sentences."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from troth.basis.draws import ImpossibleDraw, commitment, joint_seed
from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.quality.frozen_plans import digest
from troth.quality.lot_draws import draw_lot
from troth.quality.verdicts import Verdict

FORM = 1
PARTS = (
    "form", "number", "made_at", "made_by", "why", "conclusion", "verdict", "lot", "parties", "who", "plan", "classes",
    "defects", "photos", "measurements", "answers", "signatures", "draw", "noticed",
)  # fmt: skip
UNSAID = frozenset({"form", "number", "made_at", "made_by", "why"})
"""Parts that differ between any two versions, so that their difference tells nothing."""
NAMED_BY = ("uid", "class", "code", "field", "sha256")
"""What tells the same row of two versions apart from another, in the order in which it is looked for."""


class Choice(StrEnum):
    """What the buyer decides about a lot; the verdict stands beside it, unchanged."""

    SHIP = "ship"
    REWORK = "rework"
    REINSPECT = "re-inspect"
    WAIVER = "waiver"
    REFUSE = "refuse"


class NotWhole(ValueError):
    """A report lacks a part, holds one that is unknown, or a value that has more than one written form."""


class NotToDecide(ValueError):
    """The decision does not fit the verdict, or nobody says why; the message says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Hold one thing in which two versions differ.

    Args:
        place: Where it stands: the part, the row by its name, the field.
        old: As the earlier version has it; None where it stood nowhere.
        new: As the later version has it; None where it is gone.
    """

    place: tuple[str, ...]
    old: Any
    new: Any


def written(value: Any) -> Any:
    """Return plain values in the one form in which a report keeps them.

    Args:
        value: Text, whole numbers, fractions, days, moments with a zone, and lists and mappings of these.

    Returns:
        The same, fractions as the shortest text that reads back, days and moments as in ISO 8601.

    Raises:
        NotWhole: Something is no such value, or a moment has no zone.

    Source: own form 1: RFC 8785 leaves fractions to their shortest form, which databases do not keep.

    >>> written({"value": 12.50, "on": date(2026, 3, 12)})
    {'value': '12.5', 'on': '2026-03-12'}
    """
    if value is None or isinstance(value, str | bool | int):
        return str(value) if isinstance(value, StrEnum) else value
    if isinstance(value, float):
        return f"{value!r}".removesuffix(".0")
    if isinstance(value, datetime) and value.tzinfo is None:
        raise NotWhole(f"{value} names no zone.")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): written(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [written(each) for each in value]
    raise NotWhole(f"A report cannot keep {type(value).__name__}.")


def checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content of a report in its written form, once it is seen to be whole.

    Args:
        content: One value for each of `PARTS`.

    Raises:
        NotWhole: A part is missing, one is unknown, a row has no name of its own, or a photo of a defect is not there.

    Source: own form 1.

    >>> checked({"form": 1})
    Traceback (most recent call last):
        ...
    troth.quality.reports.NotWhole: The report lacks: number, made_at, made_by, why, conclusion, verdict, ...
    """
    lacking = [part for part in PARTS if part not in content]
    if lacking:
        first = ", ".join(lacking[:6])
        raise NotWhole(f"The report lacks: {first}{', ...' if len(lacking) > 6 else ''}")
    unknown = sorted(set(content) - set(PARTS))
    if unknown or content["form"] != FORM:
        raise NotWhole(f"This is no report of form {FORM}: {', '.join(unknown) or content['form']}.")
    kept: dict[str, Any] = written(content)
    Verdict(kept["verdict"])
    for part in ("classes", "defects", "photos", "measurements", "answers", "signatures"):
        names = [_name(row) for row in kept[part]]
        if None in names or len(set(names)) < len(names):
            raise NotWhole(f"Two rows of {part} have one name, or one has none.")
    known = {row["sha256"] for row in kept["photos"]}
    if any(photo not in known for defect in kept["defects"] for photo in defect.get("photos", ())):
        raise NotWhole("A defect shows a photo that is not among the report's photos.")
    return kept


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the very bytes whose SHA-256 a report prints; who saves them can hash them with any program.

    Args:
        content: What `checked` returned.

    Source: as for `frozen_plans.digest`.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    kept = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    if sha256(kept).hexdigest() != digest(content):
        raise NotWhole("The written form and its hash do not agree.")
    return kept


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return all in which two versions of a report differ.

    Args:
        old: Content of the earlier version, as `checked` returned it.
        new: Content of the later one.

    Returns:
        In the order of the parts; rows are told apart by their own names, never by their places in a list, so that a
        row that moved is no change. Exchanging the versions exchanges old and new.

    Source: own rule.

    >>> before = {"classes": [{"class": "major", "nonconforming": 7}]}
    >>> difference(before, {"classes": [{"class": "major", "nonconforming": 8}]})
    (Change(place=('classes', 'major', 'nonconforming'), old=7, new=8),)
    """
    parts = [*PARTS, *sorted({*old, *new} - set(PARTS))]
    return tuple(
        change for part in parts if part not in UNSAID for change in _changes((part,), old.get(part), new.get(part))
    )


def draw_holds(content: Mapping[str, Any]) -> bool | None:
    """Draw the lot again from what a report says, and tell whether the same comes out as was promised and looked at.

    Args:
        content: What `checked` returned.

    Returns:
        None where no draw was made.

    Source: `basis.draws` and `lot_draws`; the seed joins the secret with the other side's word, where it said one.

    >>> draw_holds({"draw": {"seed": ""}}) is None
    True
    """
    told = content["draw"]
    if not told["seed"]:
        return None
    promised = commitment(secret=told["secret"], nonce=told["nonce"], subject=told["subject"])
    if promised != told["commitment"] or joint_seed(*filter(None, (told["secret"], told["word"]))) != told["seed"]:
        return False
    lot, sample = content["lot"], max((row["sample_size"] for row in content["classes"]), default=0)
    boxes = {"cartons": lot["cartons"], "units_per_carton": lot["units_per_carton"]}
    method = ((content.get("plan") or {}).get("frozen") or {}).get("way", {}).get("method")
    if method == "continuous":
        return bool(told["drawn"] == {"cartons": [], "units": []})
    try:
        again = draw_lot(told["seed"], lot=lot["size"], sample=sample, **boxes, in_turn=method == "sequential")
    except ImpossibleDraw:
        return False
    units: list[Any] = [asdict(unit) for unit in again.units]
    return bool(told["drawn"] == {"cartons": list(again.cartons), "units": units})


def check_decision(*, choice: Choice, verdict: Verdict, reason: str) -> None:
    """Refuse a decision that does not fit the verdict.

    Args:
        choice: What the buyer wants to decide.
        verdict: What the frozen plan says of the lot.
        reason: Why, in the words of whoever decides.

    Raises:
        NotToDecide: No reason; shipping what was not accepted without calling it a waiver; a waiver of what needs none
            or of what nobody has finished counting.

    Source: the verdict is the plan's, the decision the buyer's: ISO 2859-1:1999, 6.3 and 7.3.

    >>> check_decision(choice=Choice.SHIP, verdict=Verdict.ACCEPTED, reason="All is as agreed.")
    """
    if not reason.strip():
        raise NotToDecide(gettext_noop("Say why: both sides read the reason beside the decision."))
    if choice is Choice.SHIP and verdict is Verdict.NOT_ACCEPTED:
        raise NotToDecide(
            gettext_noop("This lot was not accepted. To ship it all the same, accept it under waiver and say why.")
        )
    if choice is Choice.SHIP and verdict is Verdict.PENDING:
        raise NotToDecide(
            gettext_noop("The verdict is pending, which is not accepted. Have the rest counted, or inspect again.")
        )
    if choice is Choice.WAIVER and verdict is not Verdict.NOT_ACCEPTED:
        raise NotToDecide(gettext_noop("A waiver is for a lot that was not accepted. This one needs another decision."))


def _finding(code: str, message: str, params: Mapping[str, Param]) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, message=message, params=params)


def _changes(place: tuple[str, ...], old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _changes((*place, key), old.get(key), new.get(key))
        return
    if isinstance(old, list) and isinstance(new, list):
        before, after = _by_name(old), _by_name(new)
        if before is not None and after is not None:
            for name in [*before, *(name for name in after if name not in before)]:
                yield from _changes((*place, name), before.get(name), after.get(name))
            return
    yield Change(place=place, old=old, new=new)


def _by_name(rows: Sequence[Any]) -> dict[str, Any] | None:
    """Return rows by their names, None where they have none or share one."""
    named = {name: row for row in rows if (name := _name(row)) is not None}
    return named if len(named) == len(rows) else None


def _name(row: Any) -> str | None:
    if not isinstance(row, Mapping):
        return None
    return next((str(row[name]) for name in NAMED_BY if row.get(name)), None)
