"""Money: an exact decimal amount and its currency, which never mix and never pass through a float."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

# The caller's decimal context may round sums to any width; amounts of an invoice must not depend on it.
_EXACT = Context(prec=200, rounding=ROUND_HALF_UP)


class MixedCurrencies(ValueError):
    """Two amounts in different currencies were put together without a rate."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} and {second} cannot be put together; convert one of them first.")


class NotExact(TypeError):
    """An amount or a factor was not an exact, finite decimal number."""


class UnknownCurrency(ValueError):
    """A currency was not written as three capital letters."""


@dataclass(frozen=True, slots=True)
class Money:
    """Hold an exact amount of one currency.

    Amounts may be negative (a credit). Equal amounts are equal however many zeros they are written with.

    Args:
        amount: A finite Decimal in major units (dollars, not cents). Floats and integers are refused.
        currency: Three capital letters, as in ISO 4217 ("USD"); whether the currency exists is not checked.

    Raises:
        NotExact: The amount is not a finite Decimal.
        UnknownCurrency: The currency is not three capital letters.

    Source: ISO 4217:2015, alphabetic codes.

    >>> Money(Decimal("0.1"), "USD") + Money(Decimal("0.2"), "USD") == Money(Decimal("0.3"), "USD")
    True
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise NotExact(f"An amount must be a Decimal, not {type(self.amount).__name__}: {self.amount!r}.")
        if not self.amount.is_finite():
            raise NotExact(f"An amount must be a finite number, not {self.amount}.")
        code = self.currency
        if not (isinstance(code, str) and len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise UnknownCurrency(f"A currency is three capital letters such as USD, not {code!r}.")

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        self._refuse_other_currency(other)
        return Money(_EXACT.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        self._refuse_other_currency(other)
        return Money(_EXACT.subtract(self.amount, other.amount), self.currency)

    def __neg__(self) -> "Money":
        return Money(_EXACT.minus(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise NotExact(f"Money is multiplied by a Decimal or a whole number, not {type(factor).__name__}.")
        return Money(_EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        self._refuse_other_currency(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._refuse_other_currency(other)
        return self.amount <= other.amount

    def round_half_up(self, minor_units: int) -> "Money":
        """Round to the currency's minor unit, halves away from zero.

        A credit therefore rounds to exactly the negative of the charge it takes back.

        Args:
            minor_units: Digits after the point, 0 or more: 2 for USD, 0 for JPY, 3 for KWD.

        Returns:
            The rounded amount, written with that many digits.

        Raises:
            ValueError: minor_units is negative.

        Source: `domain.md` X-07, rounding half-up per line.

        >>> Money(Decimal("2.345"), "USD").round_half_up(2).amount
        Decimal('2.35')
        """
        if minor_units < 0:
            raise ValueError(f"Minor units are 0 or more digits, not {minor_units}.")
        step = Decimal((0, (1,), -minor_units))
        return Money(self.amount.quantize(step, context=_EXACT), self.currency)

    def _refuse_other_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise MixedCurrencies(self.currency, other.currency)


def total(lines: Iterable[Money], *, currency: str) -> Money:
    """Add up lines of one currency exactly, in any order.

    Round each line first where lines are shown rounded: then the shown total is the sum of the shown lines.

    Args:
        lines: Amounts, all in the currency; none gives zero.
        currency: Three capital letters.

    Returns:
        The sum, unrounded.

    Raises:
        MixedCurrencies: A line is in another currency.

    Source: `domain.md` X-07, the sum of the lines equals the total.

    >>> total([Money(Decimal("0.10"), "EUR"), Money(Decimal("0.20"), "EUR")], currency="EUR").amount
    Decimal('0.30')
    """
    result = Money(Decimal(0), currency)
    for line in lines:
        result = result + line
    return result
