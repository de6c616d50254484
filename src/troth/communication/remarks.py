"""What we noticed in a text before it is sent: where it stands, what it may mean, and what to write instead.

A remark is advice. Nothing here stops a message from being sent.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from troth.basis.findings import Finding, Param

_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Hold one thing noticed in a text.

    Attributes:
        finding: What it is and what it may mean; its code names the rule.
        mend: What to write instead; its code is the finding's.
        start: First code point of the words in the text as written.
        end: The code point after their last.
        quoted: The words themselves.
        readings: Days it may mean, ascending, where it names a day.
        proposal: Words to start from in the message's own language, empty where there are none.
    """

    finding: Finding
    mend: Finding
    start: int
    end: int
    quoted: str
    readings: tuple[date, ...] = ()
    proposal: str = ""

    @property
    def rule(self) -> str:
        """The rule's dotted name, for programs."""
        return self.finding.code


def plainly(value: Param) -> str:
    """Write a value so that nobody can misread it, in English: days with their weekday and the month's name.

    >>> plainly(date(2026, 3, 12)), plainly(3)
    ('Thu 12 Mar 2026', '3')
    """
    if isinstance(value, datetime):
        return f"{plainly(value.date())} {value:%H:%M}"
    return f"{value:%a} {value.day} {value:%b %Y}" if isinstance(value, date) else str(value)


def said(finding: Finding, *, translate: Callable[[str], str] = str, show: Callable[[Param], str] = plainly) -> str:
    """Say a finding to a person, days written out.

    Args:
        finding: What was noticed.
        translate: Turns the sentence into the reader's language, such as Django's gettext; by default unchanged.
        show: Writes one value in the reader's language; by default in English.

    >>> from troth.basis.findings import Severity
    >>> due = Finding(code="x", severity=Severity.NOTE, message="Due %(day)s.", params={"day": date(2026, 3, 12)})
    >>> said(due)
    'Due Thu 12 Mar 2026.'
    """
    shown = {name: show(value) for name, value in finding.params.items()}
    return replace(finding, params=shown).sentence(translate)


class Placed(Protocol):
    """Anything that stands at a place in a text."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """The code point after the last."""


def apart[T: Placed](found: Iterable[T]) -> tuple[T, ...]:
    """Keep what does not overlap, the longest words first, and put it in the order of the text.

    Args:
        found: In any order; of two about the same words the first is kept.

    >>> apart([])
    ()
    """
    kept: list[T] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        place = bisect_left(kept, one.start, key=lambda other: other.start)
        is_clear_before = place == 0 or kept[place - 1].end <= one.start
        is_clear_after = place == len(kept) or one.end <= kept[place].start
        if is_clear_before and is_clear_after:
            kept.insert(place, one)
    return tuple(kept)


def own_words(text: str) -> str:
    r"""Blank out what a reply quotes from earlier messages, so that places in the text stay the same.

    Args:
        text: A message as written, quoted lines beginning with ">".

    Returns:
        A text of the same length.

    >>> own_words("> by 03/04?\nYes.")
    '           \nYes.'
    """
    return _QUOTED_LINE.sub(lambda found: " " * len(found[0]), text)
