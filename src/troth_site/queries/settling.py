"""Actions and red flags: what opened them, who owns them, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from troth.trust.flag_precision import FINDINGS, Precision, precision
from troth_site import access
from troth_site.access import Actor
from troth_site.models import Action, Membership, RedFlag
from troth_site.models import FlagAnswer as AnswerRow
from troth_site.queries.partners import Partnership, as_partnership

STANDING = ("open", "done", "reopened")
LINES_SHOWN = 50


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
        """Return the line's name for people."""
        return " · ".join(filter(None, (self.order, self.number)))

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


def action(by: Actor, pk: int) -> OpenAction:
    """Return one action of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    access.action(by, pk, "see")
    return _action(by, _actions().get(pk=pk))


def actions(by: Actor, *, relationship: int | None = None, as_of: date | None = None) -> tuple[OpenAction, ...]:
    """Return the actions that still ask for something, or did on a past day; the most urgent first."""
    rows = _actions().filter(_where(by, relationship))
    if as_of is None:
        rows = rows.filter(state__in=STANDING)
    else:
        rows = rows.filter(Q(checked_on=None) | Q(checked_on__gt=as_of), opened_on__lte=as_of)
    return tuple(_action(by, row) for row in rows.order_by("due_on", "pk")[:LINES_SHOWN])


def flag(by: Actor, pk: int) -> Flag:
    """Return one red flag of a relationship the person may see.

    Raises:
        access.NotThere: There is none for this person.
    """
    access.flag(by, pk, "see")
    return _flag(by, _flags().get(pk=pk))


def flags(by: Actor, *, relationship: int | None = None, as_of: date | None = None) -> tuple[Flag, ...]:
    """Return the flags that are open, or were on a past day; the most urgent first."""
    rows = _flags().filter(_where(by, relationship))
    if as_of is None:
        rows = rows.filter(closed_on=None)
    else:
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=as_of), raised_on__lte=as_of)
    return tuple(_flag(by, row) for row in rows.order_by("due_on", "pk")[:LINES_SHOWN])


def people_of(organisation: int) -> list[tuple[int, str]]:
    """Return the people who may own something on an organisation's side."""
    rows = Membership.objects.filter(organisation=organisation, active=True, person__is_active=True)
    rows = rows.filter(person__is_operator=False).select_related("person").order_by("person__name")
    return [(row.person_id, str(row.person)) for row in rows]


def _where(by: Actor, relationship: int | None) -> Q:
    if relationship is not None:
        return Q(relationship=relationship)
    return Q(relationship__in=access.relationships(by).filter(hidden=False))


def _actions() -> QuerySet[Action]:
    rows = Action.objects.select_related("relationship__buyer", "relationship__factory", "owner_buyer", "owner_factory")
    return rows.prefetch_related("lines__line__order")


def _flags() -> QuerySet[RedFlag]:
    people = ("owner", "acknowledged_by", "read_by", "escalated_to")
    rows = RedFlag.objects.select_related("relationship__buyer", "relationship__factory", *people)
    return rows.prefetch_related("answers__person")


def _action(by: Actor, row: Action) -> OpenAction:
    return OpenAction(
        pk=row.pk,
        partnership=as_partnership(by, row.relationship),
        side=row.side,
        dimension=row.dimension,
        kind=row.kind,
        state=row.state,
        opened_on=row.opened_on,
        due_on=row.due_on,
        owners={"buyer": str(row.owner_buyer or ""), "factory": str(row.owner_factory or "")},
        owner_keys={"buyer": row.owner_buyer_id, "factory": row.owner_factory_id},
        data=row.data,
        evidence=row.evidence,
        done_on=row.done_on,
        check_lines=row.check_lines,
        checked_on=row.checked_on,
        result=row.result,
        lines=_attached([each.line for each in row.lines.all()]),
    )


def _attached(lines: Sequence[Any]) -> tuple[AttachedLine, ...]:
    return tuple(
        AttachedLine(
            pk=line.pk,
            order=line.order.number,
            number=line.number,
            item=line.item,
            due_on=line.due_on,
            completed_on=line.completed_on,
            factory_days=line.factory_days,
            buyer_days=line.buyer_days,
            excused_days=line.excused_days,
        )
        for line in sorted(lines, key=lambda line: (line.due_on, line.pk), reverse=True)
    )


def _flag(by: Actor, row: RedFlag) -> Flag:
    found = as_partnership(by, row.relationship)
    is_judge = row.side != found.our_side
    return Flag(
        pk=row.pk,
        partnership=found,
        side=row.side,
        dimension=row.dimension,
        rule=row.rule,
        severity=row.severity,
        data=row.data,
        false_alarm=row.false_alarm,
        raised_on=row.raised_on,
        due_on=row.due_on,
        owner=str(row.owner or ""),
        owner_key=row.owner_id,
        acknowledge_by=row.acknowledge_by,
        acknowledged_on=row.acknowledged_on,
        acknowledged_by=str(row.acknowledged_by or ""),
        read_on=row.read_on,
        read_by=str(row.read_by or ""),
        judge_zone=(row.relationship.buyer if row.side == "factory" else row.relationship.factory).zone,
        escalated_on=row.escalated_on,
        escalated_to=str(row.escalated_to or "") if is_judge else "",
        is_mine=row.escalated_to_id == by.person,
        closed_on=row.closed_on,
        answers=tuple(_answer(each) for each in row.answers.all()),
    )


def _answer(row: AnswerRow) -> FlagAnswer:
    return FlagAnswer(
        side=row.side, text=row.text, finding=row.finding, person=str(row.person or ""), answered_on=row.answered_on
    )


def rule_precision(by: Actor, rule: str) -> Precision:
    """Return how often a rule was right among the flags this person may see, as the sides that judge by them found."""
    flags = RedFlag.objects.filter(rule=rule, relationship__in=access.relationships(by))
    judged = AnswerRow.objects.filter(flag__in=flags).exclude(side=F("flag__side"))
    counts = judged.aggregate(
        confirmed=Count("pk", filter=Q(finding=FINDINGS[0])), refuted=Count("pk", filter=Q(finding=FINDINGS[1]))
    )
    return precision(raised=flags.count(), **counts)
