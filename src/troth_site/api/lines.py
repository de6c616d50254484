"""What happens to an order line: goods that came, a promised day that moved, days of lateness that others caused."""

from decimal import Decimal
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router

from troth.commitments.attribution import Delay
from troth_site.actions.orders import changed, delays
from troth_site.api.frame.forms import Key
from troth_site.api.frame.problems import Problem
from troth_site.api.frame.writing import Done, Given, Line, OnDay, asker, done, writes, written
from troth_site.queries import lines

router = Router(tags=["Order lines"])
REFUSED = changed.LineRefused
Quantity = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=4)]


class ReceiptGiven(Given):
    """Goods that came."""

    day: OnDay
    quantity: Quantity | None = Field(None, description="null means the whole line.")


class DayGiven(Given):
    """A promised day that moves; the earlier ones stay."""

    day: OnDay
    moved_by: Literal["buyer", "agreed", "factory", "force_majeure"] = Field(
        description="The factory’s side says “factory” alone."
    )
    reason: Line


class DelayGiven(Given):
    """Days of lateness that somebody else caused."""

    cause: Literal["buyer", "carrier", "force_majeure"]
    days: int = Field(ge=1, le=3650)
    reason: Line
    accepted: bool = Field(False, description="The buyer’s side alone accepts; nobody excuses themselves.")


@router.post("lines/{line}/receipts", response=written(), operation_id="receive", url_name="receive")
@writes(REFUSED, blames="day")
def receive(request: HttpRequest, line: Key, given: ReceiptGiven) -> Done:
    """Record that goods of a line came."""
    changed.record_receipt(by=asker(request), line=line, day=given.day, quantity=given.quantity)
    return done(line, "line", line=line)


@router.post("lines/{line}/days", response=written(), operation_id="move_day", url_name="move-day")
@writes(REFUSED, blames="day")
def move(request: HttpRequest, line: Key, given: DayGiven) -> Done:
    """Move the promised day of a line."""
    by = asker(request)
    if lines.line(by, line).partnership.our_side == "factory" and given.moved_by != "factory":
        # A day the other side moved replaces the first: the factory does not say that for the buyer.
        raise Problem(422, _("Your side writes “factory” here; the buyer says what the buyer moved."), where="moved_by")
    changed.move_promise(by=by, line=line, day=given.day, moved_by=given.moved_by, reason=given.reason)
    return done(line, "line", line=line)


@router.post("lines/{line}/delays", response=written(), operation_id="record_delay", url_name="record-delay")
@writes(REFUSED, blames="days")
def delay(request: HttpRequest, line: Key, given: DelayGiven) -> Done:
    """Record days of lateness that somebody else caused."""
    said = Delay(
        cause=given.cause,
        days=given.days,
        reason=given.reason,
        accepted=given.accepted,
        recorded_on=timezone.localdate(),
    )
    delays.record_delay(by=asker(request), line=line, delay=said)
    return done(line, "line", line=line)


@router.post(
    "lines/{line}/delays/{delay}/accept", response=written(), operation_id="accept_delay", url_name="accept-delay"
)
@writes(REFUSED)
def accept(request: HttpRequest, line: Key, delay: Key) -> Done:
    """Accept a delay the other side named; its days no longer count against them."""
    delays.accept_delay(by=asker(request), line=line, delay=delay)
    return done(line, "line", line=line)
