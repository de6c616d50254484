"""Forecasts: what was fitted on an organisation's own past, and what it says of its partners."""

from datetime import date
from typing import Any, cast

import numpy as np
from django.core.cache import cache
from django.db.models import Sum

from troth.commitments.outcomes import SIDES, Side
from troth.trust.forecast import Counts, Fit, fit_from_counts, level_today, predict_from_counts
from troth.trust.tallies import Tallies, day_number
from troth_site.access import Actor
from troth_site.models import ForecastFit, Relationship
from troth_site.queries.tallies import tallies_of

FORECAST = "delivery"
"""The dimension that is forecast."""
LEVEL_FROM = 2
"""Partners from which on a portfolio's level is computed anew instead of taken from the last night."""
KEPT_SECONDS = 3600


def forecasts(tallies: Tallies, mine: Any, judges: Any, *, side: Side, as_of: date) -> list[float | None]:
    """Return the forecast of each group, from its judging organisation's own fit and past alone.

    Args:
        tallies: Tallies of all groups.
        mine: Numbers of the groups of one side.
        judges: The organisation that judges each of them.
        side: The side judged.
        as_of: Day of the forecast; on a past day the fit is made again from what was known then.
    """
    found: list[float | None] = [None] * len(mine)
    day = day_number(as_of)
    for row in _fits(np.unique(judges).tolist(), side):
        own = np.flatnonzero(judges == row.organisation_id)
        counts = counts_of(tallies, mine[own])
        if row.fitted_on <= as_of:
            # Judged as a whole, the portfolio says its own level; one partner alone takes the level of the last night.
            fit, level = Fit.from_dict(row.fit), (row.level if len(own) < LEVEL_FROM else None)
        else:
            fit, level = fitted_then(row, day)
        chances = predict_from_counts(counts, groups=len(own), as_of_day=day, fit=fit, level=level)
        for at, chance in zip(own, chances, strict=True):
            found[at] = float(chance)
    return found


def _fits(organisations: list[int], side: Side) -> list[ForecastFit]:
    rows = ForecastFit.objects.filter(side=side, dimension=FORECAST).order_by("organisation")
    if len(organisations) == 1:
        return list(rows.filter(organisation=organisations[0]))
    # Few of those who judge ever fitted anything, so all fits are less than a question each.
    return [row for row in rows if row.organisation_id in set(organisations)]


def counts_of(tallies: Tallies, groups: Any) -> Counts:
    """Return the counts of chosen groups for the forecast, renumbered in the order of the choice."""
    place = np.full(int(max(groups.max(initial=0), tallies.group.max(initial=0))) + 1, -1, dtype=np.int64)
    place[groups] = np.arange(len(groups))
    group = place[tallies.group]
    # A line first late and then found kept nets to no line and one kept: such rows count too.
    chosen = (group >= 0) & ((tallies.lines != 0) | (tallies.kept != 0))
    return Counts.of(
        days=(group[chosen], tallies.happened[chosen], tallies.known[chosen]),
        lines=tallies.lines[chosen],
        kept=tallies.kept[chosen],
    )


def fitted_then(row: ForecastFit, day: int) -> tuple[Fit, float]:
    """Fit the organisation's whole past as it was known on a day; remembered, because several pages ask for it."""
    column = "buyer" if row.side == "factory" else "factory"
    mine = Relationship.objects.filter(**{column: row.organisation_id})
    # Whatever is recorded later, even of days long past, makes another fit.
    entries = mine.aggregate(entries=Sum("head_seq"))["entries"]
    key = f"fit-{row.pk}-{row.fit['log_loss']}-{entries}-{day}"
    kept = cache.get(key)
    if kept is not None:
        return Fit.from_dict(kept[0]), kept[1]
    ids = list(mine.order_by("pk").values_list("pk", flat=True))
    groups = np.arange(SIDES.index(cast(Side, row.side)), len(ids) * len(SIDES), len(SIDES))
    counts = counts_of(tallies_of(ids, FORECAST, [row.side]), groups)
    known = counts.where(counts.known <= day)
    fit = fit_from_counts(known)
    level = level_today(known, groups=len(ids), as_of_day=day, fit=fit)
    cache.set(key, (fit.as_dict(), level), KEPT_SECONDS)
    return fit, level


def fit_of(organisation: int, *, side: str, dimension: str) -> Fit | None:
    """Return what was fitted on an organisation's own past, None where nothing was yet."""
    row = ForecastFit.objects.filter(organisation=organisation, side=side, dimension=dimension).first()
    return Fit.from_dict(row.fit) if row else None


def fit_is_old(organisation: int, today: date) -> bool:
    """Tell whether an organisation's forecast was never fitted or not since yesterday."""
    rows = ForecastFit.objects.filter(organisation=organisation).values_list("fitted_on", flat=True)
    return max(rows, default=date.min) < today


def fit_report(organisation: int, *, side: str, dimension: str = "delivery") -> dict[str, Any] | None:
    """Return how well the forecast has been doing on the organisation's own past."""
    row = ForecastFit.objects.filter(organisation=organisation, side=side, dimension=dimension).first()
    return row.report if row else None


def reports(by: Actor) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Return how well the forecasts of a person's own organisations did: organisation, its name, side, report."""
    rows = ForecastFit.objects.filter(organisation__in=by.organisations(), report__isnull=False)
    rows = rows.order_by("organisation__name", "organisation", "side")
    return list(rows.values_list("organisation", "organisation__name", "side", "report"))
