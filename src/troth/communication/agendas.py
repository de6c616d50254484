"""The agenda of a regular meeting: progress, challenges of both sides, feedback."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import SIDES, Side

PROGRESS = gettext_noop("Progress: milestones at risk")
CHALLENGES = gettext_noop("Challenges: what is open on both sides")
FEEDBACK = gettext_noop("Feedback: one thing to keep, one to change")

APPROVAL = "approval"


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneFact:
    """Hold a milestone as the plan sees it.

    Args:
        name: What is to be done.
        side: Who does it.
        due: Its latest day.
        slack_days: Calendar days of room, negative when too late; None where nobody has planned it.
        source: What it belongs to, such as an order's number.
        is_done: True once it is done.
    """

    name: str
    side: Side
    due: date
    slack_days: int | None = None
    source: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIssue:
    """Hold what one side still has to do: a question to answer, a sample to approve, a finding to correct.

    Args:
        name: What is open.
        side: Who has to act.
        kind: Such as "approval", "question", "corrective-action" or "payment".
        due: The day it was promised for, None where none was agreed.
        since: The day it was opened.
        source: What it belongs to.
    """

    name: str
    side: Side
    kind: str
    due: date | None
    since: date
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Hold what one side said beforehand; empty texts are asked in the meeting."""

    side: Side
    keep: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """Hold an open issue with its age at the meeting.

    Attributes:
        days_overdue: Calendar days since it was due; 0 or less while there is time, None where no day was agreed.
    """

    issue: OpenIssue
    days_overdue: int | None

    @property
    def is_overdue(self) -> bool:
        """True where its day has passed.

        >>> issue = OpenIssue(name="Approve lab dip", side="buyer", kind=APPROVAL, due=None, since=date(2026, 3, 2))
        >>> Challenge(issue=issue, days_overdue=None).is_overdue
        False
        """
        return self.days_overdue is not None and self.days_overdue > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """Hold the three parts; a part without entries says so in the meeting rather than falling away.

    Attributes:
        progress: Milestones at risk, the tightest first.
        challenges: Open issues of both sides, the longest overdue first, whoever owes them.
        feedback: One entry for each side, in the order factory, buyer.
    """

    progress: tuple[MilestoneFact, ...]
    challenges: tuple[Challenge, ...]
    feedback: tuple[Feedback, ...]


def build_agenda(
    *,
    milestones: Iterable[MilestoneFact],
    issues: Iterable[OpenIssue],
    feedback: Iterable[Feedback] = (),
    on: date,
    soon_days: int = 0,
) -> Agenda:
    """Fill the agenda of a meeting from the record.

    Args:
        milestones: All open milestones; those at risk are taken: slack below 0, or the latest day has passed.
        issues: What is open on both sides, the buyer's approvals included.
        feedback: What the sides said beforehand; a side that said nothing is asked.
        on: Day of the meeting.
        soon_days: Also those whose room is smaller than so many days; 0 for the ones at risk alone.

    Source: S0-23: progress, challenges, feedback; "agenda of a relation with an overdue buyer approval lists it".

    >>> asked, due = date(2026, 2, 23), date(2026, 3, 2)
    >>> late = OpenIssue(name="Approve lab dip", side="buyer", kind=APPROVAL, due=due, since=asked)
    >>> agenda = build_agenda(milestones=[], issues=[late], on=date(2026, 3, 5))
    >>> [(each.issue.name, each.days_overdue) for each in agenda.challenges]
    [('Approve lab dip', 3)]
    """
    at_risk = [each for each in milestones if _is_at_risk(each, on, soon_days)]
    said = {each.side: each for each in feedback}
    return Agenda(
        progress=tuple(sorted(at_risk, key=lambda each: (_room(each, on), each.due, each.name))),
        challenges=tuple(sorted((_challenge(issue, on) for issue in issues), key=_urgency)),
        feedback=tuple(said.get(side, Feedback(side=side)) for side in SIDES),
    )


def _is_at_risk(milestone: MilestoneFact, on: date, soon_days: int) -> bool:
    return not milestone.is_done and _room(milestone, on) < soon_days


def _room(milestone: MilestoneFact, on: date) -> int:
    left = (milestone.due - on).days
    return left if milestone.slack_days is None else min(left, milestone.slack_days)


def _challenge(issue: OpenIssue, on: date) -> Challenge:
    return Challenge(issue=issue, days_overdue=None if issue.due is None else (on - issue.due).days)


def _urgency(challenge: Challenge) -> tuple[bool, int, date, str]:
    days = challenge.days_overdue
    return days is None, -(days or 0), challenge.issue.since, challenge.issue.name
