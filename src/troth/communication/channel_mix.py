"""By which ways two sides keep in touch, and whether they have only written to each other for weeks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from troth.basis.findings import Finding
from troth.communication.cadence import CHAT_ONLY_WEEKS, call_due

MIX_WEEKS = 12
LONGEST_WEEKS = 104

Way = Literal["chat", "call", "video", "visit", "unsaid"]
WAYS: tuple[Way, ...] = ("chat", "call", "video", "visit", "unsaid")
"""Chat is all that is written; "unsaid" is a meeting of which nobody said how it was held, and spoken all the same."""
SPOKEN: frozenset[Way] = frozenset({"call", "video", "visit", "unsaid"})


class ImpossibleWeeks(ValueError):
    """A number of weeks is below 1 or above two years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMix:
    """Hold on how many days each way was used; the same for both sides.

    Attributes:
        weeks: Weeks looked back.
        days: Days by way, every way named.
        by_week: The same week by week, the oldest first, the last one ending today.
    """

    weeks: int
    days: Mapping[Way, int]
    by_week: tuple[Mapping[Way, int], ...]

    @property
    def in_all(self) -> int:
        """Return the days of all ways; a day with two of them counts for both."""
        return sum(self.days.values())

    def share(self, way: Way) -> float | None:
        """Return the share of one way, 0 to 1; None where nothing is known.

        >>> channel_mix([(date(2026, 3, 2), "chat")], today=date(2026, 3, 2)).share("chat")
        1.0
        """
        return self.days[way] / self.in_all if self.in_all else None


def channel_mix(contacts: Iterable[tuple[date, Way]], *, today: date, weeks: int = MIX_WEEKS) -> ChannelMix:
    """Count on how many days two sides wrote, called, saw each other on a screen, or visited.

    Args:
        contacts: Day and way of each contact, in any order; several on one day by one way count once.
        today: The last day that counts.
        weeks: Weeks looked back, 1 to 104.

    Returns:
        Days by way, and week by week: seven days each, the last ending today. Days after today do not count.

    Raises:
        ImpossibleWeeks: The weeks are out of range.

    Source: `domain.md` S4-15, "channel mix (chat/call/video/visit)".

    >>> days = [(date(2026, 3, 2), "chat"), (date(2026, 3, 2), "chat"), (date(2026, 2, 20), "visit")]
    >>> mix = channel_mix(days, today=date(2026, 3, 2), weeks=2)
    >>> mix.days["chat"], mix.days["visit"], [week["visit"] for week in mix.by_week]
    (1, 1, [1, 0])
    """
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise ImpossibleWeeks(f"Look back 1 to {LONGEST_WEEKS} weeks.")
    begins = today - timedelta(days=7 * weeks - 1)
    by_week: list[dict[Way, int]] = [dict.fromkeys(WAYS, 0) for _week in range(weeks)]
    for day, way in set(contacts):
        if begins <= day <= today:
            by_week[(day - begins).days // 7][way] += 1
    days: dict[Way, int] = {way: sum(week[way] for week in by_week) for way in WAYS}
    return ChannelMix(weeks=weeks, days=days, by_week=tuple(by_week))


def chat_only(
    *, first_written: date | None, last_written: date | None, last_spoken: date | None, today: date,
    weeks: int = CHAT_ONLY_WEEKS,
) -> Finding | None:  # fmt: skip
    """Propose a call after weeks in which two sides wrote and never spoke.

    Args:
        first_written: Day of the first message that is looked at; None where nobody wrote.
        last_written: Day of the last one.
        last_spoken: Day of the last call, video meeting or visit; None where there was none.
        today: Day as of which it is asked.
        weeks: Weeks of writing alone after which a call is proposed, 1 to 104: a policy of one's own house.

    Returns:
        The proposal, or None while it is too early, where nobody wrote since they spoke, or where both have been
        silent for as many weeks: that is quiet, which is another matter than writing alone.

    Raises:
        ImpossibleWeeks: The weeks are out of range.

    Source: `domain.md` S4-15, "chat-only 8 weeks → prompt".

    >>> first, last = date(2026, 1, 5), date(2026, 3, 1)
    >>> chat_only(first_written=first, last_written=last, last_spoken=None, today=date(2026, 3, 2)).params["weeks"]
    8
    """
    if not 1 <= weeks <= LONGEST_WEEKS:
        raise ImpossibleWeeks(f"A policy is 1 to {LONGEST_WEEKS} weeks.")
    if first_written is None or last_written is None or (last_spoken is not None and last_written <= last_spoken):
        return None
    if today - last_written >= timedelta(weeks=weeks):
        return None
    return call_due(last_spoken=last_spoken, first_written=first_written, today=today, weeks=weeks)
