"""What came of sending a letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from django.utils import timezone

from troth_site.models import Channel
from troth_site.outside import Answer

FINAL = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
"""Answers that stay the same however often one asks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a letter fared.

    Attributes:
        error: Empty where it arrived; else why not, as problems.said() reads it.
        is_final: Trying again is of no use.
        is_open: It may have arrived all the same.
        asked: How long the receiver wants to be left alone.
    """

    error: str = ""
    is_final: bool = False
    is_open: bool = False
    asked: timedelta = timedelta(0)

    @property
    def arrived(self) -> bool:
        """Tell whether the receiver took it."""
        return not self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A channel with its secrets unsealed, at the moment of sending."""

    row: Channel
    secrets: dict[str, Any]


Judge = Callable[[Answer], Outcome]


def by_status(answer: Answer) -> Outcome:
    """Judge an answer by its status alone."""
    if answer.is_success:
        return Outcome()
    if 300 <= answer.status < 400:
        return Outcome("redirect", is_final=True)
    return Outcome(
        f"status {answer.status}", is_final=answer.status in FINAL, asked=_asked(answer.headers.get("retry-after", ""))
    )


def _asked(text: str) -> timedelta:
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text), 10**7))
    try:
        until: datetime = parsedate_to_datetime(text)
    except ValueError:
        return timedelta(0)
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - timezone.now(), timedelta(0))
