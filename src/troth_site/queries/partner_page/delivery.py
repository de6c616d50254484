"""Delivery lines of one relationship: how late each came, and whose record says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from troth.commitments.outcomes import SIDES, Side
from troth.orders.definitions import AS_RECORDED
from troth.orders.facts import LineFacts, facts_known_on
from troth.orders.settlement import settle
from troth_site.models import Commitment, LedgerEntry, OrderLine
from troth_site.prepared import Prepared, given
from troth_site.queries.lines import facts_of

LINES_SHOWN = 60
STORED = {"kept": "kept", "kept_late": "late", "excused": "excused", "broken": "broken", "waived": "waived"}
_LINE = ("pk", "order__number", "number", "due_on", "factory_days", "buyer_days", "excused_days", "commitment__state")
_NEWEST = Prepared(
    lambda: (
        OrderLine.objects.filter(pk__in=_newest_keys(given("relationship")))
        .order_by("-due_on", "-pk")
        .values_list(*_LINE)
    )
)
_SOURCES = Prepared(
    lambda: _sources(Commitment.objects.filter(relationship=given("relationship")), Q(confirmed_on__isnull=False))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """A line in the picture of lateness.

    Attributes:
        days: Late positive, early negative, None while it is not complete.
        factory_days: The part of the late days that nobody else caused.
    """

    pk: int
    order: str
    number: str
    due: date
    days: int | None
    factory_days: int | None
    buyer_days: int | None
    excused_days: int | None
    state: str

    @property
    def label(self) -> str:
        """Return the line's name for people."""
        return " · ".join(filter(None, (self.order, self.number)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Whose record a side's delivery lines are.

    Attributes:
        recorded: Lines that one side's record alone brought in.
        confirmed: Those the other side has confirmed by the day looked from.
        entered_later: Entries that stand at a day on which nobody had entered them here yet.
    """

    recorded: int
    confirmed: int
    entered_later: int


def _newest_keys(relationship: Any) -> QuerySet[OrderLine, dict[str, Any]]:
    """Return which lines fall due last: chosen first, so that only these are joined with their orders and promises."""
    return OrderLine.objects.filter(relationship=relationship).order_by("-due_on", "-pk").values("pk")[:LINES_SHOWN]


def timeline(pk: int, *, as_of: date, past: bool) -> tuple[TimelineLine, ...]:
    """Return the newest lines by due day, oldest first, as far as they were recorded by a day."""
    if not past:
        return tuple(_as_stored(*row, as_of=as_of) for row in reversed(_NEWEST.rows(relationship=pk)))
    lines = OrderLine.objects.filter(relationship=pk).select_related("order", "commitment")
    known = lines.filter(promises__recorded_on__lte=as_of).distinct().order_by("-due_on", "-pk")[:LINES_SHOWN]
    rows = list(known.prefetch_related("promises", "receipts", "delays"))
    return tuple(found for row in reversed(rows) if (found := _as_known(row, as_of)))


def _as_stored(pk: int, order: str, number: str, due: date, *caused: int | None, as_of: date) -> TimelineLine:
    *days_by_cause, state = caused
    factory_days, buyer_days, excused_days = (days or 0 for days in days_by_cause)
    late = factory_days > 0 or buyer_days > 0 or excused_days > 0
    days = days_by_cause[0]
    if days is not None and late:
        days = max(days, 0) + buyer_days + excused_days
    open_state = "overdue" if due < as_of else "open"
    return TimelineLine(
        pk=pk,
        order=order,
        number=number,
        due=due,
        days=days,
        factory_days=max(factory_days, 0) if late else None,
        buyer_days=buyer_days if late else None,
        excused_days=excused_days if late else None,
        state=STORED.get(str(state), open_state),
    )


def _as_known(row: OrderLine, as_of: date) -> TimelineLine | None:
    facts: LineFacts = facts_known_on(facts_of(row), as_of)
    settled = settle(facts, AS_RECORDED)
    if settled.due_on is None:
        return None
    complete = settled.completed_on is not None
    late = settled.days_late > 0
    open_state = "overdue" if settled.due_on < as_of else "open"
    return TimelineLine(
        pk=row.pk,
        order=row.order.number,
        number=row.number,
        due=settled.due_on,
        days=(settled.days_late or -settled.days_early) if complete else None,
        factory_days=settled.factory_days if late else None,
        buyer_days=settled.buyer_days if late else None,
        excused_days=settled.excused_days + settled.carrier_days if late else None,
        state=settled.state if complete else open_state,
    )


def provenance(pk: int, *, as_of: date, past: bool) -> dict[Side, Provenance]:
    """Return whose record the delivery lines of each side are, as of a day."""
    if not past:
        counts = {side: (recorded, confirmed) for side, recorded, confirmed in _SOURCES.rows(relationship=pk)}
        return {side: _provenance(*counts.get(side, (0, 0))) for side in SIDES}
    rows = _sources(Commitment.objects.filter(relationship=pk), Q(confirmed_on__lte=as_of))
    counts = {side: (recorded, confirmed) for side, recorded, confirmed in rows}
    entries = LedgerEntry.objects.filter(relationship=pk, recorded_on__lte=as_of, counted_on__isnull=False)
    later = dict(
        entries.filter(entered_at__gte=_after(as_of)).values_list("side").annotate(number=Count("pk")).order_by()
    )
    return {side: _provenance(*counts.get(side, (0, 0)), later.get(side, 0)) for side in SIDES}


def _provenance(recorded: int, confirmed: int, entered_later: int = 0) -> Provenance:
    return Provenance(recorded=recorded, confirmed=confirmed, entered_later=entered_later)


def _sources(rows: QuerySet[Commitment], is_confirmed: Q) -> QuerySet[Commitment, tuple[Any, ...]]:
    rows = rows.filter(dimension="delivery", accepted_by="record").order_by()
    return rows.values_list("side").annotate(recorded=Count("pk"), confirmed=Count("pk", filter=is_confirmed))


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)


def late_lines(lines: Sequence[TimelineLine]) -> tuple[TimelineLine, ...]:
    """Return those that came late, newest first."""
    return tuple(line for line in reversed(lines) if line.state == "late")
