"""An action and a red flag as pages and programs read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from troth_site.queries.partners import Partnership

STANDING = ("open", "done", "reopened")
SHOWN = 50
LINES_ON_CARD = 3
LONGEST_ITEM = 40


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are, counted as far as a page holds them.

    Attributes:
        is_part: There are more.
    """

    number: int
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedLine:
    """A late line attached to an action."""

    pk: int
    order: str
    number: str
    item: str
    due_on: date
    completed_on: date | None
    factory_days: int | None
    buyer_days: int
    excused_days: int

    @property
    def label(self) -> str:
        """Return the line's name for people: lines of one order without numbers are told apart by what was ordered."""
        return " · ".join(filter(None, (self.order, self.number or self._item)))

    @property
    def _item(self) -> str:
        return self.item if len(self.item) <= LONGEST_ITEM else f"{self.item[: LONGEST_ITEM - 1]}…"

    @property
    def days(self) -> int | None:
        """Return the days by which it came late."""
        if self.factory_days is None:
            return None
        return max(self.factory_days, 0) + self.buyer_days + self.excused_days


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAction:
    """What a missed target opened.

    Attributes:
        owners: Names by side; empty where nobody has taken it yet.
        owner_keys: Their keys by side.
        data: The numbers that opened it.
        lines: Late lines attached to it, the newest due day first; on a card the first of them.
        lines_in_all: How many there are.
    """

    pk: int
    partnership: Partnership
    side: str
    dimension: str
    kind: str
    state: str
    opened_on: date
    due_on: date
    owners: dict[str, str]
    owner_keys: dict[str, int | None]
    data: dict[str, Any]
    evidence: str
    done_on: date | None
    check_lines: int
    checked_on: date | None
    result: dict[str, Any] | None
    lines: tuple[AttachedLine, ...]
    lines_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAnswer:
    """What one side says of a flag; an empty finding is one nobody asked for or gave."""

    side: str
    text: str
    finding: str
    person: str
    answered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A rule that fired about one side.

    Attributes:
        acknowledge_by: Until when the side that judges by it has to acknowledge it; None where that was never set.
        acknowledged_on: When that side did; read_on is when the flagged side read it.
        judge_zone: Zone of the side that judges by it, empty where nobody told it.
        escalated_to: The manager it was handed to, for the judging side alone; empty for the other.
        is_mine: It was handed to the viewer.
        answers: What each side says of it.
    """

    pk: int
    partnership: Partnership
    side: str
    dimension: str
    rule: str
    severity: str
    data: dict[str, Any]
    false_alarm: float | None
    raised_on: date
    due_on: date
    owner: str
    owner_key: int | None
    acknowledge_by: datetime | None
    acknowledged_on: date | None
    acknowledged_by: str
    read_on: date | None
    read_by: str
    judge_zone: str
    escalated_on: date | None
    escalated_to: str
    is_mine: bool
    closed_on: date | None
    answers: tuple[FlagAnswer, ...]

    @property
    def is_judge(self) -> bool:
        """Tell whether the viewer's side is the one that relies on the flagged side's promises."""
        return self.side != self.partnership.our_side

    @property
    def is_acknowledged(self) -> bool:
        """Tell whether the viewer's own side has said that it read the flag."""
        return (self.acknowledged_on if self.is_judge else self.read_on) is not None

    def answer_of(self, side: str) -> FlagAnswer | None:
        """Return what one side says of it."""
        return next((answer for answer in self.answers if answer.side == side), None)

    @property
    def answer(self) -> str:
        """Return the newest words about it, whoever said them; empty where nobody has."""
        newest = max(self.answers, key=lambda answer: answer.answered_on, default=None)
        return newest.text if newest else ""


@dataclass(frozen=True, slots=True)
class Pressing:
    """What decides when a flag asks for attention."""

    pk: int
    relationship: int
    due_on: date
    escalated_to: int | None
