"""What a product must be: requirements with their limits, what lacks before signing, their one written form."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from troth.basis.findings import Finding, Param, Severity
from troth.basis.text import gettext_noop
from troth.quality.verdicts import DefectClass

Kind = Literal["measured", "attribute", "test", "packing"]
KINDS: dict[Kind, str] = {
    "measured": gettext_noop("measured"),
    "attribute": gettext_noop("looked at"),
    "test": gettext_noop("tested"),
    "packing": gettext_noop("packing"),
}
MOST_READINGS = 1_000

_NONE = gettext_noop("No requirement is written down yet. Add at least one.")
_NO_PACKING = gettext_noop("Nothing is said about packing. Say how it is packed.")
_TWICE = gettext_noop("The code %(short)s stands at two requirements. Give each its own.")
_NO_LIMIT = gettext_noop("%(name)s is measured, but has no limit. Give a lower or an upper one.")
_NO_UNIT = gettext_noop("%(name)s is measured, but in no unit. Name it, such as mm.")
_CROSSED = gettext_noop("%(name)s: the lower limit %(lower)s is not below the upper %(upper)s.")
_OUTSIDE = gettext_noop("%(name)s: the target %(target)s lies outside its own limits.")
_NO_NUMBER = gettext_noop("%(name)s: a limit or target is not a number that can be kept.")
_NO_WORDS = gettext_noop("Say in words what %(name)s must be.")
_NO_METHOD = gettext_noop("%(name)s is tested, but nobody said how. Name the test method.")
_READINGS = gettext_noop("%(name)s: measure it on 0 to %(most)s units.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Hold one thing a unit must be.

    Attributes:
        code: Short name, once in a specification.
        kind: Whether it is measured, looked at, tested, or about packing.
        defect_class: How much a unit that misses it matters.
        target: Value aimed at, in `unit`; None where nobody said.
        lower: Least value that conforms, in `unit`; None where only too much is wrong.
        upper: Greatest value that conforms, in `unit`.
        words: What it must be, where no number says it.
        method: How it is tested, such as a standard's number.
        readings: Units of the sample on which it is measured, 0 or more.
    """

    code: str
    name: str
    kind: Kind
    defect_class: DefectClass
    target: float | None = None
    lower: float | None = None
    upper: float | None = None
    unit: str = ""
    words: str = ""
    method: str = ""
    readings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """Hold what one version of a specification says.

    Attributes:
        summary: What the product is, in a sentence or two.
        packing: How it is packed.
        requirements: In the order in which they are checked.
    """

    summary: str = ""
    packing: str = ""
    requirements: tuple[Requirement, ...] = ()


def gaps_in_specification(specification: Specification) -> tuple[Finding, ...]:
    """Find what lacks before a specification can be signed.

    Args:
        specification: As written so far.

    Returns:
        Findings about the whole first, then about each requirement in order; empty when it can be signed.

    Source: `domain.md` S0-14: a requirement has a limit or words, and a way to tell.

    >>> major = DefectClass.MAJOR
    >>> width = Requirement(code="w", name="Width", kind="measured", defect_class=major, upper=10, unit="mm")
    >>> gaps_in_specification(Specification(packing="20 to a carton", requirements=(width,)))
    ()
    """
    found = []
    if not specification.requirements:
        found.append(_finding("specification.empty", _NONE))
    if not specification.packing.strip():
        found.append(_finding("specification.packing", _NO_PACKING))
    seen: set[str] = set()
    for requirement in specification.requirements:
        if requirement.code in seen:
            found.append(_finding("specification.code", _TWICE, short=requirement.code))
        seen.add(requirement.code)
        found += _gaps_in(requirement)
    return tuple(found)


