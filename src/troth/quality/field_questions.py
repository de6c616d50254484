"""Questions and readings as an inspection keeps them: what they are called, which answers fail, what lies beyond."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from troth.quality.checklists import Answer, Choice, Item, Kind, check_answer, is_asked
from troth.quality.form_conditions import NotUnderstood
from troth.quality.verdicts import DefectClass

LONGEST_NAME = 200
_PREFIX = "requirement."


def is_beyond(value: float, *, lower: float | None, upper: float | None) -> bool:
    """Tell whether a reading lies beyond its limits.

    Args:
        value: In the unit of the limits.
        lower: None where only too much is wrong.
        upper: None where only too little is wrong.

    >>> is_beyond(63.0, lower=61.0, upper=63.0), is_beyond(63.1, lower=61.0, upper=63.0)
    (False, True)
    """
    return (lower is not None and value < lower) or (upper is not None and value > upper)


def question_of(kept: Mapping[str, Any]) -> Item:
    """Read a question as an inspection keeps it.

    Args:
        kept: Its plain values; what is missing was not said.

    >>> question_of({"code": "dry", "label": {"en": "Is it dry?"}, "kind": "choice", "failing": ["no"]}).failing
    ('no',)
    """
    choices = kept.get("choices") or ()
    given = kept.get("defect_class")
    label = kept.get("label") or {}
    return Item(
        code=kept["code"], kind=Kind(kept.get("kind") or "text"),
        label=label if isinstance(label, Mapping) else {"en": str(label)},
        choices=tuple(Choice(value=str(one.get("value", one.get("name", ""))), label={}) for one in choices),
        required=bool(kept.get("required")), relevant=kept.get("relevant") or "",
        lower=kept.get("lower"), upper=kept.get("upper"), failing=tuple(map(str, kept.get("failing") or ())),
        defect_class=DefectClass(given) if given else None,
    )  # fmt: skip


def names_of(code: str, labels: Iterable[str]) -> tuple[str, ...]:
    """Return everything a question or requirement is called, in the form in which names are compared.

    Args:
        code: Its code; that of a question about a requirement names the requirement too.
        labels: Its names, in whatever languages.

    Source: own rule: case, blanks and how accents are written tell no two names apart.

    >>> names_of("requirement.H", ["Hooks  hold"])
    ('h', 'hooks hold', 'requirement.h')
    """
    named = {name_folded(each) for each in (code, code.removeprefix(_PREFIX), *labels)}
    return tuple(sorted(named - {""}))


def fails(item: Item, answer: Answer) -> bool | None:
    """Tell whether an answer fails a question: a failing option, or a number outside its limits.

    Args:
        item: The question.
        answer: None where nobody answered.

    Returns:
        None where it is not answered, or with what it does not take: unknown is neither passed nor failed.

    Source: `checklists.check_answer`, without conditions on the answer, which a phone does not read.

    >>> weight = Item(code="w", kind=Kind.NUMBER, label={"en": "Weight, kg"}, upper=9)
    >>> fails(weight, 9.5), fails(weight, 9), fails(weight, None)
    (True, False, None)
    """
    if answer is None or answer in ("", (), []):
        return None
    found = check_answer(replace(item, constraint="", step=None), answer)
    return None if found.problem else found.fails


def asked(items: Sequence[Item], answers: Mapping[str, Answer]) -> list[Item]:
    """Return the questions that are asked, in their order.

    Args:
        items: Questions.
        answers: By code, as far as given.

    Source: XLSForm.org reference, relevant; a condition that cannot be read asks, as on the phone.

    >>> why = Item(code="why", kind=Kind.TEXT, label={"en": "Why?"}, relevant="${dry} = 'no'")
    >>> len(asked([why], {"dry": "no"})), len(asked([why], {}))
    (1, 0)
    """
    return [item for item in items if _is_asked(item, answers)]


def name_folded(name: str) -> str:
    """Return a name in the form in which names are compared.

    Args:
        name: At most its first 200 characters are compared: no longer one is kept of a defect.

    >>> name_folded(" Hooks  HOLD ")
    'hooks hold'
    """
    return " ".join(unicodedata.normalize("NFC", name[:LONGEST_NAME]).lower().split())


def _is_asked(item: Item, answers: Mapping[str, Answer]) -> bool:
    try:
        return is_asked(item, answers)
    except NotUnderstood:
        return True
