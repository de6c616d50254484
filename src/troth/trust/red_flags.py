"""The shape of a red flag: rule, data, probability of a false alarm, owners, actions and due day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from troth.commitments.outcomes import Side
from troth.trust.actions import Action
from troth.trust.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One raising of one rule about one side.

    Attributes:
        rule: Stable name of the rule.
        cause: Which of the rule's tests raised it.
        began_on: Estimated first day of what it is about.
        raised_on: Day it was raised.
        closed_on: Day it closed, None while it is open.
        lines: Lines due from began_on until it was raised.
        kept: Those kept.
        false_alarm_probability: Chance that a side exactly on target raises this within three quarters, a fraction.
        reason: What was seen, as a translatable sentence.
        owners: The role that owns it on each side.
        actions: What it asks for.
        due_on: Day by which the first of the actions is due.
    """

    rule: str
    cause: str
    began_on: date
    raised_on: date
    closed_on: date | None
    lines: int
    kept: int
    false_alarm_probability: float
    reason: Sentence
    owners: Mapping[Side, str]
    actions: tuple[Action, ...]
    due_on: date

    @property
    def is_open(self) -> bool:
        """Whether it still stands."""
        return self.closed_on is None

    def due_when_noticed(self, noticed_on: date) -> date:
        """Give people the same time from the day they can know of the flag.

        A history brought in today may hold a flag that would have been raised years ago.

        Args:
            noticed_on: Day on which the flag is kept for people; before it was raised counts as on that day.

        Returns:
            Day by which the first of the actions is due.

        >>> from troth.trust.sentences import Sentence
        >>> flag = RedFlag(rule="r", cause="c", began_on=date(2024, 1, 8), raised_on=date(2024, 4, 13), closed_on=None,
        ...                lines=9, kept=2, false_alarm_probability=0.01, reason=Sentence(template="", params={}),
        ...                owners={}, actions=(), due_on=date(2024, 4, 27))
        >>> flag.due_when_noticed(date(2024, 4, 13)), flag.due_when_noticed(date(2026, 11, 1))
        (datetime.date(2024, 4, 27), datetime.date(2026, 11, 15))
        """
        return self.due_on + max(noticed_on - self.raised_on, timedelta(0))
