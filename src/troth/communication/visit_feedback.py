"""What both sides say of a visit: three questions that each answers before it reads what the other said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES, Side

LOWEST, HIGHEST = 1, 5
BLIND_DAYS = 7
"""Days after the end of a visit until which an answer given alone stays unread; then whoever answered is read."""

_STEPS = gettext_noop("Answer each of the three questions from 1 to 5.")
_EARLY = gettext_noop("Rate the visit once it has begun.")
_OPEN = gettext_noop("Both sides have read it: it stands as it was said.")


class RatingRefused(ValueError):
    """A rating cannot be kept; the message says why, marked for translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question about a visit, the same for host and guest; nothing is chosen beforehand.

    Attributes:
        key: Stable name for programs.
        text: The question, marked for translation.
        low: What 1 means, marked for translation.
        high: What 5 means, marked for translation.
    """

    key: str
    text: str
    low: str
    high: str


QUESTIONS = (
    Question(
        key="prepared", text=gettext_noop("Were they prepared?"), low=gettext_noop("not at all"),
        high=gettext_noop("very well"),
    ),
    Question(
        key="polite", text=gettext_noop("Were they polite and respectful?"), low=gettext_noop("not at all"),
        high=gettext_noop("to everybody, throughout"),
    ),
    Question(
        key="useful", text=gettext_noop("Was the visit useful to us?"), low=gettext_noop("we lost the time"),
        high=gettext_noop("very useful"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Say whether ratings may be read, and from when.

    Attributes:
        is_open: Both sides gave theirs, or the days are over.
        opens_at: When the days are over; `None` where it is open already.
        missing: The sides that have said nothing yet.
    """

    is_open: bool
    opens_at: datetime | None
    missing: tuple[Side, ...]


def opening(given: Collection[Side], *, ended: datetime, now: datetime) -> Opening:
    """Tell whether both sides may read what was said of a visit.

    Args:
        given: The sides that gave their rating.
        ended: When the visit ended.
        now: Moment at which it is read.

    Returns:
        Open once both gave theirs, or 7 days after the end: neither has to write with an eye on the other's words, and
        neither can keep the other's from being heard by saying nothing.

    Source: `domain.md` S3-25.

    >>> from datetime import UTC
    >>> ended = datetime(2026, 3, 2, 17, tzinfo=UTC)
    >>> opening(["factory"], ended=ended, now=ended).is_open, opening(SIDES, ended=ended, now=ended).is_open
    (False, True)
    """
    missing = tuple(side for side in SIDES if side not in given)
    until = ended + timedelta(days=BLIND_DAYS)
    is_open = not missing or now >= until
    return Opening(is_open=is_open, opens_at=None if is_open else until, missing=missing)


def checked(answers: Mapping[str, int | None]) -> dict[str, int]:
    """Return a rating with all three answers.

    Args:
        answers: By key of a question, 1 to 5; what is left out or None was not answered.

    Raises:
        RatingRefused: An answer lacks, or lies outside of 1 to 5. There is no default: silence is no opinion.

    >>> checked({"prepared": 4, "polite": 5, "useful": 3})
    {'prepared': 4, 'polite': 5, 'useful': 3}
    """
    found = {question.key: answers.get(question.key) for question in QUESTIONS}
    kept = {
        key: step
        for key, step in found.items()
        if isinstance(step, int) and not isinstance(step, bool) and LOWEST <= step <= HIGHEST
    }
    if len(kept) < len(QUESTIONS):
        raise RatingRefused(_STEPS)
    return kept


def check_time(*, begins: datetime, ended: datetime, given: Collection[Side], by: Side, now: datetime) -> None:
    """Refuse a rating before the visit has begun, or a change to one that the other side may have read.

    Raises:
        RatingRefused: It is too early, or one's own stands open already.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> check_time(begins=noon, ended=noon + timedelta(hours=3), given=[], by="factory", now=noon)
    """
    if now < begins:
        raise RatingRefused(_EARLY)
    if by in given and opening(given, ended=ended, now=now).is_open:
        raise RatingRefused(_OPEN)
