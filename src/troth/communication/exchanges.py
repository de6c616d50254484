"""From messages of two sides to questions with their answers: what the response clock measures."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from troth.commitments.outcomes import SIDES, Side
from troth.communication.clock import Request
from troth.communication.replies import Reading, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Hold one message of a thread as the clock sees it.

    Args:
        at: When it was sent, with its zone.
        side: Who wrote it.
        reading: What it does to the clock (see replies).
    """

    at: datetime
    side: Side
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Hold one question, who owes the answer, and what came.

    Args:
        answering: The side that owes the answer.
        request: When it was asked and answered.
        acknowledged: When that side first said that it had read it, or answered; None while it is silent.
    """

    answering: Side
    request: Request
    acknowledged: datetime | None


def exchanges(thread: Iterable[Spoken]) -> list[Exchange]:
    """Find the questions of a thread and their answers, for both sides alike.

    The clock of a side starts at the other's first message that asks and stops at its own next substantive message.
    Asking again while a question is open starts no second clock, but may make it critical. What a machine sent changes
    nothing.

    Args:
        thread: Its messages in any order.

    Returns:
        The questions in the order they were asked.

    Source: `domain.md` b.4.

    >>> from troth.communication.replies import read_message
    >>> said = [(9, "buyer", "When do you ship?"), (10, "factory", "Noted, will check."), (15, "factory", "On 5 May.")]
    >>> found = exchanges(
    ...     Spoken(at=datetime(2026, 3, 2, hour, tzinfo=UTC), side=side, reading=read_message(text))
    ...     for hour, side, text in said
    ... )
    >>> [(one.answering, one.acknowledged.hour, one.request.answered.hour) for one in found]
    [('factory', 10, 15)]
    """
    found: list[Exchange] = []
    open_at: dict[Side, int] = {}
    for spoken in sorted(thread, key=lambda one: one.at.astimezone(UTC)):
        if spoken.reading.reply == Reply.AUTOMATIC:
            continue
        if spoken.side in open_at:
            number = open_at[spoken.side]
            found[number] = _heard(found[number], spoken)
            if found[number].request.answered is not None:
                del open_at[spoken.side]
        if spoken.reading.asks:
            _ask(found, open_at, spoken)
    return found


def _heard(exchange: Exchange, spoken: Spoken) -> Exchange:
    heard = replace(exchange, acknowledged=exchange.acknowledged or spoken.at)
    if spoken.reading.reply != Reply.SUBSTANTIVE:
        return heard
    return replace(heard, request=replace(exchange.request, answered=spoken.at))


def _ask(found: list[Exchange], open_at: dict[Side, int], spoken: Spoken) -> None:
    other = next(side for side in SIDES if side != spoken.side)
    critical = spoken.reading.is_critical
    if other not in open_at:
        open_at[other] = len(found)
        request = Request(asked=spoken.at, is_critical=critical)
        found.append(Exchange(answering=other, request=request, acknowledged=None))
    elif critical:
        number = open_at[other]
        found[number] = replace(found[number], request=replace(found[number].request, is_critical=True))
