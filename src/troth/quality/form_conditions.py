"""Conditions of questions, the part of XLSForm's language that checklists use: read safely, never executed as code."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

type Value = str | float | bool | tuple[str, ...] | None
type Condition = Callable[[Mapping[str, Value]], Value]

LONGEST = 500
DEEPEST = 20
_TOKEN = re.compile(r"\s*(\$\{[^{}]+\}|'[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?|<=|>=|!=|[=<>(),.]|[A-Za-z][A-Za-z-]*)")
_MATCHING: Mapping[str, Callable[[float, float], bool]] = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}
ITSELF = "."


class NotUnderstood(ValueError):
    """The condition is too long, too deep, or not in the part of the language that is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Hold a condition that was understood.

    Args:
        holds: Whether it holds of answers by code; the answer of the question itself stands under ".".
        names: The questions it asks about.
    """

    holds: Callable[[Mapping[str, Value]], bool]
    names: frozenset[str]


def parse(text: str) -> Parsed:
    """Read a condition: ${question}, '.', numbers, texts, =, !=, <, <=, >, >=, and, or, not(), selected(), true().

    Args:
        text: At most 500 characters; empty always holds.

    Raises:
        NotUnderstood: It holds anything else.

    Source: XLSForm.org reference, relevant and constraint; XPath 1.0, 3.4 and 3.5. An unanswered question equals ''
        and is neither more nor less than any number.

    >>> parse("${wet} = 'yes' and not(${height} > 2.5)").holds({"wet": "yes", "height": 2.0})
    True
    >>> parse("selected(${found}, 'rust')").holds({"found": ("rust", "dents")})
    True
    """
    if not text.strip():
        return Parsed(holds=lambda answers: True, names=frozenset())
    reader = _Reader(_tokens(text))
    found = reader.either()
    if reader.left:
        raise NotUnderstood(f"{reader.left[0]!r} is not expected there.")
    return Parsed(holds=lambda answers: _truth(found(answers)), names=frozenset(reader.names))


def limits(text: str) -> tuple[float | None, float | None]:
    """Return the limits that a constraint such as ". >= 0 and . <= 10" gives, None where it gives none.

    Args:
        text: A constraint; limits that do not include their own value, and other conditions, are left to it.

    Source: XLSForm.org reference, constraint.

    >>> limits(". >= 0 and . <= 10"), limits(". > 0"), limits(". = 1 or . >= 5")
    ((0.0, 10.0), (None, None), (None, None))
    """
    parts = re.split(r"\s+and\s+", text.strip())
    lower = upper = None
    for part in parts:
        found = re.fullmatch(r"\(?\s*\.\s*(<=|>=)\s*(-?\d+(?:\.\d+)?)\s*\)?", part)
        if found is None:
            return None, None
        if found[1] == ">=":
            lower = float(found[2])
        else:
            upper = float(found[2])
    return lower, upper


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise NotUnderstood(f"A condition has at most {LONGEST} characters.")
    found, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotUnderstood(f"{text[at : at + 10]!r} is not understood.")
        found.append(match[1])
        at = match.end()
    return found


def _truth(value: Value) -> bool:
    return bool(value)


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, int) or value.is_integer() else f"{value:g}"
    return " ".join(value) if isinstance(value, tuple) else value


def _number(value: Value) -> float | None:
    if value is None or isinstance(value, tuple) or value == "":
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None


def _compared(sign: str, one: Value, other: Value) -> bool:
    if sign in {"=", "!="}:
        return (_written(one) == _written(other)) == (sign == "=")
    left, right = _number(one), _number(other)
    return left is not None and right is not None and _MATCHING[sign](left, right)


class _Reader:
    """Reads tokens from the left, the loosest binding first."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.left = list(tokens)
        self.names: set[str] = set()
        self.depth = 0

    def either(self) -> Condition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood(f"A condition has at most {DEEPEST} brackets within each other.")
        parts = [self.both()]
        while self._take("or"):
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else lambda answers: any(_truth(part(answers)) for part in parts)

    def both(self) -> Condition:
        parts = [self.comparison()]
        while self._take("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else lambda answers: all(_truth(part(answers)) for part in parts)

    def comparison(self) -> Condition:
        one = self.value()
        if not self.left or self.left[0] not in {"=", "!=", *_MATCHING}:
            return one
        sign = self.left.pop(0)
        other = self.value()
        return lambda answers: _compared(sign, one(answers), other(answers))

    def value(self) -> Condition:
        token = self._next()
        if token == ITSELF or token.startswith("${"):
            name = token if token == ITSELF else token[2:-1].strip()
            self.names.add(name)
            return lambda answers: answers.get(name)
        if token[0] in "'\"":
            return lambda answers: token[1:-1]
        if token[0].isdigit() or token[0] == "-":
            return lambda answers: float(token)
        return self._called(token)

    def _called(self, word: str) -> Condition:
        if word == "(":
            return self._closed(self.either())
        if word not in {"not", "selected", "true", "false"}:
            raise NotUnderstood(f"{word!r} is not understood.")
        self._expect("(")
        if word in {"true", "false"}:
            return self._closed(lambda answers: word == "true")
        if word == "not":
            inner = self.either()
            return self._closed(lambda answers: not _truth(inner(answers)))
        among = self.value()
        self._expect(",")
        wanted = self.value()
        return self._closed(lambda answers: _is_selected(among(answers), _written(wanted(answers))))

    def _closed(self, found: Condition) -> Condition:
        self._expect(")")
        return found

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise NotUnderstood(f"{token!r} is missing.")

    def _take(self, token: str) -> bool:
        if self.left and self.left[0] == token:
            self.left.pop(0)
            return True
        return False

    def _next(self) -> str:
        if not self.left:
            raise NotUnderstood("It ends too early.")
        return self.left.pop(0)


def _is_selected(among: Value, wanted: str) -> bool:
    return wanted in among if isinstance(among, tuple) else _written(among) == wanted
