"""Requests and answers whose mail is taken back: what it asked was never asked, what it answered waits again."""

from collections.abc import Collection
from zoneinfo import ZoneInfo

from django.utils import timezone

from troth.commitments import contest
from troth.commitments.outcomes import NEVER_RECORDED
from troth_site.actions import ledger
from troth_site.actions.communication import live, responses
from troth_site.actions.communication.requests.answering import answer_among, moment_of
from troth_site.actions.communication.requests.entries import (
    DIMENSION,
    Happened,
    Stands,
    answering,
    clocks,
    closed,
    entry_of,
    outcome_of,
)
from troth_site.actions.trust import judging
from troth_site.models import Notification, Relationship, ReplyRequest, ResponseSummary
from troth_site.queries.communication.calendars import work_calendar_of
from troth_site.queries.orders import latest_outcome

WITHOUT, UNDONE = "request.answer_undone", "request.undone"


def without(relationship: Relationship, messages: Collection[int], *, person: int) -> frozenset[str]:
    """Let requests, clocks and tallies be as if messages had never come, and return whose answers that concerns.

    Called before the messages are deleted; the caller holds the transaction and the relationship's lock, and calls
    follow() afterwards.

    Args:
        relationship: The relationship, locked.
        messages: Keys of its messages that leave.
        person: Who takes them back.
    """
    gone = frozenset(messages)
    rows = ReplyRequest.objects.select_for_update(of=("self",)).filter(relationship=relationship)
    rows = rows.select_related("commitment", "message", "answer").order_by("pk")
    asked = list(rows.filter(message__in=gone))
    heard = [row for row in rows.exclude(message__in=gone).exclude(verdicts={}) if _was_heard(row, gone)]
    for row in asked:
        _never_asked(relationship, row, person)
    changed = [row for row in heard if _answer_again(relationship, row, gone, person)]
    return frozenset(answering(row.side) for row in (*asked, *changed))


def follow(relationship: Relationship, sides: Collection[str]) -> None:
    """Let summaries and numbers follow, once the messages are gone: how regular contact was reads them too."""
    known = ResponseSummary.objects.filter(relationship=relationship).values_list("side", flat=True)
    responses.recompute(relationship, sides=sorted({*known, *sides}), now=timezone.now())
    if sides:
        judging.judge_one(relationship, as_of=timezone.localdate(), dimension=DIMENSION)


def _was_heard(row: ReplyRequest, gone: frozenset[int]) -> bool:
    return row.answer_id in gone or any(int(key) in gone for key in row.verdicts)


def _never_asked(relationship: Relationship, row: ReplyRequest, person: int) -> None:
    """Take the promise back on every past day too, as with lines of an import that is undone."""
    promise, standing = row.commitment, latest_outcome(row.commitment_id)
    today = timezone.localdate()
    promise.state, promise.closed_on = "withdrawn", today
    promise.save(update_fields=["state", "closed_on"])
    nothing = contest.withdrawn(standing) if standing is not None else None
    told = Happened(
        kind=UNDONE, on=NEVER_RECORDED if nothing else today, day=today, person=person, outcome=nothing,
        supersedes=standing,
    )  # fmt: skip
    ledger.append(relationship, [entry_of(row, told)])
    # What people were told of it would open a page that is gone; with the request its row goes too.
    Notification.objects.filter(relationship=relationship, subject=f"request {row.pk}").delete()
    row.delete()
    live.tell(relationship.pk, "request", f"request {row.pk}")


def _answer_again(relationship: Relationship, row: ReplyRequest, gone: frozenset[int], person: int) -> bool:
    """Find what answers a request without these messages, and tell whether that changed anything."""
    before = (row.answer_id, row.answered_at)
    row.verdicts = {key: said for key, said in row.verdicts.items() if int(key) not in gone}
    row.answer = answer_among(row)
    row.answered_at = moment_of(row.answer) if row.answer else None
    if (row.answer_id, row.answered_at) == before:
        row.save(update_fields=["verdicts"])
        return False
    _write(relationship, row, person)
    return True


def _write(relationship: Relationship, row: ReplyRequest, person: int) -> None:
    promise, standing = row.commitment, latest_outcome(row.commitment_id)
    zone, today = ZoneInfo(promise.zone), timezone.localdate()
    row.wall_hours = row.business_hours = None
    if row.answered_at is not None:
        calendar = work_calendar_of(getattr(relationship, f"{promise.side}_id"), row.asked_at.date())
        row.wall_hours, row.business_hours = clocks(row, row.answered_at, calendar=calendar)
    row.save(update_fields=["verdicts", "answer", "answered_at", "wall_hours", "business_hours"])
    stands = Stands(answered_at=row.answered_at, is_verified=row.answer is None or row.answer.verified)
    closed(promise, row, stands)
    promise.save(update_fields=["state", "closed_on", "closed_by", "quality"])
    # Known from the day on which the version was recorded that it takes back: looked at from any day it never was.
    on = standing.recorded_on if standing is not None else today
    told = Happened(
        kind=WITHOUT, on=on, day=today, person=person, more={"done": promise.closed_on},
        outcome=outcome_of(row, stands, zone=zone, recorded_on=on), supersedes=standing,
    )  # fmt: skip
    ledger.append(relationship, [entry_of(row, told)])
    live.tell(relationship.pk, "request", f"request {row.pk}")
