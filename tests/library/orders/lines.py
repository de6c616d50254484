"""Order lines, their delays and their counts, made for tests."""

from datetime import date, timedelta
from decimal import Decimal

from troth.commitments.attribution import Delay
from troth.commitments.outcomes import Outcome, rows_of_versions
from troth.orders.definitions import DEFAULT
from troth.orders.delivery import outcome_of_line
from troth.orders.facts import LineFacts, Promise, Receipt

DUE = date(2026, 3, 10)
ORDERED = date(2026, 1, 5)


def make_line(*, quantity: int | None = 100, received: tuple[tuple[int, int], ...] = (), **changes) -> LineFacts:
    """Receipts are pairs of days after the due day and quantity."""
    receipts = tuple(
        Receipt(DUE + timedelta(days=after), DUE + timedelta(days=after), Decimal(count)) for after, count in received
    )
    ordered = None if quantity is None else Decimal(quantity)
    facts = {"ordered_quantity": ordered, "promises": (Promise(DUE, ORDERED),), "receipts": receipts}
    return LineFacts(**(facts | changes))


def make_delay(days: int, *, cause: str = "buyer", accepted: bool = True) -> Delay:
    return Delay(cause=cause, days=days, accepted=accepted, recorded_on=DUE)


def outcome_for(facts: LineFacts, definition=DEFAULT, recorded_on: date = DUE) -> Outcome:
    outcome = outcome_of_line(facts, definition, weight=1.0, recorded_on=recorded_on)
    assert outcome is not None
    return outcome


def counts_on(versions: list[Outcome], day: date) -> tuple[int, int]:
    known = [row for row in rows_of_versions(versions) if row.known_on <= day and row.happened_on <= day]
    return sum(row.kept for row in known), sum(row.lines for row in known)
