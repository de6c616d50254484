"""What was asked and answered, and how fast both sides answer."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from troth_site.api.frame.forms import Key, Page, Side, Text, answers
from troth_site.queries.communication import requests as rows
from troth_site.queries.communication import responses
from troth_site.queries.communication.request_page import RequestPage
from troth_site.queries.partners import partnership

router = Router(tags=["What was asked"])


class Request(Schema):
    """One question; its answer is a promise of the other side."""

    id: int
    asked_by: Side
    answered_by: Side
    what: str
    why: str
    severity: Literal["minor", "normal", "major", "critical", "safety"]
    topic: str
    thread: int
    asked_at: datetime
    wanted_by: datetime = Field(description="By when its asker needs the answer.")
    agreed_by: datetime = Field(description="Until when the charter, or the policy without one, wants it.")
    acknowledged_at: datetime | None
    answered_at: datetime | None
    withdrawn_at: datetime | None
    state: Literal["open", "acknowledged", "overdue", "answered", "withdrawn"]
    wall_hours: float = Field(description="Hours until the answer by the wall clock; so far while it is open.")
    business_hours: float = Field(description="The same in working hours of the side that answers.")
    wall_clock_counts: bool
    is_disputed: bool = Field(description="The sides say different things about an answer.")
    sender_verified: bool
    promise: int | None = Field(description="Its promise in the record.")


class LadderStep(Schema):
    """One step of the ladder by which a question nobody answers climbs on the answering side."""

    step: Literal["contact", "deputy", "manager", "owner"]
    person: str = Field(description="Who is told; empty where nobody is named.")
    at: datetime = Field(description="When they were told, or are told if nobody answers until then.")


class RequestWhole(Request):
    """One question with its ladder."""

    told: list[LadderStep] = Field(description="Whom it has reached so far, in the order they were told.")
    ahead: list[LadderStep] = Field(description="Who is next; empty once it is answered, withdrawn or at its end.")


class Requests(Schema):
    """A page of questions, the newest first."""

    total: int
    page: int
    pages: int
    requests: list[Request]


class Response(Schema):
    """How fast one side answers, over the last 12 months; open questions count for what they tell."""

    side: Side = Field(description="The side that answers.")
    computed_at: datetime | None
    target_hours: float
    requests: int
    answered: int
    open: int
    share_within_target: float | None = Field(description="Estimate of Kaplan and Meier, a fraction.")
    low: float | None
    high: float | None
    median_hours: float | None = Field(description="Null where not yet half of them have an answer.")
    median_low: float | None
    median_high: float | None
    trend_percent_a_month: float | None
    trend_p_value: float | None
    regularity: float | None = Field(description="How regular contact is, 0 sporadic to 1 equal gaps.")


class WhichRequests(Schema):
    """Which questions."""

    answered_by: Side | None = None
    state: Literal["open", "overdue", "answered", "withdrawn"] | None = None
    severity: Literal["minor", "normal", "major", "critical", "safety"] | None = None
    q: Text = ""
    page: Page = 1


@router.get(
    "partners/{partner}/requests", response=answers(Requests, 404, 422), operation_id="requests", url_name="requests"
)
def of_partner(request: HttpRequest, partner: Key, chosen: Query[WhichRequests]) -> Requests:
    """List what was asked in a partnership."""
    found = partnership(request.auth, partner)  # type: ignore[attr-defined]
    wanted = rows.Chosen(
        answering=chosen.answered_by or "", state=chosen.state or "", severity=chosen.severity or "", text=chosen.q
    )
    page = rows.requests_of(found, wanted, calendars=rows.calendars(found), page=chosen.page)
    return Requests(
        total=page.total, page=page.number, pages=page.pages, requests=[request_row(row) for row in page.rows]
    )


@router.get(
    "partners/{partner}/response",
    response=answers(list[Response], 404, 422),
    operation_id="response",
    url_name="response",
)
def response(request: HttpRequest, partner: Key) -> list[Response]:
    """Show how fast both sides answer."""
    found = partnership(request.auth, partner)  # type: ignore[attr-defined]
    return [_response(line) for line in responses.response_lines(found.pk).values()]


def request_row(row: rows.RequestRow) -> Request:
    """Return a question as the API tells it."""
    return Request(
        id=row.pk,
        asked_by=row.side,
        answered_by=row.answering,
        what=row.what,
        why=row.why,
        severity=row.severity,  # type: ignore[arg-type]
        topic=row.topic,
        thread=row.thread,
        asked_at=row.asked_at,
        wanted_by=row.due_at,
        agreed_by=row.target_at,
        acknowledged_at=row.acknowledged_at,
        answered_at=row.answered_at,
        withdrawn_at=row.withdrawn_at,
        state=row.state,
        wall_hours=row.wall_hours,
        business_hours=row.business_hours,
        wall_clock_counts=row.counts_wall,
        is_disputed=row.is_disputed,
        sender_verified=row.is_verified,
        promise=row.commitment,
    )


def request_whole(seen: RequestPage) -> RequestWhole:
    """Return a question with its ladder as the API tells it."""
    return RequestWhole(
        **request_row(seen.row).dict(),
        told=[LadderStep(step=each.step, person=each.person, at=each.at) for each in seen.told],  # type: ignore[arg-type]
        ahead=[LadderStep(step=each.step, person=each.person, at=each.at) for each in seen.ahead],
    )  # fmt: skip


def _response(line: responses.ResponseLine) -> Response:
    return Response(
        side=line.side,
        computed_at=line.computed_at,
        target_hours=line.target_hours,
        requests=line.requests,
        answered=line.answered,
        open=line.open,
        share_within_target=line.share,
        low=line.low,
        high=line.high,
        median_hours=line.median_hours,
        median_low=line.median_low,
        median_high=line.median_high,
        trend_percent_a_month=line.trend_percent,
        trend_p_value=line.trend_p,
        regularity=line.regularity,
    )
