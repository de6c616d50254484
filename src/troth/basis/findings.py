"""One shape for "we noticed": a code for programs, a sentence for people, and what the sentence speaks of."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Param = str | int | float | Decimal | date

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Severity(StrEnum):
    """How much a finding weighs, lightest first."""

    NOTE = "note"
    WARNING = "warning"
    SERIOUS = "serious"
    CRITICAL = "critical"


class WrongPlaceholders(ValueError):
    """A sentence's placeholders and the values given for them are not the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hold one thing a rule noticed, in a form that can be stored, compared and translated.

    Args:
        code: Stable dotted name for programs, such as "delivery.date-order"; never translated.
        severity: How much it weighs.
        message: A whole sentence marked with gettext_noop, its placeholders named: "%(count)s lines are late."
        params: A value for each placeholder, and no other.

    Raises:
        WrongPlaceholders: A placeholder has no value, or a value has no placeholder.

    >>> message = "%(n)s lines are late."
    >>> late = Finding(code="delivery.late", severity=Severity.WARNING, message=message, params={"n": 3})
    >>> late.sentence()
    '3 lines are late.'
    """

    code: str
    severity: Severity
    message: str
    params: Mapping[str, Param] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        named = set(_PLACEHOLDER.findall(self.message))
        if named != set(self.params):
            raise WrongPlaceholders(
                f"The sentence of {self.code} speaks of {sorted(named)}, but values came for {sorted(self.params)}."
            )

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """Put the values into the sentence, translated first.

        Args:
            translate: Turns the sentence into the reader's language, such as Django's gettext; by default unchanged.

        Returns:
            The sentence as read. A translation may leave a placeholder out or change the order; a per cent sign
            stands for itself.

        >>> message, german = "Nothing of %(who)s yet.", "Noch nichts von %(who)s."
        >>> note = Finding(code="kpi.none", severity=Severity.NOTE, message=message, params={"who": "Sol"})
        >>> note.sentence({message: german}.__getitem__)
        'Noch nichts von Sol.'
        """
        return _PLACEHOLDER.sub(lambda found: str(self.params.get(found[1], found[0])), translate(self.message))
