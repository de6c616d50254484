"""When organisations work: what each says of itself, laid over the list of its country and region.

What a country says is computed once a process, and so is each calendar made of it; what a place says is read each time,
in two queries for any number of places.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from troth.basis.calendars import Closure, NeverOpen, OwnLayer, PlaceCalendar, PublicLayer, Why, day_state
from troth.basis.closures import DueProposal, propose_due_day, work_calendar
from troth.basis.spans import Span
from troth.basis.working_time import MONDAY_TO_FRIDAY, WorkCalendar
from troth.communication.zones import Office
from troth.orders.capacity import CapacityModel
from troth_site.among import among
from troth_site.holiday_calendars import UnknownCountry, country_of_zone, public_layer, workdays
from troth_site.models import Organisation, SiteDay
from troth_site.models.choices import SiteDayKind

USUAL_HOURS = (time(9), time(18))
NOWHERE = "UTC"
# Who does not keep a feast does not keep its eve either.
EVES = {
    "Chinese New Year (Spring Festival)": ("Chinese New Year's Eve",),
    "Lunar New Year": ("Lunar New Year's Eve",),
    "Christmas Day": ("Christmas Eve",),
}
# More countries, languages and places than a portfolio looks at in one hour.
KEPT_LISTS, KEPT_CALENDARS = 512, 2048

_WEEK = ("country", "region", "zone", "workdays", "day_from", "day_to", "lunch_from", "lunch_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The working week of a place.

    Attributes:
        workdays: Monday 0 to Sunday 6.
        is_told: The place said so itself; otherwise it is its country's usual week.
    """

    country: str
    region: str
    zone: str
    workdays: frozenset[int]
    hours: tuple[time, time]
    lunch: tuple[time, time] | None
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """Days of which a place says itself that it is closed, open, or keeps no holiday of a name."""

    pk: int
    kind: str
    span: Span
    name: str
    model: CapacityModel | None
    announced_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Everything an organisation says of its calendar, and nothing of its country's list yet."""

    organisation: int
    name: str
    week: Week
    days: tuple[OwnDay, ...]

    @property
    def own(self) -> OwnLayer:
        """Return the layer that wins over every list."""
        return OwnLayer(
            closures=tuple(Closure(day.span, day.name) for day in self.days if day.kind == SiteDayKind.CLOSED),
            openings=frozenset(
                each for day in self.days if day.kind == SiteDayKind.OPEN for each in day.span.each_day()
            ),
            not_kept=frozenset(
                name
                for day in self.days
                if day.kind == SiteDayKind.REMOVED
                for name in (day.name, *EVES.get(day.name, ()))
            ),
        )

    @property
    def told_models(self) -> tuple[tuple[Span, CapacityModel], ...]:
        """Return how output bends around the closures of which the place told it."""
        return tuple((day.span, day.model) for day in self.days if day.model is not None)


def places(organisations: Iterable[int]) -> dict[int, Place]:
    """Return what organisations say of their calendars; one that does not exist is left out.

    It takes two queries.
    """
    wanted = set(organisations)
    columns = ("pk", "name", "country", "zone", *(f"work_week__{name}" for name in _WEEK))
    days: dict[int, list[OwnDay]] = {}
    for day in SiteDay.objects.filter(among("organisation_id", wanted), removed_at=None).order_by("first", "pk"):
        days.setdefault(day.organisation_id, []).append(_own_day(day))
    return {
        row["pk"]: Place(
            organisation=row["pk"], name=row["name"], week=_week(row), days=tuple(days.get(row["pk"], ()))
        )
        for row in Organisation.objects.filter(among("pk", wanted)).order_by("pk").values(*columns)
    }  # fmt: skip


def usual_place(country: str) -> Place:
    """Return a place of which nothing is known but its country: its usual week, and nothing of its own."""
    told = dict.fromkeys(f"work_week__{name}" for name in _WEEK)
    return Place(organisation=0, name="", week=_week({**told, "country": country, "zone": ""}), days=())


def around_years(day: date) -> tuple[int, ...]:
    """Return the years a page about a day looks at: the day's own, with the one before and the one after."""
    return tuple(year for year in (day.year - 1, day.year, day.year + 1) if MINYEAR <= year <= MAXYEAR)


def calendar_of(place: Place, *, years: Iterable[int], language: str = "en") -> PlaceCalendar:
    """Return the calendar of a place in some years, its country's list called as the reader calls it."""
    return _calendar(
        place.week.country, place.week.region, place.week.workdays, place.own,
        _Asked(tuple(sorted(set(years))), language, timezone.localdate().year),
    )  # fmt: skip


def place_calendar(organisation: int, *, years: Iterable[int], language: str = "en") -> PlaceCalendar:
    """Return the calendar of one organisation in some years; of one that does not exist, Monday to Friday."""
    place = places([organisation]).get(organisation)
    return PlaceCalendar() if place is None else calendar_of(place, years=years, language=language)


def work_calendar_of(organisation: int, around: date) -> WorkCalendar:
    """Return the working days and hours of an organisation, right from a year before a day to a year after it.

    It costs two queries. For both sides of a relationship ask work_calendars_of, which costs the same two.
    """
    return work_calendars_of([organisation], around)[organisation]


def work_calendars_of(organisations: Iterable[int], around: date) -> dict[int, WorkCalendar]:
    """Return the working days and hours of several organisations in two queries, for counting business hours."""
    return {pk: _work_calendar(place, around) for pk, place in places(organisations).items()}


