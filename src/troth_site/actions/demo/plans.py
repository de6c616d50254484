"""What a story comes to: lines as a buyer's list would hold them, and what else was recorded, each with its day."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from troth.commitments.attribution import Cause
from troth.commitments.outcomes import Side
from troth_site.actions.orders.duties import Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An order line in the shape in which lists report them (queries.orders.ReportedLine).

    Attributes:
        late_days: Days by which the story makes it late, before days of rest; 0 for on time.
    """

    number: int
    key: str
    factory: str
    order: str
    line: str
    ordered: date
    promised: date
    delivered: date | None
    recorded: date | None
    quantity: Decimal
    value: Decimal
    currency: str
    item: str
    late_days: int = 0

    @property
    def known_on(self) -> date:
        """Return the day on which it is first recorded as it stands here."""
        return self.recorded or self.ordered


@dataclass(frozen=True, slots=True)
class Moved:
    """A promised day moved, by whom and why."""

    on: date
    key: str
    day: date
    moved_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Came:
    """Goods came; no quantity means all of the line."""

    on: date
    key: str
    day: date
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Days of lateness that the factory did not cause, accepted by the buyer."""

    on: date
    key: str
    cause: Cause
    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The factory confirmed an entry, or contested it with a reason."""

    on: date
    key: str
    reason: str = ""


Act = Moved | Came | Held | Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A promise made by hand, step by step; a step without a day has not been taken."""

    side: Side
    dimension: str
    what: str
    due_on: date
    proposed_on: date
    accepted_on: date | None = None
    closed_on: date | None = None
    confirmed_on: date | None = None
    evidence: str = ""

    @property
    def on(self) -> date:
        """Return the day of its last step."""
        return self.confirmed_on or self.closed_on or self.accepted_on or self.proposed_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything one story records."""

    lines: tuple[Line, ...] = ()
    acts: tuple[Act, ...] = ()
    duties: tuple[Duty, ...] = field(default=())
    given: tuple[Given, ...] = ()
