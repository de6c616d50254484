"""The agenda of a meeting in its three parts: made of the record while it lies ahead, as it stood once it was held."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from troth.commitments.outcomes import SIDES
from troth.communication.agendas import Agenda, Challenge, Feedback, MilestoneFact, OpenIssue, build_agenda
from troth_site.access import Actor
from troth_site.models import AgendaItem, Commitment, Meeting, OrderLine, ReplyRequest
from troth_site.models.choices import AgendaPart
from troth_site.queries.partner_page.open_promises import OPEN

SOON_DAYS = 14
MOST_LINES = 30
LINE = "order line"
# What a promise to come says of itself is no issue to talk about.
NOT_ISSUES = (LINE, "meeting")
KEEP, CHANGE, POINT, MADE, STATUS = "keep", "change", "point", "made", "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One thing to speak about that the record names.

    Attributes:
        source: Where it stands: "line/12", "promise/12" or "request/12"; empty for nothing.
        days_late: Days since it was due, negative while there is time, None where no day was agreed.
    """

    text: str
    side: str
    source: str
    due: date | None
    days_late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to speak about that a person wrote."""

    pk: int
    part: str
    text: str
    side: str
    author: str
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFeedback:
    """What one side wants to keep and to change; empty where it has not said yet."""

    side: str
    keep: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPage:
    """The three parts of an agenda.

    Attributes:
        is_frozen: It stands as it was when the meeting was held.
    """

    progress: tuple[AgendaLine, ...]
    challenges: tuple[AgendaLine, ...]
    points: tuple[Point, ...]
    feedback: tuple[SideFeedback, ...]
    is_frozen: bool = False


@dataclass(slots=True)
class Items:
    """The rows of one meeting, read once and sorted by what they are."""

    record: list[AgendaItem] = field(default_factory=list)
    points: list[AgendaItem] = field(default_factory=list)
    feedback: list[AgendaItem] = field(default_factory=list)
    made: list[AgendaItem] = field(default_factory=list)
    statuses: list[AgendaItem] = field(default_factory=list)


def items_of(meeting: int) -> Items:
    """Return the rows of a meeting, in one query."""
    found = Items()
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("written_by", "commitment")
    for row in rows.order_by("position", "pk"):
        if row.from_record:
            found.record.append(row)
        else:
            kinds = {MADE: found.made, STATUS: found.statuses, KEEP: found.feedback, CHANGE: found.feedback}
            kinds.get(row.source, found.points).append(row)
    return found


def agenda_page(meeting: Meeting, items: Items, *, by: Actor, today: date) -> AgendaPage:
    """Return an agenda as a page shows it."""
    points = tuple(
        Point(
            pk=row.pk, part=row.part, text=row.text, side=row.side, author=str(row.written_by or ""),
            is_mine=row.written_by_id == by.person,
        )
        for row in items.points
    )  # fmt: skip
    said = feedback_of(items)
    if meeting.held_at is not None:
        frozen = [(row.part, _frozen(row)) for row in items.record]
        progress = tuple(line for part, line in frozen if part == AgendaPart.PROGRESS)
        challenges = tuple(line for part, line in frozen if part == AgendaPart.CHALLENGES)
        return AgendaPage(progress=progress, challenges=challenges, points=points, feedback=said, is_frozen=True)
    built = live_agenda(meeting, on=min(today, meeting.starts_at.date()))
    unseen = {f"promise/{pk}" for pk in by.unseen.promises}
    return AgendaPage(
        progress=tuple(line_of_milestone(each, today) for each in built.progress),
        challenges=tuple(line_of_challenge(each) for each in built.challenges if each.issue.source not in unseen),
        points=points, feedback=said,
    )  # fmt: skip


def live_agenda(meeting: Meeting, *, on: date) -> Agenda:
    """Return what the record gives both sides to speak about on a day, in three queries."""
    relationship = meeting.relationship_id
    return build_agenda(
        milestones=_milestones(relationship), issues=[*_promises(relationship, on), *_requests(relationship, on)],
        on=on, soon_days=SOON_DAYS,
    )  # fmt: skip


def feedback_of(items: Items) -> tuple[SideFeedback, ...]:
    """Return what each side said, the buyer first as on every page; the library asks who has said nothing."""
    said: dict[str, dict[str, str]] = {side: {} for side in SIDES}
    for row in items.feedback:
        said[row.side][row.source] = row.text
    feedback = [Feedback(side=side, **said[side]) for side in SIDES]
    built = build_agenda(milestones=[], issues=[], feedback=feedback, on=date.min)
    return tuple(SideFeedback(side=each.side, keep=each.keep, change=each.change) for each in reversed(built.feedback))


def line_of_milestone(fact: MilestoneFact, on: date) -> AgendaLine:
    """Return a milestone at risk as a line of the agenda."""
    return AgendaLine(text=fact.name, side=fact.side, source=fact.source, due=fact.due, days_late=(on - fact.due).days)


def line_of_challenge(each: Challenge) -> AgendaLine:
    """Return an open issue as a line of the agenda."""
    issue = each.issue
    return AgendaLine(text=issue.name, side=issue.side, source=issue.source, due=issue.due, days_late=each.days_overdue)


def _milestones(relationship: int) -> Iterable[MilestoneFact]:
    rows = OrderLine.objects.filter(relationship=relationship, completed_on=None, cancelled_on=None)
    columns = ("commitment_id", "commitment__what", "commitment__state", "due_on")
    for pk, what, state, due in rows.order_by("due_on", "pk").values_list(*columns)[:MOST_LINES]:
        # Somebody has said that it will be too late, whatever its day still is.
        slack = -1 if state == "at_risk" else None
        yield MilestoneFact(name=what, side="factory", due=due, slack_days=slack, source=f"line/{pk}")


def _promises(relationship: int, on: date) -> Iterable[OpenIssue]:
    rows = Commitment.objects.filter(relationship=relationship, state__in=OPEN, due_on__lt=on, request=None)
    rows = rows.exclude(kind__in=NOT_ISSUES).order_by("due_on", "pk")
    for pk, what, side, kind, due in rows.values_list("pk", "what", "side", "kind", "due_on")[:MOST_LINES]:
        yield OpenIssue(name=what, side=side, kind=kind, due=due, since=due, source=f"promise/{pk}")


def _requests(relationship: int, on: date) -> Iterable[OpenIssue]:
    # What was asked later was nothing to speak of; a day more, for clocks that are ahead of ours.
    asked_before = datetime.combine(on, time(), UTC) + 2 * timedelta(days=1)
    rows = ReplyRequest.objects.filter(
        relationship=relationship, asked_at__lt=asked_before, answered_at=None, withdrawn_at=None
    )
    columns = ("pk", "what", "side", "asked_at", "due_at")
    for pk, what, side, asked_at, due_at in rows.order_by("due_at", "pk").values_list(*columns)[:MOST_LINES]:
        answering = "factory" if side == "buyer" else "buyer"
        yield OpenIssue(
            name=what, side=answering, kind="question", due=due_at.date(), since=asked_at.date(),
            source=f"request/{pk}",
        )  # fmt: skip


def _frozen(row: AgendaItem) -> AgendaLine:
    due = date.fromisoformat(row.status_note) if row.status_note else None
    late = int(row.status) if row.status else None
    return AgendaLine(text=row.text, side=row.side, source=row.source, due=due, days_late=late)
