"""How well the forecast has been doing on an organisation's own past, kept for the portfolio's calibration chart."""

from datetime import date
from typing import Any

import numpy as np
from django.db import transaction

from troth.commitments.outcomes import SIDES
from troth.trust.backtest import backtest
from troth.trust.forecast import Events
from troth.trust.settled_lines import settled_lines
from troth.trust.tallies import day_number
from troth_site import queue
from troth_site.actions import audit
from troth_site.models import ForecastFit, Relationship
from troth_site.queries.forecasts import counts_of
from troth_site.queries.tallies import tallies_of

MOST_LINES = 50_000
FEWEST_LINES = 60
TRAIN_ONLY = 500


def report_later(organisation: int) -> None:
    """Put an organisation's report on the queue; it takes seconds, so nobody waits for it."""
    queue.enqueue("trust.report", organisation=organisation)


def report_forecasts(organisation: int, *, as_of: date) -> None:
    """Forecast the organisation's newest lines again from what was known before each, and keep how that came out.

    Args:
        organisation: The judging organisation; its own past alone is read.
        as_of: Day as of which the record is read.
    """
    for row in ForecastFit.objects.filter(organisation=organisation).order_by("pk"):
        lines = _lines(organisation, row.side, row.dimension, as_of)
        if len(lines.due) < FEWEST_LINES:
            continue
        report = _report(lines, as_of)
        with transaction.atomic():
            ForecastFit.objects.filter(pk=row.pk).update(report=report)
            audit.record(
                "forecast.reported", by=None, organisation=organisation, data={"side": row.side, "n": report["scored"]}
            )


def _lines(organisation: int, side: str, dimension: str, as_of: date) -> Events:
    column = "buyer" if side == "factory" else "factory"
    ids = list(Relationship.objects.filter(**{column: organisation}).order_by("pk").values_list("pk", flat=True))
    groups = np.arange(SIDES.index(side), len(ids) * len(SIDES), len(SIDES))
    counts = counts_of(tallies_of(ids, dimension, [side]), groups)
    today = day_number(as_of)
    lines = settled_lines(counts.where((counts.known <= today) & (counts.happened <= today)))
    return lines.where(np.argsort(lines.due, kind="stable")[-MOST_LINES:])


def _report(lines: Events, as_of: date) -> dict[str, Any]:
    # A young portfolio has no 500 lines to spare: a third of its lines trains only.
    found = backtest(lines, train_only=min(TRAIN_ONLY, len(lines.due) // 3))
    return {**found.as_dict(), "as_of": as_of.isoformat()}
