"""What follows from the numbers: actions, red flags, what is owed, and how well the forecast has been doing."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from troth_site.api.frame.forms import Day, Key, PartnerName, answers, day_or_today, partner_name
from troth_site.api.orders import AttachedLine, attached_line
from troth_site.queries import forecasts, settling
from troth_site.queries import today as owing
from troth_site.queries.partners import partnership

router = Router(tags=["What follows"])


class Owners(Schema):
    """Who looks after it on each side; empty where nobody has taken it yet."""

    buyer: str
    factory: str


class Action(Schema):
    """What a missed target opened."""

    id: int
    partner: PartnerName
    side: str
    dimension: str
    kind: str
    state: str
    opened_on: date
    due_on: date
    owners: Owners
    done_on: date | None
    evidence: str
    check_after_lines: int
    checked_on: date | None
    lines: list[AttachedLine] = Field(description="The late lines attached to it, the newest first.")


class FlagAnswer(Schema):
    """What one side says of a flag."""

    side: str
    text: str
    finding: str = Field(description="confirmed, not so, cannot say, or empty where it was not said.")
    answered_on: date


class Flag(Schema):
    """A rule that fired about one side."""

    id: int
    partner: PartnerName
    side: str
    dimension: str
    rule: str
    severity: str
    false_alarm_probability: float | None
    raised_on: date
    due_on: date
    owner: str
    acknowledge_by: datetime | None = Field(description="Until when the side that judges by it has to acknowledge it.")
    acknowledged_on: date | None
    read_on: date | None = Field(description="When the flagged side read it.")
    escalated_on: date | None
    closed_on: date | None
    answer: str = Field(description="The newest answer of either side.")
    answers: list[FlagAnswer]


class Promise(Schema):
    """A promise somebody still has to keep."""

    id: int
    partner: PartnerName
    side: str
    dimension: str
    what: str
    due_on: date | None
    state: str
    is_line: bool = Field(description="It is an order line and stands under /lines/ with the same key.")


class Owed(Schema):
    """What one side owes over all relationships: the most urgent promises, and how many there are."""

    total: int
    overdue: int
    rows: list[Promise]


class Today(Schema):
    """What asks for something today."""

    day: date
    we_owe: Owed
    they_owe: Owed
    actions: list[Action]
    flags: list[Flag]


class Bin(Schema):
    """One point of the calibration chart: lines with about the same forecast, and what came of them."""

    lines: int
    forecast: float
    observed: float
    low: float
    high: float


class Scores(Schema):
    """How good forecasts were; for all but the AUC smaller is better."""

    log_loss: float
    brier: float
    ece: float
    auc: float | None


class ForecastReport(Schema):
    """How the forecast of one side did on an organisation's own past, beside three plainer rules."""

    organisation: int
    organisation_name: str
    side: str = Field(description="The side that is forecast.")
    as_of: date
    scored: int
    forecast: Scores
    average: Scores
    twelve_months: Scores
    base_rate: Scores
    calibration: list[Bin]
    fitted: dict[str, float | None]


class WhichOnes(Schema):
    """Of whom, and as of when."""

    partner: Key | None = Field(None, description="Of this partner alone.")
    as_of: Day | None = Field(None, description="Those that stood on this day; default those that stand now.")


@router.get("actions", response=answers(list[Action], 404, 422), operation_id="actions")
def actions(request: HttpRequest, chosen: Query[WhichOnes]) -> list[Action]:
    """List the actions that ask for something, the most urgent first."""
    return [_action(each) for each in settling.actions(request.auth, **_narrowed(request, chosen))]


@router.get("actions/{action}", response=answers(Action, 404, 422), operation_id="action")
def action(request: HttpRequest, action: Key) -> Action:
    """Show one action."""
    return _action(settling.action(request.auth, action))


@router.get("flags", response=answers(list[Flag], 404, 422), operation_id="flags")
def flags(request: HttpRequest, chosen: Query[WhichOnes]) -> list[Flag]:
    """List the red flags that are open, the most urgent first."""
    return [_flag(each) for each in settling.flags(request.auth, **_narrowed(request, chosen))]


@router.get("flags/{flag}", response=answers(Flag, 404, 422), operation_id="flag")
def flag(request: HttpRequest, flag: Key) -> Flag:
    """Show one red flag."""
    return _flag(settling.flag(request.auth, flag))


def _narrowed(request: HttpRequest, chosen: WhichOnes) -> dict[str, Any]:
    """Return what a list is narrowed to, after the gate has let the person to the partner they name."""
    return {
        "relationship": None if chosen.partner is None else partnership(request.auth, chosen.partner).pk,
        "as_of": None if chosen.as_of is None else day_or_today(chosen.as_of),
    }


@router.get("today", response=answers(Today), operation_id="today")
def today(request: HttpRequest) -> Today:
    """Show what is owed on both sides, overdue first, and what asks for an answer."""
    day = timezone.localdate()
    ours, theirs = owing.owed(request.auth, today=day)
    return Today(
        day=day,
        we_owe=_owed(ours),
        they_owe=_owed(theirs),
        actions=[_action(each) for each in settling.actions(request.auth)],
        flags=[_flag(each) for each in settling.flags(request.auth)],
    )


@router.get("forecast-reports", response=answers(list[ForecastReport]), operation_id="forecast_reports")
def forecast_reports(request: HttpRequest) -> list[ForecastReport]:
    """Show how well the forecasts of your own organisations have been doing; nobody else sees them."""
    return [
        ForecastReport(organisation=pk, organisation_name=name, side=side, **report)
        for pk, name, side, report in forecasts.reports(request.auth)
    ]


def _action(row: settling.OpenAction) -> Action:
    return Action(
        id=row.pk,
        partner=partner_name(row.partnership),
        side=row.side,
        dimension=row.dimension,
        kind=row.kind,
        state=row.state,
        opened_on=row.opened_on,
        due_on=row.due_on,
        owners=Owners(**row.owners),
        done_on=row.done_on,
        evidence=row.evidence,
        check_after_lines=row.check_lines,
        checked_on=row.checked_on,
        lines=[attached_line(line) for line in row.lines],
    )


def _flag(row: settling.Flag) -> Flag:
    return Flag(
        id=row.pk,
        partner=partner_name(row.partnership),
        side=row.side,
        dimension=row.dimension,
        rule=row.rule,
        severity=row.severity,
        false_alarm_probability=row.false_alarm,
        raised_on=row.raised_on,
        due_on=row.due_on,
        owner=row.owner,
        acknowledge_by=row.acknowledge_by,
        acknowledged_on=row.acknowledged_on,
        read_on=row.read_on,
        escalated_on=row.escalated_on,
        closed_on=row.closed_on,
        answer=row.answer,
        answers=[
            FlagAnswer(side=each.side, text=each.text, finding=each.finding, answered_on=each.answered_on)
            for each in row.answers
        ],
    )


def _owed(side: owing.Side) -> Owed:
    return Owed(total=side.total, overdue=side.overdue, rows=[_promise(each) for each in side.rows])


def _promise(each: owing.Owed) -> Promise:
    promise = each.promise
    return Promise(
        id=promise.pk,
        partner=partner_name(each.partnership),
        side=promise.side,
        dimension=promise.dimension,
        what=promise.what,
        due_on=promise.due_on,
        state=promise.state,
        is_line=promise.is_line,
    )