def impossible(requirement: Requirement) -> Finding | None:
    """Find what is wrong with a requirement's numbers, whatever is still to be written.

    Args:
        requirement: As written so far.

    Returns:
        The first thing that can never be kept, None where there is none: a draft may lack things, but not hold
        nonsense.

    >>> crossed = Requirement(code="w", name="Width", kind="measured", defect_class=DefectClass.MAJOR, lower=9, upper=8)
    >>> impossible(crossed).sentence()
    'Width: the lower limit 9 is not below the upper 8.'
    """
    values = [requirement.target, requirement.lower, requirement.upper]
    name = requirement.name
    if any(value is not None and not isfinite(value) for value in values):
        return _finding("specification.number", _NO_NUMBER, name=name)
    lower, upper = requirement.lower, requirement.upper
    if lower is not None and upper is not None and lower >= upper:
        return _finding("specification.limits", _CROSSED, name=name, lower=f"{lower:g}", upper=f"{upper:g}")
    if _is_outside(requirement):
        return _finding("specification.target", _OUTSIDE, name=name, target=f"{requirement.target:g}")
    if not 0 <= requirement.readings <= MOST_READINGS:
        return _finding("specification.readings", _READINGS, name=name, most=MOST_READINGS)
    return None


def written_specification(specification: Specification) -> dict[str, Any]:
    """Return a specification in the plain values over which both sides sign.

    Args:
        specification: As agreed.

    Returns:
        Text, whole numbers and lists; a limit as the shortest text that reads back to the same number.

    Source: own form, version 1.

    >>> width = Requirement(code="w", name="Width", kind="measured", defect_class=DefectClass.MAJOR, upper=0.1)
    >>> written_specification(Specification(requirements=(width,)))["requirements"][0]["upper"]
    '0.1'
    """
    return {
        "form": 1,
        "summary": specification.summary,
        "packing": specification.packing,
        "requirements": [_written(requirement) for requirement in specification.requirements],
    }


def read_specification(written: Mapping[str, Any]) -> Specification:
    """Read a specification from its written form.

    Args:
        written: What `written_specification` returned.

    >>> read_specification(written_specification(Specification(summary="A bag"))).summary
    'A bag'
    """
    return Specification(
        summary=written["summary"],
        packing=written["packing"],
        requirements=tuple(_read(each) for each in written["requirements"]),
    )


def _written(requirement: Requirement) -> dict[str, Any]:
    return {
        "code": requirement.code, "name": requirement.name, "kind": requirement.kind,
        "defect_class": str(requirement.defect_class), "target": _text(requirement.target),
        "lower": _text(requirement.lower), "upper": _text(requirement.upper), "unit": requirement.unit,
        "words": requirement.words, "method": requirement.method, "readings": requirement.readings,
    }  # fmt: skip


def _read(written: Mapping[str, Any]) -> Requirement:
    values = dict(written) | {name: _number(written[name]) for name in ("target", "lower", "upper")}
    return Requirement(**values | {"defect_class": DefectClass(written["defect_class"])})


def _text(value: float | None) -> str:
    # 10 and 10.0 are one limit, and must not make two digests.
    return "" if value is None else repr(float(value)).removesuffix(".0")


def _number(text: str) -> float | None:
    return float(text) if text else None


def _gaps_in(requirement: Requirement) -> list[Finding]:
    wrong = impossible(requirement)
    found = [wrong] if wrong is not None else []
    name = requirement.name
    if requirement.kind == "measured":
        if requirement.lower is None and requirement.upper is None:
            found.append(_finding("specification.limit", _NO_LIMIT, name=name))
        if not requirement.unit.strip():
            found.append(_finding("specification.unit", _NO_UNIT, name=name))
    elif not requirement.words.strip():
        found.append(_finding("specification.words", _NO_WORDS, name=name))
    if requirement.kind == "test" and not requirement.method.strip():
        found.append(_finding("specification.method", _NO_METHOD, name=name))
    return found


def _is_outside(requirement: Requirement) -> bool:
    target, lower, upper = requirement.target, requirement.lower, requirement.upper
    if target is None:
        return False
    return (lower is not None and target < lower) or (upper is not None and target > upper)


def _finding(code: str, message: str, **params: Param) -> Finding:
    return Finding(code=code, severity=Severity.WARNING, message=message, params=params)