def offices_of(organisations: Iterable[int], around: date, *, language: str = "en") -> dict[int, Office]:
    """Return where and when several organisations can meet, in two queries."""
    return {
        pk: Office(
            name=place.name, zone=ZoneInfo(place.week.zone), hours=place.week.hours,
            calendar=calendar_of(place, years=around_years(around), language=language),
        )
        for pk, place in places(organisations).items()
    }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """Who is closed on a day, in a form that each reader reads in their language.

    Attributes:
        side: Name of whoever is closed.
        name: What they call the day themselves, else its English name; empty for a plain day of rest.
        country: Whose list calls it so, empty where the place says so itself.
        region: Within the country.
    """

    side: str
    day: date
    name: str
    country: str = ""
    region: str = ""


def closed_days(organisations: Iterable[int], day: date) -> tuple[ClosedDay, ...]:
    """Return which of several organisations are closed on a day, in two queries."""
    found = []
    for place in places(organisations).values():
        state = day_state(day, calendar=calendar_of(place, years=[day.year]))
        if not state.is_open:
            listed = {"country": place.week.country, "region": place.week.region} if state.why == Why.HOLIDAY else {}
            found.append(ClosedDay(side=place.name, day=day, name=state.name, **listed))
    return tuple(found)


def closed_name(closed: ClosedDay, *, language: str) -> str:
    """Return what a closed day is called in the reader's language, as it was told where no list knows it."""
    if not closed.country:
        return closed.name
    asked = _Asked((closed.day.year,), language, timezone.localdate().year)
    listed = _public(closed.country, closed.region, asked).holidays.get(closed.day)
    return listed.name if listed else closed.name


def due_proposal(organisation: int, day: date, *, language: str = "en") -> DueProposal:
    """Return the next open day of whoever has to keep a due day; the day itself where they work on it."""
    calendar = place_calendar(organisation, years=around_years(day), language=language)
    try:
        return propose_due_day(day, calendar=calendar)
    except (NeverOpen, OverflowError):
        # Whoever is closed for more than a year, or promises the last day of all, is taken by their word.
        return DueProposal(asked=day, proposed=day, finding=None)


@dataclass(frozen=True, slots=True)
class _Asked:
    years: tuple[int, ...]
    language: str
    # Estimates become announcements with the turn of the year, and a process may live longer.
    this_year: int


def _work_calendar(place: Place, around: date) -> WorkCalendar:
    asked = _Asked(around_years(around), "en", timezone.localdate().year)
    return _flat(place.week, place.own, asked)


@lru_cache(maxsize=KEPT_CALENDARS)
def _flat(week: Week, own: OwnLayer, asked: _Asked) -> WorkCalendar:
    calendar = _calendar(week.country, week.region, week.workdays, own, asked)
    whole = Span(date(asked.years[0], 1, 1), date(asked.years[-1], 12, 31))
    return work_calendar(calendar, span=whole, zone=ZoneInfo(week.zone), hours=week.hours, lunch=week.lunch)


@lru_cache(maxsize=KEPT_CALENDARS)
def _calendar(
    country: str, region: str, workdays: frozenset[int], own: OwnLayer, asked: _Asked
) -> PlaceCalendar:  # fmt: skip
    return PlaceCalendar(public=_public(country, region, asked), own=own, workdays=workdays)


@lru_cache(maxsize=KEPT_LISTS)
def _public(country: str, region: str, asked: _Asked) -> PublicLayer:
    today = date(asked.this_year, 1, 1)
    try:
        return public_layer(
            country, years=asked.years, as_of=today, subdivision=region or None, language=asked.language
        )
    except UnknownCountry:
        # A region that the lists no longer know leaves the country's; of an unknown country the week alone is known.
        return _public(country, "", asked) if region else PublicLayer()


@lru_cache(maxsize=KEPT_LISTS)
def usual_week(country: str) -> frozenset[int]:
    """Return the days worked in a country, Monday to Friday where nobody lists them."""
    try:
        return workdays(country, year=timezone.localdate().year)
    except UnknownCountry:
        return MONDAY_TO_FRIDAY


def _week(row: Mapping[str, Any]) -> Week:
    told = {name: row[f"work_week__{name}"] for name in _WEEK}
    if told["workdays"] is None:
        zone = _zone(row["zone"])
        country = row["country"] or country_of_zone(zone) or ""
        return Week(
            country=country, region="", zone=zone, workdays=usual_week(country), hours=USUAL_HOURS, lunch=None,
            is_told=False,
        )  # fmt: skip
    has_lunch = told["lunch_from"] is not None and told["lunch_to"] is not None
    return Week(
        country=told["country"], region=told["region"], zone=_zone(told["zone"]),
        workdays=frozenset(int(day) for day in told["workdays"]), hours=(told["day_from"], told["day_to"]),
        lunch=(told["lunch_from"], told["lunch_to"]) if has_lunch else None, is_told=True,
    )  # fmt: skip


def _zone(name: str) -> str:
    try:
        ZoneInfo(name or NOWHERE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # An imported organisation may carry a zone nobody knows; its days are then counted by the world's clock.
        return NOWHERE
    return name or NOWHERE


def _own_day(row: SiteDay) -> OwnDay:
    return OwnDay(
        pk=row.pk, kind=row.kind, span=Span(row.first, row.until), name=row.name,
        model=CapacityModel(**row.ramp) if row.ramp else None, announced_on=row.announced_on,
    )  # fmt: skip
