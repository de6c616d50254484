"""Checklists as data: questions without default answers, what answers they take, and which answers fail them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from troth.basis.text import gettext_noop
from troth.quality.checklist_kinds import Answer, Kind, kind_problem, step_problem
from troth.quality.form_conditions import ITSELF, NotUnderstood, Value, parse
from troth.quality.verdicts import DefectClass

__all__ = [
    "Answer", "Checked", "Choice", "ImpossibleChecklist", "Item", "Kind", "check_answer", "check_items", "findings",
    "is_asked", "missing", "words",
]  # fmt: skip
_NONE: Mapping[str, str] = MappingProxyType({})
MOST_ITEMS = 500


class ImpossibleChecklist(ValueError):
    """Two questions share a code, a choice has no options, or a condition is not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Hold one option.

    Args:
        value: What is kept.
        label: What people read, by language code; English where a language is missing.
    """

    value: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Hold one question; it has no default answer.

    Args:
        code: Its name, once in a checklist.
        kind: What it takes.
        label: What people read, by language code.
        hint: More to read, by language code.
        section: The part of the checklist it stands in.
        choices: Options of a choice.
        required: Whether the checklist is not complete without an answer.
        relevant: Asked only where this holds of the other answers.
        constraint: An answer is taken only where this holds; "." is the answer.
        lower: Smallest number that passes.
        upper: Largest number that passes.
        step: A number is a whole number of steps above `lower`, or above 0 where there is none; None takes any.
        failing: Options that fail the question.
        defect_class: How grave a failed question is; None where nobody said.
    """

    code: str
    kind: Kind
    label: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=lambda: _NONE)
    section: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    relevant: str = ""
    constraint: str = ""
    lower: float | None = None
    upper: float | None = None
    step: float | None = None
    failing: tuple[str, ...] = ()
    defect_class: DefectClass | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Hold what a question says of an answer.

    Args:
        problem: Why the answer is not taken, as a sentence to translate; empty where it is.
        fails: Whether the answer is taken and is a finding: a failing option, or a number outside its limits.
    """

    problem: str = ""
    fails: bool = False


def check_items(items: Sequence[Item]) -> None:
    """Check that questions make a checklist.

    Args:
        items: Questions in their order.

    Raises:
        ImpossibleChecklist: There are none or too many, a code comes twice, a choice has no options or the same one
            twice, a failing option is none of them, a limit is turned round, a step is not above 0, or a condition is
            not understood or asks about a question that does not exist.

    Source: own rule.

    >>> check_items([Item(code="a", kind=Kind.TEXT, label={"en": "Which lot?"})])
    """
    if not 0 < len(items) <= MOST_ITEMS:
        raise ImpossibleChecklist(f"A checklist has 1 to {MOST_ITEMS} questions, not {len(items)}.")
    codes = [item.code for item in items]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ImpossibleChecklist(f"Two questions have the same code: {', '.join(twice)}.")
    for item in items:
        _check_item(item, set(codes))


def is_asked(item: Item, answers: Mapping[str, Answer]) -> bool:
    """Return whether a question is asked, from the answers given so far.

    Args:
        item: The question.
        answers: Answers by code.

    Source: XLSForm.org reference, relevant.

    >>> asked = Item(code="b", kind=Kind.TEXT, label={"en": "Why?"}, relevant="${a} = 'no'")
    >>> is_asked(asked, {"a": "no"}), is_asked(asked, {})
    (True, False)
    """
    return parse(item.relevant).holds({code: _value(answer) for code, answer in answers.items()})


def check_answer(item: Item, answer: Answer, answers: Mapping[str, Answer] = _NONE) -> Checked:
    """Judge one answer.

    Args:
        item: The question.
        answer: None where nobody answered: unknown is neither passed nor failed.
        answers: The other answers, by code, for a constraint that asks about them.

    Returns:
        A problem where the answer is not of its kind, no option, or against the constraint; else whether it fails.

    Source: own rule; nothing passes without an answer.

    >>> height = Item(code="h", kind=Kind.NUMBER, label={"en": "Height, cm"}, lower=10, upper=12)
    >>> check_answer(height, 12.5).fails, check_answer(height, None).fails
    (True, False)
    """
    if answer is None or answer in ("", (), []):
        return Checked()
    problem = kind_problem(item.kind, answer, options=[choice.value for choice in item.choices])
    if not problem and item.step is not None:
        problem = step_problem(answer, base=item.lower or 0.0, step=item.step)
    if problem:
        return Checked(problem=problem)
    given = {code: _value(other) for code, other in answers.items()} | {ITSELF: _value(answer)}
    if not parse(item.constraint).holds(given):
        return Checked(problem=gettext_noop("The answer is not within what the question allows."))
    return Checked(fails=_fails(item, answer))


def missing(items: Sequence[Item], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the codes of questions that are required, asked and not answered.

    Args:
        items: Questions in their order.
        answers: Answers by code.

    Source: own rule; a note is only read.

    >>> missing([Item(code="a", kind=Kind.TEXT, label={"en": "Which lot?"}, required=True)], {})
    ('a',)
    """
    return tuple(
        item.code
        for item in items
        if item.required
        and item.kind is not Kind.NOTE
        and answers.get(item.code) in (None, "", (), [])
        and is_asked(item, answers)
    )


