"""Placing an order by hand: warned before where it is large and comes with less notice than was agreed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from troth.basis.text import gettext_noop
from troth_site import access
from troth_site.access import Actor
from troth_site.actions import audit, ledger
from troth_site.actions.bridges import notices
from troth_site.actions.communication import live
from troth_site.actions.communication.keeping import cleaned
from troth_site.actions.demand import noticing, reservations
from troth_site.actions.orders.reported import Import, record_lines
from troth_site.actions.trust import judging
from troth_site.models import Order, OrderLine, Relationship
from troth_site.queries.communication.messages_readers import people_for
from troth_site.queries.demand.notices import Check, Planned, checked

LONGEST_AHEAD_DAYS = 3_660
SHORT = gettext_noop(
    "This order is large and comes with less notice than was agreed. Choose a later day, or say that you place it all"
    " the same."
)


class OrderRefused(Exception):
    """It cannot be placed like this; the message says what lacks."""


class ShortNotice(Exception):
    """It is a large order with less notice than was agreed, and nobody said that it is meant."""

    def __init__(self, found: Check) -> None:
        super().__init__(SHORT)
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order of one line about to be placed.

    Attributes:
        wanted_on: Day on which the goods are wanted.
        reservation: Key of what the factory holds for it.
        is_meant: Place it although it breaks the notice that was agreed.
    """

    number: str
    quantity: Decimal
    wanted_on: date
    item: str = ""
    value: Decimal | None = None
    currency: str = ""
    reservation: int | None = None
    is_meant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The one line of an order, as the record takes lines."""

    number: int
    key: str
    factory: str
    order: str
    line: str
    promised: date
    delivered: date | None
    recorded: date | None
    ordered: date | None
    quantity: Decimal | None
    value: Decimal | None
    currency: str | None
    item: str


def place(*, by: Actor, relationship: int, given: NewOrder, on: date | None = None) -> int:
    """Record an order the buyer places, with its notice; what was reserved for it is closed. Returns its line.

    Raises:
        OrderRefused: Its number is taken, or a day or quantity cannot be.
        ShortNotice: It breaks the notice that was agreed, and nobody said that it is meant.
        access.NotAllowed: Only those who bring the buyer's orders into the record place one.
    """
    row = access.relationship(by, relationship, "import")
    if access.side_of(by, row) != "buyer":
        raise access.NotAllowed
    today = on or timezone.localdate()
    number = cleaned(given.number).strip()
    _check(given, number, today)
    with transaction.atomic():
        locked = ledger.lock(row.pk)
        if Order.objects.filter(relationship=locked, number=number).exists():
            raise OrderRefused(gettext_noop("There is an order of this number already. Choose another number."))
        planned = Planned(
            number=number, quantity=given.quantity, placed_on=today, wanted_on=given.wanted_on,
            reservation=given.reservation,
        )  # fmt: skip
        found = checked(locked.pk, planned)
        if found.breaks and not given.is_meant:
            raise ShortNotice(found)
        made = _record(locked, given, number=number, by=by, on=today)
        if given.reservation is not None:
            # What was recorded meanwhile moved the head of the chain: it is read again before more is appended.
            reservations.ordered(ledger.lock(row.pk), given.reservation, order=number, by=by, on=today)
        noticing.keep_up([locked.pk], by=by, on=today)
        judging.judge([locked.pk], as_of=today)
        audit.record("order.placed", by=by, relationship=locked, subject=f"line {made}")
        live.tell(locked.pk, "demand", f"line {made}")
        notices.notify(
            event="demand", relationship=locked.pk, subject=f"line {made}", path=f"/lines/{made}/",
            to=people_for(locked, side="factory", topic="orders"), data={"who": by.name},
        )  # fmt: skip
    return made


def _check(given: NewOrder, number: str, today: date) -> None:
    if not number or len(number) > 120:
        raise OrderRefused(gettext_noop("Give the order a number, of 120 letters at most."))
    if not given.quantity.is_finite() or not 0 < given.quantity < 10**14:
        raise OrderRefused(gettext_noop("An order is for more than 0 units."))
    if not today <= given.wanted_on or (given.wanted_on - today).days > LONGEST_AHEAD_DAYS:
        raise OrderRefused(gettext_noop("The goods are wanted today or later, ten years ahead at most."))
    if given.value is not None and not 0 <= given.value < 10**14:
        raise OrderRefused(gettext_noop("A value is 0 or more."))
    if given.value is not None and not (len(given.currency) == 3 and given.currency.isalpha()):
        raise OrderRefused(gettext_noop("Name the currency in three letters, such as EUR."))


def _record(locked: Relationship, given: NewOrder, *, number: str, by: Actor, on: date) -> int:
    line = _Line(
        number=1, key=f"{number}-1", factory=locked.known_as or locked.factory.name, order=number, line="1",
        promised=given.wanted_on, delivered=None, recorded=None, ordered=on, quantity=given.quantity,
        value=given.value, currency=given.currency.upper() or None, item=cleaned(given.item).strip()[:300],
    )  # fmt: skip
    if OrderLine.objects.filter(relationship=locked, key=line.key).exists():
        raise OrderRefused(gettext_noop("There is an order of this number already. Choose another number."))
    record_lines(Import(by=by, buyer=locked.buyer_id, batch=None, entered_on=on), [line])
    return OrderLine.objects.values_list("pk", flat=True).get(relationship=locked, key=line.key)
