"""What both sides say of a visit: a rating each, and what was seen, with the other side's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side
from troth.communication.visit_feedback import RatingRefused, check_time, checked
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live, meetings_minutes
from troth_site.models import Meeting, VisitFinding, VisitRating
from troth_site.models.choices import MeetingState, MeetingWay

LONGEST_WORDS, LONGEST_FINDING, MOST_FINDINGS = 2000, 1000, 100


class FeedbackRefused(Exception):
    """What was said of a visit cannot be kept; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """What somebody promises about a finding.

    Attributes:
        owner: Who does it, empty for whoever promises.
    """

    what: str
    due_on: date | None
    owner: str = ""


def rate(
    *, by: Actor, meeting: int, answers: Mapping[str, int | None], words: str = "", now: datetime | None = None
) -> None:  # fmt: skip
    """Rate a visit for one's own side; until the other side may read it, saying it again replaces it.

    Raises:
        FeedbackRefused: An answer lacks, it is too early, or both sides have read it.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    side = access.side_of(by, seen.relationship)
    if len(words) > LONGEST_WORDS:
        raise FeedbackRefused(gettext_noop("Write at most 2,000 characters."))
    with transaction.atomic():
        row = _visit(seen)
        kept = _checked(row, answers, side, moment)
        VisitRating.objects.update_or_create(
            meeting=row, side=side,
            defaults={**kept, "words": words.strip(), "given_by_id": by.person, "given_at": moment},
        )  # fmt: skip
        _note(by, seen, "visit.rated")


def find(*, by: Actor, meeting: int, text: str, now: datetime | None = None) -> int:
    """Write down what one's side saw, during the visit or after it, and return its key; both sides read it.

    Raises:
        FeedbackRefused: It says nothing, or the visit has not begun.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    said = _said(text)
    with transaction.atomic():
        row = _visit(seen)
        if moment < row.starts_at:
            raise FeedbackRefused(gettext_noop("Write down what you see once the visit has begun."))
        if VisitFinding.objects.filter(meeting=row).count() >= MOST_FINDINGS:
            raise FeedbackRefused(gettext_noop("A hundred findings are more than a visit holds."))
        made = VisitFinding.objects.create(
            meeting=row, side=access.side_of(by, seen.relationship), text=said, written_by_id=by.person,
            written_at=moment,
        )  # fmt: skip
        _note(by, seen, "visit.found")
    return made.pk


def answer(*, by: Actor, meeting: int, finding: int, text: str, now: datetime | None = None) -> None:
    """Answer what the other side saw; answering again replaces the answer.

    Raises:
        access.NotThere: The visit has no such finding.
        access.NotAllowed: One's own side wrote it.
        FeedbackRefused: It says nothing.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "answer")
    said = _said(text)
    with transaction.atomic():
        row = VisitFinding.objects.select_for_update().filter(pk=finding, meeting=seen).first()
        if row is None:
            raise access.NotThere
        if row.side == access.side_of(by, seen.relationship):
            raise access.NotAllowed
        if row.answer == said:
            return
        row.answer, row.answered_by_id, row.answered_at = said, by.person, moment
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        _note(by, seen, "visit.answered")


def promise(*, by: Actor, meeting: int, finding: int, made: Promised, now: datetime | None = None) -> int:
    """Promise something for one's own side about what was seen, and return the promise; the other side accepts it.

    What one side has promised about a finding already stands: promising again changes nothing.

    Raises:
        access.NotThere: The visit has no such finding.
        troth_site.actions.communication.meetings.MeetingRefused: It lacks what or by when, or the visit is closed.
    """
    moment = now or timezone.now()
    seen = access.of_relationship(by, Meeting, meeting, "record")
    with transaction.atomic():
        row = VisitFinding.objects.select_for_update().filter(pk=finding, meeting=seen).first()
        if row is None:
            raise access.NotThere
        if row.commitment_id is not None:
            return row.commitment_id
        row.commitment_id = meetings_minutes.promise(
            by=by, meeting=meeting, what=made.what, due_on=made.due_on, owner=made.owner, now=moment
        )
        row.save(update_fields=["commitment"])
        _note(by, seen, "visit.promised")
        return row.commitment_id


def _checked(row: Meeting, answers: Mapping[str, int | None], side: Side, now: datetime) -> dict[str, int]:
    given = VisitRating.objects.filter(meeting=row).values_list("side", flat=True)
    ends = row.starts_at + timedelta(minutes=row.minutes)
    try:
        kept = checked(answers)
        check_time(begins=row.starts_at, ended=ends, given=set(given), by=side, now=now)  # type: ignore[arg-type]
    except RatingRefused as error:
        raise FeedbackRefused(str(error)) from error
    return kept


def _visit(seen: Meeting) -> Meeting:
    row = Meeting.objects.select_for_update().get(pk=seen.pk)
    if row.way != MeetingWay.VISIT or row.state == MeetingState.CANCELLED:
        raise FeedbackRefused(gettext_noop("This meeting is no visit, or was cancelled."))
    return row


def _said(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_FINDING:
        raise FeedbackRefused(gettext_noop("Write at least a word, and at most 1,000 characters."))
    return said


def _note(by: Actor, seen: Meeting, verb: str) -> None:
    audit.record(verb, by=by, relationship=seen.relationship, subject=f"meeting {seen.pk}")
    live.tell(seen.relationship_id, "meeting", f"meeting {seen.pk}")