def findings(items: Sequence[Item], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """Return the codes of questions that are asked and whose answers fail.

    Args:
        items: Questions in their order.
        answers: Answers by code.

    Source: own rule.

    >>> dry = Item(code="dry", kind=Kind.CHOICE, label={"en": "Is it dry?"}, failing=("no",),
    ...     choices=(Choice(value="yes", label={"en": "Yes"}), Choice(value="no", label={"en": "No"})))
    >>> findings([dry], {"dry": "no"}), findings([dry], {})
    (('dry',), ())
    """
    return tuple(
        item.code
        for item in items
        if is_asked(item, answers) and check_answer(item, answers.get(item.code), answers).fails
    )


def words(label: Mapping[str, str], language: str) -> str:
    """Return a label in a language, else in its main language, else in English, else in whatever there is.

    Args:
        label: Text by language code.
        language: Such as "zh-hans".

    Source: own rule.

    >>> words({"en": "Lot", "es": "Lote"}, "es-mx"), words({"en": "Lot"}, "tr")
    ('Lote', 'Lot')
    """
    for wanted in (language, language.partition("-")[0], "en"):
        if label.get(wanted):
            return label[wanted]
    return next(iter(label.values()), "")


def _check_item(item: Item, codes: set[str]) -> None:
    values = [choice.value for choice in item.choices]
    is_choice = item.kind in (Kind.CHOICE, Kind.CHOICES)
    if is_choice and (not values or len(set(values)) < len(values)):
        raise ImpossibleChecklist(f"The choice {item.code} needs options, each once.")
    if not set(item.failing) <= set(values):
        raise ImpossibleChecklist(f"An answer that fails {item.code} is none of its options.")
    if item.lower is not None and item.upper is not None and item.lower > item.upper:
        raise ImpossibleChecklist(f"The limits of {item.code} are turned round.")
    if item.step is not None and not (item.step > 0 and item.kind in (Kind.WHOLE, Kind.NUMBER)):
        raise ImpossibleChecklist(f"The steps of {item.code} are no steps of numbers.")
    for text in (item.relevant, item.constraint):
        try:
            unknown = parse(text).names - codes - {ITSELF}
        except NotUnderstood as error:
            raise ImpossibleChecklist(f"A condition of {item.code} is not understood: {error}") from error
        if unknown:
            raise ImpossibleChecklist(
                f"A condition of {item.code} asks about {sorted(unknown)[0]}, which is not there."
            )


def _value(answer: Answer) -> Value:
    if answer is None or isinstance(answer, str | bool | int | float):
        return answer
    return tuple(str(part) for part in answer)


def _fails(item: Item, answer: Answer) -> bool:
    if item.kind in (Kind.CHOICE, Kind.CHOICES):
        given = {str(part) for part in answer} if isinstance(answer, list | tuple) else {str(answer)}
        return bool(given & set(item.failing))
    if item.kind in (Kind.WHOLE, Kind.NUMBER):
        number = float(answer)  # type: ignore[arg-type]
        return (item.lower is not None and number < item.lower) or (item.upper is not None and number > item.upper)
    return False
