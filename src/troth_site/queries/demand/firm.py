"""Firm periods of forecasts: which stayed as told, which were changed too far, and what is still to be settled."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from troth.orders.demand import Grain
from troth.orders.firm_periods import firm_periods_over
from troth_site import access
from troth_site.access import Actor
from troth_site.models import DemandPeriod, FirmPeriod
from troth_site.queries.demand.terms import Terms
from troth_site.queries.partners import partnership

SHOWN = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmPeriodRow:
    """A firm period as both sides read it.

    Attributes:
        state: "kept", "broken", or "accepted" where the factory accepted the change.
        share: How much of it stayed as told, 0 to 1.
        forecast: Number of the forecast that changed it.
    """

    starts_on: date
    grain: str
    state: str
    share: float
    forecast: int | None
    commitment: int


def firm_periods(relationship: int) -> tuple[FirmPeriodRow, ...]:
    """Return the firm periods that were settled, the latest first; whoever asks was let in before."""
    rows = FirmPeriod.objects.filter(relationship=relationship).order_by("-starts_on", "-pk")
    columns = ("starts_on", "grain", "state", "share", "forecast__number", "commitment")
    return tuple(
        FirmPeriodRow(starts_on=day, grain=grain, state=state, share=share, forecast=number, commitment=made)
        for day, grain, state, share, number, made in rows.values_list(*columns)[:SHOWN]
    )


def firm_periods_of(by: Actor, relationship: int) -> tuple[FirmPeriodRow, ...]:
    """Return the firm periods with a partner.

    Raises:
        access.NotThere: There is no such relationship for this person.
    """
    return firm_periods(partnership(by, relationship).pk)


def unsettled(relationship: int, versions: Sequence[Terms], *, today: date) -> list[tuple[Grain, date]]:
    """Return the firm periods that are over and not settled yet, by grain and first day.

    Args:
        relationship: Its key.
        versions: Every version of the terms that was agreed, the first first.
        today: Day looked from.
    """
    told: dict[str, dict[date, list[date]]] = defaultdict(lambda: defaultdict(list))
    rows = DemandPeriod.objects.filter(forecast__relationship=relationship).order_by("pk")
    for grain, day, first in rows.values_list("forecast__grain", "forecast__told_on", "starts_on"):
        told[grain][day].append(first)
    settled = set(FirmPeriod.objects.filter(relationship=relationship).values_list("grain", "starts_on"))
    found: set[tuple[Grain, date]] = set()
    for terms in versions:
        if terms.agreed_on is None:
            continue
        until = min(today, terms.replaced_on or today)
        spans = firm_periods_over(
            told[terms.grain].items(), since=terms.agreed_on, today=until, grain=terms.periods, zones=terms.zones
        )
        found |= {(terms.periods, span.start) for span in spans if (terms.grain, span.start) not in settled}
    return sorted(found, key=lambda each: each[1])


def of_promise(by: Actor, commitment: int) -> int:
    """Return the relationship of a promise to keep a firm period.

    Raises:
        access.NotThere: There is none for this person.
    """
    rows = FirmPeriod.objects.filter(commitment=commitment, relationship__in=access.relationships(by))
    found = rows.values_list("relationship", flat=True).first()
    if found is None:
        raise access.NotThere
    return found
