"""Forecasts: what was fitted on an organisation's own past, and what it says of its partners."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

import numpy as np
from django.core.cache import cache
from django.db.models import Q, Sum

from troth.commitments.outcomes import SIDES, Side
from troth.trust.forecast import (
    Counts,
    Evidence,
    Fit,
    evidence_of,
    fit_from_counts,
    latest,
    predict_from_evidence,
)
from troth.trust.tallies import Tallies, day_number
from troth_site.access import Actor
from troth_site.models import ForecastFit, Relationship
from troth_site.prepared import Prepared, given
from troth_site.queries.tallies import tallies_of

FORECAST = "delivery"
"""The dimension that is forecast."""
LEVEL_FROM = 2
"""Partners from which on a portfolio's level is computed anew instead of taken from the last night."""
KEPT_SECONDS = 3600
_FITS_OF_TWO = Prepared(
    lambda: (
        ForecastFit.objects.filter(Q(organisation=given("one")) | Q(organisation=given("other")), dimension=FORECAST)
        .order_by("organisation")
        .defer("report")
    )
)
_REPORT = Prepared(
    lambda: ForecastFit.objects.filter(
        organisation=given("organisation"), side=given("side"), dimension=given("dimension")
    ).values_list("report")
)
PART = 64
"""Relationships whose tallies are held at once."""


def forecasts(tallies: Tallies, mine: Any, judges: Any, *, side: Side, as_of: date) -> list[float | None]:
    """Return the forecast of each group, from its judging organisation's own fit and past alone.

    Args:
        tallies: Tallies of all groups.
        mine: Numbers of the groups of one side.
        judges: The organisation that judges each of them.
        side: The side judged.
        as_of: Day of the forecast; on a past day the fit is made again from what was known then.
    """
    gathered = Gathering(judges, fits_of(np.asarray(judges).tolist()), side=side, as_of=as_of)
    gathered.add(tallies, mine, first=0)
    return gathered.chances()


class Gathering:
    """Forecasts of one side, the evidence gathered part by part: not all tallies of a portfolio fit into memory."""

    def __init__(
        self, judges: Any, fits: Iterable[ForecastFit], *, side: Side, as_of: date, whole: bool = True
    ) -> None:
        self.judges, self.as_of, self.whole = np.asarray(judges), as_of, whole
        mine = set(self.judges.tolist())
        self.rows = [row for row in fits if row.side == side and row.organisation_id in mine]
        then = [row for row in self.rows if row.fitted_on > as_of]
        self.then = {row.pk: fitted_then(row, day_number(as_of)) for row in then}
        self.seen: dict[int, list[tuple[Any, Evidence]]] = {row.pk: [] for row in self.rows}

    def add(self, tallies: Tallies, mine: Any, *, first: int) -> None:
        """Take in the groups `mine` of the tallies: those of the judges from `first` on."""
        judges = self.judges[first : first + len(mine)]
        for row in self.rows:
            own = np.flatnonzero(judges == row.organisation_id)
            if len(own):
                fit, day = self._fit(row), day_number(self.as_of)
                evidence = evidence_of(counts_of(tallies, mine[own]), groups=len(own), as_of_day=day, fit=fit)
                self.seen[row.pk].append((first + own, evidence))

    def chances(self) -> list[float | None]:
        """Return the forecast of each group, None where its judge never fitted anything."""
        found: list[float | None] = [None] * len(self.judges)
        for row in self.rows:
            own = np.concatenate([places for places, _evidence in self.seen[row.pk]])
            evidence = Evidence.joined([part for _places, part in self.seen[row.pk]])
            chances = predict_from_evidence(evidence, fit=self._fit(row), level=self._level(row, len(own)))
            for at, chance in zip(own.tolist(), chances.tolist(), strict=True):
                found[at] = chance
        return found

    def _fit(self, row: ForecastFit) -> Fit:
        return self.then[row.pk][0] if row.pk in self.then else Fit.from_dict(row.fit)

    def _level(self, row: ForecastFit, partners: int) -> float | None:
        if row.pk in self.then:
            return self.then[row.pk][1]
        # Judged as a whole, the portfolio says its own level; some partners alone take the level of the last fit.
        return None if self.whole and partners >= LEVEL_FROM else row.level


def fits_of(organisations: Iterable[int]) -> list[ForecastFit]:
    """Return what organisations fitted on their past of either side, in their order."""
    wanted = sorted(set(organisations))
    if len(wanted) in (1, 2):
        return _FITS_OF_TWO.rows(one=wanted[0], other=wanted[-1])
    rows = ForecastFit.objects.filter(dimension=FORECAST).order_by("organisation").defer("report")
    # Few of those who judge ever fitted anything, so all fits are less than a question each.
    return [row for row in rows if row.organisation_id in set(wanted)]


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
    fitted = fit_portfolio(ids, side=cast(Side, row.side), day=day)
    # Before the first line the level is one half, as in the library.
    fit, level = (
        fitted if fitted is not None else (fit_from_counts(Counts.of(days=([], [], []), lines=[], kept=[])), 0.5)
    )
    cache.set(key, (fit.as_dict(), level), KEPT_SECONDS)
    return fit, level


def fit_portfolio(relationships: Sequence[int], *, side: Side, day: int) -> tuple[Fit, float] | None:
    """Return what a portfolio's past as known on a day fits, and its level; None where there is no line.

    The past is read in parts, whatever its size.
    """
    past, rows = Counts.of(days=([], [], []), lines=[], kept=[]), 0
    for first, counts in _counts_in_parts(relationships, side, day):
        past = latest(Counts.joined([past, replace(counts, group=counts.group + first)]))
        rows += len(counts.group)
    if not past.lines.any():
        return None
    fit = fit_from_counts(past)
    if rows == len(past.group):
        return fit, evidence_of(past, groups=len(relationships), as_of_day=day, fit=fit).level(fit)
    parts = [
        evidence_of(counts, groups=min(PART, len(relationships) - first), as_of_day=day, fit=fit)
        for first, counts in _counts_in_parts(relationships, side, day)
    ]
    return fit, Evidence.joined(parts).level(fit)


def _counts_in_parts(relationships: Sequence[int], side: Side, day: int) -> Iterator[tuple[int, Counts]]:
    for first in range(0, max(len(relationships), 1), PART):
        part = relationships[first : first + PART]
        groups = np.arange(SIDES.index(side), len(part) * len(SIDES), len(SIDES))
        counts = counts_of(tallies_of(part, FORECAST, [side]), groups)
        yield first, counts.where(counts.known <= day)


def fit_is_old(organisation: int, today: date) -> bool:
    """Tell whether an organisation's forecast was never fitted or not since yesterday."""
    rows = ForecastFit.objects.filter(organisation=organisation).values_list("fitted_on", flat=True)
    return max(rows, default=date.min) < today


def fit_report(organisation: int, *, side: str, dimension: str = "delivery") -> dict[str, Any] | None:
    """Return how well the forecast has been doing on the organisation's own past."""
    (report,) = _REPORT.first(organisation=organisation, side=side, dimension=dimension) or (None,)
    return report


def reports(by: Actor) -> list[tuple[int, str, str, dict[str, Any]]]:
    """Return how well the forecasts of a person's own organisations did: organisation, its name, side, report."""
    rows = ForecastFit.objects.filter(organisation__in=by.organisations(), report__isnull=False)
    rows = rows.order_by("organisation__name", "organisation", "side")
    return list(rows.values_list("organisation", "organisation__name", "side", "report"))
