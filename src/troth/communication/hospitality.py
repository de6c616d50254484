"""Meals and gifts: up to which amount people give or accept one without asking, and who has to be asked above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from troth.commitments.outcomes import SIDES, Side


class ImpossibleAmount(ValueError):
    """An amount is negative, or its currency is no code of three capital letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Hold an amount of money.

    Args:
        value: 0 or more.
        currency: ISO 4217 code, such as "CNY".

    Raises:
        ImpossibleAmount: The value is negative, or the currency is no code.
    """

    value: Decimal
    currency: str

    def __post_init__(self) -> None:
        is_code = len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()
        if not self.value.is_finite() or self.value < 0 or not (is_code and self.currency.isalpha()):
            raise ImpossibleAmount("An amount is 0 or more, with a currency of three letters such as CNY.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Say whose limit asks that somebody approve a meal or gift, and which limit that is.

    Attributes:
        side: The side whose manager or owner decides.
        limit: That side's limit.
        is_exceeded: False where amounts of two currencies cannot be compared: unknown is not within a limit.
    """

    side: Side
    limit: Amount
    is_exceeded: bool


def approval_needed(amount: Amount, *, limits: Mapping[Side, Amount], recorded_by: Side) -> Approval | None:
    """Tell whether a meal or gift needs to be approved, and by which side.

    Both sides' limits hold, the giver's as the receiver's. Where both ask, the side that recorded it decides, since
    nobody approves for the other's people before their own.

    Args:
        amount: What it was worth.
        limits: The limit of each side that has set one.
        recorded_by: The side that records it.

    Returns:
        None where no side's limit asks for it. An amount equal to a limit lies within it.

    Source: `domain.md` S1-34 and S3-36: "gift above limit asks approval"; "amount over policy needs approval".

    >>> dinner = Amount(value=Decimal(900), currency="CNY")
    >>> limits = {"buyer": Amount(value=Decimal(500), currency="CNY")}
    >>> approval_needed(dinner, limits=limits, recorded_by="factory").side
    'buyer'
    """
    asking = {side: found for side in SIDES if (found := _asked_by(side, amount, limits)) is not None}
    return asking.get(recorded_by) or next(iter(asking.values()), None)


def _asked_by(side: Side, amount: Amount, limits: Mapping[Side, Amount]) -> Approval | None:
    limit = limits.get(side)
    if limit is None or amount.value == 0:
        return None
    if limit.currency != amount.currency:
        return Approval(side=side, limit=limit, is_exceeded=False)
    return Approval(side=side, limit=limit, is_exceeded=True) if amount.value > limit.value else None
