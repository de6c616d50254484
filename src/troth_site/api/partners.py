"""Partners: both sides' numbers, and the steps that lead to one."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from troth_site.api.frame.forms import BadParameter, Day, Dimension, Key, Page, Side, answers, day_or_today
from troth_site.queries import partner_page
from troth_site.queries.partners import partnership
from troth_site.queries.portfolio import report as portfolio

router = Router(tags=["Partners"])


class Window(Schema):
    """The lines that decide the state: the larger of the last twelve months and the last fifty."""

    begin: date | None = Field(alias="from")
    end: date = Field(alias="to")
    n: int
    kept: int
    rate: float | None
    low: float | None
    high: float | None
    p_value: float | None = Field(description="Chance of so few kept if the target were met; of this side alone.")


class Numbers(Schema):
    """One side's promises in one dimension, as of a day. Rates and forecasts are fractions."""

    n: int = Field(description="Promises that count.")
    kept: int
    excused: int
    rate: float | None = Field(description="kept / n; null where there is no data.")
    low: float | None = Field(description="Lower end of the 95 % Wilson interval of the rate.")
    high: float | None = Field(description="Its upper end.")
    target: float | None
    state: str = Field(description="ok, watch, alarm, insufficient or no data; of those judged, their own test.")
    standing: float = Field(description="What can already be relied on, 0 to 100.")
    expected: float = Field(description="Middle of what is thought possible, 0 to 100.")
    forecast: float | None = Field(description="Chance that the next promise is kept; for the judging side alone.")
    definition: str
    window: Window
    as_of: date
    last_on: date | None
    policy: str


class OneDimension(Schema):
    """The dimensions measured so far."""

    delivery: Numbers


class FlagOfPartner(Schema):
    """A rule that fired."""

    id: int | None
    rule: str
    side: Side
    dimension: Dimension
    raised_on: date
    due_on: date
    false_alarm_probability: float | None
    reason: str


class ActionOfPartner(Schema):
    """What a missed target opened."""

    id: int
    kind: str
    title: str
    side: Side
    state: str
    opened_on: date
    due_on: date
    check_after_lines: int


class Partner(Schema):
    """A partner: both sides of the relationship, measured by the same rules."""

    id: int
    name: str
    factory: OneDimension
    buyer: OneDimension
    flags: list[FlagOfPartner]
    actions: list[ActionOfPartner]


class Step(Schema):
    """One entry's effect on a standing, in points."""

    at: date = Field(description="Day it happened.")
    recorded_at: date = Field(description="Day from which it counted.")
    entry: str | None = Field(description="Number in the ledger; null for the passing of time.")
    step: float
    reason: str
    what: str = Field(description="What the promise was about; empty for the passing of time.")


class Explanation(Schema):
    """A standing taken apart, a page at a time: on each page start and steps add up to the score."""

    page: int = Field(description="The newest steps stand on the first page, the oldest first within a page.")
    pages: int
    total: int = Field(description="Entries on all pages; the time that passed before an entry stands on its page.")
    start: float = Field(description="Where this page begins: what the pages after it come to.")
    steps: list[Step]
    score: float = Field(description="The standing on the first page, then the start of the page before.")
    policy: str


class LookedFrom(Schema):
    """The day looked from."""

    as_of: Day | None = Field(None, description="From what had been recorded by this day; default today.")


class Counted(LookedFrom):
    """Which promises count."""

    begin: Day | None = Field(None, alias="from", description="First due day that counts.")
    end: Day | None = Field(None, alias="to", description="Day before which due days count.")


class Explained(LookedFrom):
    """Which standing."""

    dimension: Dimension = "delivery"
    side: Side = "factory"
    page: Page = Field(1, description="Fifty entries a page.")


@router.get("partners", response=answers(list[Partner], 422), by_alias=True, operation_id="partners")
def partners(request: HttpRequest, chosen: Query[Counted]) -> list[dict[str, Any]]:
    """List every partner with both sides' numbers, in the order of their names."""
    if chosen.begin and chosen.end and chosen.begin >= chosen.end:
        raise BadParameter(_("No day lies between these two: “to” is the day before which days count."), where="to")
    day = day_or_today(chosen.as_of)
    return portfolio.report(request.auth, as_of=day, counted_from=chosen.begin, counted_to=chosen.end)


@router.get("partners/{partner}", response=answers(Partner, 404, 422), by_alias=True, operation_id="partner")
def partner(request: HttpRequest, partner: Key, chosen: Query[LookedFrom]) -> dict[str, Any]:
    """Show one partner."""
    found = partnership(request.auth, partner)
    return portfolio.report(request.auth, as_of=day_or_today(chosen.as_of), only=found.pk)[0]


@router.get("partners/{partner}/explain", response=answers(Explanation, 404, 422), operation_id="explain")
def explain(request: HttpRequest, partner: Key, chosen: Query[Explained]) -> Explanation:
    """Say step by step where a standing comes from, fifty entries a page."""
    found = partnership(request.auth, partner)
    day = day_or_today(chosen.as_of)
    asked = {"side": chosen.side, "dimension": chosen.dimension, "as_of": day, "page": chosen.page}
    told = partner_page.reasons(request.auth, found.pk, **asked)
    return Explanation(
        page=told.number,
        pages=told.pages,
        total=told.total,
        start=told.start,
        steps=[_step(step) for step in told.steps],
        score=told.score,
        policy=told.policy,
    )


def _step(step: partner_page.Moved) -> Step:
    return Step(
        at=step.at,
        recorded_at=step.recorded_at,
        entry=None if step.entry is None else str(step.entry),
        step=step.step,
        reason=step.reason.text(_),
        what=step.what,
    )
