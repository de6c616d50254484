"""Feasts of partners that come up: which ones the night reminds of, and whom, and what a person was reminded of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from troth.basis.findings import Finding
from troth.commitments.outcomes import SIDES, Side
from troth.communication.greetings import DAYS_BEFORE, GreetingReminder, greeting_reminders, suggest
from troth_site.access import Actor
from troth_site.among import among
from troth_site.models import Membership, Notification, Relationship
from troth_site.prepared import Prepared, given
from troth_site.queries.communication.calendars import Place, around_years, calendar_of, places

GREETERS = ("sourcing", "sales", "manager", "owner")
EVENT = "greeting"
_TOLD = Prepared(
    lambda: Notification.objects.filter(person=given("person"), event=EVENT, at__gte=given("since")).order_by(
        "at", "pk"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A partner's feast, of which some people of the other side are reminded."""

    relationship: int
    partner: int
    partner_name: str
    feast: GreetingReminder
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """A feast of which one person was reminded, with a sentence to begin with."""

    relationship: int
    partner: str
    feast: str
    day: date
    suggestion: Finding


def reminders_of(
    place: Place, *, today: date, days_before: int = DAYS_BEFORE, language: str = "en"
) -> tuple[GreetingReminder, ...]:
    """Return the feasts of a place whose first day is so many days ahead, from its own calendar."""
    calendar = calendar_of(place, years=around_years(today), language=language)
    return greeting_reminders(calendar, today=today, days_before=days_before)


def coming(place: Place, *, today: date) -> tuple[GreetingReminder, ...]:
    """Return the feasts of a place that begin within the days a reminder goes ahead, the nearest last."""
    calendar = calendar_of(place, years=around_years(today))
    return tuple(
        feast
        for ahead in range(DAYS_BEFORE, 0, -1)
        for feast in greeting_reminders(calendar, today=today, days_before=ahead)
    )


def reminders(*, today: date) -> Iterator[Reminder]:
    """Yield every feast of a partner that is due to be greeted, with whom to remind; for the night.

    Those of the days before are among them: where nothing ran for a night or two, they are told of late, not never.
    """
    rows = list(
        Relationship.objects.filter(hidden=False).order_by("pk")
        .values_list("pk", "buyer_id", "factory_id", "owner_buyer_id", "owner_factory_id")
    )  # fmt: skip
    feasts = {
        place.organisation: (place.name, near)
        for place in places(pk for row in rows for pk in row[1:3]).values()
        if (near := coming(place, today=today))
    }
    if not feasts:
        return
    greeted = [row for row in rows if feasts.keys() & set(row[1:3])]
    people = _people(pk for row in greeted for pk in row[1:3])
    for pk, buyer, factory, owner_buyer, owner_factory in greeted:
        sides: dict[Side, tuple[int, int | None]] = {"buyer": (buyer, owner_buyer), "factory": (factory, owner_factory)}
        for side in SIDES:
            other = SIDES[1 - SIDES.index(side)]
            if (found := feasts.get(sides[other][0])) is not None:
                organisation, owner = sides[side]
                to = (owner,) if owner is not None else tuple(people.get(organisation, ()))
                for feast in found[1]:
                    yield Reminder(relationship=pk, partner=sides[other][0], partner_name=found[0], feast=feast, to=to)


def told_of(subjects: Iterable[str]) -> set[tuple[int | None, str]]:
    """Return of which feasts people were reminded already, each with its relationship."""
    rows = Notification.objects.filter(among("subject", set(subjects)), event=EVENT)
    return set(rows.values_list("relationship_id", "subject"))


def greetings(by: Actor, *, today: date | None = None) -> tuple[Greeting, ...]:
    """Return the partners' feasts of the coming days of which a person was reminded, in one query."""
    now = today or timezone.localdate()
    since = timezone.make_aware(datetime.combine(now - timedelta(days=DAYS_BEFORE + 1), time.min))
    rows = _TOLD.rows(person=by.person, since=connection.ops.adapt_datetimefield_value(since))
    found = [_greeting(row) for row in rows if str(row.data.get("day", "")) >= now.isoformat()]
    return tuple(sorted(found, key=lambda each: (each.day, each.partner)))


def _greeting(row: Notification) -> Greeting:
    feast = str(row.data["subject"])
    return Greeting(
        relationship=row.relationship_id or 0,
        partner=str(row.data["partner"]),
        feast=feast,
        day=date.fromisoformat(str(row.data["day"])),
        suggestion=suggest(str(row.data.get("key", "")), feast=feast),
    )


def _people(organisations: Iterable[int]) -> dict[int, list[int]]:
    rows = Membership.objects.filter(among("organisation_id", set(organisations)), role__in=GREETERS, active=True)
    found: dict[int, list[int]] = {}
    for organisation, person in rows.order_by("pk").values_list("organisation_id", "person_id"):
        found.setdefault(organisation, []).append(person)
    return found
