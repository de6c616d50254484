"""A visit as both sides read it: its running order, what was seen, and ratings once both may read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from troth.commitments.outcomes import SIDES, Side
from troth.communication.agendas_visit import SHORTEST_MINUTES, Block, running_order
from troth.communication.visit_feedback import QUESTIONS, Opening, opening
from troth_site.access import Actor
from troth_site.models import Commitment, VisitFinding, VisitRating
from troth_site.queries.communication.meetings_rows import MeetingRow
from troth_site.queries.partners import Partnership, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A part of the running order, with its hour on the clock of the reader's side, and by side on both."""

    block: Block
    at: datetime
    local: dict[Side, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What one side said."""

    side: Side
    answers: dict[str, int]
    words: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one side saw, and what the other answers.

    Attributes:
        is_during: Written before the visit was over.
        may_answer: The reader's side may.
        promise: Key of what was promised about it, None where nothing was.
        promised: What was promised, by which side, and where that promise stands.
        may_promise: The reader's side may promise something about it now.
    """

    pk: int
    side: str
    text: str
    author: str
    written_at: datetime
    is_during: bool
    answer: str
    answered_by: str
    answered_at: datetime | None
    may_answer: bool
    promise: int | None = None
    promised: str = ""
    promised_by: str = ""
    promise_state: str = ""
    may_promise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """A visit.

    Attributes:
        opening: Whether ratings may be read, and from when.
        own: What the reader's side said, None while it has not.
        ratings: What both said, by side, once it may be read; until then empty.
        has_begun: The visit has begun, so that something can be said of it.
    """

    order: tuple[Timed, ...]
    opening: Opening
    own: Rating | None
    ratings: tuple[Rating, ...]
    findings: tuple[Finding, ...]
    has_begun: bool
    may_rate: bool


def visit_of(by: Actor, found: Partnership, row: MeetingRow, *, now: datetime | None = None) -> VisitPage:
    """Return a visit the person has already been let into, in two queries."""
    moment = now or timezone.now()
    given = {each.side: each for each in map(_rating, _ratings(row.pk))}
    opened = opening(given.keys(), ended=row.ends_at, now=moment)
    own, may_say = given.get(found.our_side), may(by, found, "answer")
    has_begun = row.starts_at <= moment and row.state != "cancelled"
    return VisitPage(
        order=_order(found, row), opening=opened, own=own,
        ratings=tuple(given[side] for side in reversed(SIDES) if side in given) if opened.is_open else (),
        findings=_findings(by, found, row, may_say=may_say), has_begun=has_begun,
        may_rate=may_say and has_begun and (own is None or not opened.is_open),
    )  # fmt: skip


def _order(found: Partnership, row: MeetingRow) -> tuple[Timed, ...]:
    if row.minutes < SHORTEST_MINUTES:
        return ()
    timed = []
    for block in running_order(row.minutes):
        local = {side: row.local[side] + timedelta(minutes=block.begins) for side in SIDES}
        timed.append(Timed(block=block, at=local[found.our_side], local=local))
    return tuple(timed)


def _ratings(meeting: int) -> list[VisitRating]:
    return list(VisitRating.objects.filter(meeting=meeting).select_related("given_by").order_by("side"))


def _rating(row: VisitRating) -> Rating:
    return Rating(
        side="buyer" if row.side == "buyer" else "factory", words=row.words, given_at=row.given_at,
        answers={question.key: getattr(row, question.key) for question in QUESTIONS},
        given_by=str(row.given_by or ""),
    )  # fmt: skip


def _findings(by: Actor, found: Partnership, row: MeetingRow, *, may_say: bool) -> tuple[Finding, ...]:
    rows = VisitFinding.objects.filter(meeting=row.pk).select_related("written_by", "answered_by", "commitment")
    may_promise = may(by, found, "record") and row.state == "planned"
    return tuple(
        Finding(
            pk=each.pk, side=each.side, text=each.text, author=str(each.written_by or ""), written_at=each.written_at,
            is_during=each.written_at < row.ends_at, answer=each.answer, answered_by=str(each.answered_by or ""),
            answered_at=each.answered_at, may_answer=may_say and each.side != found.our_side,
            may_promise=may_promise and each.commitment_id is None, **_promised(each.commitment),
        )
        for each in rows.order_by("written_at", "pk")
    )  # fmt: skip


def _promised(row: Commitment | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {"promise": row.pk, "promised": row.what, "promised_by": row.side, "promise_state": row.state}
