"""Both calendars of a partnership, and the latest day on which work must begin."""

from datetime import date, timedelta
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from pydantic import Field as Limit

from troth.basis.calendars import Mark
from troth.basis.closures import ClosedRun
from troth.orders.capacity import NoCapacity
from troth_site.api.frame.forms import BadParameter, Day, Key, Side, answers
from troth_site.queries.communication.calendars import places
from troth_site.queries.communication.calendars_year import LongStop, YearOf, year_of
from troth_site.queries.communication.planning_start import Name, StartAsked, StartPlan, start_plan
from troth_site.queries.partners import Partnership, partnership

router = Router(tags=["Calendars"])
FURTHEST_DAYS = 3 * 366
USUAL_DAYS_AHEAD = 90
Days = Annotated[int, Limit(ge=0, le=250)]
Sure = Literal["announced", "estimated"]


class Closure(Schema):
    """Closed days that follow each other, days of rest at their ends included."""

    first: date
    last: date
    names: list[str]
    mark: Sure = Field(description="“estimated” where one of the days may still move.")


class LongClosure(Closure):
    """A closure long enough to bend a factory's output."""

    basis: Literal["own", "practice", "calendar"] = Field(
        description="Where it is known from: the place's own word, what factories there do, or its country's list."
    )
    last_open: date = Field(description="Last day of work before it.")
    usual_again: date = Field(description="First day on which output is as usual again.")


class SideCalendar(Schema):
    """The next twelve months of one side."""

    side: Side
    organisation: str
    country: str
    zone: str
    workdays: list[int] = Field(description="Days of the week that are worked, Monday 0 to Sunday 6.")
    opens: str
    closes: str
    told: bool = Field(description="The side told its week itself; otherwise it is its country's usual one.")
    closures: list[Closure]
    long_closures: list[LongClosure]
    makeup_days: list[date] = Field(description="Days of rest that are worked.")
    unannounced_years: list[int] = Field(description="Years whose make-up days are not announced yet.")


class Stage(Schema):
    """A stage of a plan counted back."""

    name: Literal["approval", "production", "port", "ocean", "inland"]
    days: float
    starts_by: date
    done_by: date = Field(description="The day by which it is done; not counted itself.")
    can_be_done_by: date
    slack_days: int = Field(description="Calendar days of room; negative is too late.")
    at_risk: bool


class LatestStart(Schema):
    """When work must begin at the latest."""

    due: date
    begin: date = Field(description="First day of production.")
    calendar_days: int
    order_by: date = Field(description="First day of the first stage.")
    at_risk: bool
    stages: list[Stage]


class Asked(Schema):
    """What is counted back."""

    due: Day | None = Field(None, description="The day everything is done; 90 days from now unless told otherwise.")
    production: Annotated[int, Limit(ge=1, le=250)] = Field(30, description="Working days of the factory.")
    approval: Days = Field(0, description="Working days of the buyer before production.")
    port: Days = Field(0, description="Working days in the factory's country.")
    ocean: Days = Field(0, description="Calendar days at sea.")
    inland: Days = Field(0, description="Working days of the buyer from the port on.")


@router.get(
    "partners/{partner}/calendar",
    response=answers(list[SideCalendar], 404, 422),
    operation_id="calendar",
    url_name="calendar",
)
def calendar(request: HttpRequest, partner: Key) -> list[SideCalendar]:
    """Show the next twelve months of both sides, the buyer first: closures, long stops, days of rest worked."""
    found = partnership(request.auth, partner)  # type: ignore[attr-defined]
    said = places([found.buyer, found.factory])
    today, language = timezone.localdate(), get_language() or "en"
    return [
        _side(found, side, year_of(said[found.organisation(side)], today=today, language=language))
        for side in ("buyer", "factory")
    ]


@router.get(
    "partners/{partner}/latest-start",
    response=answers(LatestStart, 404, 422),
    operation_id="latest_start",
    url_name="latest_start",
)
def latest_start(request: HttpRequest, partner: Key, asked: Query[Asked]) -> LatestStart:
    """Count back from a delivery day, through the stages that take time, to the day on which work must begin."""
    by = request.auth  # type: ignore[attr-defined]
    found = partnership(by, partner)
    today = timezone.localdate()
    due = asked.due or today + timedelta(days=USUAL_DAYS_AHEAD)
    if abs((due - today).days) > FURTHEST_DAYS:
        raise BadParameter(_("Choose a day within three years: further ahead no calendar is known."), where="due")
    days: dict[Name, int] = {
        "approval": asked.approval, "production": asked.production, "port": asked.port, "ocean": asked.ocean,
        "inland": asked.inland,
    }  # fmt: skip
    try:
        plan = start_plan(by, found, StartAsked(due=due, days=days, today=today, language=get_language() or "en"))
    except NoCapacity as error:
        refused = _("The stages do not fit before this day: look at the closures of both calendars.")
        raise BadParameter(refused, where="due") from error
    return _plan(plan)


def _side(found: Partnership, side: Side, year: YearOf) -> SideCalendar:
    week = year.place.week
    return SideCalendar(
        side=side,
        organisation=found.name(side),
        country=week.country,
        zone=week.zone,
        workdays=sorted(week.workdays),
        opens=f"{week.hours[0]:%H:%M}",
        closes=f"{week.hours[1]:%H:%M}",
        told=week.is_told,
        closures=[_closure(run) for run in year.row.closures],
        long_closures=[_long(stop) for stop in year.stops],
        makeup_days=list(year.makeup_days),
        unannounced_years=list(year.unannounced),
    )


def _closure(run: ClosedRun) -> Closure:
    return Closure(first=run.span.start, last=_last(run.span.end), names=list(run.names), mark=_sure(run.mark))


def _long(long: LongStop) -> LongClosure:
    stop = long.stop
    return LongClosure(
        first=stop.span.start, last=_last(stop.span.end), names=list(stop.names), mark=_sure(stop.mark),
        basis=stop.basis,  # type: ignore[arg-type]
        last_open=long.last_open, usual_again=long.bent.end,
    )  # fmt: skip


def _plan(plan: StartPlan) -> LatestStart:
    return LatestStart(
        due=plan.due,
        begin=plan.begin,
        calendar_days=plan.begin_calendar_days,
        order_by=plan.order_by,
        at_risk=plan.is_at_risk,
        stages=[
            Stage(
                name=each.milestone.stage.name,  # type: ignore[arg-type]
                days=each.milestone.stage.days,
                starts_by=each.milestone.start,
                done_by=each.milestone.finish,
                can_be_done_by=each.earliest_finish,
                slack_days=each.days,
                at_risk=each.is_at_risk,
            )
            for each in plan.slacks
        ],
    )


def _sure(mark: Mark) -> Sure:
    return "estimated" if mark is Mark.ESTIMATED else "announced"


def _last(end: date) -> date:
    return end - timedelta(days=1)
