"""The quarterly pulse: five questions each side answers about the other, beside the standing and never in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from troth.basis.text import gettext_noop

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, the same for both sides: "they" is the other one.

    Attributes:
        key: Stable name for programs.
        text: The question, marked for translation.
        low: What 1 means, marked for translation.
        high: What 5 means, marked for translation.
        label: Its name in a table, marked for translation.
    """

    key: str
    text: str
    low: str
    high: str
    label: str


QUESTIONS = (
    Question(
        key="promises",
        text=gettext_noop("Do they do what they promise?"),
        low=gettext_noop("hardly ever"),
        high=gettext_noop("always"),
        label=gettext_noop("does what it promises"),
    ),
    Question(
        key="warning",
        text=gettext_noop("Do they tell us early when something slips?"),
        low=gettext_noop("we find out ourselves"),
        high=gettext_noop("before it can hurt"),
        label=gettext_noop("tells early when something slips"),
    ),
    Question(
        key="requests",
        text=gettext_noop("Are their requests and answers clear and in time?"),
        low=gettext_noop("unclear or too late"),
        high=gettext_noop("always clear and in time"),
        label=gettext_noop("asks and answers clearly and in time"),
    ),
    Question(
        key="fairness",
        text=gettext_noop("When something goes wrong, are they fair?"),
        low=gettext_noop("they look for somebody to blame"),
        high=gettext_noop("they look for what to mend"),
        label=gettext_noop("is fair when something goes wrong"),
    ),
    Question(
        key="future",
        text=gettext_noop("Would we gladly do more together?"),
        low=gettext_noop("rather not"),
        high=gettext_noop("gladly"),
        label=gettext_noop("is somebody to do more with"),
    ),
)
"""Five questions, mirrored: what the buyer is asked about the factory, the factory is asked about the buyer."""


@dataclass(frozen=True, slots=True)
class Median:
    """The middle answer to one question; None and 0 where nobody answered it."""

    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter, half-open: it holds its first day and not the first day of the next."""

    start: date
    end: date

    @property
    def last_day(self) -> date:
        """Return the last day on which an answer may be given or changed."""
        return self.end - timedelta(days=1)

    @property
    def previous(self) -> "Quarter":
        """Return the quarter before."""
        return quarter_of(self.start - timedelta(days=1))


def quarter_of(day: date) -> Quarter:
    """Return the calendar quarter a day lies in.

    >>> quarter_of(date(2026, 11, 21))
    Quarter(start=datetime.date(2026, 10, 1), end=datetime.date(2027, 1, 1))
    """
    first = day.month - (day.month - 1) % 3
    end = date(day.year + 1, 1, 1) if first == 10 else date(day.year, first + 3, 1)
    return Quarter(date(day.year, first, 1), end)


def medians(answers: Iterable[Mapping[str, int | None]]) -> dict[str, Median]:
    """Return the middle answer to each question and how many answered it.

    Args:
        answers: One mapping a person, from a question's key to 1..5; a question left out or None was not answered.

    Source: `domain.md` S0-04. A median, because five steps have an order but no distance.

    >>> medians([{"promises": 4}, {"promises": 3, "future": None}])["promises"]
    Median(value=3.5, n=2)
    """
    given = list(answers)
    found: dict[str, Median] = {}
    for question in QUESTIONS:
        values = [value for each in given if (value := each.get(question.key)) is not None]
        found[question.key] = Median(float(median(values)) if values else None, len(values))
    return found


def other_side_is_shown(*, ours: int, theirs: int, quarter: Quarter, today: date) -> bool:
    """Tell whether a side may see what the other answered: both have answered, or the quarter is over.

    Args:
        ours: People of one's own side who answered.
        theirs: People of the other side who answered.
        quarter: The quarter of the answers.
        today: The day looked from.

    >>> other_side_is_shown(ours=0, theirs=2, quarter=quarter_of(date(2026, 11, 1)), today=date(2026, 11, 21))
    False
    """
    return today >= quarter.end or (ours > 0 and theirs > 0)
