"""What somebody told of what they eat, for themselves; and for those who plan a visit, of those who come to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from troth.communication.table_needs import TableNeeds, may_read, summed
from troth_site.access import Actor
from troth_site.models import MealPlan
from troth_site.models import TableNeeds as NeedsRow
from troth_site.queries.communication.meetings_people import Asked
from troth_site.queries.communication.meetings_rows import MeetingRow
from troth_site.queries.partners import Partnership, may


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody who comes, and what they told of themselves."""

    name: str
    side: str
    needs: TableNeeds


@dataclass(frozen=True, slots=True, kw_only=True)
class MealPage:
    """The meal of a visit.

    Attributes:
        pays: The side that pays, empty while nobody has said.
        planned_by: Who planned it; empty while nothing is planned.
        may_read: The reader plans it and reads what the guests told of themselves.
        guests: Those who come and told something; empty for whoever may not read it.
        coming: How many have said that they come.
        sums: How many need what.
        own: What the reader told of themselves, None for nothing.
    """

    what: str = ""
    place: str = ""
    pays: str = ""
    words: str = ""
    planned_by: str = ""
    may_read: bool = False
    guests: tuple[Guest, ...] = ()
    coming: int = 0
    sums: tuple[tuple[str, int], ...] = ()
    own: TableNeeds | None = None


def own_needs(by: Actor) -> TableNeeds | None:
    """Return what a person told of themselves, None for nothing."""
    row = NeedsRow.objects.filter(person=by.person).first()
    return _needs(row) if row else None


def meal_of(
    by: Actor, found: Partnership, row: MeetingRow, people: Sequence[Asked], *, now: datetime | None = None
) -> MealPage:  # fmt: skip
    """Return the meal of a visit the person has already been let into, in two queries."""
    meal = MealPlan.objects.filter(meeting=row.pk).select_related("planned_by").first()
    coming = {each.person: each for each in people if each.state in {"coming", "came"}}
    reads = may_read(
        reader=str(by.person), attending={str(person) for person in coming},
        planning=_planning(by, found, people, meal), ends=row.ends_at, now=now or timezone.now(),
    )  # fmt: skip
    wanted = {*coming, by.person} if reads else {by.person}
    told = {each.person_id: _needs(each) for each in NeedsRow.objects.filter(person__in=wanted)}
    guests = tuple(
        Guest(name=each.name, side=each.side, needs=told[person])
        for person, each in coming.items()
        if reads and person in told
    )
    return MealPage(
        what=meal.what if meal else "", place=meal.place if meal else "", pays=meal.pays if meal else "",
        words=meal.words if meal else "", planned_by=str(meal.planned_by or "") if meal else "", may_read=reads,
        guests=guests, coming=len(coming), sums=tuple(summed(each.needs for each in guests).items()),
        own=told.get(by.person),
    )  # fmt: skip


def _planning(by: Actor, found: Partnership, people: Sequence[Asked], meal: MealPlan | None) -> set[str]:
    """Return who plans, as far as it is the reader: whoever planned the meeting or its meal, or comes and may plan."""
    is_asked = any(each.person == by.person and each.state in {"coming", "came"} for each in people)
    planned_meeting = any(each.person == by.person and each.is_planner for each in people)
    planned_meal = meal is not None and meal.planned_by_id == by.person
    is_planning = may(by, found, "record") and (is_asked or planned_meeting or planned_meal)
    return {str(by.person)} if is_planning else set()


def _needs(row: NeedsRow) -> TableNeeds:
    return TableNeeds(owner=str(row.person_id), needs=tuple(row.needs), drink=row.drink, words=row.words)
