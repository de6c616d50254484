"""What the buyer owes its factories in the demonstration: approvals, deposits and invoices of every order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from troth_site.actions.demo.cast import Firm
from troth_site.actions.demo.closures import working_day
from troth_site.actions.demo.dice import Dice
from troth_site.actions.demo.plans import Line
from troth_site.actions.orders.duties import Duty

APPROVAL_DAYS, DEPOSIT_DAYS, INVOICE_DAYS = 14, 7, 30
DEPOSIT_GOODS = ("bags", "electronics", "hard goods")
INVOICES_LATE, INVOICES_LATE_DAYS = 0.04, (2, 9)
HELD_UP_DAYS = 8
"""An approval later than this held up the deposit too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How the buyer keeps its part towards one factory.

    Attributes:
        late_approvals: Order and the days by which its sample was approved, and its deposit paid, too late.
        forgotten: Orders whose sample is not approved yet although it should be.
    """

    late_approvals: Mapping[str, int] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()


def duties_of(firm: Firm, lines: Iterable[Line], *, habits: Habits, today: date) -> list[Duty]:
    """Return the buyer's duties for every order, open where their day lies ahead."""
    dice = Dice("duties", firm.code)
    found: list[Duty] = []
    owed = 0.5
    for order, together in groupby(lines, key=lambda line: line.order):
        of_order = list(together)
        late = habits.late_approvals.get(order, 0)
        approval = _duty("sample_approval", f"Approve the pre-production sample of {order}", of_order[0].ordered,
                         APPROVAL_DAYS)  # fmt: skip
        found.append(approval if order in habits.forgotten else _done(approval, dice, late=late, today=today))
        if firm.goods in DEPOSIT_GOODS:
            deposit = _duty("deposit", f"Pay the 30 % deposit for {order}", of_order[0].ordered, DEPOSIT_DAYS)
            found.append(_done(deposit, dice, late=late // 2 if late > HELD_UP_DAYS else 0, today=today))
        if all(line.delivered for line in of_order):
            owed += INVOICES_LATE
            found.append(_invoice(of_order, dice, late=owed >= 1, today=today))
            owed -= owed >= 1
    return found


def _invoice(of_order: list[Line], dice: Dice, *, late: bool, today: date) -> Duty:
    last = max(of_order, key=lambda line: line.known_on)
    total = sum(line.value for line in of_order)
    what = f"Pay the invoice of {last.order}, {last.currency} {total:,.2f}"
    duty = _duty("invoice", what, last.known_on, INVOICE_DAYS, dimension="money")
    return _done(duty, dice, late=dice.between(*INVOICES_LATE_DAYS) if late else 0, today=today)


def _duty(kind: str, what: str, agreed_on: date, days: int, *, dimension: str = "delivery") -> Duty:
    due_on = working_day("GB", agreed_on + timedelta(days=days), step=1)
    return Duty(side="buyer", kind=kind, what=what, agreed_on=agreed_on, due_on=due_on, dimension=dimension)


def _done(duty: Duty, dice: Dice, *, late: int, today: date) -> Duty:
    early = dice.between(0, 5)
    if duty.due_on >= today:
        return duty
    done_on = duty.due_on + timedelta(days=late) if late else duty.due_on - timedelta(days=early)
    done_on = working_day("GB", done_on, step=1 if late else -1)
    if done_on >= today:
        done_on = duty.due_on
    return Duty(
        side=duty.side, kind=duty.kind, what=duty.what, agreed_on=duty.agreed_on, due_on=duty.due_on,
        done_on=done_on, dimension=duty.dimension,
    )  # fmt: skip
