"""From a file to the record: checked against what is known, then recorded part by part.

A million rows never stand in memory at once: the file is read again for each pass. Small files are kept from the check
to the import, so that a command reads them once less.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.utils import timezone

from troth_site.access import Actor
from troth_site.actions import imports as steps
from troth_site.actions.demand import noticing
from troth_site.actions.orders.parts import PART, record_in_parts
from troth_site.actions.orders.reported import Counts, Import, compare
from troth_site.actions.trust import judging, reporting
from troth_site.queries import forecasts
from troth_site.queries import imports as known
from troth_site.sheets import orders
from troth_site.sheets.order_rows import OrderRow, Reason, ReasonGroup, RefusedRow, RepeatedRow, SetAsideRow, grouped
from troth_site.sheets.orders import Study
from troth_site.sheets.tables import Table

KEPT_ROWS = 12_000
MOST_REFUSED_KEPT = 20_000
Progress = Callable[[int], None]


@dataclass(slots=True)
class Checked:
    """What importing a file would do.

    Attributes:
        repeated: Rows that say exactly what an earlier row of the file says; they count as unchanged.
        medians: Median line value by factory and currency, for the stake of each line.
        rows: The lines themselves where the file is small, else None.
    """

    read: int = 0
    set_aside: int = 0
    repeated: int = 0
    counts: Counts = field(default_factory=Counts)
    refused: int = 0
    refused_rows: list[RefusedRow] = field(default_factory=list)
    reasons: tuple[ReasonGroup, ...] = ()
    warnings: tuple[ReasonGroup, ...] = ()
    medians: dict[tuple[str, str], float] = field(default_factory=dict)
    rows: list[OrderRow] | None = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as the command prints them and the page shows them."""
        return {
            "read": self.read,
            "new": self.counts.new,
            "changed": self.counts.changed,
            "unchanged": self.counts.unchanged + self.repeated,
            "refused": self.refused,
            "set_aside": self.set_aside,
        }


@dataclass(slots=True)
class _Tally:
    """What is gathered of the rows as they go by."""

    checked: Checked
    part: list[OrderRow] = field(default_factory=list)
    values: dict[tuple[str, str], array[float]] = field(default_factory=lambda: defaultdict(lambda: array("d")))
    reasons: list[tuple[int, Reason]] = field(default_factory=list)
    warnings: list[tuple[int, Reason]] = field(default_factory=list)

    def take(self, row: Any) -> None:
        self.checked.read += 1
        if isinstance(row, OrderRow):
            self._line(row)
        elif isinstance(row, RefusedRow):
            self._refused(row)
        elif isinstance(row, SetAsideRow):
            self.checked.set_aside += 1
        elif isinstance(row, RepeatedRow):
            self.checked.repeated += 1

    def _line(self, row: OrderRow) -> None:
        self.part.append(row)
        if row.value is not None:
            self.values[row.factory, row.currency or ""].append(float(row.value))
        if row.warnings and len(self.warnings) < MOST_REFUSED_KEPT:
            self.warnings.extend((row.number, reason) for reason in row.warnings)

    def _refused(self, row: RefusedRow) -> None:
        self.checked.refused += 1
        if len(self.checked.refused_rows) < MOST_REFUSED_KEPT:
            self.checked.refused_rows.append(row)
            self.reasons.extend((row.number, reason) for reason in row.reasons)


def check(table: Table, study: Study, *, buyer: int, progress: Progress | None = None) -> Checked:
    """Compare a whole file with the record, without recording anything.

    Args:
        table: The opened file.
        study: What was decided about it; no question may be open.
        buyer: Organisation whose record it is.
        progress: Told the number of rows read so far.
    """
    tally = _Tally(Checked(rows=[] if study.read <= KEPT_ROWS else None))
    checked = tally.checked
    for row in orders.rows(table, study):
        tally.take(row)
        if len(tally.part) >= PART:
            _compare(tally, buyer, progress)
    _compare(tally, buyer, progress)
    checked.medians = {place: median(values) for place, values in tally.values.items()}
    checked.reasons, checked.warnings = grouped(tally.reasons), grouped(tally.warnings)
    return checked


def bring_in(
    table: Table, study: Study, checked: Checked, *, by: Actor, batch: int, progress: Progress | None = None
) -> dict[str, int]:
    """Record a checked file as the import it belongs to, and bring the numbers it touches up to date.

    The one way in for command and page alike. Running it again after an interruption goes on where it stopped.

    Returns:
        The counts of the whole import, also where it took several runs.
    """
    organisation = known.for_job(batch)[0].organisation
    today = timezone.localdate()
    source = Import(by=by, buyer=organisation, batch=batch, entered_on=today, medians=checked.medians)
    counts = record_in_parts(source, lines_of(table, study, checked), progress=progress)
    touched = counts.relationships | known.touched(batch)
    noticing.keep_up(touched, by=by, on=today)
    if touched and (forecasts.fit_is_old(organisation, today) or counts.new):
        judging.fit_forecasts(organisation, as_of=today)
        reporting.report_later(organisation)
        # A new fit changes what is expected of every partner, not only of those the file tells of.
        touched.update(judging.relationships_of(organisation))
    judging.judge(sorted(touched), as_of=today)
    told = checked.as_json() | known.recorded(batch)
    told["unchanged"] = told["read"] - sum(told[name] for name in ("new", "changed", "refused", "set_aside"))
    steps.note(by=by, batch=batch, state="done", counts=told, problem=None, applied_at=timezone.now())
    return told


def lines_of(table: Table, study: Study, checked: Checked | None = None) -> Iterator[OrderRow]:
    """Return the lines of a file, from the check where it kept them, else read again."""
    if checked is not None and checked.rows is not None:
        return iter(checked.rows)
    return (row for row in orders.rows(table, study) if isinstance(row, OrderRow))


def _compare(tally: _Tally, buyer: int, progress: Progress | None) -> None:
    checked = tally.checked
    checked.counts.add(compare(buyer, tally.part))
    if checked.rows is not None:
        checked.rows.extend(tally.part)
    tally.part = []
    if progress is not None:
        progress(checked.read)
