"""Asking well: what, by when and why; who may answer; and where a request stands at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from troth.basis.findings import Finding, Severity
from troth.basis.spans import NaiveDatetime
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side

RequestState = Literal["open", "acknowledged", "answered", "withdrawn", "overdue"]
STATES: dict[RequestState, str] = {
    "open": gettext_noop("open"),
    "acknowledged": gettext_noop("acknowledged"),
    "answered": gettext_noop("answered"),
    "withdrawn": gettext_noop("withdrawn"),
    "overdue": gettext_noop("overdue"),
}

_NO_WHAT = gettext_noop("Say in one sentence what you need.")
_NO_DUE = gettext_noop("Say by when you need it: a day and an hour, so that both sides see it in their own time.")
_PAST_DUE = gettext_noop("The answer is due at %(due)s, which is already over. Choose a later time.")
_NO_WHY = gettext_noop("Say why you need it: who knows the reason can offer another way.")


class NoDueDate(ValueError):
    """A message was to be marked as needing an answer without saying by when."""

    def __init__(self) -> None:
        super().__init__("A message needs an answer only by a day: add the day and the hour the answer is needed by.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Hold a request as it is being written.

    Attributes:
        what: What is needed.
        due: By when, with its zone; None while open.
        why: What depends on it.
    """

    what: str = ""
    due: datetime | None = None
    why: str = ""

    def __post_init__(self) -> None:
        _check_zones(self.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Hold what happened to a request, each moment with its zone.

    Attributes:
        asked_at: When it was sent.
        due: By when an answer was asked for; None where none was.
        acknowledged_at: First "will check" or automatic reply.
        answered_at: First answer of substance.
        withdrawn_at: When the asking side took it back.
    """

    asked_at: datetime
    due: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def __post_init__(self) -> None:
        _check_zones(self.asked_at, self.due, self.acknowledged_at, self.answered_at, self.withdrawn_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerer:
    """Hold what decides whether a person may answer: the side, and the topics the person is named for."""

    side: Side
    topics: frozenset[str] = frozenset()
    is_owner: bool = False


def gaps_in_request(draft: Draft, *, written_at: datetime) -> tuple[Finding, ...]:
    """Find what a request still lacks.

    Args:
        draft: The request as written so far.
        written_at: The moment of writing, with its zone.

    Returns:
        A finding for each field that is missing or cannot be kept, in the order what, due, why; empty when complete.

    Source: `domain.md` S1-03.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    >>> [gap.code for gap in gaps_in_request(Draft(what="Lab dip result"), written_at=now)]
    ['request.due', 'request.why']
    """
    _check_zones(written_at)
    found = []
    if not draft.what.strip():
        found.append(Finding(code="request.what", severity=Severity.WARNING, message=_NO_WHAT))
    if draft.due is None:
        found.append(Finding(code="request.due", severity=Severity.WARNING, message=_NO_DUE))
    elif draft.due <= written_at:
        past = Finding(code="request.past", severity=Severity.WARNING, message=_PAST_DUE, params={"due": draft.due})
        found.append(past)
    if not draft.why.strip():
        found.append(Finding(code="request.why", severity=Severity.NOTE, message=_NO_WHY))
    return tuple(found)


def needs_answer(draft: Draft) -> datetime:
    """Return by when a message needs its answer; without that it cannot be marked as needing one.

    Args:
        draft: The message as a request.

    Raises:
        NoDueDate: No day is named.

    Source: `domain.md` S1-03: "Request without date cannot be marked needs answer".

    >>> from datetime import UTC
    >>> needs_answer(Draft(due=datetime(2026, 3, 3, 8, tzinfo=UTC))).isoformat()
    '2026-03-03T08:00:00+00:00'
    """
    if draft.due is None:
        raise NoDueDate
    return draft.due


def may_answer(person: Answerer, *, asked_by: Side, topic: str, named_topics: Collection[str]) -> bool:
    """Tell whether a person may answer a request: the other side's named people, or anyone where nobody is named.

    Args:
        person: Who wants to answer.
        asked_by: The side that asked; it never answers itself.
        topic: What the request is about.
        named_topics: Topics for which the answering side has named a person or a deputy.

    Returns:
        True for the named person and deputy of the topic, the owner, and everybody of that side where nobody is named.

    Source: `domain.md` S0-21.

    >>> qc = Answerer(side="factory", topics=frozenset({"quality"}))
    >>> may_answer(qc, asked_by="buyer", topic="finance", named_topics={"finance", "quality"})
    False
    """
    if person.side == asked_by:
        return False
    return person.is_owner or topic in person.topics or topic not in named_topics


def request_state(course: Course, *, at: datetime) -> RequestState:
    """Tell where a request stands at a moment, from what had happened by then.

    Args:
        course: What happened to it.
        at: The moment looked from, with its zone.

    Returns:
        "withdrawn" and "answered" whichever came first; then "overdue" after the due moment; then "acknowledged" or
        "open". An acknowledgement never ends it, nor keeps it from being overdue.

    Source: issue text "Response clock"; `domain.md` b.4.

    >>> from datetime import UTC
    >>> asked = Course(asked_at=datetime(2026, 3, 2, 8, tzinfo=UTC), due=datetime(2026, 3, 3, 8, tzinfo=UTC))
    >>> request_state(asked, at=datetime(2026, 3, 3, 8, tzinfo=UTC))
    'open'
    >>> request_state(asked, at=datetime(2026, 3, 3, 9, tzinfo=UTC))
    'overdue'
    """
    _check_zones(at)
    ends: list[tuple[datetime, RequestState]] = []
    if course.answered_at is not None and course.answered_at <= at:
        ends.append((course.answered_at, "answered"))
    if course.withdrawn_at is not None and course.withdrawn_at <= at:
        ends.append((course.withdrawn_at, "withdrawn"))
    if ends:
        return min(ends)[1]
    if course.due is not None and at > course.due:
        return "overdue"
    return "acknowledged" if course.acknowledged_at is not None and course.acknowledged_at <= at else "open"


def was_answered_late(course: Course) -> bool:
    """Tell whether an answer came after the moment it was asked for; without an answer or a due moment it did not.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 2, 8, tzinfo=UTC)
    >>> was_answered_late(Course(asked_at=day, due=day.replace(hour=9), answered_at=day.replace(hour=10)))
    True
    """
    return course.answered_at is not None and course.due is not None and course.answered_at > course.due


def _check_zones(*moments: datetime | None) -> None:
    for moment in moments:
        if moment is not None and moment.utcoffset() is None:
            raise NaiveDatetime(moment)
