"""A buyer's forecast of demand, version by version; what a zone does not allow is asked about before it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth.orders.demand import MOST_PERIODS, Grain, ZoneBreak, broken_zones, period_of
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.demand import firm
from troth_site.actions.ledger import NewEntry
from troth_site.models import DemandForecast, DemandPeriod, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.demand import forecasts as known
from troth_site.queries.demand.terms import holding

MOST_QUANTITY = Decimal(10**12)
Units = Mapping[tuple[str, date], Decimal]


class ForecastRefused(Exception):
    """It cannot be told like this; the message says what lacks."""


class ZonesBroken(Exception):
    """It changes periods beyond what was agreed; told all the same, both sides see which."""

    def __init__(self, breaks: tuple[ZoneBreak, ...]) -> None:
        super().__init__(
            gettext_noop("It changes firm periods by more than was agreed. Talk first, or tell it all the same.")
        )
        self.breaks = breaks


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForecast:
    """A forecast about to be told.

    Attributes:
        units: By item (empty for everything) and first day of the period.
        grain: "month" or "week".
        is_meant: Tell it although it changes firm periods beyond what was agreed.
    """

    units: Units
    grain: str = "month"
    note: str = ""
    is_meant: bool = False


def tell(*, by: Actor, relationship: int, given: NewForecast, now: datetime | None = None) -> int:
    """Tell the factory what the buyer expects to order; saying the same again changes nothing.

    Raises:
        ForecastRefused: A period or a quantity in it cannot be.
        ZonesBroken: It changes firm periods beyond what was agreed, and nobody said that it is meant.
        access.NotAllowed: A factory tells no demand.
    """
    row, moment = access.relationship(by, relationship, "record"), now or timezone.now()
    if access.side_of(by, row) != "buyer":
        raise access.NotAllowed
    today = timezone.localdate(moment)
    grain = _checked(given, today)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        before = known.latest(locked.pk)
        if before is not None and before.grain == given.grain and before.units == dict(given.units):
            return before.pk
        _check_grain(locked.pk, grain)
        firm.keep(locked, by=by, on=today)
        breaks = _breaks(locked.pk, before, given, (today, grain))
        if breaks and not given.is_meant:
            raise ZonesBroken(breaks)
        made = DemandForecast.objects.create(
            relationship=locked, number=1 if before is None else before.number + 1, grain=given.grain, told_on=today,
            told_at=moment, told_by_id=by.person, note=cleaned(given.note).strip()[:300], breaks=len(breaks),
        )  # fmt: skip
        DemandPeriod.objects.bulk_create(
            DemandPeriod(forecast=made, item=item, starts_on=starts_on, quantity=quantity)
            for (item, starts_on), quantity in given.units.items()
        )
        firm.broken(locked, made, breaks, by=by, on=today)
        _note(made, locked, by, breaks)
    return made.pk


def _checked(given: NewForecast, today: date) -> Grain:
    if given.grain not in list(Grain):
        raise ForecastRefused(gettext_noop("Choose months or weeks."))
    grain = Grain(given.grain)
    if not given.units:
        raise ForecastRefused(gettext_noop("Say for at least one period how much you expect to order."))
    running = period_of(today, grain=grain).start
    for (item, starts_on), quantity in given.units.items():
        if len(item) > 120 or not quantity.is_finite() or not 0 <= quantity <= MOST_QUANTITY:
            raise ForecastRefused(gettext_noop("A quantity is 0 or more, and the name of an item is short."))
        if period_of(starts_on, grain=grain).start != starts_on or starts_on < running:
            raise ForecastRefused(gettext_noop("A period begins on its first day and is not past."))
    last = max(starts_on for _item, starts_on in given.units)
    if (last - running).days > 31 * MOST_PERIODS:
        raise ForecastRefused(gettext_noop("A forecast looks five years ahead at most."))
    return grain


def _check_grain(relationship: int, grain: Grain) -> None:
    """Refuse other periods than agreed: told by the week, what is firm of a month could not be held to."""
    terms = holding(relationship)
    if terms is not None and terms.periods != grain:
        agreed = {
            Grain.MONTH: gettext_noop("Forecasts by the month were agreed. Tell it by the month, or agree on weeks."),
            Grain.WEEK: gettext_noop("Forecasts by the week were agreed. Tell it by the week, or agree on months."),
        }
        raise ForecastRefused(agreed[terms.periods])


def _breaks(
    relationship: int, before: known.Told | None, given: NewForecast, when: tuple[date, Grain]
) -> tuple[ZoneBreak, ...]:
    terms = holding(relationship)
    # In other periods than before, or without terms, nothing firm was said.
    if terms is None or before is None or before.grain != given.grain:
        return ()
    today, grain = when
    return broken_zones(before.units, given.units, today=today, grain=grain, zones=terms.zones)


def _note(made: DemandForecast, locked: Relationship, by: Actor, breaks: tuple[ZoneBreak, ...]) -> None:
    content = {
        "demand": made.number, "breaks": [
            {"item": each.item, "period": each.starts_on.isoformat(), "zone": each.zone.value,
             "before": format(each.before, "f"), "after": format(each.after, "f")} for each in breaks
        ],
    }  # fmt: skip
    entry = NewEntry(
        kind="demand.told", side="buyer", dimension="delivery", person=by.person, happened_on=made.told_on,
        recorded_on=made.told_on, content=content,
    )  # fmt: skip
    ledger.append(locked, [entry])
    audit.record("demand.told", by=by, relationship=locked, subject=f"forecast {made.pk}", data={"breaks": len(breaks)})
    live.tell(locked.pk, "demand", f"forecast {made.pk}")
    notices.notify(
        event="demand", relationship=locked.pk, subject=f"forecast {made.pk}", path=f"/partners/{locked.pk}/planning/",
        to=people_for(locked, side="factory", topic="orders"), data={"who": by.name},
    )  # fmt: skip
