"""What questions of a checklist take: kinds of answers, and why an answer is none of a kind."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum

from troth.basis.text import gettext_noop

type Answer = str | float | bool | Sequence[str] | Sequence[float] | None
LARGEST = 1.7e308
ROUNDED = 1e-6
"""So much of a step a number may be off by its own rounding."""


class Kind(StrEnum):
    """What a question takes."""

    CHOICE = "choice"
    CHOICES = "choices"
    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    PHOTO = "photo"
    PLACE = "place"
    NOTE = "note"


def kind_problem(kind: Kind, answer: Answer, *, options: Sequence[str] = ()) -> str:
    """Say why an answer is none of a kind.

    Args:
        kind: What the question takes.
        answer: What was given.
        options: Of a choice.

    Returns:
        A sentence to translate; empty where it is one.

    Source: own rule.

    >>> kind_problem(Kind.DAY, "2026-03-12"), kind_problem(Kind.MOMENT, "2026-03-12T14:30")
    ('', '')
    """
    match kind:
        case Kind.CHOICE | Kind.CHOICES:
            given = answer if kind is Kind.CHOICES else [answer]
            good = isinstance(given, list | tuple) and all(part in options for part in given)
            return "" if good else gettext_noop("This is none of the options.")
        case Kind.WHOLE | Kind.NUMBER:
            return _number_problem(kind, answer)
        case Kind.DAY:
            return "" if _is_day(answer) else gettext_noop("Write the day as 2026-03-12.")
        case Kind.MOMENT:
            return "" if _is_moment(answer) else gettext_noop("Write day and time as 2026-03-12T14:30.")
        case Kind.PLACE:
            return "" if _is_place(answer) else gettext_noop("This is no place on earth.")
        case Kind.NOTE:
            return gettext_noop("A note is read, not answered.")
        case _:
            return "" if isinstance(answer, str) else gettext_noop("This answer is a text.")


def step_problem(answer: Answer, *, base: float, step: float) -> str:
    """Say why a number is on no step of a question.

    Args:
        answer: A number.
        base: Where the steps begin, in the number's unit.
        step: How far they lie apart, in the same unit, above 0.

    Returns:
        A sentence to translate; empty where it is on one.

    Source: XLSForm.org reference, range; the W3C's XForms 1.1, 8.1.7.

    >>> step_problem(1.3, base=1, step=0.1)
    ''
    """
    steps = (float(answer) - base) / step  # type: ignore[arg-type]
    # Tenths written in twos are not quite tenths.
    return "" if abs(steps - round(steps)) <= ROUNDED else gettext_noop("This number lies between two steps.")


def _number_problem(kind: Kind, answer: Answer) -> str:
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    if not is_number or not abs(answer) <= LARGEST:  # type: ignore[arg-type]
        return gettext_noop("This answer is a number.")
    if kind is Kind.WHOLE and float(answer) % 1:  # type: ignore[arg-type]
        return gettext_noop("This answer is a whole number.")
    return ""


def _is_day(answer: Answer) -> bool:
    with suppress(ValueError):
        return isinstance(answer, str) and bool(date.fromisoformat(answer))
    return False


def _is_moment(answer: Answer) -> bool:
    with suppress(ValueError):
        return isinstance(answer, str) and "T" in answer and bool(datetime.fromisoformat(answer))
    return False


def _is_place(answer: Answer) -> bool:
    with suppress(IndexError, OverflowError, TypeError, ValueError):
        return isinstance(answer, list | tuple) and abs(float(answer[0])) <= 90 and abs(float(answer[1])) <= 180
    return False
