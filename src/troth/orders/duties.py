"""The buyer's part in a delivery: approvals, deposits and a frozen specification, measured as a line is."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, cast

from troth.basis.spans import Span
from troth.basis.text import gettext_noop
from troth.commitments.attribution import Delay
from troth.commitments.outcomes import Outcome, Side
from troth.orders.definitions import Definition
from troth.orders.delivery import outcome_of_line
from troth.orders.facts import LineFacts, Promise, Receipt

Duty = Literal["sample_approval", "deposit", "spec_freeze", "artwork_approval"]

DUTIES: dict[Duty, str] = {
    "sample_approval": gettext_noop("Approve the sample"),
    "deposit": gettext_noop("Pay the deposit"),
    "spec_freeze": gettext_noop("Leave the specification as frozen"),
    "artwork_approval": gettext_noop("Approve the artwork"),
}

DUTY = Definition(event="delivered", early_days=None)
"""Done on or before the day is kept; nobody is too early with an approval."""


def duty_facts(
    *,
    due_on: date,
    done_on: date | None,
    recorded_on: date,
    delays: Sequence[Delay] = (),
    side: Side = "buyer",
) -> LineFacts:
    """Write a duty in the shape of an order line: one promised day, one receipt.

    Args:
        due_on: The agreed day.
        done_on: The day it was done, None while it is open.
        recorded_on: Day both were recorded.
        delays: What held it up; days of the other side, of a carrier or of force majeure are taken out.
        side: Whose duty it is.

    >>> from troth.orders.settlement import settle
    >>> day = date(2026, 3, 2)
    >>> settle(duty_facts(due_on=day, done_on=date(2026, 3, 5), recorded_on=day), DUTY).buyer_days
    3
    """
    return LineFacts(
        ordered_quantity=None,
        promises=(Promise(due_on, recorded_on),),
        receipts=() if done_on is None else (Receipt(done_on, recorded_on),),
        delays=delays,
        promisor=side,
    )


def outcome_of_duty(
    *,
    due_on: date,
    done_on: date | None,
    recorded_on: date,
    weight: float,
    side: Side = "buyer",
    delays: Sequence[Delay] = (),
) -> Outcome:
    """Turn a duty into its outcome, by the same code as an order line of the factory.

    Args:
        due_on: The agreed day.
        done_on: The day it was done; None gives the outcome it will have if nothing happens.
        recorded_on: Day this version was recorded.
        weight: Stake x severity x quality, 0 or more.
        side: Whose duty it is.
        delays: What held it up.

    >>> done = date(2026, 3, 7)
    >>> late = outcome_of_duty(due_on=date(2026, 3, 2), done_on=done, recorded_on=done, weight=1.0)
    >>> late.lines, late.kept, late.kept_weight
    (1, 0, 0.5)
    """
    facts = duty_facts(due_on=due_on, done_on=done_on, recorded_on=recorded_on, delays=delays, side=side)
    # A duty always has its day, so there always is an outcome.
    return cast(Outcome, outcome_of_line(facts, DUTY, weight=weight, recorded_on=recorded_on))


def delay_of_duty(
    *, due_on: date, done_on: date, recorded_on: date, reason: str = "", side: Side = "buyer"
) -> Delay | None:
    """Turn a duty done late into the delay it means for the delivery that waited for it.

    Returns:
        The days from the agreed day to the day it was done, accepted, since both sides see both days; None where it
        was done in time.

    >>> delay_of_duty(due_on=date(2026, 3, 2), done_on=date(2026, 3, 5), recorded_on=date(2026, 3, 5)).span.days
    3
    """
    if done_on <= due_on:
        return None
    return Delay(cause=side, span=Span(due_on, done_on), accepted=True, recorded_on=recorded_on, reason=reason)
