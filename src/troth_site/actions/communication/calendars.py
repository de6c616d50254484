"""What a place says of its own calendar: its week, the days it is closed or open, holidays it does not keep."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils import timezone

from troth.basis.calendars import LONGEST_CLOSURE_DAYS
from troth.basis.text import gettext_noop
from troth.basis.working_time import ImpossibleCalendar, WorkCalendar
from troth.orders.capacity import CapacityModel
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit
from troth_site.actions.communication import live
from troth_site.holiday_calendars import UnknownCountry, regions
from troth_site.models import SiteDay, WorkWeek
from troth_site.models.choices import SiteDayKind

LONGEST_OPENING_DAYS = 60


class CalendarRefused(Exception):
    """A calendar cannot be kept like this; the message says what lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekGiven:
    """A working week as its own people tell it; workdays are Monday 0 to Sunday 6."""

    country: str
    region: str = ""
    zone: str
    workdays: frozenset[int]
    hours: tuple[time, time]
    lunch: tuple[time, time] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysGiven:
    """Days on which a place is closed or open, whatever its country's list says.

    Attributes:
        kind: "closed" or "open".
        last: The last of them.
        model: How output changes around a closure, where its own people know it.
        announced_on: Day on which it was said; today unless told otherwise.
    """

    kind: str
    first: date
    last: date
    name: str = ""
    model: CapacityModel | None = None
    announced_on: date | None = None


def set_week(*, by: Actor, organisation: int, week: WeekGiven, relationship: int | None = None) -> None:
    """Say when one's own organisation works; each partner sees it.

    Raises:
        CalendarRefused: The country, region, zone or hours cannot be.
    """
    row = access.organisation(by, organisation, "record")
    _possible(week)
    lunch = week.lunch or (None, None)
    told = {
        "country": week.country, "region": week.region, "zone": week.zone,
        "workdays": "".join(str(day) for day in sorted(week.workdays)), "day_from": week.hours[0],
        "day_to": week.hours[1], "lunch_from": lunch[0], "lunch_to": lunch[1],
    }  # fmt: skip
    with transaction.atomic():
        WorkWeek.objects.update_or_create(
            organisation=row, defaults=told | {"written_at": timezone.now(), "written_by_id": by.person}
        )
        data = {"country": week.country, "zone": week.zone, "workdays": told["workdays"]}
        audit.record("calendar.week", by=by, organisation=row.pk, subject=f"organisation {row.pk}", data=data)
        _tell(relationship, row.pk)


def add_days(*, by: Actor, organisation: int, days: DaysGiven, relationship: int | None = None) -> int:
    """Say on which days one's own organisation is closed, or open, and return the key of that word.

    Raises:
        CalendarRefused: The days run backwards, or are too many.
    """
    row = access.organisation(by, organisation, "record")
    if days.last < days.first:
        raise CalendarRefused(gettext_noop("The last day lies before the first."))
    longest = LONGEST_OPENING_DAYS if days.kind == SiteDayKind.OPEN else LONGEST_CLOSURE_DAYS - 1
    if (days.last - days.first).days >= longest or days.last.year > days.first.year + 1 or days.last == date.max:
        raise CalendarRefused(gettext_noop("These are too many days at once: tell them in parts."))
    with transaction.atomic():
        kept = SiteDay.objects.create(
            organisation=row, kind=SiteDayKind(days.kind), first=days.first, until=days.last + timedelta(days=1),
            name=days.name.strip()[:200], ramp=asdict(days.model) if days.model else None,
            announced_on=days.announced_on or timezone.localdate(), written_by_id=by.person,
        )  # fmt: skip
        _record(by, "calendar.days", kept)
        _tell(relationship, row.pk)
    return kept.pk


def drop_holiday(
    *, by: Actor, organisation: int, key: str, known: Iterable[str], relationship: int | None = None
) -> int:
    """Say that one's own organisation does not keep a public holiday, in any year, and return the key of that word.

    Args:
        by: Who says so.
        organisation: Their own.
        key: The name under which every day of the holiday is known.
        known: The names of its country's holidays.
        relationship: Whose open pages hear of it.

    Raises:
        CalendarRefused: Its country has no such holiday.
    """
    row = access.organisation(by, organisation, "record")
    if key not in set(known):
        raise CalendarRefused(gettext_noop("Choose a holiday of the list."))
    today = timezone.localdate()
    with transaction.atomic():
        kept = SiteDay.objects.filter(organisation=row, kind=SiteDayKind.REMOVED, name=key, removed_at=None).first()
        if kept is None:
            kept = SiteDay.objects.create(
                organisation=row, kind=SiteDayKind.REMOVED, first=today, until=today + timedelta(days=1),
                name=key, announced_on=today, written_by_id=by.person,
            )  # fmt: skip
            _record(by, "calendar.holiday-dropped", kept)
            _tell(relationship, row.pk)
    return kept.pk


def take_back(*, by: Actor, day: int, relationship: int | None = None) -> None:
    """Take back what one's own organisation said of some days; the trail keeps that it was said."""
    found = SiteDay.objects.filter(pk=day, organisation__in=by.organisations()).first()
    if found is None:
        raise access.NotThere
    access.organisation(by, found.organisation_id, "record")
    with transaction.atomic():
        kept = SiteDay.objects.select_for_update().get(pk=found.pk)
        if kept.removed_at is not None:
            return
        kept.removed_at = timezone.now()
        kept.save(update_fields=["removed_at"])
        _record(by, "calendar.taken-back", kept)
        _tell(relationship, kept.organisation_id)


def _possible(week: WeekGiven) -> None:
    try:
        known = regions(week.country) if week.country else ()
    except UnknownCountry as error:
        raise CalendarRefused(gettext_noop("No list of holidays is known for this country.")) from error
    if week.region and week.region not in known:
        raise CalendarRefused(gettext_noop("The list of this country knows no such region."))
    try:
        zone = ZoneInfo(week.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CalendarRefused(gettext_noop("Write the time zone like Asia/Shanghai.")) from error
    try:
        WorkCalendar(hours=week.hours, lunch=week.lunch, workdays=week.workdays, zone=zone)
    except ImpossibleCalendar as error:
        sentence = gettext_noop(
            "At least one day is worked, the working day starts before it ends, and the break lies inside it."
        )
        raise CalendarRefused(sentence) from error


def _record(by: Actor, verb: str, kept: SiteDay) -> None:
    data = {"kind": kept.kind, "first": kept.first.isoformat(), "until": kept.until.isoformat(), "name": kept.name}
    audit.record(verb, by=by, organisation=kept.organisation_id, subject=f"site day {kept.pk}", data=data)


def _tell(relationship: int | None, organisation: int) -> None:
    if relationship is not None:
        live.tell(relationship, "calendar", f"organisation {organisation}")
