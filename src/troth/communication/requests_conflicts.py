"""Conflicting instructions: two open values for one attribute of one product."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from troth.basis.findings import Finding, Severity
from troth.basis.text import gettext_noop
from troth.communication.folding import fold

_CONFLICT = gettext_noop(
    "%(sku)s has two open values for %(attribute)s: “%(earlier)s” (%(earlier_source)s, %(earlier_day)s) and "
    "“%(later)s” (%(later_source)s, %(later_day)s). Say which one counts, and withdraw the other."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """Hold one value somebody asked for.

    Attributes:
        sku: The product, as both sides name it.
        attribute: What of it, such as "colour".
        value: The value asked for, as written.
        source: Where it stands, such as "message of Ana" or "specification v3".
        said_on: Day it was said.
        is_open: False once it was withdrawn or replaced.
    """

    sku: str
    attribute: str
    value: str
    source: str
    said_on: date
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Hold two open instructions that cannot both be followed, and the finding that says so."""

    earlier: Instruction
    later: Instruction
    finding: Finding


def conflicts(instructions: Iterable[Instruction]) -> tuple[Conflict, ...]:
    """Find products with two open values for one attribute.

    Values are compared without case, width, blanks and hyphens: "PANTONE 19-4052" and "pantone 194052" are one. An
    instruction said twice in the same words is no conflict.

    Args:
        instructions: What was asked for, in any order.

    Returns:
        For each product and attribute the pairs of following values, in the order of product, attribute and day.

    Source: `domain.md` S1-25: "Two different pantone codes for one SKU → conflict alarm".

    >>> day = date(2026, 3, 2)
    >>> asked = [Instruction(sku="S1", attribute="colour", value=value, source="mail", said_on=day) for value in "AB"]
    >>> [(found.earlier.value, found.later.value) for found in conflicts(asked)]
    [('A', 'B')]
    """
    open_values: dict[tuple[str, str], dict[str, Instruction]] = {}
    for asked in sorted(instructions, key=lambda asked: (asked.said_on, asked.source, asked.value)):
        if asked.is_open:
            of_one = open_values.setdefault((_same(asked.sku), _same(asked.attribute)), {})
            of_one.setdefault(_same(asked.value), asked)
    found = []
    for _, values in sorted(open_values.items()):
        ordered = list(values.values())
        found += [_conflict(one, other) for one, other in pairwise(ordered)]
    return tuple(found)


def _same(value: str) -> str:
    return "".join(character for character in fold(value).text if character.isalnum() or character in ".,%±")


def _conflict(earlier: Instruction, later: Instruction) -> Conflict:
    finding = Finding(
        code="request.conflict",
        severity=Severity.SERIOUS,
        message=_CONFLICT,
        params={
            "sku": later.sku,
            "attribute": later.attribute,
            "earlier": earlier.value,
            "earlier_source": earlier.source,
            "earlier_day": earlier.said_on,
            "later": later.value,
            "later_source": later.source,
            "later_day": later.said_on,
        },
    )
    return Conflict(earlier=earlier, later=later, finding=finding)
