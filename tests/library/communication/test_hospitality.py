from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from troth.basis.money import Money
from troth.communication.hospitality import (
    GIVERS,
    LARGEST,
    RECEIVERS,
    ImpossibleAmount,
    NotYet,
    Standing,
    approval_asked,
    approval_state,
    check_word,
    words_open,
    worth,
)

DAY = date(2026, 3, 2)
SWAPPED = {"buyer": "factory", "factory": "buyer"}


def yuan(value):
    return Money(Decimal(value), "CNY")


@pytest.mark.parametrize(
    ("value", "limit", "is_asked"),
    [(500, 500, False), ("500.01", 500, True), (1200, None, False), (1, 0, True), (0, 0, False)],
)
def test_above_its_own_limit_a_house_is_asked(value, limit, is_asked):
    found = approval_asked(yuan(value), limit=None if limit is None else yuan(limit))

    assert (found is not None) is is_asked
    assert found is None or (found.limit, found.is_exceeded) == (yuan(limit), True)


def test_amounts_of_two_currencies_are_not_taken_for_within_the_limit():
    found = approval_asked(yuan(10), limit=Money(Decimal(50), "USD"))

    assert (found.is_exceeded, found.limit.currency) == (False, "USD")


@pytest.mark.parametrize(
    ("value", "currency"),
    [("-1", "CNY"), ("1", "元"), ("1", "YUAN"), ("NaN", "CNY"), ("Infinity", "CNY"), (str(LARGEST + 1), "CNY")],
)
def test_an_impossible_amount_is_refused(value, currency):
    with pytest.raises(ImpossibleAmount):
        worth(Decimal(value), currency)


def test_a_float_is_no_amount():
    with pytest.raises(ImpossibleAmount):
        worth(0.1, "CNY")


def test_worth_is_rounded_to_the_minor_unit_half_up():
    assert worth(Decimal("12.345"), " cny ") == Money(Decimal("12.35"), "CNY")


def said(word, by="buyer", *, approved=True, today=DAY, **of):
    check_word(word, by=by, of=Standing(given_by="factory", day=DAY, **of), approved=approved, today=today)


@pytest.mark.parametrize(
    ("word", "by", "of"),
    [
        ("given", "factory", {}), ("accepted", "buyer", {}), ("refused", "buyer", {}),
        ("returned", "buyer", {"received": "accepted"}), ("accepted", "buyer", {"is_given": True}),
    ],
)  # fmt: skip
def test_each_side_says_its_own_half(word, by, of):
    said(word, by, **of)
    with pytest.raises(NotYet):
        said(word, SWAPPED[by], **of)


@pytest.mark.parametrize(
    ("approved", "words"), [(None, ("refused",)), (False, ("refused",)), (True, ("accepted", "refused"))]
)
def test_above_a_limit_nothing_is_accepted_before_it_is_approved(approved, words):
    of = Standing(given_by="factory", day=DAY)

    assert words_open(by="buyer", of=of, approved=approved, today=DAY) == words
    assert words_open(by="factory", of=of, approved=approved, today=DAY) == (("given",) if approved else ())


@pytest.mark.parametrize(
    ("approved", "received", "state"),
    [
        (None, None, "waits"), (None, "accepted", "waits"), (None, "returned", "waits"), (None, "refused", "needless"),
        (True, "refused", "approved"), (False, "refused", "declined"), (True, None, "approved"),
        (False, None, "declined"),
    ],
)  # fmt: skip
def test_what_was_refused_asks_for_no_approval(approved, received, state):
    assert approval_state(approved, of=Standing(given_by="factory", day=DAY, received=received)) == state


def test_of_a_day_ahead_nothing_is_said_but_no():
    of = Standing(given_by="factory", day=DAY)

    assert words_open(by="buyer", of=of, approved=True, today=DAY - timedelta(days=1)) == ("refused",)


def test_only_what_was_accepted_is_given_back_and_nothing_is_said_twice():
    for word, of in (
        ("returned", {}), ("returned", {"received": "refused"}), ("returned", {"received": "returned"}),
        ("accepted", {"received": "refused"}), ("refused", {"received": "accepted"}),
    ):  # fmt: skip
        with pytest.raises(NotYet):
            said(word, **of)
    with pytest.raises(NotYet):
        said("given", "factory", is_given=True)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["buyer", "factory"]), st.sampled_from(["buyer", "factory"]), st.booleans(),
    st.sampled_from([None, *RECEIVERS]), st.sampled_from([True, False, None]),
)  # fmt: skip
def test_swapped_sides_say_the_same(by, given_by, is_given, received, approved):
    def words(side, giver):
        of = Standing(given_by=giver, day=DAY, is_given=is_given, received=received)
        return words_open(by=side, of=of, approved=approved, today=DAY)

    assert words(by, given_by) == words(SWAPPED[by], SWAPPED[given_by])
    assert set(words(by, given_by)) <= set(GIVERS if by == given_by else RECEIVERS)
