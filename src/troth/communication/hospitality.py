"""Meals and gifts: what each side may say of one, and whose approval its own policy asks for before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from troth.basis.money import Money, NotExact, UnknownCurrency
from troth.basis.text import gettext_noop
from troth.commitments.outcomes import Side

LARGEST = Decimal("9999999999.99")
MINOR_UNITS = 2

Word = Literal["given", "accepted", "refused", "returned"]
Decision = Literal["waits", "needless", "approved", "declined"]
GIVERS: tuple[Word, ...] = ("given",)
RECEIVERS: tuple[Word, ...] = ("accepted", "refused", "returned")

_NO_MONEY = gettext_noop("An amount is 0 or more, with a currency of three letters such as CNY.")
_TOO_LARGE = gettext_noop("This amount is larger than any meal: look at its unit.")
_NOT_YOURS = gettext_noop("Whoever gives says that it was given; whoever receives says what became of it.")
_AHEAD = gettext_noop("Its day lies ahead: say so once it has come.")
_WAITS = gettext_noop("It lies above the limit of your own house: a manager or owner of yours approves it first.")
_DECLINED = gettext_noop("Your own house declined it, so it cannot be marked so. It can be refused or given back.")
_SAID = gettext_noop("This was said already.")
_NOT_TAKEN = gettext_noop("Only what was accepted can be given back.")


class ImpossibleAmount(ValueError):
    """An amount is no money that a meal or gift can be worth; the message says why, marked for translation."""


class NotYet(ValueError):
    """A side may not say this of a meal or gift now; the message says why, marked for translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Say that a side's own policy asks for approval.

    Attributes:
        limit: The limit of that side, which nobody else is told.
        is_exceeded: False where amounts of two currencies cannot be compared: unknown is not within a limit.
    """

    limit: Money
    is_exceeded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Hold what was said of a meal or gift so far.

    Args:
        given_by: The side that gives or pays.
        day: The day it is or was given.
        is_given: Its giver has said that it was given.
        received: What its receiver said, None where nothing was said yet.
    """

    given_by: Side
    day: date
    is_given: bool = False
    received: Word | None = None


def worth(amount: Decimal, currency: str) -> Money:
    """Return what a meal or gift is worth, to the minor unit.

    Args:
        amount: 0 or more, in major units; a Decimal, never a float.
        currency: Three letters in any case, spaces around them left out.

    Raises:
        ImpossibleAmount: It is negative, no finite Decimal, larger than any meal, or has no currency.

    Source: `domain.md` X-07, rounding half-up.

    >>> worth(Decimal("9.005"), " cny")
    Money(amount=Decimal('9.01'), currency='CNY')
    """
    try:
        found = Money(amount, currency.strip().upper())
    except (NotExact, UnknownCurrency) as error:
        raise ImpossibleAmount(_NO_MONEY) from error
    if found.amount < 0:
        raise ImpossibleAmount(_NO_MONEY)
    if found.amount > LARGEST:
        raise ImpossibleAmount(_TOO_LARGE)
    return found.round_half_up(MINOR_UNITS)


def approval_asked(amount: Money, *, limit: Money | None) -> Asked | None:
    """Tell whether a side's own policy asks for approval before its half may be said.

    Each side is asked by its own policy alone: the giver's before it says "given", the receiver's before it says
    "accepted". Neither learns the other's limit.

    Args:
        amount: What the meal or gift is worth.
        limit: Up to which amount the side's people give or accept without asking; None where no limit was set.

    Returns:
        None where nobody has to approve. An amount equal to the limit lies within it; nothing is above no limit; what
        is worth nothing asks nobody.

    Source: `domain.md` S1-34 and S3-36: "gift above limit asks approval"; "amount over policy needs EX approval".

    >>> approval_asked(worth(Decimal(900), "CNY"), limit=worth(Decimal(500), "CNY")).is_exceeded
    True
    """
    if limit is None or not amount.amount:
        return None
    if limit.currency != amount.currency:
        return Asked(limit=limit, is_exceeded=False)
    return Asked(limit=limit, is_exceeded=True) if limit < amount else None


def check_word(word: Word, *, by: Side, of: Standing, approved: bool | None, today: date) -> None:
    """Refuse a word that a side may not say of a meal or gift now.

    Args:
        word: What is to be said.
        by: The side that says it.
        of: What was said so far.
        approved: Of the side's own approval: True where none is asked for or it was given, None while it waits, False
            where it was declined.
        today: Day on which it is said.

    Raises:
        NotYet: It is the other side's to say, its day lies ahead, it was said, or approval lacks. Refusing and giving
            back need nobody's approval.

    Source: `domain.md` S3-36: register with limits; what was refused or given back is recorded too.

    >>> dinner = Standing(given_by="factory", day=date(2026, 3, 2))
    >>> check_word("given", by="factory", of=dinner, approved=True, today=date(2026, 3, 2))
    """
    if word not in (GIVERS if by == of.given_by else RECEIVERS):
        raise NotYet(_NOT_YOURS)
    if of.day > today and word != "refused":
        raise NotYet(_AHEAD)
    if word in ("given", "accepted") and approved is not True:
        raise NotYet(_WAITS if approved is None else _DECLINED)
    _check_order(word, of)


def approval_state(approved: bool | None, *, of: Standing) -> Decision:
    """Tell where the approval stands that a side's own policy asked for.

    Args:
        approved: True or False where somebody decided, None where nobody has.
        of: What was said of the meal or gift so far.

    Returns:
        "needless" where nobody decided and it was refused: nothing changes hands, so there is nothing to approve on
        either side.

    Source: `domain.md` S3-36: what was refused is recorded too, and needs nobody's approval.

    >>> approval_state(None, of=Standing(given_by="buyer", day=date(2026, 3, 2), received="refused"))
    'needless'
    """
    if approved is not None:
        return "approved" if approved else "declined"
    return "needless" if of.received == "refused" else "waits"


def words_open(*, by: Side, of: Standing, approved: bool | None, today: date) -> tuple[Word, ...]:
    """Return what a side may say of a meal or gift now, in the order in which it happens.

    Args:
        by: The side that would say it.
        of: What was said so far.
        approved: As for check_word.
        today: Day on which it would be said.

    >>> book = Standing(given_by="buyer", day=date(2026, 3, 2), is_given=True)
    >>> words_open(by="factory", of=book, approved=True, today=date(2026, 3, 2))
    ('accepted', 'refused')
    """
    return tuple(word for word in (*GIVERS, *RECEIVERS) if _is_open(word, by, of, approved, today))


def _is_open(word: Word, by: Side, of: Standing, approved: bool | None, today: date) -> bool:
    try:
        check_word(word, by=by, of=of, approved=approved, today=today)
    except NotYet:
        return False
    return True


def _check_order(word: Word, of: Standing) -> None:
    if word == "returned":
        if of.received != "accepted":
            raise NotYet(_NOT_TAKEN)
        return
    if of.is_given if word == "given" else of.received is not None:
        raise NotYet(_SAID)
