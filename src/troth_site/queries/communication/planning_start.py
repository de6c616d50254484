"""Counting back from a delivery day through each stage's own calendar: when to begin, and how much room is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from troth.basis.calendars import PlaceCalendar
from troth.basis.findings import Finding
from troth.basis.spans import Span
from troth.orders.capacity import Plant, bent_span, tightened_after
from troth.orders.planning import Slack, Stage, backward_plan, slacks
from troth.orders.stops import Stop
from troth_site.access import Actor
from troth_site.queries.communication.calendars import Place, calendar_of, places, usual_week
from troth_site.queries.communication.calendars_year import plant_of
from troth_site.queries.communication.planning import open_lots
from troth_site.queries.partners import Partnership

Name = Literal["approval", "production", "port", "ocean", "inland"]
# In the order in which they are counted, the last to be done first.
COUNTED: tuple[Name, ...] = ("inland", "ocean", "port", "production", "approval")
YEARS_BACK, YEARS_AHEAD = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAsked:
    """What is counted back: the day everything is done, and how long each stage takes; a stage left out takes 0 days.

    Attributes:
        due: The day everything is done; it is not counted itself.
        days: Working days of whoever does the stage; calendar days at sea.
    """

    due: date
    days: dict[Name, int]
    today: date
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPlan:
    """A plan counted back.

    Attributes:
        slacks: A stage each, the first to be done first.
        begin: The day on which production must begin at the latest.
        order_by: The day on which the first stage must begin at the latest.
        stops: The factory's long closures that bend its output between its first and its last day of work.
        hints: Lots made first after one of them, to be inspected under the tightened plan.
    """

    due: date
    slacks: tuple[Slack, ...]
    begin: date
    begin_calendar_days: int
    order_by: date
    stops: tuple[Stop, ...]
    hints: tuple[Finding, ...]

    @property
    def is_at_risk(self) -> bool:
        """Tell whether some stage cannot be done by its latest day."""
        return any(slack.is_at_risk for slack in self.slacks)


def start_plan(by: Actor, found: Partnership, asked: StartAsked) -> StartPlan:
    """Count back from a day, through the stages that take time.

    Raises:
        troth.orders.capacity.NoCapacity: A stage does not fit into the years before the day.
    """
    said = places([found.buyer, found.factory])
    years = range(min(asked.today, asked.due).year - YEARS_BACK, max(asked.today, asked.due).year + YEARS_AHEAD)
    factory, stops = plant_of(said[found.factory], years=years, language=asked.language)
    plants = {
        "production": (factory, "factory"),
        "port": (_port(said[found.factory], years), ""),
        "ocean": (None, ""),
        "inland": (_office(said[found.buyer], years), "buyer"),
        "approval": (_office(said[found.buyer], years), "buyer"),
    }
    stages = [
        Stage(name=name, days=asked.days[name], plant=plants[name][0], side=plants[name][1])
        for name in COUNTED
        if asked.days.get(name) or name == "production"
    ]
    plan = backward_plan(asked.due, stages=stages)
    made = next(milestone for milestone in plan if milestone.stage.name == "production")
    felt = [stop for stop in stops if _is_felt(stop, factory, made.start, made.finish)]
    return StartPlan(
        due=asked.due,
        slacks=tuple(reversed(slacks(plan, as_of=asked.today))),
        begin=made.start,
        begin_calendar_days=(made.finish - made.start).days,
        order_by=plan[-1].start,
        stops=tuple(felt),
        hints=_hints(by, found, felt),
    )


def _port(place: Place, years: Sequence[int]) -> Plant:
    """Return the harbour of a factory's country: its public days, in its usual week, and nothing of the factory."""
    public = calendar_of(place, years=years).public
    return Plant(calendar=PlaceCalendar(public=public, workdays=usual_week(place.week.country)))


def _office(place: Place, years: Sequence[int]) -> Plant:
    return Plant(calendar=calendar_of(place, years=years))


def _is_felt(stop: Stop, plant: Plant, first: date, done: date) -> bool:
    rush = plant.model.rush_days
    bent = bent_span(stop.span, plant=plant)
    return first < bent.end and done.toordinal() > bent.start.toordinal() - rush


def _hints(by: Actor, found: Partnership, stops: Sequence[Stop]) -> tuple[Finding, ...]:
    if not stops:
        return ()
    last: Span = stops[-1].span
    lots = [(line.due_on, f"{line.order} {line.item}".strip()) for line in open_lots(by, found.pk, since=last.end)]
    return tightened_after(last, lots=lots)
