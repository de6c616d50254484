"""Which message answers a request, where the reading and the people of both sides may say different things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from troth.basis.spans import NaiveDatetime
from troth.commitments.outcomes import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Hold what is said of one message as an answer to one request.

    Attributes:
        message: What names it.
        at: When it was sent, with its zone.
        was_read_so: Whether the reading took it for the answer (see replies).
        said: What people of a side say of it; a side that said nothing is left out.
    """

    message: int
    at: datetime
    was_read_so: bool = False
    said: Mapping[Side, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise NaiveDatetime(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Hold what answers a request, and whether both sides disagree about a message.

    Attributes:
        answer: The message that answers, None while the request is open.
        is_disputed: One side says of a message that it answers, the other that it does not.
    """

    answer: Verdict | None
    is_disputed: bool


def settled_answer(verdicts: Iterable[Verdict]) -> Settled:
    """Find the message that answers a request; the same for both sides.

    People stand above the reading. What one side alone says is followed, because the other can contradict it; where
    both sides disagree about a message it does not answer, and the request stays open and marked.

    Args:
        verdicts: What is said of each message, in any order.

    Returns:
        The earliest message that was read as the answer or called one, and that nobody denies.

    Source: issue text "Response clock"; `domain.md` b.4: every reading can be corrected.

    >>> read = Verdict(message=7, at=datetime(2026, 3, 2, 9, tzinfo=UTC), was_read_so=True, said={"buyer": False})
    >>> later = Verdict(message=9, at=datetime(2026, 3, 3, 9, tzinfo=UTC), said={"factory": True})
    >>> settled_answer([read]).answer is None, settled_answer([read, later]).answer.message
    (True, 9)
    """
    known = sorted(verdicts, key=lambda one: (one.at.astimezone(UTC), one.message))
    answers = [one for one in known if (one.was_read_so or any(one.said.values())) and all(one.said.values())]
    disputed = any(len(set(one.said.values())) > 1 for one in known)
    # A quarrel about one message is over once another one answers that nobody denies.
    return Settled(answer=answers[0] if answers else None, is_disputed=disputed and not answers)
