"""The promise behind a request, as rows and ledger entries need it: what it weighs, when it is due, what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from troth.basis.spans import local_day
from troth.basis.working_time import WorkCalendar
from troth.commitments.evidence import QUALITY, Quality, Severity, weight
from troth.commitments.outcomes import Outcome
from troth.communication.clock import Request, outcome_of_answer, waited_hours
from troth_site.actions.ledger import NewEntry, outcome_content
from troth_site.models import Commitment, ReplyRequest

KIND, DIMENSION = "answer", "communication"
WALL_CLOCK = frozenset({"critical", "safety"})
# Whoever asks names the severity, so it weighs less than what an inspection finds critical.
_SEVERITY: dict[str, Severity] = {
    "minor": "minor", "normal": "normal", "major": "normal", "critical": "major", "safety": "major",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """How the promise of an answer stands: when the answer came, and whether its sender is known."""

    answered_at: datetime | None = None
    is_verified: bool = True

    @property
    def quality(self) -> Quality:
        """Return the quality of its evidence: a letter or a link shows the address, not the person."""
        return "system_observed" if self.is_verified else "unconfirmed"


def answering(side: str) -> str:
    """Return the side that answers what the other one asks."""
    return "factory" if side == "buyer" else "buyer"


def promise_of(row: ReplyRequest, *, zone: ZoneInfo) -> Commitment:
    """Return the promise of the answering side; it is bound by the charter, or by the policy without one."""
    return Commitment(
        relationship_id=row.relationship_id, side=answering(row.side), dimension=DIMENSION, kind=KIND, what=row.what,
        due_on=local_day(row.target_at, zone=zone), zone=zone.key, state="accepted", accepted_by="contract",
        quality=QUALITY["system_observed"],
    )  # fmt: skip


def closed(promise: Commitment, row: ReplyRequest, stands: Stands) -> None:
    """Write onto the promise what came of it, or that it is open again."""
    at = stands.answered_at
    promise.state = "accepted" if at is None else "kept" if at <= row.target_at else "kept_late"
    promise.closed_on = None if at is None else local_day(at, zone=ZoneInfo(promise.zone))
    promise.closed_by = "" if at is None else promise.side
    promise.quality = QUALITY[stands.quality]


def outcome_of(row: ReplyRequest, stands: Stands, *, zone: ZoneInfo, recorded_on: date) -> Outcome:
    """Return the outcome version of a request as it stands; unanswered, what it comes to if nothing comes."""
    heavy = weight(severity=_SEVERITY[row.severity], quality=stands.quality)
    return outcome_of_answer(
        due=row.target_at, answered=stands.answered_at, zone=zone, weight=heavy, recorded_on=recorded_on
    )


def clocks(row: ReplyRequest, at: datetime, *, calendar: WorkCalendar) -> tuple[float, float]:
    """Return how long a request waited until a moment: by the wall clock, and in the answering side's hours."""
    asked = Request(asked=row.asked_at, answered=at)
    return waited_hours(asked, as_of=at), waited_hours(asked, as_of=at, calendar=calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What is written into the ledger of a request.

    Attributes:
        kind: Such as "request.asked".
        on: Day it is recorded.
        day: Day it happened.
        person: Who did it, None for the reading and for numbers.
        more: What the entry says beside what it is about; nothing about people.
    """

    kind: str
    on: date
    day: date
    person: int | None = None
    more: dict[str, Any] | None = None
    outcome: Outcome | None = None
    supersedes: Outcome | None = None


def entry_of(row: ReplyRequest, told: Happened) -> NewEntry:
    """Return the ledger's entry of something that happened to a request."""
    content = {
        "request": row.pk, "commitment": row.commitment_id, "what": row.what, "severity": row.severity,
        "due": row.commitment.due_on, **(told.more or {}),
    }  # fmt: skip
    if told.outcome is not None:
        content["outcome"] = outcome_content(told.outcome)
    return NewEntry(
        kind=told.kind, side=answering(row.side), dimension=DIMENSION, commitment=row.commitment_id,
        person=told.person, happened_on=told.day, recorded_on=told.on, content=content, outcome=told.outcome,
        supersedes=told.supersedes,
    )  # fmt: skip
