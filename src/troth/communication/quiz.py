"""Questions about how people work, asked by those people themselves; what somebody answers is their own affair."""

from collections.abc import Sequence
from dataclasses import dataclass

from troth.basis.text import gettext_noop

FEWEST_CHOICES, MOST_CHOICES = 2, 5
LONGEST_QUESTION, LONGEST_CHOICE = 300, 200

_NO_QUESTION = gettext_noop("Write a question of at most 300 characters.")
_CHOICES = gettext_noop("Write 2 to 5 different answers, each of at most 200 characters.")
_RIGHT = gettext_noop("Say which of the answers is yours.")
_NOT_OFFERED = gettext_noop("Choose one of the answers.")


class QuizRefused(ValueError):
    """A question or an answer cannot be kept; the message says why, marked for translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold one question with its answers.

    Args:
        text: What is asked.
        choices: 2 to 5 answers, all different.
        right: Place of the author's own answer among them, from 0.

    Raises:
        QuizRefused: It asks nothing, its answers are too few, too many or alike, or none of them is the author's.

    Source: `domain.md` S3-35, "reading list in visit pack; quiz optional".

    >>> Question(text="Who sits down first?", choices=("the guest", "the eldest"), right=1).answer
    'the eldest'
    """

    text: str
    choices: tuple[str, ...]
    right: int

    def __post_init__(self) -> None:
        if not self.text.strip() or len(self.text) > LONGEST_QUESTION:
            raise QuizRefused(_NO_QUESTION)
        alike = {choice.strip().casefold() for choice in self.choices}
        is_long = any(len(choice) > LONGEST_CHOICE for choice in self.choices)
        if not FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES or len(alike) < len(self.choices) or "" in alike:
            raise QuizRefused(_CHOICES)
        if is_long:
            raise QuizRefused(_CHOICES)
        if isinstance(self.right, bool) or not 0 <= self.right < len(self.choices):
            raise QuizRefused(_RIGHT)

    @property
    def answer(self) -> str:
        """Return the author's own answer.

        >>> Question(text="Tea or coffee?", choices=("tea", "coffee"), right=0).answer
        'tea'
        """
        return self.choices[self.right]


def asked(text: str, *, choices: Sequence[str], right: int) -> Question:
    """Return a question as it is kept: empty answers at the end left out, nothing around the words.

    Args:
        text: What is asked.
        choices: Answers as they were typed.
        right: Place of the author's own among those typed, from 0.

    Raises:
        QuizRefused: As for Question; or the author's own answer was left empty.

    >>> asked(" Tea? ", choices=["yes", " no ", ""], right=1).answer
    'no'
    """
    kept = [choice.strip() for choice in choices]
    if not 0 <= right < len(kept) or not kept[right]:
        raise QuizRefused(_RIGHT)
    return Question(
        text=text.strip(), choices=tuple(choice for choice in kept if choice),
        right=sum(bool(choice) for choice in kept[:right]),
    )  # fmt: skip


def is_right(question: Question, *, chosen: int) -> bool:
    """Tell whether an answer is the author's own; told to whoever answered, and to nobody else.

    Args:
        question: What was asked.
        chosen: Place of the answer, from 0.

    Raises:
        QuizRefused: There is no such answer.

    >>> is_right(Question(text="Tea or coffee?", choices=("tea", "coffee"), right=0), chosen=0)
    True
    """
    if not 0 <= chosen < len(question.choices):
        raise QuizRefused(_NOT_OFFERED)
    return chosen == question.right
